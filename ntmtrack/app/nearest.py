"""Who is closest to the whole set: from the ledger to a ranking."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ntmtrack.app.context import Context
from ntmtrack.app.reading import standings_of, with_ended
from ntmtrack.app.scope import Scope, chosen_units, set_named
from ntmtrack.app.timelines import timelines
from ntmtrack.domain.aim import Aim, newest
from ntmtrack.domain.assessment import Counts, Finding, Judgement, Verdict, counting, derive
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.nearest import Contender, group_of, missing_of, ranked, registered
from ntmtrack.domain.recognition import granted
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.domain.target import Reached, reached, set_turns, with_recognition
from ntmtrack.domain.task import Outcome, Task
from ntmtrack.domain.timeline import Turn
from ntmtrack.record import Record
from ntmtrack.reports import nearest as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_tasks
from ntmtrack.store.queries_nearest import judged_indicators
from ntmtrack.store.queries_targets import aims
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import Pair, View


def nearest(
    context: Context, scope: Scope, *, registered_only: bool = False, limit: int | None = None
) -> Report:
    """Units by how little they lack of their whole set, each set apart.

    `registered_only` keeps to units that are registered, `limit` to so many of each set that
    are on their way.
    """
    view = View(context.as_of)
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        of = set_named(conn, scope, units)
        facts = _facts(conn, units, of, view, narrowed=bool(scope.units or scope.under))
        if registered_only:
            found = [each for each in facts.standings if registered(each.standings)]
            facts = facts._replace(standings=found)
        contenders = _contenders(conn, units, facts, view)
    return with_ended(report.build(contenders, day=view.day, limit=limit), units, view.day)


def first_of(
    conn: sqlite3.Connection, units: Sequence[Unit], set_code: str, view: View
) -> UnitStanding:
    """Which of some units, all on their way under a set, `nearest` ranks first."""
    sets = [each for each in queries_catalogue.sets(conn) if each.code == set_code]
    facts = _facts(conn, units, sets[0], view, narrowed=True)
    return ranked(_contenders(conn, units, facts, view))[set_code][0].standing


class _Facts(Record):
    """What was asked of the ledger, by unit and set."""

    standings: list[UnitStanding]
    sets: dict[str, int]
    aims: dict[Pair, Aim]
    below: dict[int, dict[str, list[str]]]
    judged: dict[Pair, dict[str, list[Judgement]]]
    tasks: dict[int, list[Task]]


def _facts(
    conn: sqlite3.Connection,
    units: Sequence[Unit],
    of: SetName | None,
    view: View,
    *,
    narrowed: bool,
) -> _Facts:
    keys = [each.key for each in units]
    aimed: dict[Pair, Aim] = {}
    for aim in newest(aims(conn, keys, view.day, whole_sets=True)).values():
        if aim.set_key is not None and (of is None or aim.set_key == of.key):
            aimed[aim.unit_key, aim.set_key] = aim
    sets = queries_catalogue.sets(conn)
    codes = {each.code: each.key for each in sets}
    found = standings_of(conn, units, view, of=of)
    used = sorted({*(codes[each.set_code] for each in found), *(pair[1] for pair in aimed)})
    items = queries_catalogue.items(conn, used, view.day)
    present = {(each.unit_key, codes[each.set_code]) for each in found}
    bare = _bare(units, sets, items, sorted(aimed.keys() - present))
    narrow = Narrow(units=tuple(keys)) if narrowed else None
    tasks: dict[int, list[Task]] = defaultdict(list)
    for task in queries_tasks.tasks(conn, view, which=Which.OPEN, narrow=narrow):
        if task.unit_key is not None:
            tasks[task.unit_key].append(task)
    judged = judged_indicators(conn, {each.unit_key for each in found}, used, view)
    return _Facts([*found, *bare], codes, aimed, _below(items), judged, tasks)


def _below(items: Iterable[Item]) -> dict[int, dict[str, list[str]]]:
    """The indicators of each criterion, by set."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        if item.parent is not None:
            found[item.set_key][item.parent].append(item.number)
    return found


def _bare(
    units: Sequence[Unit], sets: Sequence[SetName], items: Sequence[Item], pairs: Sequence[Pair]
) -> list[UnitStanding]:
    """Units of which a target is all that is known under a set."""
    named, of = {each.key: each for each in units}, {each.key: each for each in sets}
    found = []
    for unit_key, set_key in pairs:
        unit = named[unit_key]
        findings = tuple(
            Finding(item.number, item.name, Verdict.NOT_ASSESSED)
            for item in items
            if item.set_key == set_key and item.parent is None
        )
        found.append(
            UnitStanding(
                unit=unit.code,
                unit_name=unit.name,
                set_code=of[set_key].code,
                set_name=of[set_key].name,
                findings=findings,
                parent_name=unit.parent_name,
                counts=Counts.of(finding.verdict for finding in findings),
                unit_key=unit_key,
            )
        )
    return found


def _contenders(
    conn: sqlite3.Connection, units: Sequence[Unit], facts: _Facts, view: View
) -> list[Contender]:
    whole = _whole(conn, units, facts, view)
    found = []
    for standing in facts.standings:
        set_key = facts.sets[standing.set_code]
        pair = standing.unit_key, set_key
        latest = {number: counting(each) for number, each in facts.judged.get(pair, {}).items()}
        judged = {number: each for number, each in latest.items() if each is not None}
        group, recognised_on = group_of(standing, view.day)
        aim = facts.aims.get(pair)
        turns = whole.get(pair)
        last_day = aim.last_day if aim else None
        outcome = None if turns is None else reached(turns, last_day)
        if aim is not None:
            verdict = derive([finding.verdict for finding in standing.findings], None)
            days = granted(standing.standings)
            outcome = with_recognition(outcome or Reached(verdict), aim, days)
        tasks = [
            task
            for task in facts.tasks.get(standing.unit_key, ())
            if task.set_code in (None, standing.set_code)
        ]
        late = sum(task.outcome(view.day) is Outcome.OPEN_OVERDUE for task in tasks)
        found.append(
            Contender(
                standing=standing,
                missing=missing_of(standing.findings, facts.below[set_key], judged),
                group=group,
                day=view.day,
                aim=aim,
                reached=outcome,
                recognised_on=recognised_on,
                tasks_open=len(tasks),
                tasks_late=late,
            )
        )
    return found


def _whole(
    conn: sqlite3.Connection, units: Sequence[Unit], facts: _Facts, view: View
) -> dict[Pair, list[Turn]]:
    """How the whole set went, of units that meet it all and of those whose target is past."""
    settled = {Verdict.MET, Verdict.NOT_APPLICABLE}
    past = {
        pair
        for pair, aim in facts.aims.items()
        if aim.last_day is not None and aim.last_day < view.day
    }
    pairs = {
        pair
        for each in facts.standings
        if (pair := (each.unit_key, facts.sets[each.set_code])) in past
        or {finding.verdict for finding in each.findings} <= settled
    }
    if not pairs:
        return {}
    asked = [each for each in units if any(each.key == pair[0] for pair in pairs)]
    times = timelines(conn, asked, sorted({pair[1] for pair in pairs}), view)
    return {
        pair: set_turns(time.criteria.values()) for pair, time in times.items() if pair in pairs
    }
