"""What the reader of workbooks does not tell of a sheet: fonts, formats, faults, what is hidden."""

from dataclasses import dataclass, field
from typing import Protocol

from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

Place = tuple[int, int]
"""A line and a column, both from 0."""

MOST_LINES = 200_000
MOST_COLUMNS = 1_000
MOST_CELLS = 8_000_000
"""Empty ones between others count: the reader keeps a place for each."""


class Run(Record):
    """A stretch of a cell's text, and its font; None is the font of the cell."""

    text: str
    font: str | None


@dataclass(slots=True)
class Marks:
    """What is known of the cells of a sheet beside their values, as it is found."""

    fonts: dict[Place, str] = field(default_factory=dict)
    """Cells in an old font, by its name."""
    runs: dict[Place, tuple[Run, ...]] = field(default_factory=dict)
    """Cells whose text is in several fonts, an old one among them."""
    percents: set[Place] = field(default_factory=set)
    zeros: dict[Place, int] = field(default_factory=dict)
    """Cells shown with so many digits, zeros in front."""
    faults: dict[Place, DataError] = field(default_factory=dict)
    hidden_lines: set[int] = field(default_factory=set)
    """As people number them, from 1."""
    hidden_columns: set[int] = field(default_factory=set)
    """From 0."""
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    lines: int = 0
    """How far the cells reach that hold something; 0 where nobody had to count."""
    columns: int = 0


class About(Protocol):
    """What a workbook of any kind tells of its sheets, which are numbered from 0."""

    def is_filled(self, sheet: int) -> bool:
        """Whether a cell of the sheet holds anything."""

    def marks(self, sheet: int) -> Marks:
        """What is told of the cells of a sheet."""


def check_extent(lines: int, columns: int, name: str, sheet: str) -> None:
    """Refuse a sheet of which a cell that holds something lies too far off.

    `lines` and `columns` reach from A1 to the last cell. Raises DataError.
    """
    if lines <= MOST_LINES and columns <= MOST_COLUMNS and lines * columns <= MOST_CELLS:
        return
    raise DataError(
        say(
            "sheet {sheet} of {file} reaches over {lines} lines and {columns} columns",
            file=name,
            sheet=sheet,
            lines=lines,
            columns=columns,
        ),
        hint=say(
            "at most {lines} lines, {columns} columns and {cells} cells are read: delete what"
            " stands far off, or load it in parts; nothing was written",
            lines=MOST_LINES,
            columns=MOST_COLUMNS,
            cells=MOST_CELLS,
        ),
    )


def never_calculated() -> DataError:
    """The fault of a cell with a formula and no value."""
    return DataError(
        say("a formula that was never calculated"),
        hint=say("open the workbook in an office program and save it, or type the value"),
    )


def error_value(words: str) -> DataError:
    """The fault of a cell whose formula ended in an error, such as #REF!."""
    return DataError(
        say("the error {words} stands in the cell", words=words),
        hint=say("mend the formula, or type the value"),
    )
