"""Whose a row is, and whether what an office wrote of it is its to write, and can be."""

import json
import sqlite3

from ntmtrack.domain.change import Head, Op, Values
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.domain.travel import TABLES, group_of
from ntmtrack.message import Message, say
from ntmtrack.store.merging_before import Before
from ntmtrack.store.merging_fold import Folding
from ntmtrack.store.merging_identity import Identity, Key
from ntmtrack.store.merging_names import Missing, Row
from ntmtrack.store.merging_part import Verdict
from ntmtrack.store.merging_rights import OWNERS, SHARED, Rights
from ntmtrack.store.merging_rows import Rows
from ntmtrack.store.writing import Writing


class _TriedOut(Exception):
    """What was only tried is taken back."""


class Owning:
    """The rows of a ledger that is open for a change, and who may write about them."""

    def __init__(self, change: Writing, own: str, before: Before) -> None:
        self.change = change
        self._own = own
        self._rows = Rows(change, before.names)
        self._identity = Identity(self._rows, before.heads, own)
        self._rights = Rights(self._rows, own, before)
        self._fold = Folding(self._rows, before)

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

    def _of_settled(self, op: Op, head: Head, sender: str) -> Message | None:
        told = op.after or {}
        table = str(told.get("at_table"))
        key = self._rows.key(table, str(told.get("row_uid"))) if table in TABLES else None
        if key is None:
            raise Missing(table, str(told.get("row_uid")))
        self._rows.flush()
        row = self._rows.row(table, key)
        return self._refusal(op._replace(table=table), row, head, sender, head.office)

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

    def _of_another(self, head: Head, op: Op) -> Verdict | None:
        """Refused, if the row that has this name was written by another office."""
        if not self._fold.was_here(op.table, op.uid):
            return None
        self._rows.flush()
        if self._fold.writer(op.table, op.uid) in (None, head.office):
            return None
        return Verdict(OpOutcome.REFUSED, say("another office wrote a row of this name"))

    def _by_key(self, table: str, values: Values) -> Row:
        return self._fold.by_key(table, values)

    def _as_here(self, head: Head, op: Op, key: Key | None, values: Values) -> bool:
        """Whether a row that an office may not write is here already, and says the same."""
        found = self._rows.key(op.table, op.uid)
        if found is None and key is not None:
            name = self._identity.find(op.table, key, head.office)
            found = None if name is None else self._rows.key(op.table, name)
        if found is None:
            return False
        self._rows.flush_of(op.table)
        here = self._rows.row(op.table, found)
        return all(
            here[column] == value for column, value in self._by_key(op.table, values).items()
        )
