"""A file that is written aside and gets its name at the end, never over another."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import Message, say
from ntmtrack.store.database import aside_of, move_new

_CHUNK = 1 << 20


class NewFile:
    """A file that is being written; `size` in bytes and `sha256` are known once it is settled."""

    def __init__(self, target: Path, aside: Path, stream: BinaryIO) -> None:
        self._target = target
        self._aside = aside
        self.stream = stream
        self.size = 0
        self.sha256 = ""

    def settle(self) -> None:
        """Wait until the disk has all of it, and measure it."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.seek(0)
        digest = hashlib.sha256()
        while given := self.stream.read(_CHUNK):
            digest.update(given)
            self.size += len(given)
        self.sha256 = digest.hexdigest()

    def keep(self) -> None:
        """Give it its name. Raises DataError if something took that in the meantime."""
        self.stream.close()
        try:
            move_new(self._aside, self._target)
        except FileExistsError as error:
            raise _taken(self._target) from error


@contextmanager
def new_file(target: Path) -> Iterator[NewFile]:
    """A file to write into, its owner's alone; without `keep`, nothing is left of it.

    Raises DataError if something lies in the place already, or it cannot be written.
    """
    if os.path.lexists(target):
        raise _taken(target)
    aside = None
    try:
        aside = aside_of(target)
        with open(aside, "r+b") as stream:
            yield NewFile(target, aside, stream)
    except OSError as error:
        raise _unwritable(target, reason_of(error)) from error
    finally:
        if aside is not None:
            aside.unlink(missing_ok=True)


def _taken(target: Path) -> DataError:
    return DataError(
        say("{file} is there already", file=str(target)),
        hint=say("name a new file; nothing that is there is written over"),
    )


def _unwritable(target: Path, reason: Message) -> DataError:
    return DataError(
        say("{file} cannot be written: {reason}", file=str(target), reason=reason),
        hint=say("name a new file in a place you may write to; nothing is left of this one"),
    )
