"""Giving tasks: what a paper asks of whom and by when, with the number that people will quote."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ntmtrack.app import resolve
from ntmtrack.app.choosing import as_it_stands
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key
from ntmtrack.app.reading import Scope, chosen_units
from ntmtrack.app.recording import past, set_of
from ntmtrack.domain.catalogue import Document, Unit
from ntmtrack.domain.due import Due, parse_due
from ntmtrack.domain.precision import Precision
from ntmtrack.domain.task import Role, Task, TaskEventKind
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_task_life
from ntmtrack.store.identity import new_uid
from ntmtrack.store.writing import Writing

NO_DUE = Due("", None, None, Precision.NONE, "none")


class NewTask(NamedTuple):
    """A task as the user gives it; None and empty where the paper says nothing.

    Several units, or `under`, make one task for each of them, bound together.
    """

    title: str
    units: Sequence[str] = ()
    under: str | None = None
    set: str | None = None
    criterion: str | None = None
    leads: Sequence[str] = ()
    coordinators: Sequence[str] = ()
    persons: Sequence[str] = ()
    due: str | None = None
    document: str | None = None
    clause: str | None = None
    assigned: date | None = None
    note: str | None = None


class Header(NamedTuple):
    """A task in places of the file, ready to be written."""

    title: str
    due: Due
    year: int
    assigned: date | None = None
    unit: int | None = None
    item: int | None = None
    document: int | None = None
    clause: str | None = None
    parent: int | None = None
    period: str | None = None
    bound: str | None = None
    note: str | None = None


def add(context: Context, given: NewTask) -> Report:
    """Give a task, or the same one to several units. No day is made up: a task may have no due.

    The day of assigning is the one given, else the document's. Raises DataError for a name
    that fits nothing or several, or a due that is not understood; nothing is written then.
    """
    with context.writing() as change:
        numbers = give(context, change, given)
        found = [as_it_stands(change, number) for number in numbers]
    remarks = tuple(remark for task in found for remark in _remarks(task))
    return report.listed(found, day=context.as_of, name="task add", notes=remarks)


def give(context: Context, change: Writing, given: NewTask) -> list[str]:
    """Write a task within an open change, once for each unit; the numbers, never given again."""
    conn = change.conn
    paper = document_key(change, given.document)
    due = read_due(given.due, paper, given.assigned)
    assigned = given.assigned or (paper.dated if paper else None)
    if assigned is not None:
        past(assigned, context)
    day = assigned or context.today
    if assigned is not None and due.last_day is not None and due.last_day < assigned:
        raise DataError(
            say("the due {due} ends before the task was given, {day}", due=due.words, day=assigned),
            hint=say("check the due and the document's date; nothing was written"),
        )
    units = _units(conn, given, context._replace(as_of=day))
    header = Header(
        title=given.title,
        due=due,
        year=day.year,
        assigned=assigned,
        document=paper.key if paper else None,
        clause=given.clause,
        bound=new_uid(change.now) if len(units) > 1 else None,
        note=given.note,
    )
    leads = [owing(conn, name, day) for name in given.leads]
    coordinators = [owing(conn, name, day) for name in given.coordinators]
    persons = [resolve.person(conn, name, day).key for name in given.persons]
    return [
        write_task(
            change,
            header._replace(
                unit=None if unit is None else unit.key, item=_item(conn, given, unit, day)
            ),
            leads=leads,
            coordinators=coordinators,
            persons=persons,
            given_on=day,
        )
        for unit in units
    ]


def read_due(words: str | None, paper: Document | None, assigned: date | None = None) -> Due:
    """The due that a paper's words mean; a year they leave out is that of the paper's date.

    Raises DataError for words that are not understood.
    """
    if words is None:
        return NO_DUE
    return parse_due(words, document_date=assigned or (paper.dated if paper else None))


def _units(conn: sqlite3.Connection, given: NewTask, context: Context) -> Sequence[Unit | None]:
    """The units that a task is given to: those named, each one below another, or none."""
    if given.under is not None:
        below = chosen_units(conn, Scope(given.units or None, given.under), context)
        if not below:
            raise DataError(
                say("there is no unit below {unit}", unit=given.under),
                hint=say("see `ntmtrack unit list`; nothing was written"),
            )
        return below
    named = [resolve.unit(conn, words, context.as_of) for words in given.units]
    return list({unit.key: unit for unit in named}.values()) or [None]


def _item(conn: sqlite3.Connection, given: NewTask, unit: Unit | None, day: date) -> int | None:
    if given.criterion is None:
        return None
    if unit is None:
        raise DataError(
            say("a criterion belongs to a unit: name the unit too"),
            hint=say("`ntmtrack task add UNIT --criterion {number} …`", number=given.criterion),
        )
    of = set_of(conn, unit, given.set, day)
    return resolve.items(conn, of, [given.criterion], day)[given.criterion].key


def write_task(
    change: Writing,
    header: Header,
    *,
    leads: Sequence[int] = (),
    coordinators: Sequence[int] = (),
    persons: Sequence[int] = (),
    given_on: date | None = None,
) -> str:
    """Write one task with its parties and the event of its giving; its number."""
    prefix = f"NV{header.year}-"
    number = f"{prefix}{change.next_number(prefix):03d}"
    due = header.due
    last_day = None if due.last_day is None else due.last_day.isoformat()
    assigned = None if header.assigned is None else header.assigned.isoformat()
    key = change.insert(
        "task",
        {
            "number": number,
            "unit_id": header.unit,
            "item_id": header.item,
            "title": header.title,
            "document_id": header.document,
            "clause": header.clause,
            "parent_id": header.parent,
            "assigned_on": assigned,
            "due_words": due.words or None,
            "due_start": None if due.last_day is None else str(due.start),
            "due_last": last_day,
            "due_precision": str(due.precision),
            "last_day": last_day,
            "state": "open",
            "note": header.note,
            "period": header.period,
            "bound": header.bound,
        },
    )
    for role, agencies in ((Role.LEAD, leads), (Role.COORDINATOR, coordinators)):
        for agency in dict.fromkeys(agencies):
            change.insert("task_party", {"task_id": key, "role": str(role), "agency_id": agency})
    for person in dict.fromkeys(persons):
        change.insert("task_party", {"task_id": key, "role": str(Role.PERSON), "person_id": person})
    day = header.assigned or given_on
    assert day is not None
    event(change, key, TaskEventKind.ADDED, day, note=header.note)
    return number


def below(kept: Mapping[str, str | int | None], parent: int) -> Header:
    """A child of a task, about the same as its parent; no due yet."""
    return Header(
        title=str(kept["title"]),
        due=NO_DUE,
        year=0,
        unit=_key(kept["unit_id"]),
        item=_key(kept["item_id"]),
        document=_key(kept["document_id"]),
        parent=parent,
    )


def _key(value: str | int | None) -> int | None:
    return None if value is None else int(value)


def owing(conn: sqlite3.Connection, words: str, day: date) -> int:
    """An agency that can be given work on a day: one that has not ended."""
    agency = resolve.agency(conn, words, day)
    if agency.valid_to is not None and agency.valid_to < day:
        raise DataError(
            say("{agency} ended on {day}", agency=agency.name, day=agency.valid_to),
            hint=say("name the agency that has its work now; nothing was written"),
        )
    return agency.key


def event(
    change: Writing,
    task: int,
    kind: TaskEventKind,
    day: date,
    *,
    note: str | None = None,
    document: int | None = None,
    body: Mapping[str, object] | None = None,
) -> None:
    """Append one thing that happened to a task."""
    told = {name: value for name, value in (body or {}).items() if value is not None}
    change.insert(
        "task_event",
        {
            "task_id": task,
            "kind": str(kind),
            "happened_on": day.isoformat(),
            "note": note,
            "document_id": document,
            "body": json.dumps(told, ensure_ascii=False) if told else None,
        },
    )


def settle(change: Writing, task: int) -> None:
    """Bring the header of a task up to what its events add up to, so that it can be sought."""
    header = queries_task_life.folded_header(change.conn, task)
    if header != queries_task_life.kept_header(change.conn, task):
        change.correct("task", task, header._asdict())


def first_due(kept: Mapping[str, str | int | None]) -> Due:
    """The due that a task was given with, from its header."""
    start, last_day = (
        None if day is None else date.fromisoformat(str(day))
        for day in (kept["due_start"], kept["due_last"])
    )
    words = str(kept["due_words"] or "")
    return Due(words, start, last_day, Precision(str(kept["due_precision"])), "kept")


def _remarks(task: Task) -> tuple[Message, ...]:
    """What a task that nobody will follow lacks."""
    remarks = []
    if not task.leads:
        remarks.append(say("{number} has no lead yet", number=task.number))
    if task.precision is Precision.RHYTHM:
        remarks.append(
            say(
                "{number} comes round: `ntmtrack task occur {number}` makes the tasks of its"
                " periods up to today",
                number=task.number,
            )
        )
    elif task.precision is Precision.TRIGGER:
        remarks.append(
            say(
                "{number} waits for an event: `ntmtrack task trigger {number} --on DATE` says"
                " when it came",
                number=task.number,
            )
        )
    elif task.last_day is None:
        remarks.append(say("{number} has no due: it will never count as late", number=task.number))
    return tuple(remarks)
