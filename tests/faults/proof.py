"""What a ledger holds, and whether it is sound: the proof after every fault."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from ntmtrack.store.chain import breaks


def content(path: Path, *, without: str = "") -> str:
    """A hash over every row of every table, and the schema; the same if nothing was written.

    A table may be left out.

    SQLite rolls back what a killed writer left behind, as the next command would.
    """
    digest = hashlib.sha256()
    with closing(sqlite3.connect(path)) as conn:
        tables = conn.execute("select name, sql from sqlite_master order by name").fetchall()
        digest.update(repr(tables).encode())
        kept = "select name from sqlite_master where type = 'table' order by name"
        for (name,) in conn.execute(kept).fetchall():
            if name == without:
                continue
            digest.update(name.encode())
            digest.update(repr(conn.execute(f'select * from "{name}"').fetchall()).encode())
    return digest.hexdigest()


def whole(path: Path) -> list[str]:
    """What SQLite itself finds wrong in a file; nothing if it is sound."""
    with closing(sqlite3.connect(path)) as conn:
        found = [row[0] for row in conn.execute("pragma integrity_check") if row[0] != "ok"]
        found += [str(row) for row in conn.execute("pragma foreign_key_check")]
    return found


def unsound(path: Path) -> list[str]:
    """Everything wrong with a ledger: pages, references, and the chain of its changes."""
    found = whole(path)
    with closing(sqlite3.connect(path)) as conn:
        found += [each.text for each in breaks(conn)]
    return found


def changes(path: Path) -> int:
    """How many changes a ledger has."""
    with closing(sqlite3.connect(path)) as conn:
        return int(conn.execute("select count(*) from change").fetchone()[0])
