"""Copying a ledger page by page, and proving of a copy that it can be trusted."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ntmtrack.errors import DatabaseError, reason_of
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store import database
from ntmtrack.store.chain import breaks
from ntmtrack.store.database import connected
from ntmtrack.store.queries_copies import pages_are_sound
from ntmtrack.store.queries_stand import Stand, stand


def copy_pages(path: Path, target: Path) -> None:
    """Copy a ledger as it lies on the disk, in one state, into an empty file.

    Writers wait meanwhile; what a killed one left behind is rolled back first. Raises
    DatabaseError if the ledger cannot be read or the disk does not take the copy.
    """
    with database.faults(path), closing(connected(path)) as conn:
        # The lock comes first: the copying itself would wait for it for ever.
        conn.execute("begin")
        conn.execute("select 1 from sqlite_master").fetchone()
        with room_for(target), closing(connected(target)) as copy:
            # Nobody reads it before it is whole, and it is thrown away if it never is.
            copy.execute("pragma journal_mode = off")
            copy.execute("pragma synchronous = off")
            conn.backup(copy)


@contextmanager
def room_for(target: Path) -> Iterator[None]:
    """What the disk of a copy does not take is told of the copy, not of the ledger."""
    try:
        yield
    except OSError as error:
        raise _impossible(target, error) from error
    except sqlite3.Error as error:
        number = _OF_THE_DISK.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if number is None:
            raise
        raise _impossible(target, OSError(number, os.strerror(number))) from error


_OF_THE_DISK = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}


def _impossible(target: Path, error: OSError) -> DatabaseError:
    return DatabaseError(
        say("cannot make the copy {path}: {reason}", path=str(target), reason=reason_of(error)),
        hint=say("check the rights of the folder and the room on the disk; nothing was written"),
    )


class Proof(Record):
    """What a file holds, and what in it is not as its changes wrote it."""

    stand: Stand
    torn: tuple[Message, ...] = ()


def proved(path: Path, *, quick: bool = False) -> Proof:
    """What a file of ours holds, once its pages have proved sound; its chain is told of, not asked.

    Quickly, neither indexes nor rules nor the chain are looked at. Raises DatabaseError for a
    file that is not ours, newer, or not sound.
    """
    with database.faults(path), closing(connected(path, "ro")) as conn:
        # One state, however long the proof takes.
        conn.execute("begin")
        found = stand(conn)
        require_ours(path, found)
        if not pages_are_sound(conn, quick=quick):
            raise DatabaseError(
                say("the ledger {path} is damaged", path=str(path)),
                hint=say("keep the file as it is and go back to your newest copy"),
            )
        return Proof(found, () if quick else tuple(breaks(conn)))


def require_ours(path: Path, found: Stand) -> None:
    """Raise DatabaseError for a database of another program, and for one of a newer ntmtrack."""
    if not found.ours:
        raise DatabaseError(
            say("{path} is a database of another program", path=str(path)),
            hint=say("check the name that was given; nothing was changed"),
        )
    if found.version > database.SCHEMA_VERSION:
        raise DatabaseError(
            say("the ledger {path} was written by a newer ntmtrack", path=str(path)),
            hint=say("install the newer version on this machine; nothing was changed"),
        )


def is_open_to_writing(path: Path) -> bool:
    """Whether this user may write to a file that is there, or make files in a folder."""
    wanted = os.W_OK | os.X_OK if path.is_dir() else os.W_OK
    # Not every system can tell it of the rights that hold now, where a program took on others.
    return os.access(path, wanted, effective_ids=os.access in os.supports_effective_ids)


def settle(path: Path, *, system: str = os.name) -> None:
    """Wait until the disk knows a file, or the names in a folder; not every system can the last."""
    folder = path.is_dir()
    if system == "nt" and folder:
        return
    # Windows waits only for a file that may be written to.
    file = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)
