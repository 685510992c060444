"""Cells of a web page: their words, what they are sorted by, and what may never leave its place.

Everything that comes from the ledger passes through `escaped`; nothing else makes text of a page.
"""

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from ntmtrack.domain.assessment import Verdict
from ntmtrack.render.localise import flat
from ntmtrack.reports.report import Cell, Column, Measure
from ntmtrack.reports.status import Mark

_CRITERION = re.compile(r"c?\d[\w.]*")
"""The keys of columns that stand for a criterion or an indicator."""

VERDICT_CLASSES = {
    Verdict.MET: "m",
    Verdict.NEARLY_MET: "n",
    Verdict.UNMET: "u",
    Verdict.NOT_APPLICABLE: "x",
    Verdict.NOT_ASSESSED: "a",
}
"""One letter each: a province's matrix has thousands of these cells."""

_FIGURE = re.compile(r"(?<!\S)(?=[^\s;]*\d)(?=[^\s;]*[-/])[^\s;&]{1,28};?(?!\S)")

_LATE = {"days_late": 1, "days_left": -1}
"""Columns of days that say of a task that it is late, with the sign that says so."""


class Sorting(StrEnum):
    """By what the rows are put in order: the words in Vietnamese order, a value, a verdict."""

    WORDS = "words"
    VALUE = "value"
    VERDICT = "verdict"


def escaped(text: str) -> str:
    """Text of one line that cannot become markup, nor leave the attribute it stands in."""
    return html.escape(flat(text))


def whole(text: str) -> str:
    """Escaped text whose codes, days and figures are not broken at the end of a line."""
    return _FIGURE.sub(r"<span>\g<0></span>", text)


def css_string(text: str) -> str:
    """Text as a string of a style sheet that can neither end it nor the element around it."""
    return '"' + re.sub(r"[^\w .,·–-]", lambda found: f"\\{ord(found[0]):x} ", flat(text)) + '"'


def sha256_source(text: str) -> str:
    """The source by which a page's policy allows just this inline style or script (CSP 3)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def verdict_of(cell: Cell) -> Verdict | None:
    """The verdict that a cell tells, as a word or as the mark of a matrix."""
    if isinstance(cell, Verdict):
        return cell
    return Verdict(cell.value) if isinstance(cell, Mark) else None


def is_criterion(column: Column, cells: Sequence[Cell]) -> bool:
    """Whether a column holds the verdicts of one criterion."""
    return _CRITERION.fullmatch(column.key) is not None and all(
        cell is None or verdict_of(cell) is not None for cell in cells
    )


def sorting(cells: Sequence[Cell]) -> Sorting:
    """How a column is sorted; words win where its cells are of several kinds."""
    known = [cell for cell in cells if cell is not None]
    if known and all(verdict_of(cell) is not None for cell in known):
        return Sorting.VERDICT
    if known and all(sort_value(cell) is not None for cell in known):
        return Sorting.VALUE
    return Sorting.WORDS


def sort_value(cell: Cell) -> str | None:
    """The number by which a cell is put in order, as a script reads it; None for words.

    Of a day it is the digits yyyymmdd, of an enumerated word its place in the enumeration.
    """
    match cell:
        case StrEnum():
            return str(list(type(cell)).index(cell))
        case bool() | int():
            return str(int(cell))
        case Decimal():
            return format(cell, "f")
        case Measure():
            return format(cell.value, "f")
        case datetime():
            return format(cell.timestamp(), "f")
        case date():
            return cell.isoformat().replace("-", "")
        case _:
            return None


def is_late(column: Column, cell: Cell) -> bool:
    """Whether a cell counts the days by which something is late."""
    sign = _LATE.get(column.key)
    return sign is not None and isinstance(cell, int) and cell * sign > 0
