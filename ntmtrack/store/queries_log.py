"""Reading the changes themselves: who wrote what, when, with which command."""

import json
import sqlite3
from dataclasses import dataclass

from ntmtrack.store import schema_1


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One change: its number in this file, its author and how many rows it wrote."""

    number: int
    recorded_at: str
    actor: str
    kind: str
    command: str
    reason: str | None
    rows: int


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row that a change wrote: what it said before (an entity) and after."""

    table: str
    action: str
    before: str | None
    after: str | None


def changes(conn: sqlite3.Connection, *, limit: int | None = None) -> list[ChangeEntry]:
    """The changes, newest first."""
    rows = conn.execute(
        "select id, recorded_at, actor, kind, command, reason, extent from change"
        " order by id desc limit ?",
        (-1 if limit is None else limit,),
    )
    return [
        ChangeEntry(
            number=row[0],
            recorded_at=row[1],
            actor=row[2],
            kind=row[3],
            command=row[4],
            reason=row[5],
            rows=sum(last - first + 1 for first, last in _extent(row[6])),
        )
        for row in rows
    ]


def _extent(text: str | None) -> list[list[int]]:
    return list(json.loads(text).values()) if text else []


def changed_rows(conn: sqlite3.Connection, number: int) -> list[ChangedRow]:
    """The rows of one change, in the order of their tables; none for an unknown change."""
    found = conn.execute("select extent from change where id = ?", (number,)).fetchone()
    if found is None:
        return []
    extent = json.loads(found[0] or "{}")
    rows = []
    for table, (first, last) in extent.items():
        span = (first, last, number)
        if table == "history":
            written = conn.execute(
                "select at_table, action, before, after from history"
                " where id between ? and ? and change_id = ? order by id",
                span,
            )
            rows += [ChangedRow(*row) for row in written]
        elif table in schema_1.FACTS:
            names = [column[1] for column in conn.execute(f"pragma table_info({table})")]
            written = conn.execute(
                f"select * from {table} where id between ? and ? and change_id = ? order by id",
                span,
            )
            rows += [
                ChangedRow(table, "insert", None, _brief(dict(zip(names, row, strict=True))))
                for row in written
            ]
    return rows


def _brief(row: dict[str, object]) -> str:
    said = {name: value for name, value in row.items() if value is not None and name != "body"}
    return json.dumps(said, ensure_ascii=False)
