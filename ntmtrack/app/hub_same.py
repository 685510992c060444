"""Whether a ledger and what a hub has of it are one history."""

import sqlite3
from collections.abc import Mapping

from ntmtrack.domain.coverage import Spans, holds, union, without
from ntmtrack.errors import DatabaseError
from ntmtrack.exchange.hub import pushing
from ntmtrack.exchange.hub.address import Address
from ntmtrack.message import say, say_n
from ntmtrack.store.queries_hub import not_here, own_changes


def require_same(
    conn: sqlite3.Connection, address: Address, office: str, there: Mapping[int, str], done: Spans
) -> None:
    """Raise DatabaseError if the ledger went another way than what the hub has of it.

    `there` are the changes of the office on the hub, by their numbers; `done` are the numbers of
    which it has all. A change here whose number is among them, and that is not there itself, would
    be taken for told; what is there and not here was lost with a ledger of before.
    """
    from ntmtrack.store.queries_ops import Asked, changes

    here = own_changes(conn)
    other = [(n, n) for n, uid in here.items() if holds(done, n) and there.get(n) != uid]
    if other:
        besides = without([(1, max(here))], union(other))
        for change in changes(conn, Asked(other[0][0], foreign=False, besides={office: besides})):
            raise pushing.altered(address, change, change)
    lost = not_here(conn, there.values())
    if lost:
        raise DatabaseError(
            say_n(
                "the hub {hub} has {count} change of this office that this ledger has not",
                "the hub {hub} has {count} changes of this office that this ledger has not",
                len(lost),
                hub=address.name,
            ),
            hint=say(
                "this is an older copy of the ledger: `ntmtrack hub pull` brings them back,"
                " before anything else is recorded; nothing was pushed"
            ),
        )
