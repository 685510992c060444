"""Which ops are told to one who asks about a unit: what concerns it, and what that needs.

A row that is needed is told whole, with every op of it, from whatever change; so a bundle about a
unit can be taken in by itself. Decisions on criteria are everyone's.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from types import MappingProxyType

from ntmtrack.domain.change import Head, Op, Values
from ntmtrack.domain.coverage import Coverage, holds
from ntmtrack.domain.travel import TABLES
from ntmtrack.store.queries_offices import own_uid
from ntmtrack.store.queries_ops import Asked, Told, Wanted

_CRITERIA = frozenset({"criteria_set", "overlay", "item", "amendment", "mapping"})

_PART_OF = {
    "task_party": "task_id",
    "task_event": "task_id",
    "evidence": "assessment_id",
    "product_grade": "product_id",
    "product_target": "product_id",
    "work_event": "work_id",
    "capital": "work_id",
    "agency_address": "agency_id",
    "person": "agency_id",
    "person_address": "person_id",
    "settlement": "row_uid",
}
"""What concerns a unit because the row does that it is a part of."""

_GOES_WITH = {
    "unit_version": "unit_id",
    "unit_code": "unit_id",
    "overlay": "set_id",
    "item": "set_id",
    "amendment": "overlay_id",
    "task_party": "task_id",
    "task_event": "task_id",
}
"""What is needed because the row is that it belongs to: a unit has its name, a set its items, and
a task is what its events add up to."""

_NAMED = frozenset(name for table in TABLES.values() for name in table.names.values())


def of_unit(
    conn: sqlite3.Connection, unit: int, asked: Asked, *, there: Coverage = MappingProxyType({})
) -> Asked:
    """The question about a unit, and all below it at any time, by its place in the file.

    What was done before `asked.since`, or in changes of which all that concerns the unit is
    `there`, is told only as far as it is needed.
    """
    within = _within(conn, unit)
    choice = _Choice(_uids(conn, within), _fresh(conn, asked.since, there))
    # Nobody needs a fact about another unit: only judgements are named, by their own evidence.
    told = asked._replace(since=1, units=within)
    known = -1
    while choice.known > known:
        known = choice.known
        for change in Told(conn, told):
            for op in change.ops:
                choice.learn(change.head, op)
    wanted: Wanted = choice.wanted
    return told._replace(wanted=wanted)


class _Choice:
    """What concerns a unit, and what is needed beside it, as far as it was seen."""

    def __init__(self, within: set[str], fresh: "_Fresh") -> None:
        self._within = within
        self._fresh = fresh
        self._concerned: set[str] = set()
        self._needed: set[str] = set()

    @property
    def known(self) -> int:
        """Grows until there is nothing more to learn."""
        return len(self._concerned) + len(self._needed)

    def wanted(self, head: Head, op: Op) -> bool:
        """Whether an op is told."""
        if op.uid in self._needed or self._goes_with_needed(op):
            return True
        return (op.table in _CRITERIA or self._concerns(op)) and self._fresh(head)

    def learn(self, head: Head, op: Op) -> None:
        """Keep what an op says of what is to be told."""
        table = TABLES[op.table]
        concerns = self._concerns(op)
        if concerns and (table.entity or op.table in _NAMED):
            self._concerned.add(op.uid)
        if self.wanted(head, op):
            if table.entity or op.table in _NAMED:
                self._needed.add(op.uid)
            for values in _sides(op):
                self._needed.update(
                    str(values[name]) for name in table.names if values.get(name) is not None
                )

    def _concerns(self, op: Op) -> bool:
        if op.uid in self._concerned or op.uid in self._within:
            return True
        part_of = _PART_OF.get(op.table)
        for values in _sides(op):
            if part_of is not None and values.get(part_of) in self._concerned:
                return True
            if any(
                values.get(name) in self._within
                for name, named in TABLES[op.table].names.items()
                if named == "unit"
            ):
                return True
        return False

    def _goes_with_needed(self, op: Op) -> bool:
        owner = _GOES_WITH.get(op.table)
        return owner is not None and any(values.get(owner) in self._needed for values in _sides(op))


class _Fresh:
    """Whether a change was made, or came, since a change of this ledger, and is not there yet."""

    def __init__(self, own: str | None, since: int, came: set[str], there: Coverage) -> None:
        self._own = own
        self._since = since
        self._came = came
        self._there = there

    def __call__(self, head: Head) -> bool:
        if holds(self._there.get(head.office, ()), head.seq):
            return False
        if self._since <= 1:
            return True
        return head.seq >= self._since if head.office == self._own else head.uid in self._came


def _fresh(conn: sqlite3.Connection, since: int, there: Coverage) -> _Fresh:
    rows = conn.execute("select change_uid from received where change_id >= ?", (since,))
    return _Fresh(own_uid(conn), since, {uid for (uid,) in rows}, there)


def _sides(op: Op) -> Iterator[Values]:
    if op.before is not None:
        yield op.before
    if op.after is not None:
        yield op.after


def _within(conn: sqlite3.Connection, unit: int) -> frozenset[int]:
    """A unit and all that were ever below it."""
    below = defaultdict(set)
    for child, parent in conn.execute(
        "select unit_id, parent_id from unit_version where parent_id is not null"
    ):
        below[parent].add(child)
    for (told,) in conn.execute("select before from history where at_table = 'unit_version'"):
        row = json.loads(told or "{}")
        if row.get("parent_id") is not None:
            below[row["parent_id"]].add(row["unit_id"])
    found, open_ = {unit}, [unit]
    while open_:
        new = below[open_.pop()] - found
        found |= new
        open_ += new
    return frozenset(found)


def _uids(conn: sqlite3.Connection, units: frozenset[int]) -> set[str]:
    rows = conn.execute(
        "select uid from unit where id in (select value from json_each(?))",
        (json.dumps(sorted(units)),),
    )
    return {uid for (uid,) in rows}
