"""Looks at what changed: two days side by side, periods in a row, and what was lost again."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.reading import beside, with_ended
from ntmtrack.app.scope import Scope, chosen_units, known_numbers, set_named
from ntmtrack.app.timelines import Wanted, forms_of, timelines, verdicts_on
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.periods import Period, periods
from ntmtrack.domain.recognition import StandingState, follow
from ntmtrack.domain.rhythm import Every
from ntmtrack.domain.task_past import TaskPast, concerns, moved
from ntmtrack.domain.timeline import Timeline, fall
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports.regressions import Fallen, Regressed
from ntmtrack.reports.report import Report
from ntmtrack.reports.trend import Course, TaskCounts
from ntmtrack.store import queries, queries_catalogue, queries_tasks, queries_timeline
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import Pair, View


def compare(context: Context, scope: Scope, then: date) -> Report:
    """Every unit under every set on an earlier day and on the day of the look.

    Raises DataError for a day that is not earlier.
    """
    day = context.as_of
    if then >= day:
        raise DataError(
            say("{then} is not before {day}, the day of the look", then=then, day=day),
            hint=say("give an earlier day with --compare, or a later one with --as-of"),
        )
    with context.reading() as conn:
        return compared(conn, context, scope, then)


def compared(conn: sqlite3.Connection, context: Context, scope: Scope, then: date) -> Report:
    """The same of a ledger that is open; `then` is the earlier day."""
    from ntmtrack.reports import compare as report

    day = context.as_of
    view, earlier = View(day), View(then)
    asked = chosen_units(conn, scope, context)
    of = set_named(conn, scope, asked)
    found = queries.pairs(conn, [each.key for each in asked], view)
    found = [pair for pair in found if of is None or pair[1] == of.key]
    units = _of_pairs(asked, found)
    sets = _sets_of(conn, found)
    before = verdicts_on(conn, units, sets, earlier, stage=scope.stage)
    now = verdicts_on(conn, units, sets, view, stage=scope.stage)
    totals = _totals(conn, sets, view)
    lives = queries_timeline.lifetimes(conn, [each.key for each in units])
    pasts = _by_unit(queries_timeline.task_pasts(conn, [each.key for each in units], view))
    counts = [queries.tallies(conn, [each.key for each in units], v) for v in (earlier, view)]
    notes = beside(conn, [each.code for each in sets.values()], day)
    place = {each.key: (number, each) for number, each in enumerate(units)}
    rows = [
        report.Compared(
            unit=place[unit][1].code,
            unit_name=place[unit][1].name,
            set_code=sets[key].code,
            before=before.get((unit, key)),
            now=now.get((unit, key)),
            total=totals[key],
            existed=lives[unit][0] <= then,
            moved=moved(_concerning(pasts, unit, sets[key].code), then, day),
            counted=tuple(
                dict.fromkeys(
                    tally
                    for side, judged in zip(counts, (before, now), strict=True)
                    if (unit, key) not in judged
                    for tally in side.get(unit, ())
                    if tally.set_code == sets[key].code and not tally.what.of_units
                )
            ),
        )
        for unit, key in sorted(found, key=lambda pair: (place[pair[0]][0], sets[pair[1]].code))
    ]
    built = report.build(rows, then=then, day=day)
    return with_ended(built._replace(notes=(*built.notes, *notes)), asked, day)


def trend(
    context: Context, scope: Scope, *, every: Every, first: date | None, last: date | None
) -> Report:
    """How the counts went, period by period, each by the units that there were.

    Raises DataError for days that make no period, and for very many periods.
    """
    shown = periods(every, first=first, last=last, as_of=context.as_of)
    with context.reading() as conn:
        return trend_through(conn, context, scope, shown)


def trend_through(
    conn: sqlite3.Connection, context: Context, scope: Scope, shown: Sequence[Period]
) -> Report:
    """The same of a ledger that is open, through the periods given."""
    from ntmtrack.reports import trend as report

    view = View(shown[-1].last_day)
    asked = chosen_units(conn, scope, context)
    of = set_named(conn, scope, asked)
    units, within = _units_through(conn, scope, context, asked, shown)
    named = queries_catalogue.sets(conn) if of is None else [of]
    sets = {each.key: each for each in named}
    found = timelines(conn, units, sets, view, wanted=Wanted.OF_CRITERIA)
    keys = [each.key for each in units]
    lives = queries_timeline.lifetimes(conn, keys)
    pasts = _by_unit(queries_timeline.task_pasts(conn, keys, view))
    entered = _entered(conn, list({key for _, key in found}), sets, view)
    notes = beside(conn, [sets[key].code for _, key in found], context.as_of)
    courses = [
        Course(
            set_code=sets[key].code,
            judged_from=line.judged_from,
            criteria=line.criteria,
            exists=lives[unit],
            within=within.get(unit),
        )
        for (unit, key), line in found.items()
    ]
    tasks = _task_counts(found, sets, pasts, shown, within)
    built = report.build(courses, shown, tasks, entered, day=context.as_of)
    built = built._replace(notes=(*built.notes, *notes))
    return with_ended(built, asked if scope.units else (), context.as_of)


def _units_through(
    conn: sqlite3.Connection,
    scope: Scope,
    context: Context,
    asked: Sequence[Unit],
    shown: Sequence[Period],
) -> tuple[list[Unit], dict[int, frozenset[int]]]:
    """The units of a question through its periods, and in which of them each belongs to it.

    Those that were named are the same throughout. Otherwise each day has its own: a commune that
    was merged since is counted while it was there. The places are those of the days looked at,
    the day before the first period among them; a unit without places belongs to all.
    """
    if scope.units:
        return list(asked), {}
    top = None
    if scope.under is not None:
        top = resolve.unit(conn, scope.under, context.as_of, above=True)
    found: dict[int, Unit] = {}
    within: dict[int, set[int]] = defaultdict(set)
    for place, day in enumerate([shown[0].eve, *(period.last_day for period in shown)]):
        there = (
            queries_catalogue.units(conn, day)
            if top is None
            else queries_catalogue.children(conn, top.key, day)
        )
        for each in there:
            found[each.key] = each
            within[each.key].add(place)
    return list(found.values()), {key: frozenset(places) for key, places in within.items()}


def _entered(
    conn: sqlite3.Connection, keys: Sequence[int], sets: dict[int, SetName], view: View
) -> dict[str, dict[str, date]]:
    """By set, the days on which overlays brought it criteria."""
    found: dict[str, dict[str, date]] = defaultdict(dict)
    for key, forms in forms_of(conn, keys, view.day).items():
        known = set(forms[0][1])
        for start, criteria in forms[1:]:
            for number in criteria.keys() - known:
                found[sets[key].code][number] = start
            known |= criteria.keys()
    return found


def _task_counts(
    pairs: Iterable[Pair],
    sets: dict[int, SetName],
    pasts: dict[int, list[TaskPast]],
    shown: Sequence[Period],
    within: dict[int, frozenset[int]],
) -> dict[tuple[str, str], TaskCounts]:
    """The tasks of the judged units about each set, and about no criterion.

    Those of a unit count in the periods in which it belongs to what is looked at.
    """
    tasks: dict[tuple[str, int], list[TaskPast]] = defaultdict(list)
    for unit, key in pairs:
        code = sets[key].code
        for place in within.get(unit, range(1, len(shown) + 1)):
            tasks[code, place] += _concerning(pasts, unit, code)
    found = {}
    for (code, place), listed in tasks.items():
        if place:
            period = shown[place - 1]
            of_period = moved(listed, period.eve, period.last_day)
            found[code, period.key] = TaskCounts(len(of_period.newly_late), len(of_period.done))
    return found


def regressions(
    context: Context,
    scope: Scope,
    *,
    recognised: bool = False,
    since: date | None = None,
    criterion: Sequence[str] | None = None,
) -> Report:
    """What was met and is unmet or nearly met on the day of the look.

    Raises DataError for a number that no set has.
    """
    with context.reading() as conn:
        return lost(conn, context, scope, recognised=recognised, since=since, criterion=criterion)


def lost(
    conn: sqlite3.Connection,
    context: Context,
    scope: Scope,
    *,
    recognised: bool = False,
    since: date | None = None,
    criterion: Sequence[str] | None = None,
) -> Report:
    """The same of a ledger that is open."""
    from ntmtrack.reports import regressions as report

    view = View(context.as_of)
    units = chosen_units(conn, scope, context)
    of = set_named(conn, scope, units)
    known_numbers(conn, criterion, of, view)
    found = regressed(conn, units, of, view)
    fell = tuple({each.unit_key for each in found})
    narrow = Narrow(units=fell, about_criteria=True)
    tasks = queries_tasks.tasks(conn, view, which=Which.OPEN, narrow=narrow)
    built = report.build(
        found,
        tasks,
        day=view.day,
        recognised=recognised,
        since=since,
        criteria=frozenset(criterion or ()),
    )
    return with_ended(built, units, view.day)


def regressed(
    conn: sqlite3.Connection, units: Sequence[Unit], of: SetName | None, view: View
) -> list[Regressed]:
    """What units lost of their sets, or of one, by the view's day; only those that lost any."""
    sets = {each.key: each for each in queries_catalogue.sets(conn)}
    keys = list(sets) if of is None else [of.key]
    found = timelines(conn, units, keys, view, wanted=Wanted.OF_FAILED)
    items = queries_catalogue.items(conn, keys, view.day)
    events = queries.standings(conn, [each.key for each in units], view)
    lost = []
    for unit in units:
        for key in keys:
            fallen = _fallen(found.get((unit.key, key)), items, key)
            if fallen:
                own = [e for e in events.get(unit.key, ()) if e.set_code == sets[key].code]
                stands = bool(own) and follow(own, view.day).state is StandingState.RECOGNISED
                lost.append(
                    Regressed(unit.key, unit.code, unit.name, sets[key].code, stands, fallen)
                )
    return lost


