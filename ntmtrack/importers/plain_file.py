"""Opening a file that a user named: a pipe or a device is not waited for."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from ntmtrack.errors import DataError
from ntmtrack.message import Message, say

_WAYS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def opened(path: Path, *, hint: Message) -> Iterator[BufferedReader]:
    """A regular file, to be read.

    Raises DataError with the hint for a pipe, a device and a name that none can have, OSError
    for what the system refuses.
    """
    name = os.fsencode(path.name).decode("utf-8", "replace")
    try:
        handle = os.open(path, _WAYS)
    except ValueError as error:
        raise DataError(
            say("“{name}” cannot be the name of a file.", name=name.replace("\0", "\ufffd")),
            hint=hint,
        ) from error
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise DataError(say("{file} is a pipe or a device, not a file.", file=name), hint=hint)
        yield file
