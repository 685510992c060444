"""Reading tasks as they stood on a day: their state is folded from events, never trusted."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import NamedTuple

from ntmtrack.domain.precision import Precision
from ntmtrack.domain.task import STATE_AFTER, Outcome, Role, Task, TaskEventKind, TaskState
from ntmtrack.store.queries import View


class Which(Enum):
    """Which tasks a question is about; the condition that finds their candidates."""

    ALL = "1"
    LATE = "t.last_day < :day and (t.closed_on is null or t.closed_on > :day)"
    OPEN = "(t.closed_on is null or t.closed_on > :day)"


class Narrow(NamedTuple):
    """What narrows a list of tasks; None narrows nothing."""

    units: tuple[int, ...] | None = None
    items: tuple[int, ...] | None = None
    lead: int | None = None
    coordinator: int | None = None
    document: int | None = None
    number: str | None = None
    due_from: date | None = None
    due_to: date | None = None

    @property
    def condition(self) -> str:
        """The SQL of it, over a task `t`."""
        parts = ["1"]
        if self.units is not None:
            parts.append(f"t.unit_id in ({_listed(self.units)})")
        if self.items is not None:
            parts.append(f"t.item_id in ({_listed(self.items)})")
        if self.lead is not None:
            parts.append(_PARTY.format(role="lead", key=int(self.lead)))
        if self.coordinator is not None:
            parts.append(_PARTY.format(role="coordinator", key=int(self.coordinator)))
        if self.document is not None:
            parts.append(f"t.document_id = {int(self.document)}")
        if self.number is not None:
            parts.append("t.number = :number")
        if self.due_from is not None:
            parts.append(f"t.last_day >= '{self.due_from.isoformat()}'")
        if self.due_to is not None:
            parts.append(f"t.last_day <= '{self.due_to.isoformat()}'")
        return " and ".join(parts)


_HOLDS = "(p.since is null or p.since <= :day) and (p.until is null or p.until > :day)"

_PARTY = (
    "exists (select 1 from task_party p where p.task_id = t.id and p.role = '{role}'"
    " and p.agency_id = {key} and " + _HOLDS + ")"
)

_TURNS = ", ".join(f"'{kind.value}'" for kind in STATE_AFTER)

_TURN = (
    "(select e.kind || e.happened_on from task_event e join change ec on ec.id = e.change_id"
    f" where e.task_id = t.id and e.kind in ({_TURNS}) and e.happened_on <= :day"
    " and ec.recorded_at <= :known order by e.happened_on desc, e.id desc limit 1)"
)

# A corrected header bears its last change; when the task was recorded, history knows.
_EXISTS = (
    "(t.assigned_on is null or t.assigned_on <= :day) and (:known = '9999' or exists ("
    "select 1 from history h join change c on c.id = h.change_id where h.at_table = 'task'"
    " and h.row_id = t.id and h.action = 'insert' and c.recorded_at <= :known))"
)


def _names(role: str) -> str:
    source = (
        "person x on x.id = p.person_id" if role == "person" else "agency x on x.id = p.agency_id"
    )
    return (
        "(select group_concat(name, char(10)) from (select x.name from task_party p"
        f" join {source} where p.task_id = t.id and p.role = '{role}' and {_HOLDS} order by p.id))"
    )


_UNIT_CODE = (
    "coalesce((select k.code from unit_code k where k.unit_id = t.unit_id"
    " order by (k.valid_from is null or k.valid_from <= :day)"
    " and (k.valid_to is null or k.valid_to >= :day) desc, k.id limit 1), u.uid)"
)

_UNIT_NAME = (
    "(select v.name from unit_version v where v.unit_id = t.unit_id"
    " order by (v.valid_from is null or v.valid_from <= :day)"
    " and (v.valid_to is null or v.valid_to >= :day) desc, v.id desc limit 1)"
)


def tasks(
    conn: sqlite3.Connection, view: View, *, which: Which = Which.ALL, narrow: Narrow | None = None
) -> list[Task]:
    """Tasks as they stood on the view's day, the earliest due first, those without one last."""
    narrow = narrow or Narrow()
    if which is Which.LATE and view.known is None:
        # Two seeks: what is open now, and what was closed only after the day.
        still = _SELECT.format(
            origin="task t indexed by task_late",
            where=f"t.last_day < :day and t.closed_on is null and {narrow.condition}",
        )
        since = _SELECT.format(
            origin="task t indexed by task_closed",
            where=f"t.closed_on > :day and t.last_day < :day and {narrow.condition}",
        )
        sql = f"{still} union all {since} order by last_day, number"
    else:
        # The header says how a task stands now: what was known before, the events alone tell.
        candidates = which.value if view.known is None else "1"
        sql = (
            _SELECT.format(origin="task t", where=f"{candidates} and {narrow.condition}")
            + " order by last_day is null, last_day, number"
        )
    found = [_task(row) for row in conn.execute(sql, {**view.places, "number": narrow.number})]
    if which is Which.ALL:
        return found
    if which is Which.LATE:
        return [task for task in found if task.outcome(view.day) is Outcome.OPEN_OVERDUE]
    return [task for task in found if not task.closed]


