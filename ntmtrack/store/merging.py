"""Taking in what other offices did: op by op, then again whatever waited for it.

What one op comes to depends on what is known and not on when it came: what cannot be taken in yet
is kept and tried again, and a row of which more was written is folded anew.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ntmtrack.domain.change import Change, Head, Op, Values
from ntmtrack.domain.kept import as_kept
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.domain.travel import TABLES
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.store import queries_received
from ntmtrack.store.merging_fold import Folding
from ntmtrack.store.merging_identity import CRITERIA, Identity, Key, written_with
from ntmtrack.store.merging_names import Missing, Row
from ntmtrack.store.merging_rights import OWNERS, SHARED, Rights
from ntmtrack.store.merging_rows import Rows
from ntmtrack.store.queries_received import Kept
from ntmtrack.store.writing import Writing

_NEXT_AFTER = 2**40
"""A change that claims to come after so many others would leave no numbers to those to come."""

SAME = "it is here already, under another name"
"""Why an op is settled that was kept and brings nothing of its own."""

_UNFIT = "it does not fit: {reason}"


class Verdict(NamedTuple):
    """What becomes of an op; `by_row` if the row that it wrote tells all of it."""

    outcome: OpOutcome
    why: Message | None = None
    by_row: int | None = None


_APPLIED = Verdict(OpOutcome.APPLIED)
_SAME = Verdict(OpOutcome.SAME)


class Told(NamedTuple):
    """An op that was not taken in, or that settled later: what became of it and why."""

    head: Head
    op: Op
    outcome: OpOutcome
    why: Message | None


@dataclass(slots=True)
class _Part:
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


class Merging:
    """An open change that takes in what others did.

    `counts` are the ops that came, by what became of them; `told` are those refused or waiting,
    `moved` those of earlier bundles of which something else became now.
    """

    def __init__(self, change: Writing, own: str) -> None:
        self.change = change
        self.counts = dict.fromkeys(OpOutcome, 0)
        self.told: list[Told] = []
        self.moved: list[Told] = []
        self.open: set[tuple[str, str]] = set()
        self._own = own
        self._rows = Rows(change)
        self._rows.unfit = self._unfit
        heads = queries_received.heads(change.conn)
        self._identity = Identity(self._rows, heads, own)
        self._rights = Rights(self._rows, own)
        self._fold = Folding(self._rows, heads)
        self._special = queries_received.undone_facts(change.conn)
        self._touched: set[tuple[str, str]] = set()
        self._came: dict[tuple[str, str], int] = {}
        self._counting = True
        self._here: set[str] = set()
        self._partly: set[str] = set()
        self._before = {each.id: each for each in queries_received.pending(change.conn)}
        self._waiting: dict[int, Kept] = {}
        # By change and place, what is open of it: another office may hand it over with more right.
        self._open: dict[str, dict[int, list[Kept]]] = {}
        for kept in self._before.values():
            self._open.setdefault(kept.head.uid, {}).setdefault(kept.op.place, []).append(kept)
        self._with = {
            uid: written_with(kept.op for kept in listed)
            for uid, listed in _by_change(self._before.values()).items()
        }
        self._units = {each.op.uid: each for each in self._before.values() if _is_unit(each.op)}
        self._not_taken: list[tuple[_Part | Kept, Op, str]] = []
        self._first = self._rows.last_key("received_op") + 1
        self._settled_now: set[int] = set()

    @property
    def rows(self) -> Rows:
        """The rows of the ledger, for what is kept beside."""
        return self._rows

    def take(self, changes: Iterable[Change], bundle: int, sender: str | None) -> None:
        """Take in changes; `sender` handed them over, or each its author (None)."""
        for parts in _together(changes):
            head = parts[0].head
            self._check(parts)
            if self._is_all_here(head) and head.uid not in self._open:
                self.counts[OpOutcome.SAME] += sum(len(part.ops) for part in parts)
                continue
            known = self._known_places(head.uid)
            if any(_is_unit(op) for part in parts for op in part.ops):
                self._with[head.uid] = written_with(op for part in parts for op in part.ops)
            for part in parts:
                self._part(part, bundle, sender or head.office, known)
            if self._rows.full:
                self._rows.flush()
        self._rows.flush()
        self._work_off()

    def _check(self, parts: list[Change]) -> None:
        for part in parts:
            for op in part.ops:
                self._rows.known_columns(op.table, op.before)
                self._rows.known_columns(op.table, op.after)

    def _is_all_here(self, head: Head) -> bool:
        conn = self.change.conn
        if queries_received.is_own_change(conn, head.uid):
            return True
        return head.uid not in self._here and queries_received.is_whole(conn, head.uid)

    def _known_places(self, uid: str) -> set[int]:
        if uid in self._here:
            self._rows.flush()
        self._here.add(uid)
        return queries_received.places_of(self.change.conn, uid)

    def _part(self, change: Change, bundle: int, sender: str, known: set[int]) -> None:
        head = change.head
        part = _Part(self._rows.next_key("received"), head, change.whole)
        kept = 0
        if head.lamport > _NEXT_AFTER:
            why = say("it claims to come after more changes than there can be")
            self._refuse_all(change, why)
            return
        for op in change.ops:
            if op.place in known:
                self.counts[OpOutcome.SAME] += 1
                kept += self._handed_again(part, op, sender)
                continue
            known.add(op.place)
            verdict = self._decide(head, op, sender, part)
            self.counts[verdict.outcome] += 1
            if verdict.outcome is OpOutcome.SAME:
                # What is here under another name is not kept twice, nor handed on.
                part.left_out = True
                continue
            kept += 1
            if verdict.by_row is not None:
                part.tell(op.table, verdict.by_row, op.place)
            else:
                self._keep(part, op, verdict, sender)
        first = head.uid not in self._partly and not self._is_known(head.uid)
        if part.left_out:
            self._partly.add(head.uid)
        if kept or (part.left_out and first):
            self._head(part, bundle)

    def _handed_again(self, part: _Part, op: Op, sender: str) -> bool:
        """What is open may be taken in from another hand; whether it is kept as of that one."""
        listed = self._open.get(part.head.uid, {}).get(op.place, [])
        if not listed or any(each.sender == sender for each in listed):
            return False
        verdict = self._decide(part.head, op, sender, listed[0])
        if verdict.outcome in (OpOutcome.APPLIED, OpOutcome.SAME):
            for each in list(listed):
                self._now(each, verdict)
            return False
        if verdict.outcome is OpOutcome.WAITING:
            self._keep(part, op, verdict, sender)
        return verdict.outcome is OpOutcome.WAITING

    def _is_known(self, uid: str) -> bool:
        row = self.change.conn.execute(
            "select 1 from received where change_uid = ?", (uid,)
        ).fetchone()
        return row is not None

    def _refuse_all(self, change: Change, why: Message) -> None:
        for op in change.ops:
            self.counts[OpOutcome.REFUSED] += 1
            self.told.append(Told(change.head, op, OpOutcome.REFUSED, why))

    def _head(self, part: _Part, bundle: int) -> None:
        head = part.head
        self._rows.put(
            "received",
            {
                "id": part.key,
                "bundle_id": bundle,
                "change_uid": head.uid,
                "office_uid": head.office,
                "seq": head.seq,
                "lamport": head.lamport,
                "kind": head.kind,
                "recorded_at": head.recorded_at,
                "actor": head.actor,
                "command": head.command,
                "reason": head.reason,
                "undoes_uid": head.undoes,
                "whole": int(part.whole and head.uid not in self._partly),
                "extent": json.dumps(part.runs),
            },
        )

    def _keep(self, part: _Part, op: Op, verdict: Verdict, sender: str) -> int:
        body = {
            side: self._rows.named(op.table, told)
            for side, told in (("before", op.before), ("after", op.after))
            if told is not None
        }
        key = self._rows.put(
            "received_op",
            {
                "received_id": part.key,
                "place": op.place,
                "at_table": op.table,
                "row_uid": op.uid,
                "action": op.action,
                "body": json.dumps(body, ensure_ascii=False),
            },
        )
        why = None if verdict.why is None else as_kept(verdict.why)
        self._outcome(key, verdict.outcome, why)
        if verdict.outcome is not OpOutcome.APPLIED:
            kept = Kept(key, part.head, op, sender, str(verdict.outcome), why)
            self._waiting[key] = kept
            self._open.setdefault(kept.head.uid, {}).setdefault(op.place, []).append(kept)
            if _is_unit(op):
                self._units[op.uid] = kept
        return key

    def _outcome(self, op: int, outcome: OpOutcome, why: str | None) -> None:
        self._rows.put("op_outcome", {"op_id": op, "outcome": str(outcome), "why": why})

    # What becomes of one op.

    def _decide(self, head: Head, op: Op, sender: str, part: "_Part | Kept") -> Verdict:
        stranger = self._rights.stranger(head, sender)
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

    def _published(self, head: Head, op: Op, sender: str, part: "_Part | Kept") -> Verdict:
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
                f"select 1 from {op.table} where code = ? and uid <> ?", (values["code"], op.uid)
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

    def _insert(self, head: Head, op: Op, sender: str, part: "_Part | Kept") -> Verdict:
        values = dict(self._rows.named(op.table, op.after or {}))
        entity = TABLES[op.table].entity
        key = self._identity.key(op.table, values) if entity else None
        if op.table == "unit_version":
            refused = self._with_its_unit(head, op, values, sender)
        else:
            local = self._by_key(op.table, values)
            refused = self._refusal(op, local, head, sender, head.office)
        if refused is not None:
            if self._as_here(head, op, key, values):
                return _SAME
            return Verdict(OpOutcome.REFUSED, refused)
        if op.table == "settlement":
            values["row_uid"] = self._settled_row(values)
        local = self._by_key(op.table, values)
        if not entity:
            return self._fact(head, op, local, part)
        if op.table == "task" and head.office == self._own:
            self._rows.given(str(values.get("number")))
        if not self._fold.was_here(op.table, op.uid) and not self._is_another(head, op, key):
            self._identity.note(op.table, key, op.uid, head, op.place)
            added = self._rows.add(op.table, op.uid, local, (part, op))
            units = list(self._rights.units_of(op.table, local))
            self._rights.noted(op.table, added, units[0] if units else None)
            self._count(op)
            if op.uid in self._special or self._is_written(op):
                self._touched.add((op.table, op.uid))
            return _APPLIED
        return self._touch(op)

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
        if local.get("parent_id") is not None:
            self._rights.lies_in(int(str(local["unit_id"])), int(str(local["parent_id"])))

    def _held_unit(self, uid: str) -> Kept | None:
        """The unit that came and is not here yet."""
        return None if self._rows.key("unit", uid) is not None else self._units.get(uid)

    def _wrote_unit(self, uid: str, office: str) -> bool:
        return self._fold.writer("unit", uid) == office

    def _settled_row(self, values: Values) -> str:
        table, uid = str(values["at_table"]), str(values["row_uid"])
        if table not in TABLES or self._rows.key(table, uid) is None:
            raise Missing(table, uid)
        self._touched.add((table, self._rows.name(table, uid)))
        return self._rows.name(table, uid)

    def _fact(self, head: Head, op: Op, local: Row, part: "_Part | Kept") -> Verdict:
        kept = (
            isinstance(part, Kept)
            or head.kind == "undo"
            or op.table == "settlement"
            or op.uid in self._special
        )
        if not kept:
            added = self._rows.add(op.table, op.uid, local, (part, op))
            units = list(self._rights.units_of(op.table, local))
            self._rights.noted(op.table, added, units[0] if units else None)
            return Verdict(OpOutcome.APPLIED, by_row=added)
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
        after = self._by_key(op.table, self._rows.named(op.table, op.after or {}))
        row = self._row_of(op.table, key)
        writer = head.office
        if op.table not in SHARED and not list(self._rights.units_of(op.table, row)):
            self._rows.flush()
            writer = self._fold.writer(op.table, op.uid) or head.office
        refused = self._refusal(op, row, head, sender, writer)
        if refused is None and after.get("unit_id") is not None:
            refused = self._refusal(op, after, head, sender, head.office)
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
            table = str(op.before["at_table"])
            self._touched.add((table, self._rows.name(table, str(op.before["row_uid"]))))
        return self._touch(op)

    def _row_of(self, table: str, key: int | None) -> Row:
        """What says of which unit a row is."""
        if key is None:
            return {}
        if table in OWNERS:
            return {"unit_id": self._rights.unit_of(table, key)}
        self._rows.flush()
        return self._rows.row(table, key)

    def _refusal(self, op: Op, local: Row, head: Head, sender: str, writer: str) -> Message | None:
        if op.table in SHARED:
            return None
        if op.table == "settlement":
            return self._of_settled(op, head, sender)
        units = list(self._rights.units_of(op.table, local))
        if units:
            return self._rights.refusal(units, head, sender)
        return self._rights.of_no_unit(head, sender, writer)

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

    # What waited, and what more is known of a row now.

    def _work_off(self) -> None:
        self._fold.refresh()
        moved = True
        while moved:
            self._settle_rows()
            moved = False
            for kept in (*self._before.values(), *self._waiting.values()):
                moved |= self._again(kept)
                self._rows.flush()
        for kept in self._waiting.values():
            self.told.append(_told(kept))
        conflicting = sum(count for row, count in self._came.items() if row in self.open)
        self.counts[OpOutcome.CONFLICT] = conflicting
        self.counts[OpOutcome.APPLIED] -= conflicting

    def _again(self, kept: Kept) -> bool:
        """Try again what is open; whether it could be taken in."""
        if kept.why is not None and json.loads(kept.why)["text"] == _UNFIT:
            return False
        if kept.id not in self._before and kept.id not in self._waiting:
            return False
        # What came before is not counted among what comes now.
        self._counting = kept.id not in self._before
        verdict = self._decide(kept.head, kept.op, kept.sender, kept)
        self._counting = True
        return self._now(kept, verdict)

    def _now(self, kept: Kept, verdict: Verdict) -> bool:
        """Note what became of an op that was open; whether it is no more."""
        if verdict.outcome is OpOutcome.SAME:
            verdict = Verdict(OpOutcome.APPLIED, say(SAME))
        outcome = verdict.outcome
        why = None if verdict.why is None else as_kept(verdict.why)
        if (str(outcome), why) == (kept.outcome, kept.why):
            return False
        listed = self._before if kept.id in self._before else self._waiting
        now = kept._replace(outcome=str(outcome), why=why)
        of_it = self._open[kept.head.uid][kept.op.place]
        of_it[:] = [each for each in of_it if each.id != kept.id]
        if outcome is OpOutcome.APPLIED:
            self._settled_now.add(kept.id)
            del listed[kept.id]
        else:
            listed[kept.id] = now
            of_it.append(now)
        self._outcome(kept.id, outcome, why)
        if listed is self._before:
            self.moved.append(_told(now))
        else:
            self.counts[OpOutcome(kept.outcome)] -= 1
            self.counts[outcome] += 1
        if outcome is OpOutcome.APPLIED:
            for other in list(of_it):
                self._now(other, Verdict(OpOutcome.APPLIED, say(SAME)))
        return outcome is OpOutcome.APPLIED

    def _settle_rows(self) -> None:
        """Make the file agree with what is known now of the rows of which more came."""
        self._rows.flush()
        self._rights.forget()
        touched, self._touched = self._touched, set()
        order = {table: place for place, table in enumerate(TABLES)}
        rows = sorted(touched, key=lambda row: (order[row[0]], row[1]))
        for row in rows:
            several = self._settle(*row)
            (self.open.add if several else self.open.discard)(row)
        self._rows.flush()
        taken = sorted(self._fold.loose, key=lambda row: (order[row[0]], row[1]))
        self._fold.loose.clear()
        while taken:
            named = [
                each for table, uid in reversed(taken) for each in self._fold.take_away(table, uid)
            ]
            taken = sorted(set(named), key=lambda row: (order[row[0]], row[1]))
        self._note_unfit()

    def _settle(self, table: str, uid: str) -> bool:
        """Make the file agree with what is known of a row; what cannot be there is refused."""
        try:
            with self.change.attempt():
                return self._fold.settle(table, uid)
        except sqlite3.IntegrityError as error:
            new = [
                kept
                for name in self._rows.names(table, uid)
                for kept in queries_received.kept_of(self.change.conn, table, name)
                if kept.outcome == "applied"
                and (kept.id >= self._first or kept.id in self._settled_now)
            ]
            # A row that did not fit when it was written is not there.
            corrections = [each for each in new if each.op.action == "update"]
            for kept in corrections or new:
                self._not_taken.append((kept, kept.op, str(error)))
            if not self._not_taken:
                raise
            self._note_unfit()
            self._rows.flush()
            return self._fold.settle(table, uid)

    def _unfit(self, what: Any, words: str) -> None:
        """A row that SQLite does not take is kept as refused, with its words."""
        if what is None:
            raise DataError(
                say("rows of the bundle do not go together: {reason}", reason=words),
                hint=say("ask the office that sent it; nothing was written"),
            )
        self._not_taken.append((*what, words))

    def _note_unfit(self) -> None:
        listed, self._not_taken = self._not_taken, []
        for part, op, words in listed:
            why = say(_UNFIT, reason=words)
            self.told.append(Told(part.head, op, OpOutcome.REFUSED, why))
            self.counts[OpOutcome.REFUSED] += 1
            self.counts[OpOutcome.APPLIED] -= 1
            key = part.id if isinstance(part, Kept) else self._op_of(part, op)
            if key is not None:
                self._outcome(key, OpOutcome.REFUSED, as_kept(why))
            elif isinstance(part, _Part):
                self._keep(part, op, Verdict(OpOutcome.REFUSED, why), "")
                self._waiting.popitem()
        self._rows.flush()

    def _op_of(self, part: _Part, op: Op) -> int | None:
        row = self.change.conn.execute(
            "select id from received_op where received_id = ? and place = ?", (part.key, op.place)
        ).fetchone()
        return None if row is None else int(row[0])


def _told(kept: Kept) -> Told:
    from ntmtrack.domain.kept import from_kept

    why = None if kept.why is None else from_kept(kept.why)
    return Told(kept.head, kept.op, OpOutcome(kept.outcome), why)


def _is_unit(op: Op) -> bool:
    return op.table == "unit" and op.action == "insert"


def _by_change(listed: Iterable[Kept]) -> dict[str, list[Kept]]:
    found: dict[str, list[Kept]] = {}
    for kept in listed:
        found.setdefault(kept.head.uid, []).append(kept)
    return found


def _together(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """The changes; one that writes units with all its parts, for these tell which unit it is."""
    held: list[Change] = []
    for change in changes:
        if held and held[0].head.uid != change.head.uid:
            yield held
            held = []
        if held or any(op.table == "unit" for op in change.ops):
            held.append(change)
        else:
            yield [change]
    if held:
        yield held
