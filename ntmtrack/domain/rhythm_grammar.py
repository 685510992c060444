"""The written forms of a rhythm: "hằng tuần", "ngày 23 tháng cuối quý", "03 tháng một lần"."""

import re
from collections.abc import Callable

from ntmtrack.domain.due_spans import month_number, quarter_number
from ntmtrack.domain.due_words import WEEKDAY, weekday_number
from ntmtrack.domain.rhythm import Every, Rhythm
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record


class ReadRhythm(Record):
    """A rhythm, and whether its day was written with "trước"."""

    rhythm: Rhythm
    before: bool


def read_rhythm(text: str) -> ReadRhythm | None:
    """The rhythm that reduced words set; None if they set none.

    Raises DataError for a day, month or quarter that does not exist.
    """
    plain = text.replace(" (", ", ")
    for pattern, build in _FORMS:
        found = pattern.fullmatch(plain)
        rhythm = None if found is None else build(found)
        if rhythm is not None:
            return ReadRhythm(rhythm, re.search(r"\btruoc\b", text) is not None)
    return None


_EVERY = r"(?:dinh ky (?:hang |moi )?|hang |moi )"
_UNIT = r"(?:ngay|tuan|thang|quy|(?:0?6|sau) thang|nua nam|nam)"
_BY = r"(?:(?:dinh ky|cham nhat|muon nhat|la|vao|trong|truoc|den|het) )*"
_OF = r"(?: cua)? "
_ONCE = r"(?: ?/ ?| (?:mot|0?1) )lan"
_DAY = r"ngay (?P<day>[0-9]{1,2})"
_DATE = r"(?:ngay )?(?P<day>[0-9]{1,2})(?:[/-]| thang )(?P<month>[0-9]{1,2})"
_PLACE = r"thang (?P<place>dau|giua|cuoi)(?: cung)?"

_UNITS = {
    "ngay": Every.DAY,
    "tuan": Every.WEEK,
    "thang": Every.MONTH,
    "quy": Every.QUARTER,
    "nua nam": Every.HALF,
    "nam": Every.YEAR,
}
_TOGETHER = {
    (3, "thang"): Every.QUARTER,
    (6, "thang"): Every.HALF,
    (12, "thang"): Every.YEAR,
    (2, "quy"): Every.HALF,
    (7, "ngay"): Every.WEEK,
}
_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "sau": 6, "bay": 7, "muoi hai": 12}


def _plain(found: re.Match[str]) -> Rhythm:
    units = re.findall(_UNIT, re.sub(r"\b(?:hang|moi|dinh ky)\b", " ", found["units"]))
    return Rhythm(tuple(dict.fromkeys(_UNITS.get(each, Every.HALF) for each in units)))


def _counted(found: re.Match[str]) -> Rhythm | None:
    written = found["count"] or "1"
    count = int(written) if written.isdigit() else _COUNTS[written]
    every = _UNITS[found["unit"]] if count == 1 else _TOGETHER.get((count, found["unit"]))
    # Two weeks or five months are a rhythm too, but nobody can tell when its turns begin.
    return None if every is None else Rhythm((every,))


def _weekly(found: re.Match[str]) -> Rhythm:
    return Rhythm((Every.WEEK,), weekday=weekday_number(found["weekday"]))


def _monthly(found: re.Match[str]) -> Rhythm:
    return Rhythm((Every.MONTH,), day=_day(found["day"], 31))


def _quarterly(found: re.Match[str]) -> Rhythm:
    month = {"dau": 1, "giua": 2, "cuoi": 3}[found["place"]]
    return Rhythm((Every.QUARTER,), month=month, day=_day(found["day"], 31))


def _yearly(found: re.Match[str]) -> Rhythm:
    month = month_number(found["month"])
    most = 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    return Rhythm((Every.YEAR,), month=month, day=_day(found["day"], most))


def _month_of_year(found: re.Match[str]) -> Rhythm:
    return Rhythm((Every.YEAR,), month=month_number(found["month"]))


def _quarter_of_year(found: re.Match[str]) -> Rhythm:
    return Rhythm((Every.YEAR,), month=3 * quarter_number(found["quarter"]))


def _day(written: str, most: int) -> int:
    if not 1 <= int(written) <= most:
        raise DataError(
            say("No such period has a day {day}.", day=written),
            hint=say('Write a day that there is, for example "ngày 25 hằng tháng".'),
        )
    return int(written)


_Build = Callable[[re.Match[str]], Rhythm | None]


def _form(pattern: str, build: _Build) -> tuple[re.Pattern[str], _Build]:
    return re.compile(pattern), build


def _either_way(
    what: str, period: str, build: _Build
) -> tuple[tuple[re.Pattern[str], _Build], ...]:
    """ "Trước ngày 25 hằng tháng" and "hằng tháng, trước ngày 25"."""
    return (
        _form(rf"{_BY}{what}(?:,|{_OF.rstrip()})? {_EVERY}{period}", build),
        _form(rf"{_EVERY}{period},? {_BY}{what}(?: cua {period})?", build),
    )


_FORMS: tuple[tuple[re.Pattern[str], _Build], ...] = (
    _form(
        rf"(?:thuong xuyen,? (?:va )?)?{_BY}{_EVERY}"
        rf"(?P<units>{_UNIT}(?:(?:(?:, ?| va |, va |; ?){_EVERY}?| {_EVERY})(?:0?1 )?{_UNIT})*)"
        r"(?: (?:mot|0?1) lan)?",
        _plain,
    ),
    _form(
        rf"{_EVERY}?(?:(?P<count>[0-9]{{1,2}}|mot|hai|ba|sau|bay|muoi hai) )?"
        rf"(?P<unit>ngay|tuan|thang|quy|nam){_ONCE}",
        _counted,
    ),
    _form(
        rf"{_EVERY}(?P<count>[0-9]{{1,2}}|mot|hai|ba|sau|bay|muoi hai) "
        r"(?P<unit>ngay|tuan|thang|quy|nam)",
        _counted,
    ),
    *_either_way(rf"(?:(?:sang|chieu|ngay) )*{WEEKDAY}", "tuan", _weekly),
    *_either_way(_DAY, "thang", _monthly),
    _form(
        rf"(?:{_EVERY}quy,? )?{_BY}{_DAY}{_OF}{_PLACE}{_OF}{_EVERY}?quy(?:,? {_EVERY}quy)?",
        _quarterly,
    ),
    _form(rf"{_EVERY}quy,? {_BY}{_DAY}{_OF}{_PLACE}(?:{_OF}quy)?", _quarterly),
    *_either_way(_DATE, "nam", _yearly),
    *_either_way(r"thang (?P<month>[0-9]{1,2})", "nam", _month_of_year),
    *_either_way(r"qu[yi] (?P<quarter>[ivx]{1,4}|[0-9])", "nam", _quarter_of_year),
)
