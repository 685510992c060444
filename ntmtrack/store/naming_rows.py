"""What rows are called by people, also rows that are gone."""

import json
import sqlite3
from functools import cache
from typing import Any

from ntmtrack.domain.changed_row import Value

_WORDS = ("number", "name", "code", "title", "period", "key", "address", "mark", "field")
"""The columns that say what a row is called; the first that it has."""

_OWNERS = (
    "unit_id",
    "from_id",
    "task_id",
    "product_id",
    "work_id",
    "assessment_id",
    "agency_id",
    "person_id",
    "letter_id",
    "old_set_id",
    "clause_id",
    "draft_id",
)
"""The columns that say whose row it is; the first that it has."""

_ALONE = ("task", "agency", "item", "person", "product", "work")
"""Kinds of rows that are called by their own name, whosever they are."""


class Names:
    """The names of rows, each sought once."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._parents = cache(self._parents_of)
        self._called = cache(self._call)

    def value(self, table: str, column: str, value: Value) -> Value:
        """What a field says: the name of the row that it names, or what it is."""
        parent = self._parents(table).get(column)
        return value if parent is None or value is None else self._called(parent, int(value))

    def of_row(self, table: str, row: dict[str, Any]) -> str:
        """What a row is about: whose it is, and what it is called itself."""
        if table == "unit":
            return self._unit(row["id"])
        parents = self._parents(table)
        parts = [str(self.value(table, each, row[each])) for each in self.naming(table, row)]
        own = next((str(row[each]) for each in _WORDS if row.get(each)), None)
        if own is not None and own not in parts and not ("item_id" in parents and len(parts) > 1):
            parts.append(own)
        return ", ".join(parts) or str(row.get("uid", row.get("id", "")))

    def naming(self, table: str, row: dict[str, Any]) -> list[str]:
        """The columns that say whose row it is, and of which criterion."""
        parents = self._parents(table)
        if table in _ALONE:
            return []
        owner = next((each for each in _OWNERS if row.get(each) and each in parents), None)
        item = "item_id" if row.get("item_id") and "item_id" in parents else None
        return [each for each in (owner, item) if each is not None]

    def _parents_of(self, table: str) -> dict[str, str]:
        rows = self._conn.execute(
            f"select \"from\", \"table\" from pragma_foreign_key_list('{table}', 'main')"
        )
        return {column: parent for column, parent in rows if parent != "change"}

    def _call(self, table: str, key: int) -> str:
        if table == "unit":
            return self._unit(key)
        row = self._row(table, key)
        if row is None:
            return f"#{key}"
        return self.of_row(table, row)

    def _unit(self, key: int) -> str:
        row = self._conn.execute(
            "select name from unit_version where unit_id = ? order by id desc limit 1", (key,)
        ).fetchone()
        if row is None:
            row = self._conn.execute(
                "select before ->> '$.name' from history where at_table = 'unit_version'"
                " and before ->> '$.unit_id' = ? order by id desc limit 1",
                (key,),
            ).fetchone()
        return f"#{key}" if row is None else str(row[0])

    def _row(self, table: str, key: int) -> dict[str, Any] | None:
        cursor = self._conn.execute(f"select * from {table} where id = ?", (key,))
        row = cursor.fetchone()
        if row is not None:
            return dict(zip((each[0] for each in cursor.description), row, strict=True))
        gone = self._conn.execute(
            "select before from history where at_table = ? and row_id = ? and before is not null"
            " order by id desc limit 1",
            (table, key),
        ).fetchone()
        return None if gone is None else dict(json.loads(gone[0]))
