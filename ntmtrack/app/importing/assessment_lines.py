"""From the lines of a sheet of judgements to judgements, whatever way the sheet lies."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from ntmtrack.app.importing.assessment_fields import NUMBER, UNIT
from ntmtrack.app.importing.assessment_meaning import Meanings
from ntmtrack.app.importing.kind import Run
from ntmtrack.app.importing.rows import reasons
from ntmtrack.app.measuring import Ruling
from ntmtrack.domain.assessment import Stage
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.item_number import cited
from ntmtrack.domain.sheet_cell import Cell, as_text
from ntmtrack.domain.verdict_cell import Legend, Said, legend, same_measure
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import Line
from ntmtrack.importers.sheets.heading import unit_in
from ntmtrack.importers.sheets.table import Column, Table, where
from ntmtrack.message import Message, say
from ntmtrack.store.queries_importing import JudgedKey

T = TypeVar("T")


class Entry(NamedTuple):
    """One judgement that a cell brings, with its cell and with what makes it another's equal."""

    line: Line
    column: int
    key: JudgedKey
    owner: Unit
    of: SetName
    ruling: Ruling
    agency: int | None
    document: str | None
    note: str | None

    @property
    def place(self) -> str:
        """The cell as officers see it: "D7"."""
        return where(self.line, self.column)


class Read(NamedTuple):
    """A line, read: what it brings, what was repaired, and all that is wrong with it."""

    line: int
    what: str
    entries: tuple[Entry, ...]
    said: tuple[Message, ...]
    faults: tuple[Message, ...]
    day: date | None
    """The day of its judgements."""


class _Cell(NamedTuple):
    """A cell that says something of an item, and the value beside it, if that has its own."""

    line: Line
    column: int
    cell: Cell
    value: Cell = ""
    unit: str | None = None
    """What the value is said to be measured in."""
    headed: str | None = None
    """The unit that the heading names, in whatever words."""


class _Shared(NamedTuple):
    """What holds for all cells of a line; `iso` is the day as the ledger writes it."""

    day: date
    iso: str
    stage: Stage
    agency: int | None
    document: str | None
    set: str | None


_SHARED = ("assessed_on", "stage", "by", "document", "set")
"""The columns that hold for all cells of a line."""


