"""The written forms of a deadline: a table of rules from folded words to a span of days.

Only forms that can be read in one way are here; whatever no rule reads, `due` refuses.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ntmtrack.domain.precision import Precision
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say

FIRST_YEAR, LAST_YEAR = 1900, 2199
ENDINGS = " .,;"


class Span(NamedTuple):
    """The days that the words mean, both inclusive; no days at all for words like "sớm"."""

    start: date | None
    last_day: date | None


NO_SPAN = Span(None, None)


@dataclass(frozen=True, slots=True)
class Rule:
    """One written form: `build` makes its span, or None when the year is missing."""

    name: str
    precision: Precision
    pattern: re.Pattern[str]
    build: Callable[[re.Match[str]], Span | None]


def normal_form(words: str) -> str:
    """The words as the rules see them: folded, month words as figures, plain dashes."""
    text = fold(words).translate(_DASHES).rstrip(ENDINGS)
    text = _SPACED_SEPARATOR.sub(r"\1", text)
    return _MONTH_WORD.sub(lambda found: f"thang {_MONTH_WORDS[found[1]]}", text)


def read(written: str) -> tuple[Rule, Span | None] | None:
    """The first rule that reads cleaned words, and its span; None if no rule does.

    Raises DataError for a date that does not exist.
    """
    if _says_after(written):
        return None
    text = normal_form(written)
    for rule in RULES:
        found = rule.pattern.fullmatch(text)
        if found is not None:
            return rule, rule.build(found)
    return None


_AFTER = re.compile(r"\bsau\b")


def _says_after(written: str) -> bool:
    """Whether "sau" is written in a text with marks: it is "after" or "next", not "sáu" (six)."""
    marked = written.casefold()
    return marked != fold(written) and _AFTER.search(marked) is not None


_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_SPACED_SEPARATOR = re.compile(r"(?<=[0-9]) ?([/.-]) ?(?=[0-9])")

# Giêng and chạp are months of the lunar calendar: they have no place here.
_MONTH_WORDS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    "muoi hai": 12,
}
# "nam" is both five and year: in "thang nam 2024" nobody can tell which.
_MONTH_WORD = re.compile(
    r"\bthang ("
    + "|".join(sorted(_MONTH_WORDS, key=len, reverse=True)).replace("nam", "nam(?! ?[0-9])")
    + r")\b"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4}


def _year(written: str) -> int:
    if len(written) != 4:
        raise DataError(
            say('The year "{year}" must have four digits.', year=written), hint=_exist_hint()
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
            hint=_exist_hint(),
        )
    return year


def _months(year: int, first: int, last: int) -> Span:
    return Span(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _month_number(written: str) -> int:
    if not 1 <= int(written) <= 12:
        raise DataError(say("There is no month {month}.", month=written), hint=_exist_hint())
    return int(written)


def _month(found: re.Match[str]) -> Span | None:
    if found["year"] is None:
        return None
    month = _month_number(found["month"])
    return _months(_year(found["year"]), month, month)


def _quarter(found: re.Match[str]) -> Span | None:
    if found["year"] is None:
        return None
    written = found["quarter"]
    quarter = int(written) if written.isdigit() else _QUARTERS.get(written, 0)
    if not 1 <= quarter <= 4:
        raise DataError(
            say("There is no quarter {quarter}.", quarter=written.upper()), hint=_exist_hint()
        )
    return _months(_year(found["year"]), 3 * quarter - 2, 3 * quarter)


def _half(found: re.Match[str]) -> Span | None:
    if found["year"] is None:
        return None
    half = {"dau": "1", "cuoi": "2"}.get(found["half"], found["half"])
    if half not in ("1", "2"):
        raise DataError(say("A year has no half {half}.", half=half), hint=_exist_hint())
    return _months(_year(found["year"]), 6 * int(half) - 5, 6 * int(half))


def _whole_year(found: re.Match[str]) -> Span | None:
    return None if found["year"] is None else _months(_year(found["year"]), 1, 12)


def _nothing(_found: re.Match[str]) -> Span:
    return NO_SPAN


def _single_day(found: re.Match[str]) -> Span | None:
    day, month, year = _parts(found["day"])
    if month is None or year is None:
        return None
    the_day = _existing(day, month, year)
    return Span(the_day, the_day)


def _days(found: re.Match[str]) -> Span | None:
    last_day, last_month, last_year = _parts(found["last"])
    if last_month is None or last_year is None:
        return None
    day, month, year = _parts(found["first"])
    last = _existing(last_day, last_month, last_year)
    start = _existing(day, month or last_month, year or last_year)
    if start > last:
        raise DataError(
            say("The span begins on {start}, after its last day {last}.", start=start, last=last),
            hint=say('Write both years if it crosses a year: "từ 24/12/2026 đến 5/1/2027".'),
        )
    return Span(start, last)


def _parts(written: str) -> tuple[str, str | None, str | None]:
    """Day, month and year as written, in that order whichever way they stand."""
    parts: list[str | None] = [*re.findall("[0-9]+", written)]
    if re.match("[0-9]{4}", written):
        parts.reverse()
    day, month, year = (*parts, None, None)[:3]
    return day or "", month, year


def _existing(day: str, month: str, year: str) -> date:
    number, the_year = _month_number(month), _year(year)
    if not 1 <= int(day) <= calendar.monthrange(the_year, number)[1]:
        raise DataError(
            say("There is no day {day} in month {month}/{year}.", day=day, month=month, year=year),
            hint=_exist_hint(),
        )
    return date(the_year, number, int(day))


def _exist_hint() -> Message:
    return say("Write a date that exists, for example 30/6/2024 or 5/2024.")


# What may stand before a day or a longer unit without changing what it means.
_LATEST = r"(?:(?:cham|muon) nhat (?:la )?)?"
_BY = _LATEST + r"(?:trong |vao |het |(?:tu nay )?den (?:het )?)?"
_PART = r"(?:dau|giua|cuoi) "
_YEAR_AFTER = r"(?:(?: ?[/-] ?|[ .,] ?)(?:nam )?(?P<year>[0-9]{1,4}))?"
_MONTH = r"(?:(?:thang ?|t)(?P<month>[0-9]{1,2})" + _YEAR_AFTER + r")"
_NUMERIC_MONTH = r"(?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{3,4})"
_QUARTER = r"(?:qu[yi] ?|q)(?P<quarter>[ivx]{1,4}|[0-9]{1,2}|mot|hai|ba|tu|bon)" + _YEAR_AFTER
_YEAR = r"(?:nam(?: (?P<year>[0-9]{1,4}))?)"

_SLASHED = r"(?:[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{1,4})?|[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,4})?)"
_DASHED = r"[0-9]{1,2}-[0-9]{1,2}(?:-[0-9]{1,4})?"
_WORDED = r"[0-9]{1,2}(?: thang |/)[0-9]{1,2}(?:(?:/| ?,? nam )[0-9]{1,4})?"
_ISO = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_DAY = "(?:" + "|".join((_SLASHED, _DASHED, _WORDED, _ISO)) + ")"
_ON = r"(?:ngay )?"
_LONE_DAY = r"[0-9]{1,2}"


def _rule(
    name: str,
    precision: Precision,
    pattern: str,
    build: Callable[[re.Match[str]], Span | None],
) -> Rule:
    return Rule(name, precision, re.compile(pattern), build)


_P = Precision
RULES: tuple[Rule, ...] = (
    _rule("iso_day", _P.DAY, _BY + _ON + f"(?P<day>{_ISO})", _single_day),
    _rule("before_day", _P.DAY, _LATEST + "truoc " + _ON + f"(?P<day>{_DAY})", _single_day),
    _rule("day", _P.DAY, _BY + _ON + f"(?P<day>{_DAY})", _single_day),
    _rule(
        "range",
        _P.DAY,
        f"tu {_ON}(?P<first>{_DAY}|{_LONE_DAY}) den (?:het )?{_ON}(?P<last>{_DAY})",
        _days,
    ),
    _rule(
        "range",
        _P.DAY,
        f"(?:tu )?{_ON}(?P<first>{_SLASHED}|{_LONE_DAY}) ?- ?{_ON}(?P<last>{_SLASHED})",
        _days,
    ),
    _rule("month", _P.MONTH, _BY + _MONTH, _month),
    _rule("month", _P.MONTH, _BY + _NUMERIC_MONTH, _month),
    _rule("iso_month", _P.MONTH, _BY + r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})", _month),
    _rule("part_of_month", _P.MONTH, _BY + _PART + _MONTH, _month),
    _rule("part_of_month", _P.MONTH, _BY + _PART + _NUMERIC_MONTH, _month),
    _rule("quarter", _P.QUARTER, _BY + _QUARTER, _quarter),
    _rule(
        "iso_quarter",
        _P.QUARTER,
        _BY + r"(?P<year>[0-9]{4})[ /-]?q(?P<quarter>[0-9]{1,2}|[ivx]{1,4})",
        _quarter,
    ),
    _rule("part_of_quarter", _P.QUARTER, _BY + _PART + _QUARTER, _quarter),
    _rule(
        "half",
        _P.HALF,
        _BY + r"(?:0?6|sau) thang (?P<half>dau|cuoi)(?: nam)?(?: (?P<year>[0-9]{1,4}))?",
        _half,
    ),
    _rule("iso_half", _P.HALF, _BY + r"(?P<year>[0-9]{4})[ /-]?h(?P<half>[0-9])", _half),
    _rule("year", _P.YEAR, _BY + _YEAR, _whole_year),
    _rule("year", _P.YEAR, _BY + r"(?P<year>[0-9]{4})", _whole_year),
    _rule("part_of_year", _P.YEAR, _BY + _PART + _YEAR, _whole_year),
    _rule("part_of_year", _P.YEAR, _BY + _PART + r"(?P<year>[0-9]{4})", _whole_year),
    _rule(
        "no_date",
        _P.NONE,
        r"thuong xuyen|khan truong|som|cang som cang tot|trong thoi gian toi",
        _nothing,
    ),
)
