"""Targets set by hand: by when a criterion, or a whole set, is to be met."""

import sqlite3
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.giving import due_remarks, read_due
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past, set_of
from ntmtrack.app.targets import lines_of
from ntmtrack.domain.aim import Aim
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.due import Due
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports import targets as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue
from ntmtrack.store.queries_targets import aims
from ntmtrack.store.view import View


class NewTarget(Record):
    """A target as the user gives it; without a number it is for the whole set."""

    by: str
    number: str | None = None
    set: str | None = None
    on: date | None = None
    document: str | None = None
    note: str | None = None


def add(context: Context, unit_words: str, given: NewTarget) -> Report:
    """Record by when a criterion, or the whole set, is to be met.

    A target for the same thing that is there already stays and is told: the newest counts.
    Raises DataError for words without a last day, a span before the unit existed, an unknown
    number, a name that fits nothing or several; nothing is written then.
    """
    with context.writing() as change:
        paper = document_key(change, given.document)
        dated = paper.dated if paper else None
        day = past(given.on or dated or context.today, context)
        unit = resolve.unit(change.conn, unit_words, day)
        of = set_of(change.conn, unit, given.set, context.today)
        due = _span(change.conn, unit, given, paper)
        aim = _aim(unit, of, given, due, paper, day)
        item = None
        if given.number is not None:
            item = resolve.items(change.conn, of, [given.number], day)[given.number]
        known = aims(change.conn, [unit.key], context.today)
        change.insert(
            "target",
            {
                "unit_id": unit.key,
                "set_id": of.key,
                "item_id": item.key if item else None,
                "words": due.words,
                "start": str(due.start),
                "last_day": str(due.last_day),
                "precision": str(due.precision),
                "document_id": paper.key if paper else None,
                "note": given.note,
                "set_on": None if given.on is None and dated else str(day),
            },
        )
        (line,) = lines_of(change.conn, [unit], [aim], View(context.today))
    same = [each for each in known if each.thing == aim.thing]
    return report.build(
        [line],
        day=context.today,
        name="target add",
        title=say("Target of {unit}", unit=unit.name),
        remarks=[*due_remarks(due), *report.moved_remarks(aim, same)],
    )


def _span(conn: sqlite3.Connection, unit: Unit, given: NewTarget, paper: Document | None) -> Due:
    due = read_due(given.by, paper)
    if due.start is None or due.last_day is None:
        raise DataError(
            say('"{words}" has no last day', words=due.words),
            hint=say(
                "give a day, a month, a quarter or a year, for example 12/2024; nothing was written"
            ),
        )
    begun = queries_catalogue.unit_versions(conn, unit.key)[0].valid_from
    if begun is not None and due.last_day < begun:
        raise DataError(
            say(
                "{unit} exists since {start}; the target ends before, on {day}",
                unit=unit.name,
                start=begun,
                day=due.last_day,
            ),
            hint=say("check the unit and the year; nothing was written"),
        )
    if given.number is None and (given.note or "").replace(".", "").isdigit():
        raise DataError(
            say("the note {note} is nothing but a number", note=given.note),
            hint=say("a criterion's number goes after the unit; nothing was written"),
        )
    return due


def _aim(
    unit: Unit,
    of: SetName,
    given: NewTarget,
    due: Due,
    paper: Document | None,
    day: date,
) -> Aim:
    return Aim(
        unit_key=unit.key,
        set_key=of.key,
        set_code=of.code,
        number=given.number,
        words=due.words,
        start=due.start,
        last_day=due.last_day,
        precision=str(due.precision),
        since=day,
        document=paper.number if paper else None,
        note=given.note,
    )
