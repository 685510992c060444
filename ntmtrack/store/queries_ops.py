"""What a ledger tells other offices: what was done in it, and what it was given, as it travels.

Every op has a place within its change that is the same whenever it is told: the facts that others
name come first, then what history says, then the other facts, each by the extent that its change
was sealed with. A row that was undone since is told all the same, from what history kept of it.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from heapq import merge
from types import MappingProxyType

from ntmtrack.domain.change import Change, Head, Op
from ntmtrack.domain.coverage import Coverage, Span, holds, joined, less
from ntmtrack.domain.travel import TABLES
from ntmtrack.record import Record
from ntmtrack.store.queries_offices import own_uid, taken_in
from ntmtrack.store.queries_told import Run, Telling

PIECE = 2000
"""A change with more ops is told in several pieces, one after the other."""

_FIRST = ("criteria_set", "overlay", "item", "amendment", "mapping")

_SECTIONS = (
    *_FIRST,
    "history",
    *(name for name, table in TABLES.items() if not table.entity and name not in _FIRST),
)
"""In this order ops have their places: it is never changed, only added to at its end."""

_TRAVELLING = frozenset(_SECTIONS)
"""A change that wrote none of these tells others nothing."""

# The change that makes a ledger is begun before the file knows whose it is.
_HEAD = (
    "c.uid, coalesce(nullif(c.office, ''), (select value from setting where key = 'office_uid')),"
    " c.seq, coalesce(c.lamport, c.id), c.kind, c.recorded_at, c.actor, c.command,"
    " c.reason"
)

Wanted = Callable[[Head, Op], bool]


class Asked(Record):
    """What is to be told.

    `since` is the number of this ledger's change with which it begins, and in which what is told
    of other offices came; without `foreign`, only what was done here. What is `besides` is left
    out, by office. `wanted` says of an op whether it is told (None: all are); facts about other
    units than `units`, by their places in the file, are not even looked at (None: all are).
    """

    since: int = 1
    foreign: bool = True
    besides: Coverage = MappingProxyType({})
    wanted: Wanted | None = None
    units: frozenset[int] | None = None


ALL = Asked()


class Told:
    """The changes of a ledger that are asked for, in their order; pieces of one come in a row.

    A change without an op that travels is not told. `covers` says, once all was told, of which
    changes nothing was left out.
    """

    def __init__(self, conn: sqlite3.Connection, asked: Asked = ALL) -> None:
        self._conn = conn
        self._asked = asked
        self._telling = Telling(conn, asked.units)
        self._partly: dict[str, list[Span]] = {}

    def __iter__(self) -> Iterator[Change]:
        sources = [_own(self._conn, self._telling, self._asked.since)]
        if self._asked.foreign:
            sources.append(_foreign(self._conn, self._telling, self._asked.since))
        for source in merge(*sources, key=lambda each: each.head.order):
            if not holds(self._asked.besides.get(source.head.office, ()), source.head.seq):
                yield from self._pieces(source)

    @property
    def covers(self) -> dict[str, list[Span]]:
        """By office, the changes of which all was told, or nothing travels."""
        told = _reach(self._conn, self._asked)
        return less(less(told, self._asked.besides), joined([self._partly]))

    def _pieces(self, source: "_Source") -> Iterator[Change]:
        wanted, whole = self._asked.wanted, source.whole
        passed_over = self._telling.passed_over
        held: list[Op] = []
        for op in source.ops:
            if wanted is not None and not wanted(source.head, op):
                whole = False
                continue
            if len(held) == PIECE:
                yield Change(source.head, tuple(held), whole=False)
                held = []
            held.append(op)
        whole = whole and self._telling.passed_over == passed_over
        if not whole:
            seq = source.head.seq
            self._partly.setdefault(source.head.office, []).append((seq, seq))
        if held:
            yield Change(source.head, tuple(held), whole)


def changes(conn: sqlite3.Connection, asked: Asked = ALL) -> Iterator[Change]:
    """The changes of a ledger that are asked for, in their order; see `Told`."""
    return iter(Told(conn, asked))


class _Source(Record):
    """A change, and where its ops come from."""

    head: Head
    ops: Iterator[Op]
    whole: bool


def reach(conn: sqlite3.Connection, asked: Asked) -> dict[str, list[Span]]:
    """By office, the changes that a question is about, whatever is told of them."""
    return less(_reach(conn, asked), asked.besides)


def _reach(conn: sqlite3.Connection, asked: Asked) -> Coverage:
    """What lies within a question, whether it travels or not."""
    own = own_uid(conn)
    (last,) = conn.execute("select coalesce(max(id), 0) from change where closed = 1").fetchone()
    found: Coverage = {}
    if own and asked.since <= last:
        found = {own: [(_begun(conn, asked.since), last)]}
    return joined([found, taken_in(conn, asked.since)]) if asked.foreign else found


def _begun(conn: sqlite3.Connection, since: int) -> int:
    """The change from which on nothing but stays here comes before another: nobody misses it."""
    local = _local(conn)
    rows = conn.execute(
        "select id, extent from change where closed = 1 and id < ? order by id desc", (since,)
    )
    for number, extent in rows:
        if number not in local and _travels(conn, number, json.loads(extent)):
            break
        since = number
    return since


def _travels(conn: sqlite3.Connection, number: int, extent: Mapping[str, list[int]]) -> bool:
    wrote = _TRAVELLING & extent.keys()
    if wrote != {"history"}:
        return bool(wrote)
    tables = conn.execute("select distinct at_table from history where change_id = ?", (number,))
    return any(table in TABLES for (table,) in tables)


def _own(conn: sqlite3.Connection, telling: Telling, since: int) -> Iterator[_Source]:
    local = _local(conn)
    rows = conn.execute(
        f"select {_HEAD}, u.uid, c.id, c.extent from change c left join change u on u.id = c.undoes"
        " where c.closed = 1 and c.id >= ? order by c.id",
        (since,),
    )
    for *head, number, extent in rows:
        if number not in local:
            yield _Source(Head(*head), _own_ops(telling, number, json.loads(extent)), whole=True)


def _local(conn: sqlite3.Connection) -> set[int]:
    """The changes that took in what others did, and those that undid such a one: they stay here."""
    found: set[int] = set()
    rows = conn.execute(
        "select id, kind, undoes from change where kind in ('bundle', 'undo') order by id"
    )
    for number, kind, undone in rows:
        if kind == "bundle" or undone in found:
            found.add(number)
    return found


def _own_ops(telling: Telling, number: int, extent: Mapping[str, list[int]]) -> Iterator[Op]:
    place = 0
    for section in _SECTIONS:
        if section in extent:
            first, last = extent[section]
            run = Run(section, first, last, place)
            if section == "history":
                yield from telling.history(run, number)
            else:
                yield from telling.facts(run, number, own=True)
            place += last - first + 1


def _foreign(conn: sqlite3.Connection, telling: Telling, since: int) -> Iterator[_Source]:
    rows = conn.execute(
        "select change_uid, office_uid, seq, lamport, kind, recorded_at, actor, command, reason,"
        " undoes_uid, max(whole) from received where change_id >= ?"
        " group by change_uid, office_uid order by lamport, office_uid, seq, change_uid",
        (since,),
    )
    for *told, whole in rows:
        head = Head(*told)
        yield _Source(head, _foreign_ops(conn, telling, head, since), bool(whole))


def _foreign_ops(
    conn: sqlite3.Connection, telling: Telling, head: Head, since: int
) -> Iterator[Op]:
    """What came of a change, in whatever pieces, each op once."""
    sources: list[Iterator[Op]] = []
    rows = conn.execute(
        "select id, change_id, extent from received where change_uid = ? and office_uid = ?"
        " and change_id >= ? order by id",
        (head.uid, head.office, since),
    )
    for key, came_with, extent in rows:
        sources.append(_kept_ops(conn, telling, key))
        for table, runs in json.loads(extent).items():
            sources += [telling.facts(Run(table, *run), came_with, own=False) for run in runs]
    before = -1
    for op in merge(*sources, key=lambda each: each.place):
        if op.place != before:
            yield op
        before = op.place


def _kept_ops(conn: sqlite3.Connection, telling: Telling, received: int) -> Iterator[Op]:
    """What was taken in: for what was refused here or waits, this office does not answer."""
    rows = conn.execute(
        "select p.place, p.at_table, p.row_uid, p.action, p.body, (select o.outcome = 'applied'"
        " and o.why is null from op_outcome o where o.op_id = p.id order by o.id desc limit 1)"
        " from received_op p where p.received_id = ? order by p.place",
        (received,),
    )
    for place, table, uid, action, body, taken in rows:
        if not taken:
            telling.passed_over += 1
            continue
        told = json.loads(body)
        yield Op(place, table, uid, action, told.get("before"), told.get("after"))
