"""Two criteria sets compared fact by fact, and the hash that says that none differs."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ntmtrack.domain.criteria import CriteriaSet, Criterion, Indicator, Threshold
from ntmtrack.domain.criteria_terms import PassRule
from ntmtrack.domain.numbers import number_key

Fact = str | int | Decimal | date | tuple[str, ...]


class Part(StrEnum):
    """What a fact is about."""

    SET = "set"
    CRITERION = "criterion"
    INDICATOR = "indicator"


class Change(StrEnum):
    """What the second set does to the first."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that two sets do not share.

    `number` is "" for the set's own facts. A whole criterion or indicator that is added or
    removed is one difference, of the field "name". A threshold's field is "threshold" with what
    it is for: "threshold region=tay-nguyen year=2015".
    """

    change: Change
    part: Part
    number: str
    field: str
    before: Fact | None
    after: Fact | None


_Place = tuple[Part, str, str]
_NESTED = frozenset(("criteria", "indicators", "thresholds", "groups", "baseline", "withdrawal"))
_KEYS_OF_A_THRESHOLD = ("measure", "region", "group", "year", "overlay")
_ORDER = {Part.SET: 0, Part.CRITERION: 1, Part.INDICATOR: 2}


def content_hash(criteria_set: CriteriaSet) -> str:
    """A sha256 over every fact of a set, the same however its file is laid out."""
    facts = _facts(criteria_set)
    rows = sorted([*place, _canonical(fact)] for place, fact in facts.items())
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: CriteriaSet, after: CriteriaSet) -> tuple[Difference, ...]:
    """Every fact that differs, the set's own first, then by number; empty if none does."""
    old, new = _facts(before), _facts(after)
    found = []
    for place in old.keys() | new.keys():
        was, now = old.get(place), new.get(place)
        if was != now and _is_own_difference(place, old, new):
            found.append(Difference(_change(was, now), *place, was, now))
    return tuple(sorted(found, key=_order))


def _is_own_difference(place: _Place, old: dict[_Place, Fact], new: dict[_Place, Fact]) -> bool:
    """Whether a fact differs beyond its item being there or not: that, the name says alone."""
    part, number, field = place
    name = (part, number, "name")
    return field == "name" or (name in old) == (name in new)


def _change(was: Fact | None, now: Fact | None) -> Change:
    if was is None:
        return Change.ADDED
    return Change.REMOVED if now is None else Change.CHANGED


def _order(item: Difference) -> tuple[object, ...]:
    number = number_key(item.number) if item.number else ()
    return bool(item.number), number, _ORDER[item.part], item.field


def _facts(criteria_set: CriteriaSet) -> dict[_Place, Fact]:
    """Every fact under its place; what is not said is not there."""
    facts: dict[_Place, Fact] = {}
    for field, fact in _own(criteria_set):
        facts[Part.SET, "", field] = fact
    for group in criteria_set.groups:
        facts[Part.SET, "", f"group {group.key}"] = group.words
    for field, fact in _withdrawal(criteria_set):
        facts[Part.SET, "", field] = fact
    for criterion in criteria_set.criteria:
        for field, fact in _own(criterion):
            facts[Part.CRITERION, criterion.number, field] = fact
    for indicator in criteria_set.indicators():
        told = (*_own(indicator), *_baseline(indicator), *_thresholds(indicator))
        for field, fact in told:
            facts[Part.INDICATOR, indicator.number, field] = fact
    return facts


def _withdrawal(criteria_set: CriteriaSet) -> Iterator[tuple[str, Fact]]:
    rule = criteria_set.withdrawal
    if rule is None:
        return
    yield "withdrawal", rule.source
    if rule.beside:
        yield "withdrawal beside", rule.beside
    for order, case in enumerate(rule.cases, start=1):
        for field, fact in case._asdict().items():
            if fact:
                yield f"withdrawal case {order} {field}", fact


def _baseline(indicator: Indicator) -> Iterator[tuple[str, Fact]]:
    if indicator.baseline is not None:
        yield "baseline", indicator.baseline.value
        yield "baseline on", indicator.baseline.on


def _thresholds(indicator: Indicator) -> Iterator[tuple[str, Fact]]:
    for threshold in indicator.thresholds:
        keys = ((key, getattr(threshold, key)) for key in _KEYS_OF_A_THRESHOLD)
        words = (f"{key}={value}" for key, value in keys if value is not None)
        name = " ".join(("threshold", *words))
        for field, fact in _own(threshold):
            if field == "value":
                yield name, fact
            elif field not in _KEYS_OF_A_THRESHOLD:
                yield f"{name} {field}", fact


def _own(item: CriteriaSet | Criterion | Indicator | Threshold) -> Iterator[tuple[str, Fact]]:
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name in _NESTED or value is None or value == ():
            continue
        yield field.name, value.words if isinstance(value, PassRule) else value


def _canonical(fact: Fact) -> str | list[str]:
    if isinstance(fact, tuple):
        return list(fact)
    if isinstance(fact, Decimal):
        return format(fact.normalize(), "f")
    return fact.isoformat() if isinstance(fact, date) else str(fact)
