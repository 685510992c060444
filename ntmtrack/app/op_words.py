"""What other offices did, in words: of which row, of which unit, and why it was not taken in."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from ntmtrack.domain.change import Head, Op, Values
from ntmtrack.domain.changed_row import LedgerTable, RowAction
from ntmtrack.domain.kept import from_kept
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.domain.travel import TABLES
from ntmtrack.message import Message
from ntmtrack.reports.applying import Line
from ntmtrack.store import queries_offices
from ntmtrack.store.merging_names import Names
from ntmtrack.store.naming_rows import Names as Words

_OF = ("task_id", "assessment_id", "product_id", "work_id")
"""The columns by which a row is of the unit of another row."""


class OpWords:
    """Words for what other offices did, as this ledger knows the rows it is about."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._names = Names(conn)
        self._words = Words(conn)
        self._offices = {each.uid: each for each in queries_offices.offices(conn)}

    def office(self, uid: str) -> str:
        """The name of an office; its uid where it is not registered."""
        return self._offices[uid].name if uid in self._offices else uid

    def mark(self, uid: str) -> str:
        """The mark of an office; its uid where it has none or is not registered."""
        return (self._offices[uid].mark or uid) if uid in self._offices else uid

    def kept(self, why: str | None) -> Message | None:
        """A reason as it was kept."""
        return None if why is None else from_kept(why)

    def line(self, head: Head, op: Op, outcome: OpOutcome, why: Message | None) -> Line:
        """An op that was not taken in."""
        row = self._local(op.table, op.uid, op.after or op.before or {})
        return Line(
            outcome=outcome,
            table=LedgerTable(op.table),
            action=RowAction(op.action),
            unit=self._unit(op.table, row),
            row=self._words.of_row(op.table, row),
            why=self._named(why),
            office=self.office(head.office),
            actor=head.actor,
            recorded_at=head.recorded_at,
            change=head.seq,
            uid=op.uid,
        )

    def answer(self, told: Mapping[str, Any], office: str) -> Line:
        """An op of this ledger that another office could not take in."""
        table = told["table"] if told["table"] in TABLES else "setting"
        row = self._local(table, told["uid"], {}) if table in TABLES else {}
        return Line(
            outcome=OpOutcome(told["outcome"]),
            table=LedgerTable(table),
            action=RowAction.INSERT,
            unit=self._unit(table, row),
            row=self._words.of_row(table, {"uid": told["uid"], **row}) if row else told["uid"],
            why=_reason(told["why"]),
            office=self.office(told["office"]),
            actor=None,
            recorded_at=None,
            change=None,
            uid=told["uid"],
        )

    def _local(self, table: str, uid: str, values: Values) -> dict[str, Any]:
        """The row as it is here, or as far as it is told what it says."""
        key = self._names.key(table, uid)
        if key is not None:
            return {"id": key, "uid": uid, **self._names.row(table, key)}
        names = TABLES[table].names
        found: dict[str, Any] = {"id": 0, "uid": uid}
        for column, value in values.items():
            if column not in names:
                found[column] = value
            elif value is not None:
                found[column] = self._names.key(names[column], str(value))
        return found

    def _unit(self, table: str, row: Mapping[str, Any]) -> str | None:
        names = TABLES[table].names
        if "unit_id" in names and row.get("unit_id"):
            return str(self._words.value(table, "unit_id", row["unit_id"]))
        for column in _OF:
            if column in names and row.get(column):
                return self._unit(names[column], self._names.row(names[column], row[column]))
        return None

    def _named(self, why: Message | None) -> Message | None:
        """The reason, an office in it by its name."""
        if why is None or why.values.get("office") not in self._offices:
            return why
        told = {**why.values, "office": self._offices[str(why.values["office"])]}
        return Message(why.text, told)


def _reason(why: object) -> Message | None:
    """A reason that another office's program kept; None where it is no such thing."""
    try:
        return from_kept(str(why)) if why else None
    except (ValueError, KeyError, AssertionError, AttributeError, TypeError, RecursionError):
        return None
