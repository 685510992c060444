"""Reading tasks as they stood on a day: their state is folded from events, never trusted."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import Outcome, Task, TaskEventKind, TaskState
from ntmtrack.domain.task_life import MOVES, FirstDue, Happening, Life, fold
from ntmtrack.record import Record
from ntmtrack.store.kept_tasks import MOVED, class_of
from ntmtrack.store.view import View

if TYPE_CHECKING:
    from ntmtrack.store.queries_task_terms import TaskTerm


class Which(Enum):
    """Which tasks a question is about."""

    ALL = 1
    LATE = 2
    OPEN = 3


class Narrow(Record):
    """What narrows a list of tasks; None narrows nothing."""

    units: tuple[int, ...] | None = None
    items: tuple[int, ...] | None = None
    lead: int | None = None
    coordinator: int | None = None
    document: int | None = None
    person: int | None = None
    number: str | None = None
    numbers: tuple[str, ...] | None = None
    comes_round: bool = False
    about_criteria: bool = False
    parent: str | None = None
    bound: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    terms: "tuple[TaskTerm, ...]" = ()

    @property
    def condition(self) -> str:
        """The SQL of it, over a task `t`."""
        parts = ["1"]
        if self.units is not None:
            parts.append(f"t.unit_id in ({_listed(self.units)})")
        if self.items is not None:
            parts.append(f"t.item_id in ({_listed(self.items)})")
        if self.lead is not None:
            parts.append(PARTY.format(role="lead", key=int(self.lead)))
        if self.coordinator is not None:
            parts.append(PARTY.format(role="coordinator", key=int(self.coordinator)))
        if self.person is not None:
            parts.append(PERSON.format(key=int(self.person)))
        if self.document is not None:
            parts.append(f"t.document_id = {int(self.document)}")
        if self.number is not None:
            parts.append("t.number = :number")
        if self.numbers is not None:
            parts.append("t.number in (select value from json_each(:numbers))")
        if self.comes_round:
            parts.append("t.due_precision = 'rhythm'")
        if self.about_criteria:
            parts.append("t.item_id is not null")
        if self.parent is not None:
            parts.append("t.parent_id = (select id from task where number = :parent)")
        if self.bound is not None:
            parts.append("t.bound = :bound")
        parts += [each.condition for each in self.terms]
        return " and ".join(parts)

    @property
    def sought(self) -> bool:
        """Whether an index leads to what it leaves: then it is gone down before any other."""
        parties = (self.lead, self.coordinator, self.person)
        others = (self.document, self.number, self.numbers, self.parent, self.bound)
        leading = (self.units, *parties, *others)
        return self.comes_round or any(each is not None for each in leading)

    @property
    def span(self) -> str:
        """The SQL of the days in which tasks fall due by their headers, over a table of tasks."""
        parts = [
            f"last_day {sign} '{day.isoformat()}'"
            for sign, day in ((">=", self.due_from), ("<=", self.due_to))
            if day is not None
        ]
        return " and ".join(parts)

    @property
    def places(self) -> dict[str, str | None]:
        """What fills the places of the condition."""
        numbers = None
        if self.numbers is not None:
            import json

            numbers = json.dumps(self.numbers)
        named = {"number": self.number, "numbers": numbers}
        return {**named, "parent": self.parent, "bound": self.bound}

    @property
    def looks_at_each(self) -> bool:
        """Whether what it leaves can only be told by looking at each task on the day."""
        return any(each.looks_at_each for each in self.terms)

    def takes(self, task: Task, day: date) -> bool:
        """Whether a task as it stood on a day is meant: its due, and what its terms ask."""
        if self.terms and not all(each.takes(task, day) for each in self.terms):
            return False
        if self.due_from is None and self.due_to is None:
            return True
        first, last = self.due_from or date.min, self.due_to or date.max
        return task.last_day is not None and first <= task.last_day <= last


TURNED = """
select task_id from task_event
where kind in ('extended', 'triggered', 'paused') and happened_on > :day
union all
select task_id from task_event
where kind in ('resumed', 'returned', 'reopened') and happened_on > :day
union all
select task_id from task_event where kind = 'paused'
"""
"""The tasks that may have stood otherwise on the day than their headers say, beside those closed
later: what was extended, opened again or went on later had not been, and a pause moves the last
day with every day of it."""

HOLDS = "(p.since is null or p.since <= :day) and (p.until is null or p.until > :day)"

PARTY = (
    "t.id in (select p.task_id from task_party p where p.agency_id = {key}"
    " and p.role = '{role}' and " + HOLDS + ")"
)

PERSON = (
    "t.id in (select p.task_id from task_party p where p.person_id = {key}"
    " and p.role = 'person' and " + HOLDS + ")"
)

_KINDS = ", ".join(f"'{kind.value}'" for kind in sorted(MOVES))

HAPPENED = (
    "(select json_group_array(json_array(kind, happened_on, json(body))) from"
    " (select e.kind, e.happened_on, e.body from task_event e"
    f" where e.task_id = t.id and e.kind in ({_KINDS}) and e.happened_on <= :day"
    " and not exists (select 1 from task_event v where v.task_id = e.task_id"
    " and v.kind = 'corrected' and json_extract(v.body, '$.takes_back') in (e.id, e.uid))"
    " order by e.happened_on, e.uid))"
)

EXISTS = "(t.assigned_on is null or t.assigned_on <= :day)"


def _names(role: str) -> str:
    source = (
        "person x on x.id = p.person_id" if role == "person" else "agency x on x.id = p.agency_id"
    )
    return (
        "(select group_concat(name, char(10)) from (select x.name from task_party p"
        f" join {source} where p.task_id = t.id and p.role = '{role}' and {HOLDS} order by p.uid))"
    )


_UNIT_CODE = (
    "coalesce((select k.code from unit_code k where k.unit_id = t.unit_id"
    " order by (k.valid_from is null or k.valid_from <= :day)"
    " and (k.valid_to is null or k.valid_to >= :day) desc, k.system <> 'gso', k.code limit 1),"
    " u.uid)"
)


def unit_name_of(alias: str) -> str:
    """The SQL of the name that the unit of a row bears on the day, else its last one."""
    return (
        f"(select v.name from unit_version v where v.unit_id = {alias}.unit_id"
        " order by (v.valid_from is null or v.valid_from <= :day)"
        " and (v.valid_to is null or v.valid_to >= :day) desc, v.valid_from desc, v.uid desc"
        " limit 1)"
    )


def tasks(
    conn: sqlite3.Connection, view: View, *, which: Which = Which.ALL, narrow: Narrow | None = None
) -> list[Task]:
    """Tasks as they stood on the view's day, the earliest due first, those without one last."""
    narrow = narrow or Narrow()
    where = f"{_candidates(which, narrow)} and {narrow.condition}"
    rows = conn.execute(_SELECT.format(where=where), {**view.places, **narrow.places})
    day = view.day
    found = [task for task in (_task(row, day) for row in rows) if narrow.takes(task, day)]
    if which is Which.LATE:
        found = [task for task in found if task.outcome(view.day) is Outcome.OPEN_OVERDUE]
    elif which is Which.OPEN:
        found = [task for task in found if not task.closed]
    return sorted(found, key=lambda task: (task.last_day or date.max, task.number))


