"""Reading how new the judgements of units are, and when those of a period were recorded."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from ntmtrack.domain.assessment import Stage
from ntmtrack.store.view import Pair, View

_NEWEST = (
    "coalesce((select l.assessed_on from assessment l where l.unit_id = u.id"
    " and l.item_id = i.id and l.stage = '{stage}' and l.assessed_on <= :day"
    " order by l.assessed_on desc limit 1), '')"
)


def newest_days(
    conn: sqlite3.Connection, unit_keys: Iterable[int], item_keys: Iterable[int], view: View
) -> dict[Pair, list[tuple[date, list[int]]]]:
    """The day of the newest judgement of every item that has one: by (unit, set), then by day.

    Units mostly report all items at once, so a day comes with the keys of its items. The newest
    is sought down an index, at every stage.
    """
    newest = ", ".join(_NEWEST.format(stage=stage) for stage in Stage)
    rows = conn.execute(
        f"""
        with newest(unit_id, set_id, item_id, day) as materialized (
          select u.id, i.set_id, i.id, max({newest}) from unit u cross join item i
          where u.id in ({_listed(unit_keys)}) and i.id in ({_listed(item_keys)}))
        select unit_id, set_id, day, group_concat(item_id) from newest
        where day <> '' group by unit_id, set_id, day
        """,
        view.places,
    )
    found: dict[Pair, list[tuple[date, list[int]]]] = defaultdict(list)
    for unit, of, day, items in rows:
        found[unit, of].append((date.fromisoformat(day), [int(key) for key in items.split(",")]))
    return found


def recorded_within(
    conn: sqlite3.Connection,
    unit_keys: Iterable[int],
    item_keys: Iterable[int],
    start: date,
    view: View,
) -> dict[Pair, tuple[datetime, datetime]]:
    """When the first and the last judgement of the days from `start` to the view's was recorded.

    By (unit, set); the moments are aware, in UTC.
    """
    stages = ", ".join(f"('{stage}')" for stage in Stage)
    rows = conn.execute(
        f"""
        with stage(name) as (values {stages})
        select u.id, i.set_id, min(c.recorded_at), max(c.recorded_at)
        from unit u cross join item i cross join stage
        cross join assessment a on a.unit_id = u.id and a.item_id = i.id and a.stage = stage.name
        and a.assessed_on between :start and :day
        join change c on c.id = a.change_id
        where u.id in ({_listed(unit_keys)}) and i.id in ({_listed(item_keys)})
        group by u.id, i.set_id
        """,
        {**view.places, "start": start.isoformat()},
    )
    return {
        (unit, of): (datetime.fromisoformat(first), datetime.fromisoformat(last))
        for unit, of, first, last in rows
    }


def last_recorded_at(conn: sqlite3.Connection) -> datetime | None:
    """The moment of the last change that can be seen, aware, in UTC."""
    row = conn.execute("select recorded_at from change order by id desc limit 1").fetchone()
    return None if row is None else datetime.fromisoformat(row[0])


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
