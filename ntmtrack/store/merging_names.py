"""Rows by the names that offices gave them, and by the keys that they have in this file."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from ntmtrack.domain.change import Value, Values
from ntmtrack.domain.travel import TABLES

_LOCAL = ("id", "uid", "change_id")

MOST_AT_HAND = 50_000
"""So many keys and names are kept at hand."""

Row = dict[str, Value]


class Missing(Exception):
    """A row that is named and not here."""

    def __init__(self, table: str, uid: str) -> None:
        super().__init__(table, uid)
        self.table = table
        self.uid = uid


class Names:
    """The rows of a ledger by the names that offices gave them.

    What was `known` of them goes on to be, in both.
    """

    def __init__(self, conn: sqlite3.Connection, known: "Names | None" = None) -> None:
        self.conn = conn
        self._columns: dict[str, dict[str, Value]] = {} if known is None else known._columns
        self._ids: dict[tuple[str, str], int] = {} if known is None else known._ids
        self._aliases: dict[tuple[str, str], str] = {} if known is None else known._aliases

    def columns(self, table: str) -> dict[str, Value]:
        """The columns of a table that travel, with what they hold when nothing is said."""
        if table not in self._columns:
            rows = self.conn.execute(
                "select name, dflt_value from pragma_table_info(?) order by cid", (table,)
            )
            self._columns[table] = {
                name: None if default is None else json.loads(default.replace("'", '"'))
                for name, default in rows
                if name not in _LOCAL
            }
        return self._columns[table]

    def name(self, table: str, uid: str) -> str:
        """The name by which a row is known here, whoever named it."""
        found = self._aliases.get((table, uid))
        if found is None:
            row = self.conn.execute(
                "select row_uid from alias where at_table = ? and foreign_uid = ?", (table, uid)
            ).fetchone()
            found = self._aliases[table, uid] = uid if row is None else row[0]
        return found

    def names(self, table: str, uid: str) -> list[str]:
        """All names of a row, its own first."""
        own = self.name(table, uid)
        rows = self.conn.execute(
            "select foreign_uid from alias where at_table = ? and row_uid = ? order by id",
            (table, own),
        )
        return [own, *(foreign for (foreign,) in rows)]

    def key(self, table: str, uid: str) -> int | None:
        """The key of a row that is here, by any of its names."""
        own = self.name(table, uid)
        found = self._ids.get((table, own))
        if found is None:
            row = self.conn.execute(f"select id from {table} where uid = ?", (own,)).fetchone()
            if row is None:
                return None
            found = self._ids[table, own] = int(row[0])
        return found

    def row(self, table: str, key: int) -> Row:
        """What a row that is in the file says, as far as it travels."""
        names = list(self.columns(table))
        (_, *row) = self.conn.execute(
            f"select {', '.join(['id', *names])} from {table} where id = ?", (key,)
        ).fetchone()
        return dict(zip(names, row, strict=True))

    def uid(self, table: str, key: int) -> str | None:
        """The name of a row that is here, or was."""
        row = self.conn.execute(f"select uid from {table} where id = ?", (key,)).fetchone()
        if row is None:
            row = self.conn.execute(
                "select json_extract(coalesce(before, after), '$.uid') from history"
                " where at_table = ? and row_id = ? limit 1",
                (table, key),
            ).fetchone()
        return None if row is None else row[0]

    def named(self, table: str, values: Values) -> dict[str, Value]:
        """The values, each row in them by the name it has here."""
        names = TABLES[table].names
        found = dict(values)
        for column in [each for each in values if each in names]:
            if values[column] is not None:
                found[column] = self.name(names[column], str(values[column]))
        return found

    def by_name(self, table: str, row: Mapping[str, Any]) -> dict[str, Value]:
        """A row as this file keeps it, each row in it by its name."""
        names = TABLES[table].names
        return {
            column: self.uid(names[column], row[column])
            if column in names and row.get(column) is not None
            else row.get(column)
            for column in self.columns(table)
        }

    def by_key(self, table: str, values: Values) -> Row:
        """The values as this file keeps them. Raises Missing for a row that is not here."""
        names = TABLES[table].names
        found: Row = dict(values)
        for column in [each for each in values if each in names]:
            value = values[column]
            if value is not None:
                key = self.key(names[column], str(value))
                if key is None:
                    raise Missing(names[column], str(value))
                found[column] = key
        return found