class Lines:
    """Reads the lines of one table; what recurs from line to line is read once."""

    def __init__(self, run: Run, table: Table, meanings: Meanings) -> None:
        self._run = run
        self._table = table
        self._meanings = meanings
        self._first = {each.key: each.place for each in reversed(table.columns) if each.key}
        self._numbers = [
            (each.place, _cited(each, run), _typed(table, each.place), unit_in(each.heading))
            for each in table.columns
            if str(each.key).startswith(NUMBER)
        ]
        self._owners = [
            (each.place, str(each.key).removeprefix(UNIT))
            for each in table.columns
            if str(each.key).startswith(UNIT)
        ]
        self._marks = self._legend()
        self._shared_places = [self._first[key] for key in _SHARED if key in self._first]
        self._shared_before: dict[tuple[Cell, ...], _Shared] = {}
        self._owners_before: dict[tuple[Cell, Cell, Cell, date], Unit] = {}
        self._sets_before: dict[tuple[int, str | None, date], SetName] = {}
        self._rulings: dict[tuple[object, ...], Ruling] = {}
        self._faults: list[Message] = []
        self._said: list[Message] = []

    def read(self) -> Iterator[Read]:
        """Every line, in its order."""
        for line in self._table.lines:
            self._faults, self._said = list(self._table.faults(line)), []
            shared = self._shared(line)
            what, entries = self._line(line, shared)
            yield Read(
                line.number,
                what,
                tuple(entries),
                tuple(self._said),
                tuple(self._faults),
                None if shared is None else shared.day,
            )

    def _legend(self) -> Legend:
        places = [each[0] for each in self._numbers] + [each[0] for each in self._owners]
        places += [self._first["verdict"]] if "verdict" in self._first else []
        cells = {
            line.cells[place]
            for line in self._table.lines
            for place in places
            if place < len(line.cells)
        }
        return legend(cells, self._run.words.verdicts)

    def _line(self, line: Line, shared: _Shared | None) -> tuple[str, list[Entry]]:
        if self._owners:
            return self._of_units(line, shared)
        if self._numbers and all(_cell(line, place) == "" for place, *_ in self._numbers):
            # A group of communes, or a unit that nobody has judged yet: there is nothing to take.
            self._said.append(say("nothing is filled in"))
            return self._named(line), []
        owner = None if shared is None else self._owner(line, shared.day)
        if owner is None or shared is None:
            return " ".join(filter(None, (self._named(line), as_text(self._item_cell(line))))), []
        of = self._set(line, owner, shared)
        if self._numbers:
            return owner.name, [] if of is None else self._of_numbers(line, owner, of, shared)
        return self._listed(line, owner, of, shared)

    def _of_numbers(self, line: Line, owner: Unit, of: SetName, shared: _Shared) -> list[Entry]:
        found, note = [], self._note(line)
        for place, number, typed, unit in self._numbers:
            cell = _cell(line, place)
            if cell != "":
                at = _Cell(line, place, cell, headed=unit)
                found.append(self._entry(at, owner, of, number, shared, note=note, typed=typed))
        return [each for each in found if each]

    def _of_units(self, line: Line, shared: _Shared | None) -> tuple[str, list[Entry]]:
        number = self._item_cell(line)
        if number == "":
            self._faults.append(say("the number is missing"))
        if shared is None or number == "":
            return as_text(number), []
        found, note = [], self._note(line)
        for column, words in self._owners:
            cell = _cell(line, column)
            if cell == "":
                continue
            try:
                owner = self._unit(words, "", "", shared.day)
            except DataError as error:
                self._fault(where(line, column), error)
                continue
            of = self._set(line, owner, shared)
            if of is not None:
                at = _Cell(line, column, cell)
                found.append(self._entry(at, owner, of, number, shared, note=note))
        return as_text(number), [each for each in found if each]

    def _listed(
        self, line: Line, owner: Unit, of: SetName | None, shared: _Shared
    ) -> tuple[str, list[Entry]]:
        number = self._item_cell(line)
        what = f"{owner.name} {number if isinstance(number, str) else as_text(number)}".strip()
        if number == "":
            self._faults.append(say("the number is missing"))
        if of is None or number == "":
            return what, []
        verdict, value = self._one(line, "verdict"), self._one(line, "value")
        column = self._first.get("verdict" if verdict != "" else "value", 0)
        unit = self._one(line, "value_unit")
        at = _Cell(line, column, verdict, value, None if unit == "" else as_text(unit))
        entry = self._entry(at, owner, of, number, shared, note=self._note(line))
        return what, [entry] if entry else []

    def _entry(
        self,
        at: _Cell,
        owner: Unit,
        of: SetName,
        number: Cell,
        shared: _Shared,
        *,
        note: str | None,
        typed: bool = False,
    ) -> Entry | None:
        # What a word says of an item is the same for every unit.
        key = (number, type(number), typed, at.cell, of.key, shared.day)
        plain = at.value == "" and isinstance(at.cell, str)
        ruling = self._rulings.get(key) if plain else None
        if ruling is None:
            repaired = len(self._said)
            try:
                ruling = self._ruling(at, owner, of, number, shared, typed=typed)
            except DataError as error:
                self._fault(where(at.line, at.column), error)
                return None
            if ruling is None:
                return None
            if plain and ruling.value is None and len(self._said) == repaired:
                self._rulings[key] = ruling
        return Entry(
            at.line,
            at.column,
            (owner.key, ruling.item.key, shared.stage.value, shared.iso),
            owner,
            of,
            ruling,
            shared.agency,
            shared.document,
            note,
        )

    def _ruling(
        self,
        at: _Cell,
        owner: Unit,
        of: SetName,
        number: Cell,
        shared: _Shared,
        *,
        typed: bool,
    ) -> Ruling | None:
        meanings = self._meanings
        item, said = meanings.item(number, of, shared.day, typed=typed)
        self._repaired(said)
        counted = meanings.counted(of, item, shared.day)
        what = meanings.said(at.cell, self._marks, counted=counted)
        if at.value != "":
            what = _together(what, meanings.said(at.value, self._marks, counted=True))
        if what is None:
            return None
        if what.value is not None and what.unit is None and at.unit is not None:
            what = what._replace(unit=at.unit)
        ruling = meanings.ruling(owner, of, item, what, shared.day)
        if what.unit is None and at.headed is not None and ruling.value_unit is not None:
            same_measure(at.headed, ruling.value_unit, number=item.number)
        return ruling

    def _shared(self, line: Line) -> _Shared | None:
        cells = tuple([_cell(line, place) for place in self._shared_places])
        found = self._shared_before.get(cells)
        if found is None:
            faults = len(self._faults)
            found = self._read_shared(line)
            if found is not None and len(self._faults) == faults:
                self._shared_before[cells] = found
        return found

    def _read_shared(self, line: Line) -> _Shared | None:
        on, stage_cell, by_cell, document, of = (self._one(line, key) for key in _SHARED)
        options = self._run.options
        day = options.on
        if on != "":
            day = self._tried(line, ("assessed_on",), lambda: self._meanings.day(on))
        elif day is None:
            self._faults.append(say("the day is missing"))
        if day is None:
            return None
        stage = Stage(options.stage) if options.stage else Stage.SELF
        if stage_cell != "":
            stage = self._tried(line, ("stage",), lambda: self._meanings.stage(stage_cell)) or stage
        by, agency = as_text(by_cell) or options.by, None
        if by:
            agency = self._tried(line, ("by",), lambda: self._meanings.agency(by, day))
        return _Shared(
            day,
            day.isoformat(),
            stage,
            agency,
            as_text(document) or options.document,
            as_text(of) or options.set,
        )

    def _owner(self, line: Line, day: date) -> Unit | None:
        code, name = self._one(line, "unit"), self._one(line, "unit_name")
        if code == "" and name == "":
            self._faults.append(say("the unit is missing"))
            return None
        key = (code, name, self._one(line, "parent"), day)
        found = self._owners_before.get(key)
        if found is None:
            repaired = len(self._said)
            found = self._tried(line, ("unit", "unit_name"), lambda: self._unit(*key))
            if found is not None and len(self._said) == repaired:
                self._owners_before[key] = found
        return found

    def _unit(self, code: Cell, name: Cell, parent: Cell, day: date) -> Unit:
        unit, said = self._meanings.unit(code, name, parent, day)
        self._repaired(said)
        return unit

    def _set(self, line: Line, owner: Unit, shared: _Shared) -> SetName | None:
        key = owner.key, shared.set, shared.day
        found = self._sets_before.get(key)
        if found is None:
            found = self._tried(
                line,
                ("set", "unit", "unit_name", "number"),
                lambda: self._meanings.set_of(owner, shared.set, shared.day),
            )
            if found is not None:
                self._sets_before[key] = found
        return found

    def _named(self, line: Line) -> str:
        return as_text(self._one(line, "unit_name")) or as_text(self._one(line, "unit"))

    def _note(self, line: Line) -> str | None:
        cell = self._one(line, "note")
        return None if cell == "" else as_text(cell) or None

    def _item_cell(self, line: Line) -> Cell:
        number = self._one(line, "number")
        return self._one(line, "item_name") if number == "" else number

    def _one(self, line: Line, key: str) -> Cell:
        place = self._first.get(key)
        return "" if place is None or place >= len(line.cells) else line.cells[place]

    def _tried(self, line: Line, keys: Sequence[str], look: Callable[[], T]) -> T | None:
        """What `look` finds; None, and a fault at the first filled column of the keys, if none."""
        try:
            return look()
        except DataError as error:
            places = [self._first[key] for key in keys if key in self._first]
            filled = [place for place in places if _cell(line, place) != ""]
            self._fault(where(line, (filled or places or [0])[0]), error)
            return None

    def _repaired(self, said: Sequence[Message]) -> None:
        self._said.extend(each for each in said if each not in self._said)

    def _fault(self, place: str, error: DataError) -> None:
        first, *others = reasons(error)
        told = say("{place}: {fault}", place=place, fault=first)
        if told not in self._faults:
            self._faults.extend((told, *others))


