"""The written forms of a deadline: a table of rules from reduced words to a span of days.

Only forms that can be read in one way are here; whatever no rule reads, `due` refuses. Terms,
rhythms and relative words have rooms of their own, which wait until they are needed. So do the
patterns: each is compiled when it is first tried.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.domain import due_spans as spans
from ntmtrack.domain.due import Precision
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.due_spans import NO_SPAN, Span, YearMissing
from ntmtrack.domain.due_words import folded, reduce
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

if TYPE_CHECKING:
    from ntmtrack.domain.rhythm import Rhythm
    from ntmtrack.domain.trigger import Trigger


class Anchor(Record):
    """The day that words without a date of their own lean on, and the flags that say so."""

    day: date
    year_flag: DueFlag
    relative_flag: DueFlag
    past: bool = False
    """Whether "tuần trước" and the like may be meant."""


class Rule(Record):
    """One written form: `build` makes its span from a match and the year to use for a missing
    one, or raises `YearMissing`."""

    name: str
    precision: Precision
    pattern: str
    build: Callable[[re.Match[str], int | None], Span]


class Reading(Record):
    """What words mean."""

    rule: str
    precision: Precision
    span: Span = NO_SPAN
    flags: tuple[DueFlag, ...] = ()
    rhythm: "Rhythm | None" = None
    trigger: "Trigger | None" = None


def read(written: str, anchor: Anchor | None) -> Reading | None:
    """What cleaned words mean; None if no rule reads them.

    Raises DataError for a date that does not exist and a weekday that does not fit its date,
    YearMissing for a date that lacks its year where there is no anchor.
    """
    text, weekday = reduce(written)
    reading = _dated(text, anchor) or _leaning(text, anchor) or _undated(text, written)
    if reading is not None and weekday is not None:
        _check_weekday(reading.span, weekday)
    return reading


def _undated(text: str, written: str) -> Reading | None:
    # "Ngày" (or "day") alone is a date that got lost, "ngay" means at once.
    lost = "ngày" in written.casefold() or ("ngay" in text and "ngay" not in folded(written))
    if re.fullmatch(_NO_DATE, text) and not lost:
        return Reading("no_date", Precision.NONE)
    from ntmtrack.domain.rhythm_grammar import read_rhythm  # noqa: PLC0415 (start-up)
    from ntmtrack.domain.trigger import read_trigger  # noqa: PLC0415 (start-up)

    term = read_trigger(written)
    if term is not None:
        return Reading("term", Precision.TRIGGER, trigger=term)
    found = read_rhythm(text)
    if found is None:
        return None
    flags = (DueFlag.BEFORE_INCLUDES_DAY,) if found.before else ()
    return Reading("rhythm", Precision.RHYTHM, flags=flags, rhythm=found.rhythm)


def _leaning(text: str, anchor: Anchor | None) -> Reading | None:
    if anchor is None:
        return None
    from ntmtrack.domain.due_relative import read_relative  # noqa: PLC0415 (start-up)

    found = read_relative(text, anchor.day, past=anchor.past)
    if found is None:
        return None
    flags = (anchor.relative_flag, *((DueFlag.PART_KEPT,) if found.part else ()))
    return Reading(found.rule, found.precision, found.span, flags)


def _dated(text: str, anchor: Anchor | None) -> Reading | None:
    full = text
    if anchor is not None:
        from ntmtrack.domain.due_relative import spelled_out  # noqa: PLC0415 (start-up)

        full = spelled_out(text, anchor.day, past=anchor.past)
    for rule in RULES:
        found = re.fullmatch(rule.pattern, full)
        if found is None:
            continue
        flags = []
        try:
            span = rule.build(found, None)
        except YearMissing:
            if anchor is None:
                raise
            span = rule.build(found, anchor.day.year)
            flags.append(anchor.year_flag)
        if anchor is not None and full != text:
            flags.append(anchor.relative_flag)
        if rule.name.startswith("part_"):
            flags.append(DueFlag.PART_KEPT)
        if rule.name == "before_day":
            flags.append(DueFlag.BEFORE_INCLUDES_DAY)
        return Reading(rule.name, rule.precision, span, tuple(flags))
    return None


def _check_weekday(span: Span, weekday: int) -> None:
    if span.start is None or span.start != span.last_day:
        raise DataError(
            say("A weekday stands before what is not one day."),
            hint=say("Write the day with its date, for example 30/6/2024."),
        )
    if span.start.isoweekday() != weekday:
        raise DataError(
            say("{day} does not fall on the weekday that is written with it.", day=span.start),
            hint=say("Check the weekday and the date, and write the date alone."),
        )


# What may stand before a day or a longer unit without changing what it means.
_LATEST = r"(?:(?:(?:cham|muon) nhat|khong (?:muon hon|cham hon|qua)) (?:la )?)?"
_BY = _LATEST + r"(?:trong |vao |het |(?:tu nay )?(?:den|toi) (?:het )?)?"
_PART = r"(?:dau|giua|cuoi) "
_YEAR_AFTER = r"(?:(?: ?[/-] ?|[ .,] ?)(?:nam )?(?P<year>[0-9]{1,4}))?"
_FULL_YEAR_AFTER = r"(?:(?: ?[/-] ?|,? )(?:nam )?(?P<year>[0-9]{4}))?"
_FIRST_YEAR = r"(?:(?:/| nam )(?P<first_year>[0-9]{4}))?"
_MONTH = r"(?:(?:thang ?|t)(?P<month>[0-9]{1,2})" + _YEAR_AFTER + r")"
_NUMERIC_MONTH = r"(?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{3,4})"
_Q = r"(?:[ivx]{1,4}|[0-9]{1,2}|mot|hai|ba|tu|bon)"
_QUARTER = rf"(?:qu[yi] ?|q)(?P<quarter>{_Q})" + _YEAR_AFTER
_YEAR = r"(?:nam(?: (?P<year>[0-9]{1,4}))?)"
_AND = r"(?:, ?| va |, va |; ?)"
_TO = r"(?: ?- ?| den (?:het )?)"

_SLASHED = r"(?:[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{1,4})?|[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,4})?)"
_DASHED = r"[0-9]{1,2}-[0-9]{1,2}(?:-[0-9]{1,4})?"
_WORDED = r"[0-9]{1,2}(?: thang |/)[0-9]{1,2}(?:(?:/| ?,? nam )[0-9]{1,4})?"
_ISO = r"(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2})"
_DAY = "(?:" + "|".join((_SLASHED, _DASHED, _WORDED, _ISO)) + ")"
_ON = r"(?:ngay )?"
_LONE_DAY = r"[0-9]{1,2}"

_NO_DATE_WORDS = (
    r"thuong xuyen|khan truong|som(?: nhat)?|cang som cang tot|ngay(?: lap tuc)?|kip thoi"
    r"|(?:trong )?thoi gian (?:sap )?toi|sap toi|trong thoi gian (?:som|ngan|nhanh) nhat"
    r"|nhanh chong|lien tuc|lau dai|dot xuat|truoc mat"
    r"|theo (?:dung )?(?:ke hoach|quy dinh|tien do|lo trinh|yeu cau|thoi gian quy dinh)"
    r"|dung (?:ke hoach|tien do|quy dinh)|khi (?:co yeu cau|duoc yeu cau|can|phat sinh"
    r"|co phat sinh)|(?:khong|chua) (?:xac dinh|quy dinh|co)(?: thoi (?:han|gian))?"
)
_NO_DATE = rf"(?:{_NO_DATE_WORDS})(?:{_AND}(?:{_NO_DATE_WORDS}))*"


_P = Precision
RULES: tuple[Rule, ...] = (
    Rule("iso_day", _P.DAY, _BY + _ON + f"(?P<day>{_ISO})", spans.single_day),
    Rule("before_day", _P.DAY, _LATEST + "truoc " + _ON + f"(?P<day>{_DAY})", spans.single_day),
    # "5-6" and "5.6" may be two months or a day: the year is asked for in any case.
    Rule("day", _P.DAY, r"[0-9]{1,2}[.-][0-9]{1,2}", spans.year_is_needed),
    Rule("day", _P.DAY, _BY + _ON + f"(?P<day>{_DAY})", spans.single_day),
    Rule(
        "range",
        _P.DAY,
        f"tu {_ON}(?P<first>{_DAY}|{_LONE_DAY}) den (?:het )?{_ON}(?P<last>{_DAY})",
        spans.days,
    ),
    Rule(
        "range",
        _P.DAY,
        f"(?:tu )?{_ON}(?P<first>{_SLASHED}|{_LONE_DAY}) ?- ?{_ON}(?P<last>{_SLASHED})",
        spans.days,
    ),
    Rule("iso_week", _P.DAY, r"(?P<year>[0-9]{4})-?w(?P<week>[0-9]{1,2})", spans.iso_week),
    Rule("month", _P.MONTH, _BY + _MONTH, spans.month),
    Rule("month", _P.MONTH, _BY + _NUMERIC_MONTH, spans.month),
    Rule("iso_month", _P.MONTH, _BY + r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})", spans.month),
    Rule("part_of_month", _P.MONTH, _BY + _PART + _MONTH, spans.month),
    Rule("part_of_month", _P.MONTH, _BY + _PART + _NUMERIC_MONTH, spans.month),
    Rule(
        "months",
        _P.MONTH,
        rf"{_BY}(?:cac )?thang (?P<list>[0-9]{{1,2}}(?:{_AND}(?:thang )?[0-9]{{1,2}})+)"
        + _FULL_YEAR_AFTER,
        spans.month_list,
    ),
    Rule(
        "months",
        _P.MONTH,
        rf"{_BY}(?:tu )?thang (?P<first>[0-9]{{1,2}}){_FIRST_YEAR}{_TO}(?:thang )?"
        r"(?P<last>[0-9]{1,2})" + _FULL_YEAR_AFTER,
        spans.month_range,
    ),
    Rule(
        "months",
        _P.MONTH,
        rf"(?:tu )?(?P<first>[0-9]{{1,2}})/(?P<first_year>[0-9]{{4}}){_TO}"
        r"(?P<last>[0-9]{1,2})/(?P<year>[0-9]{4})",
        spans.month_range,
    ),
    Rule("quarter", _P.QUARTER, _BY + _QUARTER, spans.quarter),
    Rule(
        "iso_quarter",
        _P.QUARTER,
        _BY + r"(?P<year>[0-9]{4})[ /-]?q(?P<quarter>[0-9]{1,2}|[ivx]{1,4})",
        spans.quarter,
    ),
    Rule("part_of_quarter", _P.QUARTER, _BY + _PART + _QUARTER, spans.quarter),
    Rule(
        "quarters",
        _P.QUARTER,
        rf"{_BY}(?:cac )?qu[yi] (?P<list>{_Q}(?:{_AND}(?:qu[yi] )?{_Q})+)" + _FULL_YEAR_AFTER,
        spans.quarter_list,
    ),
    Rule(
        "quarters",
        _P.QUARTER,
        rf"{_BY}(?:tu )?qu[yi] (?P<first>{_Q}){_FIRST_YEAR}{_TO}(?:qu[yi] )?(?P<last>{_Q})"
        + _FULL_YEAR_AFTER,
        spans.quarter_range,
    ),
    Rule(
        "half",
        _P.HALF,
        _BY + r"(?:(?:0?6|sau) thang|nua) (?P<half>dau|cuoi)(?: nam)?(?: (?P<year>[0-9]{1,4}))?",
        spans.half,
    ),
    Rule("iso_half", _P.HALF, _BY + r"(?P<year>[0-9]{4})[ /-]?h(?P<half>[0-9])", spans.half),
    Rule(
        "months_of_year",
        _P.MONTH,
        _BY + r"(?P<count>[0-9]{1,2}) thang (?P<part>dau|cuoi) nam(?: (?P<year>[0-9]{1,4}))?",
        spans.months_of_year,
    ),
    Rule("year", _P.YEAR, "nam", spans.year_is_needed),
    Rule("year", _P.YEAR, _BY + _YEAR, spans.whole_year),
    Rule("year", _P.YEAR, _BY + r"(?P<year>[0-9]{4})", spans.whole_year),
    Rule("part_of_year", _P.YEAR, _BY + _PART + _YEAR, spans.whole_year),
    Rule("part_of_year", _P.YEAR, _BY + _PART + r"(?P<year>[0-9]{4})", spans.whole_year),
    Rule(
        "years",
        _P.YEAR,
        _BY
        + r"(?:(?:ca )?giai doan |(?:cac |[0-9] |hai )?nam )?(?:tu (?:nam )?)?(?P<first>[0-9]{4})"
        rf"{_TO}(?:nam )?(?P<last>[0-9]{{4}})",
        spans.year_range,
    ),
    Rule(
        "years",
        _P.YEAR,
        _BY + rf"(?:cac |[0-9] |hai )?nam (?P<list>[0-9]{{4}}(?:{_AND}(?:nam )?[0-9]{{4}})+)",
        spans.year_list,
    ),
)
