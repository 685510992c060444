"""Putting a copy back in the place of a ledger: proved aside, then all of it or nothing.

A ledger that can be opened is written over in one transaction of its own, under a lock that keeps
every other command out, so that one that waits goes on in what was put back and loses nothing. One
that cannot be opened gets another file put under its name.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ntmtrack.errors import DatabaseError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store import database
from ntmtrack.store.database import connected
from ntmtrack.store.proving import (
    Proof,
    copy_pages,
    is_open_to_writing,
    proved,
    require_ours,
    room_for,
    settle,
)
from ntmtrack.store.queries_copies import Given, Told, bundles_made, changes_told, given
from ntmtrack.store.queries_stand import Stand, stand
from ntmtrack.store.queries_whole import count, tables

_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file; it would be played into another of the same name."""


_SMALLEST = 512
"""Bytes of the smallest page that SQLite knows: a file of less has not even one."""


class Inside(Record):
    """What a ledger holds, as far as two of them are compared."""

    stand: Stand
    changes: tuple[Told, ...]
    rows: dict[str, int]
    bundles: frozenset[str]
    given: Given


class Here(Record):
    """What lies in the ledger's place: what it holds, or why that cannot be said."""

    inside: Inside | None
    fault: Message | None


class Ready(Record):
    """A copy of the copy, proved and up to date, beside the ledger."""

    path: Path
    proof: Proof
    inside: Inside


def inside(conn: sqlite3.Connection) -> Inside:
    """What a file of ours holds."""
    return Inside(
        stand(conn),
        tuple(changes_told(conn)),
        {table.name: count(conn, table.name) for table in tables(conn)},
        frozenset(bundles_made(conn)),
        given(conn),
    )


def here(ledger: Path) -> Here:
    """What lies in the place of a ledger, also where it is missing or damaged.

    Raises DatabaseError for what should not be written over: a folder, a database of another
    program or of a newer ntmtrack; and for a ledger that is locked, or closed to this user.
    """
    if not os.path.lexists(ledger):
        return Here(None, say("there is no ledger at {path}", path=str(ledger)))
    if not ledger.is_file():
        raise DatabaseError(
            say("{path} is no file", path=str(ledger)),
            hint=say("check the name given with --db or NTMTRACK_DB; nothing was changed"),
        )
    if ledger.stat().st_size < _SMALLEST:
        # SQLite would take it for a new database.
        return Here(None, say("the ledger {path} is damaged", path=str(ledger)))
    try:
        with database.faults(ledger), closing(connected(ledger)) as conn:
            conn.execute("begin")
            require_ours(ledger, stand(conn))
            return Here(inside(conn), None)
    except DatabaseError as error:
        cause = error.__cause__
        if not isinstance(cause, sqlite3.Error) or _may_be_whole(cause):
            raise
        return Here(None, error.message)


