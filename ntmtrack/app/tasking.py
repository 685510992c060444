"""The life of tasks: looked at, noted, handed to others, done or cancelled, by events."""

import re
from collections.abc import Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.giving import as_it_stands, event, owing
from ntmtrack.app.papers import document_key
from ntmtrack.app.reading import TaskScope, narrowed
from ntmtrack.app.recording import past
from ntmtrack.domain.task import CLOSED, Role, Task
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_tasks
from ntmtrack.store.queries import View
from ntmtrack.store.queries_tasks import Narrow
from ntmtrack.store.writing import Writing

_NUMBER = re.compile(r"(?:nv([0-9]{4})-?)?0*([0-9]{1,9})", re.IGNORECASE)


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
    with context.writing() as change:
        paper = document_key(change, document)
        known = _known_numbers(change, numbers)
        for number in known:
            task = as_it_stands(change, number)
            _still_owed(task)
            _given_by(task, day)
            key = _key(change, number)
            event(change, key, kind, day, note=note, document=paper.key if paper else None)
            change.correct("task", key, {"state": kind, "closed_on": day.isoformat()})
        found = [as_it_stands(change, number) for number in known]
    return report.listed(found, day=context.as_of, name=f"task {_VERBS[kind]}")


def _still_owed(task: Task) -> None:
    """Refuse what can only happen to a task that is open."""
    if task.state in CLOSED:
        raise DataError(
            say(
                "task {number} is already {state} since {day}",
                number=task.number,
                state=task.state,
                day=task.closed_on,
            ),
            hint=say("see `ntmtrack task show {number}`; nothing was written", number=task.number),
        )


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
            _given_by(as_it_stands(change, number), day)
            event(
                change,
                _key(change, number),
                "noted",
                day,
                note=text,
                document=paper.key if paper else None,
            )
        found = [as_it_stands(change, number) for number in known]
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
            Role.LEAD: [owing(conn, name, day) for name in leads],
            Role.COORDINATOR: [owing(conn, name, day) for name in coordinators],
            Role.PERSON: [resolve.person(conn, name, day).key for name in persons],
        }
        known = _known_numbers(change, numbers)
        for number in known:
            task = as_it_stands(change, number)
            _given_by(task, day)
            _still_owed(task)
            key = _key(change, number)
            for role, parties in wanted.items():
                if parties:
                    _reassign(change, key, role, parties, day)
            event(
                change, key, "reassigned", day, note=reason, document=paper.key if paper else None
            )
        found = [as_it_stands(change, number) for number in known]
    return report.listed(found, day=context.as_of, name="task assign")


def _reassign(change: Writing, task: int, role: Role, parties: Sequence[int], day: date) -> None:
    column = "person_id" if role is Role.PERSON else "agency_id"
    standing = queries_tasks.open_parties(change.conn, task, role)
    began = queries_tasks.last_party_start(change.conn, task, role)
    if began is not None and day < began:
        raise DataError(
            say("it has been in these hands since {day}", day=began),
            hint=say("give that day or a later one with --on; nothing was written"),
        )
    for party, row in standing.items():
        if party not in parties:
            change.correct("task_party", row, {"until": day.isoformat()})
    for party in dict.fromkeys(parties):
        if party not in standing:
            change.insert(
                "task_party",
                {"task_id": task, "role": str(role), column: party, "since": day.isoformat()},
            )


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
