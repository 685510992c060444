"""The life of tasks: given, noted, handed to others, done or cancelled, by events."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key
from ntmtrack.app.reading import TaskScope, narrowed
from ntmtrack.app.recording import past, set_of
from ntmtrack.domain.due import Due, Precision, parse_due
from ntmtrack.domain.task import CLOSED, Role, Task
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_tasks
from ntmtrack.store.queries import View
from ntmtrack.store.queries_tasks import Narrow
from ntmtrack.store.writing import Writing

_NUMBER = re.compile(r"(?:nv([0-9]{4})-?)?0*([0-9]{1,9})", re.IGNORECASE)


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
    with context.writing(reason=given.note) as change:
        number = give(context, change, given, due)
        found = _one(change, context, number)
    return report.listed([found], day=context.as_of, name="task add", notes=_remarks(found))


def give(context: Context, change: Writing, given: NewTask, due: Due) -> str:
    """Write one task within an open change; its number, which is never given again."""
    day = given.assigned or context.today
    conn = change.conn
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
    paper = document_key(change, given.document)
    if given.assigned is not None:
        past(given.assigned, context)
    assigned = given.assigned or (paper.dated if paper else None)
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
        for name in dict.fromkeys(_owing(conn, name, day) for name in names):
            change.insert("task_party", {"task_id": key, "role": str(role), "agency_id": name})
    for person in dict.fromkeys(resolve.person(conn, name, day).key for name in given.persons):
        change.insert("task_party", {"task_id": key, "role": str(Role.PERSON), "person_id": person})
    _event(change, key, "added", assigned or context.today, note=given.note)
    return number


def _owing(conn: sqlite3.Connection, words: str, day: date) -> int:
    """An agency that can be given work on a day: one that has not ended."""
    agency = resolve.agency(conn, words, day)
    if agency.valid_to is not None and agency.valid_to < day:
        raise DataError(
            say("{agency} ended on {day}", agency=agency.name, day=agency.valid_to),
            hint=say("name the agency that has its work now; nothing was written"),
        )
    return agency.key


def listing(context: Context, scope: TaskScope) -> Report:
    """Tasks by how they count on a day; those with no due in a block of their own."""
    with context.reading() as conn:
        narrow = narrowed(conn, scope, context)
        found = queries_tasks.tasks(conn, View(context.as_of), narrow=narrow)
    return report.listed(found, day=context.as_of)


def showing(context: Context, number: str) -> Report:
    """One task with its whole life."""
    with context.reading() as conn:
        known = _known_number(number, queries_tasks.task_numbers(conn))
        found = queries_tasks.tasks(conn, View(context.as_of), narrow=Narrow(number=known))
        if not found:
            raise DataError(
                say("task {number} was not given yet on {day}", number=known, day=context.as_of),
                hint=say("give a later day with --as-of"),
            )
        life = queries_tasks.events(conn, known)
    return report.life(found[0], life, day=context.as_of)


def done(
    context: Context,
    numbers: Sequence[str],
    *,
    on: date | None,
    document: str | None,
    note: str | None,
) -> Report:
    """Tasks done on a day; done late stays "done late"."""
    return _close(context, numbers, "done", on=on, document=document, note=note)


def cancelled(
    context: Context,
    numbers: Sequence[str],
    *,
    reason: str,
    on: date | None,
    document: str | None,
) -> Report:
    """Tasks that are no longer owed, with the reason."""
    return _close(context, numbers, "cancelled", on=on, document=document, note=reason)


def _close(
    context: Context,
    numbers: Sequence[str],
    kind: str,
    *,
    on: date | None,
    document: str | None,
    note: str | None,
) -> Report:
    day = past(on or context.today, context)
    with context.writing(reason=note) as change:
        paper = document_key(change, document)
        known = _known_numbers(change, numbers)
        for number in known:
            task = _one(change, context, number)
            if task.state in CLOSED:
                raise DataError(
                    say(
                        "task {number} is already {state} since {day}",
                        number=number,
                        state=task.state,
                        day=task.closed_on,
                    ),
                    hint=say(
                        "see `ntmtrack task show {number}`; nothing was written", number=number
                    ),
                )
            _given_by(task, day)
            key = _key(change, number)
            _event(change, key, kind, day, note=note, document=paper.key if paper else None)
            change.correct("task", key, {"state": kind, "closed_on": day.isoformat()})
        found = [_one(change, context, number) for number in known]
    return report.listed(found, day=context.as_of, name=f"task {_VERBS[kind]}")


def _given_by(task: Task, day: date) -> None:
    """Refuse what happens to a task before the day on which it was given."""
    if task.assigned_on is not None and day < task.assigned_on:
        raise DataError(
            say("task {number} was given only on {day}", number=task.number, day=task.assigned_on),
            hint=say("check the day given with --on; nothing was written"),
        )


_VERBS = {"done": "done", "cancelled": "cancel"}


def noted(
    context: Context, numbers: Sequence[str], text: str, *, on: date | None, document: str | None
) -> Report:
    """A note on tasks; nothing else changes."""
    day = past(on or context.today, context)
    with context.writing() as change:
        paper = document_key(change, document)
        known = _known_numbers(change, numbers)
        for number in known:
            _given_by(_one(change, context, number), day)
            _event(
                change,
                _key(change, number),
                "noted",
                day,
                note=text,
                document=paper.key if paper else None,
            )
        found = [_one(change, context, number) for number in known]
    return report.listed(found, day=context.as_of, name="task note")


def assigned(
    context: Context,
    numbers: Sequence[str],
    *,
    leads: Sequence[str],
    coordinators: Sequence[str],
    persons: Sequence[str],
    on: date | None,
    document: str | None,
    reason: str | None,
) -> Report:
    """Hand tasks to other leads, coordinators or persons from a day on.

    A role that is not named stays as it is; who was asked before stays on record.
    """
    if not (leads or coordinators or persons):
        raise DataError(say("say to whom"), hint=say("with --lead, --coordinator or --person"))
    day = past(on or context.today, context)
    with context.writing(reason=reason) as change:
        conn = change.conn
        paper = document_key(change, document)
        wanted: dict[Role, list[int]] = {
            Role.LEAD: [_owing(conn, name, day) for name in leads],
            Role.COORDINATOR: [_owing(conn, name, day) for name in coordinators],
            Role.PERSON: [resolve.person(conn, name, day).key for name in persons],
        }
        known = _known_numbers(change, numbers)
        for number in known:
            _given_by(_one(change, context, number), day)
            key = _key(change, number)
            for role, parties in wanted.items():
                if parties:
                    _reassign(change, key, role, parties, day)
            _event(
                change, key, "reassigned", day, note=reason, document=paper.key if paper else None
            )
        found = [_one(change, context, number) for number in known]
    return report.listed(found, day=context.as_of, name="task assign")


def _reassign(change: Writing, task: int, role: Role, parties: Sequence[int], day: date) -> None:
    column = "person_id" if role is Role.PERSON else "agency_id"
    standing = queries_tasks.open_parties(change.conn, task, role)
    for party, row in standing.items():
        if party not in parties:
            change.correct("task_party", row, {"until": day.isoformat()})
    for party in dict.fromkeys(parties):
        if party not in standing:
            change.insert(
                "task_party",
                {"task_id": task, "role": str(role), column: party, "since": day.isoformat()},
            )


def _event(
    change: Writing,
    task: int,
    kind: str,
    day: date,
    *,
    note: str | None = None,
    document: int | None = None,
) -> None:
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


def _one(change: Writing, context: Context, number: str) -> Task:
    found = queries_tasks.tasks(change.conn, View(date.max), narrow=Narrow(number=number))
    return found[0]


def _key(change: Writing, number: str) -> int:
    key = queries_tasks.task_key(change.conn, number)
    assert key is not None
    return key


def _known_numbers(change: Writing, given: Sequence[str]) -> list[str]:
    known = queries_tasks.task_numbers(change.conn)
    return list(dict.fromkeys(_known_number(number, known) for number in given))


def _known_number(given: str, known: Sequence[str]) -> str:
    """A task's full number from the way people say it: "NV2026-014", "nv2026-14", "14"."""
    found = _NUMBER.fullmatch(given)
    fitting = []
    if found is not None:
        year, place = found[1], int(found[2])
        fitting = [
            number
            for number in known
            if int(number[len("NV2026-") :]) == place and year in (None, number[2:6])
        ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise DataError(
            say("{number} may mean several:", number=given),
            details=tuple(fitting),
            hint=say("give the whole number"),
        )
    raise DataError(
        say("there is no task {number}", number=given),
        hint=say("see `ntmtrack task list`; nothing was written"),
    )


def _remarks(task: Task) -> tuple[Message, ...]:
    """What a task that nobody will follow lacks."""
    remarks = []
    if not task.leads:
        remarks.append(say("{number} has no lead yet", number=task.number))
    if task.last_day is None:
        remarks.append(say("{number} has no due: it will never count as late", number=task.number))
    return tuple(remarks)
