"""Spans of days built from the parts of a written date: days, months, quarters, years.

Each builder takes a match and the year to use where the words name none; it raises
`YearMissing` when there is neither, and DataError for a date that does not exist.
"""

import calendar
import re
from datetime import date

from ntmtrack.errors import DataError
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record

FIRST_YEAR, LAST_YEAR = 1900, 2199
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4}


class Span(Record):
    """The days that the words mean, both inclusive; no days at all for words like "sớm"."""

    start: date | None
    last_day: date | None


NO_SPAN = Span(None, None)


class YearMissing(Exception):
    """The words name no year, and nothing else says which one is meant."""


def year_of(written: str | None, given: int | None) -> int:
    """The written year, else the given one."""
    if written is None:
        if given is None:
            raise YearMissing
        return given
    if len(written) != 4:
        raise DataError(
            say('The year "{year}" must have four digits.', year=written), hint=exist_hint()
        )
    year = int(written)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DataError(
            say(
                "The year {year} is not between {first} and {last}.",
                year=written,
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            ),
            hint=exist_hint(),
        )
    return year


def month_number(written: str) -> int:
    """The number of a month; DataError if there is none such."""
    if not 1 <= int(written) <= 12:
        raise DataError(say("There is no month {month}.", month=written), hint=exist_hint())
    return int(written)


def quarter_number(written: str) -> int:
    """The number of a quarter in figures, letters or a word; DataError if there is none such."""
    quarter = int(written) if written.isdigit() else QUARTERS.get(written, 0)
    if not 1 <= quarter <= 4:
        raise DataError(
            say("There is no quarter {quarter}.", quarter=written.upper()), hint=exist_hint()
        )
    return quarter


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, first: int, last: int) -> Span:
    """From the first day of one month to the last day of another of the same year."""
    return Span(date(year, first, 1), month_end(year, last))


def month(found: re.Match[str], given: int | None) -> Span:
    year = year_of(found["year"], given)
    number = month_number(found["month"])
    return months(year, number, number)


def quarter(found: re.Match[str], given: int | None) -> Span:
    year = year_of(found["year"], given)
    number = quarter_number(found["quarter"])
    return months(year, 3 * number - 2, 3 * number)


def half(found: re.Match[str], given: int | None) -> Span:
    year = year_of(found["year"], given)
    number = {"dau": "1", "cuoi": "2"}.get(found["half"], found["half"])
    if number not in ("1", "2"):
        raise DataError(say("A year has no half {half}.", half=number), hint=exist_hint())
    return months(year, 6 * int(number) - 5, 6 * int(number))


def whole_year(found: re.Match[str], given: int | None) -> Span:
    return months(year_of(found["year"], given), 1, 12)


def year_is_needed(_found: re.Match[str], _given: int | None) -> Span:
    """For words too short to lend them a year: "năm" alone, "5-6"."""
    raise YearMissing


def months_of_year(found: re.Match[str], given: int | None) -> Span:
    """The first or last so many months of a year."""
    count = int(found["count"])
    if not 1 <= count <= 11:
        raise DataError(
            say("A year has no {count} months at its beginning or end.", count=found["count"]),
            hint=exist_hint(),
        )
    year = year_of(found["year"], given)
    return months(year, 1, count) if found["part"] == "dau" else months(year, 13 - count, 12)


def single_day(found: re.Match[str], given: int | None) -> Span:
    day, month, year = _parts(found["day"])
    the_day = _existing(day, month, year_of(year, given))
    return Span(the_day, the_day)


def days(found: re.Match[str], given: int | None) -> Span:
    """From one day to another; what the first leaves out is taken from the last."""
    last_day, last_month, last_year = _parts(found["last"])
    the_year = year_of(last_year, given)
    last = _existing(last_day, last_month, the_year)
    if found["first"].isdigit():
        return _upwards(_existing(found["first"], last_month, the_year), last)
    day, month, year = _parts(found["first"])
    return _upwards(_existing(day, month, year_of(year, the_year)), last)


