"""The ledger as it had been recorded by a day, or by one of its changes.

Whatever is asked of a bounded connection sees only that: temporary views and tables stand before
the tables of the file, under the same names. So no question has to think of it, and none can
forget it.
"""

import re
import sqlite3
from datetime import date

from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.store.kept_tasks import COUNTED
from ntmtrack.store.schema import ENTITIES, FACTS

_END_OF_DAY = "T16:59:59.999Z"
"""Moments are kept in UTC; a day of the office ends before 17:00 UTC (UTC+7)."""


_MAKES_INDEX = re.compile(r"^(create\s+(?:unique\s+)?index)\s+", re.IGNORECASE)


def bind(conn: sqlite3.Connection, known: date | int) -> None:
    """Let a connection see what had been recorded by the end of a day, or by a change.

    Facts recorded later are out of sight; entities are as they were before their first later
    correction, which history keeps. Raises DataError for a change that there is not.
    """
    last = _last_change(conn, known)
    (newest,) = conn.execute("select coalesce(max(id), 0) from change").fetchone()
    if last == newest:
        return
    touched = {
        table
        for (table,) in conn.execute(
            "select distinct +at_table from history where change_id > ?", (last,)
        )
    }
    for table in FACTS:
        taken_back = _before(conn, table, last) if table in touched else ""
        conn.execute(
            f"create temp view {table} as select * from main.{table}"
            f" where change_id <= {last}{taken_back}"
        )
    for table in ENTITIES:
        if table in touched:
            _as_it_was(conn, table, last)
    conn.execute(f"create temp view kept_task as {COUNTED}")
    for table, key in (("change", "id"), ("history", "change_id")):
        conn.execute(
            f"create temp view {table} as select * from main.{table} where {key} <= {last}"
        )


def _last_change(conn: sqlite3.Connection, known: date | int) -> int:
    if isinstance(known, int):
        row = conn.execute("select id from change where id = ?", (known,)).fetchone()
        if row is None:
            raise DataError(
                say("there is no change {number}", number=known),
                hint=say("see `ntmtrack log`"),
            )
        return int(row[0])
    # Changes never go back in time: a clock set back does not put one before the one it follows.
    row = conn.execute(
        "select id from change where recorded_at <= ? order by id desc limit 1",
        (known.isoformat() + _END_OF_DAY,),
    ).fetchone()
    return int(row[0]) if row else 0


def _as_it_was(conn: sqlite3.Connection, table: str, last: int) -> None:
    """A copy of an entity's rows as they were, with the indexes that questions go down.

    In the order of the file: what a question leaves open comes out as it did then.
    """
    conn.execute(
        f"create temp table {table} as select * from main.{table} where id not in"
        f" (select row_id from main.history where at_table = '{table}' and change_id > {last})"
        f"{_before(conn, table, last)} order by id"
    )
    conn.execute(f"create unique index temp.{table}_by_id on {table}(id)")
    made = conn.execute(
        "select sql from main.sqlite_master where type = 'index' and tbl_name = ?"
        " and sql is not null",
        (table,),
    )
    for (sql,) in made.fetchall():
        conn.execute(_MAKES_INDEX.sub(r"\1 temp.", sql))


def _before(conn: sqlite3.Connection, table: str, last: int) -> str:
    """The SQL of the rows that a later change corrected or took back, as they were before it."""
    columns = [row[1] for row in conn.execute(f"pragma main.table_info({table})")]
    told = ", ".join(f"json_extract(h.before, '$.{name}')" for name in columns)
    return (
        f" union all select {told} from main.history h where h.before is not null and h.id in"
        f" (select min(id) from main.history where at_table = '{table}' and change_id > {last}"
        " group by row_id)"
        f" and json_extract(h.before, '$.change_id') <= {last}"
    )