_SELECT = f"""
select t.number as number, t.title, {_TURN},
       {_UNIT_CODE}, {_UNIT_NAME}, s.code, i.number,
       {_names("lead")}, {_names("coordinator")}, {_names("person")},
       t.last_day as last_day, t.due_words, t.due_precision, t.due_last,
       (select count(*) from task_event e join change ec on ec.id = e.change_id
        where e.task_id = t.id and e.kind = 'extended' and e.happened_on <= :day
        and ec.recorded_at <= :known),
       d.number, t.assigned_on, t.unit_id
from {{origin}}
left join unit u on u.id = t.unit_id
left join item i on i.id = t.item_id
left join criteria_set s on s.id = i.set_id
left join document d on d.id = t.document_id
where {{where}} and {_EXISTS}
"""


def _task(row: tuple[str | None, ...]) -> Task:
    state, closed_on = _fold(row[2])
    return Task(
        number=row[0] or "",
        title=row[1] or "",
        state=state,
        unit=row[3],
        unit_name=row[4],
        set_code=row[5],
        item=row[6],
        leads=_lines(row[7]),
        coordinators=_lines(row[8]),
        persons=_lines(row[9]),
        last_day=_day(row[10]),
        due_words=row[11],
        precision=Precision(str(row[12])),
        original_due=_day(row[13]),
        extensions=int(row[14] or 0),
        closed_on=closed_on,
        document=row[15],
        assigned_on=_day(row[16]),
        unit_key=None if row[17] is None else int(row[17]),
    )


def _fold(turn: str | None) -> tuple[TaskState, date | None]:
    """The state after the last event that turned it, and the day it was closed."""
    if turn is None:
        return TaskState.OPEN, None
    kind, day = turn[:-10], turn[-10:]
    state = STATE_AFTER[TaskEventKind(kind)]
    closed = state in (TaskState.DONE, TaskState.CANCELLED)
    return state, date.fromisoformat(day) if closed else None


def outcomes(
    conn: sqlite3.Connection, view: View, *, narrow: Narrow | None = None
) -> list[Outcome]:
    """How every task counts on the view's day, for the official split."""
    narrow = narrow or Narrow()
    rows = conn.execute(
        f"select {_TURN}, t.last_day from task t where {narrow.condition} and {_EXISTS}",
        {**view.places, "number": narrow.number},
    )
    found = []
    for turn, last_day in rows:
        state, closed_on = _fold(turn)
        task = Task("", "", state, last_day=_day(last_day), closed_on=closed_on)
        found.append(task.outcome(view.day))
    return found


class TaskEvent(NamedTuple):
    """One thing that happened to a task."""

    kind: str
    happened_on: date
    note: str | None
    document: str | None
    recorded_at: str
    actor: str
    change: int


def events(conn: sqlite3.Connection, number: str) -> list[TaskEvent]:
    """The life of one task, oldest first."""
    rows = conn.execute(
        "select e.kind, e.happened_on, e.note, d.number, c.recorded_at, c.actor, c.id"
        " from task_event e join task t on t.id = e.task_id join change c on c.id = e.change_id"
        " left join document d on d.id = e.document_id"
        " where t.number = ? order by e.happened_on, e.id",
        (number,),
    )
    return [TaskEvent(row[0], date.fromisoformat(row[1]), *row[2:]) for row in rows]


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
    return [row[0] for row in conn.execute("select number from task order by id")]


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _listed(keys: Iterable[int]) -> str:
    # SQLite finds no way down a named index for a list that it can see is empty.
    return ", ".join(str(int(key)) for key in keys) or "null"
