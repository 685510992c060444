"""What a sheet is made of once it is read: cells, lines, and what must be said of them."""

from collections.abc import Sequence

from ntmtrack.domain.sheet_cell import Cell, Percent
from ntmtrack.errors import DataError
from ntmtrack.message import Message
from ntmtrack.record import Record

__all__ = ["BadCell", "Cell", "Grid", "Line", "Percent", "letter"]


class Line(Record):
    """A line of a sheet: its number as people see it, from 1, and its cells from column A on.

    Texts are NFC, in Unicode, without control characters; what was merged is filled in.
    """

    number: int
    cells: Sequence[Cell]


class BadCell(Record):
    """A cell that cannot be told; `column` counts from 0. Its place in the line is empty."""

    line: int
    column: int
    fault: DataError


class Grid(Record):
    """One sheet: its lines in order, what must be said of it, and the cells that cannot be told.

    `file` is the name of the file alone; `sheet` is None for a text file. Hidden lines and
    columns (`hidden_lines` as people number them, `hidden_columns` from 0) are read like others.
    """

    file: str
    sheet: str | None
    lines: list[Line]
    remarks: tuple[Message, ...] = ()
    bad: tuple[BadCell, ...] = ()
    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def letter(column: int) -> str:
    """A column as a sheet names it: 0 is "A", 27 is "AB"."""
    name = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name
