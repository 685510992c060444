"""Plan against fact: from what was asked to the lines and the courses that answer."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from ntmtrack.app.choosing_figures import Chosen, chosen_items
from ntmtrack.app.context import Context
from ntmtrack.app.figures import SetsInForce
from ntmtrack.app.reading import with_ended
from ntmtrack.app.scope import Scope, chosen_units
from ntmtrack.domain.catalogue import Item, Unit
from ntmtrack.domain.course import Series, Step, course
from ntmtrack.domain.criteria_terms import Level
from ntmtrack.domain.goal import Goal, goal_of
from ntmtrack.domain.plan import Facts, in_order
from ntmtrack.domain.progress import NONE_BELOW, About, Below, Line, added_up, line
from ntmtrack.domain.rhythm import Every
from ntmtrack.domain.unit import level_of
from ntmtrack.record import Record
from ntmtrack.reports import progress as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries, queries_plan
from ntmtrack.store.queries_plan import Pair
from ntmtrack.store.view import View

_RANK = {level.value: rank for rank, level in enumerate(Level)}

Tree = Mapping[int, Sequence[int]]


def progress(
    context: Context,
    scope: Scope,
    criteria: Sequence[str] | None,
    *,
    by: Every | None = None,
) -> Report:
    """What was planned and what was reached: on the day, or period by period up to it."""
    day = context.as_of
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        chosen = chosen_items(conn, scope, criteria, units, day=day)
        told = held(conn, units, chosen, day, named=bool(scope.units))
        if by is not None:
            steps = list(_courses(conn, told.abouts, told.tree, by, day))
            return with_ended(report.build_course(steps, day=day), units, day)
    return with_ended(report.build(list(told.lines().values()), day=day), units, day)


class Held(Record):
    """What is planned and known of indicators of units on a day, and what adds up to it."""

    tree: Tree
    known: Mapping[Pair, Facts]
    below: Mapping[Pair, Below]
    abouts: Mapping[Pair, About]

    def lines(self) -> dict[Pair, Line]:
        """Plan against fact, of each indicator of a unit."""
        return {
            pair: line(about, self.known.get(pair, Facts()), self.below.get(pair, NONE_BELOW))
            for pair, about in self.abouts.items()
        }


def held(
    conn: sqlite3.Connection,
    units: Sequence[Unit],
    chosen: Chosen,
    day: date,
    *,
    named: bool = True,
) -> Held:
    """What there is of the items chosen; `named` are units that were asked for by name."""
    tree = queries_plan.tree(conn, day)
    goals = Goals(conn, chosen, day)
    wide = _with_below([each.key for each in units], tree)
    plans = chosen.plans & chosen.sets.keys()
    targeted = _targeted(conn, units, wide, chosen, goals, day)
    facts = queries_plan.facts(conn, wide, plans, day, items={item for _, item in targeted})
    known = {
        pair: each for pair, each in facts.items() if pair[1] in chosen.items and each.say_something
    }
    below = _below(known, tree, goals)
    asked = set(known) | targeted | _above(below, units, chosen, named=named)
    return Held(tree, known, below, _abouts(asked, units, chosen, goals))


class Goals:
    """The goals of the sets chosen, as they hold on a day; each is worked out once."""

    def __init__(self, conn: sqlite3.Connection, chosen: Chosen, day: date) -> None:
        self._sets = SetsInForce(conn)
        self._chosen = chosen
        self._day = day
        self._goal = cache(self._find)

    def of(self, unit: Unit, item: Item) -> Goal | None:
        """The goal of an item for a unit; None for what has no figures.

        Baseline and targets are those of units of the set's own level: what a commune's plan
        lays down is not what each of its villages has to reach.
        """
        own = level_of(unit.kind) == self._chosen.sets[item.set_key].level
        goal = self._goal(item, unit.region, unit.group)
        return goal if own or goal is None else goal.without_target()

    def adds_up(self, key: int) -> bool:
        """Whether figures of the item with this key add up over the units below."""
        goal = self._goal(self._chosen.items[key], None, None)
        return goal is not None and goal.adds_up

    def _find(self, item: Item, region: str | None, group: str | None) -> Goal | None:
        indicator = self._sets.on(item.set_key, self._day).indicator(item.number)
        if indicator is None or not indicator.kind.takes_threshold:
            return None
        return goal_of(indicator, region=region, group=group, day=self._day)


def _with_below(keys: Iterable[int], tree: Tree) -> list[int]:
    """Units with all that are below them, each once."""
    found = dict.fromkeys(keys)
    queue = list(found)
    for each in queue:
        new = [key for key in tree.get(each, ()) if key not in found]
        found.update(dict.fromkeys(new))
        queue.extend(new)
    return queue


def _targeted(
    conn: sqlite3.Connection,
    units: Sequence[Unit],
    wide: Sequence[int],
    chosen: Chosen,
    goals: Goals,
    day: date,
) -> set[Pair]:
    """The pairs with a target for the very year, in sets that are in use for the unit."""
    used: dict[int, set[int]] = defaultdict(set)
    plans = chosen.plans & chosen.sets.keys()
    for (unit, _), of in queries_plan.pairs(conn, wide, plans).items():
        used[unit].add(of)
    for unit, of in queries.pairs(conn, [each.key for each in units], View(day)):
        used[unit].add(of)
    items: dict[int, list[Item]] = defaultdict(list)
    for item in chosen.items.values():
        items[item.set_key].append(item)
    return {
        (unit.key, item.key)
        for unit in units
        for of in used.get(unit.key, ())
        for item in items[of]
        if (goal := goals.of(unit, item)) is not None and goal.is_of(day.year)
    }


def _below(known: Mapping[Pair, Facts], tree: Tree, goals: Goals) -> dict[Pair, Below]:
    """What the units below add up to, of the items that add up."""
    by_item: dict[int, dict[int, Facts]] = defaultdict(dict)
    for (unit, item), facts in known.items():
        by_item[item][unit] = facts
    return {
        (unit, item): below
        for item, facts in by_item.items()
        if goals.adds_up(item)
        for unit, below in added_up(tree, facts).items()
    }


def _above(
    below: Iterable[Pair], units: Sequence[Unit], chosen: Chosen, *, named: bool
) -> set[Pair]:
    """The pairs that are told of for what is below them: not above the level of their set.

    A unit that was asked for by name is told of all the same.
    """
    ranks = {each.key: _RANK[level_of(each.kind)] for each in units}
    return {
        (unit, item)
        for unit, item in below
        if unit in ranks
        and (named or ranks[unit] >= _RANK[chosen.sets[chosen.items[item].set_key].level])
    }


def _abouts(
    asked: Collection[Pair], units: Sequence[Unit], chosen: Chosen, goals: Goals
) -> dict[Pair, About]:
    """What each line is about, in the order of units, sets and numbers."""
    items: dict[int, list[int]] = defaultdict(list)
    places = {key: place for place, key in enumerate(chosen.items)}
    for unit_key, item_key in asked:
        items[unit_key].append(item_key)
    found = {}
    for unit in units:
        for key in sorted(items[unit.key], key=places.__getitem__):
            item = chosen.items[key]
            goal = goals.of(unit, item)
            if goal is not None:
                code = chosen.sets[item.set_key].code
                found[unit.key, key] = About(unit, code, item.number, item.name, goal)
    return found


def _courses(
    conn: sqlite3.Connection,
    abouts: Mapping[Pair, About],
    tree: Tree,
    by: Every,
    day: date,
) -> Iterator[Step]:
    """The courses of the pairs, each with what adds up to it."""
    summed = {pair: _with_below([pair[0]], tree) for pair in abouts if abouts[pair].goal.adds_up}
    units = {unit for pair in abouts for unit in summed.get(pair, [pair[0]])}
    items = {item for _, item in abouts}
    figures = queries_plan.figures(conn, units, items, day)
    plans = defaultdict(list)
    for each in queries_plan.milestones(conn, units, items):
        plans[each.unit_key, each.item_key].append(each.planned)
    for (unit, item), about in abouts.items():
        series = {
            key: Series(plans.get((key, item), ()), in_order(figures.get((key, item), ())))
            for key in summed.get((unit, item), [unit])
        }
        within = {key: tree[key] for key in series if key in tree} if len(series) > 1 else {}
        yield from course(about, within, series, by=by, day=day)
