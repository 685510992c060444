"""A fault layer between SQLite and the disk: it sees every write, cut, sync and removal, and may
end the process there, or say that the disk is full.

It stands before SQLite's own file layer of this process (a "VFS"), so it needs a Python that
loads SQLite as a shared library, as those of Linux systems do. The product knows nothing of it.
"""

import ctypes
import ctypes.util
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

FULL = 13
IO_ERROR = 10
_VERSIONS = {1: 13, 2: 17, 3: 19}
"""How many entries the table of a file's methods has, by its version."""


class Event(NamedTuple):
    """Something that SQLite asks of the disk: write, cut, sync or remove.

    `place` is where in the file (or its new length, or whether the folder is synced as well), and
    `data` what is written there.
    """

    kind: str
    name: str
    place: int = 0
    data: bytes = b""

    @property
    def of_journal(self) -> bool:
        return self.name.endswith("-journal")


Watch = Callable[[Event, Callable[[bytes], int]], int | None]
"""Told of every event before it happens, and how to write a part of it; a code refuses it."""


@cache
def available() -> bool:
    """Whether this Python's SQLite is a library that others can reach."""
    code = "from tests.faults.disk import _library; _library()"
    return subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def _library() -> ctypes.CDLL:
    import _sqlite3

    # The library that Python's own module brought along: another copy would see other files.
    found = ctypes.CDLL(_sqlite3.__file__)
    found.sqlite3_vfs_find.restype = ctypes.c_void_p
    return found


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("delete", ctypes.c_void_p),
        ("others", ctypes.c_void_p * 14),
    )


_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)

_KEPT: list[Any] = []
"""What SQLite holds pointers to must live as long as the process."""


def watch(told: Watch) -> None:
    """Stand before the disk, for every file of SQLite that is opened from now on."""
    library = _library()
    real = ctypes.cast(library.sqlite3_vfs_find(None), ctypes.POINTER(_Vfs)).contents
    ours = _Vfs.from_buffer_copy(real)
    ours.name, ours.next = b"watched", None
    real_open, real_delete = _OPEN(real.open), _DELETE(real.delete)
    tables: dict[int, Any] = {}
    names: dict[int, str] = {}

    def methods_of(file: int, name: str) -> None:
        place = ctypes.cast(file, ctypes.POINTER(ctypes.c_void_p))
        table = place[0]
        if not table:
            return
        names[file] = name
        if table not in tables:
            tables[table] = _table(table, names, told)
        place[0] = ctypes.addressof(tables[table])

    @_OPEN
    def opened(vfs: int, name: int, file: int, flags: int, out: int) -> int:
        code = int(real_open(vfs, name, file, flags, out))
        if code == 0 and name:
            methods_of(file, os.fsdecode(ctypes.string_at(name)))
        return code

    @_DELETE
    def removed(vfs: int, name: bytes, folder_too: int) -> int:
        refused = told(Event("remove", os.fsdecode(name), folder_too), lambda data: 0)
        return int(real_delete(vfs, name, folder_too)) if refused is None else refused

    ours.open = ctypes.cast(opened, ctypes.c_void_p).value
    ours.delete = ctypes.cast(removed, ctypes.c_void_p).value
    _KEPT.extend((ours, opened, removed, tables))
    library.sqlite3_vfs_register(ctypes.byref(ours), 1)


def _table(table: int, names: dict[int, str], told: Watch) -> Any:
    """A copy of a file's methods with ours before those that change the disk."""
    entries = _VERSIONS[min(ctypes.c_int.from_address(table).value, 3)]
    copy = (ctypes.c_void_p * entries).from_buffer_copy(
        (ctypes.c_void_p * entries).from_address(table)
    )
    real_write, real_cut, real_sync = _WRITE(copy[3]), _TRUNCATE(copy[4]), _SYNC(copy[5])

    @_WRITE
    def write(file: int, data: int, size: int, place: int) -> int:
        content = ctypes.string_at(data, size)

        def part(some: bytes) -> int:
            return int(real_write(file, some, len(some), place))

        refused = told(Event("write", names[file], place, content), part)
        return int(real_write(file, data, size, place)) if refused is None else refused

    @_TRUNCATE
    def cut(file: int, size: int) -> int:
        refused = told(Event("cut", names[file], size), lambda data: 0)
        return int(real_cut(file, size)) if refused is None else refused

    @_SYNC
    def sync(file: int, flags: int) -> int:
        refused = told(Event("sync", names[file]), lambda data: 0)
        return int(real_sync(file, flags)) if refused is None else refused

    for place, ours in ((3, write), (4, cut), (5, sync)):
        copy[place] = ctypes.cast(ours, ctypes.c_void_p).value
    _KEPT.extend((copy, write, cut, sync))
    return copy


def end() -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)