def _may_be_whole(error: sqlite3.Error) -> bool:
    """Whether a ledger is only held by another, or closed to this user by its rights."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN)


@contextmanager
def readied(file: Path, ledger: Path) -> Iterator[Ready]:
    """A file proved whole and brought up to date, in a copy of its own beside the ledger.

    Raises DatabaseError for a file that is missing, damaged, newer, or no ledger at all.
    """
    require_file(file)
    place = ledger.resolve()
    with room_for(place):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = database.aside_of(place)
    try:
        proof = _proof(file, aside)
        with room_for(aside), database.faults(aside), closing(connected(aside)) as conn:
            conn.execute("pragma journal_mode = delete")
            if proof.stand.version < database.SCHEMA_VERSION:
                with database.transaction(conn):
                    database.bring_up(conn)
            found = inside(conn)
        yield Ready(aside, proof, found)
    finally:
        for end in ("", *_BESIDE):
            aside.with_name(f"{aside.name}{end}").unlink(missing_ok=True)


def _proof(file: Path, aside: Path) -> Proof:
    hint = say("name another copy; nothing was changed")
    try:
        copy_pages(file, aside)
    except DatabaseError as error:
        if not _damaged(error):
            raise
        raise DatabaseError(error.message, hint=hint) from error
    try:
        return proved(aside)
    except DatabaseError as error:
        said = Message(error.message.text, {**error.message.values, "path": str(file)})
        raise DatabaseError(said, hint=hint) from error


def require_file(file: Path) -> None:
    """Raise DatabaseError for what is no plain file to read: a folder, a pipe, nothing at all."""
    if not file.exists():
        raise DatabaseError(
            say("there is no file {path}", path=str(file)),
            hint=say("the copies lie in `<ledger>.backups`: see `ntmtrack doctor`"),
        )
    if not file.is_file():
        raise DatabaseError(
            say("{path} is no file", path=str(file)),
            hint=say("name a copy that `ntmtrack backup` made; nothing was changed"),
        )


def put_back(ready: Ready, ledger: Path, now: Here, kept: Path) -> Path | None:
    """Put a copy in the place of the ledger; where what was there is kept, None if nothing was.

    No number that the ledger gave to a task, and no key of a row, is given again. Raises
    DatabaseError, and changes nothing, if something was recorded since `now` was looked at, or
    the disk is full.
    """
    place = ledger.resolve()
    if now.inside is not None and now.inside.stand.office == ready.inside.stand.office:
        _carry(ready.path, now.inside.given)
    with room_for(ready.path):
        settle(ready.path)
    if now.inside is None:
        return _replace(ready, place, kept)
    if not is_open_to_writing(place):
        raise DatabaseError(
            say("the ledger {path} cannot be written to", path=str(place)),
            hint=say("check the rights of the file and its folder; nothing was written"),
        )
    try:
        return _write_over(ready, place, now.inside, kept)
    except DatabaseError as error:
        # One that ends too soon cannot even be copied page by page.
        if kept.exists() or not _damaged(error):
            raise
        return _replace(ready, place, kept)


def is_beyond_reading(ledger: Path, fault: DatabaseError) -> bool:
    """Whether a ledger could not be opened because it is damaged, so that only a copy helps.

    One that is locked, newer, of another program, or closed by its rights may well be whole.
    """
    if isinstance(fault.__cause__, sqlite3.Error):
        return _damaged(fault)
    # Else its first bytes were not those of a database; or it is a folder, a pipe, a secret.
    return fault.__cause__ is None and not _begins_as_one(ledger)


def _begins_as_one(ledger: Path) -> bool:
    with ledger.open("rb") as file:
        return file.read(len(database.MAGIC)) == database.MAGIC


def _damaged(error: DatabaseError) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _carry(path: Path, last: Given) -> None:
    """Go on counting where the ledger stood that is left: a number is given once."""
    with room_for(path), closing(connected(path)) as conn, database.transaction(conn):
        known = {table.name for table in tables(conn)}
        conn.executemany(
            "insert into number_series(prefix, last) values (?, ?)"
            " on conflict (prefix) do update set last = excluded.last where last < excluded.last",
            last.series,
        )
        for table, seq in last.keys:
            if table not in known:
                continue
            conn.execute(
                "insert into sqlite_sequence(name, seq) select ?, 0"
                " where not exists (select 1 from sqlite_sequence where name = ?)",
                (table, table),
            )
            conn.execute(
                "update sqlite_sequence set seq = max(seq, ?) where name = ?", (seq, table)
            )


def _write_over(ready: Ready, place: Path, shown: Inside, kept: Path) -> Path:
    with database.faults(place), closing(connected(place)) as conn:
        conn.execute("pragma synchronous = full")
        # The lock outlives the transaction: the writing over is one of its own.
        conn.execute("pragma locking_mode = exclusive")
        conn.execute("begin exclusive")
        if not stand(conn).holds(shown.stand):
            raise DatabaseError(
                say("the ledger {path} was written to meanwhile", path=str(place)),
                hint=say("look again what would change; nothing was changed"),
            )
        conn.execute("commit")
        _keep(conn, kept)
        with closing(connected(ready.path)) as copy:
            copy.backup(conn)
    return kept


def _keep(conn: sqlite3.Connection, kept: Path) -> None:
    """The pages of an open ledger as they are, in a file of their own that the disk has."""
    with room_for(kept):
        aside = database.aside_of(kept)
        try:
            with closing(connected(aside)) as copy:
                copy.execute("pragma journal_mode = off")
                copy.execute("pragma synchronous = off")
                conn.backup(copy)
            settle(aside)
            database.move_new(aside, kept)
            settle(kept.parent)
        finally:
            aside.unlink(missing_ok=True)


def _replace(ready: Ready, place: Path, kept: Path) -> Path | None:
    """Put another file under the name of a ledger that cannot be opened, or is not there."""
    there = place.exists()
    with room_for(place):
        if there:
            _link(place, kept)
        for end in _BESIDE:
            left = place.with_name(f"{place.name}{end}")
            if left.exists():
                os.replace(left, kept.with_name(f"{kept.name}{end}"))
        settle(place.parent)
        os.replace(ready.path, place)
        settle(place.parent)
    return kept if there else None


def _link(place: Path, kept: Path) -> None:
    try:
        os.link(place, kept)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some network drives know no links.
        os.replace(place, kept)
