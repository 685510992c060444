"""Reading what an exchange with a hub needs of a ledger: how far it came, where units lie."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from ntmtrack.domain.travel import TABLES
from ntmtrack.store.writing import CHANGES


def hub_cursor(conn: sqlite3.Connection, hub: str, way: str) -> str | None:
    """How far a hub was read, or written to; None before the first time."""
    row = conn.execute(
        "select cursor from hub_cursor where hub = ? and way = ? order by id desc limit 1",
        (hub, way),
    ).fetchone()
    return None if row is None else str(row[0])


def last_closed(conn: sqlite3.Connection) -> int:
    """The number of the last change that is closed; 0 in a file without one."""
    row = conn.execute("select coalesce(max(id), 0) from change where closed = 1").fetchone()
    return int(row[0])


def own_changes(conn: sqlite3.Connection) -> dict[int, str]:
    """The changes of this ledger's own: by their numbers, their uids."""
    return dict(conn.execute("select id, uid from change").fetchall())


def not_here(conn: sqlite3.Connection, uids: Iterable[str]) -> list[str]:
    """Those of the changes that this ledger has neither written nor received."""
    held = {
        uid
        for (uid,) in conn.execute("select uid from change union select change_uid from received")
    }
    return [uid for uid in uids if uid not in held]


def number_after(conn: sqlite3.Connection, last: int) -> None:
    """Let the changes to come have numbers after this one, within a change that is open."""
    conn.execute(
        "insert into number_series(prefix, last) values (?, ?) on conflict (prefix)"
        " do update set last = excluded.last where excluded.last > last",
        (CHANGES, last),
    )


def parents_above(conn: sqlite3.Connection, unit: int) -> list[tuple[str, str]]:
    """The units that have held a unit at any time, and those above them, by their uids: each pair
    is one unit and one right above it."""
    rows = conn.execute(
        "with recursive above(id) as (select ? union select v.parent_id from unit_version v"
        " join above on v.unit_id = above.id where v.parent_id is not null)"
        " select distinct u.uid, p.uid from above join unit_version v on v.unit_id = above.id"
        " join unit u on u.id = v.unit_id join unit p on p.id = v.parent_id order by u.id, p.id",
        (unit,),
    )
    return rows.fetchall()


def row_of(conn: sqlite3.Connection, table: str, uid: str) -> dict[str, Any] | None:
    """A row of a table that travels, by its uid; None once it is gone."""
    if table not in TABLES:
        raise KeyError(table)
    rows = conn.execute(f"select * from {table} where uid = ?", (uid,))
    row = rows.fetchone()
    return (
        None if row is None else dict(zip((each[0] for each in rows.description), row, strict=True))
    )


def units_like(
    conn: sqlite3.Connection, uid: str, codes: list[str], folded: list[str]
) -> list[int]:
    """The unit with this uid, by whatever name it came; else those of one of these codes and one
    of these names."""
    rows = conn.execute(
        "select id from unit where uid = :uid union select u.id from alias a"
        " join unit u on u.uid = a.row_uid where a.at_table = 'unit' and a.foreign_uid = :uid",
        {"uid": uid},
    ).fetchall()
    if not rows:
        marks = [", ".join("?" * len(each)) for each in (codes, folded)]
        rows = conn.execute(
            f"select distinct c.unit_id from unit_code c join unit_version v using (unit_id)"
            f" where c.code in ({marks[0]}) and v.folded in ({marks[1]})",
            (*codes, *folded),
        ).fetchall()
    return [row[0] for row in rows]
