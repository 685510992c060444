"""Reading the offices that this one exchanges with, and what it has of each."""

import json
import sqlite3
from typing import Any

from ntmtrack.domain.coverage import Coverage, Span, joined, union
from ntmtrack.record import Record


class Office(Record):
    """An office as the ledger has it.

    `mark` stands behind the numbers that it gives, `unit_id` is what it may write about, `key`
    the public key by which its bundles are known; `own` if it is the one that keeps the ledger.
    """

    id: int
    uid: str
    name: str
    folded: str
    mark: str | None
    unit_id: int | None
    unit_uid: str | None
    key: str | None
    note: str | None
    own: bool


class Bundle(Record):
    """A bundle that was made, or taken in; `office` is the uid of the one that made it."""

    change: int
    recorded_at: str
    way: str
    office: str
    number: int
    to: str | None
    sha256: str | None
    signature: str
    counts: str


class Receipt(Record):
    """What another office said, in a bundle of its own, that it had of this one's changes.

    `seq` is the last before which none is missing; `refusals` the JSON of what it refused.
    """

    office: str
    number: int
    seq: int
    refusals: str


class Unable(Record):
    """An op of another office that could not be taken, by its change; `why` as the ledger says it.

    `outcome` is refused or waiting.
    """

    office: str
    change: str
    place: int
    table: str
    uid: str
    outcome: str
    why: str | None


_OFFICE = (
    "select o.id, o.uid, o.name, o.folded, o.mark, o.unit_id, u.uid, o.key, o.note,"
    " o.uid = coalesce((select value from setting where key = 'office_uid'), '')"
    " from office o left join unit u on u.id = o.unit_id"
)


def setting(conn: sqlite3.Connection, key: str) -> tuple[int, str] | None:
    """What the ledger says of its office under a key: the row, and the value."""
    found = conn.execute("select id, value from setting where key = ?", (key,)).fetchone()
    return None if found is None else (int(found[0]), str(found[1]))


def offices(conn: sqlite3.Connection) -> list[Office]:
    """Every office, the own one first, then by name."""
    rows = conn.execute(f"{_OFFICE} order by 10 desc, o.folded, o.uid")
    return [_office(row) for row in rows]


def office(conn: sqlite3.Connection, uid: str) -> Office | None:
    """The office of a uid, if it was registered."""
    rows = conn.execute(f"{_OFFICE} where o.uid = ?", (uid,))
    return next((_office(row) for row in rows), None)


def with_mark(conn: sqlite3.Connection, mark: str, but: str | None) -> Office | None:
    """An office that has a mark, other than the one of this uid."""
    rows = conn.execute(
        f"{_OFFICE} where o.mark = ? and o.uid is not ? order by 10 desc, o.folded, o.uid",
        (mark, but),
    )
    return next((_office(row) for row in rows), None)


def own_office(conn: sqlite3.Connection) -> Office | None:
    """The office that keeps this ledger, if it was registered."""
    rows = conn.execute(f"{_OFFICE} where o.uid = (select value from setting where key = ?)", _OWN)
    return next((_office(row) for row in rows), None)


_OWN = ("office_uid",)


def own_uid(conn: sqlite3.Connection) -> str | None:
    """The uid under which this ledger's changes are written; None in a file without one."""
    row = conn.execute("select value from setting where key = ?", _OWN).fetchone()
    return None if row is None else str(row[0])


def own_mark(conn: sqlite3.Connection) -> str | None:
    """What stands behind the numbers that this office gives; None before it was chosen."""
    row = conn.execute(
        "select mark from office where uid = (select value from setting where key = ?)", _OWN
    ).fetchone()
    return None if row is None else row[0]


def bundles(conn: sqlite3.Connection) -> list[Bundle]:
    """Every bundle that was made or taken in, oldest first."""
    rows = conn.execute(
        "select b.change_id, c.recorded_at, b.way, b.office_uid, b.number, b.to_uid, b.sha256,"
        " b.signature, b.counts from bundle b join change c on c.id = b.change_id order by b.id"
    )
    return [Bundle(*row) for row in rows]


def has_made(conn: sqlite3.Connection) -> bool:
    """Whether anything of this ledger was given to another office."""
    row = conn.execute("select 1 from bundle where way in ('made', 'pushed') limit 1").fetchone()
    return row is not None


def receipts(conn: sqlite3.Connection) -> list[Receipt]:
    """What other offices confirmed and refused, oldest first."""
    rows = conn.execute("select office_uid, number, seq, refusals from receipt order by id")
    return [Receipt(*row) for row in rows]


