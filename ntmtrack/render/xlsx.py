"""Reports as a workbook: one sheet each, typed cells, ready to be sorted, filtered and printed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from typing import Any

from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.render.columns import flattened
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.shades import GRID, HEAD, SHADES
from ntmtrack.render.text import NOTHING, cells
from ntmtrack.render.words import word
from ntmtrack.render.xlsx_cells import FIRST_DAY, Fitted, encodable, fitted, pieces, shading
from ntmtrack.render.xlsx_widths import column_width, frozen, heading_lines, spanned, widest
from ntmtrack.reports.matrix import letter, verdict_columns
from ntmtrack.reports.report import Cell, Column, Report, Row
from ntmtrack.reports.status import Mark

_GOES_ON = say("A text that is too long for one cell goes on in the rows below it.")

_MOST_ROWS = 1_048_576
_NAME_LENGTH = 31
# Letters outside the basic plane count twice.
_NOT_IN_NAMES = re.compile("[][:*?/\\\\\x00-\x1f\ud800-\udfff\U00010000-\U0010ffff]")
_DETAIL = re.compile(r"[,;(\d]")
_A4 = 9
_TITLE, _HEADING, _FIRST_ROW = 0, 1, 2
_LETTER_WIDTH, _UPRIGHT_WIDTH, _UPRIGHT_HEIGHT = 5.5, 3.6, 52
_LINE_HEIGHT, _HIGHEST = 15, 409
"""Points. Not every program makes a row as high as what is in it."""
_FRAME: Mapping[str, object] = {"border": 1, "border_color": f"#{GRID}"}
_HEAD: Mapping[str, object] = {"bold": True, "bg_color": f"#{HEAD}", **_FRAME}

_BOOK = {
    "in_memory": True,
    # What the letters of a matrix look like: a format of each cell's own would cost a third more.
    "default_format_properties": {
        "font_name": "Times New Roman",
        "font_size": 11,
        "align": "center",
        "valign": "top",
    },
}


def workbook(parts: Sequence[Report], localiser: Localiser) -> bytes:
    """A workbook with a sheet for each report; the same reports give the same bytes.

    A text longer than a cell can hold goes on in the cells below, on rows of their own; a matrix
    is written in letters. Raises DataError for more rows than a sheet can hold.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types

    stream, patterns = BytesIO(), set[str]()
    book = Workbook(stream, _BOOK)
    # The library would note the moment of writing.
    written = max((report.as_of for report in parts if report.as_of), default=FIRST_DAY)
    book.set_properties({"created": datetime.combine(written, time())})
    titles = [encodable(flat(localiser.say(report.title))) for report in parts]
    for report, title, name in zip(parts, titles, sheet_names(titles), strict=True):
        _fits(len(report.rows))
        _Sheet(book, name, localiser, patterns).fill(report, title)
    book.close()
    return stream.getvalue()


def _fits(rows: int) -> None:
    if rows > _MOST_ROWS - _FIRST_ROW:
        raise DataError(
            say(
                "{count} rows are more than a sheet holds ({most})",
                count=rows,
                most=_MOST_ROWS - _FIRST_ROW,
            ),
            hint=say("write it as csv, or ask for less"),
        )


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


_Taken = tuple[Callable[..., object], Any, Any, Fitted | None]
"""What writes a cell, its value and its format; and how it is fitted if that is over more lines."""

_Known = dict[tuple[type, Cell], _Taken]
"""Cells by their type and themselves."""


