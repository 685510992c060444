"""Which threshold an indicator has for a unit on a day, and how a value stands to it.

Only a verified threshold is ever chosen. Where none can be, the answer says why, so that the
user can be told what to set.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.criteria import Indicator, Threshold
from ntmtrack.domain.criteria_terms import Confidence, Operator, SetBy
from ntmtrack.errors import DataError
from ntmtrack.message import say


class NoThresholdReason(StrEnum):
    """Why there is no threshold to judge by."""

    MISSING = "missing"
    UNVERIFIED = "unverified"
    NEEDS_REGION = "needs_region"
    NEEDS_GROUP = "needs_group"
    NO_YEAR = "no_year"
    TWO_MEASURES = "two_measures"
    NOT_NUMERIC = "not_numeric"


@dataclass(frozen=True, slots=True)
class ThresholdFound:
    """The threshold that holds, with the operator and unit to read it by."""

    threshold: Threshold
    op: Operator
    unit: str | None


@dataclass(frozen=True, slots=True)
class NoThreshold:
    """There is no threshold to judge by; `set_by` says who should have laid one down."""

    reason: NoThresholdReason
    set_by: SetBy | None = None


def threshold_for(
    indicator: Indicator, *, region: str | None, group: str | None, day: date
) -> ThresholdFound | NoThreshold:
    """The threshold of an indicator for a unit of this region and group on a day.

    A later decision wins over an earlier one, and within one decision the threshold that names
    more of region, group and year. A threshold without a region ("chỉ tiêu chung") is that of the
    whole country, not of a region left out, where the same decision has thresholds by region. A
    threshold that applies but is not verified hides the more general and the older ones: they are
    known not to hold.
    """
    if not indicator.kind.takes_threshold:
        return NoThreshold(NoThresholdReason.NOT_NUMERIC, indicator.set_by)
    if not indicator.thresholds:
        return NoThreshold(NoThresholdReason.MISSING, indicator.set_by)
    if all(item.confidence is not Confidence.VERIFIED for item in indicator.thresholds):
        return NoThreshold(NoThresholdReason.UNVERIFIED, indicator.set_by)
    for decision in _decisions(indicator):
        answer = _from_decision(decision, region, group, day.year)
        if isinstance(answer, Threshold):
            return _found(indicator, answer, region, group, day.year)
        if answer is not None:
            return NoThreshold(answer, indicator.set_by)
    return NoThreshold(_why_none(indicator, day.year), indicator.set_by)


def judge(indicator: Indicator, value: Decimal, threshold: Threshold) -> Verdict:
    """MET or UNMET: the value against the threshold, by its operator or the indicator's.

    Raises DataError where neither has an operator.
    """
    met = _operator(indicator, threshold).holds(value, threshold.value)
    return Verdict.MET if met else Verdict.UNMET


def _decisions(indicator: Indicator) -> Iterator[tuple[Threshold, ...]]:
    """The thresholds decision by decision, the latest first, as laying them down left them."""
    for _, thresholds in groupby(indicator.thresholds, key=lambda item: item.overlay):
        yield tuple(thresholds)


def _from_decision(
    thresholds: tuple[Threshold, ...], region: str | None, group: str | None, year: int
) -> Threshold | NoThresholdReason | None:
    """The threshold that one decision lays down, why it cannot be told, or None if it has none."""
    in_year = tuple(item for item in thresholds if item.year in (None, year))
    by_region = tuple(
        item
        for item in in_year
        if item.region is not None and (group is None or item.group in (None, group))
    )
    if region is None and by_region:
        return _needs(by_region, NoThresholdReason.NEEDS_REGION)
    here = tuple(item for item in in_year if item.region in (None, region))
    fitting = tuple(item for item in here if item.group in (None, group))
    if group is None and here and not fitting:
        return _needs(here, NoThresholdReason.NEEDS_GROUP)
    if not fitting:
        return None
    best = min(fitting, key=_preference)
    if best.region is None and any(item.measure == best.measure for item in by_region):
        return NoThresholdReason.MISSING
    return best if best.confidence is Confidence.VERIFIED else NoThresholdReason.UNVERIFIED


def _needs(thresholds: tuple[Threshold, ...], reason: NoThresholdReason) -> NoThresholdReason:
    verified = any(item.confidence is Confidence.VERIFIED for item in thresholds)
    return reason if verified else NoThresholdReason.UNVERIFIED


def _preference(item: Threshold) -> tuple[int, bool, bool, bool]:
    named = [key is not None for key in (item.region, item.group, item.year)]
    return -sum(named), item.region is None, item.group is None, item.measure is not None


def _found(
    indicator: Indicator, best: Threshold, region: str | None, group: str | None, year: int
) -> ThresholdFound | NoThreshold:
    op = best.op or indicator.op
    if op is None:
        return NoThreshold(NoThresholdReason.MISSING, indicator.set_by)
    if any(_is_other_measure(item, best, region, group, year) for item in indicator.thresholds):
        return NoThreshold(NoThresholdReason.TWO_MEASURES, indicator.set_by)
    return ThresholdFound(best, op, best.unit or indicator.unit)


def _is_other_measure(
    item: Threshold, best: Threshold, region: str | None, group: str | None, year: int
) -> bool:
    """Whether a threshold of another quantity must be met beside the best one.

    A threshold that names no quantity speaks for the whole indicator, but not over a verified
    one of its own decision.
    """
    if item.measure == best.measure or not _applies(item, region, group, year):
        return False
    beside = item.overlay == best.overlay and item.confidence is Confidence.VERIFIED
    return beside or best.measure is not None


def _applies(item: Threshold, region: str | None, group: str | None, year: int) -> bool:
    return (
        item.region in (None, region) and item.group in (None, group) and item.year in (None, year)
    )


def _why_none(indicator: Indicator, year: int) -> NoThresholdReason:
    other_years = all(item.year not in (None, year) for item in indicator.thresholds)
    return NoThresholdReason.NO_YEAR if other_years else NoThresholdReason.MISSING


def _operator(indicator: Indicator, threshold: Threshold) -> Operator:
    op = threshold.op or indicator.op
    if op is None:
        raise DataError(
            say("indicator {number} has a threshold but no operator", number=indicator.number),
            hint=say("Lay an overlay over the set that gives the indicator its operator."),
        )
    return op
