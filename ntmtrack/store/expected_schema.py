"""Whether the tables, indexes and triggers of a file are those that this program lays down."""

import sqlite3
from contextlib import closing
from importlib import import_module

from ntmtrack.record import Record
from ntmtrack.store.database import SCHEMA_VERSION

_PARTS = "select type || ' ' || name, tbl_name, sql from {schema} where sql is not null"
_HELPERS = ("_sqlite_migrations", "sqlite_")
"""How tables are called that SQLite and its helper keep for themselves."""


class Parts(Record):
    """The parts of a schema that are not as they are laid down, each as "trigger NAME"."""

    missing: tuple[str, ...]
    foreign: tuple[str, ...]
    changed: tuple[str, ...]


def odd_parts(conn: sqlite3.Connection) -> Parts:
    """What of the schema is missing, what is foreign to it, and what says something else."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for version in range(1, SCHEMA_VERSION + 1):
            for script in import_module(f"ntmtrack.store.schema_{version}").statements():
                fresh.executescript(script)
        meant = _parts(fresh, "sqlite_master")
    there = _parts(conn, "main.sqlite_master")
    return Parts(
        missing=tuple(sorted(meant.keys() - there.keys())),
        foreign=tuple(sorted(there.keys() - meant.keys())),
        changed=tuple(
            sorted(each for each in meant if there.get(each, meant[each]) != meant[each])
        ),
    )


def _parts(conn: sqlite3.Connection, schema: str) -> dict[str, str]:
    # A table that was renamed has its name in quotes.
    return {
        name: " ".join(sql.replace('"', "").split())
        for name, table, sql in conn.execute(_PARTS.format(schema=schema))
        if not table.startswith(_HELPERS)
    }
