"""Reading what is known of a row and of a change: what was done here, and what came from others."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from ntmtrack.domain.change import Head, Op
from ntmtrack.domain.travel import TABLES
from ntmtrack.record import Record

_HEAD = (
    "r.change_uid, r.office_uid, r.seq, r.lamport, r.kind, r.recorded_at, r.actor, r.command,"
    " r.reason, r.undoes_uid"
)
_HEADS = 10

_LAST = "(select max(l.id) from op_outcome l where l.op_id = p.id)"


class Kept(Record):
    """An op that came and is kept: its row, its change, who handed it over, what became of it."""

    id: int
    head: Head
    op: Op
    sender: str
    outcome: str
    why: str | None


class Gone(Record):
    """A row that was deleted: by which change of this ledger, and what it said."""

    row: int
    change: int
    before: dict[str, Any]


class Written(Record):
    """What history says of an entity: by which change of this ledger, and in which order."""

    id: int
    change: int
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def heads(conn: sqlite3.Connection) -> dict[int, Head]:
    """By number, every change that was made here and is told to others."""
    (own,) = conn.execute(
        "select coalesce((select value from setting where key = 'office_uid'), '')"
    ).fetchone()
    rows = conn.execute(
        "select c.id, c.undoes, c.uid, c.office, c.seq, coalesce(c.lamport, c.id), c.kind,"
        " c.recorded_at, c.actor, c.command, c.reason, u.uid"
        " from change c left join change u on u.id = c.undoes order by c.id"
    )
    local: set[int] = set()
    found = {}
    for number, undone, *told in rows:
        head = Head(*told)
        if head.kind == "bundle" or undone in local:
            local.add(number)
        else:
            found[number] = head if head.office else head._replace(office=own)
    return found


def is_own_change(conn: sqlite3.Connection, uid: str) -> bool:
    """Whether a change was made here."""
    return conn.execute("select 1 from change where uid = ?", (uid,)).fetchone() is not None


def newest(conn: sqlite3.Connection) -> int:
    """How many changes, one after the other, came before what is known."""
    (found,) = conn.execute(
        "select max(coalesce((select max(coalesce(lamport, id)) from change), 0),"
        " coalesce((select max(lamport) from received), 0))"
    ).fetchone()
    return int(found)


def is_whole(conn: sqlite3.Connection, office: str, uid: str) -> bool:
    """Whether all of a change of another office came."""
    row = conn.execute(
        "select 1 from received where change_uid = ? and office_uid = ? and whole = 1",
        (uid, office),
    )
    return row.fetchone() is not None


def places_of(conn: sqlite3.Connection, office: str, uid: str) -> set[int]:
    """The places of a change that came, in whatever parts."""
    found = {
        place
        for (place,) in conn.execute(
            "select p.place from received_op p join received r on r.id = p.received_id"
            " where r.change_uid = ? and r.office_uid = ?",
            (uid, office),
        )
    }
    for (extent,) in conn.execute(
        "select extent from received where change_uid = ? and office_uid = ?", (uid, office)
    ):
        for runs in json.loads(extent).values():
            for first, last, place in runs:
                found.update(range(place, place + last - first + 1))
    return found


def mark(conn: sqlite3.Connection) -> dict[str, int]:
    """How many steps of others were kept and settled, rows known by another name, and entities
    written and rows taken back."""
    return dict(
        conn.execute(
            "select name, seq from sqlite_sequence"
            " where name in ('received_op', 'op_outcome', 'history', 'alias')"
        )
    )


def undone_facts(conn: sqlite3.Connection) -> set[str]:
    """The uids of facts of which more is known than that they were written."""
    rows = conn.execute(
        "select distinct p.row_uid from received_op p join received r on r.id = p.received_id"
        " where p.action = 'delete' or r.kind = 'undo'"
    )
    return {uid for (uid,) in rows}


def kept_of(conn: sqlite3.Connection, table: str, uid: str) -> list[Kept]:
    """What came of a row under one of its names, in its order."""
    return _kept(
        conn, "where p.row_uid = ? and p.at_table = ?", (uid, table), "p.row_uid = p.row_uid"
    )


def kept_of_versions(conn: sqlite3.Connection) -> list[Kept]:
    """What came of versions of units and holds, in its order."""
    return _kept(
        conn, "where p.at_table = 'unit_version'", (), "o.outcome = 'applied' and o.why is null"
    )


def kept_in(conn: sqlite3.Connection, table: str) -> list[Kept]:
    """The insertions into a table that came and hold, in their order."""
    return _kept(
        conn,
        "where p.at_table = ? and p.action = 'insert'",
        (table,),
        "o.outcome = 'applied' and o.why is null",
    )


def pending(conn: sqlite3.Connection) -> list[Kept]:
    """What waits for another row, and what was refused, in its order."""
    return _kept(conn, "where 1", (), "o.outcome <> 'applied'")


def _kept(conn: sqlite3.Connection, where: str, places: tuple[str, ...], which: str) -> list[Kept]:
    rows = conn.execute(
        f"select p.id, {_HEAD}, p.place, p.at_table, p.row_uid, p.action, p.body, b.way,"
        " b.office_uid, o.outcome, o.why"
        " from received_op p join received r on r.id = p.received_id"
        # That of the bundle being taken in is written last.
        " left join bundle b on b.id = r.bundle_id"
        f" join op_outcome o on o.id = {_LAST} {where} and {which}"
        " order by r.lamport, r.office_uid, r.seq, r.change_uid, p.place, p.id",
        places,
    )
    found = []
    for key, *rest in rows:
        head = Head(*rest[:_HEADS])
        place, table, uid, action, body, way, office, outcome, why = rest[_HEADS:]
        told = json.loads(body)
        op = Op(place, table, uid, action, told.get("before"), told.get("after"))
        # What was read from a hub came from its author.
        sender = head.office if way == "pulled" else office
        found.append(Kept(key, head, op, sender, outcome, why))
    return found


def runs_of(conn: sqlite3.Connection, change: int) -> dict[str, list[tuple[int, int, Head]]]:
    """By table, the facts that came with a change of this ledger: from which key to which, and
    what they are part of; rising."""
    found: dict[str, list[tuple[int, int, Head]]] = {}
    rows = conn.execute(
        f"select r.extent, {_HEAD} from received r where r.change_id = ?", (change,)
    )
    for extent, *head in rows:
        for table, runs in json.loads(extent).items():
            for first, last, _ in runs:
                found.setdefault(table, []).append((first, last, Head(*head)))
    return {table: sorted(runs) for table, runs in found.items()}


def gone(conn: sqlite3.Connection) -> dict[tuple[str, str], list[Gone]]:
    """The rows that were ever deleted, by table and uid; there are few."""
    found: dict[tuple[str, str], list[Gone]] = {}
    rows = conn.execute(
        "select at_table, row_id, change_id, before from history where action = 'delete'"
        " order by id"
    )
    for table, row, change, before in rows:
        told = json.loads(before)
        if "uid" in told:
            found.setdefault((table, told["uid"]), []).append(Gone(row, change, told))
    return found


def history_of(conn: sqlite3.Connection, table: str, row: int) -> Iterator[Written]:
    """What history says of a row, oldest first."""
    rows = conn.execute(
        "select id, change_id, action, before, after from history"
        " where at_table = ? and row_id = ? order by id",
        (table, row),
    )
    for key, change, action, before, after in rows:
        old = None if before is None else json.loads(before)
        new = None if after is None else json.loads(after)
        yield Written(key, change, action, old, new)


def inserted_in(conn: sqlite3.Connection, table: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """By history id and change, what every row of an entity said when it was written."""
    rows = conn.execute(
        "select id, change_id, after from history where at_table = ? and action = 'insert'"
        " order by id",
        (table,),
    )
    for key, change, after in rows:
        yield key, change, json.loads(after)


def offices(conn: sqlite3.Connection) -> dict[str, tuple[str, int | None]]:
    """The offices registered here, by uid: their names and their units."""
    rows = conn.execute("select uid, name, unit_id from office")
    return {uid: (name, unit) for uid, name, unit in rows}


def parents_ever(conn: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Every unit with each unit that it was ever said to lie in, as this ledger wrote it."""
    yield from conn.execute(
        "select unit_id, parent_id from unit_version where parent_id is not null"
        " union select json_extract(after, '$.unit_id'), json_extract(after, '$.parent_id')"
        " from history where at_table = 'unit_version' and after is not null"
        " and json_extract(after, '$.parent_id') is not null"
    )


