"""What the ledger has already of what a sheet brings."""

import sqlite3
from collections.abc import Collection
from datetime import date

from ntmtrack.record import Record

JudgedKey = tuple[int, int, str, str]
"""A unit, an item, a stage and a day (ISO)."""


class OnTheDay(Record):
    """The last judgement of one item on one day at one stage."""

    verdict: str
    value: str | None
    note: str | None


def judged_on(
    conn: sqlite3.Connection, units: Collection[int], days: Collection[date]
) -> dict[JudgedKey, OnTheDay]:
    """What was judged of units on these very days; of several of one day the last recorded."""
    listed = ", ".join(str(int(key)) for key in units)
    on = ", ".join(f"'{day.isoformat()}'" for day in days)
    rows = conn.execute(
        "select unit_id, item_id, stage, assessed_on, verdict, value, note"
        f" from assessment where unit_id in ({listed})"
        f" and assessed_on in ({on}) order by uid"
    )
    return {tuple(row[:4]): OnTheDay(*row[4:]) for row in rows}


def units_with_indicators(
    conn: sqlite3.Connection, of: int, units: Collection[int], day: date
) -> list[int]:
    """Of these units those of which any indicator of a set was judged by a day."""
    listed = ", ".join(str(int(key)) for key in units)
    rows = conn.execute(
        f"select u.id from unit u where u.id in ({listed}) and exists"
        " (select 1 from assessment a join item i on i.id = a.item_id where a.unit_id = u.id"
        " and i.set_id = :set and i.parent_id is not null and a.assessed_on <= :day)",
        {"set": of, "day": day.isoformat()},
    )
    return [row[0] for row in rows]
