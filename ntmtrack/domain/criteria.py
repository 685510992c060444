"""Criteria sets and the overlays laid over them, and the set that is in force on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Self, TypeVar

from ntmtrack.domain.criteria_terms import (
    ALL_INDICATORS,
    Completeness,
    Confidence,
    IndicatorKind,
    Level,
    Operator,
    PassRule,
    SetBy,
    SetKind,
)
from ntmtrack.domain.numbers import number_key
from ntmtrack.domain.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold; unset `region`, `group` or `year` means that it does not depend on it.

    `measure` names the quantity where an indicator measures several. `op` and `unit` stand in
    for the indicator's own where an overlay changes them. `overlay` is the code of the overlay
    that laid the threshold down, None for the set's own.
    """

    value: Decimal
    region: str | None = None
    group: str | None = None
    year: int | None = None
    measure: str | None = None
    confidence: Confidence = Confidence.VERIFIED
    source: str | None = None
    op: Operator | None = None
    unit: str | None = None
    overlay: str | None = None

    @property
    def key(self) -> tuple[str | None, str | None, int | None, str | None]:
        """What the threshold is for; within one source no two thresholds share it."""
        return self.region, self.group, self.year, self.measure


@dataclass(frozen=True, slots=True)
class Baseline:
    """The figure that a way begins from, as it was on a day."""

    value: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Indicator:
    """The measured part of a criterion, with its thresholds, a later decision's first.

    `sum` says that its figures add up over the units below (households, km); unset, they do not.
    """

    number: str
    name: str
    kind: IndicatorKind
    op: Operator | None = None
    unit: str | None = None
    set_by: SetBy | None = None
    confidence: Confidence = Confidence.VERIFIED
    source: str | None = None
    note: str | None = None
    baseline: Baseline | None = None
    sum: bool | None = None
    thresholds: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """A numbered criterion; `content` is the part of the set it is printed under."""

    number: str
    name: str
    content: str | None = None
    agency: str | None = None
    pass_rule: PassRule = ALL_INDICATORS
    confidence: Confidence = Confidence.VERIFIED
    source: str | None = None
    note: str | None = None
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A class of units for which a set has thresholds of its own."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class AmendedItem:
    """The text of an indicator or a criterion after an amendment; None leaves a part as it was.

    `of_criterion` says that the criterion is meant where an indicator bears the same number.
    """

    number: str
    name: str | None = None
    kind: IndicatorKind | None = None
    op: Operator | None = None
    unit: str | None = None
    of_criterion: bool = False
    confidence: Confidence = Confidence.VERIFIED
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """Which agency answers for a criterion."""

    number: str
    agency: str


@dataclass(frozen=True, slots=True)
class LaidThreshold:
    """A threshold that an overlay gives to the indicator with this number."""

    number: str
    threshold: Threshold


