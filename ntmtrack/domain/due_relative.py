"""Words that name a period by the day on which they are said: "tuần này", "quý tới"."""

import re
from datetime import date, timedelta

from ntmtrack.domain.due import Precision
from ntmtrack.domain.due_spans import FIRST_YEAR, LAST_YEAR, Span, months
from ntmtrack.domain.due_words import AFTER
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record


class Relative(Record):
    """A period reckoned from a day, and whether only a part of it was named."""

    rule: str
    precision: Precision
    span: Span
    part: bool


def read_relative(text: str, on: date, *, past: bool) -> Relative | None:
    """The period that reduced words name, seen from `on`; None if they name none.

    `past` allows what lies before that day ("tuần trước"). Raises DataError for a year that is
    not read.
    """
    found = _DAYS.fullmatch(text)
    if found is not None:
        return _days(found, on, past=past)
    found = _NAMED_DAY.fullmatch(text)
    if found is not None:
        distance = _DISTANCE[found[1]]
        if distance < 0 and not past:
            return None
        day = _shifted(on, distance)
        return Relative("relative_day", Precision.DAY, Span(day, day), part=False)
    found = _PERIOD.fullmatch(text) or _LONE.fullmatch(text)
    if found is None:
        return None
    unit, word = found["unit"].replace("qui", "quy"), found["word"]
    steps = _STEPS[word]
    if steps < 0 and not past:
        return None
    name, precision = _UNITS[unit]
    return Relative(f"relative_{name}", precision, _span(unit, on, steps), bool(found["part"]))


def spelled_out(text: str, on: date, *, past: bool) -> str:
    """The same words with "năm nay" or "năm sau" as a year, "ngày 20 tháng tới" with its month."""
    found = _DAY_OF_MONTH.search(text)
    if found is not None:
        start = _span("thang", on, _STEPS[found[1]]).start or on
        return f"{text[: found.start()]} thang {start.month} nam {start.year:04}"
    found = _YEAR.search(text)
    if found is None or (_STEPS[found[1]] < 0 and not past):
        return text
    return f"{text[: found.start()]}nam {on.year + _STEPS[found[1]]:04}"


def _days(found: re.Match[str], on: date, *, past: bool) -> Relative | None:
    count = int(found["count"])
    if count < 1 or (found["word"] == "qua" and not past):
        return None
    # "7 ngày qua" ends with the day itself, "7 ngày tới" begins with it.
    span = (
        Span(_shifted(on, 1 - count), on)
        if found["word"] == "qua"
        else Span(on, _shifted(on, count))
    )
    return Relative("relative_days", Precision.DAY, span, part=False)


def _span(unit: str, on: date, steps: int) -> Span:
    if unit == "tuan":
        monday = _shifted(on, 7 * steps - on.weekday())
        return Span(monday, _shifted(monday, 6))
    length = {"thang": 1, "quy": 3}[unit]
    number = (on.year * 12 + on.month - 1) // length + steps
    year, month = divmod(number * length, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _beyond()
    return months(year, month + 1, month + length)


def _shifted(day: date, by: int) -> date:
    try:
        return day + timedelta(by)
    except OverflowError:
        raise _beyond() from None


def _beyond() -> DataError:
    return DataError(
        say(
            "The period is not between {first} and {last}.",
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR),
        ),
        hint=say("Write its dates, for example 30/6/2024 or 5/2024."),
    )


_STEPS = {
    **{"nay": 0, "": 0, "toi": 1, AFTER: 1, "ke tiep": 1},
    **{"truoc": -1, "qua": -1, "ngoai": -1, "vua qua": -1},
}
_UNITS = {
    "tuan": ("week", Precision.DAY),
    "thang": ("month", Precision.MONTH),
    "quy": ("quarter", Precision.QUARTER),
}
_DISTANCE = {
    **{"hom nay": 0, "trong ngay": 0, "ngay trong ngay": 0, "ngay hom nay": 0},
    **{"ngay mai": 1, "hom qua": -1, "ngay hom qua": -1},
}
_BY = r"(?:(?:cham nhat|muon nhat|la|ngay|trong|vao|den|het) )*"
_PERIOD = re.compile(
    rf"{_BY}(?P<part>(?:dau|giua|cuoi) )?(?P<unit>tuan|thang|qu[yi]) "
    rf"(?P<word>nay|toi|{AFTER}|ke tiep|truoc|qua|vua qua)"
)
# "Trong năm" and "cuối năm" lack their year; "trong tháng" is the month that runs.
_LONE = re.compile(
    r"(?:(?:cham nhat|muon nhat|la|ngay|den) )*(?:(?:trong|het) |(?P<part>(?:dau|giua|cuoi) ))"
    r"(?P<unit>tuan|thang|qu[yi])(?P<word>)"
)
_NAMED_DAY = re.compile(_BY + "(" + "|".join(sorted(_DISTANCE, key=len, reverse=True)) + ")")
_DAYS = re.compile(r"(?:trong )?(?:vong )?(?P<count>[0-9]{1,3}) ngay (?P<word>qua|toi)")
_DAY_OF_MONTH = re.compile(rf"(?<=[0-9]) (?:cua )?thang (nay|toi|{AFTER})$")
_YEAR = re.compile(rf"\bnam (nay|toi|{AFTER}|truoc|ngoai)$")
