"""Reading everything that a ledger holds, table by table, for whoever takes all of it away."""

import sqlite3
from collections.abc import Iterator

from ntmtrack.errors import DatabaseError
from ntmtrack.message import say
from ntmtrack.record import Record

BOOKKEEPING = ("change", "history", "number_series", "_sqlite_migrations", "sqlite_sequence")
"""The tables beside entities and facts; the last two are SQLite's and its helper's own."""

_KEPT = frozenset({"kept_task", "slate"})
"""What follows from the other tables, and is written anew where they are taken to."""

_KEYS = {"number_series": "prefix", "sqlite_sequence": "rowid"}
"""By what the rows of a table are put in order, where it is not their id."""


class Table(Record):
    """A table as the file has it: its name, and its columns in order, each with its type."""

    name: str
    columns: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(name for name, _ in self.columns)

    @property
    def key(self) -> str:
        """By what its rows are put in order: all of them have another value there."""
        return _KEYS.get(self.name, "id")


class Laid(Record):
    """A criteria set, an overlay or a mapping as it was laid down: its name and its JSON."""

    name: str
    body: str


class Newest(Record):
    """The last change of a ledger; None where there is none."""

    change: int | None
    hash: str | None


def tables(conn: sqlite3.Connection) -> tuple[Table, ...]:
    """Every table of a file: what changes are kept in first, then the rest by name.

    Without those that only keep what follows from the others.
    """
    names = conn.execute(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_stat%'"
        " order by name"
    )
    found = [name for (name,) in names.fetchall() if name not in _KEPT]
    first = [name for name in BOOKKEEPING if name in found]
    return tuple(
        Table(name, _columns(conn, name))
        for name in (*first, *(each for each in found if each not in first))
    )


def lines(conn: sqlite3.Connection, table: Table) -> Iterator[str]:
    """Every row of a table as one JSON object, keys in the order of the columns.

    SQLite writes the JSON: a province's file has half a million rows. Raises DatabaseError for
    a row that is no text.
    """
    told = ", ".join(f"'{name}', {name}" for name in table.names)
    rows = conn.execute(f"select json_object({told}) from {table.name} order by {table.key}")
    try:
        for (line,) in rows:
            yield line
    except sqlite3.OperationalError as error:
        if "decode" not in str(error):
            raise
        raise DatabaseError(
            say("the table {table} holds text that is not UTF-8", table=table.name),
            hint=say("keep the file as it is and go back to your newest copy"),
        ) from error


def count(conn: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    return int(conn.execute(f"select count(*) from {table}").fetchone()[0])


def newest(conn: sqlite3.Connection) -> Newest:
    """The last change and its hash."""
    row = conn.execute("select id, hash from change order by id desc limit 1").fetchone()
    return Newest(None, None) if row is None else Newest(*row)


def laid_sets(conn: sqlite3.Connection) -> list[Laid]:
    """Every criteria set and overlay, each under its code."""
    rows = conn.execute(
        "select code, body from criteria_set union all select code, body from overlay order by 1"
    )
    return [Laid(*row) for row in rows]


def laid_mappings(conn: sqlite3.Connection) -> list[Laid]:
    """The newest mapping of every two sets, under the codes of both."""
    rows = conn.execute(
        "select a.code || '--' || b.code, m.body from mapping m"
        " join criteria_set a on a.id = m.old_set_id join criteria_set b on b.id = m.new_set_id"
        " where m.uid = (select max(uid) from mapping n where n.old_set_id = m.old_set_id"
        " and n.new_set_id = m.new_set_id) order by 1"
    )
    return [Laid(*row) for row in rows]


def _columns(conn: sqlite3.Connection, table: str) -> tuple[tuple[str, str], ...]:
    rows = conn.execute("select name, lower(type) from pragma_table_info(?) order by cid", (table,))
    # The counters of SQLite have columns of no type.
    untyped = {"name": "text", "seq": "integer"}
    return tuple((name, kind or untyped.get(name, "text")) for name, kind in rows)
