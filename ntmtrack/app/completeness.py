"""The question what has been reported of units: what is missing, what is old, who was late."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ntmtrack.app.context import Context, office_day
from ntmtrack.app.reading import criteria_of, with_ended
from ntmtrack.app.scope import Scope, chosen_units, set_named
from ntmtrack.domain.assessment import Measured
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.completeness import Told, coverage, in_short, reporting
from ntmtrack.domain.periods import begun
from ntmtrack.domain.unit import level_of
from ntmtrack.reports.completeness import Line, Period
from ntmtrack.reports.report import Report
from ntmtrack.store import queries, queries_catalogue, queries_completeness
from ntmtrack.store.view import Pair, View


def completeness(
    context: Context, scope: Scope, *, stale: int, period: str | None = None, late: int
) -> Report:
    """What has been judged of each unit under each of its sets, apart from any verdict.

    `stale` is how many days old a judgement may be. A `period` is looked at as it stood on its
    last day, or on the day of the look if that comes first; it is told of in time until `late`
    days after it. Raises DataError for a period that has not begun, and for names that fit
    nothing or several.
    """
    from ntmtrack.reports import completeness as report

    asked = None if period is None else _period(period, context.as_of, late)
    if asked is not None:
        context = context._replace(as_of=min(asked.last_day, context.as_of))
    day = context.as_of
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        of = set_named(conn, scope, units)
        used = queries.pairs(conn, [each.key for each in units], View(day))
        sets = {each.key: each for each in queries_catalogue.sets(conn)}
        listed, elsewhere = _expected(units, used, sets, of=of, named=bool(scope.units))
        lines = _lines(conn, listed, sets, context, stale=stale, period=asked)
    built = report.build(lines, day=day, stale_after=stale, period=asked, elsewhere=len(elsewhere))
    return with_ended(built, units, day)


def _period(words: str, on: date, late: int) -> Period:
    asked = begun(words, on)
    return Period(*asked, asked.last + timedelta(days=late))


def _expected(
    units: Sequence[Unit],
    used: Sequence[Pair],
    sets: dict[int, SetName],
    *,
    of: SetName | None,
    named: bool,
) -> tuple[list[tuple[Unit, int | None]], list[Unit]]:
    """Which unit is to report by which set (None: by none yet), and which by no set of its level.

    By a set that was asked for every unit of its level is to report. Units that were named are
    always listed.
    """
    below: dict[int, list[int]] = defaultdict(list)
    for unit_key, set_key in used:
        below[unit_key].append(set_key)
    levels = {sets[key].level for _, key in used} if of is None else {of.level}
    listed: list[tuple[Unit, int | None]] = []
    elsewhere = []
    for unit in units:
        if levels and level_of(unit.kind) not in levels and (of is not None or not named):
            elsewhere.append(unit)
        elif of is not None:
            listed.append((unit, of.key))
        else:
            codes = sorted(below.get(unit.key, ()), key=lambda key: sets[key].code)
            listed += [(unit, key) for key in codes] or [(unit, None)]
    return listed, elsewhere


def _lines(
    conn: sqlite3.Connection,
    listed: Sequence[tuple[Unit, int | None]],
    sets: dict[int, SetName],
    context: Context,
    *,
    stale: int,
    period: Period | None,
) -> list[Line]:
    day = context.as_of
    view = View(day)
    keys = sorted({unit.key for unit, _ in listed})
    in_use = sorted({key for _, key in listed if key is not None})
    criteria = criteria_of(conn, in_use, view)
    items = {item.key: item.number for item in queries_catalogue.items(conn, in_use, day)}
    newest = _by_number(queries_completeness.newest_days(conn, keys, items, view), items)
    told = _told(conn, keys, items, period, view)
    on = _known_on(conn, context)
    lines = []
    for unit, key in listed:
        covered = missing = old = None
        if key is not None:
            asked: Sequence[Measured] = criteria[key]
            covered = coverage(asked, newest.get((unit.key, key), {}), day=day, stale_after=stale)
            missing, old = in_short(asked, covered.missing), in_short(asked, covered.stale)
        at = told.get((unit.key, key or 0), Told())
        lines.append(
            Line(
                unit.code,
                unit.name,
                None if key is None else sets[key].code,
                covered,
                missing or (),
                old or (),
                at,
                None if period is None else reporting(at, last_day=period.until, on=on),
            )
        )
    return lines


def _by_number(
    found: dict[Pair, list[tuple[date, list[int]]]], numbers: dict[int, str]
) -> dict[Pair, dict[str, date]]:
    return {
        pair: {numbers[key]: day for day, keys in days for key in keys}
        for pair, days in found.items()
    }


def _told(
    conn: sqlite3.Connection,
    keys: Iterable[int],
    items: Iterable[int],
    period: Period | None,
    view: View,
) -> dict[Pair, Told]:
    if period is None:
        return {}
    found = queries_completeness.recorded_within(conn, keys, items, period.start, view)
    return {pair: Told(office_day(a), office_day(b)) for pair, (a, b) in found.items()}


def _known_on(conn: sqlite3.Connection, context: Context) -> date:
    """The day on which it is asked whether there is time still: that of the knowledge asked for."""
    if context.known is None:
        return context.today
    if isinstance(context.known, date):
        return min(context.known, context.today)
    last = queries_completeness.last_recorded_at(conn)
    return context.today if last is None else min(office_day(last), context.today)
