"""Which threshold is known now for the value of a judgement, on the day of that judgement."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.checks.judgements import Level, Valued
from ntmtrack.domain.criteria import CriteriaSet, Indicator, Overlay
from ntmtrack.domain.criteria_threshold import NoThreshold, threshold_for
from ntmtrack.store import queries_catalogue

Stored = tuple[CriteriaSet, tuple[Overlay, ...]]
"""A set and the overlays laid over it."""


def with_thresholds(
    conn: sqlite3.Connection, judgements: Sequence[Valued], stored: Callable[[int], Stored]
) -> list[Valued]:
    """Each judgement with the threshold for its unit as it was then, by all that is laid down now.

    None where there is no verified one. `stored` gives a set by its key.
    """
    if not judgements:
        return []
    keys = {each.code: each.key for each in queries_catalogue.sets(conn)}
    sets = {code: _InForce(*stored(keys[code])) for code in _codes(judgements)}
    known: dict[date, dict[int, Unit]] = {}
    found = []
    for each in judgements:
        if each.on not in known:
            known[each.on] = {unit.key: unit for unit in queries_catalogue.units(conn, each.on)}
        unit = known[each.on].get(each.unit_key)
        indicator = sets[each.set_code].indicator(each.number, each.on)
        found.append(each._replace(now=None if unit is None else _level(indicator, unit, each.on)))
    return found


def _codes(judgements: Sequence[Valued]) -> set[str]:
    return {each.set_code for each in judgements}


def _level(indicator: Indicator | None, unit: Unit, day: date) -> Level | None:
    if indicator is None:
        return None
    found = threshold_for(indicator, region=unit.region, group=unit.group, day=day)
    return None if isinstance(found, NoThreshold) else Level(found.op, found.threshold.value)


class _InForce:
    """A set and its overlays; what is in force is worked out once for each set of overlays."""

    def __init__(self, criteria: CriteriaSet, overlays: tuple[Overlay, ...]) -> None:
        self._criteria = criteria
        self._overlays = overlays
        self._laid: dict[int, dict[str, Indicator]] = {}

    def indicator(self, number: str, day: date) -> Indicator | None:
        """An indicator as it is in force on a day."""
        effective = sum(each.effective <= day for each in self._overlays)
        if effective not in self._laid:
            laid = self._criteria.in_force(self._overlays, day)
            self._laid[effective] = {each.number: each for each in laid.indicators()}
        return self._laid[effective].get(number)
