"""What holds for all cells of a line of judgements: the day, the stage, who judged, the paper."""

from datetime import date

from ntmtrack.app.importing.assessment_hand import AtHand
from ntmtrack.app.importing.assessment_meaning import Meanings
from ntmtrack.app.importing.kind import Options
from ntmtrack.domain.assessment import Stage
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.sheet_cell import Cell, as_text
from ntmtrack.message import say
from ntmtrack.record import Record


class Shared(Record):
    """What holds for all cells of a line; `iso` is the day as the ledger writes it."""

    day: date
    iso: str
    stage: Stage
    agency: int | None
    document: str | None
    set: str | None


_KEYS = ("assessed_on", "stage", "by", "document", "set")


class Circumstances:
    """Reads what surrounds the judgements of a line; what recurs is read once."""

    def __init__(self, hand: AtHand, meanings: Meanings, options: Options) -> None:
        self._hand = hand
        self._meanings = meanings
        self._options = options
        self._places = [hand.first[key] for key in _KEYS if key in hand.first]
        self._before: dict[tuple[Cell, ...], Shared] = {}
        self._owners: dict[tuple[Cell, Cell, Cell, date], Unit] = {}
        self._sets: dict[tuple[int, str | None, date], SetName] = {}

    def shared(self) -> Shared | None:
        """What holds for all cells of the line; None where its day is missing."""
        cells = tuple([self._hand.at(place) for place in self._places])
        found = self._before.get(cells)
        if found is None:
            before = self._hand.faulty
            found = self._read()
            if found is not None and self._hand.faulty == before:
                self._before[cells] = found
        return found

    def owner(self, day: date) -> Unit | None:
        """The unit that the line names by code, by name, and by what it is below."""
        hand = self._hand
        code, name = hand.one("unit"), hand.one("unit_name")
        if code == "" and name == "":
            hand.lacks(say("the unit is missing"))
            return None
        key = (code, name, hand.one("parent"), day)
        found = self._owners.get(key)
        if found is None:
            repaired = len(hand.said)
            found = hand.tried(("unit", "unit_name"), lambda: self.unit(*key))
            if found is not None and len(hand.said) == repaired:
                self._owners[key] = found
        return found

    def unit(self, code: Cell, name: Cell, parent: Cell, day: date) -> Unit:
        """The unit of these words; DataError for none or several."""
        unit, said = self._meanings.unit(code, name, parent, day)
        self._hand.repaired(said)
        return unit

    def set_of(self, owner: Unit, shared: Shared) -> SetName | None:
        """The set that the line judges the unit by."""
        key = owner.key, shared.set, shared.day
        found = self._sets.get(key)
        if found is None:
            found = self._hand.tried(
                ("set", "unit", "unit_name", "number"),
                lambda: self._meanings.set_of(owner, shared.set, shared.day),
            )
            if found is not None:
                self._sets[key] = found
        return found

    def _read(self) -> Shared | None:
        hand, options = self._hand, self._options
        on, stage_cell, by_cell, document, of = (hand.one(key) for key in _KEYS)
        day = options.on
        if on != "":
            day = hand.tried(("assessed_on",), lambda: self._meanings.day(on))
        elif day is None:
            hand.lacks(say("the day is missing"))
        if day is None:
            return None
        stage = Stage(options.stage) if options.stage else Stage.SELF
        if stage_cell != "":
            stage = hand.tried(("stage",), lambda: self._meanings.stage(stage_cell)) or stage
        by, agency = as_text(by_cell) or options.by, None
        if by:
            agency = hand.tried(("by",), lambda: self._meanings.agency(by, day))
        return Shared(
            day,
            day.isoformat(),
            stage,
            agency,
            as_text(document) or options.document,
            as_text(of) or options.set,
        )
