"""What a ledger says, whichever ids its rows have: for tests that compare two states of one."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from ntmtrack.store import kept_tasks, slates
from ntmtrack.store.chain import breaks
from ntmtrack.store.database import open_reader
from ntmtrack.store.queries_task_life import folded_header, kept_header
from ntmtrack.store.schema import ENTITIES, FACTS
from tests.factories import TODAY
from tests.run import run

LOOKS = (
    ("unmet",),
    ("overdue",),
    ("status",),
    ("task", "list"),
    ("history", "ban bo"),
    ("standing", "list"),
)
"""What officers look at; the same before a change and after it was undone."""


def canonical(path: Path) -> dict[str, list[str]]:
    """Every row of every entity and fact: what it names by uid, without id and change."""
    with closing(sqlite3.connect(path)) as conn:
        return {table: sorted(_rows(conn, table)) for table in (*ENTITIES, *FACTS)}


def _rows(conn: sqlite3.Connection, table: str) -> list[str]:
    parents = {
        column: parent
        for column, parent in conn.execute(
            f'select "from", "table" from pragma_foreign_key_list(\'{table}\')'
        )
        if parent != "change"
    }
    cursor = conn.execute(f"select * from {table}")
    names = [each[0] for each in cursor.description]
    found = []
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        del row["id"], row["change_id"]
        for column, parent in parents.items():
            row[column] = _uid(conn, parent, row[column])
        if table == "task_event" and row["body"] and "takes_back" in json.loads(row["body"]):
            body = json.loads(row["body"])
            if isinstance(body["takes_back"], int):
                body["takes_back"] = _uid(conn, "task_event", body["takes_back"])
            row["body"] = body
        found.append(json.dumps(row, sort_keys=True))
    return found


def _uid(conn: sqlite3.Connection, table: str, key: int | None) -> Any:
    if key is None:
        return None
    # A key that leads nowhere is an error here.
    return conn.execute(f"select uid from {table} where id = ?", (key,)).fetchone()[0]


def looked(path: Path) -> dict[tuple[str, ...], Any]:
    """What officers see, without who recorded it when and in which order."""
    found: dict[tuple[str, ...], Any] = {}
    for argv in LOOKS:
        result = run(*argv, "-f", "json", db=path, today=TODAY)
        assert result.code in (0, 3), result.err
        rows = result.rows if result.code == 0 else []
        for row in rows:
            for key in ("change", "recorded_at"):
                row.pop(key, None)
        found[argv] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    return found


def sound(path: Path) -> None:
    """Fail unless the ledger proves itself, and its tasks are what their events add up to."""
    with closing(open_reader(path)) as conn:
        assert list(breaks(conn)) == []
        assert slates.kept_otherwise(conn) == []
        assert not kept_tasks.differs(conn)
        assert conn.execute("pragma foreign_key_check").fetchall() == []
        assert conn.execute("pragma integrity_check").fetchall() == [("ok",)]
        for (key,) in conn.execute("select id from task").fetchall():
            assert kept_header(conn, key) == folded_header(conn, key)
