"""From the lines of a sheet of judgements to judgements, whatever way the sheet lies."""

from collections.abc import Iterator
from datetime import date

from ntmtrack.app.importing.assessment_fields import NUMBER, UNIT
from ntmtrack.app.importing.assessment_hand import AtHand
from ntmtrack.app.importing.assessment_meaning import Meanings
from ntmtrack.app.importing.assessment_shared import Circumstances, Shared
from ntmtrack.app.importing.kind import Run
from ntmtrack.app.ruling import Ruling
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.item_number import cited
from ntmtrack.domain.sheet_cell import Cell, as_text
from ntmtrack.domain.verdict_cell import Legend, Said, legend, same_measure
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import Line
from ntmtrack.importers.sheets.heading import unit_in
from ntmtrack.importers.sheets.table import Column, Table, where
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store.queries_importing import JudgedKey


class Entry(Record):
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


class Read(Record):
    """A line, read: what it brings, what was repaired, and all that is wrong with it."""

    line: int
    what: str
    entries: tuple[Entry, ...]
    said: tuple[Message, ...]
    faults: tuple[Message, ...]
    day: date | None
    """The day of its judgements."""


class _Cell(Record):
    """A cell that says something of an item, and the value beside it, if that has its own."""

    column: int
    cell: Cell
    value: Cell = ""
    unit: str | None = None
    """What the value is said to be measured in."""
    headed: str | None = None
    """The unit that the heading names, in whatever words."""


class Lines:
    """Reads the lines of one table; what recurs from line to line is read once."""

    def __init__(self, run: Run, table: Table, meanings: Meanings) -> None:
        self._run = run
        self._table = table
        self._meanings = meanings
        self._hand = AtHand(table)
        self._circumstances = Circumstances(self._hand, meanings, run.options)
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
        self._rulings: dict[tuple[object, ...], Ruling] = {}

    def read(self) -> Iterator[Read]:
        """Every line, in its order."""
        for line in self._table.lines:
            self._hand.turn_to(line)
            shared = self._circumstances.shared()
            what, entries = self._line(shared)
            yield Read(
                line.number,
                what,
                tuple(entries),
                tuple(self._hand.said),
                self._hand.faults,
                None if shared is None else shared.day,
            )

    def _legend(self) -> Legend:
        places = [each[0] for each in self._numbers] + [each[0] for each in self._owners]
        places += [self._hand.first["verdict"]] if "verdict" in self._hand.first else []
        cells = {
            line.cells[place]
            for line in self._table.lines
            for place in places
            if place < len(line.cells)
        }
        return legend(cells, self._run.words.verdicts)

    def _line(self, shared: Shared | None) -> tuple[str, list[Entry]]:
        hand = self._hand
        if self._owners:
            return self._of_units(shared)
        if self._numbers and all(hand.at(place) == "" for place, *_ in self._numbers):
            # A group of communes, or a unit that nobody has judged yet: there is nothing to take.
            hand.repaired([say("nothing is filled in")])
            return self._named(), []
        owner = None if shared is None else self._circumstances.owner(shared.day)
        if owner is None or shared is None:
            return " ".join(filter(None, (self._named(), as_text(self._item_cell())))), []
        of = self._circumstances.set_of(owner, shared)
        if self._numbers:
            return owner.name, [] if of is None else self._of_numbers(owner, of, shared)
        return self._listed(owner, of, shared)

    def _of_numbers(self, owner: Unit, of: SetName, shared: Shared) -> list[Entry]:
        found, note = [], self._hand.words("note")
        for place, number, typed, unit in self._numbers:
            cell = self._hand.at(place)
            if cell != "":
                at = _Cell(place, cell, headed=unit)
                found.append(self._entry(at, owner, of, number, shared, note=note, typed=typed))
        return [each for each in found if each]

    def _of_units(self, shared: Shared | None) -> tuple[str, list[Entry]]:
        number = self._item_cell()
        if number == "":
            self._hand.lacks(say("the number is missing"))
        if shared is None or number == "":
            return as_text(number), []
        found, note = [], self._hand.words("note")
        for column, words in self._owners:
            cell = self._hand.at(column)
            if cell == "":
                continue
            try:
                owner = self._circumstances.unit(words, "", "", shared.day)
            except DataError as error:
                self._hand.fault(column, error)
                continue
            of = self._circumstances.set_of(owner, shared)
            if of is not None:
                at = _Cell(column, cell)
                found.append(self._entry(at, owner, of, number, shared, note=note))
        return as_text(number), [each for each in found if each]

    def _listed(self, owner: Unit, of: SetName | None, shared: Shared) -> tuple[str, list[Entry]]:
        number = self._item_cell()
        what = f"{owner.name} {number if isinstance(number, str) else as_text(number)}".strip()
        if number == "":
            self._hand.lacks(say("the number is missing"))
        if of is None or number == "":
            return what, []
        verdict, value = self._hand.one("verdict"), self._hand.one("value")
        column = self._hand.first.get("verdict" if verdict != "" else "value", 0)
        unit = self._hand.words("value_unit")
        at = _Cell(column, verdict, value, unit)
        entry = self._entry(at, owner, of, number, shared, note=self._hand.words("note"))
        return what, [entry] if entry else []

    def _entry(
        self,
        at: _Cell,
        owner: Unit,
        of: SetName,
        number: Cell,
        shared: Shared,
        *,
        note: str | None,
        typed: bool = False,
    ) -> Entry | None:
        # What a word says of an item is the same for every unit.
        key = (number, type(number), typed, at.cell, of.key, shared.day)
        plain = at.value == "" and isinstance(at.cell, str)
        ruling = self._rulings.get(key) if plain else None
        if ruling is None:
            repaired = len(self._hand.said)
            try:
                ruling = self._ruling(at, owner, of, number, shared, typed=typed)
            except DataError as error:
                self._hand.fault(at.column, error)
                return None
            if ruling is None:
                return None
            if plain and ruling.value is None and len(self._hand.said) == repaired:
                self._rulings[key] = ruling
        return Entry(
            self._hand.line,
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
        shared: Shared,
        *,
        typed: bool,
    ) -> Ruling | None:
        meanings = self._meanings
        item, said = meanings.item(number, of, shared.day, typed=typed)
        self._hand.repaired(said)
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

    def _named(self) -> str:
        return self._hand.words("unit_name") or self._hand.words("unit") or ""

    def _item_cell(self) -> Cell:
        number = self._hand.one("number")
        return self._hand.one("item_name") if number == "" else number


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
        isinstance(line.cells[place], float)
        for line in table.grid.lines
        if first <= line.number <= last and place < len(line.cells)
    )
