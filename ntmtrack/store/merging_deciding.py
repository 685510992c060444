"""What becomes of one step that another office did: taken in, kept until more comes, or refused."""

import json
import sqlite3
from dataclasses import dataclass, field
from typing import NamedTuple

from ntmtrack.domain.change import Head, Op, Values
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.domain.task import TaskEventKind
from ntmtrack.domain.task_life import can_be_told
from ntmtrack.domain.travel import TABLES, group_of
from ntmtrack.message import Message, say
from ntmtrack.store import queries_received
from ntmtrack.store.merging_fold import Folding
from ntmtrack.store.merging_identity import CRITERIA, Identity, Key
from ntmtrack.store.merging_names import Missing, Row
from ntmtrack.store.merging_rights import OWNERS, SHARED, Rights
from ntmtrack.store.merging_rows import Rows
from ntmtrack.store.queries_received import Kept
from ntmtrack.store.writing import Writing


class Verdict(NamedTuple):
    """What becomes of an op; `by_row` if the row that it wrote tells all of it."""

    outcome: OpOutcome
    why: Message | None = None
    by_row: int | None = None


_APPLIED = Verdict(OpOutcome.APPLIED)
_SAME = Verdict(OpOutcome.SAME)

_SAYS_OF_WHAT = frozenset(("unit_id", "task_id", "parent_id"))
"""The columns by which a row can be moved to another unit."""


@dataclass(slots=True)
class Part:
    """A part of a change that is being taken in: its row, and the facts that tell themselves."""

    key: int
    head: Head
    whole: bool
    left_out: bool = False
    runs: dict[str, list[list[int]]] = field(default_factory=dict)

    def tell(self, table: str, key: int, place: int) -> None:
        """The fact of a place was written under this key."""
        runs = self.runs.setdefault(table, [])
        if runs and key == runs[-1][1] + 1 and place == runs[-1][2] + key - runs[-1][0]:
            runs[-1][1] = key
        else:
            runs.append([key, key, place])


class _TriedOut(Exception):
    """What was only tried is taken back."""