def _cell(line: Line, place: int) -> Cell:
    return line.cells[place] if place < len(line.cells) else ""


def _together(word: Said | None, figure: Said | None) -> Said | None:
    """A verdict and a value from two columns, as one saying."""
    if word is None or figure is None:
        return word or figure
    if word.value is not None and word.value != figure.value:
        raise DataError(
            say(
                "the verdict has the figure {one}, the value is {other}",
                one=word.value,
                other=figure.value,
            )
        )
    if figure.verdict not in (None, word.verdict):
        raise DataError(
            say(
                "the verdict is {one}, beside the value stands {other}",
                one=word.verdict,
                other=figure.verdict,
            )
        )
    return figure._replace(verdict=word.verdict)


def _cited(column: Column, run: Run) -> str:
    """The number of a column with the name beside it, if it has one and no map says what it is."""
    number = str(column.key).removeprefix(NUMBER)
    found = None if column.heading in run.words.columns else cited(column.heading)
    return column.heading if found is not None and found.number == number else number


def _typed(table: Table, place: int) -> bool:
    """Whether the heading of a column holds a figure: 17.10 is then seen as 17.1."""
    first, last = table.head
    return any(
        isinstance(_cell(line, place), float)
        for line in table.grid.lines
        if first <= line.number <= last
    )
