"""The working calendar: weekends, days off, and the Saturdays that make up for swapped days.

Article 112 of the Labour Code 2019 names the holidays; which days are swapped is announced each
year, so a year without its list is said to be missing rather than made up.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record

_SATURDAY = 5
_DAY = timedelta(1)


class SpecialDay(Record):
    """A day on which work differs from its weekday: a day off, or a make-up working day."""

    day: date
    name: str
    working: bool
    source: str
    confidence: Confidence


class WorkingCalendar(Record):
    """Which days are worked on; in years outside `years`, every day from Monday to Friday."""

    years: frozenset[int] = frozenset()
    special: Mapping[date, SpecialDay] = MappingProxyType({})

    @classmethod
    def of(cls, listed: Mapping[int, Iterable[SpecialDay]]) -> "WorkingCalendar":
        """The calendar of the years that are listed."""
        days = {each.day: each for year in listed.values() for each in year}
        return cls(frozenset(listed), MappingProxyType(days))

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day."""
        special = self.special.get(day)
        return day.weekday() < _SATURDAY if special is None else special.working

    def working_day_from(self, day: date) -> date:
        """The day itself if it is worked on, else the next one that is."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The day on which so many working days after `day` have passed; `day` is not counted.

        With a count of 0, the day itself. Raises OverflowError past the end of time.
        """
        for _ in range(count):
            day = self.working_day_from(day + _DAY)
        return day

    def missing_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years from one day to another whose days off are not known."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def doubtful(self, first: date, last: date) -> tuple[SpecialDay, ...]:
        """The special days from one day to another that were not checked against a source."""
        return tuple(
            self.special[day]
            for day in sorted(self.special)
            if first <= day <= last and self.special[day].confidence is not Confidence.VERIFIED
        )


def read_year(data: Mapping[str, object], year: int) -> tuple[SpecialDay, ...]:
    """The special days of one year as its parsed file holds them, in order.

    The file has `year`, and tables `day_off` and `working_day` with `day`, `name`, and if known
    `source` and `confidence`. Raises DataError naming the first entry that is wrong: another
    year, a day that comes twice, a working day that would be one anyway.
    """
    if data.get("year") != year:
        raise _fault(say("the file is not of the year {year}", year=str(year)))
    unknown = sorted(set(data) - {"year", "notes", "day_off", "working_day"})
    if unknown:
        raise _fault(say("unknown key {key}", key=unknown[0]))
    found = [
        *(_special(entry, year, working=False) for entry in _entries(data, "day_off")),
        *(_special(entry, year, working=True) for entry in _entries(data, "working_day")),
    ]
    found.sort()
    for one, two in pairwise(found):
        if one.day == two.day:
            raise _fault(say("{day} comes twice", day=one.day))
    return tuple(found)


def _entries(data: Mapping[str, object], key: str) -> list[object]:
    entries = data.get(key, [])
    if not isinstance(entries, list):
        raise _fault(say("{key} is not a list of tables", key=key))
    return entries


def _special(entry: object, year: int, *, working: bool) -> SpecialDay:
    if not isinstance(entry, dict) or type(entry.get("day")) is not date:
        raise _fault(say("an entry has no day"))
    day: date = entry["day"]
    texts = {key: entry.get(key, "") for key in ("name", "source", "confidence")}
    unknown = sorted(set(entry) - set(texts) - {"day"})
    if unknown:
        raise _fault(say("{day}: unknown key {key}", day=day, key=unknown[0]))
    name, source, confidence = (texts[key] for key in ("name", "source", "confidence"))
    if not (isinstance(name, str) and name and isinstance(source, str)):
        raise _fault(say("{day}: the name is missing, or a text is none", day=day))
    if day.year != year:
        raise _fault(say("{day} is not a day of {year}", day=day, year=str(year)))
    if working and day.weekday() < _SATURDAY:
        raise _fault(say("{day} is a working day anyway", day=day))
    if confidence not in ("", *Confidence):
        raise _fault(say("{day}: unknown confidence {word}", day=day, word=str(confidence)))
    return SpecialDay(day, name, working, source, Confidence(confidence or "unverified"))


def _fault(what: Message) -> DataError:
    return DataError(
        say("A list of days off cannot be used: {what}.", what=what),
        hint=say("Write it like the shipped lists: year, [[day_off]] and [[working_day]]."),
    )
