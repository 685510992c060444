"""A right that one process holds at a time, and that is gone with it however it ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ntmtrack.errors import DatabaseError, reason_of
from ntmtrack.message import Message, say

_PAUSE = 0.1


@contextmanager
def sole_sender(ledger: Path, *, patience: float) -> Iterator[bool]:
    """Whether this process alone may send the letters of a ledger; waits up to `patience` seconds.

    The lock lies in an empty file beside the ledger that stays there: SQLite's own locks would be
    lost with a second look at the ledger. Raises DatabaseError if no such file can be made.
    """
    place = ledger.resolve()
    place = place.with_name(f"{place.name}.mail-lock")
    with _opened(
        place, say("check the rights of the folder of the ledger; nothing was sent")
    ) as it:
        yield _taken(it, time.monotonic() + patience)


@contextmanager
def sole_copier(folder: Path, *, patience: float) -> Iterator[bool]:
    """Whether this process alone makes copies in a folder; waits up to `patience` seconds.

    A disk that knows no locks, as some network drives, is taken as one's own. Raises DatabaseError
    if nothing can be written there.
    """
    hint = say("check the rights of the folder and the room on the disk; nothing was written")
    with _opened(folder / ".lock", hint) as file:
        try:
            mine = _taken(file, time.monotonic() + patience)
        except OSError:
            mine = True
        yield mine


@contextmanager
def _opened(place: Path, hint: Message) -> Iterator[int]:
    """An empty file to hold a lock on, made if it is missing; it stays there."""
    try:
        file = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatabaseError(
            say("{path} cannot be made: {reason}", path=str(place), reason=reason_of(error)),
            hint=hint,
        ) from error
    try:
        yield file
    finally:
        os.close(file)


def _taken(file: int, until: float) -> bool:
    while not _try(file):
        if time.monotonic() >= until:
            return False
        time.sleep(_PAUSE)
    return True


if sys.platform == "win32":
    import msvcrt

    def _try(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
