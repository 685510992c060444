"""A due: the words of a deadline, the days they mean, and how late or early a day is.

No clock here: the same words, with the same document's date, mean the same days whenever they
are read. A wrong date is worse than none, so words that no rule reads in one way only are
refused.
"""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

if TYPE_CHECKING:
    from ntmtrack.domain.due_grammar import Anchor
    from ntmtrack.domain.rhythm import Rhythm
    from ntmtrack.domain.trigger import Trigger
    from ntmtrack.domain.working_days import WorkingCalendar

LONGEST = 300
"""Characters that a deadline may have."""


class Precision(StrEnum):
    """How exactly the words of a due say when."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RHYTHM = "rhythm"
    TRIGGER = "trigger"
    NONE = "none"


class Due(Record):
    """A deadline: the words as written, and what they mean.

    `rule` names the written form that was recognised. `start` and `last_day` are both inclusive,
    and None together when the words name no date. `flags` are values of `DueFlag`. A `trigger`
    whose day is known has dates, and the precision of a day.
    """

    words: str
    start: date | None
    last_day: date | None
    precision: Precision
    rule: str
    flags: tuple[str, ...] = ()
    rhythm: "Rhythm | None" = None
    trigger: "Trigger | None" = None


def parse_due(
    words: str,
    *,
    document_date: date | None = None,
    trigger_date: date | None = None,
    calendar: "WorkingCalendar | None" = None,
) -> Due:
    """Read a deadline as officers write it; the words are kept, the days are worked out.

    "Trước ngày D" includes that day. The beginning, middle or end of a month, quarter or year
    means the last day of it. `document_date` lends a missing year, is what "tuần tới" is
    reckoned from, and starts a term from the signing of the paper; `trigger_date` is the day of
    a term's event, `calendar` knows the days off (without it, weekends alone).

    Raises DataError for a missing year, a date that does not exist, a span that would end
    before the document's date, and every form that cannot be read in one way only.
    """
    # The grammar is a dozen milliseconds of patterns: it waits for words that need it.
    written = _cleaned(words)
    day, rule = _plain_day(written)
    if day is not None:
        return Due(written, day, day, Precision.DAY, rule)
    from ntmtrack.domain.due_flag import DueFlag  # noqa: PLC0415 (start-up)
    from ntmtrack.domain.due_grammar import Anchor  # noqa: PLC0415 (start-up)

    anchor = None
    if document_date is not None:
        year, relative = DueFlag.YEAR_FROM_DOCUMENT, DueFlag.RELATIVE_TO_DOCUMENT
        anchor = Anchor(document_date, year, relative)
    due = _read(written, anchor)
    if due.trigger is not None:
        return _counted(due, due.trigger, document_date, trigger_date, calendar)
    lent = {DueFlag.YEAR_FROM_DOCUMENT, DueFlag.RELATIVE_TO_DOCUMENT}.intersection(due.flags)
    if lent and document_date is not None and due.last_day and due.last_day < document_date:
        raise DataError(
            say(
                '"{words}" would end on {last}, before the document\'s date {day}.',
                words=written,
                last=due.last_day,
                day=document_date,
            ),
            hint=say("Write the year that is meant, for example 30/6/2024 or 5/2024."),
        )
    return due


def parse_period(words: str, on: date) -> Due:
    """Read a period to look at: what `parse_due` reads with dates, and "tuần này", "7 ngày qua".

    Relative words and missing years are reckoned from `on`, the day that is looked at, and
    flagged. Weeks run from Monday to Sunday. Raises DataError for what names no days.
    """
    from ntmtrack.domain.due_flag import DueFlag  # noqa: PLC0415 (start-up)
    from ntmtrack.domain.due_grammar import Anchor  # noqa: PLC0415 (start-up)

    anchor = Anchor(on, DueFlag.YEAR_FROM_AS_OF, DueFlag.RELATIVE_TO_AS_OF, past=True)
    due = _read(_cleaned(words), anchor)
    if due.last_day is None:
        raise DataError(
            say('"{words}" names no period.', words=due.words),
            hint=say('Give a period, for example "tuần này", 5/2024, "quý II/2024" or 2024.'),
        )
    return due


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


def _cleaned(words: str) -> str:
    written = clean(words)
    if len(written) > LONGEST:
        raise DataError(
            say("A deadline of more than {most} characters cannot be read.", most=LONGEST),
            hint=say("Give only the words that say when, for example 30/6/2024."),
        )
    return written


def _plain_day(written: str) -> tuple[date | None, str]:
    """The day that programs write, 2024-06-30, or sheets, 30/06/2024, and its rule of the grammar.

    The grammar says what is wrong with a bad one.
    """
    if len(written) != len("2024-06-30") or not written.isascii():
        return None, ""
    rule, iso = "iso_day", written
    if written[2] == written[5] == "/":
        rule, iso = "day", f"{written[6:]}-{written[3:5]}-{written[:2]}"
    if not "1900" <= iso[:4] <= "2199":
        return None, ""
    try:
        return date.fromisoformat(iso), rule
    except ValueError:
        return None, ""


@lru_cache(maxsize=1 << 12)
def _read(written: str, anchor: "Anchor | None") -> Due:
    # In a register the same dues recur.
    from ntmtrack.domain.due_grammar import read  # noqa: PLC0415 (start-up)
    from ntmtrack.domain.due_spans import YearMissing  # noqa: PLC0415 (start-up)

    try:
        found = read(written, anchor)
    except YearMissing:
        from ntmtrack.domain.due_refusal import year_refusal  # noqa: PLC0415 (start-up)

        raise year_refusal(written) from None
    if found is None:
        from ntmtrack.domain.due_refusal import refusal  # noqa: PLC0415 (start-up)

        raise refusal(written)
    return Due(
        written,
        found.span.start,
        found.span.last_day,
        found.precision,
        found.rule,
        tuple(str(flag) for flag in found.flags),
        found.rhythm,
        found.trigger,
    )


def _counted(
    due: Due,
    trigger: "Trigger",
    document_date: date | None,
    trigger_date: date | None,
    calendar: "WorkingCalendar | None",
) -> Due:
    """A term with its last day, where the day of its event is known."""
    from ntmtrack.domain.due_flag import DueFlag  # noqa: PLC0415 (start-up)
    from ntmtrack.domain.trigger import due_after, moved, written_day  # noqa: PLC0415 (start-up)
    from ntmtrack.domain.working_days import WorkingCalendar  # noqa: PLC0415 (start-up)

    day = trigger_date or written_day(trigger)
    flags = [DueFlag.FROM_TRIGGER_DATE]
    if day is None and trigger.is_signing:
        day, flags = document_date, [DueFlag.FROM_DOCUMENT_DATE]
    if day is None:
        return due
    known = calendar or WorkingCalendar()
    last_day = due_after(trigger, day, known)
    if moved(trigger, day, last_day):
        flags.append(DueFlag.MOVED_TO_WORKING_DAY)
    if known.missing_years(day, last_day):
        flags.append(DueFlag.CALENDAR_MISSING)
    return due._replace(
        start=last_day,
        last_day=last_day,
        precision=Precision.DAY,
        flags=tuple(str(flag) for flag in flags),
    )