class _Sheet:
    """One report on its sheet."""

    __slots__ = ("_book", "_localiser", "_looks", "_of_cells", "_patterns", "_sheet")

    def __init__(self, book: Any, name: str, localiser: Localiser, patterns: set[str]) -> None:
        self._book = book
        self._sheet = book.add_worksheet(name)
        self._localiser = localiser
        self._patterns = patterns
        self._looks: dict[tuple[tuple[str, object], ...], Any] = {}
        self._of_cells: dict[tuple[object, ...], Any] = {}

    def fill(self, report: Report, title: str) -> None:
        """Title, headings, all rows without a gap, and the notes under them."""
        columns, rows = flattened(report)
        keys = {report.columns[place].key for place in verdict_columns(report)}
        lettered = frozenset(place for place, column in enumerate(columns) if column.key in keys)
        headings = [flat(self._localiser.word(column.heading)) for column in columns]
        # Numbers such as 17.12 stand upright, or sixty of them would not go on a page.
        upright = any(len(headings[place]) > 2 for place in lettered)
        letters: _Known = {}
        lanes = [
            _Lane(self, column, letters if place in lettered else None)
            for place, column in enumerate(columns)
        ]
        line = self._rows(rows, lanes)
        widths = [
            (_UPRIGHT_WIDTH if upright else _LETTER_WIDTH)
            if place in lettered
            else lane.width(headings[place])
            for place, lane in enumerate(lanes)
        ]
        self._across(_TITLE, title, widths, bold=True, font_size=14)
        self._headings(headings, widths, lettered if upright else frozenset())
        if columns:
            self._sheet.autofilter(_HEADING, 0, max(line - 1, _HEADING), len(columns) - 1)
        if lettered:
            self._paint(min(lettered), max(lettered), line - 1)
        self._notes(line, list(self._told(report, line)), widths)
        self._paper(frozen(columns, widths, lettered))

    def look(self, column: Column | None, properties: Mapping[str, object]) -> Any:
        """A format of the book, made once; a book may have but few. Centred without a column."""
        aligned: dict[str, object] = {}
        if column is not None:
            # A figure does not touch the words in the next column.
            aligned = {"align": "right", "indent": 1} if column.right else {"align": "left"}
        wanted = {**aligned, **properties}
        key = tuple(wanted.items())
        if key not in self._looks:
            self._looks[key] = self._book.add_format(wanted)
        return self._looks[key]

    def fitted(self, cell: Cell, column: Column, most: int) -> tuple[Fitted, Any]:
        """A cell as a column of so many letters takes it, and the format it is written with."""
        found = fitted(cell, column, self._localiser, most=most, patterns=self._patterns)
        key = column.right, *found.look.items()
        if key not in self._of_cells:
            look = {"text_wrap": True, **_FRAME, **found.look}
            self._of_cells[key] = self.look(column, look)
        return found, self._of_cells[key]

    def taken(self, found: Fitted, look: Any) -> _Taken:
        """How a cell that was fitted is written."""
        sheet = self._sheet
        if isinstance(found.value, date):
            return sheet.write_datetime, found.value, look, None
        if found.value is not None:
            return sheet.write_number, found.value, look, None
        if len(found.pieces) == found.lines == 1:
            return sheet.write_string, found.pieces[0], look, None
        return sheet.write_blank, None, look, found

    def _headings(
        self, headings: Sequence[str], widths: Sequence[float], upright: frozenset[int]
    ) -> None:
        lines = 1
        for place, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            self._sheet.set_column(place, place, width)
            turned = {"rotation": 90} if place in upright else {"text_wrap": True}
            look = self.look(None, {**_HEAD, **turned})
            self._sheet.write_string(_HEADING, place, heading, look)
            if place not in upright:
                lines = max(lines, heading_lines(heading, width))
        high = _UPRIGHT_HEIGHT if upright else 0
        self._sheet.set_row(_HEADING, max(_LINE_HEIGHT * lines + 3, high))

    def _rows(self, rows: Sequence[Row], lanes: Sequence["_Lane"]) -> int:
        """Write every row, each below the last piece of the one before; the line after them."""
        sheet, line = self._sheet, _FIRST_ROW
        known = [(place, lane, lane.known) for place, lane in enumerate(lanes)]
        for row in rows:
            taken = high = 1
            for (place, lane, alike), cell in zip(known, row, strict=True):
                try:
                    write, value, look, tall = alike[cell.__class__, cell]
                except (KeyError, TypeError):
                    write, value, look, tall = lane.take(cell)
                write(line, place, value, look)
                if tall is not None:
                    for below, piece in enumerate(tall.pieces):
                        sheet.write_string(line + below, place, piece, look)
                    taken, high = max(taken, len(tall.pieces)), max(high, tall.lines)
            if high > 1 and taken == 1:
                sheet.set_row(line, min(_LINE_HEIGHT * high + 3, _HIGHEST))
            line += taken
            _fits(line - _FIRST_ROW)
        return line

    def _paint(self, first: int, last: int, bottom: int) -> None:
        """Frame and shade the letters of a matrix; a letter that is changed changes its shade."""
        where = (_FIRST_ROW, first, bottom, last)
        for mark in Mark:
            sign = self._localiser.word(word(mark))
            shade = self._book.add_format({**shading(SHADES[mark.value]), **_FRAME})
            rule = {"type": "cell", "criteria": "==", "value": f'"{sign}"', "format": shade}
            self._sheet.conditional_format(*where, rule)
        empty = {"type": "blanks", "format": self._book.add_format(dict(_FRAME))}
        self._sheet.conditional_format(*where, empty)

    def _told(self, report: Report, line: int) -> Iterator[str]:
        """What stands below the rows, of which the last is above a line."""
        if not report.rows:
            yield self._localiser.say(NOTHING if report.empty is None else report.empty)
        goes_on = (_GOES_ON,) if line > _FIRST_ROW + len(report.rows) else ()
        for note in (*report.told, *goes_on):
            # Marked as officers mark theirs: who takes the sheet in again sees that it is no row.
            yield f"* {self._localiser.say(note)}"

    def _notes(self, line: int, notes: Iterable[str], widths: Sequence[float]) -> None:
        # An empty row keeps the notes out of what is filtered and sorted.
        told = [piece for note in notes for piece in pieces(flat(note))]
        _fits(line + 1 + len(told) - _FIRST_ROW)
        for place, piece in enumerate(told, line + 1):
            self._across(place, piece, widths)

    def _across(self, line: int, text: str, widths: Sequence[float], **properties: object) -> None:
        """A sentence over the whole width, in a row as high as it needs."""
        look = self.look(None, {"align": "left", "text_wrap": True, **properties})
        last, room = spanned(widths)
        if last:
            self._sheet.merge_range(line, 0, line, last, "", look)
        self._sheet.write_string(line, 0, text, look)
        lines = ceil(max(cells(text), 1) * (1.3 if properties else 1) / room)
        self._sheet.set_row(line, min(_LINE_HEIGHT * lines + 3, _HIGHEST))

    def _paper(self, frozen: int) -> None:
        self._sheet.freeze_panes(_FIRST_ROW, frozen)
        self._sheet.repeat_rows(_HEADING)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&R&P/&N")