def _candidates(which: Which, narrow: Narrow) -> str:
    """Where to seek: the header says how a task stands at last, so each is sought down an index.

    What was extended or stood still is looked at whatever its header says.
    """
    if which is Which.ALL:
        return "1"
    if which is Which.LATE:
        return f"""t.id in (
          select id from task indexed by task_late where last_day < :day and closed_on is null
          union
          select id from task indexed by task_closed
          where closed_on > :day and (due_last < :day or last_day < :day)
          union {TURNED})"""
    still_open = "(t.closed_on is null or t.closed_on > :day)"
    span, turned = narrow.span, f" union {TURNED}"
    if narrow.sought:
        return f"{still_open} and ({span} or t.id in ({TURNED}))" if span else still_open
    within = f" and {span}" if span else ""
    return f"""{still_open} and t.id in (
      select id from task indexed by task_late where closed_on is null{within}
      union
      select id from task indexed by task_closed where closed_on > :day{within}
      {turned if span else ""})"""


_SELECT = f"""
select t.number, t.title, {HAPPENED},
       {_UNIT_CODE}, {unit_name_of("t")}, s.code, i.number,
       {_names("lead")}, {_names("coordinator")}, {_names("person")},
       t.due_words, t.due_precision, t.due_last,
       d.number, t.assigned_on, t.unit_id,
       (select number from task where id = t.parent_id), t.period, t.bound, t.clause
from task t
left join unit u on u.id = t.unit_id
left join item i on i.id = t.item_id
left join criteria_set s on s.id = i.set_id
left join document d on d.id = t.document_id
where {{where}} and {EXISTS}
"""


