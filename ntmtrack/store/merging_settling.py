"""What is still open of other offices, tried again; rows made to agree with all that is known."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from ntmtrack.domain.change import Head, Op, Value
from ntmtrack.domain.kept import as_kept
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.domain.travel import TABLES
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store import queries_received
from ntmtrack.store.merging_before import Before
from ntmtrack.store.merging_deciding import Deciding, is_unit
from ntmtrack.store.merging_identity import written_with
from ntmtrack.store.merging_names import Missing
from ntmtrack.store.merging_part import Part, Verdict
from ntmtrack.store.queries_received import Kept
from ntmtrack.store.writing import Writing

ChangeName = tuple[str, str]
"""The office of a change and its uid: another office may call one of its own the same."""

HERE = "it is here already, under another name"
"""Why an op is settled that was kept and brings nothing of its own."""

_UNFIT = "it does not fit: {reason}"


class Told(Record):
    """An op that was not taken in, or that settled later: what became of it and why."""

    head: Head
    op: Op
    outcome: OpOutcome
    why: Message | None


class Settling(Deciding):
    """Keeps what is not settled by its row, and tries again what is open.

    `counts` are the ops that came, by what became of them; `told` are those refused or waiting,
    `moved` those of earlier bundles of which something else became now.
    """

    def __init__(self, change: Writing, own: str, before: Before) -> None:
        super().__init__(change, own, before)
        self.counts = dict.fromkeys(OpOutcome, 0)
        self.told: list[Told] = []
        self.moved: list[Told] = []
        self.open: set[tuple[str, str]] = set()
        self._rows.unfit = self._unfit
        self._before = {each.id: each for each in before.pending}
        self._waiting: dict[int, Kept] = {}
        # By change and place, what is open of it: another office may hand it over with more right.
        self._open: dict[ChangeName, dict[int, list[Kept]]] = {}
        for kept in self._before.values():
            self._open.setdefault(named(kept.head), {}).setdefault(kept.op.place, []).append(kept)
        self._with = {
            uid: written_with(kept.op for kept in listed)
            for uid, listed in _by_change(self._before.values()).items()
        }
        self._units = {each.op.uid: each for each in self._before.values() if is_unit(each.op)}
        self._not_taken: list[tuple[Part | Kept, Op, str]] = []
        self._first = self._rows.last_key("received_op") + 1
        self._settled_now: set[int] = set()
        self._unfit_ones: set[int] = set()

    def _keep(self, part: Part, op: Op, verdict: Verdict, sender: str) -> int:
        body = self._body(op)
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
            self._open.setdefault(named(kept.head), {}).setdefault(op.place, []).append(kept)
            if is_unit(op):
                self._units[op.uid] = kept
        return key

    def _body(self, op: Op) -> dict[str, dict[str, Value]]:
        """What an op says, each row in it by the name it has here."""
        return {
            side: self._rows.named(op.table, told)
            for side, told in (("before", op.before), ("after", op.after))
            if told is not None
        }

    def _outcome(self, op: int, outcome: OpOutcome, why: str | None) -> None:
        self._rows.put("op_outcome", {"op_id": op, "outcome": str(outcome), "why": why})

    def _work_off(self) -> None:
        self._fold.refresh()
        moved = True
        while moved:
            self._settle_rows()
            moved = False
            for kept in (*self._before.values(), *self._waiting.values()):
                moved |= self._again(kept)
                self._rows.flush()
        if self._fold.loose:
            self._settle_rows()
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
            verdict = Verdict(OpOutcome.APPLIED, say(HERE))
        outcome = verdict.outcome
        why = None if verdict.why is None else as_kept(verdict.why)
        if (str(outcome), why) == (kept.outcome, kept.why):
            return False
        listed = self._before if kept.id in self._before else self._waiting
        now = kept._replace(outcome=str(outcome), why=why)
        of_it = self._open[named(kept.head)][kept.op.place]
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
                self._now(other, Verdict(OpOutcome.APPLIED, say(HERE)))
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
        except (sqlite3.IntegrityError, Missing) as error:
            self._rows.given_up()
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
            key = part.id if isinstance(part, Kept) else self._op_of(part, op)
            if key is not None and key in self._unfit_ones:
                # It did not fit when it came, nor when it was to be brought in.
                continue
            why = say(_UNFIT, reason=words)
            told = Told(part.head, op, OpOutcome.REFUSED, why)
            if isinstance(part, Kept) and part.id < self._first:
                # What came before is not counted among what comes now.
                self.moved.append(told)
            else:
                self.told.append(told)
                self.counts[OpOutcome.REFUSED] += 1
                self.counts[OpOutcome.APPLIED] -= 1
            if key is not None:
                self._unfit_ones.add(key)
                self._outcome(key, OpOutcome.REFUSED, as_kept(why))
            elif isinstance(part, Part):
                self._keep(part, op, Verdict(OpOutcome.REFUSED, why), "")
                self._waiting.popitem()
        self._rows.flush()

    def _op_of(self, part: Part, op: Op) -> int | None:
        row = self.change.conn.execute(
            "select id from received_op where received_id = ? and place = ?", (part.key, op.place)
        ).fetchone()
        return None if row is None else int(row[0])


def named(head: Head) -> ChangeName:
    """By what a change is known among those of all offices."""
    return (head.office, head.uid)


def _told(kept: Kept) -> Told:
    from ntmtrack.domain.kept import from_kept

    why = None if kept.why is None else from_kept(kept.why)
    return Told(kept.head, kept.op, OpOutcome(kept.outcome), why)


def _by_change(listed: Iterable[Kept]) -> dict[str, list[Kept]]:
    found: dict[str, list[Kept]] = {}
    for kept in listed:
        found.setdefault(kept.head.uid, []).append(kept)
    return found
