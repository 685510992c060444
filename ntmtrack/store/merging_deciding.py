"""What becomes of one step that another office did: taken in, kept until more comes, or refused."""

import json

from ntmtrack.domain.change import Head, Op, Values
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.domain.task import TaskEventKind
from ntmtrack.domain.task_life import can_be_told
from ntmtrack.domain.travel import TABLES
from ntmtrack.message import Message, say
from ntmtrack.store.merging_before import Before
from ntmtrack.store.merging_identity import CRITERIA, Key
from ntmtrack.store.merging_names import Missing, Row
from ntmtrack.store.merging_owning import Owning
from ntmtrack.store.merging_part import APPLIED, SAME, Part, Verdict
from ntmtrack.store.merging_rights import SHARED
from ntmtrack.store.queries_received import Kept
from ntmtrack.store.writing import Writing

_SAYS_OF_WHAT = frozenset(("unit_id", "task_id", "parent_id"))
"""The columns by which a row can be moved to another unit."""


class Deciding(Owning):
    """Decides op by op what becomes of it, and does it.

    `touched` are the rows of which more is known since, `came` counts what came of each.
    """

    def __init__(self, change: Writing, own: str, before: Before) -> None:
        super().__init__(change, own, before)
        self._special = set(before.undone)
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
            return SAME
        key = self._identity.key(op.table, values)
        found = self._identity.find(op.table, key, head.office)
        if found is not None and found != op.uid:
            self._rows.same(op.table, op.uid, found)
            return SAME
        if op.table in ("criteria_set", "overlay"):
            row = self.change.conn.execute(
                f"select 1 from {op.table} where code = ? and uid <> ?",
                (values.get("code"), op.uid),
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
            return SAME
        if self._rows.key("unit", op.uid) is not None:
            # The shipped table names a unit alike in every office, and the row says nothing: to be
            # told of it once more only matters where someone took it back.
            taken_back = op.uid in self._special or self._fold.was_gone("unit", op.uid)
            return self._touch(op) if taken_back else APPLIED
        key = self._key_of_unit(op.uid, head)
        found = self._identity.find("unit", key, head.office)
        if found is not None:
            self._rows.same("unit", op.uid, found)
            self._identity.note("unit", key, found, head, op.place)
            return SAME
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
        local: Row = {}
        if op.table == "unit_version":
            refused = self._with_its_unit(head, op, values, sender, key)
        else:
            local = self._by_key(op.table, values)
            refused = self._refusal(op, local, head, sender, head.office)
            if refused is not None and self._once_its_own(op, local, head, sender):
                refused = None
        if refused is None and op.table == "task_event" and not _can_be_told(values):
            refused = say("it does not hold what an event of its kind needs")
        if refused is not None:
            if self._as_here(head, op, key, values):
                return SAME
            return Verdict(OpOutcome.REFUSED, refused)
        if op.table == "settlement":
            values["row_uid"] = self._settled_row(values)
            if not self._is_choice(values):
                return Verdict(OpOutcome.REFUSED, say("it is no choice among values of a field"))
        if op.table in ("unit_version", "settlement"):
            # Its unit came with it, or its row goes by another name.
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
        return APPLIED

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

    def _with_its_unit(
        self, head: Head, op: Op, values: Values, sender: str, key: Key | None
    ) -> Message | None:
        """Why a version of a unit is not taken; with the first of a new unit the unit comes."""
        unit, parent = values.get("unit_id"), values.get("parent_id")
        held = None if unit is None else self._held_unit(str(unit))
        if held is None:
            local = self._by_key(op.table, values)
            refused = self._refusal(op, local, head, sender, head.office)
            if refused is None:
                self._learn(local)
            elif parent is not None:
                local["unit_id"] = local["parent_id"]
                of_parent = self._refusal(op, local, head, sender, head.office)
                # With both refused, a version that is here already is not asked for its writer.
                known = of_parent is not None and self._as_here(head, op, key, values)
                if not known and self._wrote_unit(str(unit), head.office):
                    return of_parent
            return refused
        if held.head.office != head.office:
            return say("the unit was first written by another office")
        above = self._by_key(op.table, {"unit_id": parent})
        refused = self._refusal(op, above, head, sender, head.office)
        if refused is None:
            added = self._rows.add("unit", str(unit), {}, None)
            self._identity.note(
                "unit", self._key_of_unit(str(unit), held.head), str(unit), head, held.op.place
            )
            self._learn({"unit_id": added, "parent_id": above["unit_id"]})
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
        return APPLIED

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

    def _touch(self, op: Op) -> Verdict:
        self._touched.add((op.table, self._rows.name(op.table, op.uid)))
        self._count(op)
        return APPLIED

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
