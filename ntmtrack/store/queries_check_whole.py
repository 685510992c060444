"""Reading what may be wrong with the file as a whole, and with what came from other offices."""

import sqlite3
from datetime import datetime

from ntmtrack.domain.checks.content import Held, Lacking, Moment
from ntmtrack.domain.checks.place import Engine
from ntmtrack.message import Message, say, say_n


def integrity(conn: sqlite3.Connection) -> list[Message]:
    """What SQLite finds in every page of the file, in its own words; nothing if all is well."""
    found = [row[0] for row in conn.execute("pragma integrity_check")]
    lines = [line for each in found for line in str(each).splitlines()]
    return [say("{words}", words=line) for line in lines if line != "ok"]


def foreign_keys(conn: sqlite3.Connection) -> list[Message]:
    """Rows that name others which are not there, one sentence for each two tables."""
    found: dict[tuple[str, str], list[int]] = {}
    for table, row, parent, _ in conn.execute("pragma foreign_key_check"):
        found.setdefault((table, parent), []).append(row)
    return [
        say_n(
            "{table}: {count} row names a row of {parent} that is not there: {row}",
            "{table}: {count} rows name rows of {parent} that are not there, the first is {row}",
            len(rows),
            table=table,
            parent=parent,
            row=rows[0],
        )
        for (table, parent), rows in found.items()
    ]


def moments(conn: sqlite3.Connection) -> list[Moment]:
    """When every change was recorded, in their order."""
    rows = conn.execute("select id, recorded_at from change order by id")
    return [Moment(change, datetime.fromisoformat(at)) for change, at in rows]


def engine(conn: sqlite3.Connection) -> Engine:
    """The SQLite that reads the file, and the file's journal mode."""
    major, minor, patch = sqlite3.sqlite_version_info
    (mode,) = conn.execute("pragma journal_mode").fetchone()
    return Engine((major, minor, patch), str(mode))


def held(conn: sqlite3.Connection, outcome: str) -> list[Held]:
    """Rows of other offices whose last outcome is this one, by office and table."""
    rows = conn.execute(
        "select coalesce(o.name, r.office_uid), p.at_table, count(*) from op_outcome x"
        " join received_op p on p.id = x.op_id join received r on r.id = p.received_id"
        " left join office o on o.uid = r.office_uid where x.outcome = ?"
        " and x.id = (select max(l.id) from op_outcome l where l.op_id = x.op_id)"
        " group by 1, 2 order by 1, 2",
        (outcome,),
    )
    return [Held(*row) for row in rows]


def lacking(conn: sqlite3.Connection) -> Lacking | None:
    """What this office has not said of itself; None where no bundle was ever made or taken."""
    if conn.execute("select 1 from bundle limit 1").fetchone() is None:
        return None
    row = conn.execute(
        "select o.mark is null, o.unit_id is null from office o"
        " where o.uid = (select value from setting where key = 'office_uid')"
    ).fetchone()
    return Lacking(True, True, True) if row is None else Lacking(False, bool(row[0]), bool(row[1]))


def mail_is_used(conn: sqlite3.Connection) -> bool:
    """Whether any letter was ever written, or any agency has an address."""
    row = conn.execute(
        "select exists (select 1 from letter) or exists (select 1 from agency_address)"
    ).fetchone()
    return bool(row[0])
