"""One indicator of one unit on a day: plan, figure, baseline and target side by side.

Where figures add up, those of the units below stand beside the unit's own, plans likewise; what
is added up is held against the plan, and the unit's own stays visible.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.goal import Goal
from ntmtrack.domain.plan import (
    Facts,
    Figure,
    NoProgress,
    PlanState,
    Sum,
    gap,
    progress,
    state_of,
    sums,
)
from ntmtrack.record import Record


class Below(Record):
    """What the units below add up to: their figures and plans, None where they have none."""

    newest: Sum | None = None
    first: Sum | None = None
    planned: Sum | None = None
    following: Sum | None = None


class About(Record):
    """The indicator and the unit that a line is about."""

    unit: Unit
    set_code: str
    number: str
    name: str
    goal: Goal


class Line(Record):
    """Plan against fact. `own` and `below` are what `actual` and `planned` were taken from.

    `baseline_first` says that the set names no baseline and the first figure recorded stands in.
    `progress` is a share in percent, or why there is none.
    """

    about: About
    own: Facts
    below: Below
    actual: Figure | None
    planned: Figure | None
    following: Figure | None
    baseline: Figure | None
    baseline_first: bool
    gap: Decimal | None
    state: PlanState
    progress: Decimal | NoProgress


NONE_BELOW = Below()


def line(about: About, own: Facts, below: Below = NONE_BELOW) -> Line:
    """The line of one indicator of one unit."""
    goal = about.goal
    actual = _figure(below.newest) or own.newest
    planned = _figure(below.planned) or _of_plan(own, "planned")
    following = _figure(below.following) or _of_plan(own, "following")
    baseline, first = _baseline(goal, own, below)
    now = None if actual is None else actual.value
    due = None if planned is None else planned.value
    ahead = None if now is None or due is None else gap(now, due, goal.op, goal.target)
    start = None if baseline is None else baseline.value
    return Line(
        about=about,
        own=own,
        below=below,
        actual=actual,
        planned=planned,
        following=following,
        baseline=baseline,
        baseline_first=first,
        gap=ahead,
        state=state_of(now, due, ahead),
        progress=progress(now, start, goal.target, goal.op),
    )


def _figure(added: Sum | None) -> Figure | None:
    return None if added is None else Figure(added.value, added.on)


def _of_plan(facts: Facts, which: str) -> Figure | None:
    plan = facts.planned if which == "planned" else facts.following
    if plan is None or plan.value is None:
        return None
    return Figure(plan.value, plan.last_day)


def _baseline(goal: Goal, own: Facts, below: Below) -> tuple[Figure | None, bool]:
    if goal.baseline is not None:
        return Figure(goal.baseline.value, goal.baseline.on), False
    first = own.first if below.first is None else Figure(below.first.value, below.first.oldest)
    return first, first is not None


def added_up(tree: Mapping[int, Sequence[int]], facts: Mapping[int, Facts]) -> dict[int, Below]:
    """What the units below each unit add up to, of one indicator; `facts` by unit.

    The next plan of a sum is what is planned by the first day to come on which any of the units
    below has a plan.
    """
    newest = sums(tree, {key: each.newest for key, each in facts.items() if each.newest})
    first = sums(tree, {key: each.first for key, each in facts.items() if each.first})
    plans = {key: plan for key, each in facts.items() if (plan := _of_plan(each, "planned"))}
    coming = {key: plan for key, each in facts.items() if (plan := _of_plan(each, "following"))}
    planned, following = sums(tree, plans), _following(tree, plans, coming)
    return {
        key: Below(newest.get(key), first.get(key), planned.get(key), following.get(key))
        for key in newest.keys() | planned.keys() | following.keys()
    }


def _following(
    tree: Mapping[int, Sequence[int]], plans: Mapping[int, Figure], coming: Mapping[int, Figure]
) -> dict[int, Sum]:
    found = {}
    for day in sorted({each.on for each in coming.values()}, reverse=True):
        by_then = {key: each for key, each in coming.items() if each.on <= day}
        for key, added in sums(tree, {**plans, **by_then}).items():
            # An earlier day takes the place of a later one wherever a plan below ends on it.
            if added.on == day:
                found[key] = added
    return found
