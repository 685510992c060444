"""Giving tasks: what a paper asks of whom and by when, with the number that people will quote."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key
from ntmtrack.app.recording import past, set_of
from ntmtrack.domain.due import Due, parse_due
from ntmtrack.domain.precision import Precision
from ntmtrack.domain.task import Role, Task
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_tasks
from ntmtrack.store.queries import View
from ntmtrack.store.queries_tasks import Narrow
from ntmtrack.store.writing import Writing


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task as the user gives it; None and empty where the paper says nothing."""

    title: str
    unit: str | None = None
    set: str | None = None
    criterion: str | None = None
    leads: Sequence[str] = ()
    coordinators: Sequence[str] = ()
    persons: Sequence[str] = ()
    due: str | None = None
    document: str | None = None
    assigned: date | None = None
    note: str | None = None


def add(context: Context, given: NewTask) -> Report:
    """Give a task. No day is made up: without a due it has none, and that is a normal state.

    The day of assigning is the one given, else the document's. Raises DataError for a name
    that fits nothing or several, or a due that is not understood; nothing is written then.
    """
    due = parse_due(given.due) if given.due else Due("", None, None, Precision.NONE, "none")
    with context.writing() as change:
        number = give(context, change, given, due)
        found = as_it_stands(change, number)
    return report.listed([found], day=context.as_of, name="task add", notes=_remarks(found))


def give(context: Context, change: Writing, given: NewTask, due: Due) -> str:
    """Write one task within an open change; its number, which is never given again."""
    conn = change.conn
    paper = document_key(change, given.document)
    assigned = given.assigned or (paper.dated if paper else None)
    if assigned is not None:
        past(assigned, context)
    day = assigned or context.today
    unit = resolve.unit(conn, given.unit, day) if given.unit else None
    item = None
    if given.criterion is not None:
        if unit is None:
            raise DataError(
                say("a criterion belongs to a unit: name the unit too"),
                hint=say("`ntmtrack task add UNIT --criterion {number} …`", number=given.criterion),
            )
        of = set_of(conn, unit, given.set, day)
        item = resolve.items(conn, of, [given.criterion], day)[given.criterion]
    if assigned is not None and due.last_day is not None and due.last_day < assigned:
        raise DataError(
            say("the due {due} ends before the task was given, {day}", due=due.words, day=assigned),
            hint=say("check the due and the document's date; nothing was written"),
        )
    prefix = f"NV{(assigned or context.today).year}-"
    number = f"{prefix}{change.next_number(prefix):03d}"
    last_day = None if due.last_day is None else due.last_day.isoformat()
    key = change.insert(
        "task",
        {
            "number": number,
            "unit_id": unit.key if unit else None,
            "item_id": item.key if item else None,
            "title": given.title,
            "document_id": paper.key if paper else None,
            "assigned_on": None if assigned is None else assigned.isoformat(),
            "due_words": due.words or None,
            "due_start": None if due.start is None else due.start.isoformat(),
            "due_last": last_day,
            "due_precision": str(due.precision),
            "last_day": last_day,
            "state": "open",
            "note": given.note,
        },
    )
    for role, names in ((Role.LEAD, given.leads), (Role.COORDINATOR, given.coordinators)):
        for name in dict.fromkeys(owing(conn, name, day) for name in names):
            change.insert("task_party", {"task_id": key, "role": str(role), "agency_id": name})
    for person in dict.fromkeys(resolve.person(conn, name, day).key for name in given.persons):
        change.insert("task_party", {"task_id": key, "role": str(Role.PERSON), "person_id": person})
    event(change, key, "added", assigned or context.today, note=given.note)
    return number


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
    kind: str,
    day: date,
    *,
    note: str | None = None,
    document: int | None = None,
) -> None:
    """Append one thing that happened to a task."""
    change.insert(
        "task_event",
        {
            "task_id": task,
            "kind": kind,
            "happened_on": day.isoformat(),
            "note": note,
            "document_id": document,
        },
    )


def as_it_stands(change: Writing, number: str) -> Task:
    """A task with everything that has been recorded of it, this change included."""
    found = queries_tasks.tasks(change.conn, View(date.max), narrow=Narrow(number=number))
    return found[0]


def _remarks(task: Task) -> tuple[Message, ...]:
    """What a task that nobody will follow lacks."""
    remarks = []
    if not task.leads:
        remarks.append(say("{number} has no lead yet", number=task.number))
    if task.last_day is None:
        remarks.append(say("{number} has no due: it will never count as late", number=task.number))
    return tuple(remarks)
