"""Mending what was typed wrongly of a task: before and after stay on record, with the reason."""

import sqlite3
from collections.abc import Mapping
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.choosing import as_it_stands, by_place, known_number, task_key
from ntmtrack.app.context import Context
from ntmtrack.app.giving import read_due
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past, set_of
from ntmtrack.app.task_rows import CHECK_DATES, NO_DUE, event, refuse_before, settle
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.task import Task, TaskEventKind
from ntmtrack.domain.task_steps import read_numbers
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_bodies, queries_task_life
from ntmtrack.store.queries_offices import own_mark
from ntmtrack.store.writing import Value, Writing


class Correction(Record):
    """What a task should have said from the beginning; None where it was right."""

    title: str | None = None
    unit: str | None = None
    set: str | None = None
    criterion: str | None = None
    due: str | None = None
    document: str | None = None
    clause: str | None = None
    assigned: date | None = None
    takes_back: TaskEventKind | None = None
    """An event that was recorded wrongly: the last one of this kind no longer counts."""


def corrected(context: Context, number: str, given: Correction, *, reason: str) -> Report:
    """Mend the header of a task. A due that was changed by anybody is an extension, not this.

    Raises DataError where nothing would change, or the dates contradict one another.
    """
    with context.writing(reason=reason) as change:
        asked = read_numbers(number)
        if len(asked) > 1:
            raise DataError(
                say("{words} is more than one task", words=number), hint=say("give one number")
            )
        numbers = by_place(queries_task_life.task_numbers_at(change.conn, [asked[0].place]))
        known = known_number(asked[0], numbers, own=own_mark(change.conn))
        changed = mend(context, change, known, given, reason=reason)
        found = as_it_stands(change, known, context.today)
    notes = _remarks(found, changed)
    return report.listed([found], day=context.as_of, name="task correct", notes=notes)


def mend(
    context: Context, change: Writing, number: str, given: Correction, *, reason: str
) -> Mapping[str, Value]:
    """Mend the header of a task within an open change; what changed, by the columns of the file.

    Raises DataError as `corrected` does.
    """
    key = task_key(change, number)
    before = queries_task_life.header(change.conn, key)
    after = _after(context, change, key, given, before)
    changed = {name: value for name, value in after.items() if before[name] != value}
    gone = _taken_back(change, key, number, given.takes_back)
    if not changed and gone is None:
        raise DataError(
            say("nothing of task {number} would change", number=number),
            hint=say("see `ntmtrack task show {number}`", number=number),
        )
    _refuse_contradiction({**before, **changed})
    was = _told(as_it_stands(change, number, context.today))
    if changed:
        change.correct("task", key, changed)
    found = as_it_stands(change, number, context.today)
    told = {name: [was[name], now] for name, now in _told(found).items() if was[name] != now}
    body = {"was": told or None, "takes_back": gone, "kind": given.takes_back}
    event(change, key, TaskEventKind.CORRECTED, context.today, note=reason, body=body)
    settle(change, key)
    return changed


def _taken_back(change: Writing, key: int, number: str, kind: TaskEventKind | None) -> str | None:
    """The uid of the event that no longer counts; DataError where there is none of the kind."""
    if kind is None:
        return None
    found = queries_task_life.last_event(change.conn, key, kind)
    if found is None:
        raise DataError(
            say("nothing of the kind {kind} happened to task {number}", kind=kind, number=number),
            hint=say("see `ntmtrack task show {number}`", number=number),
        )
    return found


def _remarks(task: Task, changed: Mapping[str, Value]) -> tuple[Message, ...]:
    """A mended first due moves nothing where a later one is in force."""
    if "due_last" not in changed or task.due_words == task.original_words:
        return ()
    return (
        say(
            "the due in force stays {words} ({day}), for it was set later",
            words=task.due_words,
            day=task.last_day,
        ),
    )


def _told(task: Task) -> dict[str, str | None]:
    """What can be mended of a task, as people read it."""
    return {
        "title": task.title,
        "unit": task.unit_name,
        "criterion": task.item,
        "due": task.original_words,
        "document": task.document,
        "clause": task.clause,
        "assigned_on": None if task.assigned_on is None else task.assigned_on.isoformat(),
    }


def _after(
    context: Context, change: Writing, key: int, given: Correction, before: Mapping[str, Value]
) -> dict[str, Value]:
    conn = change.conn
    after: dict[str, Value] = {}
    if given.title is not None:
        after["title"] = given.title
    if given.clause is not None:
        after["clause"] = given.clause
    if given.assigned is not None:
        after["assigned_on"] = _given_on(context, change, key, given.assigned).isoformat()
    paper = document_key(change, given.document)
    if paper is not None:
        after["document_id"] = paper.key
    day = given.assigned or _day(before["assigned_on"]) or context.today
    task = as_it_stands(change, str(before["number"]), context.today)
    words = given.unit or task.unit
    unit = None if words is None else resolve.unit(conn, words, day)
    if given.unit is not None and unit is not None:
        after["unit_id"] = unit.key
    number = given.criterion or (task.item if given.unit or given.set else None)
    if number is not None:
        if unit is None:
            raise DataError(
                say("a criterion belongs to a unit: name the unit too"), hint=say("with --unit")
            )
        of = set_of(conn, unit, given.set or task.set_code, day)
        after["item_id"] = resolve.items(conn, of, [number], day)[number].key
    if given.due is not None:
        due = read_due(given.due, paper or _document(conn, before["document_id"]))
        last = None if due.last_day is None else due.last_day.isoformat()
        after |= {
            "due_words": due.words,
            "due_start": None if last is None or due.start is None else due.start.isoformat(),
            "due_last": last,
            "due_precision": str(due.precision),
            "last_day": last,
        }
    return after


def _refuse_contradiction(header: Mapping[str, Value]) -> None:
    words, last = str(header["due_words"]), _day(header["due_last"])
    due = NO_DUE._replace(words=words, last_day=last)
    refuse_before(due, _day(header["assigned_on"]), CHECK_DATES)


def _day(text: Value) -> date | None:
    return None if text is None else date.fromisoformat(str(text))


def _given_on(context: Context, change: Writing, key: int, day: date) -> date:
    """The day of giving; DataError if something had happened to the task before it."""
    first = queries_task_life.first_day(change.conn, key, after_giving=True)
    if first is not None and first < day:
        raise DataError(
            say("something happened to the task on {day} already", day=first),
            hint=say("give that day or an earlier one with --assigned; nothing was written"),
        )
    return past(day, context)


def _document(conn: sqlite3.Connection, key: Value) -> Document | None:
    """The paper that a task came from: it lends a due its year."""
    return next((each for each in queries_bodies.documents(conn) if each.key == key), None)
