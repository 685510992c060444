"""Which office may write about what: its own unit and all below it, whoever handed it over."""

from collections.abc import Iterator

from ntmtrack.domain.change import Head, Value, Values
from ntmtrack.message import Message, say
from ntmtrack.store.merging_before import Before
from ntmtrack.store.merging_rows import Rows

SHARED = frozenset(("document", "agency", "agency_address", "person", "person_address"))
"""Rows that anybody may write: they say who and what there is, and judge nothing."""

_OF_ROW = {
    "task_party": ("task", "task_id"),
    "task_event": ("task", "task_id"),
    "evidence": ("assessment", "assessment_id"),
    "product_grade": ("product", "product_id"),
    "product_target": ("product", "product_id"),
    "work_event": ("work", "work_id"),
    "capital": ("work", "work_id"),
}
"""Rows that are of the unit of the row that they name."""

OWNERS = frozenset(("task", "assessment", "product", "work"))
"""The rows that others are of."""

_ELSEWHERE = "{office} may not write about {unit}: it is not {top}, nor below it"


class Rights:
    """Who may write what, by the offices registered here and by every place a unit ever had."""

    def __init__(self, rows: Rows, own: str, before: Before) -> None:
        self._rows = rows
        self._conn = rows.conn
        self._own = own
        self._offices = before.offices
        self._above: dict[int, set[int]] = {}
        for unit, parent in before.parents:
            self._above.setdefault(unit, set()).add(parent)
        self._within: dict[tuple[int, int], bool] = {}
        self._units: dict[tuple[str, int], int | None] = {}

    def lies_in(self, unit: int, parent: int) -> None:
        """A unit is said to lie in another."""
        self._above.setdefault(unit, set()).add(parent)
        self._within = {}

    def noted(self, table: str, key: int, unit: Value) -> None:
        """The unit of a row that was added just now."""
        if table in OWNERS:
            if len(self._units) > 50_000:
                self._rows.flush()
                self._units = {}
            self._units[table, key] = None if unit is None else int(str(unit))

    def stranger(self, head: Head, sender: str) -> Message | None:
        """Why nothing of a change is taken, if that is so."""
        if sender not in self._offices:
            return say("the office {office} is not registered here", office=sender)
        if self._offices[sender][1] is None:
            return say("{office} has no unit here", office=self._offices[sender][0])
        return None

    def intruder(self, head: Head, sender: str) -> Message | None:
        """Why one office may not hand over what another did, if that is so.

        Anybody else could have made it up: a change is taken from its author, from an office above
        that one, or from an office above this one.
        """
        if sender == head.office or self.above_own(sender):
            return None
        name, top = self._offices.get(sender, (sender, None))
        author, unit = self._offices.get(head.office, (head.office, None))
        if head.office != self._own and (unit is None or (top and self.within(unit, top))):
            return None
        return say("{office} may not speak for {author}", office=name, author=author)

    def speaks_for(self, sender: str | None, office: str) -> bool:
        """Whether a sender knows of which changes of an office it gave all; None if a hub does."""
        if sender is None or sender == office or self.above_own(sender):
            return True
        top, unit = self._offices.get(sender, ("", None))[1], self._offices.get(office)
        return bool(unit and unit[1] and top and self.within(unit[1], top))

    def above_own(self, office: str) -> bool:
        """Whether an office stands over this one, or is it."""
        own, other = self._offices.get(self._own), self._offices.get(office)
        if office == self._own:
            return True
        if own is None or other is None or own[1] is None or other[1] is None:
            return False
        return self.within(own[1], other[1])

    def refusal(self, units: list[int], head: Head, sender: str) -> Message | None:
        """Why a change may not be about these units, handed over by `sender`."""
        for office in dict.fromkeys((sender, head.office)):
            name, top = self._offices.get(office, ("", None))
            if top is None:
                continue
            for unit in units:
                if not self.within(unit, top):
                    return say(
                        _ELSEWHERE, office=name, unit=self._called(unit), top=self._called(top)
                    )
        return None

    def of_no_unit(self, head: Head, sender: str, writer: str) -> Message | None:
        """Why a change may not be about a row of no unit, first written by `writer`."""
        handed_on = sender == head.office or self.above_own(sender)
        if handed_on and (head.office == writer or self.above_own(head.office)):
            return None
        return say("it is of no unit: only the office that wrote it and those above may change it")

    def within(self, unit: int, top: int) -> bool:
        """Whether a unit is another, or was ever said to lie below it."""
        if (unit, top) not in self._within:
            seen, open_ = {unit}, [unit]
            while open_:
                for parent in self._above.get(open_.pop(), ()):
                    if parent not in seen:
                        seen.add(parent)
                        open_.append(parent)
            self._within[unit, top] = top in seen
        return self._within[unit, top]

    def units_of(self, table: str, values: Values) -> Iterator[int]:
        """The units that a row is of, by what it says; its references are keys of this file."""
        if table == "lineage":
            ends = (values.get(end) for end in ("from_id", "to_id"))
            yield from (int(str(unit)) for unit in ends if unit is not None)
        elif table in _OF_ROW and values.get(_OF_ROW[table][1]) is not None:
            owner, column = _OF_ROW[table]
            unit = self.unit_of(owner, int(str(values[column])))
            if unit is not None:
                yield unit
        else:
            if values.get("unit_id") is not None:
                yield int(str(values["unit_id"]))
            if table == "task" and values.get("period") is not None and values.get("parent_id"):
                # A turn of a task that comes round is part of that task.
                unit = self.unit_of("task", int(str(values["parent_id"])))
                if unit is not None:
                    yield unit

    def unit_of(self, table: str, key: int) -> int | None:
        """The unit of a task, an assessment, a product or a work that is here."""
        if (table, key) not in self._units:
            row = self._conn.execute(f"select unit_id from {table} where id = ?", (key,)).fetchone()
            if row is None:
                self._rows.flush()
                row = self._conn.execute(
                    f"select unit_id from {table} where id = ?", (key,)
                ).fetchone()
            self.noted(table, key, None if row is None else row[0])
        return self._units[table, key]

    def forget(self) -> None:
        """Rows were corrected."""
        self._units = {}

    def _called(self, unit: int) -> str:
        row = self._conn.execute(
            "select name from unit_version where unit_id = ? order by id desc limit 1", (unit,)
        ).fetchone()
        return "?" if row is None else str(row[0])
