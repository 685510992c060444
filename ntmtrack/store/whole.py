"""Making a ledger of the rows of another: every row as it was, under the rules it was under.

It is built aside under the schema of the rows, proved, brought up to date and moved into place;
a fault leaves nothing.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ntmtrack.errors import DatabaseError, reason_of
from ntmtrack.message import Message, say
from ntmtrack.store import database
from ntmtrack.store.chain import breaks
from ntmtrack.store.kept_tasks import count_anew
from ntmtrack.store.queries_whole import Table, tables
from ntmtrack.store.slates import write_all

Value = str | int | None


class Unfit(Exception):
    """A row that the ledger does not take; its words are SQLite's."""


class Rebuilding:
    """A ledger that is being made: `tables` are those of its schema, still without rows."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._rules = _taken_away(conn)
        self._steps = _steps(conn)
        self.tables = tables(conn)

    def load(self, table: Table, rows: Iterable[tuple[Value, ...]]) -> None:
        """Put the rows of one table in as they are. Raises Unfit at the first that does not fit."""
        places = ", ".join("?" * len(table.columns))
        names = ", ".join(table.names)
        # What making the file has written there says nothing of the ledger that is read.
        self._conn.execute(f"delete from {table.name}")
        try:
            self._conn.executemany(f"insert into {table.name} ({names}) values ({places})", rows)
        except (sqlite3.IntegrityError, OverflowError, UnicodeEncodeError) as error:
            raise Unfit(str(error)) from error

    def proved(self) -> Iterator[Message]:
        """Put the rules back and hold what was loaded against them, and against its own hashes.

        One sentence for each fault; nothing if all proves itself.
        """
        if _steps(self._conn) != self._steps:
            yield say("the steps of the schema are not those of the tables")
            return
        try:
            for rule in self._rules:
                self._conn.execute(rule)
        except sqlite3.IntegrityError as error:
            yield say("the rows do not go together: {reason}", reason=str(error))
            return
        found = self._conn.execute("pragma foreign_key_check").fetchone()
        if found is not None:
            table, row, parent, _ = found
            yield say(
                "{table}: row {row} names a row of {parent} that is not there",
                table=table,
                row=row,
                parent=parent,
            )
        yield from breaks(self._conn)


@contextmanager
def rebuilding(path: Path, version: int) -> Iterator[Rebuilding]:
    """A new ledger at `path`, made of rows of schema `version`; there only if all went well.

    Raises DatabaseError if something is there already, or the folder cannot be written.
    """
    database.refuse_present(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = database.aside_of(path)
    except OSError as error:
        raise _impossible(path, error) from error
    try:
        with database.faults(path), closing(_opened(aside)) as conn:
            with database.transaction(conn):
                _schema(conn, version)
                yield Rebuilding(conn)
                database.bring_up(conn)
                write_all(conn)
                count_anew(conn)
            if conn.execute("pragma integrity_check").fetchall() != [("ok",)]:
                raise DatabaseError(
                    say("the copy {path} is not sound, nothing was changed", path=str(path)),
                    hint=say("check the disk, then try again"),
                )
        _put_in_place(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def _opened(aside: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(aside, isolation_level=None)
    # Nobody reads the file before it is whole, and it is thrown away if it never is.
    conn.execute("pragma journal_mode = off")
    conn.execute("pragma synchronous = off")
    # The uids come in no order: their index is to stay in memory while it grows (in KiB).
    conn.execute("pragma cache_size = -64000")
    return conn


def _schema(conn: sqlite3.Connection, version: int) -> None:
    """Every table as the program knew them that had so many migrations."""
    from sqlite_utils import Database

    from ntmtrack.store.migrations import ledger

    db = Database(conn, execute_plugins=False, strict=True)
    names = [each.name for each in ledger.pending(db)]
    ledger.apply(db, stop_before=names[version:])


def _steps(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """The migrations that a file says it went through: those that are missing would be run."""
    return conn.execute("select migration_set, name from _sqlite_migrations order by id").fetchall()


def _taken_away(conn: sqlite3.Connection) -> list[str]:
    """Take triggers and indexes away; the statements that make them again, in their order.

    The rows were under the triggers when they were written, and would now be written anew.
    """
    found = conn.execute(
        "select type, name, sql from sqlite_master where type in ('trigger', 'index')"
        " and sql is not null order by rowid"
    ).fetchall()
    for kind, name, _ in found:
        conn.execute(f'drop {kind} "{name}"')
    return [sql for _, _, sql in found]


def _put_in_place(aside: Path, path: Path) -> None:
    try:
        # Windows waits only for a file that may be written to.
        with open(aside, "r+b") as file:
            os.fsync(file.fileno())
        database.move_new(aside, path)
    except FileExistsError as error:
        database.refuse_present(path)
        raise _impossible(path, error) from error
    except OSError as error:
        raise _impossible(path, error) from error


def _impossible(path: Path, error: OSError) -> DatabaseError:
    return DatabaseError(
        say("cannot make the ledger {path}: {reason}", path=str(path), reason=reason_of(error)),
        hint=say("choose a place you may write to with --db FILE"),
    )
