"""Reports as a workbook: one sheet each, typed cells, ready to be sorted, filtered and printed.

Words are never taken for a formula, an address or a number.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

from ntmtrack.message import N_, Message, say
from ntmtrack.render.columns import shown
from ntmtrack.render.localise import Localiser, flat, harmless
from ntmtrack.render.text import NOTHING, cells
from ntmtrack.reports.report import Cell, Column, Measure, Report, Row

_GROUP = N_("Group")
_GOES_ON = say("A text that is too long for one cell goes on in the rows below it.")
_DAY = "dd/mm/yyyy"
_MOMENT = "dd/mm/yyyy hh:mm"

# Sheet programs count with 15 digits; of a longer number the rest would be lost.
_DIGITS = 15
_LARGEST = 200
# Their February of 1900 has a day too many; before it they know no dates.
_FIRST_DAY = date(1900, 3, 1)
# A cell holds 32,767 UTF-16 units; so many characters are never more.
_LONGEST = 16_000

_NAME_LENGTH = 31
# Letters outside the basic plane count twice.
_NOT_IN_NAMES = re.compile("[][:*?/\\\\\x00-\x1f\ud800-\udfff\U00010000-\U0010ffff]")
_DETAIL = re.compile(r"[,;(\d]")
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_A4 = 9
_TITLE, _HEADING, _FIRST_ROW = 0, 1, 2
_NARROWEST, _WIDEST, _SPAN = 8, 55, 70
_LINE_HEIGHT = 15


def workbook(parts: Sequence[Report], localiser: Localiser) -> bytes:
    """A workbook with a sheet for each report; the same reports give the same bytes.

    A text longer than a cell can hold goes on in the cells below, on rows of their own.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types

    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    # The library would note the moment of writing.
    written = max((report.as_of for report in parts if report.as_of), default=_FIRST_DAY)
    book.set_properties({"created": datetime.combine(written, time())})
    titles = [_encodable(flat(localiser.say(report.title))) for report in parts]
    for report, title, name in zip(parts, titles, sheet_names(titles), strict=True):
        _Sheet(book, name, localiser).fill(report, title)
    book.close()
    return stream.getvalue()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Names that sheets may bear, from the titles of their reports: short, and no two alike."""
    names: list[str] = []
    # Excel keeps this name for itself.
    taken = {"history"}
    for title in titles:
        # A day or a count comes after these; the sheet's first row has the whole title.
        words = _plain_name(_DETAIL.split(title)[0]) or _plain_name(title) or "-"
        name, number = _short(words, _NAME_LENGTH), 1
        while name.casefold() in taken:
            number += 1
            suffix = f" ({number})"
            name = _short(words, _NAME_LENGTH - len(suffix)) + suffix
        taken.add(name.casefold())
        names.append(name)
    return names


class _Sheet:
    """One report on its sheet."""

    __slots__ = ("_book", "_localiser", "_looks", "_sheet")

    def __init__(self, book: Any, name: str, localiser: Localiser) -> None:
        self._book = book
        self._sheet = book.add_worksheet(name)
        self._localiser = localiser
        self._looks: dict[tuple[tuple[str, object], ...], Any] = {}

    def fill(self, report: Report, title: str) -> None:
        """Title, headings, all rows without a gap, and the notes under them."""
        columns, rows = _table(report)
        headings = [flat(self._localiser.word(column.heading)) for column in columns]
        widths = [
            self._width(heading, (row[place] for row in rows))
            for place, heading in enumerate(headings)
        ]
        self._across(_TITLE, title, widths, bold=True, font_size=13)
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, widths[place])
            look = self._look(column, bold=True, bottom=1)
            self._sheet.write_string(_HEADING, place, headings[place], look)
        line = _FIRST_ROW
        for row in rows:
            line += max(
                self._cell(line, place, cell, column)
                for place, (cell, column) in enumerate(zip(row, columns, strict=True))
            )
        if columns:
            self._sheet.autofilter(_HEADING, 0, max(line - 1, _HEADING), len(columns) - 1)
        notes = list(report.told)
        if not rows:
            notes.insert(0, NOTHING if report.empty is None else report.empty)
        if line > _FIRST_ROW + len(rows):
            notes.append(_GOES_ON)
        # An empty row keeps the notes out of what is filtered and sorted.
        told = (piece for note in notes for piece in _pieces(flat(self._localiser.say(note))))
        for place, piece in enumerate(told, line + 1):
            self._across(place, piece, widths)
        self._paper()

    def _cell(self, line: int, place: int, cell: Cell, column: Column) -> int:
        """Write a cell as what it is, else as words; how many rows it takes."""
        typed = _typed(cell, self._localiser)
        if typed is None:
            pieces = _pieces(self._localiser.cell(cell))
            for below, piece in enumerate(pieces):
                self._sheet.write_string(line + below, place, piece, self._look(column))
            return max(len(pieces), 1)
        value, pattern = typed
        look = self._look(column, num_format=pattern)
        if isinstance(value, date):
            self._sheet.write_datetime(line, place, value, look)
        else:
            self._sheet.write_number(line, place, value, look)
        return 1

    def _across(self, line: int, text: str, widths: Sequence[float], **properties: object) -> None:
        """A sentence over the whole width, in a row as high as it needs."""
        look = self._look(None, **properties)
        missing = ceil((_SPAN - sum(widths)) / _NARROWEST)
        last = len(widths) - 1 + max(missing, 0)
        if last:
            self._sheet.merge_range(line, 0, line, last, "", look)
        self._sheet.write_string(line, 0, text, look)
        room = max(sum(widths), _SPAN)
        self._sheet.set_row(line, _LINE_HEIGHT * ceil(max(cells(text), 1) * 1.1 / room) + 3)

    def _look(self, column: Column | None, **properties: object) -> Any:
        """A format of the book, made once; a book may have but few."""
        align = "right" if column is not None and column.right else "left"
        wanted = {"valign": "top", "text_wrap": True, "align": align, **properties}
        key = tuple(wanted.items())
        if key not in self._looks:
            self._looks[key] = self._book.add_format(wanted)
        return self._looks[key]

    def _width(self, heading: str, column: Iterable[Cell]) -> float:
        texts = (line for cell in column for line in self._localiser.cell(cell).splitlines())
        # The heading has a button beside it, and is bold.
        widest = max(cells(heading) + 4, *map(cells, texts), 0)
        return min(max(widest + 1, _NARROWEST), _WIDEST)

    def _paper(self) -> None:
        self._sheet.freeze_panes(_FIRST_ROW, 0)
        self._sheet.repeat_rows(_HEADING)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&R&P/&N")


def _table(report: Report) -> tuple[list[Column], list[Row]]:
    """The columns that people see, and all rows; the headings of blocks are a first column."""
    places = shown(report)
    columns = [report.columns[place] for place in places]
    grouped = any(block.rows and block.heading is not None for block in report.blocks)
    if grouped:
        columns.insert(0, Column("block", _GROUP))
    return columns, [
        (*((block.heading,) if grouped else ()), *(row[place] for place in places))
        for block in report.blocks
        for row in block.rows
    ]


def _typed(cell: Cell, localiser: Localiser) -> tuple[float | Decimal | date, str] | None:
    """A number or a day with the pattern that shows it as people read it; None for words."""
    match cell:
        case bool():
            return None
        case int() | Decimal():
            return (cell, "General") if _is_exact(cell) else None
        case Measure():
            pattern = _pattern(cell, localiser)
            return (cell.value, pattern) if pattern and _is_exact(cell.value) else None
        case datetime():
            # The table knows which hour of which zone people read.
            moment = datetime.strptime(localiser.cell(cell), "%d/%m/%Y %H:%M")
            return (moment, _MOMENT) if moment.date() >= _FIRST_DAY else None
        case date():
            return (cell, _DAY) if cell >= _FIRST_DAY else None
        case _:
            return None


def _is_exact(number: int | Decimal) -> bool:
    exact = Decimal(number)
    return (
        exact.is_finite()
        and len(exact.as_tuple().digits) <= _DIGITS
        and (not exact or abs(exact.adjusted()) <= _LARGEST)
    )


def _pattern(measure: Measure, localiser: Localiser) -> str | None:
    """How "≥ 82,5 %" is shown while the cell holds 82.5; None where that cannot be."""
    unit = measure.unit
    words = localiser.say(unit) if isinstance(unit, Message) else harmless(unit or "")
    # A program writes the minus before all of it.
    if measure.label or '"' in measure.sign + words or (measure.sign and measure.value < 0):
        return None
    before = f'"{harmless(measure.sign)} "' if measure.sign else ""
    after = f'" {words}"' if words else ""
    return f"{before}General{after}"


def _pieces(text: str) -> list[str]:
    """A text as cells can hold it: in most cases one piece, none of an empty one."""
    # A sheet breaks its lines with line feeds.
    whole = _BREAKS.sub("\n", _encodable(text))
    return [whole[start : start + _LONGEST] for start in range(0, len(whole), _LONGEST)]


def _encodable(text: str) -> str:
    """Without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _plain_name(text: str) -> str:
    return " ".join(_NOT_IN_NAMES.sub(" ", text).split()).strip("' ")


def _short(text: str, room: int) -> str:
    """As many whole words as fit."""
    if len(text) <= room:
        return text
    return (text[: room + 1].rpartition(" ")[0] or text[:room]).rstrip("' ")
