"""What the cells of a sheet of judgements mean in one ledger; what recurs is looked up once."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar, cast

from ntmtrack.app import resolve
from ntmtrack.app.figures import SetsInForce
from ntmtrack.app.importing.kind import Run
from ntmtrack.app.importing.names import Names
from ntmtrack.app.measuring import ruled
from ntmtrack.app.premises import past, set_of
from ntmtrack.app.ruling import Given, Ruling
from ntmtrack.domain.assessment import Judged, Stage
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.item_number import cited, with_zero
from ntmtrack.domain.sheet_cell import Cell, as_day, as_text
from ntmtrack.domain.text import fold
from ntmtrack.domain.verdict_cell import Legend, Said, read, read_stage
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store import queries_catalogue

T = TypeVar("T")


class Items(Record):
    """The criteria and indicators of a set on a day: by number, and by a name of their own."""

    numbered: dict[str, Item]
    named: dict[str, Item]


class Meanings:
    """Reads cells against one ledger.

    Every method raises DataError for what fits nothing or several.
    """

    def __init__(self, run: Run, level: str | None = None) -> None:
        """`level` is that of the units which the headings speak of."""
        self._run = run
        self._conn = run.change.conn
        if run.options.set is not None:
            level = resolve.criteria_set(self._conn, run.options.set).level
        self._names = Names(self._conn, run.words.name, level=level)
        self._sets = SetsInForce(self._conn)
        self._known: dict[Hashable, object] = {}

    def day(self, cell: Cell) -> date:
        """The day of a judgement: never one to come."""
        return self._once(("day", type(cell), cell), lambda: past(as_day(cell), self._run.context))

    def stage(self, cell: Cell) -> Stage:
        """The stage that a cell names."""
        return self._once(("stage", cell), lambda: read_stage(cell))

    def agency(self, words: str, day: date) -> int:
        """The agency that judged, by its key."""
        return self._names.agency(words, day).key

    def unit(
        self, code: Cell, name: Cell, parent: Cell, day: date
    ) -> tuple[Unit, tuple[Message, ...]]:
        """The unit that a line is about, and what was repaired to find it."""
        key = ("unit", code, type(code), name, parent, day)
        return self._once(key, lambda: self._unit(code, name, parent, day))

    def _unit(
        self, code: Cell, name: Cell, parent: Cell, day: date
    ) -> tuple[Unit, tuple[Message, ...]]:
        meant = self._run.words.name(as_text(name))
        called = "" if code == "" or meant == as_text(code) else meant
        found = self._names.unit(
            name if code == "" else code, day, called=called, below=as_text(parent)
        )
        return found.unit, (*found.said, *self._names.said())

    def set_of(self, owner: Unit, words: str | None, day: date) -> SetName:
        """The set that a judgement of a unit belongs to."""
        key = ("set", owner.key, words, day)
        return self._once(key, lambda: set_of(self._conn, owner, words, day))

    def items(self, of: SetName, day: date) -> Items:
        """What a set asks for on a day."""
        return self._once(("items", of.key, day), lambda: self._items(of, day))

    def _items(self, of: SetName, day: date) -> Items:
        found = queries_catalogue.items(self._conn, [of.key], day)
        names: dict[str, list[Item]] = {}
        for each in found:
            names.setdefault(fold(each.name), []).append(each)
        return Items(
            {each.number: each for each in found},
            {name: items[0] for name, items in names.items() if len(items) == 1},
        )

    def item(
        self, cell: Cell, of: SetName, day: date, *, typed: bool = False
    ) -> tuple[Item, tuple[Message, ...]]:
        """The criterion or indicator of a set that a cell cites by its number or its name."""
        typed = typed or isinstance(cell, float)
        key = ("item", cell, type(cell), of.key, day, typed)
        return self._once(key, lambda: self._item(as_text(cell), of, day, typed=typed))

    def _item(
        self, words: str, of: SetName, day: date, *, typed: bool
    ) -> tuple[Item, tuple[Message, ...]]:
        known = self.items(of, day)
        named = known.named.get(fold(words))
        found = cited(words)
        if found is None:
            if named is None:
                raise DataError(
                    say("{set} has no criterion called {words}", set=of.code, words=words),
                    hint=say("give its number; see `ntmtrack criteria show {set}`", set=of.code),
                )
            return named, ()
        number, repaired = with_zero(found.number, known.numbered, typed=typed)
        if number not in known.numbered:
            resolve.items(self._conn, of, [number], day)
        item = known.numbered[number]
        called = known.named.get(found.name or "")
        if called is not None and called.key != item.key:
            raise DataError(
                say(
                    "{words}: in {set} {number} is «{name}»",
                    words=words,
                    set=of.code,
                    number=number,
                    name=item.name,
                ),
                hint=say("is this the sheet of another set? Name it with --set"),
            )
        if repaired:
            return item, (say("{words} was read as {number}", words=words, number=number),)
        return item, ()

    def counted(self, of: SetName, item: Item, day: date) -> bool:
        """Whether figures can be a level of an item."""
        key = ("counted", item.key, day)
        return self._once(key, lambda: self._counted(of, item, day))

    def _counted(self, of: SetName, item: Item, day: date) -> bool:
        indicator = self._sets.on(of.key, day).indicator(item.number)
        return indicator is not None and indicator.kind.takes_threshold

    def said(self, cell: Cell, marks: Legend, *, counted: bool) -> Said | None:
        """What a cell says of an item; None where it says nothing."""
        key = ("said", cell, type(cell), counted)
        return self._once(key, lambda: read(cell, marks, counted=counted))

    def ruling(self, owner: Unit, of: SetName, item: Item, said: Said, day: date) -> Ruling:
        """The judgement that a cell comes to: by its word, by its figure, or by both agreeing."""
        if said.value is None:
            assert said.verdict is not None
            return Ruling(item, said.verdict)
        key = ("ruling", owner.key, item.key, said, day)
        return self._once(key, lambda: self._measured(owner, of, item, said, day))

    def _measured(self, owner: Unit, of: SetName, item: Item, said: Said, day: date) -> Ruling:
        assert said.value is not None
        criteria = self._sets.on(of.key, day)
        # What stands against the threshold is marked so only where it has a reason.
        given = Given(said.value, said.unit, said.verdict, "" if said.verdict else None)
        ruling = ruled(criteria, owner, of, item, given, day=day)
        if said.bare and ruling.value_unit == "%" and 0 < abs(said.value) < 1:
            raise DataError(
                say(
                    "{value} may be {share} %: a sheet keeps shares so",
                    value=said.value,
                    share=(said.value * 100).normalize(),
                ),
                hint=say('write it as text with its sign: "85 %" or "0,85 %"'),
            )
        if ruling.judged is Judged.OVERRIDDEN:
            raise DataError(
                say(
                    "the cell says {given}, its figure against the threshold {level} the contrary",
                    given=said.verdict,
                    level=ruling.threshold,
                ),
                hint=say(
                    "mend the cell, or record it with `ntmtrack assess … --verdict … --reason TEXT`"
                ),
            )
        level = None if ruling.threshold is None else ruling.threshold.rpartition(" ")[2]
        if said.level is not None and level != format(said.level, "f"):
            raise DataError(
                say(
                    "the cell has the level {written}, the ledger {known}",
                    written=said.level,
                    known=ruling.threshold or "–",
                ),
                hint=say("write the value alone; a level is set with `ntmtrack criteria overlay`"),
            )
        return ruling._replace(reason=None)

    def _once(self, key: Hashable, look: Callable[[], T]) -> T:
        if key not in self._known:
            try:
                self._known[key] = look()
            except DataError as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, DataError):
            raise known
        return cast("T", known)
