"""The criteria, indicators and thresholds of a parsed criteria file, read out of their tables."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ntmtrack.domain.criteria import (
    Baseline,
    Criterion,
    Indicator,
    Threshold,
    belongs,
    in_order,
)
from ntmtrack.domain.criteria_table import Table
from ntmtrack.domain.criteria_terms import (
    ALL_INDICATORS,
    Confidence,
    IndicatorKind,
    Operator,
    PassKind,
    PassRule,
    SetBy,
)
from ntmtrack.message import N_, Message, say

_CRITERION_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_INDICATOR_NUMBER = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[1-9][0-9]{0,2}){1,3}[a-zđ]?)?")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Scope:
    """What the file around an item settles.

    `regions` and `groups` are the keys a threshold may name, None where any will do. `whole` says
    that all indicators are listed. `confidence` stands where none is written, None where one
    has to be. In a `plan` the figures have a direction: what is to rise, what is to fall.
    """

    regions: frozenset[str] | None
    groups: frozenset[str] | None
    whole: bool
    confidence: Confidence | None
    plan: bool = False


def read_criteria(top: Table, scope: Scope) -> tuple[Criterion, ...]:
    """The criteria under `criterion`, in the order of their numbers."""
    criteria = [
        _criterion(data, position, top.faults, scope)
        for position, data in enumerate(top.tables("criterion"), start=1)
    ]
    indicators = [item.number for criterion in criteria for item in criterion.indicators]
    report_repeated(top, (item.number for item in criteria), of_criteria=True)
    report_repeated(top, indicators, of_criteria=False)
    return in_order(criteria) if all(item.number for item in criteria) else tuple(criteria)


def read_indicators(top: Table, scope: Scope) -> tuple[Indicator, ...]:
    """The indicators under `indicator`, in the order of their numbers."""
    indicators = []
    for position, data in enumerate(top.tables("indicator"), start=1):
        place = _place(
            data, position, N_("indicator {number}"), N_("indicator no. {number} in the file")
        )
        indicators.append(_indicator(Table(data, place, top.faults), scope))
    report_repeated(top, (item.number for item in indicators), of_criteria=False)
    return in_order(indicators) if all(item.number for item in indicators) else tuple(indicators)


def read_threshold(
    table: Table, scope: Scope, inherited: Confidence, *, op: Operator | None, unit: str | None
) -> Threshold:
    """One threshold; the caller has read `op` and `unit`, which only some tables have."""
    region = table.slug("region")
    group = table.slug("group")
    if region and scope.regions is not None and region not in scope.regions:
        table.fault(say('the set has no region "{key}"', key=region))
    if group and scope.groups is not None and group not in scope.groups:
        table.fault(say('the set has no group "{key}"', key=group))
    return Threshold(
        value=table.figure("value"),
        region=region,
        group=group,
        year=table.count("year", low=_FIRST_YEAR, high=_LAST_YEAR),
        measure=table.text("measure"),
        confidence=table.choice("confidence", Confidence) or inherited,
        source=table.text("source"),
        op=op,
        unit=unit,
    )


def read_number(table: Table, *, of_criterion: bool = False) -> str:
    """The number of a criterion or indicator; "" if it is missing or malformed."""
    number = table.needed_text("number")
    shape = _CRITERION_NUMBER if of_criterion else _INDICATOR_NUMBER
    if not number or shape.fullmatch(number):
        return number
    table.fault(
        say('"{number}" is not the number of a criterion, like "17"', number=number)
        if of_criterion
        else say('"{number}" is not the number of an indicator, like "17.8"', number=number)
    )
    return ""


def report_repeated(top: Table, numbers: Iterable[str], *, of_criteria: bool) -> None:
    """Add a fault for every number that comes more than once."""
    times = Counter(numbers)
    for number in sorted(number for number in times if number and times[number] > 1):
        top.fault(
            say("there are several criteria {number}", number=number)
            if of_criteria
            else say("there are several indicators {number}", number=number)
        )


def _criterion(
    data: Mapping[str, object], position: int, faults: list[Message], scope: Scope
) -> Criterion:
    place = _place(
        data, position, N_("criterion {number}"), N_("criterion no. {number} in the file")
    )
    table = Table(data, place, faults)
    number = read_number(table, of_criterion=True)
    indicators = tuple(
        _indicator(Table(item, _indicator_place(item, order, place), faults), scope)
        for order, item in enumerate(table.tables("indicator"), start=1)
    )
    for indicator in indicators:
        if number and indicator.number and not belongs(indicator.number, number):
            table.fault(say("indicator {number} does not belong here", number=indicator.number))
    ordered = in_order(indicators) if all(item.number for item in indicators) else indicators
    criterion = Criterion(
        number=number,
        name=table.needed_text("name"),
        content=table.text("content"),
        agency=table.text("agency"),
        pass_rule=_pass_rule(table, len(indicators), scope),
        confidence=_confidence(table, scope),
        source=table.text("source"),
        note=table.note("note"),
        indicators=ordered,
    )
    table.close()
    return criterion


def _indicator(table: Table, scope: Scope) -> Indicator:
    number = read_number(table)
    kind = table.needed_choice("kind", IndicatorKind)
    op = table.choice("op", Operator)
    confidence = _confidence(table, scope)
    thresholds = _thresholds(table, scope, confidence)
    if thresholds and kind is not None and not kind.takes_threshold:
        table.fault(say("a yes-or-no indicator takes no threshold"))
    elif thresholds and op is None:
        table.fault(say('"op" is missing, there being a threshold'))
    elif scope.plan and kind is not None and kind.takes_threshold and op is None:
        table.fault(say('"op" is missing: is the figure to rise (">=") or to fall ("<=")?'))
    indicator = Indicator(
        number=number,
        name=table.needed_text("name"),
        kind=kind or IndicatorKind.BOOLEAN,
        op=op,
        unit=table.text("unit"),
        set_by=table.choice("set_by", SetBy),
        confidence=confidence,
        source=table.text("source"),
        note=table.note("note"),
        baseline=_baseline(table, kind),
        sum=_sum(table, kind),
        thresholds=thresholds,
    )
    table.close()
    return indicator


def _baseline(table: Table, kind: IndicatorKind | None) -> Baseline | None:
    data = table.inner("baseline")
    if data is None:
        return None
    if kind is IndicatorKind.BOOLEAN:
        table.fault(say("a yes-or-no indicator has no baseline"))
    inner = Table(data, say("{indicator}, baseline", indicator=table.place), table.faults)
    value, day = inner.figure("value"), inner.day("on")
    year = inner.count("year", low=_FIRST_YEAR, high=_LAST_YEAR)
    if (day is None) == (year is None):
        inner.fault(say('give either "year" or "on", the day of the figure'))
    inner.close()
    # A year stands for its last day, as it does in a deadline.
    return Baseline(value, day or date(year or _FIRST_YEAR, 12, 31))


def _sum(table: Table, kind: IndicatorKind | None) -> bool | None:
    added_up = table.flag("sum")
    if added_up and kind in (IndicatorKind.BOOLEAN, IndicatorKind.PERCENT):
        table.fault(say("shares and yes-or-no indicators do not add up"))
    return added_up or None


def _thresholds(table: Table, scope: Scope, inherited: Confidence) -> tuple[Threshold, ...]:
    found = []
    for order, data in enumerate(table.tables("threshold"), start=1):
        place = say("{indicator}, threshold no. {order}", indicator=table.place, order=order)
        threshold = Table(data, place, table.faults)
        found.append(read_threshold(threshold, scope, inherited, op=None, unit=None))
        threshold.close()
    if len({item.key for item in found}) < len(found):
        table.fault(say("two thresholds for the same region, group, year and measure"))
    return tuple(found)


def _pass_rule(table: Table, listed: int, scope: Scope) -> PassRule:
    words = table.text("pass_rule")
    rule = ALL_INDICATORS if words is None else PassRule.from_words(words)
    if rule is None:
        table.fault(
            say('"pass_rule" has to be "all", "any" or like "2 of 3", not "{words}"', words=words)
        )
        return ALL_INDICATORS
    if rule.kind is not PassKind.N_OF or rule.of is None:
        return rule
    if rule.of < listed or (scope.whole and rule.of != listed):
        table.fault(
            say('"pass_rule" is "{words}", but there are {listed}', words=words, listed=listed)
        )
    return rule


def _confidence(table: Table, scope: Scope) -> Confidence:
    if scope.confidence is not None:
        return table.choice("confidence", Confidence) or scope.confidence
    return table.needed_choice("confidence", Confidence) or Confidence.UNVERIFIED


def _indicator_place(data: Mapping[str, object], order: int, criterion: Message) -> Message:
    place = _place(data, order, N_("indicator {number}"), N_("indicator no. {number}"))
    return say("{criterion}, {indicator}", criterion=criterion, indicator=place)


def _place(data: Mapping[str, object], position: int, numbered: str, counted: str) -> Message:
    number = data.get("number")
    if isinstance(number, str) and number.isprintable() and number:
        return say(numbered, number=number[:20])
    return say(counted, number=position)
