"""Giving tasks: what a paper asks of whom and by when, with the number that people will quote."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from ntmtrack.app import bodies, resolve
from ntmtrack.app.choosing import as_it_stands
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past, set_of
from ntmtrack.app.scope import Scope, chosen_units
from ntmtrack.app.task_rows import CHECK_DATES, NO_DUE, Header, refuse_before, write_task
from ntmtrack.domain.bodies import Agency, Document
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.due import Due, Precision, parse_due
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.task import Task
from ntmtrack.errors import DataError
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store.identity import new_uid
from ntmtrack.store.writing import Writing


class NewTask(Record):
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


class Given(Record):
    """The numbers of the tasks that were written, and how their due was read."""

    numbers: list[str]
    due: Due


def add(context: Context, given: NewTask) -> Report:
    """Give a task, or the same one to several units. No day is made up: a task may have no due.

    The day of assigning is the one given, else the document's. Raises DataError for a name
    that fits nothing or several, or a due that is not understood; nothing is written then.
    """
    with context.writing() as change:
        written = give(context, change, given)
        found = [as_it_stands(change, number, context.today) for number in written.numbers]
    remarks = [*due_remarks(written.due), *(each for task in found for each in _remarks(task))]
    return report.listed(found, day=context.as_of, name="task add", notes=tuple(remarks))


def give(context: Context, change: Writing, given: NewTask) -> Given:
    """Write a task within an open change, once for each unit; numbers are never given again."""
    conn = change.conn
    paper = document_key(change, given.document)
    due = read_due(given.due, paper)
    assigned, day = given_on(context, due, given.assigned, paper)
    units = _units(conn, given, context._replace(as_of=day))
    placed = Placed(
        title=given.title,
        due=due,
        assigned=assigned,
        document=paper.key if paper else None,
        clause=given.clause,
        note=given.note,
        leads=[owing(conn, name, day) for name in given.leads],
        coordinators=[owing(conn, name, day) for name in given.coordinators],
        persons=[bodies.person(conn, name, day).key for name in given.persons],
    )
    about = [(None if unit is None else unit.key, _item(conn, given, unit, day)) for unit in units]
    return Given(give_placed(change, placed, about, day), due)


class Placed(Record):
    """A task whose names have been found, in places of the ledger."""

    title: str
    due: Due
    assigned: date | None = None
    document: int | None = None
    clause: str | None = None
    note: str | None = None
    leads: Sequence[int] = ()
    coordinators: Sequence[int] = ()
    persons: Sequence[int] = ()


def given_on(
    context: Context, due: Due, assigned: date | None, paper: Document | None
) -> tuple[date | None, date]:
    """The day of assigning, if one is known, and the day by which names are read.

    Raises DataError for a day to come, and for a due that ends before it.
    """
    assigned = assigned or (paper.dated if paper else None)
    if assigned is not None:
        past(assigned, context)
    refuse_before(due, assigned, CHECK_DATES)
    return assigned, assigned or context.today


def give_placed(
    change: Writing, task: Placed, about: Sequence[tuple[int | None, int | None]], day: date
) -> list[str]:
    """Write a task once for each unit and item that it is about; the numbers."""
    return [
        write_task(
            change,
            header,
            leads=task.leads,
            coordinators=task.coordinators,
            persons=task.persons,
            given_on=day,
        )
        for header in headers(change, task, about, day)
    ]


def headers(
    change: Writing, task: Placed, about: Sequence[tuple[int | None, int | None]], day: date
) -> list[Header]:
    """The headers of a task for each unit and item that it is about, bound where there are more."""
    header = Header(
        title=task.title,
        due=task.due,
        year=day.year,
        assigned=task.assigned,
        document=task.document,
        clause=task.clause,
        bound=new_uid(change.now) if len(about) > 1 else None,
        note=task.note,
    )
    return [header._replace(unit=unit, item=item) for unit, item in about]


def read_due(words: str | None, paper: Document | None) -> Due:
    """The due that a paper's words mean; a year they leave out is that of the paper's date.

    Raises DataError for words that are not understood.
    """
    if words is None:
        return NO_DUE
    dated = paper.dated if paper else None
    due = parse_due(words, document_date=dated)
    if due.trigger is not None and due.last_day is not None:
        from ntmtrack.app.calendar import working_calendar

        return parse_due(words, document_date=dated, calendar=working_calendar())
    return due


_FLAGGED = {
    DueFlag.YEAR_FROM_DOCUMENT: N_('the year of "{words}" is that of the document: {day}'),
    DueFlag.RELATIVE_TO_DOCUMENT: N_('"{words}" is reckoned from the document\'s date: {day}'),
    DueFlag.FROM_DOCUMENT_DATE: N_('"{words}" is counted from the document\'s date: {day}'),
    DueFlag.MOVED_TO_WORKING_DAY: N_('"{words}" ends on a day off and so with the next: {day}'),
    DueFlag.CALENDAR_MISSING: N_(
        'WARNING no list of days off is known for the year of "{words}": {day} counts weekends only'
    ),
}


def due_remarks(due: Due) -> list[Message]:
    """What was added to the words of a due to make days of them."""
    return [
        say(sentence, words=due.words, day=due.last_day)
        for flag, sentence in _FLAGGED.items()
        if flag in due.flags
    ]


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


def owing(conn: sqlite3.Connection, words: str, day: date) -> int:
    """An agency that can be given work on a day: one that has not ended."""
    return still_there(bodies.agency(conn, words, day), day).key


def still_there(agency: Agency, day: date) -> Agency:
    """The agency; DataError where it has ended by a day, for then it can be given no work."""
    if agency.valid_to is not None and agency.valid_to < day:
        raise DataError(
            say("{agency} ended on {day}", agency=agency.name, day=agency.valid_to),
            hint=say("name the agency that has its work now; nothing was written"),
        )
    return agency


def awaited(task: Task) -> list[Message]:
    """What a task still needs before a due comes of its words."""
    if task.precision is Precision.RHYTHM:
        return [
            say(
                "{number} comes round: `ntmtrack task occur {number}` makes the tasks of its"
                " periods up to today",
                number=task.number,
            )
        ]
    if task.precision is Precision.TRIGGER:
        return [
            say(
                "{number} waits for an event: `ntmtrack task trigger {number} --on DATE` says"
                " when it came",
                number=task.number,
            )
        ]
    return []


def _remarks(task: Task) -> list[Message]:
    """What a task that nobody will follow lacks."""
    remarks = [] if task.leads else [say("{number} has no lead yet", number=task.number)]
    waits = awaited(task)
    if task.last_day is None and not waits:
        remarks.append(say("{number} has no due: it will never count as late", number=task.number))
    return remarks + waits
