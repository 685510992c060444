"""Handing tasks on: to others who owe them from a day on, or in parts to those below."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.app import bodies
from ntmtrack.app.acting import Circumstance
from ntmtrack.app.choosing import Chosen, as_it_stands, chosen_tasks, task_key
from ntmtrack.app.context import Context
from ntmtrack.app.giving import due_remarks, owing, read_due
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past
from ntmtrack.app.task_rows import CHECK_DATES, below, event, refuse_before, write_task
from ntmtrack.domain.bodies import Agency
from ntmtrack.domain.due import Due, Precision
from ntmtrack.domain.task import Role, Task, TaskEventKind
from ntmtrack.domain.task_steps import refuse_step
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_task_life
from ntmtrack.store.queries_orphans import first_leads, orphans
from ntmtrack.store.writing import Writing


def assigned(
    context: Context,
    chosen: Chosen,
    given: Circumstance,
    *,
    leads: Sequence[str],
    coordinators: Sequence[str],
    persons: Sequence[str],
    instead_of: str | None = None,
) -> Report:
    """Hand tasks to other leads, coordinators or persons from a day on.

    A role that is not named stays as it is; who was asked before stays on record. The new leads
    stand `instead_of` one agency where that is named, beside the other leads, else instead of all.
    """
    if not (leads or coordinators or persons):
        raise DataError(say("say to whom"), hint=say("with --lead, --coordinator or --person"))
    if instead_of is not None and not leads:
        raise DataError(say("say who leads from now on"), hint=say("with --lead"))
    day = past(given.on or context.today, context)
    with context.writing() as change:
        conn = change.conn
        paper = document_key(change, given.document)
        wanted: dict[Role, list[int]] = {
            Role.LEAD: [owing(conn, name, day) for name in leads],
            Role.COORDINATOR: [owing(conn, name, day) for name in coordinators],
            Role.PERSON: [bodies.person(conn, name, day).key for name in persons],
        }
        former = None if instead_of is None else bodies.agency(conn, instead_of, context.as_of)
        tasks = chosen_tasks(context, change, chosen, TaskEventKind.REASSIGNED)
        for task in tasks:
            refuse_step(task, TaskEventKind.REASSIGNED, day)
            key = task_key(change, task.number)
            for role, parties in wanted.items():
                if parties:
                    stay = _staying(change, task, key, former) if role is Role.LEAD else []
                    _reassign(change, key, role, [*stay, *parties], day)
            document = None if paper is None else paper.key
            told = {"from": _hands(task), "to": _hands(as_it_stands(change, task.number, day))}
            event(
                change,
                key,
                TaskEventKind.REASSIGNED,
                day,
                note=given.note,
                document=document,
                body=told,
            )
        found = [as_it_stands(change, task.number, context.today) for task in tasks]
        first = first_leads(conn, [each.number for each in found], context.as_of)
        gone = orphans(conn, context.today)
    beside = [(report.FIRST_LEADS, {each.number: first.get(each.number, ()) for each in found})]
    return report.listed(
        found,
        day=context.as_of,
        name="task assign",
        told=("first_leads",),
        beside=beside,
        notes=tuple(
            _still_orphaned(each, gone[each.number]) for each in found if each.number in gone
        ),
    )


def _still_orphaned(task: Task, names: Sequence[str]) -> Message:
    return say(
        "WARNING {number} stays left behind: {names} is no more",
        number=task.number,
        names=tuple(names),
    )


def _staying(change: Writing, task: Task, key: int, former: Agency | None) -> list[int]:
    """Who leads a task on beside new leads, where they come instead of one agency."""
    if former is None:
        return []
    leading = queries_task_life.open_parties(change.conn, key, Role.LEAD)
    if former.key not in leading:
        raise DataError(
            say("{agency} does not lead {number}", agency=former.name, number=task.number),
            hint=say("see `ntmtrack task show {number}`; nothing was written", number=task.number),
        )
    return [party for party in leading if party != former.key]


def _hands(task: Task) -> list[str]:
    """Everyone who owes something on a task."""
    return [*task.leads, *task.coordinators, *task.persons]


def _reassign(change: Writing, task: int, role: Role, parties: Sequence[int], day: date) -> None:
    column = "person_id" if role is Role.PERSON else "agency_id"
    standing = queries_task_life.open_parties(change.conn, task, role)
    began = queries_task_life.last_party_start(change.conn, task, role)
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


def split(
    context: Context,
    chosen: Chosen,
    given: Circumstance,
    *,
    to: Sequence[str],
    title: str | None,
    due: str | None,
) -> Report:
    """Hand tasks on: a child of each task for each agency, with the same unit and criterion.

    The task itself stays with whom it was given to, and the due is its own unless another is
    given. A child that is due after its parent is warned about.
    """
    if not to:
        raise DataError(say("say to whom"), hint=say("with --lead, once for each agency"))
    day = past(given.on or context.today, context)
    with context.writing() as change:
        paper = document_key(change, given.document)
        read = read_due(due, paper) if due else None
        if read is not None:
            refuse_before(read, day, CHECK_DATES)
        agencies = list(dict.fromkeys(owing(change.conn, name, day) for name in to))
        numbers = []
        parents = chosen_tasks(context, change, chosen, TaskEventKind.HANDED_ON)
        for parent in parents:
            refuse_step(parent, TaskEventKind.HANDED_ON, day)
            key = task_key(change, parent.number)
            kept = queries_task_life.header(change.conn, key)
            header = below(kept, key, day)._replace(
                title=title or parent.title, due=read or _due_of(parent)
            )
            if paper is not None:
                header = header._replace(document=paper.key)
            children = [write_task(change, header, leads=[agency]) for agency in agencies]
            told = "; ".join(filter(None, (given.note, ", ".join(children))))
            event(change, key, TaskEventKind.HANDED_ON, day, note=told)
            numbers += children
        found = [as_it_stands(change, number, context.today) for number in numbers]
    remarks = [_later_than_parent(child, parents) for child in found]
    notes = (*(due_remarks(read) if read else ()), *filter(None, remarks))
    return report.listed(found, day=context.as_of, name="task split", notes=notes)


def _due_of(parent: Task) -> Due:
    """The due in force of a task, for those who do a part of it.

    Raises DataError for a task that comes round: its periods' tasks are what can be handed on.
    """
    if parent.precision is Precision.RHYTHM:
        raise DataError(
            say(
                "task {number} comes round: its parts need a due of their own", number=parent.number
            ),
            hint=say("give it with --due, or hand on the tasks of its periods"),
        )
    return Due(parent.due_words or "", None, parent.last_day, parent.precision, "kept")


def _later_than_parent(child: Task, parents: Sequence[Task]) -> Message | None:
    parent = next(each for each in parents if each.number == child.parent)
    if child.last_day is None or parent.last_day is None or child.last_day <= parent.last_day:
        return None
    return say(
        "WARNING {child} is due on {day}, after its parent {parent}, {last}",
        child=child.number,
        day=child.last_day,
        parent=parent.number,
        last=parent.last_day,
    )