@dataclass(frozen=True, slots=True)
class Overlay:
    """A later decision over the set `of`: thresholds, agencies, additions and amended texts.

    `withdrawal` is the rule by which a recognition under the set is taken back from then on.
    """

    code: str
    of: str
    name: str
    decision: str
    effective: date
    issued: date | None = None
    province: str | None = None
    groups: tuple[Group, ...] = ()
    source: str | None = None
    notes: str | None = None
    thresholds: tuple[LaidThreshold, ...] = ()
    charges: tuple[Charge, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    amended: tuple[AmendedItem, ...] = ()
    withdrawal: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """One published set of criteria, with where it comes from and how complete it is.

    `kind` is unset for a set that units are judged by.
    """

    code: str
    name: str
    level: Level
    decision: str
    criteria_count: int
    completeness: Completeness
    kind: SetKind | None = None
    annex: str | None = None
    issued: date | None = None
    effective: date | None = None
    period: str | None = None
    indicator_count: int | None = None
    province: str | None = None
    regions: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    requires: str | None = None
    superseded_by: str | None = None
    amended_by: tuple[str, ...] = ()
    other_annexes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    extra_rules: tuple[str, ...] = ()
    notes: str | None = None
    sources: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    withdrawal: Withdrawal | None = None

    def criterion(self, number: str) -> Criterion | None:
        """The criterion with this number."""
        return next((item for item in self.criteria if item.number == number), None)

    def indicator(self, number: str) -> Indicator | None:
        """The indicator with this number."""
        return next((item for item in self.indicators() if item.number == number), None)

    def indicators(self) -> Iterator[Indicator]:
        """Every indicator, in the order of the criteria."""
        for criterion in self.criteria:
            yield from criterion.indicators

    def in_force(self, overlays: Iterable[Overlay], day: date) -> Self:
        """The set as it stands on a day: each of its overlays effective by then laid over it.

        Overlays of other sets are passed over. Of two decisions the later one wins. A part of
        an overlay that names nothing in the set changes nothing: `misfits` finds such parts.
        """
        laid = self
        due = (item for item in overlays if item.of == self.code and item.effective <= day)
        for overlay in sorted(due, key=_order):
            laid = laid._with(overlay)
        return laid

    def _with(self, overlay: Overlay) -> Self:
        known = {group.key for group in self.groups}
        criteria = _with_additions(self.criteria, overlay)
        added = sum(len(item.indicators) for item in criteria) - sum(1 for _ in self.indicators())
        return replace(
            self,
            criteria=tuple(_amend(criterion, overlay) for criterion in criteria),
            criteria_count=len(criteria),
            indicator_count=None if self.indicator_count is None else self.indicator_count + added,
            groups=self.groups + tuple(item for item in overlay.groups if item.key not in known),
            withdrawal=overlay.withdrawal or self.withdrawal,
        )


_Item = TypeVar("_Item", Criterion, Indicator)


def belongs(indicator: str, criterion: str) -> bool:
    """Whether an indicator's number is one of the criterion's: "17.8" or "17" under "17"."""
    return indicator == criterion or indicator.startswith(f"{criterion}.")


def in_order(items: Iterable[_Item]) -> tuple[_Item, ...]:
    """The items in the order of their numbers, "2" before "10"."""
    return tuple(sorted(items, key=lambda item: number_key(item.number)))


def _order(overlay: Overlay) -> tuple[date, date, str]:
    return overlay.effective, overlay.issued or date.min, overlay.code


def _with_additions(criteria: tuple[Criterion, ...], overlay: Overlay) -> tuple[Criterion, ...]:
    taken = {criterion.number for criterion in criteria}
    new = tuple(
        replace(item, indicators=tuple(_signed(one, overlay) for one in item.indicators))
        for item in overlay.criteria
        if item.number not in taken
    )
    return in_order(_with_indicators(item, overlay) for item in criteria + new)


def _with_indicators(criterion: Criterion, overlay: Overlay) -> Criterion:
    taken = {indicator.number for indicator in criterion.indicators}
    new = tuple(
        _signed(item, overlay)
        for item in overlay.indicators
        if belongs(item.number, criterion.number) and item.number not in taken
    )
    return replace(criterion, indicators=in_order(criterion.indicators + new))


def _signed(indicator: Indicator, overlay: Overlay) -> Indicator:
    thresholds = tuple(_sign(threshold, overlay) for threshold in indicator.thresholds)
    return replace(indicator, thresholds=thresholds)


def _sign(threshold: Threshold, overlay: Overlay) -> Threshold:
    source = threshold.source or overlay.source or overlay.decision
    return replace(threshold, overlay=overlay.code, source=source)


def _amend(criterion: Criterion, overlay: Overlay) -> Criterion:
    numbers = {indicator.number for indicator in criterion.indicators}
    amended = criterion
    for item in overlay.amended:
        if item.number == criterion.number and (item.of_criterion or item.number not in numbers):
            amended = replace(
                amended,
                name=item.name or amended.name,
                confidence=item.confidence,
                source=item.source or overlay.source or overlay.decision,
            )
    for charge in overlay.charges:
        if charge.number == criterion.number:
            amended = replace(amended, agency=charge.agency)
    indicators = tuple(_amend_indicator(item, overlay) for item in criterion.indicators)
    return replace(amended, indicators=indicators)


def _amend_indicator(indicator: Indicator, overlay: Overlay) -> Indicator:
    amended = indicator
    for item in overlay.amended:
        if item.number == indicator.number and not item.of_criterion:
            amended = _reworded(amended, item, overlay)
    laid = tuple(
        _sign(item.threshold, overlay)
        for item in overlay.thresholds
        if item.number == indicator.number
    )
    return replace(amended, thresholds=laid + amended.thresholds)


def _reworded(indicator: Indicator, item: AmendedItem, overlay: Overlay) -> Indicator:
    kind = item.kind or indicator.kind
    measured = kind.takes_threshold
    amended = replace(
        indicator,
        name=item.name or indicator.name,
        kind=kind,
        op=(item.op or indicator.op) if measured else None,
        unit=(item.unit or indicator.unit) if measured else None,
        confidence=item.confidence,
        source=item.source or overlay.source or overlay.decision,
    )
    before = indicator.kind, indicator.op, indicator.unit
    # What another quantity had to reach, or the same the other way round, says nothing here.
    same = before == (amended.kind, amended.op, amended.unit)
    return amended if same else replace(amended, thresholds=(), baseline=None)
