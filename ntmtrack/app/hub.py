"""The hub, as an office uses it: what goes there, what comes from there, how far it has come."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ntmtrack.app.context import Context
from ntmtrack.app.hub_same import require_same
from ntmtrack.app.offices import office_named, ready_office
from ntmtrack.config import load
from ntmtrack.domain.change import Change
from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.domain.coverage import Span, holes, union, without
from ntmtrack.errors import DataError
from ntmtrack.exchange.hub import laying, pulling, pushing
from ntmtrack.exchange.hub.address import Address, parse
from ntmtrack.exchange.hub.connection import connected, faults, require_extra
from ntmtrack.exchange.hub.laying import Granted
from ntmtrack.exchange.hub.pulling import Cursor, Here
from ntmtrack.exchange.hub.settings import of_settings, password
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports import hub as report
from ntmtrack.reports.report import Report
from ntmtrack.store.identity import new_uid
from ntmtrack.store.queries_hub import hub_cursor, last_closed, not_here, parents_above
from ntmtrack.store.queries_offices import Office

if TYPE_CHECKING:
    from ntmtrack.exchange.hub.connection import Hub

ADDRESS = "NTMTRACK_HUB"
"""The variable with the address of the hub."""


class Way(Record):
    """Which hub, and whether a connection that could be listened to will do."""

    url: str | None = None
    insecure: bool = False


class There(Record):
    """A connection to a hub, and who one is there."""

    hub: "Hub"
    address: Address
    who: Here


def init(context: Context, way: Way) -> Report:
    """Make a hub in a database that is there, as its owner; again, it is brought up to date.

    Raises DatabaseError for whatever the server does, DataError for an address that cannot be.
    """
    with _reached(way, owner=True) as (hub, address):
        laying.lay(hub, new_uid(context.now))
    return report.made(address.name, context.today)


def grant(context: Context, words: str, way: Way, *, role: str | None, given: bool) -> Report:
    """Give an office its role on the hub, with a password: a new one, or the one from stdin.

    Raises DataError for an office without a mark or a unit, or a role that is another's.
    """
    with context.reading() as conn:
        office = office_named(conn, words)
        if office.mark is None or office.unit_uid is None or office.unit_id is None:
            raise DataError(
                say("of {office} the mark or the unit is not known", office=office.name),
                hint=say("see `ntmtrack office add --help`; nothing was granted"),
            )
        above = parents_above(conn, office.unit_id)
    secret = _typed() if given else laying.new_password()
    name = role or laying.role_of(office.mark)
    with _reached(way, owner=True) as (hub, address):
        granted = Granted(office.uid, office.name, office.mark, office.unit_uid, above)
        laying.grant(hub, granted, name, secret)
    handed = report.Handed(
        office.mark, office.name, name, address.url(name), None if given else secret
    )
    return report.handed(handed, context.today)


def _typed() -> str:
    found = sys.stdin.readline().rstrip("\r\n")
    if len(found) < _SHORTEST or not (found.isascii() and found.isprintable()):
        raise DataError(
            say("the password is too short, or holds letters with marks"),
            hint=say("give {count} plain letters, figures and signs or more", count=_SHORTEST),
        )
    return found


_SHORTEST = 12


def push(context: Context, way: Way) -> Report:
    """Tell the hub what was done here and is not there yet: in batches, each all or nothing.

    What the hub refuses stays here and is told again next time. Raises DatabaseError where the
    hub cannot be reached (what was given by then is there), or has other content in its place.
    """
    with context.reading() as conn:
        office = ready_office(conn)
    changes: set[int] = set()
    sent = pushing.Sent()
    with logged_in(way, office) as there:
        with faults(there.address):
            done = pushing.covered(there.hub, office.uid)
            own = pushing.own_there(there.hub, office.uid)
        with context.reading() as conn:
            require_same(conn, there.address, office.uid, own, done)
        since: int | None = _first_missing(done)
        while since is not None:
            batch = _Batch(there, done, since)
            with context.reading() as conn:
                batch.read(conn)
            batch.send()
            changes |= batch.told
            sent = pushing.Sent(
                sent.new + batch.sent.new,
                sent.same + batch.sent.same,
                sent.refused + batch.sent.refused,
            )
            since = batch.next
        name = there.address.name
    with context.reading() as conn:
        refused = tuple(_refused_row(conn, each) for each in sent.refused)
    if sent.new:
        from ntmtrack.app.hub_record import note_pushed

        note_pushed(context, name, office, changes, sent.new)
    told = report.Pushed(len(changes), sent.new, sent.same, refused)
    return report.pushed(told, name, context.today)


_BATCH = 4_000
"""So many ops go to the hub in one transaction, a few more to end with a whole change."""


class _Batch:
    """Changes from one number on: read in one look at the ledger, sent in one transaction."""

    def __init__(self, there: There, done: list[Span], since: int) -> None:
        self._there, self._done, self._since = there, done, since
        self._pieces: list[Change] = []
        self._held = 0
        self._last = 0
        self.sent = pushing.Sent()
        self.told: set[int] = set()
        self.next: int | None = None

    def read(self, conn: sqlite3.Connection) -> None:
        """Gather whole changes until there are enough."""
        from ntmtrack.store.queries_ops import Asked, changes

        own = self._there.who.office
        self._last = last_closed(conn)
        asked = Asked(since=self._since, foreign=False, besides={own: self._done})
        for piece in changes(conn, asked):
            seq = piece.head.seq
            if self._held >= _BATCH:
                if seq not in self.told:
                    self.next, self._last = seq, seq - 1
                    return
                # One change that is larger than a batch: it is not held in memory as a whole.
                self._give()
            self._pieces.append(piece)
            self._held += len(piece.ops)
            self.told.add(seq)

    def send(self) -> None:
        """Give what was gathered, and say of which changes all is there now."""
        self._give()
        spans = [(self._since, self._last)] if self._since <= self._last else []
        refused = [(each.seq, each.seq) for each in self.sent.refused]
        left = without(without(spans, self._done), union(refused))
        if left:
            with faults(self._there.address):
                pushing.cover(self._there.hub, self._there.who.office, left)

    def _give(self) -> None:
        if not self._pieces:
            return
        address = self._there.address
        with faults(address):
            new, same, refused = pushing.send(self._there.hub, address, self._pieces)
        before = self.sent
        self.sent = pushing.Sent(before.new + new, before.same + same, before.refused + refused)
        self._pieces, self._held = [], 0


def _first_missing(done: list[Span]) -> int:
    return done[0][1] + 1 if done and done[0][0] == 1 else 1


def _refused_row(conn: sqlite3.Connection, each: pushing.Refused) -> report.RefusedRow:
    from ntmtrack.store.naming_rows import Names
    from ntmtrack.store.queries_hub import row_of

    row = row_of(conn, each.op.table, each.op.uid)
    name = each.op.uid if row is None else Names(conn).of_row(each.op.table, row)
    why = report.HubRefusal(each.why)
    return report.RefusedRow(each.seq, LedgerTable(each.op.table), name, why, each.op.uid)


def status(context: Context, way: Way) -> Report:
    """Every office on the hub, and what is still to be pushed and pulled.

    Raises DatabaseError where the hub cannot be reached.
    """
    with context.reading() as conn:
        office = ready_office(conn)
        last = last_closed(conn)
    with logged_in(way, office) as there, faults(there.address):
        name = there.address.name
        with context.reading() as conn:
            before = Cursor.of(hub_cursor(conn, name, "pull"))
            lost = not_here(conn, pushing.own_there(there.hub, office.uid).values())
        with pulling.news(there.hub, there.who, before, lost) as news:
            waiting = news.offices
            found = pulling.offices(there.hub)
            done = pushing.covered(there.hub, office.uid)
            covers = news.covers
    to_push = _own_to_push(context, office.uid, done, last)
    told = [
        report.OfficeThere(
            mark=each.mark,
            name=each.name,
            own=each.uid == office.uid,
            changes=each.changes,
            last=each.last,
            to_pull=waiting.get(each.uid, (0, 0))[1],
            to_push=to_push if each.uid == office.uid else 0,
            gaps=holes(covers.get(each.uid, ())),
        )
        for each in found
    ]
    return report.status(told, name, context.today)


def _own_to_push(context: Context, own: str, done: list[Span], last: int) -> int:
    from ntmtrack.store.queries_ops import Asked, changes

    missing = without([(1, last)], done) if last else []
    if not missing:
        return 0
    with context.reading() as conn:
        asked = Asked(since=missing[0][0], foreign=False, besides={own: done})
        return len({each.head.seq for each in changes(conn, asked)})


@contextmanager
def _reached(way: Way, *, owner: bool = False) -> Iterator[tuple["Hub", Address]]:
    """A connection to the hub that was named, or that the settings name."""
    settings = of_settings(load(os.environ).hub)
    url = way.url or os.environ.get(ADDRESS) or settings.url
    if not url:
        raise DataError(
            say("it is not known where the hub is"),
            hint=say(
                "write url under [hub] into the settings, or set {variable}", variable=ADDRESS
            ),
        )
    address = parse(url)
    require_extra()
    secret = password(settings, address, os.environ)
    with (
        connected(address, secret, insecure=way.insecure, owner=owner) as hub,
        faults(address, owner=owner),
    ):
        yield hub, address


@contextmanager
def logged_in(way: Way, office: Office) -> Iterator[There]:
    """The same, as the office that keeps this ledger."""
    with _reached(way) as (hub, address):
        who = pulling.here(hub)
        if who is None or who.office != office.uid:
            raise DataError(
                say(
                    "{user} at {hub} is not the role of this office, {office}",
                    user=address.user,
                    hub=address.name,
                    office=office.name,
                ),
                hint=say("the province gives it one with `ntmtrack hub grant`"),
            )
        yield There(hub, address, who)
