"""Reading the changes themselves: who wrote what, when, with which command."""

import json
import sqlite3
from dataclasses import dataclass

from ntmtrack.store import schema


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


ONLY_MAIL = (
    "(extent is not null and extent <> '{}' and not exists (select 1 from json_each(extent)"
    f" where key not in ({', '.join(repr(table) for table in sorted(schema.MAIL))})))"
)
"""The SQL of a change that only tells how letters went: there are many, and no officer's work."""


def changes(
    conn: sqlite3.Connection, *, limit: int | None = None, mail: bool = True
) -> list[ChangeEntry]:
    """The changes, newest first; without `mail`, none that only tells how letters went."""
    rows = conn.execute(
        "select id, recorded_at, actor, kind, command, reason, extent from change"
        f" where {'1' if mail else f'not {ONLY_MAIL}'} order by id desc limit ?",
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
        elif table in schema.FACTS:
            names = [column[1] for column in conn.execute(f"pragma table_info({table})")]
            written = conn.execute(
                f"select * from {table} where id between ? and ? and change_id = ? order by id",
                span,
            )
            rows += [
                ChangedRow(table, "insert", None, json.dumps(dict(zip(names, row, strict=True))))
                for row in written
            ]
    return [
        ChangedRow(
            row.table,
            row.action,
            _brief(conn, row.table, row.before),
            _brief(conn, row.table, row.after),
        )
        for row in rows
    ]


_NAMES = {
    "unit_id": "select name from unit_version where unit_id = ? order by id desc limit 1",
    "set_id": "select code from criteria_set where id = ?",
    "item_id": "select number from item where id = ?",
    "overlay_id": "select code from overlay where id = ?",
    "document_id": "select number from document where id = ?",
    "agency_id": "select name from agency where id = ?",
    "person_id": "select name from person where id = ?",
    "task_id": "select number from task where id = ?",
    "letter_id": "select number from letter where id = ?",
}
"""What a reference is called by people."""

_PARENTS = {
    "unit_version": _NAMES["unit_id"],
    "item": _NAMES["item_id"],
    "task": _NAMES["task_id"],
}

_UNTOLD = frozenset({"id", "uid", "change_id", "body", "folded", "bare", "content"})


def _brief(conn: sqlite3.Connection, table: str, row: str | None) -> str | None:
    """A row as people read it: what it says, and names for what it points to."""
    if row is None:
        return None
    told = {}
    for name, value in json.loads(row).items():
        if value is None or name in _UNTOLD:
            continue
        sql = _PARENTS.get(table) if name == "parent_id" else _NAMES.get(name)
        found = None if sql is None else conn.execute(sql, (value,)).fetchone()
        told[name.removesuffix("_id")] = found[0] if found else value
    return json.dumps(told, ensure_ascii=False)
