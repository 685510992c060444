"""The line of judgements at hand: its cells by key, what is wrong with it and what was repaired."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ntmtrack.app.importing.rows import reasons
from ntmtrack.domain.sheet_cell import Cell, as_text
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import Line
from ntmtrack.importers.sheets.table import Table, where
from ntmtrack.message import Message, say

T = TypeVar("T")


class AtHand:
    """One line of a table after the other."""

    def __init__(self, table: Table) -> None:
        self.first = {each.key: each.place for each in reversed(table.columns) if each.key}
        """In which column each key stands first."""
        self.line = Line(0, ())
        self.said: list[Message] = []
        self._table = table
        self._filled: dict[str, Cell] = {}
        self._columns = tuple(self.first.items())
        self._wrong: list[Message] = []
        self._places: dict[str, tuple[list[str], Sequence[Message]]] = {}

    def turn_to(self, line: Line) -> None:
        """Take another line; nothing was found in it yet but cells that could not be told."""
        self.line, self.said = line, []
        cells = line.cells
        self._filled = {key: cells[place] for key, place in self._columns if place < len(cells)}
        self._wrong, self._places = list(self._table.faults(line)), {}

    def at(self, place: int) -> Cell:
        """The cell of a column."""
        return self.line.cells[place] if place < len(self.line.cells) else ""

    def one(self, key: str) -> Cell:
        """The cell of a key, "" where there is none."""
        return self._filled.get(key, "")

    def words(self, key: str) -> str | None:
        """The same as one line of text."""
        cell = self.one(key)
        return None if cell == "" else as_text(cell) or None

    def tried(self, keys: Sequence[str], look: Callable[[], T]) -> T | None:
        """What `look` finds; None, and a fault at the first filled column of the keys, if none."""
        try:
            return look()
        except DataError as error:
            places = [self.first[key] for key in keys if key in self.first]
            filled = [place for place in places if self.at(place) != ""]
            self.fault((filled or places or [0])[0], error)
            return None

    def repaired(self, said: Sequence[Message]) -> None:
        """Say what was repaired, each thing once."""
        self.said.extend(each for each in said if each not in self.said)

    def lacks(self, missing: Message) -> None:
        """Find something wrong that stands in no cell."""
        self._wrong.append(missing)

    def fault(self, column: int, error: DataError) -> None:
        """Find a cell wrong; the same fault of several cells is told once."""
        why = reasons(error)
        places, _ = self._places.setdefault(repr(why), ([], why))
        place = where(self.line, column)
        if place not in places:
            places.append(place)

    @property
    def faulty(self) -> int:
        """How much is wrong with the line so far."""
        return len(self._wrong) + sum(len(places) for places, _ in self._places.values())

    @property
    def faults(self) -> tuple[Message, ...]:
        """All that is wrong with the line."""
        told = list(self._wrong)
        for places, (first, *others) in self._places.values():
            told += (say("{place}: {fault}", place=", ".join(places), fault=first), *others)
        return tuple(told)
