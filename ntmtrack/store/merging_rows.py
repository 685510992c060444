"""Rows on their way into the ledger: their keys, what they name, and putting many in at once."""

import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from ntmtrack.domain.change import Value, Values
from ntmtrack.domain.travel import TABLES
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.store.identity import new_uid
from ntmtrack.store.merging_names import MOST_AT_HAND, Names, Row
from ntmtrack.store.writing import Writing

_ENOUGH = 4000
"""So many rows are put in at once."""

_KEPT = ("bundle", "received", "received_op", "op_outcome", "alias", "receipt")

_NUMBER = re.compile(r"(.*?)([0-9]{1,9})/[^/]*")


class Rows(Names):
    """The rows of a ledger by the names that offices gave them.

    Rows that are added have their key at once and are in the file after `flush`; what SQLite does
    not take is handed to `unfit` with its words, and is not there.
    """

    def __init__(self, change: Writing, known: Names) -> None:
        super().__init__(change.conn, known)
        self.change = change
        self.unfit: Callable[[Any, str], None] = lambda what, words: None
        self._waiting: dict[str, list[tuple[Row, Any]]] = {}
        self._count = 0
        self._next: dict[str, int] = {}
        self._failed: set[tuple[str, int]] = set()
        # A row may come before one that it names; all are there when the change ends.
        self.conn.execute("pragma defer_foreign_keys = on")

    def known_columns(self, table: str, values: Values | None) -> None:
        """Raise DataError for a column that this program does not know, or text that is none."""
        if values is None:
            return
        if not values.keys() <= self.columns(table).keys():
            unknown = min(values.keys() - self.columns(table).keys())
            raise DataError(
                say("there is no column {column} in {table}", column=unknown, table=table),
                hint=say("install the newer version on this machine; nothing was written"),
            )
        try:
            "".join([value for value in values.values() if isinstance(value, str)]).encode()
        except UnicodeEncodeError as error:
            raise DataError(
                say("there is text in {table} that cannot be written", table=table),
                hint=say("ask the office for the bundle again; nothing was written"),
            ) from error

    def given(self, number: str) -> None:
        """A number of this office's own came back: it is not given once more."""
        found = _NUMBER.fullmatch(number)
        if found is not None:
            self.conn.execute(
                "insert into number_series(prefix, last) values (?, ?) on conflict (prefix)"
                " do update set last = excluded.last where excluded.last > last",
                (found[1], int(found[2])),
            )

    def same(self, table: str, uid: str, own: str) -> None:
        """Note that a row of another office is one that is here; what was noted first holds."""
        if self.name(table, uid) != uid:
            return
        self._aliases[table, uid] = own
        self.put("alias", {"at_table": table, "foreign_uid": uid, "row_uid": own})

    def add(self, table: str, uid: str, values: Row, what: Any) -> int:
        """Add a row of a travelling table; its key. `what` names it where it does not fit."""
        key = self.next_key(table)
        self._ids[table, uid] = key
        full = {**self.columns(table), **values, "id": key, "uid": uid}
        self._waiting.setdefault(table, []).append((full, what))
        self._grew()
        return key

    def put(self, table: str, row: Mapping[str, Value]) -> int:
        """Add a row of the bookkeeping of exchange; its key."""
        key = self.next_key(table)
        full = {"id": key, "uid": new_uid(self.change.now), **row}
        self._waiting.setdefault(table, []).append((full, None))
        self._grew()
        return key

    def next_key(self, table: str) -> int:
        """A key that was never given."""
        self._next[table] = self.last_key(table) + 1
        return self._next[table]

    def last_key(self, table: str) -> int:
        """The last key that was given."""
        if table not in self._next:
            row = self.conn.execute(
                "select seq from sqlite_sequence where name = ?", (table,)
            ).fetchone()
            self._next[table] = 0 if row is None else int(row[0])
        return self._next[table]

    def given_up(self) -> None:
        """An attempt failed: what was added since it began is not there."""
        self._ids.clear()
        self._waiting.clear()
        self._count = 0

    def gone(self, table: str, uid: str) -> None:
        """Forget a row that was deleted."""
        self._ids.pop((table, uid), None)

    def flush(self) -> None:
        """Put all that was added into the file."""
        while self._count:
            self._count = 0
            waiting, self._waiting = self._waiting, {}
            for table in (*TABLES, *_KEPT):
                if table in waiting:
                    self._put_in(table, waiting[table])
        if len(self._ids) + len(self._aliases) > MOST_AT_HAND:
            self._ids.clear()
            self._aliases.clear()

    def flush_of(self, table: str) -> None:
        """Put all that was added into the file, if any of it is of this table."""
        if table in self._waiting:
            self.flush()

    def _grew(self) -> None:
        self._count += 1

    @property
    def full(self) -> bool:
        """Whether it is time to flush."""
        return self._count >= _ENOUGH

    def _put_in(self, table: str, rows: list[tuple[Row, Any]]) -> None:
        if self._failed and table in TABLES:
            rows = [each for each in rows if self._whole(table, *each)]
        try:
            with self.change.attempt():
                self.change.insert_many(table, [row for row, _ in rows])
        except sqlite3.IntegrityError:
            for row, what in rows:
                self._put_alone(table, row, what)

    def _whole(self, table: str, row: Row, what: Any) -> bool:
        for column, named in TABLES[table].names.items():
            if (named, row[column]) in self._failed:
                self._fail(table, row, what, "FOREIGN KEY")
                return False
        return True

    def _put_alone(self, table: str, row: Row, what: Any) -> None:
        if table in TABLES and self._failed and not self._whole(table, row, what):
            return
        try:
            with self.change.attempt():
                self.change.insert_many(table, [row])
        except sqlite3.IntegrityError as error:
            if what is None:
                raise
            self._fail(table, row, what, str(error))

    def _fail(self, table: str, row: Row, what: Any, words: str) -> None:
        self._failed.add((table, int(str(row["id"]))))
        self._ids.pop((table, str(row["uid"])), None)
        self.unfit(what, words)