class _Lane:
    """The cells of one column: each different one is fitted once."""

    __slots__ = ("_bare", "_column", "_sheet", "_widest", "known")

    def __init__(self, sheet: _Sheet, column: Column, letters: _Known | None) -> None:
        """`letters` is what all columns of the letters of a matrix know together."""
        self._sheet = sheet
        self._column = column
        self._bare = letters is not None
        self.known: _Known = {} if letters is None else letters
        self._widest = 0

    @property
    def most(self) -> int:
        """How wide the column may become."""
        return widest(wrapped=self._column.wrap)

    def take(self, cell: Cell) -> _Taken:
        """A cell as the sheet takes it.

        It is `known` from then on by its type too (1 and True are alike), unless it holds a
        sentence: those cannot be looked up. The format is None where the column needs none.
        """
        said = letter(cell) if self._bare else cell
        found, look = self._sheet.fitted(said, self._column, self.most)
        self._widest = max(self._widest, found.width)
        kept = self._sheet.taken(found, None if self._bare else look)
        with suppress(TypeError):
            self.known[cell.__class__, cell] = kept
        return kept

    def width(self, heading: str) -> float:
        """How wide the column is to be for what it holds and for its heading."""
        return column_width(heading, self._widest, most=self.most)


def _plain_name(text: str) -> str:
    return " ".join(_NOT_IN_NAMES.sub(" ", text).split()).strip("' ")


def _short(text: str, room: int) -> str:
    """As many whole words as fit."""
    if len(text) <= room:
        return text
    return (text[: room + 1].rpartition(" ")[0] or text[:room]).rstrip("' ")
