"""Entries of the configuration file, put or taken away; comments and order stay as they are."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ntmtrack.config import unreadable
from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import Message, say

Keys = tuple[str, ...]
"""The name of an entry: the tables that it stands in, then its own: ("mail", "smtp", "host")."""

Value = str | int | float | bool | Sequence[str]


def write(path: Path, entries: Mapping[Keys, Value | None]) -> None:
    """Put entries into a configuration file, all of them or none; None takes one away.

    A file that is not there is made, its owner's alone. Raises DataError for a file that cannot
    be read or written, or in which an entry cannot be placed; it is as it was then.
    """
    before = _read(path)
    after = changed(before, entries, path=path)
    if after != before:
        try:
            _replace(path, after)
        except OSError as error:
            raise _refused(path, reason_of(error)) from error


def write_secret(path: Path, secret: str) -> None:
    """Put a secret alone into a file, its owner's alone. Raises DataError where that fails."""
    reason = None
    try:
        if _is_device(path):
            reason = _NO_FILE
        else:
            _replace(path, f"{secret}\n")
    except OSError as error:
        reason = reason_of(error)
    if reason is not None:
        raise DataError(
            say("{file} cannot be written: {reason}", file=str(path), reason=reason),
            hint=say("name another file for the password; nothing was written"),
        )


def changed(text: str, entries: Mapping[Keys, Value | None], *, path: Path) -> str:
    """The text of a configuration file with entries put into it; `path` is named in errors."""
    import tomllib

    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        wanted = tomllib.loads(text)
        for keys, value in entries.items():
            if len(keys) == 1 and value is not None and keys[0] not in wanted:
                text = _with_line(text, tomlkit.dumps({keys[0]: value}))
            _set(wanted, keys, value, table=dict)
        document = tomlkit.parse(text)
        for keys, value in entries.items():
            _set(document, keys, value, table=tomlkit.table)
        after = tomlkit.dumps(document)
        if after and not after.endswith("\n"):
            after += "\n"
        # What is there stays in the words of who wrote it; so does its meaning, or nothing is done.
        placed: bool = tomllib.loads(after) == wanted
    except (TypeError, KeyError) as error:
        raise _refused(path, _UNPLACED) from error
    except (TOMLKitError, ValueError) as error:
        raise _refused(path, unreadable(error)) from error
    if not placed:
        raise _refused(path, _UNPLACED)
    return after


_UNPLACED = say("its tables are written in a way that this program cannot change")
_NO_FILE = say("it is no file")


def _with_line(text: str, line: str) -> str:
    """The text with the line of an entry that stands in no table: above all tables.

    What is remarked just above the first table stays with that table.
    """
    lines = text.splitlines(keepends=True)
    tables = (place for place, each in enumerate(lines) if each.lstrip().startswith("["))
    first = next(tables, None)
    if first is None:
        return f"{text}{line}" if not text or text.endswith("\n") else f"{text}\n{line}"
    place = first
    while place and lines[place - 1].startswith("#"):
        place -= 1
    apart = place
    while apart and not lines[apart - 1].strip():
        apart -= 1
    blank = "" if apart < place else "\n"
    return "".join([*lines[:apart], line, blank, *lines[apart:]])


def _set(inside: Any, keys: Keys, value: Value | None, *, table: Any) -> None:
    """Put one entry into nested tables, making those that are missing; None takes it away."""
    *outer, last = keys
    for key in outer:
        if key not in inside:
            if value is None:
                return
            inside[key] = table()
        inside = inside[key]
    if value is not None:
        inside[last] = list(value) if isinstance(value, tuple) else value
    elif last in inside:
        del inside[last]


def _read(path: Path) -> str:
    try:
        if _is_device(path):
            raise _refused(path, _NO_FILE)
        # Bytes: the ends of its lines stay as they are.
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise _refused(path, say("it is not text in UTF-8")) from error
    except OSError as error:
        raise _refused(path, reason_of(error)) from error


def _is_device(path: Path) -> bool:
    """Whether something is there that is neither read to its end nor replaced by a file."""
    return path.exists() and not (path.is_file() or path.is_dir())


def _replace(path: Path, text: str) -> None:
    """Write a file aside and move it into place, through a link to where it really lies."""
    target = os.path.realpath(path)
    aside = None
    try:
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        # Made so that nobody else may read it.
        number, aside = tempfile.mkstemp(
            prefix=f".{os.path.basename(target)}.", suffix=".new", dir=os.path.dirname(target)
        )
        with open(number, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, target)
        aside = None
    finally:
        if aside is not None:
            with suppress(OSError):
                os.unlink(aside)


def _refused(path: Path, reason: Message) -> DataError:
    return DataError(
        say("the settings in {path} cannot be changed: {reason}", path=path, reason=reason),
        hint=say("mend the file with an editor; it is as it was"),
    )
