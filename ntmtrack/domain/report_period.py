"""The period of a periodic report: its days, the one before it and the one after it."""

import calendar
from datetime import date, timedelta

from ntmtrack.domain.closing import period_name
from ntmtrack.message import Message, say
from ntmtrack.record import Record

WEEK = timedelta(days=7)

_ROMAN = ("I", "II", "III", "IV")


class ReportPeriod(Record):
    """A period, and the day as of which it is told: its last, or an earlier one while it runs."""

    start: date
    last: date
    day: date

    @property
    def key(self) -> str:
        """Its one name: 2026-H1, 2026-Q3, 2026-09, 2026-W40."""
        return period_name(self.start, self.last)

    @property
    def running(self) -> bool:
        """Whether it has not ended on the day it is told of."""
        return self.day < self.last

    @property
    def eve(self) -> date:
        """The day before it, with which it is compared."""
        return self.start - timedelta(days=1)

    @property
    def short(self) -> bool:
        """Whether it is no longer than a week: then it is gone through task by task."""
        return self.last - self.start < WEEK

    @property
    def next_last(self) -> date:
        """The last day of the period of the same length after it."""
        months = whole_months(self.start, self.last)
        if months is None:
            return self.last + (self.last - self.start) + timedelta(days=1)
        place = self.last.year * 12 + self.last.month - 1 + months
        year, month = divmod(place, 12)
        return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def whole_months(start: date, last: date) -> int | None:
    """How many months a span is made of; None where it is not made of whole ones."""
    if start.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
        return None
    return (last.year - start.year) * 12 + last.month - start.month + 1


def period_words(start: date, last: date) -> Message:
    """A period as a report names it: "6 tháng đầu năm 2026", "quý II năm 2026"."""
    months, year = whole_months(start, last), str(start.year)
    if months == 12 and start.month == 1:
        return say("the year {year}", year=year)
    if months == 6 and start.month == 1:
        return say("the first six months of {year}", year=year)
    if months == 6 and start.month == 7:
        return say("the last six months of {year}", year=year)
    if months == 9 and start.month == 1:
        return say("the first nine months of {year}", year=year)
    if months == 3 and start.month % 3 == 1:
        return say("quarter {quarter} of {year}", quarter=_ROMAN[start.month // 3], year=year)
    if months == 1:
        return say("month {month} of {year}", month=start.month, year=year)
    if start.weekday() == 0 and last - start == WEEK - timedelta(days=1):
        week = start.isocalendar()
        return say(
            "week {week} of {year} (from {first} to {last})",
            week=week.week,
            year=str(week.year),
            first=start,
            last=last,
        )
    if start == last:
        return say("the day {day}", day=start)
    return say("the days from {first} to {last}", first=start, last=last)
