"""Reading works: what happened to them, which criteria they serve, and their capital."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.work import (
    Capital,
    CapitalKind,
    Served,
    Work,
    WorkEvent,
    WorkEventKind,
    in_order,
)
from ntmtrack.record import Record
from ntmtrack.store.view import born


def works(
    conn: sqlite3.Connection,
    day: date,
    *,
    unit_keys: Iterable[int] | None = None,
    keys: Iterable[int] | None = None,
) -> list[Work]:
    """Every work, those of some units, or some by their keys, with what was so by a day."""
    only = "" if unit_keys is None else f"where w.unit_id in ({_listed(unit_keys)})"
    only = only if keys is None else f"where w.id in ({_listed(keys)})"
    rows = conn.execute(
        f"select w.id, w.unit_id, w.name, w.note from work w {only} order by w.folded, w.uid"
    ).fetchall()
    found = [row[0] for row in rows]
    events, sums = _events(conn, day, found), _capital(conn, day, found)
    return [
        Work(key, unit, name, note, in_order(events[key]), tuple(sums[key]))
        for key, unit, name, note in rows
    ]


def serving(conn: sqlite3.Connection, unit_keys: Iterable[int], day: date) -> list[Work]:
    """The works of units that were ever said to serve a criterion, as they were on a day."""
    rows = conn.execute(
        f"select w.id from work w where w.unit_id in ({_listed(unit_keys)}) and exists"
        " (select 1 from work_event e where e.work_id = w.id and e.item_id is not null)"
    )
    return works(conn, day, keys=[key for (key,) in rows.fetchall()])


class Named(Record):
    """A work by its name alone."""

    key: int
    unit_key: int
    name: str


def names(conn: sqlite3.Connection) -> list[Named]:
    """The names of all works."""
    rows = conn.execute("select id, unit_id, name from work order by folded, uid")
    return [Named(*row) for row in rows]


def _events(
    conn: sqlite3.Connection, day: date, works: Iterable[int]
) -> dict[int, list[WorkEvent]]:
    rows = conn.execute(
        f"""
        select e.work_id, e.kind, e.happened_on, s.code, i.number, coalesce(p.number, i.number),
               e.percent, e.words, e.last_day, d.number, e.note, e.uid
        from work_event e left join item i on i.id = e.item_id
        left join item p on p.id = i.parent_id
        left join criteria_set s on s.id = i.set_id
        left join document d on d.id = e.document_id
        where e.work_id in ({_listed(works)}) and e.happened_on <= :day
        """,
        {"day": day.isoformat()},
    )
    found: dict[int, list[WorkEvent]] = defaultdict(list)
    for work, kind, on, *served, percent, words, last, document, note, uid in rows:
        found[work].append(
            WorkEvent(
                WorkEventKind(kind),
                date.fromisoformat(on),
                serves=None if served[0] is None else Served(*served),
                percent=percent,
                words=words,
                last_day=None if last is None else date.fromisoformat(last),
                document=document,
                note=note,
                order=born(uid),
            )
        )
    return found


def _capital(conn: sqlite3.Connection, day: date, works: Iterable[int]) -> dict[int, list[Capital]]:
    rows = conn.execute(
        f"""
        select c.work_id, c.kind, c.source, c.year, c.amount, c.counted_on, d.number, c.note, c.uid
        from capital c left join document d on d.id = c.document_id
        where c.work_id in ({_listed(works)}) and c.counted_on <= :day
        order by c.counted_on, c.uid
        """,
        {"day": day.isoformat()},
    )
    found: dict[int, list[Capital]] = defaultdict(list)
    for work, kind, source, year, amount, on, document, note, uid in rows:
        held = (CapitalKind(kind), source, year, amount, date.fromisoformat(on))
        found[work].append(Capital(*held, document, note, born(uid)))
    return found


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys) or "null"
