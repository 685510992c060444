"""The cells of a line, read one by one: all that is wrong with it is told, not only the first."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

from ntmtrack.app.importing.kind import Run
from ntmtrack.domain.importing import Judged, LineOutcome, outcome_of
from ntmtrack.domain.sheet_cell import as_day, as_text
from ntmtrack.domain.text import fold, tokens
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import Cell, Line
from ntmtrack.importers.sheets.table import Table, first_from_the_right, places_of
from ntmtrack.message import Message, say

T = TypeVar("T")


class Rejected(Exception):
    """A line that cannot be taken; why is in the faults of its cells."""


class Cells:
    """One line of a table, by the keys of its columns.

    `faults` gathers what is wrong, `said` what was repaired; `what` names the line for people.
    """

    def __init__(self, table: Table, line: Line) -> None:
        self.table = table
        self.line = line
        self.what = ""
        self.said: list[Message] = []
        self.faults: list[Message] = [*table.faults(line), *_strays(table, line)]
        self._places = places_of(table.columns)
        cells = line.cells
        # Most keys of a vocabulary have no column, and all of them are asked for.
        self._filled = {
            key: cells[place]
            for key, place in first_from_the_right(table.columns)
            if place < len(cells) and cells[place] != ""
        }

    def has(self, key: str) -> bool:
        """Whether the sheet has a column of the key, filled here or not."""
        return key in self._places

    def many(self, key: str) -> tuple[Cell, ...]:
        """What stands in the columns of the key, each once: merged cells repeat themselves."""
        if key not in self._filled:
            return ()
        cells = self.line.cells
        there = [place for place in self._places.get(key, ()) if place < len(cells)]
        return tuple(dict.fromkeys(cells[place] for place in there if cells[place] != ""))

    def cell(self, key: str) -> Cell:
        """What stands in the column of the key, "" where nothing does."""
        return self._filled.get(key, "")

    def words(self, key: str) -> str | None:
        """The same as one line of text."""
        cell = self._filled.get(key)
        return None if cell is None else as_text(cell) or None

    def all_words(self, key: str) -> tuple[str, ...]:
        """The texts of all columns of the key."""
        return tuple(filter(None, (as_text(cell) for cell in self.many(key))))

    def day(self, key: str) -> date | None:
        """The day of a cell; what is none is a fault of the line."""
        cell = self.cell(key)
        return None if cell == "" else self.tried(lambda: as_day(cell))

    def tried(self, read: Callable[[], T]) -> T | None:
        """What `read` finds; None, and a fault more, where it raises DataError."""
        try:
            return read()
        except DataError as error:
            self.faults.extend(reasons(error))
            return None

    def needs(self, key: str, missing: Message) -> str:
        """The words of a cell that must not be empty; "" and a fault more where it is."""
        found = self.words(key)
        if found is None:
            self.faults.append(missing)
        return found or ""

    def check(self) -> None:
        """Raise Rejected where anything was wrong so far."""
        if self.faults:
            raise Rejected

    def judged(self, what: str, *, new: int = 0, changed: int = 0, same: int = 0) -> Judged:
        """The line, with what its entries came to and what is said of them."""
        outcome = outcome_of(new=new, changed=changed)
        return Judged(
            self.line.number, outcome, what, tuple(self.said), new=new, changed=changed, same=same
        )


def judge_lines(run: Run, table: Table, one: Callable[[Cells], Judged]) -> Iterator[Judged]:
    """Every line judged by `one`; what a line wrote is gone where it turns out wrong."""
    for place, line in enumerate(table.lines, start=1):
        yield judge_line(run, Cells(table, line), one)
        run.tell(place, len(table.lines))


def judge_line(run: Run, cells: Cells, one: Callable[[Cells], Judged]) -> Judged:
    """One line judged by `one`, which raises DataError or Rejected for what cannot be taken."""
    try:
        with run.change.attempt():
            return one(cells)
    except Rejected:
        pass
    except DataError as error:
        cells.faults.extend(reasons(error))
    what = cells.what or _shown(cells)
    return Judged(cells.line.number, LineOutcome.REJECTED, what, tuple(cells.faults))


def reasons(error: DataError) -> tuple[Message, ...]:
    """Why something was refused: the fault, the candidates, and what to do about it."""
    hint = (error.hint,) if error.hint else ()
    if error.details and error.message.text.endswith(":"):
        return say("{fault} {details}", fault=error.message, details=error.details), *hint
    return error.message, *error.details, *hint


_LEVELS = {"commune": {"xa", "phuong"}, "village": {"thon", "ban", "ap", "buon", "xom"}}


def level_headed(table: Table) -> str | None:
    """The level of the units that a sheet is about, where the headings of their names say it."""
    headings = [each.heading for each in table.columns if each.key in ("unit", "unit_name")]
    words = {word for heading in headings for word in tokens(heading)}
    found = [level for level, marks in _LEVELS.items() if marks & words]
    return found[0] if len(found) == 1 else None


def became(heading: str, before: object, after: object) -> Message:
    """What changes in the column of that (marked) heading."""
    return say(
        "{what}: {before} → {after}",
        what=say(heading),
        before="–" if before is None else before,
        after="–" if after is None else after,
    )


def is_other_name(written: str, known: str) -> bool:
    """Whether a sheet calls a thing otherwise; in capitals or without marks it does not."""
    without_marks = tokens(written) == tokens(known) and fold(written) == written.casefold()
    return written.casefold() != known.casefold() and not without_marks


def _strays(table: Table, line: Line) -> Iterator[Message]:
    """What is wrong with cells to the right of all headings of a text: a comma parted a value."""
    if table.grid.sheet is not None:
        return
    width = max([column.place for column in table.columns]) + 1
    if any(cell != "" for cell in line.cells[width:]):
        yield say("there are more cells than columns")
        yield say('put a value with a comma in quotes: "82,5"')


def _shown(cells: Cells) -> str:
    """The first words of a line whose subject cannot be told."""
    texts = (as_text(cell) for cell in cells.line.cells if isinstance(cell, str) and cell)
    return next(texts, "")
