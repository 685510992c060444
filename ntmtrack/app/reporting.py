"""The periodic report: its figures gathered from one state of the ledger, and put into a form."""

import sqlite3
from collections.abc import Mapping, Sequence

from ntmtrack.app.changes import compared, lost, trend_through
from ntmtrack.app.context import Context
from ntmtrack.app.reading import criteria_of, standings_of
from ntmtrack.app.scope import Scope, chosen_units, set_named
from ntmtrack.app.task_figures import counted_by_lead, reviewed
from ntmtrack.app.task_reading import TaskScope, narrowed
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.decree30 import Frame
from ntmtrack.domain.periods import begun, periods
from ntmtrack.domain.report_period import ReportPeriod
from ntmtrack.domain.rhythm import Every
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.domain.task import Split
from ntmtrack.domain.unit import level_of
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import matrix, periodic, periodic_standing, periodic_tasks, status
from ntmtrack.reports.closing import given_unknown_notes
from ntmtrack.reports.periodic import Part, Periodic
from ntmtrack.reports.task_stats import Owed, owed_since
from ntmtrack.reports.tasks import due
from ntmtrack.store import (
    queries,
    queries_catalogue,
    queries_closing,
    queries_lineage,
    queries_periodic,
    queries_review,
    queries_standing,
    queries_tasks,
)
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View


class Asked(Record):
    """What a periodic report is to be about, and what only its office can say of it."""

    words: str
    scope: Scope = Scope()
    frame: Frame = Frame()
    requests: tuple[str, ...] = ()


def gather(context: Context, asked: Asked) -> tuple[Periodic, tuple[str, ...]]:
    """The figures of a period as of its last day, or of the day of the look within it.

    Beside them the names of the units that they are of, none for all. Raises DataError for words
    that name no period, for one that has not begun, and for names that fit nothing or several.
    """
    stretch = begun(asked.words, context.as_of)
    period = ReportPeriod(stretch.first, stretch.last, min(stretch.last, context.as_of))
    context = context._replace(as_of=period.day)
    with context.reading() as conn:
        units = chosen_units(conn, asked.scope, context)
        of = set_named(conn, asked.scope, units)
        standings = standings_of(conn, units, View(period.day), of=of)
        sets = {each.code: each for each in queries_catalogue.sets(conn)}
        told = (
            *_told_of(conn, period),
            *periodic.gone(_gone(conn, period, units, of)),
            *periodic.missing(standings, _others(standings, units, sets)),
        )
        judged = _of_criteria(conn, context, asked.scope, period, standings, units, of)
        worked, annexes = _of_tasks(conn, context, asked.scope, period)
        pictures = _pictures(conn, context, asked.scope, period, standings, units, sets)
    wanted = periodic.requests(asked.requests, day=period.day)
    parts = (*judged, *worked, Part("requests", wanted))
    annexes = (*annexes, Part("remarks", periodic.remarks(standings, day=period.day)))
    if period.short:
        parts = (*(each for each in annexes if each.key == "review"), *parts)
        annexes = tuple(each for each in annexes if each.key != "review")
    if of is not None:
        told = (*told, say("Criteria are those of {set}; tasks are of all sets.", set=of.name))
    made = Periodic(
        period,
        parts,
        annexes,
        pictures,
        told,
        {code: each.name for code, each in sets.items()},
    )
    return made, _named(units, asked.scope)


def _named(units: Sequence[Unit], scope: Scope) -> tuple[str, ...]:
    """How the units are called in the paper: those that were asked for, or the one above them."""
    if scope.units:
        return tuple(each.name for each in units)
    return () if scope.under is None else (scope.under,)


def _others(
    standings: Sequence[UnitStanding], units: Sequence[Unit], sets: Mapping[str, SetName]
) -> dict[str, int]:
    """By the name of each set in use, how many units of its level nothing is known of."""
    known = {(each.set_code, each.unit_key) for each in standings}
    return {
        sets[code].name: sum(
            level_of(each.kind) == sets[code].level and (code, each.key) not in known
            for each in units
        )
        for code in dict.fromkeys(each.set_code for each in standings)
    }


