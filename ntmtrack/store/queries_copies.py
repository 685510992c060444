"""Reading what sets a ledger file apart from a copy of it: what it was told, and what it gave."""

import sqlite3

from ntmtrack.record import Record
from ntmtrack.store.writing import CHANGES


class Told(Record):
    """A change as its file tells it."""

    uid: str
    number: int
    recorded_at: str
    actor: str
    command: str
    kind: str


def pages_are_sound(conn: sqlite3.Connection, *, quick: bool) -> bool:
    """Whether SQLite finds no fault in a file; quickly: in its pages and rows as they lie there.

    The whole look also holds every index against its table, and every row against the rules.
    """
    if quick:
        conn.execute("pragma ignore_check_constraints = on")
    asked = "pragma quick_check(1)" if quick else "pragma integrity_check(1)"
    return conn.execute(asked).fetchall() == [("ok",)]


def changes_told(conn: sqlite3.Connection) -> list[Told]:
    """Every change of a file, oldest first."""
    rows = conn.execute("select uid, id, recorded_at, actor, command, kind from change order by id")
    return [Told(*row) for row in rows]


def has_table(conn: sqlite3.Connection, table: str) -> bool:
    """Whether a file has a table; one of an older schema may not."""
    found = conn.execute("select 1 from sqlite_master where type = 'table' and name = ?", (table,))
    return found.fetchone() is not None


def bundles_made(conn: sqlite3.Connection) -> set[str]:
    """The uids of the bundles that went out to others, as a file of any schema tells them."""
    if not has_table(conn, "bundle"):
        return set()
    rows = conn.execute("select uid from bundle where way in ('made', 'pushed')")
    return {uid for (uid,) in rows}


class Given(Record):
    """The last number given in every series that people quote, and the last key of every table."""

    series: tuple[tuple[str, int], ...]
    keys: tuple[tuple[str, int], ...]


def given(conn: sqlite3.Connection) -> Given:
    """What was given already, so that it is not given again."""
    return Given(
        (
            *conn.execute("select prefix, last from number_series"),
            *conn.execute("select ?, max(id) from change having max(id) is not null", (CHANGES,)),
        ),
        tuple(
            conn.execute(
                "select name, seq from sqlite_sequence where name in"
                " (select name from sqlite_master where type = 'table')"
            ).fetchall()
        ),
    )
