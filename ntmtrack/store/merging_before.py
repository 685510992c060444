"""What is read of a whole ledger before anything of another office is taken in."""

import sqlite3
from collections.abc import Iterator

from ntmtrack.domain.change import Head
from ntmtrack.record import Record
from ntmtrack.store import queries_received
from ntmtrack.store.merging_names import Names
from ntmtrack.store.queries_received import Kept


class Before(Record):
    """What a ledger holds that every bundle is measured against.

    `heads` are its own changes by number, `undone` the facts of which more is known than that they
    were written, `pending` what waits or was refused, `offices` those registered here by uid with
    their names and units, `parents` each unit with one that it was ever said to lie in, `named_by`
    which columns name a table, `names` what rows are called. `mark` is the place that the ledger
    had come to, in what all of this is read from.
    """

    mark: dict[str, int]
    heads: dict[int, Head]
    undone: set[str]
    pending: list[Kept]
    offices: dict[str, tuple[str, int | None]]
    parents: list[tuple[int, int]]
    named_by: dict[str, list[tuple[str, str]]]
    names: Names


def read(conn: sqlite3.Connection, last: Before | None = None) -> Before:
    """All of it; `last` again, from the same transaction, if nothing of it was written since.

    Facts that their rows tell wholly touch none of it: of many bundles most bring nothing else.
    """
    mark = queries_received.mark(conn)
    if last is not None and last.mark == mark:
        return last
    names = Names(conn)
    return Before(
        mark,
        queries_received.heads(conn),
        queries_received.undone_facts(conn),
        queries_received.pending(conn),
        queries_received.offices(conn),
        [*queries_received.parents_ever(conn), *_told(conn, names)],
        queries_received.named_by(conn),
        names,
    )


def _told(conn: sqlite3.Connection, names: Names) -> Iterator[tuple[int, int]]:
    """Each unit with one that another office said it to lie in, if both are here."""
    for kept in queries_received.kept_of_versions(conn):
        for side in (kept.op.before, kept.op.after):
            told = [(side or {}).get(column) for column in ("unit_id", "parent_id")]
            unit, parent = (None if each is None else names.key("unit", str(each)) for each in told)
            if unit is not None and parent is not None:
                yield unit, parent
