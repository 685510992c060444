"""A due said back in one canonical form, which the grammar reads as the same days."""

from datetime import date

from ntmtrack.domain.due import Due, Precision
from ntmtrack.domain.rhythm import Every, Rhythm
from ntmtrack.domain.trigger import TermUnit, Trigger
from ntmtrack.message import N_, Message, say, say_n

_ROMAN = ("I", "II", "III", "IV")


def in_words(due: Due) -> Message:
    """What a due says: its span, else its rhythm, its term, or that it names no date."""
    if due.start is not None and due.last_day is not None:
        return span_in_words(due.start, due.last_day, due.precision)
    if due.rhythm is not None:
        return rhythm_in_words(due.rhythm)
    if due.trigger is not None:
        return trigger_in_words(due.trigger)
    return say("no date")


def span_in_words(start: date, last: date, precision: Precision) -> Message:
    """A span of days in the largest units of its precision that fit it."""
    whole = start.day == 1 and last.month != _next_day_month(last)
    if precision is Precision.YEAR and whole:
        if start.year == last.year:
            return say("year {year}", year=str(start.year))
        return say("period {first}-{last}", first=str(start.year), last=str(last.year))
    if precision is Precision.HALF and whole:
        half = _FIRST_HALF if start.month == 1 else _SECOND_HALF
        return say(half, year=str(start.year))
    if precision is Precision.QUARTER and whole:
        first, second = _quarter(start), _quarter(last)
        if first == second:
            return say("quarter {quarter}", quarter=first)
        return say("from quarter {first} to quarter {last}", first=first, last=second)
    if precision is Precision.MONTH and whole:
        if (start.year, start.month) == (last.year, last.month):
            return say("month {month}", month=_month(start))
        return say("from month {first} to month {last}", first=_month(start), last=_month(last))
    if start == last:
        return say("day {day}", day=_day(start))
    return say("from day {first} to day {last}", first=_day(start), last=_day(last))


def rhythm_in_words(rhythm: Rhythm) -> Message:
    """What returns, and on which of its days."""
    if rhythm.weekday is not None:
        return say("{weekday} every week", weekday=say(_WEEKDAYS[rhythm.weekday - 1]))
    if rhythm.every == (Every.MONTH,) and rhythm.day is not None:
        return say("day {day} of every month", day=str(rhythm.day))
    if rhythm.every == (Every.QUARTER,) and rhythm.month is not None:
        return say(_OF_QUARTER[rhythm.month - 1], day=str(rhythm.day))
    if rhythm.every == (Every.YEAR,) and rhythm.month is not None:
        if rhythm.day is not None:
            day = f"{rhythm.day}/{rhythm.month}"
            return say("day {day} of every year", day=day)
        return say("month {month} of every year", month=str(rhythm.month))
    each = tuple(say(_EVERY[every]) for every in rhythm.every)
    return each[0] if len(each) == 1 else say("{rhythms}", rhythms=each)


def trigger_in_words(trigger: Trigger) -> Message:
    """So many days after an event."""
    term = _term(trigger)
    if not trigger.event:
        return say("{term} after an event that is not named", term=term)
    return say("{term} after: {event}", term=term, event=trigger.event)


def _term(trigger: Trigger) -> Message:
    if trigger.unit is TermUnit.DAY:
        return say_n("{count} day", "{count} days", trigger.count)
    if trigger.unit is TermUnit.WORKING_DAY:
        return say_n("{count} working day", "{count} working days", trigger.count)
    if trigger.unit is TermUnit.WEEK:
        return say_n("{count} week", "{count} weeks", trigger.count)
    return say_n("{count} month", "{count} months", trigger.count)


def _next_day_month(day: date) -> int:
    """The month of the following day, without falling off the end of time."""
    return date.fromordinal(min(day.toordinal() + 1, date.max.toordinal())).month


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _month(day: date) -> str:
    return f"{day.month}/{day.year}"


def _quarter(day: date) -> str:
    return f"{_ROMAN[(day.month - 1) // 3]}/{day.year}"


_FIRST_HALF = N_("first half of {year}")
_SECOND_HALF = N_("second half of {year}")
_WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday")),
    *(N_("Saturday"), N_("Sunday")),
)
_OF_QUARTER = (
    N_("day {day} of the first month of every quarter"),
    N_("day {day} of the middle month of every quarter"),
    N_("day {day} of the last month of every quarter"),
)
_EVERY = {
    Every.DAY: N_("every day"),
    Every.WEEK: N_("every week"),
    Every.MONTH: N_("every month"),
    Every.QUARTER: N_("every quarter"),
    Every.HALF: N_("every half year"),
    Every.YEAR: N_("every year"),
}