class Deciding:
    """Decides op by op what becomes of it, and does it.

    `touched` are the rows of which more is known since, `came` counts what came of each.
    """

    def __init__(self, change: Writing, own: str) -> None:
        self.change = change
        self._own = own
        self._rows = Rows(change)
        heads = queries_received.heads(change.conn)
        self._identity = Identity(self._rows, heads, own)
        self._rights = Rights(self._rows, own)
        self._fold = Folding(self._rows, heads)
        self._special = queries_received.undone_facts(change.conn)
        self._touched: set[tuple[str, str]] = set()
        self._came: dict[tuple[str, str], int] = {}
        self._counting = True
        # By change, the versions and codes that were written with its new units.
        self._with: dict[str, dict[tuple[str, str], list[Values]]] = {}
        # The new units that came and are not here yet, by uid.
        self._units: dict[str, Kept] = {}

    def _decide(self, head: Head, op: Op, sender: str, part: "Part | Kept") -> Verdict:
        stranger = self._rights.stranger(head, sender) or self._rights.intruder(head, sender)
        if stranger is not None:
            return Verdict(OpOutcome.REFUSED, stranger)
        try:
            if op.table in CRITERIA and op.action == "insert":
                return self._published(head, op, sender, part)
            if op.table == "unit" and op.action == "insert":
                return self._unit(head, op)
            if op.action == "insert":
                return self._insert(head, op, sender, part)
            return self._correct(head, op, sender)
        except Missing as missing:
            why = say("it names a row of {table} that is not here yet", table=missing.table)
            return Verdict(OpOutcome.WAITING, why)

    def _published(self, head: Head, op: Op, sender: str, part: "Part | Kept") -> Verdict:
        values = self._rows.named(op.table, op.after or {})
        if self._rows.key(op.table, op.uid) is not None and op.uid not in self._special:
            return _SAME
        key = self._identity.key(op.table, values)
        found = self._identity.find(op.table, key, head.office)
        if found is not None and found != op.uid:
            self._rows.same(op.table, op.uid, found)
            return _SAME
        if op.table in ("criteria_set", "overlay"):
            row = self.change.conn.execute(
                f"select 1 from {op.table} where code = ? and uid <> ?", (values.get("code"), op.uid)
            ).fetchone()
            if row is not None:
                why = say("{code} is here with other content", code=values["code"])
                return Verdict(OpOutcome.REFUSED, why)
        local = self._by_key(op.table, values)
        if not self._rights.above_own(sender):
            why = say("criteria are taken only from an office above this one")
            return Verdict(OpOutcome.REFUSED, why)
        self._identity.note(op.table, key, op.uid, head, op.place)
        return self._fact(head, op, local, part)

    def _unit(self, head: Head, op: Op) -> Verdict:
        if self._rows.name("unit", op.uid) != op.uid:
            return _SAME
        if self._rows.key("unit", op.uid) is not None:
            # The shipped table gives a unit the same name in every office, and the row says nothing.
            return self._touch(op)
        key = self._key_of_unit(op.uid, head)
        found = self._identity.find("unit", key, head.office)
        if found is not None:
            self._rows.same("unit", op.uid, found)
            self._identity.note("unit", key, found, head, op.place)
            return _SAME
        why = say("no version of the unit was taken in yet")
        return Verdict(OpOutcome.WAITING, why)

    def _key_of_unit(self, uid: str, head: Head) -> Key | None:
        with_it = self._with.get(head.uid, {})
        told = [
            [self._rows.named(table, each) for each in with_it.get((table, uid), ())]
            for table in ("unit_version", "unit_code")
        ]
        return self._identity.unit_key(*told)

    def _insert(self, head: Head, op: Op, sender: str, part: "Part | Kept") -> Verdict:
        values = dict(self._rows.named(op.table, op.after or {}))
        entity = TABLES[op.table].entity
        key = self._identity.key(op.table, values) if entity else None
        if op.table == "unit_version":
            refused = self._with_its_unit(head, op, values, sender)
        else:
            local = self._by_key(op.table, values)
            refused = self._refusal(op, local, head, sender, head.office)
            if refused is not None and self._once_its_own(op, local, head, sender):
                refused = None
        if refused is None and op.table == "task_event" and not _can_be_told(values):
            refused = say("it does not hold what an event of its kind needs")
        if refused is not None:
            if self._as_here(head, op, key, values):
                return _SAME
            return Verdict(OpOutcome.REFUSED, refused)
        if op.table == "settlement":
            values["row_uid"] = self._settled_row(values)
            if not self._is_choice(values):
                return Verdict(OpOutcome.REFUSED, say("it is no choice among values of a field"))
        local = self._by_key(op.table, values)
        if not entity:
            return self._fact(head, op, local, part)
        if op.table == "task" and head.office == self._own:
            self._rows.given(str(values.get("number")))
        if self._fold.was_here(op.table, op.uid):
            return self._of_another(head, op) or self._touch(op)
        if self._is_another(head, op, key):
            return self._touch(op)
        self._identity.note(op.table, key, op.uid, head, op.place)
        added = self._rows.add(op.table, op.uid, local, (part, op))
        self._rights.noted(op.table, added, local.get("unit_id"))
        self._count(op)
        if op.uid in self._special or self._is_written(op):
            self._touched.add((op.table, op.uid))
        return _APPLIED

    def _of_another(self, head: Head, op: Op) -> Verdict | None:
        """Refused, if the row that has this name was written by another office."""
        if not self._fold.was_here(op.table, op.uid):
            return None
        self._rows.flush()
        if self._fold.writer(op.table, op.uid) in (None, head.office):
            return None
        return Verdict(OpOutcome.REFUSED, say("another office wrote a row of this name"))

    def _is_another(self, head: Head, op: Op, key: Key | None) -> bool:
        """Whether a new row is one that is here under another name, which is noted then."""
        found = self._identity.find(op.table, key, head.office)
        if found is None or found == op.uid:
            return False
        self._rows.same(op.table, op.uid, found)
        self._identity.note(op.table, key, found, head, op.place)
        return True

    def _is_written(self, op: Op) -> bool:
        """Whether something of a new row came before it."""
        row = self.change.conn.execute(
            "select 1 from received_op where row_uid = ? limit 1", (op.uid,)
        ).fetchone()
        return row is not None

    def _as_here(self, head: Head, op: Op, key: Key | None, values: Values) -> bool:
        """Whether a row that an office may not write is here already, and says the same."""
        found = self._rows.key(op.table, op.uid)
        if found is None and key is not None:
            name = self._identity.find(op.table, key, head.office)
            found = None if name is None else self._rows.key(op.table, name)
        if found is None:
            return False
        self._rows.flush()
        here = self._rows.row(op.table, found)
        return all(
            here[column] == value for column, value in self._by_key(op.table, values).items()
        )

    def _with_its_unit(self, head: Head, op: Op, values: Values, sender: str) -> Message | None:
        """Why a version of a unit is not taken; with the first of a new unit the unit comes."""
        unit, parent = values.get("unit_id"), values.get("parent_id")
        held = None if unit is None else self._held_unit(str(unit))
        if held is None:
            local = self._by_key(op.table, values)
            refused = self._refusal(op, local, head, sender, head.office)
            if refused is None:
                self._learn(local)
            elif parent is not None and self._wrote_unit(str(unit), head.office):
                local["unit_id"] = local["parent_id"]
                return self._refusal(op, local, head, sender, head.office)
            return refused
        if held.head.office != head.office:
            return say("the unit was first written by another office")
        above = self._by_key(op.table, {"unit_id": parent})
        refused = self._refusal(op, above, head, sender, head.office)
        if refused is None:
            key = self._rows.add("unit", str(unit), {}, None)
            self._identity.note(
                "unit", self._key_of_unit(str(unit), held.head), str(unit), head, held.op.place
            )
            self._learn({"unit_id": key, "parent_id": above["unit_id"]})
        return refused

    def _learn(self, local: Row) -> None:
        unit, parent = local.get("unit_id"), local.get("parent_id")
        if unit is not None and parent is not None:
            self._rights.lies_in(int(str(unit)), int(str(parent)))

    def _held_unit(self, uid: str) -> Kept | None:
        """The unit that came and is not here yet."""
        return None if self._rows.key("unit", uid) is not None else self._units.get(uid)

    def _wrote_unit(self, uid: str, office: str) -> bool:
        return self._fold.writer("unit", uid) == office

    def _settled_row(self, values: Values) -> str:
        table, uid = str(values.get("at_table")), str(values.get("row_uid"))
        if table not in TABLES or self._rows.key(table, uid) is None:
            raise Missing(table, uid)
        self._touched.add((table, self._rows.name(table, uid)))
        return self._rows.name(table, uid)

    def _fact(self, head: Head, op: Op, local: Row, part: "Part | Kept") -> Verdict:
        kept = (
            isinstance(part, Kept)
            or head.kind == "undo"
            or op.table == "settlement"
            or op.uid in self._special
        )
        if not kept:
            added = self._rows.add(op.table, op.uid, local, (part, op))
            self._rights.noted(op.table, added, local.get("unit_id"))
            return Verdict(OpOutcome.APPLIED, by_row=added)
        refused = self._of_another(head, op)
        if refused is not None:
            return refused
        self._special.add(op.uid)
        if self._rows.key(op.table, op.uid) is None:
            self._rows.add(op.table, op.uid, local, (part, op))
        self._touched.add((op.table, op.uid))
        return _APPLIED

    def _correct(self, head: Head, op: Op, sender: str) -> Verdict:
        """An update of an entity, or the deletion of a row."""
        key = self._rows.key(op.table, op.uid)
        if op.action == "delete":
            return self._delete(head, op)
        if key is None:
            self._rows.flush()
            if self._fold.writer(op.table, op.uid) is None:
                return Verdict(OpOutcome.WAITING, say("the row that it changes is not here yet"))
        by_key = self._rows.by_key if key is None else self._by_key
        after = by_key(op.table, self._rows.named(op.table, op.after or {}))
        row = self._gone(op) if key is None else self._row_of(op.table, key)
        moved = {**row, **after}
        writer = head.office
        if op.table not in SHARED and not (
            list(self._rights.units_of(op.table, row))
            and list(self._rights.units_of(op.table, moved))
        ):
            self._rows.flush()
            writer = self._fold.writer(op.table, op.uid) or head.office
        refused = self._refusal(op, row, head, sender, writer)
        if refused is not None and self._once_its_own(op, row, head, sender):
            refused = None
        if refused is None and after.keys() & _SAYS_OF_WHAT:
            refused = self._refusal(op, moved, head, sender, writer)
        if refused is not None:
            return Verdict(OpOutcome.REFUSED, refused)
        if op.table == "unit_version":
            self._learn({**row, **after})
        return self._touch(op)

    def _delete(self, head: Head, op: Op) -> Verdict:
        self._rows.flush()
        writer = self._fold.writer(op.table, op.uid)
        if writer is None:
            return Verdict(OpOutcome.WAITING, say("the row that it takes back is not here yet"))
        if writer != head.office:
            why = say("only the office that wrote a row may take it back")
            return Verdict(OpOutcome.REFUSED, why)
        self._special.add(op.uid)
        if op.table == "settlement" and op.before:
            said = self._fold.first(op.table, op.uid) or {}
            table = str(said.get("at_table"))
            self._touched.add((table, self._rows.name(table, str(said.get("row_uid")))))
        return self._touch(op)

    def _row_of(self, table: str, key: int) -> Row:
        """What says of which unit a row is."""
        if table in OWNERS:
            return {"unit_id": self._rights.unit_of(table, key)}
        self._rows.flush()
        return self._rows.row(table, key)

    def _gone(self, op: Op) -> Row:
        """Of which unit a row was that is gone, by what it said when it was new."""
        said = self._fold.first(op.table, op.uid) or {}
        if said.get("task_id") is not None:
            said = self._fold.first("task", str(said["task_id"])) or {}
        unit = said.get("unit_id")
        return {"unit_id": None if unit is None else self._rows.key("unit", str(unit))}

    def _once_its_own(self, op: Op, row: Row, head: Head, sender: str) -> bool:
        """Whether a task was ever of a unit that an office may write about.

        What it is of now would not do: it depends on what came first.
        """
        task: str | None = op.uid if (op.table, op.action) == ("task", "update") else None
        if row.get("task_id") is not None:
            task = self._rows.uid("task", int(str(row["task_id"])))
        if task is None:
            return False
        self._rows.flush()
        said = (each.after or {} for each in self._fold.known("task", task).writes)
        units = {str(each["unit_id"]) for each in said if each.get("unit_id") is not None}
        keys = [self._rows.key("unit", unit) for unit in sorted(units)]
        return any(
            self._rights.refusal([key], head, sender) is None for key in keys if key is not None
        )

    def _refusal(self, op: Op, local: Row, head: Head, sender: str, writer: str) -> Message | None:
        if op.table in SHARED:
            return None
        if op.table == "settlement":
            return self._of_settled(op, head, sender)
        units = list(self._rights.units_of(op.table, local))
        if units:
            return self._rights.refusal(units, head, sender)
        return self._rights.of_no_unit(head, sender, writer)

    def _is_choice(self, values: Values) -> bool:
        """Whether a settlement chooses among values that a row of its kind can have."""
        table, field = str(values["at_table"]), str(values.get("field"))
        if not TABLES[table].entity or field not in self._rows.columns(table):
            return False
        try:
            kept, dropped = (json.loads(str(values.get(side))) for side in ("kept", "dropped"))
        except (ValueError, RecursionError):
            return False
        group = set(group_of(table, field))
        if not isinstance(dropped, list) or not all(
            isinstance(side, dict)
            and side.keys() == group
            and all(isinstance(each, str | int | None) for each in side.values())
            for side in (kept, *dropped)
        ):
            return False
        return self._fits(table, str(values["row_uid"]), kept)

    def _fits(self, table: str, uid: str, kept: Values) -> bool:
        """Whether a row can say this. Raises Missing for what it names that is not here."""
        key = self._rows.key(table, uid)
        local = self._by_key(table, self._rows.named(table, kept))
        self._rows.flush()
        try:
            with self.change.attempt():
                self.change.correct(table, int(str(key)), local)
                raise _TriedOut
        except _TriedOut:
            return True
        except sqlite3.IntegrityError:
            return False

    def _of_settled(self, op: Op, head: Head, sender: str) -> Message | None:
        told = op.after or {}
        table = str(told.get("at_table"))
        key = self._rows.key(table, str(told.get("row_uid"))) if table in TABLES else None
        if key is None:
            raise Missing(table, str(told.get("row_uid")))
        self._rows.flush()
        row = self._rows.row(table, key)
        return self._refusal(op._replace(table=table), row, head, sender, head.office)

    def _by_key(self, table: str, values: Values) -> Row:
        return self._fold.by_key(table, values)

    def _touch(self, op: Op) -> Verdict:
        self._touched.add((op.table, self._rows.name(op.table, op.uid)))
        self._count(op)
        return _APPLIED

    def _count(self, op: Op) -> None:
        if not self._counting:
            return
        row = (op.table, self._rows.name(op.table, op.uid))
        self._came[row] = self._came.get(row, 0) + 1


def _can_be_told(values: Values) -> bool:
    try:
        kind = TaskEventKind(str(values.get("kind")))
        body = json.loads(str(values.get("body") or "{}"))
    except ValueError:
        # The file itself does not take it, and says why.
        return True
    return can_be_told(kind, body)


def is_unit(op: Op) -> bool:
    return op.table == "unit" and op.action == "insert"
