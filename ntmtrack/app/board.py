"""Today at one glance: units, what is late, what falls due, what nobody follows."""

import sqlite3
from datetime import timedelta

from ntmtrack.app.context import Context
from ntmtrack.app.orphans import left_behind
from ntmtrack.app.reading import standings_of
from ntmtrack.app.standings import at_stake
from ntmtrack.domain.task import Split
from ntmtrack.reports.board import Board, Mail
from ntmtrack.reports.board import build as build_report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries, queries_catalogue, queries_tasks
from ntmtrack.store.queries_mail import last_runs, undelivered
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View

_WEEK = timedelta(days=7)


def board(context: Context) -> Report:
    """The board of the office that keeps the ledger."""
    day = context.as_of
    view = View(day)
    with context.reading() as conn:
        units = queries_catalogue.units(conn, day)
        tallies = queries.tallies(conn, [each.key for each in units], view)
        standings = standings_of(conn, units, view)
        return build_report(
            Board(
                office=queries_catalogue.settings(conn).get("office"),
                units=len(units),
                standings=standings,
                tallies=[(each.name, tallies[each.key]) for each in units if each.key in tallies],
                late=queries_tasks.tasks(conn, view, which=Which.LATE),
                soon=queries_tasks.tasks(
                    conn,
                    view,
                    which=Which.OPEN,
                    narrow=Narrow(due_from=day, due_to=day + _WEEK),
                ),
                split=Split.of(queries_tasks.outcomes(conn, view)),
                mail=_mail(conn, context),
                orphaned=len(left_behind(conn, view)[0]),
                at_stake=at_stake(conn, standings, day),
            ),
            day=day,
        )


def _mail(conn: sqlite3.Connection, context: Context) -> Mail | None:
    """How the mail goes; nothing where it was never sent from this ledger."""
    runs = last_runs(conn, context.today)
    if not runs:
        return None
    from ntmtrack.app.doctor_mail import missed_kinds

    missed = missed_kinds(runs, context)
    return Mail(
        [(each.kind, each.happened_on) for each in runs if each.kind in missed],
        undelivered(conn),
    )
