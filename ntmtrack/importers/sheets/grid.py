"""A file of any kind that holds a sheet, read into one grid of cells.

    file -> content (bytes, kind) -> text_file | workbook (cells, marks) -> fonts -> Grid

What is read is bounded in bytes, lines, columns and cells, whatever a file claims.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal
from unicodedata import is_normalized

from ntmtrack.domain.old_fonts import OldFont
from ntmtrack.domain.text import clean, clean_note
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import BadCell, Cell, Grid, Line, Percent, letter
from ntmtrack.importers.sheets.child import read_bounded
from ntmtrack.importers.sheets.content import Kind, content_of, kind_of, shown_name
from ntmtrack.importers.sheets.fonts import convert
from ntmtrack.importers.sheets.marks import Marks
from ntmtrack.importers.sheets.text_file import read_text
from ntmtrack.importers.sheets.texts import odd_ones
from ntmtrack.importers.sheets.workbook import read_workbook
from ntmtrack.message import Message, say

__all__ = ["BadCell", "Cell", "Font", "Grid", "Line", "Percent", "letter", "read_grid"]

Font = Literal["tcvn3", "vni"]
"""The old fonts that a user may name."""

_SURE_FROM = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was: days before it may be off by one."""

# Beside what is not printable: look-alikes of đ, a joiner, a blank too many; texts that are looked
# at together have a bar between them.
_UNTIDY = ("Ð", "ð", "\u034f", "  ", "| ", " |")


def read_grid(path: Path, *, sheet: str | None = None, font: Font | None = None) -> Grid:
    """The lines of a text file (.csv, .tsv, .txt) or of one sheet of a workbook.

    A workbook is .xlsx, .xlsm, .xls or .ods, by what is in the file. `sheet` is the name or the
    number of the sheet; it may be left out where one is filled. `font` is the old font that
    texts are in which name none. Lines count as an office program shows them. Raises DataError
    for what cannot be read, each with one clear line; single cells that cannot be told are
    handed back in `bad`.
    """
    name = shown_name(path)
    content = content_of(path)
    kind, renamed = kind_of(content, name)
    told = None if font is None else OldFont(font)
    if kind is Kind.TEXT:
        title, marks = None, Marks()
        rows, remarks = read_text(content, name, told)
    else:
        title, rows, marks, remarks = (
            read_bounded(content, name, sheet)
            if kind is Kind.XLS
            else read_workbook(content, name, kind, sheet)
        )
    distinct = set[Cell]().union(*rows)
    _doubt_early_days(rows, marks, distinct)
    converted = convert(rows, marks, told, [cell for cell in distinct if type(cell) is str])
    if converted:
        distinct = set[Cell]().union(*rows)
    _clean(rows, [cell for cell in distinct if type(cell) is str])
    said = (*((renamed,) if renamed else ()), *remarks, *_hidden(marks, rows), *converted)
    return Grid(
        file=name,
        sheet=title,
        lines=[Line(number, cells) for number, cells in enumerate(rows, start=1)],
        remarks=said,
        bad=_bad(marks, rows),
        hidden_lines=frozenset(marks.hidden_lines).intersection(range(1, len(rows) + 1)),
        hidden_columns=frozenset(marks.hidden_columns),
    )


def _doubt_early_days(rows: list[list[Cell]], marks: Marks, distinct: Iterable[Cell]) -> None:
    """Make a fault of days before those that a sheet is sure of: mostly numbers shown as days."""
    early = {
        cell: DataError(
            say("{day} is a day before any that is meant here", day=_day(cell)),
            hint=say("a number was perhaps shown as a day: write it as a number or as text"),
        )
        for cell in distinct
        if isinstance(cell, date) and _day(cell) < _SURE_FROM
    }
    for line, row in enumerate(rows if early else ()):
        for column, cell in enumerate(row):
            if isinstance(cell, date) and cell in early:
                marks.faults[line, column] = early[cell]


def _day(cell: date) -> date:
    return date(cell.year, cell.month, cell.day)


def _clean(rows: list[list[Cell]], texts: Sequence[str]) -> None:
    """Make all texts fit to store; lines within a cell are kept."""
    cleaned = {
        text: clean_note(text) if "\n" in text else clean(text)
        for text in odd_ones(texts, _is_untidy)
    }
    if cleaned:
        for row in rows:
            row[:] = [cleaned.get(cell, cell) if type(cell) is str else cell for cell in row]


def _is_untidy(text: str) -> bool:
    """Whether `clean` may change a text, or one of several put together: a quick look."""
    return (
        not text.isprintable()
        or text.startswith(" ")
        or text.endswith(" ")
        or any(untidy in text for untidy in _UNTIDY)
        or not is_normalized("NFC", text)
    )


def _hidden(marks: Marks, rows: list[list[Cell]]) -> tuple[Message, ...]:
    """What is to be said of hidden lines and columns that hold something."""
    width = max(map(len, rows), default=0)
    lines = tuple(number for number in sorted(marks.hidden_lines) if number <= len(rows))
    columns = tuple(letter(column) for column in sorted(marks.hidden_columns) if column < width)
    said = []
    if lines:
        said.append(say("Hidden lines were read like the others: {lines}", lines=_runs(lines)))
    if columns:
        said.append(say("Hidden columns were read like the others: {columns}", columns=columns))
    return tuple(said)


def _runs(numbers: tuple[int, ...]) -> tuple[str, ...]:
    """Numbers in order, those that follow one another drawn together: 3, 7–12."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _bad(marks: Marks, rows: list[list[Cell]]) -> tuple[BadCell, ...]:
    """The cells that cannot be told, in the order of the sheet; their places become empty."""
    bad = []
    for line, column in sorted(marks.faults):
        if line < len(rows) and column < len(rows[line]):
            rows[line][column] = ""
        bad.append(BadCell(line + 1, column, marks.faults[line, column]))
    return tuple(bad)
