"""Giving a hub what was done here: in batches, each all or nothing, as often as one likes."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ntmtrack.domain.change import Change, Op
from ntmtrack.domain.coverage import Span, union
from ntmtrack.errors import DatabaseError
from ntmtrack.exchange.hub.address import Address
from ntmtrack.exchange.hub.connection import ALTERED
from ntmtrack.message import say
from ntmtrack.record import Record

if TYPE_CHECKING:
    from ntmtrack.exchange.hub.connection import Hub


class Refused(Record):
    """An op that the hub did not take, and why: a word of its own."""

    seq: int
    op: Op
    why: str


class Sent(Record):
    """What became of a batch: ops taken, ops that were there, and those refused."""

    new: int = 0
    same: int = 0
    refused: tuple[Refused, ...] = ()


def covered(hub: "Hub", office: str) -> list[Span]:
    """Of which changes of an office the hub has all."""
    rows = hub.execute("select first, last from ntmtrack.coverage where office = %s", (office,))
    return union(rows.fetchall())


def own_there(hub: "Hub", office: str) -> dict[int, str]:
    """The changes of an office that the hub has: by their numbers, their uids."""
    rows = hub.execute("select seq, uid from ntmtrack.change where office = %s", (office,))
    return dict(rows.fetchall())


def cover(hub: "Hub", office: str, spans: Sequence[Span]) -> None:
    """Say of which changes the hub has all, or nothing of them travels."""
    with hub.transaction():
        hub.cursor().executemany(
            "insert into ntmtrack.coverage(office, first, last) values (%s, %s, %s)"
            " on conflict do nothing",
            [(office, first, last) for first, last in spans],
        )


def send(hub: "Hub", address: Address, pieces: Sequence[Change]) -> Sent:
    """Give pieces of changes to the hub, in one transaction.

    What is there already is compared and left. What the hub may not take is handed back, the
    rest is taken. Raises DatabaseError where the hub has something else in its place: then this
    ledger's history, or the hub's, was altered.
    """
    from psycopg import errors

    for attempt in range(_ATTEMPTS):
        try:
            with hub.transaction():
                _heads(hub, pieces)
                new = _ops(hub, pieces)
                _wholes(hub, pieces)
            return Sent(new, sum(len(each.ops) for each in pieces) - new)
        except (errors.UniqueViolation, errors.DeadlockDetected):
            # Another push of the same office was a moment before, and can be seen now; or one of
            # another office named the same rows in another order, and goes first.
            if attempt == _ATTEMPTS - 1:
                raise
        except errors.InsufficientPrivilege as error:
            if error.diag.message_detail is None:
                raise
            return _one_by_one(hub, pieces)
        except errors.DatabaseError as error:
            if error.sqlstate == ALTERED:
                raise altered(address, pieces[0], pieces[-1]) from error
            raise
    raise AssertionError


_ATTEMPTS = 5


def _heads(hub: "Hub", pieces: Sequence[Change]) -> None:
    heads = {each.head.uid: each.head for each in pieces}
    told = json.dumps([head._asdict() for head in heads.values()])
    hub.execute(
        "insert into ntmtrack.change"
        " (uid, office, seq, lamport, kind, recorded_at, undoes)"
        " select uid, office, seq, lamport, kind, recorded_at, undoes"
        " from jsonb_to_recordset(%s::jsonb) as told(uid text, office text, seq bigint,"
        " lamport bigint, kind text, recorded_at text, undoes text)",
        (told,),
    )
    hub.execute(
        "insert into ntmtrack.said(change_uid, actor, command, reason)"
        " select uid, actor, command, reason from jsonb_to_recordset(%s::jsonb)"
        " as told(uid text, actor text, command text, reason text)",
        (told,),
    )


_INSERT = (
    "insert into ntmtrack.op(change_uid, place, at_table, row_uid, action, before, after)"
    " select change, place, told, uid, action, before, after"
    " from rows from (jsonb_to_recordset(%s::jsonb) as (change text, place integer, told text,"
    " uid text, action text, before jsonb, after jsonb)) with ordinality order by ordinality"
)


def _ops(hub: "Hub", pieces: Sequence[Change]) -> int:
    told = [_told(each, op) for each in pieces for op in each.ops]
    return max(0, hub.execute(_INSERT, (json.dumps(told, ensure_ascii=False),)).rowcount)


def _told(change: Change, op: Op) -> dict[str, Any]:
    return {
        "change": change.head.uid,
        "place": op.place,
        "told": op.table,
        "uid": op.uid,
        "action": op.action,
        "before": op.before,
        "after": op.after,
    }


def _wholes(hub: "Hub", pieces: Sequence[Change]) -> None:
    """Say how much there is of a change whose last piece is there."""
    for each in pieces:
        if each.whole:
            hub.execute(
                "insert into ntmtrack.whole(change_uid, ops)"
                " select %s, count(*) from ntmtrack.op where change_uid = %s"
                " on conflict do nothing",
                (each.head.uid, each.head.uid),
            )


def _one_by_one(hub: "Hub", pieces: Sequence[Change]) -> Sent:
    """Find what the hub may not take: it stays here, the rest is taken.

    What an office above told it already, in the same words, is there and not refused.
    """
    from psycopg import errors

    new = 0
    refused: list[Refused] = []
    with hub.transaction():
        _heads(hub, pieces)
        for each in pieces:
            kept: list[Refused] = []
            for op in each.ops:
                try:
                    with hub.transaction():
                        new += _ops(hub, [each._replace(ops=(op,))])
                except errors.InsufficientPrivilege as error:
                    why = error.diag.message_detail or "unit"
                    kept.append(Refused(each.head.seq, op, why))
            there = _told_above(hub, [one.op for one in kept])
            kept = [one for one in kept if (one.op.table, one.op.uid) not in there]
            refused += kept
            if not kept:
                _wholes(hub, [each])
    told = sum(len(each.ops) for each in pieces)
    return Sent(new, told - new - len(refused), tuple(refused))


def _told_above(hub: "Hub", ops: Sequence[Op]) -> set[tuple[str, str]]:
    """The new rows of units that an office above told the hub with the same content.

    A unit of the shipped table has the same uid in every ledger: a commune that began with it has
    its neighbours too, as its province has. Their names and codes have uids of each ledger's own,
    and are the same by all that they say of the unit. What differs in one value is another word,
    and then the unit of which it is said is not counted as there either.
    """
    asked = [
        {"told": op.table, "uid": op.uid, "after": op.after}
        for op in ops
        if op.action == "insert" and op.table in ("unit", "unit_version", "unit_code")
    ]
    if not asked:
        return set()
    rows = hub.execute(
        "select asked.told, asked.uid"
        " from jsonb_to_recordset(%s::jsonb) as asked(told text, uid text, after jsonb)"
        " join ntmtrack.op o on o.at_table = asked.told and o.after = asked.after"
        " and (o.row_uid = asked.uid or asked.told <> 'unit')"
        " where o.action = 'insert' and not o.claim"
        " and o.office = any((select ntmtrack.lawgivers())::text[])"
        " and o.office <> (select ntmtrack.me())",
        (json.dumps(asked, ensure_ascii=False),),
    )
    there = {(table, uid) for table, uid in rows}
    otherwise = {
        ("unit", op.after.get("unit_id"))
        for op in ops
        if op.table in ("unit_version", "unit_code")
        and op.after is not None
        and (op.table, op.uid) not in there
    }
    return there - otherwise


def altered(address: Address, first: Change, last: Change) -> DatabaseError:
    """The hub has something else in the place of changes."""
    return DatabaseError(
        say(
            "the hub {hub} has other content of changes c{first} to c{last} of this ledger",
            hub=address.name,
            first=first.head.seq,
            last=last.head.seq,
        ),
        hint=say(
            "the history here or there was altered, or this is an older copy that went its own"
            " way: nothing was pushed; `ntmtrack doctor` says whether the ledger is sound"
        ),
    )
