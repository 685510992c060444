"""From the words of a plan to the indicator, the span and the value that they mean."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from ntmtrack.app import resolve
from ntmtrack.app.figures import (
    Gauge,
    SetsInForce,
    gauge,
    has_measure,
    read_value,
    set_of_figures,
)
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.due import Due, Precision, parse_due
from ntmtrack.domain.plan import Planned
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import queries_catalogue

_DATED = frozenset(
    {Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.HALF, Precision.YEAR}
)


class Meant(Record):
    """A plan about to be written, or, without a value, the span of one to be taken back."""

    about: Gauge
    planned: Planned
    precision: Precision
    unit: str | None = None


class Meanings:
    """Reads the words of plans against one ledger; what recurs is looked up once.

    Every method raises DataError for a name that fits nothing or several, a number without
    figures, a span without a last day or outside the days of the unit.
    """

    def __init__(self, conn: sqlite3.Connection, today: date) -> None:
        self._conn = conn
        self._today = today
        self._sets = SetsInForce(conn)
        self._due: Callable[[str], Due] = cache(_span)
        self._unit: Callable[[tuple[str, ...], date], Unit] = cache(self._find_unit)
        self._days: Callable[[int], tuple[date | None, date | None]] = cache(self._days_of)
        self._set: Callable[[Unit, str | None], SetName] = cache(self._find_set)

    def span(self, unit: Sequence[str], number: str, by: str, set_words: str | None) -> Meant:
        """The plan of an indicator for a span; `unit` are ways to name the unit, tried in order."""
        due = self._due(by)
        assert due.start is not None and due.last_day is not None
        owner = self._unit(tuple(unit), min(due.last_day, self._today))
        self._within_days(owner, due.start, due.last_day)
        of = self._set(owner, set_words)
        about = gauge(self._conn, self._sets, owner, of, number, day=due.last_day)
        return Meant(about, Planned(None, due.start, due.last_day, due.words), due.precision)

    def plan(
        self, unit: Sequence[str], number: str, by: str, set_words: str | None, value: str
    ) -> Meant:
        """The same with a value; an indicator without a unit of measure takes none."""
        meant = self.span(unit, number, by, set_words)
        if not has_measure(meant.about, meant.planned.last_day):
            raise DataError(
                say("{number} has no unit of measure, so no value can be planned", number=number),
                hint=say(
                    "an overlay can give it one: `ntmtrack manual criteria-format`; nothing was"
                    " written"
                ),
            )
        amount, measure = read_value(meant.about, value, meant.planned.last_day)
        return meant._replace(planned=meant.planned._replace(value=amount), unit=measure)

    def has(self, meant: Meant, number: str) -> bool:
        """Whether the set of a plan has an indicator with this number too."""
        criteria = self._sets.on(meant.about.of.key, meant.planned.last_day)
        return criteria.indicator(number) is not None

    def _find_unit(self, names: tuple[str, ...], day: date) -> Unit:
        codes = [
            found
            for name in names
            for found in queries_catalogue.units_by_code(self._conn, name, day)
        ]
        if len({each.key for each in codes}) == 1:
            return codes[0]
        return resolve.unit_ever(self._conn, names[0], day)

    def _days_of(self, key: int) -> tuple[date | None, date | None]:
        versions = queries_catalogue.unit_versions(self._conn, key)
        return versions[0].valid_from, versions[-1].valid_to

    def _within_days(self, owner: Unit, start: date, last_day: date) -> None:
        first, last = self._days(owner.key)
        if first is not None and last_day < first:
            raise DataError(
                say("{unit} exists only from {day}", unit=owner.name, day=first),
                hint=say("give a later span, or the unit of that time; nothing was written"),
            )
        if last is not None and start > last:
            raise DataError(
                say("{unit} ended on {day}", unit=owner.name, day=last),
                hint=say("plan for the unit that came after it; nothing was written"),
            )

    def _find_set(self, owner: Unit, words: str | None) -> SetName:
        return set_of_figures(self._conn, owner, words, self._today)


def _span(words: str) -> Due:
    due = parse_due(words)
    if due.last_day is None or due.precision not in _DATED:
        raise DataError(
            say('"{words}" has no last day', words=due.words),
            hint=say("give a day, a month, a quarter or a year: T6/2024, quý II/2024, 2024"),
        )
    return due
