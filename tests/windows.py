"""How Windows treats files, as far as this system can be made to do the same.

Windows waits only for files that may be written to (`fsync` of others fails), and neither moves nor
removes a file that is open. Within `sharing_as_on_windows` the calls of `os` refuse that here too,
for files that this process has open. It stands in for no run on Windows: it says nothing of other
processes, of names or of rights.
"""

import errno
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

_OPEN = "/proc/self/fd"


@contextmanager
def sharing_as_on_windows() -> Iterator[list[str]]:
    """Calls that Windows would refuse are refused; what is handed back tells of those made."""
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", _waiting(os.fsync, told))
        for name in ("replace", "rename", "unlink", "remove"):
            patch.setattr(os, name, _moving(getattr(os, name), name, told))
        yield told


def _waiting(plainly: Callable[[int], None], told: list[str]) -> Callable[[int], None]:
    def fsync(number: int) -> None:
        told.append("fsync")
        reads_only = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        # A folder is never waited for there: who does so asks which system it is first.
        if reads_only and stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        plainly(number)

    return fsync


def _moving(plainly: Callable[..., None], name: str, told: list[str]) -> Callable[..., None]:
    def move(*paths: Any, **given: Any) -> None:
        told.append(name)
        for path in paths:
            if not given and os.path.isfile(path) and _is_open(os.fspath(path)):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        plainly(*paths, **given)

    return move


def _is_open(path: str | bytes) -> bool:
    wanted = os.stat(path)
    for number in os.listdir(_OPEN):
        try:
            found = os.stat(f"{_OPEN}/{number}")
        except OSError:
            continue
        if (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino):
            return True
    return False
