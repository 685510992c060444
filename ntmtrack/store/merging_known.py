"""All that is known of a row: what was done to it here, and what came of it from other offices."""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from ntmtrack.domain.change import Head, Value, Values
from ntmtrack.domain.merging import Choice, Folded, Order, Write, differing, fold
from ntmtrack.domain.travel import TABLES
from ntmtrack.record import Record
from ntmtrack.store import queries_received
from ntmtrack.store.merging_names import Names
from ntmtrack.store.queries_received import Gone, Kept

_FOLDERS = "/\\"


class Known(Record):
    """Everything that is known of a row, and the changes it was done in, by their order."""

    writes: list[Write]
    choices: list[Choice]
    heads: dict[tuple[int, str, int, str], Head]

    def fold(self, table: str) -> Folded:
        """What the row comes to."""
        return fold(table, self.writes, self.choices)


class Knowledge:
    """What a ledger knows of its rows; `heads` are its own changes, by number."""

    def __init__(self, names: Names, heads: Mapping[int, Head]) -> None:
        self._rows = names
        self._conn: sqlite3.Connection = names.conn
        self._heads = heads
        self._gone: dict[tuple[str, str], list[Gone]] | None = None
        self._runs: dict[int, dict[str, list[tuple[int, int, Head]]]] = {}
        row = self._conn.execute(
            "select mark from office where uid = (select value from setting where key ="
            " 'office_uid')"
        ).fetchone()
        self._mark = None if row is None else row[0]

    def known(self, table: str, uid: str) -> Known:
        """What is known of a row, under all its names."""
        names = self._rows.names(table, uid)
        known = Known([], [], {})
        for kept in self._came(table, names):
            self._take(known, table, kept)
        if TABLES[table].entity:
            self._history(known, table, names[0])
            known.choices.extend(self._choices(known, table, names))
        else:
            self._facts(known, table, names)
        return known

    def writer(self, table: str, uid: str) -> str | None:
        """The office that wrote a row under this name; None where that is not known."""
        first = self._first(table, uid)
        return None if first is None else first.order[1]

    def first(self, table: str, uid: str) -> Values | None:
        """What a row said when it was written under this name; None where that is not known."""
        first = self._first(table, uid)
        return None if first is None else first.after

    def _first(self, table: str, uid: str) -> Write | None:
        writes = self.known(table, uid).writes
        found = [each for each in writes if each.uid == uid and each.action == "insert"]
        return min(found, key=lambda each: each.order, default=None)

    def was_here(self, table: str, uid: str) -> bool:
        """Whether a row is known under this name, here or gone."""
        name = self._rows.name(table, uid)
        return name != uid or self._rows.key(table, name) is not None or self.was_gone(table, name)

    def was_gone(self, table: str, name: str) -> bool:
        """Whether a row was ever deleted here; `name` is its own."""
        return (table, name) in self._gone_ones()

    def refresh(self) -> None:
        """More came since the last look."""
        self._runs = {}

    def _came_with(self, table: str, key: int, change: int) -> Head | None:
        """With which change of another office a fact came that its row alone tells."""
        if change not in self._runs:
            self._runs[change] = queries_received.runs_of(self._conn, change)
        runs = self._runs[change].get(table, [])
        place = bisect_right(runs, key, key=lambda run: run[0]) - 1
        return runs[place][2] if place >= 0 and key <= runs[place][1] else None

    def _change_of(self, table: str, key: int) -> int:
        (change,) = self._conn.execute(
            f"select change_id from {table} where id = ?", (key,)
        ).fetchone()
        return int(change)

    def _came(self, table: str, names: list[str]) -> Iterator[Kept]:
        for name in names:
            for kept in queries_received.kept_of(self._conn, table, name):
                # With a reason it is settled, and brings nothing of its own.
                if kept.outcome == "applied" and kept.why is None:
                    yield kept

    def _take(self, known: Known, table: str, kept: Kept) -> None:
        before, after = (
            None if side is None else self._rows.named(table, side)
            for side in (kept.op.before, kept.op.after)
        )
        self._note(known, kept.head, kept.op.place, kept.op.uid, kept.op.action, before, after)

    def _note(
        self,
        known: Known,
        head: Head,
        place: int,
        uid: str,
        action: str,
        before: Values | None,
        after: Values | None,
    ) -> None:
        known.heads[head.order] = head
        order: Order = (*head.order, place)
        known.writes.append(Write(order, head.uid, uid, action, before, after))

    def _keys(self, table: str, name: str) -> list[int]:
        """Every key that a row ever had."""
        keys = [each.row for each in self._gone_ones().get((table, name), ())]
        key = self._rows.key(table, name)
        return [*dict.fromkeys(keys), *([] if key is None or key in keys else [key])]

    def _history(self, known: Known, table: str, name: str) -> None:
        for key in self._keys(table, name):
            for each in queries_received.history_of(self._conn, table, key):
                head = self._heads.get(each.change)
                if head is None:
                    continue
                before, after = (self._told(table, side) for side in (each.before, each.after))
                if each.action == "update":
                    groups = differing(table, before or {}, after or {})
                    touched = [column for group in groups for column in group]
                    if not touched:
                        continue
                    before = {column: (before or {}).get(column) for column in touched}
                    after = {column: (after or {}).get(column) for column in touched}
                self._note(known, head, each.id, name, each.action, before, after)

    def _told(self, table: str, row: Mapping[str, Value] | None) -> dict[str, Value] | None:
        """A row of this file as it is told to others."""
        if row is None:
            return None
        told = self._rows.by_name(table, row)
        if "path" in told and isinstance(told["path"], str):
            told["path"] = bare(told["path"])
        if table == "task" and self._mark and "/" not in str(told["number"]):
            told["number"] = f"{told['number']}/{self._mark}"
        return told

    def _facts(self, known: Known, table: str, names: list[str]) -> None:
        """What is known of a fact from where it stands, or stood."""
        told = {(write.change, write.uid) for write in known.writes}
        name = names[0]
        for each in self._gone_ones().get((table, name), ()):
            self._fact(known, told, table, name, each.row, each.before)
            head = self._heads.get(each.change)
            if head is not None:
                self._note(known, head, each.row, name, "delete", None, None)
        key = self._rows.key(table, name)
        if key is not None:
            row = {**self._rows.row(table, key), "change_id": self._change_of(table, key)}
            self._fact(known, told, table, name, key, row)

    def _fact(
        self,
        known: Known,
        told: set[tuple[str, str]],
        table: str,
        name: str,
        key: int,
        row: Mapping[str, Value],
    ) -> None:
        change = int(str(row["change_id"]))
        head = self._heads.get(change) or self._came_with(table, key, change)
        if head is not None and (head.uid, name) not in told:
            self._note(known, head, 0, name, "insert", None, self._told(table, row))

    def _choices(self, of: Known, table: str, names: list[str]) -> Iterator[Choice]:
        """The settlements of a row, with those that were taken back."""
        uids: set[str] = set()
        for name in names:
            rows = self._conn.execute(
                "select uid from settlement where at_table = ? and row_uid = ?", (table, name)
            )
            uids.update(uid for (uid,) in rows)
        for (kind, uid), listed in self._gone_ones().items():
            if kind == "settlement" and any(
                each.before["at_table"] == table and each.before["row_uid"] in names
                for each in listed
            ):
                uids.add(uid)
        for uid in sorted(uids):
            known = self.known("settlement", uid)
            made = [each for each in known.writes if each.action == "insert"]
            of.heads.update(known.heads)
            if made and made[0].after:
                told = made[0].after
                yield Choice(
                    min(made).order,
                    frozenset(each.change for each in known.writes),
                    str(told["field"]),
                    self._rows.named(table, json.loads(str(told["kept"]))),
                    tuple(
                        self._rows.named(table, each) for each in json.loads(str(told["dropped"]))
                    ),
                    known.fold("settlement").present,
                )

    def _gone_ones(self) -> dict[tuple[str, str], list[Gone]]:
        if self._gone is None:
            self._gone = queries_received.gone(self._conn)
        return self._gone


def bare(path: str) -> str:
    """The name of a file without its folders, of whichever system."""
    for each in _FOLDERS:
        path = path.rpartition(each)[2]
    return path
