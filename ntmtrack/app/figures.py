"""Which indicator a figure or a plan is about, and whether a value can be one of it."""

import sqlite3
from datetime import date
from decimal import Decimal
from functools import cache

from ntmtrack.app import resolve
from ntmtrack.app.measuring import unit_of_measure
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.criteria import CriteriaSet, Indicator
from ntmtrack.domain.criteria_terms import IndicatorKind, SetKind
from ntmtrack.domain.criteria_threshold import threshold_for
from ntmtrack.domain.numbers import parse_quantity
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import queries, queries_plan
from ntmtrack.store.criteria_store import read_stored
from ntmtrack.store.view import View

_WHOLE = Decimal(100)


class SetsInForce:
    """The sets of one ledger as they are in force on a day, each read from it once."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._stored = cache(lambda key: read_stored(conn, key))
        self._laid = cache(self._lay)

    def on(self, key: int, day: date) -> CriteriaSet:
        """The set with this key, with what was laid over it by a day."""
        return self._laid(key, day)

    def _lay(self, key: int, day: date) -> CriteriaSet:
        criteria, overlays = self._stored(key)
        return criteria.in_force(overlays, day)


class Gauge(Record):
    """An indicator that a unit has figures of, with its place in the file."""

    owner: Unit
    of: SetName
    item: Item
    indicator: Indicator
    plan: bool
    """Whether the set is a plan."""


def set_of_figures(conn: sqlite3.Connection, owner: Unit, words: str | None, day: date) -> SetName:
    """The set that a figure belongs to: the one named, or the only one in use for the unit."""
    plans = queries_plan.plan_sets(conn)
    used = {key for _, key in queries.pairs(conn, [owner.key], View(day))}
    used |= set(queries_plan.pairs(conn, [owner.key], plans).values())
    return resolve.set_for(conn, owner, words, used, plans=plans)


def gauge(
    conn: sqlite3.Connection,
    sets: SetsInForce,
    owner: Unit,
    of: SetName,
    number: str,
    *,
    day: date,
) -> Gauge:
    """The indicator with a number, as it is on a day.

    Raises DataError for a number that the set does not have, for a criterion that is measured
    by its indicators, and for an indicator that is judged yes or no.
    """
    item = resolve.items(conn, of, [number], day)[number]
    criteria = sets.on(of.key, day)
    indicator = criteria.indicator(number)
    if indicator is None:
        criterion = criteria.criterion(number)
        below = tuple(each.number for each in criterion.indicators) if criterion else ()
        raise DataError(
            say("{number} is a criterion, it has no value of its own", number=number),
            hint=say("name one of its indicators: {numbers}; nothing was written", numbers=below)
            if below
            else say("an indicator can be added by an overlay; nothing was written"),
        )
    if indicator.kind is IndicatorKind.BOOLEAN:
        raise DataError(
            say("{number} is judged yes or no, it has no figure", number=number),
            hint=say("record it with `ntmtrack assess`; nothing was written"),
        )
    return Gauge(owner, of, item, indicator, plan=criteria.kind is SetKind.PLAN)


def read_value(of: Gauge, words: str, day: date) -> tuple[Decimal, str | None]:
    """A value as typed and its unit of measure: the indicator's, or as given where it has none.

    Raises DataError for what is no number, for another unit, and for a share beyond 0 to 100 %
    of an indicator that units are judged by; a plan may speak of growth and of overfulfilment.
    """
    value, given = parse_quantity(words)
    unit = _measured_in(of, given, day)
    share = of.indicator.kind is IndicatorKind.PERCENT and unit == "%" and not of.plan
    if share and not 0 <= value <= _WHOLE:
        raise DataError(
            say("{value} is no share in %", value=value),
            hint=say("check the value; nothing was written"),
        )
    return value, unit


def _measured_in(of: Gauge, given: str | None, day: date) -> str | None:
    found = threshold_for(of.indicator, region=of.owner.region, group=of.owner.group, day=day)
    return unit_of_measure(of.indicator, found, given)


def has_measure(of: Gauge, day: date) -> bool:
    """Whether the set says in what the figures of an indicator are measured."""
    return _measured_in(of, None, day) is not None
