"""Reading the past: when overlays came, when units were, and what happened to tasks."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import TaskEventKind
from ntmtrack.domain.task_life import FirstDue, Happening
from ntmtrack.domain.task_past import TaskPast
from ntmtrack.store.queries_tasks import HAPPENED
from ntmtrack.store.view import View


def overlay_days(
    conn: sqlite3.Connection, set_keys: Iterable[int], day: date
) -> dict[int, list[date]]:
    """By set, the days up to a day from which overlays brought it new items, oldest first."""
    rows = conn.execute(
        "select distinct o.set_id, o.effective from overlay o"
        " join item i on i.overlay_id = o.id"
        f" where o.set_id in ({_listed(set_keys)}) and o.effective <= :day"
        " order by o.set_id, o.effective",
        {"day": day.isoformat()},
    )
    found: dict[int, list[date]] = defaultdict(list)
    for of, effective in rows:
        found[of].append(date.fromisoformat(effective))
    return found


def task_pasts(conn: sqlite3.Connection, unit_keys: Iterable[int], view: View) -> list[TaskPast]:
    """What happened up to a day to every task of units, by number."""
    rows = conn.execute(
        f"""
        select t.number, t.unit_id, s.code, t.assigned_on, t.due_words, t.due_last,
               t.due_precision, {HAPPENED}
        from task t
        left join item i on i.id = t.item_id
        left join criteria_set s on s.id = i.set_id
        where t.unit_id in ({_listed(unit_keys)})
        and (t.assigned_on is null or t.assigned_on <= :day)
        order by t.number
        """,
        {"day": view.day.isoformat()},
    )
    return [
        TaskPast(
            number=row[0],
            unit_key=row[1],
            set_code=row[2],
            assigned_on=_day(row[3]),
            first=FirstDue(row[4], _day(row[5]), Precision(row[6])),
            happenings=tuple(
                Happening(TaskEventKind(kind), date.fromisoformat(on), body or {})
                for kind, on, body in (json.loads(row[7]) if row[7] != "[]" else ())
            ),
        )
        for row in rows
    ]


def lifetimes(conn: sqlite3.Connection, unit_keys: Iterable[int]) -> dict[int, tuple[date, date]]:
    """From which to which day each unit has been a unit, under whatever name."""
    rows = conn.execute(
        "select unit_id, min(coalesce(valid_from, :first)), max(coalesce(valid_to, :last))"
        f" from unit_version where unit_id in ({_listed(unit_keys)}) group by unit_id",
        {"first": date.min.isoformat(), "last": date.max.isoformat()},
    )
    return {row[0]: (date.fromisoformat(row[1]), date.fromisoformat(row[2])) for row in rows}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
