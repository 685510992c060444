"""Questions: from a context and what was asked to the report that answers."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.scope import Scope, chosen_units, known_numbers, set_named
from ntmtrack.domain.assessment import Counts, Finding, Measured, Stage, roll_up
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.message import Message
from ntmtrack.reports.report import Report
from ntmtrack.store import queries, queries_catalogue
from ntmtrack.store.queries_latest import latest
from ntmtrack.store.view import Pair, View


def standings_of(
    conn: sqlite3.Connection,
    units: Sequence[Unit],
    view: View,
    *,
    of: SetName | None = None,
    stage: Stage | None = None,
    at_a_glance: bool = False,
) -> list[UnitStanding]:
    """Every unit under every set it has been judged, counted or registered by.

    `at_a_glance` leaves out of the findings who said what, when and why.
    """
    keys = [each.key for each in units]
    found = queries.pairs(conn, keys, view)
    if of is not None:
        found = [pair for pair in found if pair[1] == of.key]
    sets = {each.key: each for each in queries_catalogue.sets(conn)} if found else {}
    findings = _findings(conn, found, view, stage, at_a_glance=at_a_glance)
    return _with_lists(conn, _build(conn, units, found, sets, findings, view), sets)


def standing_of(conn: sqlite3.Connection, unit: Unit, of: SetName, view: View) -> UnitStanding:
    """One unit under one set, judged or not."""
    pairs, sets = [(unit.key, of.key)], {of.key: of}
    findings = _findings(conn, pairs, view, None)
    return _with_lists(conn, _build(conn, [unit], pairs, sets, findings, view), sets)[0]


_Findings = Callable[[Pair], tuple[Finding, ...]]


def _findings(
    conn: sqlite3.Connection,
    wanted: Sequence[Pair],
    view: View,
    stage: Stage | None,
    *,
    at_a_glance: bool = False,
) -> _Findings:
    """How the criteria of a set stand for a unit on a day."""
    if not wanted:
        return lambda _: ()
    unit_keys = sorted({pair[0] for pair in wanted})
    set_keys = sorted({pair[1] for pair in wanted})
    criteria = criteria_of(conn, set_keys, view)
    if at_a_glance:
        from ntmtrack.app.glances import Glances

        return Glances(conn, wanted, criteria, view, stage).of
    judged = latest(conn, unit_keys, set_keys, view, stage=stage)
    return lambda pair: tuple(
        roll_up(criterion, judged.get(pair, {})) for criterion in criteria[pair[1]]
    )


def _build(
    conn: sqlite3.Connection,
    units: Sequence[Unit],
    wanted: Sequence[Pair],
    sets: Mapping[int, SetName],
    findings: _Findings,
    view: View,
) -> list[UnitStanding]:
    if not wanted:
        return []
    named = {each.key: each for each in units}
    unit_keys = sorted({pair[0] for pair in wanted})
    tallies = queries.tallies(conn, unit_keys, view)
    events = queries.standings(conn, unit_keys, view)
    found = []
    for unit_key, set_key in wanted:
        unit, of = named[unit_key], sets[set_key]
        stood = findings((unit_key, set_key))
        found.append(
            UnitStanding(
                unit=unit.code,
                unit_name=unit.name,
                set_code=of.code,
                set_name=of.name,
                findings=stood,
                tallies=tuple(t for t in tallies.get(unit_key, ()) if t.set_code == of.code),
                standings=tuple(s for s in events.get(unit_key, ()) if s.set_code == of.code),
                parent_name=unit.parent_name,
                counts=Counts.of(finding.verdict for finding in stood),
                unit_key=unit_key,
            )
        )
    order = {each.key: place for place, each in enumerate(units)}
    return sorted(found, key=lambda each: (order[each.unit_key], each.set_code))


def _with_lists(
    conn: sqlite3.Connection, found: Sequence[UnitStanding], sets: Mapping[int, SetName]
) -> list[UnitStanding]:
    """The standings, each count beside the whole list of its own day, of every stage."""
    if not any(each.tallies for each in found):
        return list(found)
    keys = {each.code: each.key for each in sets.values()}
    wanted: dict[date, set[Pair]] = defaultdict(set)
    for each in found:
        for tally in each.tallies:
            wanted[tally.counted_on].add((each.unit_key, keys[each.set_code]))
    listed = {
        (day, pair): Counts.of(finding.verdict for finding in findings(pair))
        for day, pairs in wanted.items()
        for findings in [_findings(conn, sorted(pairs), View(day), None, at_a_glance=True)]
        for pair in pairs
    }
    return [
        each._replace(
            tallies=tuple(
                tally._replace(
                    listed=listed[tally.counted_on, (each.unit_key, keys[each.set_code])]
                )
                for tally in each.tallies
            )
        )
        for each in found
    ]


def criteria_of(
    conn: sqlite3.Connection, set_keys: Sequence[int], view: View
) -> dict[int, list[Measured]]:
    """By set, the criteria in force on a day, in print order, with their indicators."""
    below: dict[tuple[int, str], list[str]] = defaultdict(list)
    items = queries_catalogue.items(conn, set_keys, view.day)
    for item in items:
        if item.parent is not None:
            below[item.set_key, item.parent].append(item.number)
    found: dict[int, list[Measured]] = {key: [] for key in set_keys}
    for item in items:
        if item.parent is None:
            indicators = tuple(below[item.set_key, item.number])
            found[item.set_key].append(Measured(item.number, item.name, indicators, item.needed))
    return found


def with_ended(report: Report, units: Sequence[Unit], day: date) -> Report:
    """The report, saying which of its units are no more, and what they became, or are not yet."""
    gone = [each for each in units if each.day_near(day) < day]
    to_come = [each for each in units if each.day_near(day) > day]
    if not gone and not to_come:
        return report
    from ntmtrack.reports.lineage import ended, to_begin

    told = (*map(ended, gone), *map(to_begin, to_come))
    return report._replace(notes=(*told, *report.notes))


def formed_of_others(
    conn: sqlite3.Connection, units: Sequence[Unit], found: Sequence[UnitStanding], day: date
) -> tuple[Message, ...]:
    """Of the units that were asked about and never judged, those that were made of others."""
    told = {each.unit_key for each in found}
    bare = {each.key: each for each in units if each.key not in told}
    if not bare:
        return ()
    from ntmtrack.reports.lineage import formed
    from ntmtrack.store.queries_lineage import links

    since = {each.after: each.happened_on for each in links(conn, bare, day) if each.after in bare}
    return tuple(formed(bare[key], since[key]) for key in since)


def beside(conn: sqlite3.Connection, codes: Collection[str], day: date) -> tuple[Message, ...]:
    """What a look at counts must say: a closed period that the day lies in, sets that correspond.

    `codes` are those of the sets that are shown.
    """
    notes: tuple[Message, ...] = ()
    if queries_catalogue.lies_in_closed(conn, day):
        from ntmtrack.app.closing import closing_notes

        notes = closing_notes(conn, day)
    if len(set(codes)) > 1:
        from ntmtrack.app.mapping_notes import mapping_notes

        notes = (*notes, *mapping_notes(conn, codes))
    return notes


def unmet(
    context: Context,
    scope: Scope,
    *,
    criterion: Sequence[str] | None = None,
    by_criterion: bool = False,
    no_task: bool = False,
) -> Report:
    """Which criteria are unmet, since when, and who works on them."""
    from ntmtrack.reports import unmet as report
    from ntmtrack.store import queries_tasks
    from ntmtrack.store.queries_targets import targets_in_force
    from ntmtrack.store.queries_tasks import Narrow, Which

    view = View(context.as_of)
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        of = set_named(conn, scope, units)
        known_numbers(conn, criterion, of, view)
        found = standings_of(conn, units, view, of=of, stage=scope.stage)
        judged = tuple({each.unit_key for each in found})
        narrow = Narrow(units=judged, about_criteria=True)
        tasks = queries_tasks.tasks(conn, view, which=Which.OPEN, narrow=narrow)
        targets = targets_in_force(conn, {each.unit_key for each in found}, context.as_of)
        works = None
        if queries.has_works(conn, judged):
            from ntmtrack.app.work_behind import works_behind

            works = works_behind(conn, judged, context.as_of)
        keep = None
        if scope.where:
            from ntmtrack.app.filtering import kept_findings

            keep = kept_findings(conn, scope.where, context)
        new = formed_of_others(conn, units if scope.units else (), found, context.as_of)
    built = report.build(
        found,
        tasks,
        day=context.as_of,
        criteria=frozenset(criterion or ()),
        by_criterion=by_criterion,
        no_task=no_task,
        asked=tuple((each.code, each.name) for each in units) if scope.units else (),
        targets=targets,
        works=works,
        keep=keep,
    )
    built = built._replace(notes=(*new, *built.notes))
    return with_ended(built, units, context.as_of)


def status(context: Context, scope: Scope, *, bands: bool = False) -> Report:
    """Units and criteria as a matrix, or counted in bands."""
    from ntmtrack.reports import status as report

    view = View(context.as_of)
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        of = set_named(conn, scope, units)
        found = standings_of(conn, units, view, of=of, stage=scope.stage, at_a_glance=True)
        loose = queries.tallies(conn, [each.key for each in units], view)
        notes = beside(conn, [each.set_code for each in found], context.as_of)
        new = formed_of_others(conn, units if scope.units else (), found, context.as_of)
    shown = {(each.unit, each.set_code) for each in found}
    uncounted = [
        (
            each.name,
            [t for t in loose.get(each.key, ()) if (each.code, t.set_code) not in shown],
        )
        for each in units
        if of is None
    ]
    if bands:
        built = report.build_bands(found, day=context.as_of)
    else:
        built = report.build(found, uncounted, day=context.as_of)
    built = built._replace(notes=(*new, *built.notes, *notes))
    return with_ended(built, units, context.as_of)


def history(
    context: Context, unit_words: str, number: str | None, *, set_words: str | None
) -> Report:
    """Every judgement of a unit, with both of its days."""
    from ntmtrack.reports import history as report
    from ntmtrack.store.queries_history import history as recorded

    with context.reading() as conn:
        unit = resolve.unit_ever(conn, unit_words, context.as_of)
        of = set_named(conn, Scope(units=[unit_words], set=set_words), [unit])
        known_numbers(conn, [number] if number else None, of, View(context.as_of))
        found = recorded(conn, unit.key, View(context.as_of), number=number)
        standings = standings_of(conn, [unit], View(context.as_of), of=of)
    if of is not None:
        found = [each for each in found if each.set_code == of.code]
    built = report.build(unit, found, day=context.as_of, standings=standings)
    return with_ended(built, [unit], context.as_of)
