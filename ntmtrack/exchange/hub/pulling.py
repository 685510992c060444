"""Taking from a hub what other offices gave it: each transaction once, and no late one missed.

What arrived is read below the oldest transaction that is still running; the next reading begins
there (PostgreSQL, "System Information Functions": pg_snapshot_xmin).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ntmtrack.domain.change import Change, Head, Op
from ntmtrack.domain.coverage import Coverage, union
from ntmtrack.record import Record

if TYPE_CHECKING:
    from ntmtrack.exchange.hub.connection import Hub

_PIECE = 2000


class Here(Record):
    """Who one is on a hub. `hub` is the uid of it, `unit` that of the office's unit."""

    hub: str
    office: str
    name: str
    mark: str
    unit: str


class Cursor(Record):
    """How far a hub was read: it, and the transaction from which on nothing was."""

    hub: str
    since: int

    @property
    def text(self) -> str:
        """As the ledger keeps it."""
        return f"{self.hub} {self.since}"

    @classmethod
    def of(cls, text: str | None) -> "Cursor | None":
        """A cursor as it was kept."""
        if text is None:
            return None
        hub, since = text.split(" ")
        return cls(hub, int(since))


def here(hub: "Hub") -> Here | None:
    """Who the role that logged in is; None if it is no office's."""
    row = hub.execute(
        "select h.uid, o.uid, o.name, o.mark, o.unit from ntmtrack.hub h, ntmtrack.office o"
        " where o.uid = ntmtrack.me()"
    ).fetchone()
    return None if row is None else Here(*row)


class News:
    """What there is to take since a cursor, as one state of the hub.

    `cursor` is where the next reading begins. `covers` says of which changes all is told: those of
    offices at or below one's own unit, of whose words nothing is kept back. `lost` are changes of
    one's own that the ledger has no more: they are told again.
    """

    def __init__(
        self, hub: "Hub", who: Here, before: Cursor | None, lost: Sequence[str] = ()
    ) -> None:
        self._hub = hub
        self._lost = list(lost)
        row = hub.execute(
            "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
            " (select granted::text::bigint from ntmtrack.office where uid = %s)",
            (who.office,),
        ).fetchone()
        assert row is not None
        xmin, granted = row
        since = before.since if before is not None and before.hub == who.hub else 0
        if since > xmin:
            # No transaction has come so far: the server was put back to an earlier day.
            since = 0
        # Another unit: what one could not read before is news, however old.
        self._since = 0 if granted >= since else since
        self._until = xmin
        self._office = who.office
        self.cursor = Cursor(who.hub, xmin)

    def __iter__(self) -> Iterator[Change]:
        with self._hub.cursor(name="news") as rows:
            rows.itersize = _PIECE
            rows.execute(f"{_OPS} {_IN_ORDER}", self._places)
            for head, own in groupby(rows, key=lambda row: row[: len(Head._fields)]):
                yield from _pieces(Head(*head), own)

    @property
    def offices(self) -> dict[str, tuple[int, int]]:
        """By office, how many changes and ops of it there are to take."""
        rows = self._hub.execute(
            "select office, count(distinct change_uid), count(*) from"
            f" (select o.office, o.change_uid {_SOURCE}) found group by office",
            self._places,
        )
        return {office: (changes, ops) for office, changes, ops in rows}

    @property
    def covers(self) -> Coverage:
        """By office, the changes of which all is told to one who reads all of it."""
        rows = self._hub.execute(
            "select c.office, c.first, c.last from ntmtrack.coverage c"
            " join ntmtrack.office o on o.uid = c.office where c.office <> %(me)s"
            " and c.arrived < %(until)s::text::xid8"
            " and (o.unit = any(ntmtrack.mine()) or exists (select from ntmtrack.subject s"
            " where s.at_table = 'unit' and s.row_uid = o.unit and s.canon = any(ntmtrack.mine())))"
            " order by c.office",
            self._places,
        )
        return {
            office: union([(first, last) for _, first, last in spans])
            for office, spans in groupby(rows.fetchall(), key=lambda row: row[0])
        }

    @property
    def _places(self) -> dict[str, object]:
        return {
            "me": self._office,
            "since": str(self._since),
            "until": str(self._until),
            "lost": self._lost,
        }