def _fallen(line: Timeline | None, items: Sequence[Item], key: int) -> tuple[Fallen, ...]:
    """What fell of one unit under one set, in print order: each criterion, then its indicators."""
    if line is None:
        return ()
    falls = {number: fall(turns) for number, turns in (line.criteria | line.indicators).items()}
    found = []
    for item in items:
        lost = falls.get(item.number) if item.set_key == key else None
        if lost is not None:
            found.append(Fallen(item.number, item.name, item.parent or item.number, lost))
    return tuple(found)


def _of_pairs(units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Unit]:
    keys = {unit for unit, _ in pairs}
    return [each for each in units if each.key in keys]


def _sets_of(conn: sqlite3.Connection, pairs: Sequence[Pair]) -> dict[int, SetName]:
    keys = {key for _, key in pairs}
    return {each.key: each for each in queries_catalogue.sets(conn) if each.key in keys}


def _totals(conn: sqlite3.Connection, sets: dict[int, SetName], view: View) -> dict[int, int]:
    """How many criteria each set has."""
    found = dict.fromkeys(sets, 0)
    for item in queries_catalogue.items(conn, sets, view.day):
        if item.parent is None:
            found[item.set_key] += 1
    return found


def _by_unit(pasts: Sequence[TaskPast]) -> dict[int, list[TaskPast]]:
    found: dict[int, list[TaskPast]] = defaultdict(list)
    for past in pasts:
        found[past.unit_key].append(past)
    return found


def _concerning(pasts: dict[int, list[TaskPast]], unit: int, set_code: str) -> list[TaskPast]:
    """The tasks of a unit about a set, and those about no criterion."""
    return [past for past in pasts.get(unit, ()) if concerns(past, unit, set_code)]