def unable(conn: sqlite3.Connection) -> list[Unable]:
    """What other offices did and could not be taken as it stands, by the last that was tried."""
    rows = conn.execute(
        "select r.office_uid, r.change_uid, p.place, p.at_table, p.row_uid, o.outcome, o.why"
        " from op_outcome o join received_op p on p.id = o.op_id"
        " join received r on r.id = p.received_id"
        " where o.outcome in ('refused', 'waiting')"
        " and o.id = (select max(id) from op_outcome where op_id = o.op_id) order by p.id"
    )
    return [Unable(*row) for row in rows]


def unit_uid(conn: sqlite3.Connection, key: int) -> str:
    """The uid of a unit."""
    return str(conn.execute("select uid from unit where id = ?", (key,)).fetchone()[0])


def evidence_places(conn: sqlite3.Connection, sha256: str) -> list[str]:
    """Where files of this content were said to lie, newest first."""
    rows = conn.execute("select path from evidence where sha256 = ? order by id desc", (sha256,))
    return [path for (path,) in rows]


def first_since(conn: sqlite3.Connection, moment: str) -> int | None:
    """The first change recorded at a moment or later, in UTC as the ledger writes it."""
    row = conn.execute(
        "select id from change where recorded_at >= ? and closed = 1 order by id limit 1", (moment,)
    ).fetchone()
    return None if row is None else int(row[0])


def last_number(conn: sqlite3.Connection) -> int:
    """The number of the last change that is closed; 0 before there is one."""
    row = conn.execute("select coalesce(max(id), 0) from change where closed = 1").fetchone()
    return int(row[0])


def knows_change(conn: sqlite3.Connection, uid: str) -> bool:
    """Whether a change is here: one of this office, or one of another that came whole."""
    row = conn.execute(
        "select 1 from change where uid = :uid"
        " union all select 1 from received where change_uid = :uid and whole = 1 limit 1",
        {"uid": uid},
    ).fetchone()
    return row is not None


def taken_in(conn: sqlite3.Connection, since: int = 1) -> dict[str, list[Span]]:
    """Of which changes of other offices all is here, as the bundles say that came with a change
    of this number or a later one."""
    rows = conn.execute(
        "select json_extract(body, '$.covers') from bundle"
        " where way in ('applied', 'pulled') and change_id >= ? order by id",
        (since,),
    )
    found = joined(json.loads(told) for (told,) in rows if told is not None)
    own = own_uid(conn)
    return {office: spans for office, spans in found.items() if office != own}


def kept_own(conn: sqlite3.Connection) -> list[Span]:
    """Which changes of this office are here: not those made after a copy that was put back, until
    they come back from others."""
    rows = conn.execute(
        "select seq from change where closed = 1 union"
        " select seq from received where whole = 1 and office_uid ="
        " (select value from setting where key = ?)",
        _OWN,
    )
    return union([(seq, seq) for (seq,) in rows])


def told_of_units(conn: sqlite3.Connection) -> dict[str, Coverage]:
    """Of which changes of other offices all is here that concerns a unit, by its uid with them, as
    the bundles about it say."""
    rows = conn.execute(
        "select json_extract(body, '$.unit'), json_extract(body, '$.reach') from bundle"
        " where way = 'applied' and json_extract(body, '$.unit') is not null"
        " and json_extract(body, '$.reach') is not null order by id"
    )
    found: dict[str, list[Coverage]] = {}
    for unit, reach in rows:
        found.setdefault(unit, []).append(json.loads(reach))
    return {unit: joined(listed) for unit, listed in sorted(found.items())}


def come(conn: sqlite3.Connection) -> dict[str, list[Span]]:
    """Which changes of other offices came, or as much of them as concerns a unit asked for."""
    return joined([taken_in(conn), *told_of_units(conn).values()])


def confirmed_of(conn: sqlite3.Connection, office: str, unit: str) -> Coverage:
    """Of which changes an office has all that concerns a unit, as its newest bundle says."""
    row = conn.execute(
        "select json_extract(body, '$.have_of') from bundle where way = 'applied'"
        " and office_uid = ? order by number desc, id desc limit 1",
        (office,),
    ).fetchone()
    told = {} if row is None or row[0] is None else json.loads(row[0])
    return _coverage(told.get(unit, {}))


def confirmed(conn: sqlite3.Connection, office: str) -> Coverage:
    """What an office has of all offices, as its newest bundle says; empty before it sent one."""
    row = conn.execute(
        "select json_extract(body, '$.have') from bundle where way = 'applied' and office_uid = ?"
        " order by number desc, id desc limit 1",
        (office,),
    ).fetchone()
    return {} if row is None or row[0] is None else _coverage(json.loads(row[0]))


def _coverage(told: dict[str, list[list[int]]]) -> Coverage:
    return {office: [(first, last) for first, last in spans] for office, spans in told.items()}


def _office(row: tuple[Any, ...]) -> Office:
    return Office(*row)._replace(own=bool(row[-1]))
