"""Whether a ledger is what its changes wrote: the chain of hashes, the history, the counters.

A change's hash covers the facts and the history that it wrote, and the hash before it. So a fact
proves itself; an entity is proved by the last that history says of it.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator

from ntmtrack.message import Message, say
from ntmtrack.store.queries_whole import count
from ntmtrack.store.schema import ENTITIES
from ntmtrack.store.writing import content_hash

_Extent = dict[str, list[int]]

_ENTITY = """
select e.id, json_object({told}),
       (select h.after from history h where h.at_table = '{table}' and h.row_id = e.id
        order by h.id desc limit 1)
from {table} e order by e.id
"""

_LOST = """
select h.row_id from history h
where h.at_table = ? and h.action <> 'delete' and h.row_id not in (select id from {table})
and h.id = (select max(l.id) from history l where l.at_table = h.at_table and l.row_id = h.row_id)
order by h.row_id limit 1
"""


def breaks(conn: sqlite3.Connection) -> Iterator[Message]:
    """What does not agree in a ledger, one sentence each; nothing if all is as it was written."""
    numbered = _numbered(conn)
    written: Counter[str] = Counter()
    ends = dict.fromkeys(numbered, 0)
    before = None
    changes = conn.execute(
        "select id, closed, extent, previous_hash, hash from change order by id"
    ).fetchall()
    for change, closed, told, previous, seal in changes:
        extent = _extent(told, ends)
        if closed != 1 or extent is None:
            yield say("change {number} was not ended as changes are", number=change)
            return
        if previous != before or not _sealed(conn, change, extent, seal):
            yield say("change {number} is not what its hash says", number=change)
        before = seal
        for table, (first, last) in extent.items():
            ends[table] = last
            written[table] += _owned(conn, table, change, first, last)
    for table in numbered:
        if table in ENTITIES:
            yield from _as_in_history(conn, table)
        elif count(conn, table) != written[table]:
            yield say("{table} has rows that no change wrote", table=table)
    yield from _counters(conn, ends)


def newest_are_sealed(conn: sqlite3.Connection, rows: int) -> tuple[int, Message | None]:
    """How many of the last changes were looked at, and the first that does not fit.

    Each is held against what it wrote and the change before it; older ones are left out once so
    many rows have been read.
    """
    changes = conn.execute(
        "select id, closed, extent, previous_hash, hash,"
        " (select hash from change b where b.id < c.id order by b.id desc limit 1)"
        " from change c order by id desc"
    )
    starts = dict.fromkeys(_numbered(conn), 0)
    looked = 0
    for change, closed, told, previous, seal, before in changes:
        extent = _extent(told, starts)
        if closed != 1 or extent is None:
            torn = say("change {number} was not ended as changes are", number=change)
            return looked + 1, torn
        rows -= sum(last - first + 1 for first, last in extent.values())
        if looked and rows < 0:
            break
        looked += 1
        if previous != before or not _sealed(conn, change, extent, seal):
            return looked, say("change {number} is not what its hash says", number=change)
    return looked, None


def _extent(told: str | None, ends: dict[str, int]) -> _Extent | None:
    """Which rows a change says that it wrote; None if it does not say so as changes do.

    Each begins where those before it ended, so that no row is asked for twice.
    """
    try:
        extent = json.loads(told or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(extent, dict) or not extent.keys() <= ends.keys():
        return None
    spans = all(
        isinstance(span, list)
        and [type(end) for end in span] == [int, int]
        and ends[table] < span[0] <= span[1]
        for table, span in extent.items()
    )
    return extent if spans else None


def _sealed(conn: sqlite3.Connection, change: int, extent: _Extent, seal: str) -> bool:
    try:
        return content_hash(conn, change, extent) == seal
    except (KeyError, TypeError, ValueError, RecursionError):
        # What history says was there before is no row at all.
        return False


def _numbered(conn: sqlite3.Connection) -> list[str]:
    """The tables whose rows belong to a change."""
    rows = conn.execute(
        "select m.name from sqlite_master m join pragma_table_info(m.name) c"
        " where m.type = 'table' and c.name = 'change_id' order by m.name"
    )
    return [name for (name,) in rows]


def _owned(conn: sqlite3.Connection, table: str, change: int, first: int, last: int) -> int:
    row = conn.execute(
        f"select count(*) from {table} where id between ? and ? and change_id = ?",
        (first, last, change),
    ).fetchone()
    return int(row[0])


def _as_in_history(conn: sqlite3.Connection, table: str) -> Iterator[Message]:
    columns = [name for (name,) in conn.execute(f"select name from pragma_table_info('{table}')")]
    told = ", ".join(f"'{name}', e.{name}" for name in columns)
    for key, now, after in conn.execute(_ENTITY.format(table=table, told=told)):
        # A column that came later is missing in what was written before it.
        if now != after and (after is None or _said(now) != _said(after)):
            yield say("{table}: row {row} is not as history has it", table=table, row=key)
            return
    lost = conn.execute(_LOST.format(table=table), (table,)).fetchone()
    if lost is not None:
        yield say("{table}: row {row} is not as history has it", table=table, row=lost[0])


def _said(row: str) -> object:
    """What a row says, without the columns that are empty in it."""
    try:
        told = json.loads(row)
    except (ValueError, RecursionError):
        # A damaged page: it is no row, and agrees with none.
        return row
    if not isinstance(told, dict):
        return told
    return {name: value for name, value in told.items() if value is not None}


def _counters(conn: sqlite3.Connection, ends: dict[str, int]) -> Iterator[Message]:
    """A counter that went back would give the key of a row that was undone once more."""
    given = dict(conn.execute("select name, seq from sqlite_sequence").fetchall())
    for table, end in ends.items():
        (last,) = conn.execute(f"select coalesce(max(id), 0) from {table}").fetchone()
        if given.get(table, 0) < max(last, end):
            yield say("the counter of {table} went back", table=table)