def _told_of(conn: sqlite3.Connection, period: ReportPeriod) -> tuple[Message, ...]:
    closing = queries_closing.closing_of(conn, period.start, period.last)
    late = 0 if closing is None else queries_closing.late_count(conn, closing)
    unknown = queries_closing.given_unknown(conn, period.last)
    return (*periodic.told_of(period, closing, late), *given_unknown_notes(unknown, period.last))


def _gone(
    conn: sqlite3.Connection, period: ReportPeriod, units: Sequence[Unit], of: SetName | None
) -> list[str]:
    """The units that were judged or counted and went over into these while the period ran."""
    keys = queries_lineage.gone_over_into(conn, [each.key for each in units], period.day)
    ended = queries_catalogue.units_by_key(conn, period.eve, keys)
    found = queries.pairs(conn, [each.key for each in ended], View(period.day))
    told = {unit for unit, key in found if of is None or key == of.key}
    return [each.name for each in ended if each.key in told]


def _of_criteria(
    conn: sqlite3.Connection,
    context: Context,
    scope: Scope,
    period: ReportPeriod,
    standings: Sequence[UnitStanding],
    units: Sequence[Unit],
    of: SetName | None,
) -> tuple[Part, ...]:
    """What units meet and fail, what changed and was lost, and how far recognition has come."""
    named = {each.key: each for each in units}
    ways = queries_standing.events(
        conn, list(named), period.day, set_key=None if of is None else of.key
    )
    compare = compared(conn, context, scope, period.eve)
    return (
        Part("counts", periodic.counts(standings, day=period.day)),
        Part("bands", status.build_bands(standings, day=period.day)),
        Part("changes", periodic.changed(compare)),
        Part("unmet", periodic.unmet(standings, day=period.day)),
        Part("regressions", lost(conn, context, scope, since=period.start)),
        Part("recognition", periodic_standing.build(ways, named, period)),
    )


def _of_tasks(
    conn: sqlite3.Connection, context: Context, scope: Scope, period: ReportPeriod
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """How tasks were kept, what is late, what comes; and as annexes the review and register."""
    view = View(period.day)
    narrow = narrowed(conn, TaskScope(units=scope.units, under=scope.under), context)
    owed = Owed(period.key, period.start, period.last)
    everything = queries_tasks.tasks(conn, view, narrow=narrow)
    late = queries_tasks.tasks(conn, view, which=Which.LATE, narrow=narrow)
    soon = queries_tasks.tasks(conn, view, which=Which.OPEN, narrow=_falling(narrow, period))
    split = Split.of(queries_tasks.outcomes(conn, view, narrow=narrow))
    listed = owed_since(everything, period.start)
    said = queries_periodic.last_words(conn, {each.number for each in (*late, *listed)}, view)
    review = reviewed(conn, context, first=period.start, under=scope.under, units=scope.units)
    papers = queries_review.papers(conn, listed)
    register = periodic_tasks.register(listed, papers, said, day=period.day)
    return (
        Part("tasks", counted_by_lead(conn, view, narrow=narrow, owed=owed)),
        Part("overdue", periodic_tasks.overdue(late, split, said, day=period.day)),
        Part("due", due(soon, day=period.day, last=period.next_last)),
    ), (Part("review", review), Part("register", register))


def _falling(narrow: Narrow, period: ReportPeriod) -> Narrow:
    """What falls due from the day on until the end of the next period."""
    return narrow._replace(due_from=period.day, due_to=period.next_last)


def _pictures(
    conn: sqlite3.Connection,
    context: Context,
    scope: Scope,
    period: ReportPeriod,
    standings: Sequence[UnitStanding],
    units: Sequence[Unit],
    sets: Mapping[str, SetName],
) -> tuple[Part, ...]:
    """The matrix of every set in use, and the course of the period month by month."""
    view = View(period.day)
    named = {each.key: each for each in units}
    found = []
    for code in dict.fromkeys(each.set_code for each in standings):
        of = sets[code]
        judged = [
            matrix.Judged(named[each.unit_key], each) for each in standings if each.set_code == code
        ]
        criteria = criteria_of(conn, [of.key], view)[of.key]
        built = matrix.build(judged, criteria, of=of, day=period.day)
        found.append(Part(f"matrix/{code}", built))
    if not period.short:
        shown = periods(Every.MONTH, first=period.start, last=period.day, as_of=period.day)
        found.append(Part("trend", trend_through(conn, context, scope, shown)))
    return tuple(found)
