"""Who changed what, and when."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.choosing import by_place, known_number
from ntmtrack.app.context import Context
from ntmtrack.app.scope import known_numbers
from ntmtrack.domain.task_steps import read_numbers
from ntmtrack.domain.undo import undone
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import log as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_about, queries_changed, queries_log
from ntmtrack.store.queries_about import About
from ntmtrack.store.queries_offices import own_mark
from ntmtrack.store.view import View

FIRST = 8
"""So many rows of each kind are shown of a change, unless all are asked for."""


class Wanted(Record):
    """Which changes are asked for."""

    unit: str | None = None
    task: str | None = None
    criterion: Sequence[str] = ()
    since: date | None = None
    actor: str | None = None
    limit: int | None = None
    mail: bool = False


def log(context: Context, wanted: Wanted) -> Report:
    """The changes, newest first; without `mail`, none that only tells how letters went.

    Raises DataError for a name that fits nothing: an empty list would read as "nothing was done".
    """
    with context.reading() as conn:
        about, words = _about(conn, wanted, context.as_of)
        actor = None if wanted.actor is None else _actor(conn, wanted.actor)
        among = None if about is None else queries_about.changes_about(conn, about)
        found = queries_log.changes(
            conn,
            limit=wanted.limit,
            mail=wanted.mail,
            since=wanted.since,
            actor=actor,
            among=among,
        )
        state = undone(queries_log.links(conn))
    words += [] if actor is None else [say("by {actor}", actor=actor)]
    words += [] if wanted.since is None else [say("since {day}", day=wanted.since)]
    said = say("{parts}", parts=tuple(words)) if words else None
    return report.changes(found, state, context.as_of, about=said)


def _about(
    conn: sqlite3.Connection, wanted: Wanted, day: date
) -> tuple[About | None, list[Message]]:
    unit = task = None
    words: list[Message] = []
    if wanted.unit is not None:
        owner = resolve.unit_ever(conn, wanted.unit, day)
        unit = owner.key
        words.append(say("{unit}", unit=owner.name))
    if wanted.task is not None:
        task = task_named(conn, wanted.task)
        words.append(say("task {number}", number=task))
    if wanted.criterion:
        known_numbers(conn, wanted.criterion, None, View(day))
        words.append(say("criteria {numbers}", numbers=tuple(wanted.criterion)))
    if not words:
        return None, words
    return About(unit=unit, task=task, numbers=tuple(wanted.criterion)), words


def task_named(conn: sqlite3.Connection, words: str) -> str:
    """The number of a task, also of one that was taken back. Raises DataError if there is none."""
    asked = read_numbers(words)
    if len(asked) != 1:
        raise DataError(
            say("{text} is more than one number", text=words), hint=say("give one number")
        )
    known = by_place(queries_about.task_numbers_at(conn, asked[0].place))
    return known_number(asked[0], known, own=own_mark(conn))


def _actor(conn: sqlite3.Connection, name: str) -> str:
    known = queries_log.actors(conn)
    for each in known:
        if each.casefold() == name.casefold():
            return each
    raise DataError(
        say("nobody of the name {name} made a change", name=name),
        hint=say("these did: {names}", names=tuple(known)),
    )


def show(context: Context, number: int, *, every: bool) -> Report:
    """The rows that one change wrote, corrected or took back, field by field.

    The first of each kind, or every one. Raises DataError for a change that is not there.
    """
    with context.reading() as conn:
        found = queries_log.change(conn, number)
        if found is None:
            raise DataError(
                say("there is no change {number}", number=str(number)),
                hint=say("see `ntmtrack log`"),
            )
        rows = queries_changed.rows(conn, number, most=None if every else FIRST)
        state = undone(queries_log.links(conn))
    return report.rows(found, rows, state, context.as_of)
