"""What a question is asked of: the day, the state of the file; what every reading says alike."""

import sqlite3
from datetime import date

from ntmtrack.record import Record

Pair = tuple[int, int]
"""A unit and a set, by their keys."""


class View(Record):
    """What was true on `day`, as far as the connection sees."""

    day: date

    @property
    def places(self) -> dict[str, str]:
        """The places of every query here."""
        return {"day": self.day.isoformat()}


def is_settled(conn: sqlite3.Connection) -> bool:
    """Whether kept tables may be read.

    Not within a change that is still being written, for they are settled as it closes; and not
    where what was recorded later is hidden.
    """
    found = conn.execute(
        "select 1 from change where closed = 0 union all"
        " select 1 from temp.sqlite_master where name = 'assessment'"
    ).fetchone()
    return found is None


def last_change(conn: sqlite3.Connection) -> int | None:
    """The number of the last change; None where nothing has been recorded."""
    row = conn.execute("select max(id) from change").fetchone()
    return None if row[0] is None else int(row[0])


def set_hashes(conn: sqlite3.Connection) -> dict[str, str]:
    """The hash of every loaded set, by its code."""
    return dict(conn.execute("select code, hash from criteria_set").fetchall())


def born(uid: str) -> int:
    """The place of a row among all that were written, in whatever ledger.

    Rows come from other offices in any order, so their keys say when they came. Uids rise with
    the writing, and are the same everywhere.
    """
    return int(uid.replace("-", ""), 16)


def written_on(row: str) -> str:
    """The SQL of the day of the office (UTC+7) on which a row was written, in whatever ledger.

    Its uid begins with the moment (RFC 9562, section 5.7), in 48 bits; its change `c` only tells
    when it came here.
    """
    digits = (*range(1, 9), *range(10, 14))
    moment = " + ".join(
        f"(instr('0123456789abcdef', substr({row}.uid, {at}, 1)) - 1) * {16**place}"
        for place, at in enumerate(reversed(digits))
    )
    return (
        f"case when {row}.uid glob '????????-????-7*'"
        f" then date(({moment}) / 1000, 'unixepoch', '+7 hours')"
        " else date(c.recorded_at, '+7 hours') end"
    )
