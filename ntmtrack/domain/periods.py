"""Periods of one length in a row, up to the one that a day falls in."""

from datetime import date, timedelta

from ntmtrack.domain.due import parse_due, parse_period
from ntmtrack.domain.rhythm import Every, Rhythm, occurrences
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

SHOWN = 12
"""Periods that are looked at when no first day is given."""

MOST = 240
"""Periods that one look may ask for: twenty years of months."""

_LONGEST = timedelta(days=366)


class Period(Record):
    """One period by its key (`2026-05`, `2026-Q2`, `2026-H1`, `2026`), and its two days.

    `last_day` is the day it is looked at: its own last, or while it is `running` an earlier one.
    """

    key: str
    start: date
    last_day: date
    running: bool = False

    @property
    def eve(self) -> date:
        """The day before it began."""
        return self.start - timedelta(days=1)


def periods(every: Every, *, first: date | None, last: date | None, as_of: date) -> list[Period]:
    """The periods from the one of `first` to the one of `last`, none looked at after `as_of`.

    Without `first` the last twelve. Raises DataError where `first` lies after the end, and for
    more periods than a look may ask for.
    """
    end = as_of if last is None else min(last, as_of)
    begin = first or max(date(1900, 1, 1), end - SHOWN * _LONGEST)
    if begin > end:
        raise DataError(
            say("{first} lies after {last}, the end of what is looked at", first=begin, last=end),
            hint=say("give an earlier --from, or a later day with --to or --as-of"),
        )
    turns = occurrences(Rhythm((every,)), begin, end + _LONGEST)
    found = [
        Period(turn.period, turn.start, min(turn.last_day, as_of), turn.last_day > as_of)
        for turn in turns
        if turn.start <= end
    ]
    if first is None:
        return found[-SHOWN:]
    if len(found) > MOST:
        raise DataError(
            say("that is {count} periods, more than {most}", count=len(found), most=MOST),
            hint=say("give longer periods with --by, or a later --from"),
        )
    return found


class Stretch(Record):
    """A period as written, with its two days, both inclusive."""

    words: str
    first: date
    last: date


def begun(words: str, on: date) -> Stretch:
    """A period as written, reckoned from the day of the look; DataError if it begins later."""
    read = parse_period(words, on)
    assert read.start is not None and read.last_day is not None
    if read.start > on:
        raise DataError(
            say("{words} begins only on {day}", words=read.words, day=read.start),
            hint=say("give a period that has begun, or a later day with --as-of"),
        )
    return Stretch(read.words, read.start, read.last_day)


def first_day(words: str) -> date:
    """The first day of any dated form; DataError for words that name none."""
    due = parse_due(words)
    if due.start is None:
        raise DataError(
            say('"{words}" names no date.', words=due.words),
            hint=say("Give a day, a month, a quarter or a year, for example 30/6/2024 or 5/2024."),
        )
    return due.start
