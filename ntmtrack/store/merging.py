"""Taking in what other offices did: op by op, then again whatever waited for it.

What one op comes to depends on what is known and not on when it came: what cannot be taken in yet
is kept and tried again, and a row of which more was written is folded anew.
"""

import json
from collections.abc import Iterable, Iterator

from ntmtrack.domain.change import Change, Head, Op
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.message import Message, say
from ntmtrack.store import queries_received
from ntmtrack.store.merging_before import Before
from ntmtrack.store.merging_deciding import is_unit
from ntmtrack.store.merging_identity import written_with
from ntmtrack.store.merging_part import Part, Verdict
from ntmtrack.store.merging_rows import Rows
from ntmtrack.store.merging_settling import HERE, ChangeName, Settling, Told, named
from ntmtrack.store.queries_task_life import folded_header, kept_header
from ntmtrack.store.writing import Writing

_AHEAD = 2**24
"""So many changes at most come between what is known here and one that is taken in: one that
claims more would, with a few like it, leave no numbers to those to come."""


class Merging(Settling):
    """An open change that takes in what others did."""

    def __init__(self, change: Writing, own: str, before: Before) -> None:
        super().__init__(change, own, before)
        self._here: set[ChangeName] = set()
        self._partly: set[ChangeName] = set()
        self._newest = queries_received.newest(change.conn)
        self._first_event = self._rows.last_key("task_event") + 1

    @property
    def rows(self) -> Rows:
        """The rows of the ledger, for what is kept beside."""
        return self._rows

    def speaks_for(self, sender: str | None, office: str) -> bool:
        """Whether a sender may say of which changes of an office all is here."""
        return self._rights.speaks_for(sender, office)

    def take(self, changes: Iterable[Change], bundle: int, sender: str | None) -> None:
        """Take in changes; `sender` handed them over, or each its author (None)."""
        for parts in _together(changes):
            head = parts[0].head
            self._check(parts)
            if self._is_all_here(head) and named(head) not in self._open:
                self.counts[OpOutcome.SAME] += sum(len(part.ops) for part in parts)
                continue
            known = self._known_places(head)
            if any(is_unit(op) for part in parts for op in part.ops):
                self._with[head.uid] = written_with(op for part in parts for op in part.ops)
            for part in parts:
                self._part(part, bundle, sender or head.office, known)
            if self._rows.full:
                self._rows.flush()
        self._rows.flush()
        self._work_off()
        self._settle_lives()

    def _settle_lives(self) -> None:
        """The header of every task keeps what its events, whoever told them, add up to."""
        conn = self.change.conn
        for key in queries_received.lives_touched(conn, self.change.change, self._first_event):
            header = folded_header(conn, key)
            if header != kept_header(conn, key):
                self.change.correct("task", key, header._asdict())

    def _check(self, parts: list[Change]) -> None:
        for part in parts:
            for op in part.ops:
                self._rows.known_columns(op.table, op.before)
                self._rows.known_columns(op.table, op.after)

    def _is_all_here(self, head: Head) -> bool:
        conn = self.change.conn
        if queries_received.is_own_change(conn, head.uid):
            return True
        return named(head) not in self._here and queries_received.is_whole(conn, *named(head))

    def _known_places(self, head: Head) -> set[int]:
        if named(head) in self._here:
            self._rows.flush()
        self._here.add(named(head))
        return queries_received.places_of(self.change.conn, *named(head))

    def _part(self, change: Change, bundle: int, sender: str, known: set[int]) -> None:
        head = change.head
        part = Part(self._rows.next_key("received"), head, change.whole)
        kept = 0
        if max(head.lamport, head.seq) > self._newest + _AHEAD:
            why = say("it claims to come after more changes than there can be")
            self._refuse_all(change.head, change.ops, why)
            return
        intruder = self._rights.intruder(head, sender)
        for op in change.ops:
            if op.place in known:
                self.counts[OpOutcome.SAME] += 1
                kept += self._handed_again(part, op, sender)
                continue
            if intruder is not None:
                # Kept, it would stand in the way of what the office itself will give.
                self._refuse_all(head, (op,), intruder)
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
        first = named(head) not in self._partly and not self._is_known(head)
        if part.left_out:
            self._partly.add(named(head))
        if kept or (part.left_out and first):
            self._newest = max(self._newest, head.lamport)
            self._head(part, bundle)

    def _handed_again(self, part: Part, op: Op, sender: str) -> bool:
        """What is open may be taken in from another hand; whether it is kept as of that one."""
        listed = self._open.get(named(part.head), {}).get(op.place, [])
        if not listed or any(each.sender == sender for each in listed):
            return False
        verdict = self._decide(part.head, op, sender, listed[0])
        if verdict.outcome in (OpOutcome.APPLIED, OpOutcome.SAME):
            body = self._body(op)
            told = op._replace(before=body.get("before"), after=body.get("after"))
            alike = [each for each in listed if (each.head, each.op) == (part.head, told)]
            for each in alike or list(listed):
                self._now(each, verdict if alike else Verdict(OpOutcome.APPLIED, say(HERE)))
            if not alike and verdict.outcome is OpOutcome.APPLIED:
                self._keep(part, op, verdict, sender)
                return True
            return False
        if verdict.outcome is OpOutcome.WAITING:
            self._keep(part, op, verdict, sender)
        return verdict.outcome is OpOutcome.WAITING

    def _is_known(self, head: Head) -> bool:
        row = self.change.conn.execute(
            "select 1 from received where office_uid = ? and change_uid = ?", named(head)
        ).fetchone()
        return row is not None

    def _refuse_all(self, head: Head, ops: Iterable[Op], why: Message) -> None:
        for op in ops:
            self.counts[OpOutcome.REFUSED] += 1
            self.told.append(Told(head, op, OpOutcome.REFUSED, why))

    def _head(self, part: Part, bundle: int) -> None:
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
                "whole": int(part.whole and named(head) not in self._partly),
                "extent": json.dumps(part.runs),
            },
        )


def _together(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """The changes; one that writes units with all its parts, for these tell which unit it is."""
    held: list[Change] = []
    for change in changes:
        if held and named(held[0].head) != named(change.head):
            yield held
            held = []
        if held or any(op.table == "unit" for op in change.ops):
            held.append(change)
        else:
            yield [change]
    if held:
        yield held
