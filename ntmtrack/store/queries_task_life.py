"""The life of one task in the file: its events, its header, and who holds it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import STATE_AFTER, Role, TaskEventKind
from ntmtrack.domain.task_life import FirstDue
from ntmtrack.record import Record
from ntmtrack.store.queries_origin import Origin, Origins
from ntmtrack.store.queries_tasks import HAPPENED, life_of
from ntmtrack.store.view import View


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


class Header(Record):
    """What the header of a task keeps of its life so that it can be sought, as it is stored."""

    state: str
    closed_on: str | None
    last_day: str | None


def kept_header(conn: sqlite3.Connection, key: int) -> Header:
    """The header of a task as it is."""
    row = conn.execute("select state, closed_on, last_day from task where id = ?", (key,))
    return Header(*row.fetchone())


def folded_header(
    conn: sqlite3.Connection, key: int, due: Mapping[str, Any] | None = None
) -> Header:
    """The header that the events of a task add up to, whenever they happened.

    `due` are columns of its first due that are about to be corrected.
    """
    happened, *first = conn.execute(
        f"select {HAPPENED}, t.due_words, t.due_last, t.due_precision from task t where t.id = :id",
        {**View(date.max).places, "id": key},
    ).fetchone()
    told = {**dict(zip(_FIRST_DUE, first, strict=True)), **(due or {})}
    words, last_day, precision = (told[name] for name in _FIRST_DUE)
    life = life_of(happened, FirstDue(words, _day(last_day), Precision(precision)), date.max)
    closed, last = (
        None if day is None else day.isoformat() for day in (life.closed_on, life.written_last_day)
    )
    return Header(str(life.state), closed, last)


_FIRST_DUE = ("due_words", "due_last", "due_precision")


class TaskEvent(Record):
    """One thing that happened to a task; who recorded it and when is told as in his office."""

    kind: str
    happened_on: date
    note: str | None
    document: str | None
    recorded_at: str
    actor: str
    change: int
    body: Mapping[str, Any]


def events(conn: sqlite3.Connection, number: str) -> list[TaskEvent]:
    """The life of one task, oldest first."""
    rows = conn.execute(
        "select e.kind, e.happened_on, e.note, d.number, c.recorded_at, c.actor, c.id,"
        " coalesce(e.body, '{}'), e.id, e.uid"
        " from task_event e join task t on t.id = e.task_id join change c on c.id = e.change_id"
        " left join document d on d.id = e.document_id"
        " where t.number = ? order by e.happened_on, e.uid",
        (number,),
    )
    origins = Origins(conn)
    found = []
    for kind, on, note, paper, at, actor, change, body, key, uid in rows:
        by = origins.of("task_event", key, uid, change=change) or Origin(actor, at)
        told = (by.recorded_at, by.actor, change, json.loads(body))
        found.append(TaskEvent(kind, date.fromisoformat(on), note, paper, *told))
    return found


_STANDS = (
    "not exists (select 1 from task_event c where c.task_id = task_event.task_id and"
    " c.kind = 'corrected' and json_extract(c.body, '$.takes_back') in"
    " (task_event.id, task_event.uid))"
)


def last_event(conn: sqlite3.Connection, key: int, kind: TaskEventKind) -> str | None:
    """The last event of a kind that still stands, by its uid."""
    row = conn.execute(
        f"select uid from task_event where task_id = ? and kind = ? and {_STANDS}"
        " order by happened_on desc, uid desc limit 1",
        (key, kind.value),
    ).fetchone()
    return None if row is None else str(row[0])


def last_turn(conn: sqlite3.Connection, key: int, kind: TaskEventKind) -> date | None:
    """The day of the last event before which one of this kind would change nothing.

    States follow states and dues follow dues; events that only tell may come at any time.
    """
    kinds: Iterable[TaskEventKind]
    if kind in STATE_AFTER:
        kinds = STATE_AFTER
    elif kind in (TaskEventKind.EXTENDED, TaskEventKind.TRIGGERED):
        kinds = (TaskEventKind.EXTENDED, TaskEventKind.TRIGGERED)
    else:
        return None
    listed = ", ".join(f"'{each.value}'" for each in kinds)
    row = conn.execute(
        f"select max(happened_on) from task_event where task_id = ? and kind in ({listed})"
        f" and {_STANDS}",
        (key,),
    ).fetchone()
    return _day(row[0])


_HEADER = (
    "number",
    "title",
    "unit_id",
    "item_id",
    "document_id",
    "clause",
    "assigned_on",
    "due_words",
    "due_start",
    "due_last",
    "due_precision",
    "last_day",
)


def header(conn: sqlite3.Connection, key: int) -> dict[str, str | int | None]:
    """What a task was given with, by the columns of the file."""
    row = conn.execute(f"select {', '.join(_HEADER)} from task where id = ?", (key,)).fetchone()
    return dict(zip(_HEADER, row, strict=True))


def task_key(conn: sqlite3.Connection, number: str) -> int | None:
    """The place of a task in the file, by the number that people quote."""
    row = conn.execute("select id from task where number = ?", (number,)).fetchone()
    return None if row is None else int(row[0])


def open_parties(conn: sqlite3.Connection, key: int, role: Role) -> dict[int, int]:
    """Who holds a role on a task now: the row of each agency, or of each person."""
    column = "person_id" if role is Role.PERSON else "agency_id"
    rows = conn.execute(
        f"select {column}, id from task_party where task_id = ? and role = ? and until is null",
        (key, role.value),
    )
    return dict(rows.fetchall())


def last_party_start(conn: sqlite3.Connection, key: int, role: Role) -> date | None:
    """The day on which a role on a task last changed hands."""
    row = conn.execute(
        "select max(since) from task_party where task_id = ? and role = ?", (key, role.value)
    ).fetchone()
    return _day(row[0])


def task_numbers(conn: sqlite3.Connection) -> list[str]:
    """Every number ever given to a task that still stands."""
    return [row[0] for row in conn.execute("select number from task order by uid")]


# A number begins with its year; the mark of an office stands behind "/", which sorts before "0".
_AT_PLACES = """
with recursive year(head) as (
  select substr(min(number), 1, 7) from task
  union all
  select (select substr(min(number), 1, 7) from task where number > year.head || '~')
  from year where head is not null)