def _task(row: tuple[Any, ...], day: date) -> Task:
    first = FirstDue(row[10], _day(row[12]), Precision(row[11]))
    life = life_of(row[2], first, day)
    return Task(
        number=row[0],
        title=row[1],
        state=life.state,
        unit=row[3],
        unit_name=row[4],
        set_code=row[5],
        item=row[6],
        leads=_lines(row[7]),
        coordinators=_lines(row[8]),
        persons=_lines(row[9]),
        last_day=life.last_day,
        due_words=life.due_words,
        precision=life.precision,
        original_due=life.original_due,
        extensions=life.extensions,
        closed_on=life.closed_on,
        document=row[13],
        assigned_on=_day(row[14]),
        unit_key=row[15],
        original_words=first.words,
        progress=life.progress,
        paused_until=life.paused_until,
        stopped_days=life.stopped_days,
        parent=row[16],
        period=row[17],
        bound=row[18],
        clause=row[19],
    )


def life_of(happened: str, first: FirstDue, day: date) -> Life:
    """The life that the events of a row add up to, as `HAPPENED` reads them."""
    if happened == "[]":
        return fold((), first, day)
    import json

    told = (
        Happening(TaskEventKind(kind), date.fromisoformat(on), body or {})
        for kind, on, body in json.loads(happened)
    )
    return fold(told, first, day)


def outcomes(
    conn: sqlite3.Connection, view: View, *, narrow: Narrow | None = None
) -> Counter[Outcome]:
    """How many tasks count in which way on the view's day, for the official split.

    Tasks are counted by what their headers say of every day after all that happened to them; only
    those that are late, or stood otherwise on the day, are looked at one by one. `narrow` names no
    days of dues.
    """
    narrow = narrow or Narrow()
    if narrow.looks_at_each:
        return Counter(task.outcome(view.day) for task in tasks(conn, view, narrow=narrow))
    counted = _COUNTED if narrow == Narrow() else _COUNTED_HERE.format(narrow=narrow.condition)
    places = {**view.places, **narrow.places}
    found: Counter[Outcome] = Counter()
    for state, due, late, count in conn.execute(counted, places):
        found[_at_last(state, due, late).outcome(view.day)] += count
    for happened, words, first, precision, last, closed_on, *kind in conn.execute(
        _APART.format(narrow=narrow.condition), places
    ):
        found[_at_last(*kind).outcome(view.day)] -= 1
        if happened is None:
            task = Task("", "", TaskState(kind[0]), last_day=_day(last), closed_on=_day(closed_on))
        else:
            life = life_of(happened, FirstDue(words, _day(first), Precision(precision)), view.day)
            task = Task("", "", life.state, last_day=life.last_day, closed_on=life.closed_on)
        found[task.outcome(view.day)] += 1
    return found


def _at_last(state: str, due: int, late: int) -> Task:
    """A task that counts as those of its class do before they are overdue."""
    last_day = None if not due else date.min if late else date.max
    return Task("", "", TaskState(state), last_day=last_day, closed_on=date.max)


_COUNTED = f"""
select state, due, late, sum(tasks) from kept_task where assigned_on <= :day
group by state, due, late
union all
select state, due, late, tasks from ({MOVED}) where assigned_on <= :day
"""

_COUNTED_HERE = f"""
select {class_of("t")}, count(*) from task t where {{narrow}} and {EXISTS} group by 1, 2, 3
"""

_APART = f"""
with turned(id) as materialized (
  select id from task indexed by task_closed where closed_on > :day union {TURNED}),
apart(id) as (
  select id from turned union
  select id from task indexed by task_late where last_day < :day and closed_on is null)
select case when t.id in (select id from turned) then {HAPPENED} end,
       t.due_words, t.due_last, t.due_precision, t.last_day, t.closed_on,
       {class_of("t")}
from task t where t.id in (select id from apart) and {{narrow}} and {EXISTS}
"""


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _listed(keys: Iterable[int]) -> str:
    # SQLite finds no way down a named index for a list that it can see is empty.
    return ", ".join(str(int(key)) for key in keys) or "null"
