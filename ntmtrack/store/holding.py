"""The right to send: held by one process at a time, and gone with it however it ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ntmtrack.errors import DatabaseError, reason_of
from ntmtrack.message import say

_PAUSE = 0.1


@contextmanager
def sole_sender(ledger: Path, *, patience: float) -> Iterator[bool]:
    """Whether this process alone may send the letters of a ledger; waits up to `patience` seconds.

    The lock lies in an empty file beside the ledger that stays there: SQLite's own locks would be
    lost with a second look at the ledger. Raises DatabaseError if no such file can be made.
    """
    place = ledger.resolve()
    place = place.with_name(f"{place.name}.mail-lock")
    try:
        file = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatabaseError(
            say("{path} cannot be made: {reason}", path=str(place), reason=reason_of(error)),
            hint=say("check the rights of the folder of the ledger; nothing was sent"),
        ) from error
    try:
        yield _taken(file, time.monotonic() + patience)
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
