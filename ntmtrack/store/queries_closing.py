"""Reading periods that were closed, and what was recorded about their days afterwards.

Changes follow one another, and so do the rows that they write: what came after a closing is the
end of each table. It is sought from there, for nothing else tells when a fact was recorded.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.closing import Closing, LateFact, LateKind
from ntmtrack.domain.standing import CountedAs, StandingEvent
from ntmtrack.domain.task import TaskEventKind
from ntmtrack.store.queries import KNOWN_SINCE

_SELECT = (
    "select c.period, c.start, c.last_day, c.closed_on, c.hash, {body}, c.change_id, h.actor,"
    " c.note from closing c join change h on h.id = c.change_id where {where}"
    " order by c.last_day, c.start desc, c.id"
)


def closings(conn: sqlite3.Connection) -> list[Closing]:
    """Every period that was closed, the earliest first."""
    return _read(conn, _SELECT.format(body="c.body", where="1"))


def closing_of(conn: sqlite3.Connection, start: date, last_day: date) -> Closing | None:
    """The closing of exactly these days, if there is one."""
    places = {"start": start.isoformat(), "last_day": last_day.isoformat()}
    where = "c.start = :start and c.last_day = :last_day"
    found = _read(conn, _SELECT.format(body="c.body", where=where), **places)
    return found[0] if found else None


def closings_over(conn: sqlite3.Connection, day: date) -> list[Closing]:
    """The closed periods that a day lies in, without their figures."""
    where = "c.start <= :day and c.last_day >= :day"
    return _read(conn, _SELECT.format(body="''", where=where), day=day.isoformat())


def _read(conn: sqlite3.Connection, sql: str, **places: str) -> list[Closing]:
    return [
        Closing(
            period=row[0],
            start=date.fromisoformat(row[1]),
            last_day=date.fromisoformat(row[2]),
            closed_on=date.fromisoformat(row[3]),
            hash=row[4],
            body=row[5],
            change=row[6],
            actor=row[7],
            note=row[8],
        )
        for row in conn.execute(sql, places)
    ]


def unit_uids(conn: sqlite3.Connection, keys: Iterable[int]) -> dict[int, str]:
    """The uids of units by their keys."""
    listed = ", ".join(str(int(key)) for key in keys)
    return dict(conn.execute(f"select id, uid from unit where id in ({listed})").fetchall())


def _after(table: str) -> str:
    """The SQL of "written after the change": a change knows the last id that it wrote."""
    written = f"json_extract(h.extent, '$.{table}[1]')"
    return (
        f"n.change_id > :change and n.id > coalesce((select {written} from change h"
        f" where h.id <= :change and {written} is not null order by h.id desc limit 1), 0)"
    )


_LATE = {
    "assessment": "n.assessed_on <= :last_day",
    "tally": "n.counted_on <= :last_day",
    "standing": f"{KNOWN_SINCE} <= :last_day",
    "task_event": "n.happened_on <= :last_day",
}


def late_count(conn: sqlite3.Connection, closing: Closing) -> int:
    """How many facts about the days up to a period's last came in after it was closed."""
    counts = " + ".join(
        f"(select count(*) from {table} n where {_after(table)} and {about})"
        for table, about in _LATE.items()
    )
    return int(conn.execute(f"select {counts}", _places(closing)).fetchone()[0])


def late_facts(conn: sqlite3.Connection, closing: Closing) -> list[LateFact]:
    """The same facts, as they were recorded."""
    where = {table: f"where {_after(table)} and {about}" for table, about in _LATE.items()}
    rows = conn.execute(
        f"""
        select f.*, date(c.recorded_at, '+7 hours') from (
          select 'assessment' as kind, n.unit_id, i.set_id, i.number,
                 coalesce(p.number, i.number) as criterion, n.stage as what, n.verdict as said,
                 n.assessed_on as day, null as task, n.change_id, n.uid
          from assessment n join item i on i.id = n.item_id left join item p on p.id = i.parent_id
          {where["assessment"]}
          union all
          select 'tally', n.unit_id, n.set_id, null, null, n.what,
                 n.count || coalesce('/' || n.total, ''), n.counted_on, null, n.change_id, n.uid
          from tally n {where["tally"]}
          union all
          select 'standing', n.unit_id, n.set_id, null, null, null, n.event,
                 nullif({KNOWN_SINCE}, ''), null, n.change_id, n.uid
          from standing n {where["standing"]}
          union all
          select 'task_event', t.unit_id, i.set_id, i.number, coalesce(p.number, i.number),
                 n.kind, null, n.happened_on, t.number, n.change_id, n.uid
          from task_event n join task t on t.id = n.task_id
          left join item i on i.id = t.item_id left join item p on p.id = i.parent_id
          {where["task_event"]}) f
        join change c on c.id = f.change_id
        order by f.change_id, f.kind, f.uid
        """,
        _places(closing),
    )
    sets = dict(conn.execute("select id, code from criteria_set").fetchall())
    return [_late(row, sets) for row in rows]


def given_unknown(conn: sqlite3.Connection, last_day: date) -> int:
    """How many tasks recorded after a day may have been given after it too: nobody said when."""
    return int(
        conn.execute(
            "select count(*) from task t join change c on c.id = t.change_id"
            " where t.assigned_on is null and date(c.recorded_at, '+7 hours') > :last_day",
            {"last_day": last_day.isoformat()},
        ).fetchone()[0]
    )


def _places(closing: Closing) -> dict[str, str | int]:
    return {"change": closing.change, "last_day": closing.last_day.isoformat()}


_WHAT: dict[LateKind, type[Stage] | type[CountedAs] | type[TaskEventKind]] = {
    LateKind.ASSESSMENT: Stage,
    LateKind.TALLY: CountedAs,
    LateKind.TASK_EVENT: TaskEventKind,
}
_SAID: dict[LateKind, type[Verdict] | type[StandingEvent]] = {
    LateKind.ASSESSMENT: Verdict,
    LateKind.STANDING: StandingEvent,
}


def _late(row: tuple[object, ...], sets: dict[int, str]) -> LateFact:
    kind, unit, of, number, criterion, what, said, day, task, change, _, recorded = row
    late = LateKind(str(kind))
    return LateFact(
        kind=late,
        unit_key=None if unit is None else int(str(unit)),
        set_code=None if of is None else sets[int(str(of))],
        number=None if number is None else str(number),
        criterion=None if criterion is None else str(criterion),
        what=None if what is None else _WHAT[late](str(what)),
        now=None if said is None else _SAID.get(late, str)(str(said)),
        day=None if day is None else date.fromisoformat(str(day)),
        recorded_on=date.fromisoformat(str(recorded)),
        change=int(str(change)),
        task=None if task is None else str(task),
    )
