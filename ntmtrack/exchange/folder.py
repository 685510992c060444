"""A folder that is written whole or not at all, and one that is read without trusting it."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ntmtrack.errors import DataError, reason_of
from ntmtrack.exchange.manifest import AGAIN
from ntmtrack.message import Message, say

# A link leads elsewhere, and a pipe would never answer.
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to write into, its owner's alone; it gets its name when all has been written.

    Raises DataError if something lies in the place already, or it cannot be written.
    """
    place = Path(os.path.realpath(target))
    _require_free(target, place)
    aside = None
    try:
        aside = Path(
            tempfile.mkdtemp(prefix=f".{place.name[:80]}.", suffix=".new", dir=place.parent)
        )
        yield aside
        _settle(aside)
        if place.is_dir():
            # Still empty, or it stays where it is.
            place.rmdir()
        aside.rename(place)
    except OSError as error:
        raise _unwritable(target, reason_of(error)) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def created(path: Path) -> Iterator[BinaryIO]:
    """A new file of a new folder, its owner's alone; at the end the disk has it."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _PLAIN, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def listed(folder: Path) -> set[str]:
    """The names of all files in a folder and in the folders in it, as a manifest writes them.

    Raises DataError for a folder that cannot be read, and for what is neither file nor folder.
    """
    try:
        return set(_names(folder, "", depth=1))
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=str(folder), reason=reason_of(error)),
            hint=say("give the folder that `ntmtrack export --all DIR` made; nothing was written"),
        ) from error


@contextmanager
def opened(folder: Path, name: str) -> Iterator[BinaryIO]:
    """A file of a folder, to be read. Raises DataError for a link, a pipe or no file at all."""
    try:
        number = os.open(folder / name, os.O_RDONLY | _PLAIN)
        with open(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise _unreadable(name, say("it is no plain file"))
            yield file
    except OSError as error:
        reason = say("it is no plain file") if error.errno == errno.ELOOP else reason_of(error)
        raise _unreadable(name, reason) from error


def _names(folder: Path, above: str, *, depth: int) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{above}{entry.name}"
            if entry.is_dir(follow_symlinks=False) and depth:
                yield from _names(folder / entry.name, f"{name}/", depth=depth - 1)
            elif entry.is_file(follow_symlinks=False):
                yield name
            else:
                raise _unreadable(name, say("it is no plain file"))


def _require_free(target: Path, place: Path) -> None:
    try:
        taken = not place.is_dir() or any(place.iterdir())
        if taken and os.path.lexists(place):
            raise DataError(
                say("{file} is there already, and not empty", file=str(target)),
                hint=say("name a new folder; nothing that is there is written over"),
            )
    except OSError as error:
        raise _unwritable(target, reason_of(error)) from error


def _settle(folder: Path) -> None:
    """Wait until the disk knows the names of what was written; not every system can."""
    if os.name == "nt":
        return
    for each in (*(path for path in folder.iterdir() if path.is_dir()), folder):
        number = os.open(each, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _unreadable(name: str, reason: Message) -> DataError:
    return DataError(say("{file} cannot be read: {reason}", file=name, reason=reason), hint=AGAIN)


def _unwritable(target: Path, reason: Message) -> DataError:
    return DataError(
        say("{file} cannot be written: {reason}", file=str(target), reason=reason),
        hint=say("name a new folder in a place you may write to; nothing is left of this one"),
    )
