"""Reading how far a ledger file got, and whether a ledger went through what a copy of it holds."""

import sqlite3
from datetime import date

from ntmtrack.record import Record
from ntmtrack.store.database import APPLICATION_ID


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


def first_after(conn: sqlite3.Connection, change: int) -> date | None:
    """The day of the office on which the first change after one was recorded; None for none."""
    row = conn.execute(
        "select date(recorded_at, '+7 hours') from change where id > ? order by id limit 1",
        (change,),
    ).fetchone()
    return None if row is None else date.fromisoformat(row[0])