def named_by(conn: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """By table, every table and column that names rows of it."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = conn.execute(
        'select f."table", m.name, f."from" from sqlite_master m'
        " join pragma_foreign_key_list(m.name) f where m.type = 'table' order by 1, 2, 3"
    )
    for table, by, column in rows:
        found.setdefault(table, []).append((by, column))
    return found


def lives_touched(conn: sqlite3.Connection, change: int, first_event: int) -> list[int]:
    """The tasks that are here and of which a change wrote anything, or took it back.

    Its events have keys from `first_event` on.
    """
    rows = conn.execute(
        "select id from task where id in ("
        "select task_id from task_event where id >= :first"
        " union select row_id from history where change_id = :change and at_table = 'task'"
        " union select before ->> '$.task_id' from history"
        " where change_id = :change and at_table = 'task_event' and action = 'delete') order by id",
        {"change": change, "first": first_event},
    )
    return [key for (key,) in rows]


def bundles_of(conn: sqlite3.Connection, office: str) -> list[tuple[int, Any]]:
    """The numbers and manifests of the bundles of an office that were applied."""
    rows = conn.execute(
        "select number, body from bundle where way = 'applied' and office_uid = ? order by number",
        (office,),
    )
    return [(number, json.loads(body)) for number, body in rows]


def written_by_several(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """The entities, by table and name here, that more than one office wrote something of."""
    rows = conn.execute(
        "select p.at_table, coalesce(a.row_uid, p.row_uid), count(distinct r.office_uid)"
        " from received_op p join received r on r.id = p.received_id"
        " left join alias a on a.at_table = p.at_table and a.foreign_uid = p.row_uid"
        " where p.action <> 'delete' group by 1, 2 order by 1, 2"
    ).fetchall()
    found = []
    for table, uid, offices in rows:
        if TABLES[table].entity and (offices > 1 or _was_written_here(conn, table, uid)):
            found.append((table, uid))
    return found


def _was_written_here(conn: sqlite3.Connection, table: str, uid: str) -> bool:
    row = conn.execute(
        "select 1 from history h join change c on c.id = h.change_id where h.at_table = ?"
        f" and h.row_id = (select id from {table} where uid = ?) and c.kind <> 'bundle' limit 1",
        (table, uid),
    ).fetchone()
    return row is not None