_SOURCE = (
    "from ntmtrack.op o where o.change_uid = any(%(lost)s)"
    " or o.office <> %(me)s and o.arrived < %(until)s::text::xid8"
    " and (o.arrived >= %(since)s::text::xid8"
    " or o.shown && ntmtrack.joined(%(since)s::text::xid8))"
)

_OPS = (
    "select c.uid, c.office, c.seq, c.lamport, c.kind, c.recorded_at, coalesce(s.actor, ''),"
    " coalesce(s.command, ''), s.reason, c.undoes, n.place, n.at_table, n.row_uid, n.action,"
    " n.before, n.after, w.ops"
    f" from (select o.* {_SOURCE}) n join ntmtrack.change c on c.uid = n.change_uid"
    " left join ntmtrack.said s on s.change_uid = c.uid"
    " left join ntmtrack.whole w on w.change_uid = c.uid"
)

_IN_ORDER = 'order by c.lamport, c.office collate "C", c.seq, c.uid collate "C", n.place'


@contextmanager
def news(hub: "Hub", who: Here, before: Cursor | None, lost: Sequence[str] = ()) -> Iterator[News]:
    """One state of the hub to read from."""
    with hub.transaction():
        hub.execute("set transaction isolation level repeatable read, read only")
        yield News(hub, who, before, lost)


def _pieces(head: Head, rows: Iterator[tuple[Any, ...]]) -> Iterator[Change]:
    held: list[Op] = []
    count, all_of_it = 0, None
    for row in rows:
        *_, place, table, uid, action, before, after, all_of_it = row
        if len(held) == _PIECE:
            yield Change(head, tuple(held), whole=False)
            held = []
        held.append(Op(place, table, uid, action, before, after))
        count += 1
    yield Change(head, tuple(held), whole=count == all_of_it)


class OfficeThere(Record):
    """An office on a hub, and how many of its changes one may see. `unit` is the uid of its
    unit; `codes` and `names` (folded) are those that offices gave that unit."""

    uid: str
    name: str
    mark: str
    unit: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    changes: int
    last: int | None


def offices(hub: "Hub") -> list[OfficeThere]:
    """Every office on the hub, those that answer for others first."""
    rows = hub.execute(
        "with seen as (select office, count(*) as changes, max(seq) as last"
        " from ntmtrack.change group by office),"
        " told as (select s.unit, o.at_table, o.after ->> 'code' as code,"
        " o.after ->> 'folded' as folded from ntmtrack.op o"
        " join ntmtrack.subject s on s.at_table = o.at_table and s.row_uid = o.row_uid"
        " where o.at_table in ('unit_code', 'unit_version') and o.action = 'insert'"
        " and not o.claim)"
        " select f.uid, f.name, f.mark, f.unit,"
        " array(select distinct t.code from told t where t.unit = k.canon"
        " and t.code is not null order by 1),"
        " array(select distinct t.folded from told t where t.unit = k.canon"
        " and t.folded is not null order by 1),"
        " coalesce(seen.changes, 0), seen.last"
        " from ntmtrack.office f"
        " left join ntmtrack.subject k on k.at_table = 'unit' and k.row_uid = f.unit"
        " left join seen on seen.office = f.uid"
        " order by exists (select from ntmtrack.unit_parent p where p.unit = f.unit), f.name"
    )
    return [
        OfficeThere(uid, name, mark, unit, tuple(codes), tuple(names), changes, last)
        for uid, name, mark, unit, codes, names, changes, last in rows.fetchall()
    ]
