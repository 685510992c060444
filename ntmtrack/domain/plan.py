"""Plan against fact: which figure counts, how far it is from its plan, and how figures add up.

A figure holds from its day until a newer one; a plan holds from the last day of its span until
the last day of the next. Figures are exact decimals in the unit of measure of their indicator.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from ntmtrack.domain.due import Precision
from ntmtrack.domain.operator import Operator
from ntmtrack.record import Record

_TENTH = Decimal("0.1")
_NOTHING = Decimal(0)


class PlanState(StrEnum):
    """How a figure stands to what was planned for by then."""

    BEHIND = "behind"
    NO_FIGURE = "no_figure"
    UNCLEAR = "unclear"
    """The set does not say whether more is better."""
    AS_PLANNED = "as_planned"
    AHEAD = "ahead"
    NO_PLAN = "no_plan"


class NoProgress(StrEnum):
    """Why no share of the way can be told."""

    NO_FIGURE = "no_figure"
    NO_TARGET = "no_target"
    NO_BASELINE = "no_baseline"
    REACHED = "reached"
    """The baseline already reaches the target: there is no way to go."""


class Figure(Record):
    """A measured value and the day it was so; `order` rises with the recording."""

    value: Decimal
    on: date
    order: int = 0


class Planned(Record):
    """A value planned for a span; `order` rises with the recording, None takes a plan back."""

    value: Decimal | None
    start: date
    last_day: date
    words: str
    order: int = 0


class Milestone(Record):
    """One standing plan with what was said beside it."""

    unit_key: int
    item_key: int
    planned: Planned
    precision: Precision
    value_unit: str | None = None
    document: str | None = None
    note: str | None = None


class Facts(Record):
    """What is planned and known of one indicator of one unit on a day.

    `rival` is another value planned for a span that ends with the plan in force. `units` are
    the units of measure that figures and plans were recorded in.
    """

    planned: Planned | None = None
    rival: Decimal | None = None
    following: Planned | None = None
    newest: Figure | None = None
    first: Figure | None = None
    units: tuple[str, ...] = ()

    @property
    def say_something(self) -> bool:
        """Whether there is a plan or a figure at all."""
        return any(each is not None for each in (self.planned, self.following, self.newest))


def in_order(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Figures by their days, those of one day in the order of recording."""
    return tuple(sorted(figures, key=lambda each: (each.on, each.order)))


def newest(ordered: Sequence[Figure], day: date) -> Figure | None:
    """The figure that counts on a day: of the latest day by then, of one day the last recorded.

    `ordered` is what `in_order` makes.
    """
    come = bisect_right(ordered, day, key=lambda each: each.on)
    return ordered[come - 1] if come else None


def standing_plans(plans: Iterable[Planned]) -> tuple[Planned, ...]:
    """The plans that stand, in the order of their last days: for each span the newest recorded.

    A span whose plan was taken back has none.
    """
    spans: dict[tuple[date, date], Planned] = {}
    for each in sorted(plans, key=lambda plan: plan.order):
        spans[each.start, each.last_day] = each
    standing = (each for each in spans.values() if each.value is not None)
    return tuple(sorted(standing, key=lambda plan: (plan.last_day, plan.order)))


def planned_on(standing: Sequence[Planned], day: date) -> Planned | None:
    """The plan in force on a day: the last whose last day has come; of one day the newest.

    `standing` is what `standing_plans` makes.
    """
    come = bisect_right(standing, day, key=lambda each: each.last_day)
    return standing[come - 1] if come else None


def gap(
    actual: Decimal, planned: Decimal, op: Operator | None, target: Decimal | None
) -> Decimal | None:
    """By how much a figure is better (> 0) or worse (< 0) than planned, in its own unit.

    `op` gives the direction; under "=" better is nearer to the target, and where the plan is the
    target any difference is worse. None where no direction is known.
    """
    more = actual - planned
    if op in (Operator.AT_LEAST, Operator.MORE_THAN):
        return more
    if op in (Operator.AT_MOST, Operator.LESS_THAN):
        return _NOTHING - more
    if op is None:
        return None
    if target is None or target == planned:
        return _NOTHING - abs(more)
    return more if target > planned else _NOTHING - more


def state_of(actual: Decimal | None, planned: Decimal | None, gap: Decimal | None) -> PlanState:
    """How a figure stands to its plan; `gap` is what the function of that name says."""
    if actual is None:
        return PlanState.NO_FIGURE
    if planned is None:
        return PlanState.NO_PLAN
    if actual == planned:
        return PlanState.AS_PLANNED
    if gap is None:
        return PlanState.UNCLEAR
    return PlanState.AHEAD if gap > 0 else PlanState.BEHIND


def progress(
    now: Decimal | None, baseline: Decimal | None, target: Decimal | None, op: Operator | None
) -> Decimal | NoProgress:
    """The share of the way from the baseline to the target that has been gone, in percent.

    (now − baseline) / (target − baseline) × 100, to one place, halves away from zero. The same
    formula serves what is to rise and what is to fall: both differences change their sign. It
    is below 0 on the wrong side of the baseline, over 100 beyond the target. Where the baseline
    reaches the target already it would tell nothing, so the answer is why.
    """
    if now is None:
        return NoProgress.NO_FIGURE
    if target is None:
        return NoProgress.NO_TARGET
    if baseline is None:
        return NoProgress.NO_BASELINE
    if baseline == target or (op is not None and op.holds(baseline, target)):
        return NoProgress.REACHED
    share = 100 * (now - baseline) / (target - baseline)
    # Adding nothing makes a "-0.0" a plain zero.
    return share.quantize(_TENTH, rounding=ROUND_HALF_UP) + _NOTHING


class Sum(Record):
    """What the figures of the units below add up to.

    `oldest` and `on` are the days of the oldest and the newest part. Of the `below` lowest units
    `reported` have a figure, of their own or within that of a unit between.
    """

    value: Decimal
    oldest: date
    on: date
    reported: int
    below: int


class _Part(Record):
    figures: tuple[Figure, ...]
    reported: int
    below: int


def sums(tree: Mapping[int, Sequence[int]], own: Mapping[int, Figure]) -> dict[int, Sum]:
    """For every unit with figures below it: those figures added up.

    `tree` holds the units right below each unit, `own` each unit's own figure. A unit between
    counts with what is below it if anything is, else with its own figure: nothing counts twice.
    """
    parts: dict[int, _Part] = {}
    found = {}
    for unit in _upwards(tree):
        below = [parts[each] for each in tree.get(unit, ())]
        figures = tuple(figure for part in below for figure in part.figures)
        lowest = sum(part.below for part in below)
        if figures:
            reported = sum(part.reported for part in below)
            found[unit] = _added(figures, reported, lowest)
            parts[unit] = _Part(figures, reported, lowest)
        elif unit in own:
            parts[unit] = _Part((own[unit],), lowest or 1, lowest or 1)
        else:
            parts[unit] = _Part((), 0, lowest or 1)
    return found


def _added(figures: Sequence[Figure], reported: int, below: int) -> Sum:
    return Sum(
        value=sum((each.value for each in figures), _NOTHING),
        oldest=min(each.on for each in figures),
        on=max(each.on for each in figures),
        reported=reported,
        below=below,
    )


def _upwards(tree: Mapping[int, Sequence[int]]) -> list[int]:
    """Every unit of a tree after all that are below it."""
    below = {each for listed in tree.values() for each in listed}
    downwards = [unit for unit in tree if unit not in below]
    for unit in downwards:
        downwards.extend(tree.get(unit, ()))
    return downwards[::-1]
