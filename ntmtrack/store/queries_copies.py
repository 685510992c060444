"""Reading what sets a ledger file apart from a copy of it: whose it is, and how far it got."""

import sqlite3

from ntmtrack.record import Record
from ntmtrack.store.database import APPLICATION_ID
from ntmtrack.store.writing import CHANGES


class Stand(Record):
    """Whose a file is, the schema it is under, and its last change; None where there is none.

    `office` is its office's uid. `recorded_at` is a moment as the ledger keeps it: UTC.
    """

    ours: bool
    version: int
    office: str | None = None
    name: str | None = None
    change: int | None = None
    hash: str | None = None
    recorded_at: str | None = None

    def holds(self, other: "Stand") -> bool:
        """Whether two files hold the same changes: the hash of the last is one over all."""
        return (self.office, self.change, self.hash) == (other.office, other.change, other.hash)


class Told(Record):
    """A change as its file tells it."""

    uid: str
    number: int
    recorded_at: str
    actor: str
    command: str
    kind: str


def stand(conn: sqlite3.Connection) -> Stand:
    """How far a file got; of a file that is not ours, nothing but that."""
    application = conn.execute("pragma application_id").fetchone()[0]
    version = int(conn.execute("pragma user_version").fetchone()[0])
    if application != APPLICATION_ID:
        return Stand(ours=False, version=version)
    row = conn.execute(
        "select (select value from setting where key = 'office_uid'),"
        " (select value from setting where key = 'office'), c.id, c.hash, c.recorded_at"
        " from (select 1) left join"
        " (select id, hash, recorded_at from change order by id desc limit 1) c"
    ).fetchone()
    return Stand(True, version, *row)


def came_from(conn: sqlite3.Connection, found: Stand) -> bool:
    """Whether a ledger went through what a copy holds: it has that change, with that hash.

    One that went back to an older copy since has another change of the same number.
    """
    row = conn.execute(
        "select 1 from change where id = ? and hash = ?", (found.change, found.hash)
    ).fetchone()
    return row is not None


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
