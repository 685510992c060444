"""What a reader should know about a criteria set that is no fault of its file, and whether an
overlay fits the set it is laid over."""

from collections.abc import Iterable, Iterator

from ntmtrack.domain.criteria import (
    AmendedItem,
    CriteriaSet,
    Indicator,
    LaidThreshold,
    Overlay,
    Threshold,
    belongs,
)
from ntmtrack.domain.criteria_terms import Confidence, IndicatorKind
from ntmtrack.domain.criteria_withdrawal import keys_not_among
from ntmtrack.message import Message, say, say_n


def check(criteria_set: CriteriaSet) -> tuple[Message, ...]:
    """Findings on a set: missing or unverified thresholds, unverified wording, wrong counts."""
    return tuple(_findings(criteria_set))


def misfits(criteria_set: CriteriaSet, overlay: Overlay) -> tuple[Message, ...]:
    """Why an overlay cannot be laid over a set, one sentence a fault; empty if it can.

    The set is to be the one in force on the overlay's effective date, since an overlay may
    build upon earlier ones.
    """
    if overlay.of != criteria_set.code:
        return (
            say(
                "the overlay is for the set {of}, not for {code}",
                of=overlay.of,
                code=criteria_set.code,
            ),
        )
    return tuple(_misfits(criteria_set, overlay))


def has_usable_threshold(indicator: Indicator) -> bool:
    """Whether any of its thresholds may be judged by."""
    return any(item.confidence is Confidence.VERIFIED for item in indicator.thresholds)


def _findings(criteria_set: CriteriaSet) -> Iterator[Message]:
    listed = tuple(criteria_set.indicators())
    declared = criteria_set.indicator_count
    if declared is not None and declared != len(listed):
        yield say(
            "the decision has {declared} indicators, the set lists {listed}",
            declared=declared,
            listed=len(listed),
        )
    measured = [item for item in listed if item.kind.takes_threshold]
    without = [item.number for item in measured if not item.thresholds]
    if without:
        yield say_n(
            "{count} indicator without a threshold: {numbers}",
            "{count} indicators without a threshold: {numbers}",
            len(without),
            numbers=", ".join(without),
        )
    unusable = [item for item in measured if item.thresholds and not has_usable_threshold(item)]
    if unusable:
        yield say_n(
            "{count} indicator of whose thresholds none is verified, so none is used: {numbers}",
            "{count} indicators of whose thresholds none is verified, so none is used: {numbers}",
            len(unusable),
            numbers=", ".join(item.number for item in unusable),
        )
    yield from _unverified_words(criteria_set, listed)


def _unverified_words(criteria_set: CriteriaSet, listed: Iterable[Indicator]) -> Iterator[Message]:
    criteria = [
        item.number for item in criteria_set.criteria if item.confidence is not Confidence.VERIFIED
    ]
    if criteria:
        yield say_n(
            "{count} criterion whose wording is not verified: {numbers}",
            "{count} criteria whose wording is not verified: {numbers}",
            len(criteria),
            numbers=", ".join(criteria),
        )
    indicators = [item.number for item in listed if item.confidence is not Confidence.VERIFIED]
    if indicators:
        yield say_n(
            "{count} indicator whose wording is not verified: {numbers}",
            "{count} indicators whose wording is not verified: {numbers}",
            len(indicators),
            numbers=", ".join(indicators),
        )


def _misfits(criteria_set: CriteriaSet, overlay: Overlay) -> Iterator[Message]:
    after = criteria_set.in_force((overlay,), overlay.effective)
    for criterion in overlay.criteria:
        if criteria_set.criterion(criterion.number) is not None:
            yield say("the set already has a criterion {number}", number=criterion.number)
        for indicator in criterion.indicators:
            yield from _unknown_keys(after, indicator.number, indicator.thresholds)
    for indicator in overlay.indicators:
        if criteria_set.indicator(indicator.number) is not None:
            yield say("the set already has an indicator {number}", number=indicator.number)
        elif not any(belongs(indicator.number, item.number) for item in after.criteria):
            yield say("no criterion of the set holds indicator {number}", number=indicator.number)
        yield from _unknown_keys(after, indicator.number, indicator.thresholds)
    for charge in overlay.charges:
        if after.criterion(charge.number) is None:
            yield _no_criterion(charge.number)
    for item in overlay.amended:
        yield from _misfitting_amendment(after, item)
    for laid in overlay.thresholds:
        yield from _misfitting_threshold(after, laid)
    numbers = (item.number for item in after.criteria)
    for number in keys_not_among(overlay.withdrawal, numbers):
        yield _no_criterion(number)


def _misfitting_amendment(after: CriteriaSet, item: AmendedItem) -> Iterator[Message]:
    indicator = None if item.of_criterion else after.indicator(item.number)
    if indicator is not None:
        return
    if after.criterion(item.number) is None:
        yield (_no_criterion if item.of_criterion else _no_indicator)(item.number)
    elif item.kind or item.op or item.unit:
        yield say(
            "criterion {number}: a criterion has no kind, operator or unit to amend",
            number=item.number,
        )


def _misfitting_threshold(after: CriteriaSet, laid: LaidThreshold) -> Iterator[Message]:
    indicator = after.indicator(laid.number)
    if indicator is None:
        yield _no_indicator(laid.number)
        return
    if indicator.kind is IndicatorKind.BOOLEAN:
        yield say(
            "indicator {number} is judged yes or no and takes no threshold", number=laid.number
        )
    elif laid.threshold.op is None and indicator.op is None:
        yield say("indicator {number} has no operator; give the threshold one", number=laid.number)
    yield from _unknown_keys(after, laid.number, (laid.threshold,))


def _unknown_keys(
    after: CriteriaSet, number: str, thresholds: Iterable[Threshold]
) -> Iterator[Message]:
    groups = {group.key for group in after.groups}
    for threshold in thresholds:
        if threshold.region is not None and threshold.region not in after.regions:
            yield say(
                "indicator {number}: the set has no region {key}",
                number=number,
                key=threshold.region,
            )
        if threshold.group is not None and threshold.group not in groups:
            yield say(
                "indicator {number}: the set has no group {key}",
                number=number,
                key=threshold.group,
            )


def _no_criterion(number: str) -> Message:
    return say("the set has no criterion {number}", number=number)


def _no_indicator(number: str) -> Message:
    return say("the set has no indicator {number}", number=number)
