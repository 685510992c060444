"""One cell of a sheet, read for what it must be: words, a name, a day, a figure.

What a sheet makes of what was typed is undone where it can be (17.0 is "17", "'=x" is "=x") and
told where it cannot; what may mean two things is never guessed.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ntmtrack.domain.due import parse_day
from ntmtrack.domain.numbers import parse_quantity
from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

_GUARDED = ("'=", "'+", "'-", "'@")
_CODE_WIDTHS = (2, 3, 5)
"""How many figures the codes of provinces, districts and communes have (124/2004/QĐ-TTg)."""

_US_DAY = re.compile(r"(?P<month>[0-9]{1,2})[/.-](?P<day>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")


class Percent(Record):
    """A number that the sheet shows as a percentage: `value` is 82.5 where "82.5 %" is seen."""

    value: Decimal

    def __str__(self) -> str:
        return f"{self.value:f} %"


Cell = str | int | float | bool | date | datetime | time | timedelta | Percent
"""What a cell holds; an empty one is ""."""


def as_text(cell: Cell) -> str:
    """The words of a cell on one line: 17.0 is "17", a day dd/mm/yyyy, "'=x" is "=x".

    Raises DataError for text that was not decoded properly.
    """
    if isinstance(cell, str):
        text = clean(cell)
        # Lists written as CSV keep what looks like a formula behind a quote.
        return text[1:] if text.startswith(_GUARDED) else text
    if isinstance(cell, float):
        return as_figure(cell)
    if isinstance(cell, datetime) and cell.time() != time():
        return f"{as_text(cell.date())} {cell:%H:%M}"
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    if isinstance(cell, Percent):
        return f"{as_figure(float(cell.value))} %"
    return str(cell)


def as_figure(number: float) -> str:
    """A number as its cell shows it: fifteen digits are what a sheet keeps, 0.1 + 0.2 is 0.3."""
    if number.is_integer():
        return format(number, ".0f")
    return format(Decimal(format(number, ".15g")), "f")


def as_day(cell: Cell) -> date:
    """The day that a cell holds: a real date, or any written form of one day.

    Raises DataError for anything else; a bare figure and "6/30/2026" are never taken for a day.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = as_text(cell)
    if not isinstance(cell, str):
        raise DataError(
            say("{text} is a figure, not a day", text=text),
            hint=say("format the cell as a date, or write it as text: 30/6/2026"),
        )
    american = _US_DAY.fullmatch(text)
    if american and int(american["day"]) > 12 >= int(american["month"]):
        raise DataError(
            say("{text} has no month {number}", text=text, number=int(american["day"])),
            hint=say("write the day first: 30/6/2026"),
        )
    if _SHORT_YEAR.fullmatch(text):
        raise DataError(
            say("{text} has a year of two figures", text=text),
            hint=say("write the whole year: 30/6/2026"),
        )
    return parse_day(text)


def as_quantity(cell: Cell) -> tuple[Decimal, str | None]:
    """The value of a cell with its unit, if it names one: 82.5, "82,5 %", a percentage.

    Raises DataError for what is no number, and for "1.234", which can be read two ways.
    """
    if isinstance(cell, Percent):
        return Decimal(as_figure(float(cell.value))), "%"
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(as_figure(float(cell))), None
    return parse_quantity(as_text(cell))


def ways_to_name(cell: Cell) -> tuple[str, ...]:
    """A name or code as written, then as it was before a sheet lost its zeros: 2416, "02416"."""
    written = as_text(cell)
    if not written.isascii() or not written.isdigit():
        return (written,)
    return tuple(dict.fromkeys((written, *(written.zfill(width) for width in _CODE_WIDTHS))))
