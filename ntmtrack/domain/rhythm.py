"""Deadlines that come round again: what returns, and the periods and dues it makes.

A period has one key for good (`2026-W20`, `2026-05`, `2026-Q2`, `2026-H1`, `2026`,
`2026-05-10`): with its rule it names one turn, however often turns are made.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from ntmtrack.record import Record


class Every(StrEnum):
    """What a rhythm returns with."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Rhythm(Record):
    """A due that returns with each period; without more, its last day is the period's.

    `weekday` (Monday is 1) is of a week. `month` counts within the period ("tháng cuối quý" is
    3), `day` within that month, which may be too short for it: then its last day is meant.
    """

    every: tuple[Every, ...]
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


class Occurrence(Record):
    """One turn of a rhythm: its period by key and first day, and the due's last day."""

    period: str
    start: date
    last_day: date


def occurrences(rhythm: Rhythm, first: date, last: date) -> list[Occurrence]:
    """The turns whose last day lies from `first` to `last`, in order.

    Each period comes once; a wider span gives the same turns and more.
    """
    found = [
        turn
        for every in dict.fromkeys(rhythm.every)
        for turn in _turns(rhythm, every, first, last)
        if first <= turn.last_day <= last
    ]
    return sorted(found, key=lambda turn: (turn.last_day, turn.start, turn.period))


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


def _turns(rhythm: Rhythm, every: Every, first: date, last: date) -> Iterator[Occurrence]:
    """The turns of the periods that a span touches, the due not yet held against the span."""
    if every in (Every.DAY, Every.WEEK):
        yield from _short_turns(rhythm, every, first, last)
        return
    length = _MONTHS[every]
    for year in range(first.year, last.year + 1):
        for month in range(1, 13, length):
            due_month = month + (rhythm.month or length) - 1
            end = calendar.monthrange(year, due_month)[1]
            yield Occurrence(
                _key(every, year, month),
                date(year, month, 1),
                date(year, due_month, min(rhythm.day or end, end)),
            )


def _short_turns(rhythm: Rhythm, every: Every, first: date, last: date) -> Iterator[Occurrence]:
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        if every is Every.DAY:
            yield Occurrence(day.isoformat(), day, day)
        elif day.isoweekday() == (rhythm.weekday or 7):
            year, week, place = day.isocalendar()
            yield Occurrence(f"{year:04}-W{week:02}", day - timedelta(place - 1), day)


def _key(every: Every, year: int, month: int) -> str:
    if every is Every.MONTH:
        return f"{year:04}-{month:02}"
    if every is Every.QUARTER:
        return f"{year:04}-Q{(month + 2) // 3}"
    if every is Every.HALF:
        return f"{year:04}-H{(month + 5) // 6}"
    return f"{year:04}"