select t.number from year cross join json_each(:places) p
cross join task t on t.number >= head || p.value and t.number < head || p.value || '0'
where head is not null order by t.uid
"""

_WIDEST = 9


def task_numbers_at(conn: sqlite3.Connection, places: Iterable[int]) -> list[str]:
    """The numbers of tasks that have one of these places in their year, whatever the year."""
    spelled = {str(place).zfill(width) for place in places for width in range(1, _WIDEST + 1)}
    rows = conn.execute(_AT_PLACES, {"places": json.dumps(sorted(spelled))})
    return [number for (number,) in rows]


def periods(conn: sqlite3.Connection, key: int) -> frozenset[str]:
    """The periods of a task that comes round which have their tasks already."""
    rows = conn.execute(
        "select period from task where parent_id = ? and period is not null", (key,)
    )
    return frozenset(row[0] for row in rows)


def first_day(conn: sqlite3.Connection, key: int, *, after_giving: bool = False) -> date | None:
    """The day of the first thing that is told of a task, or that happened after it was given."""
    kept = " and kind <> 'added'" if after_giving else ""
    row = conn.execute(f"select min(happened_on) from task_event where task_id = ?{kept}", (key,))
    return _day(row.fetchone()[0])


def last_day(conn: sqlite3.Connection, key: int) -> date:
    """The day of the last thing that is told of a task; of another office's it may be none."""
    row = conn.execute("select max(happened_on) from task_event where task_id = ?", (key,))
    (last,) = row.fetchone()
    return date.min if last is None else date.fromisoformat(last)
