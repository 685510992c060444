"""Criteria files in TOML, from a user or shipped with the program, read into what they hold."""

import re
from decimal import Decimal, DecimalException
from pathlib import Path

from ntmtrack.domain.criteria import CriteriaSet, Overlay
from ntmtrack.domain.criteria_file import read_overlay, read_set
from ntmtrack.domain.mapping import SetMapping
from ntmtrack.domain.mapping_file import read_mapping
from ntmtrack.errors import DataError, reason_of
from ntmtrack.importers.plain_file import opened
from ntmtrack.message import say

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "criteria"
_MOST_BYTES = 2_000_000
_POSITION = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")
_HINT = say("`ntmtrack manual criteria-format` shows how such a file is written.")


Holding = CriteriaSet | Overlay | SetMapping
"""What one criteria file holds."""


def read_file(path: Path) -> Holding:
    """The set, overlay or mapping in a file.

    Raises DataError for a file that is missing, unreadable, over 2 MB, not UTF-8, not TOML
    (naming the line), or at fault as a criteria file (naming each place).
    """
    hint = say("Give the path of a criteria file (.toml).")
    try:
        with opened(path, hint=hint) as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=path.name, reason=reason_of(error)),
            hint=hint,
        ) from error
    return read_bytes(content, name=path.name)


def read_bytes(content: bytes, *, name: str) -> Holding:
    """What a file called `name` holds; raises as `read_file` does."""
    data = _parse(content, name)
    if "mapping" in data:
        return read_mapping(data)
    if "set" in data and "overlay" in data:
        raise DataError(
            say("{file} holds both a [set] and an [overlay].", file=name),
            hint=say("Write them into a file each."),
        )
    return read_overlay(data) if "overlay" in data else read_set(data)


def shipped_codes() -> tuple[str, ...]:
    """The codes of the sets and overlays that come with the program, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def read_shipped(code: str) -> CriteriaSet | Overlay:
    """A set or overlay that comes with the program; DataError for a code that none has."""
    codes = shipped_codes()
    if code not in codes:
        raise DataError(
            say("No criteria set {code} comes with the program.", code=code),
            hint=say("Name one of these, or give the path of a criteria file (.toml)."),
            details=codes,
        )
    found = read_file(_FOLDER / f"{code}.toml")
    assert not isinstance(found, SetMapping)
    return found


def _parse(content: bytes, name: str) -> dict[str, object]:
    if len(content) > _MOST_BYTES:
        raise DataError(
            say("{file} is larger than {most} bytes.", file=name, most=_MOST_BYTES), hint=_HINT
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            say("{file}, line {line}: this is not UTF-8.", file=name, line=line),
            hint=say("Save the file again with the encoding UTF-8."),
        ) from error
    import tomllib

    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, DecimalException, RecursionError) as error:
        raise _not_toml(error, text, name) from error


def _not_toml(error: Exception, text: str, name: str) -> DataError:
    position = _POSITION.search(str(error))
    if position is None:
        return DataError(
            say("{file} holds a number or nesting that is out of bounds.", file=name), hint=_HINT
        )
    line = int(position["line"] or text.rstrip().count("\n") + 1)
    return DataError(
        say(
            "{file}, line {line}: this is not TOML: {reason}.",
            file=name,
            line=line,
            reason=_POSITION.sub("", str(error)),
        ),
        hint=_HINT,
    )