def month_range(found: re.Match[str], given: int | None) -> Span:
    """From one month to another."""
    last_year = year_of(found["year"], given)
    first_year = year_of(found["first_year"], last_year)
    start = date(first_year, month_number(found["first"]), 1)
    return _upwards(start, month_end(last_year, month_number(found["last"])))


def quarter_range(found: re.Match[str], given: int | None) -> Span:
    """From one quarter to another."""
    last_year = year_of(found["year"], given)
    first_year = year_of(found["first_year"], last_year)
    start = date(first_year, 3 * quarter_number(found["first"]) - 2, 1)
    return _upwards(start, month_end(last_year, 3 * quarter_number(found["last"])))


def year_range(found: re.Match[str], _given: int | None) -> Span:
    """From one year to another."""
    first, last = year_of(found["first"], None), year_of(found["last"], None)
    return _upwards(date(first, 1, 1), date(last, 12, 31))


def month_list(found: re.Match[str], given: int | None) -> Span:
    """Months named one after the other."""
    year = year_of(found["year"], given)
    numbers = [month_number(each) for each in re.findall("[0-9]+", found["list"])]
    _in_a_row(numbers)
    return months(year, numbers[0], numbers[-1])


def quarter_list(found: re.Match[str], given: int | None) -> Span:
    """Quarters named one after the other."""
    year = year_of(found["year"], given)
    words = re.sub(r"\bqu[yi]\b|\bva\b", " ", found["list"])
    numbers = [quarter_number(each) for each in re.findall("[0-9]+|[a-z]+", words)]
    _in_a_row(numbers)
    return months(year, 3 * numbers[0] - 2, 3 * numbers[-1])


def year_list(found: re.Match[str], _given: int | None) -> Span:
    """Years named one after the other."""
    numbers = [year_of(each, None) for each in re.findall("[0-9]+", found["list"])]
    _in_a_row(numbers)
    return Span(date(numbers[0], 1, 1), date(numbers[-1], 12, 31))


def iso_week(found: re.Match[str], _given: int | None) -> Span:
    """A week from Monday to Sunday, counted as ISO 8601 counts weeks."""
    year = year_of(found["year"], None)
    try:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
    except ValueError:
        raise DataError(
            say("The year {year} has no week {week}.", year=found["year"], week=found["week"]),
            hint=exist_hint(),
        ) from None
    return Span(monday, date.fromisocalendar(year, int(found["week"]), 7))


def exist_hint() -> Message:
    """What to write instead of a date that does not exist."""
    return say("Write a date that exists, for example 30/6/2024 or 5/2024.")


def _in_a_row(numbers: list[int]) -> None:
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise DataError(
            say(_GAP),
            hint=say('Write a span from the first to the last: "từ tháng 3 đến tháng 6/2026".'),
        )


_GAP = N_("The months, quarters or years do not follow one another.")


def _upwards(start: date, last: date) -> Span:
    if start > last:
        raise DataError(
            say("The span begins on {start}, after its last day {last}.", start=start, last=last),
            hint=say('Write both years if it crosses a year: "từ 24/12/2026 đến 5/1/2027".'),
        )
    return Span(start, last)


def _parts(written: str) -> tuple[str, str, str | None]:
    """Day, month and year as written, in that order whichever way they stand."""
    parts = re.findall("[0-9]+", written)
    if len(parts[0]) == 4:
        parts.reverse()
    return parts[0], parts[1], parts[2] if len(parts) > 2 else None


def _existing(day: str, month: str, year: int) -> date:
    number = month_number(month)
    if not 1 <= int(day) <= calendar.monthrange(year, number)[1]:
        raise DataError(
            say(
                "There is no day {day} in month {month}/{year}.",
                day=day,
                month=month,
                year=str(year),
            ),
            hint=exist_hint(),
        )
    return date(year, number, int(day))
