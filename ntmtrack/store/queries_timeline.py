"""Reading the past: the judgements by which verdicts turned, and what happened to tasks."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.precision import Precision
from ntmtrack.domain.task import TaskEventKind
from ntmtrack.domain.task_life import FirstDue, Happening
from ntmtrack.domain.task_past import TaskPast
from ntmtrack.domain.timeline import Word, rank_of
from ntmtrack.store.queries import Pair, View, born
from ntmtrack.store.queries_tasks import HAPPENED

_RANK = " ".join(f"when '{stage.value}' then {rank_of(stage)}" for stage in Stage)


def words(
    conn: sqlite3.Connection, unit_keys: Iterable[int], set_keys: Iterable[int], view: View
) -> dict[Pair, dict[str, list[Word]]]:
    """The words that may have turned a verdict by a day: by (unit, set), then by criterion.

    Of every item, in the order in which its judgements count, those that differ from the one
    before. Where a criterion itself and an indicator of it have both been judged it matters who
    spoke last: there all are handed over.
    """
    units, sets = _listed(unit_keys), _listed(set_keys)
    rows = conn.execute(
        f"""
        with both(unit_id, item_id) as materialized (
          select o.unit_id, b.id
          from (select u.id as unit_id, p.id as item_id, p.set_id
                from unit u cross join item p
                where u.id in ({units}) and p.set_id in ({sets}) and p.parent_id is null
                and exists (select 1 from assessment a where a.unit_id = u.id
                            and a.item_id = p.id and a.assessed_on <= :day)
                and exists (select 1 from item i cross join assessment a
                            where i.set_id = p.set_id and i.parent_id = p.id
                            and a.unit_id = u.id and a.item_id = i.id
                            and a.assessed_on <= :day)) o
          join item b on b.set_id = o.set_id and coalesce(b.parent_id, b.id) = o.item_id)
        select unit_id, item_id, assessed_on, rank, uid, verdict
        from (select a.unit_id, a.item_id, a.assessed_on, a.uid, a.verdict,
                     case a.stage {_RANK} end as rank,
                     lag(a.verdict) over (
                       partition by a.unit_id, a.item_id
                       order by a.assessed_on, case a.stage {_RANK} end, a.uid) as before
              from assessment a
              where a.unit_id in ({units})
              and a.item_id in (select i.id from item i where i.set_id in ({sets}))
              and a.assessed_on <= :day)
        where before is not verdict or (unit_id, item_id) in both
        """,
        {"day": view.day.isoformat()},
    )
    return _by_criterion(rows, _items(conn, sets))


def last_words(
    conn: sqlite3.Connection,
    unit_keys: Iterable[int],
    set_keys: Iterable[int],
    view: View,
    *,
    stage: Stage | None = None,
) -> dict[Pair, dict[str, list[Word]]]:
    """The last word of every stage, or of one alone, on every item up to a day.

    By (unit, set), then by criterion. Each is sought down an index; history is never scanned.
    """
    sets = _listed(set_keys)
    stages = ", ".join(f"('{each.value}')" for each in ([stage] if stage else Stage))
    rows = conn.execute(
        f"""
        with stage(name) as (values {stages})
        select a.unit_id, a.item_id, a.assessed_on, case a.stage {_RANK} end, a.uid, a.verdict
        from unit u
        cross join item i
        cross join stage
        join assessment a on a.id = (
          select l.id from assessment l
          where l.unit_id = u.id and l.item_id = i.id and l.stage = stage.name
          and l.assessed_on <= :day
          order by l.assessed_on desc, l.uid desc limit 1)
        where u.id in ({_listed(unit_keys)}) and i.set_id in ({sets})
        """,
        {"day": view.day.isoformat()},
    )
    return _by_criterion(rows, _items(conn, sets))


def _by_criterion(
    rows: Iterable[tuple[int, int, str, int, str, str]], items: dict[int, tuple[int, str, str]]
) -> dict[Pair, dict[str, list[Word]]]:
    days: dict[str, date] = {}
    verdicts = {verdict.value: verdict for verdict in Verdict}
    found: dict[Pair, dict[str, list[Word]]] = defaultdict(lambda: defaultdict(list))
    for unit, item, on, rank, uid, verdict in rows:
        of, criterion, number = items[item]
        # The days of a province are few, and met again in every row.
        day = days.get(on) or days.setdefault(on, date.fromisoformat(on))
        word = Word(day, rank, born(uid), number, verdicts[verdict])
        found[unit, of][criterion].append(word)
    return found


def _items(conn: sqlite3.Connection, sets: str) -> dict[int, tuple[int, str, str]]:
    """The set, the criterion and the number of every item."""
    rows = conn.execute(
        "select i.id, i.set_id, coalesce(p.number, i.number), i.number"
        f" from item i left join item p on p.id = i.parent_id where i.set_id in ({sets})"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


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
