"""Today at one glance, and what an office is warned of: the first page of a day."""

import sqlite3

from ntmtrack.app.board_lines import LINES, Look
from ntmtrack.app.context import Context
from ntmtrack.domain.task import Task
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports.board import LATE, Board
from ntmtrack.reports.board import build as build_report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_board, queries_catalogue, queries_tasks
from ntmtrack.store.queries_tasks import Narrow, Which


def board(context: Context) -> Report:
    """The board of the office that keeps the ledger, or of the person whose it is to be.

    A person from the settings who is not in this ledger leaves the office's, and is told of.
    Raises DataError for a person who was typed and is not known, or may be one of several.
    """
    day = context.as_of
    with context.reading() as conn:
        narrow, person, notes = _whose(conn, context)
        look = Look(conn, context, queries_catalogue.units(conn, day), narrow, person)
        lines = [line for make in LINES for line in make(look)] if look.units else []
        built = build_report(
            Board(
                office=queries_catalogue.settings(conn).get("office"),
                person=person,
                lines=lines,
                late=_late_longest(look),
                units=len(look.units),
            ),
            day=day,
        )
        return built._replace(notes=(*notes, *_beside(look)))


def _whose(conn: sqlite3.Connection, context: Context) -> tuple[Narrow, str | None, list[Message]]:
    if context.person is None:
        return Narrow(), None, []
    from ntmtrack.app import bodies

    try:
        person = bodies.person(conn, context.person, context.as_of)
    except DataError as error:
        if "person" in context.options:
            raise
        told = say("The person of the settings is not in this ledger: {why}", why=error.message)
        return Narrow(), None, [told]
    return Narrow(person=person.key), context.person, []


def _late_longest(look: Look) -> list[Task]:
    numbers = queries_board.oldest_late(look.conn, look.view, look.narrow, LATE)
    narrow = Narrow(numbers=tuple(numbers))
    return queries_tasks.tasks(look.conn, look.view, which=Which.LATE, narrow=narrow)[:LATE]


def _beside(look: Look) -> list[Message]:
    """What an office is warned of: bodies that are no more, recognitions, mail that stands still.

    A person is told of the mail alone.
    """
    notes: list[Message] = []
    if look.person is None:
        from ntmtrack.app.orphans import left_behind

        left = len(left_behind(look.conn, look.view)[0])
        if left:
            from ntmtrack.reports.tasks import orphans_notes

            notes += orphans_notes(left)
        notes += _at_stake(look)
    if queries_board.mail_has_run(look.conn):
        from ntmtrack.app.doctor_mail import missed_kinds
        from ntmtrack.reports.board import mail_notes
        from ntmtrack.store.queries_mail import last_runs, undelivered

        runs = last_runs(look.conn, look.context.today)
        missed = missed_kinds(runs, look.context)
        since = [(each.kind, each.happened_on) for each in runs if each.kind in missed]
        notes += mail_notes(since, undelivered(look.conn))
    return notes


def _at_stake(look: Look) -> list[Message]:
    keys = set(queries_board.recognised(look.conn, look.view))
    if not keys:
        return []
    from ntmtrack.app.reading import standings_of
    from ntmtrack.app.standings import at_stake
    from ntmtrack.reports.at_stake import at_stake_notes

    units = [each for each in look.units if each.key in keys]
    found = standings_of(look.conn, units, look.view, at_a_glance=True)
    return at_stake_notes(at_stake(look.conn, found, look.view.day))
