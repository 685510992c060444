"""Closing a period: its figures are kept as they are known now, and compared with later ones."""

import sqlite3
from datetime import date

from ntmtrack.app.context import Context
from ntmtrack.app.reading import standings_of
from ntmtrack.domain.closing import (
    Closing,
    Figures,
    body_of,
    figures_of,
    period_name,
    seal,
)
from ntmtrack.domain.due import parse_period
from ntmtrack.domain.task import Split
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports import closing as report
from ntmtrack.reports.closing import Closed
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_closing, queries_tasks
from ntmtrack.store.view import View


def close(context: Context, words: str, *, note: str | None) -> Report:
    """Keep the figures of a period's last day as they are known at this moment.

    What is recorded later changes none of it. Raises DataError, and writes nothing, for words
    that name no period, one that has not ended, one closed already, and one of whose last day
    nothing is known.
    """
    start, last_day = _span(words, context.today)
    name = period_name(start, last_day)
    if last_day >= context.today:
        raise DataError(
            say("{period} ends only on {day}", period=name, day=last_day),
            hint=say("a period is closed when it is over; nothing was written"),
        )
    with context.writing() as change:
        before = queries_closing.closing_of(change.conn, start, last_day)
        if before is not None:
            raise _closed_already(before)
        figures = _figures(change.conn, last_day)
        if not figures.units and not any(figures.tasks):
            raise DataError(
                say("nothing is known of any unit or task on {day}", day=last_day),
                hint=say("there are no figures to keep; nothing was written"),
            )
        body = body_of(figures)
        change.insert(
            "closing",
            {
                "period": name,
                "start": start.isoformat(),
                "last_day": last_day.isoformat(),
                "closed_on": context.today.isoformat(),
                "hash": seal(body),
                "body": body,
                "note": note,
            },
        )
        kept = queries_closing.closing_of(change.conn, start, last_day)
        unknown = queries_closing.given_unknown(change.conn, last_day)
    assert kept is not None
    told = report.closed(kept)
    return told._replace(notes=(*report.given_unknown_notes(unknown, last_day), *told.notes))


def _closed_already(before: Closing) -> DataError:
    return DataError(
        say("{period} was closed on {day}", period=before.period, day=before.closed_on),
        hint=say(
            "what came later is told beside it: `ntmtrack period show {period}`; nothing was"
            " written",
            period=before.period,
        ),
        details=(say("SHA-256 {hash}", hash=before.hash),),
    )


def listing(context: Context) -> Report:
    """The periods that were closed up to the day, with how much came in after each."""
    with context.reading() as conn:
        found = [
            Closed(each, queries_closing.late_count(conn, each))
            for each in _closed_by(conn, context.as_of)
        ]
    return report.listing(found, day=context.as_of)


def showing(context: Context, words: str) -> Report:
    """A period as it was closed, as its last day is told now, and what came in since.

    Raises DataError for a period that was not closed, with those that were.
    """
    from ntmtrack.reports.closing_beside import showing as showing_beside

    with context.reading() as conn:
        closing = _named(conn, words, context.as_of)
        now = _figures(conn, closing.last_day)
        late = queries_closing.late_facts(conn, closing)
        keys = {each.unit_key for each in late if each.unit_key is not None}
        units = queries_catalogue.units_near(conn, closing.last_day, keys)
    return showing_beside(closing, now, late, units)


def _closed_by(conn: sqlite3.Connection, day: date) -> list[Closing]:
    return [each for each in queries_closing.closings(conn) if each.closed_on <= day]


def _named(conn: sqlite3.Connection, words: str, day: date) -> Closing:
    closings = _closed_by(conn, day)
    for each in closings:
        if each.period.casefold() == words.casefold():
            return each
    span = _span(words, day)
    for each in closings:
        if (each.start, each.last_day) == span:
            return each
    raise DataError(
        say("{period} has not been closed", period=period_name(*span)),
        hint=say("see `ntmtrack period list`, or close it with `ntmtrack period close`"),
        details=tuple(
            say("{period}, closed on {day}", period=each.period, day=each.closed_on)
            for each in closings
        ),
    )


def _span(words: str, on: date) -> tuple[date, date]:
    read = parse_period(words, on)
    assert read.start is not None and read.last_day is not None
    return read.start, read.last_day


def _figures(conn: sqlite3.Connection, day: date) -> Figures:
    """The figures of a day as the connection sees them."""
    view = View(day)
    standings = standings_of(conn, queries_catalogue.units(conn, day), view)
    uids = queries_closing.unit_uids(conn, {each.unit_key for each in standings})
    return figures_of(standings, uids, Split.of(queries_tasks.outcomes(conn, view)))


def closing_notes(conn: sqlite3.Connection, day: date) -> tuple[Message, ...]:
    """What a look at a day must say: the closed periods it lies in, and what came in since."""
    return tuple(
        report.over_note(each, queries_closing.late_count(conn, each))
        for each in queries_closing.closings_over(conn, day)
    )
