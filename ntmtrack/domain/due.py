"""A due: the words of a deadline, the days they mean, and how late or early a day is.

No clock here: the same words mean the same days whenever they are read. A wrong date is worse
than none, so words that no rule reads in one way only are refused.
"""

from datetime import date
from typing import NamedTuple

from ntmtrack.domain.precision import Precision as Precision
from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.message import say


class Due(NamedTuple):
    """A deadline: the words as written, and what they mean.

    `rule` names the written form that was recognised. `start` and `last_day` are both inclusive,
    and None together when the words name no date.
    """

    words: str
    start: date | None
    last_day: date | None
    precision: Precision
    rule: str


def parse_due(words: str) -> Due:
    """Read a deadline as officers write it; the words are kept, the days are worked out.

    "Trước ngày D" includes that day. The beginning, middle or end of a month, quarter or year
    means the last day of it. Raises DataError for a missing year, a date that does not exist,
    and every form that cannot be read in one way only.
    """
    written = clean(words)
    day = _iso_day(written)
    if day is not None:
        return Due(written, day, day, Precision.DAY, "iso_day")
    # The grammar is a dozen milliseconds of patterns: it waits for words that need it.
    from ntmtrack.domain.due_grammar import read  # noqa: PLC0415 (start-up)
    from ntmtrack.domain.due_refusal import refusal  # noqa: PLC0415 (start-up)

    found = read(written)
    if found is None:
        raise refusal(written)
    rule, span = found
    if span is None:
        raise DataError(
            say('"{words}" has no year.', words=written),
            hint=say("Write the year too, with four digits, for example 30/6/2024 or 5/2024."),
        )
    return Due(written, span.start, span.last_day, rule.precision, rule.name)


def parse_day(words: str) -> date:
    """One calendar day in any written form; DataError for a month, a span or no date."""
    due = parse_due(words)
    if due.start is None or due.precision is not Precision.DAY or due.start != due.last_day:
        raise DataError(
            say('"{words}" is not one day.', words=due.words),
            hint=say("Give the day, for example 30/6/2024 or 2024-06-30."),
        )
    return due.start


def parse_as_of(words: str) -> date:
    """The last day of any dated form: the day on which something is looked at."""
    due = parse_due(words)
    if due.last_day is None:
        raise DataError(
            say('"{words}" names no date.', words=due.words),
            hint=say("Give a day, a month, a quarter or a year, for example 30/6/2024 or 5/2024."),
        )
    return due.last_day


def days_late(last_day: date, on: date) -> int:
    """Days by which `on` is past the due; 0 up to and including its last day."""
    return max(0, (on - last_day).days)


def days_left(last_day: date, on: date) -> int:
    """Days from `on` to the due's last day; negative when late."""
    return (last_day - on).days


def _iso_day(written: str) -> date | None:
    """The day that programs write, 2024-06-30; the grammar says what is wrong with a bad one."""
    if len(written) != len("2024-06-30") or not "1900" <= written[:4] <= "2199":
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
