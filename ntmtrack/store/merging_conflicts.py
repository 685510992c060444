"""Rows of which several offices wrote different things, and choosing one of them."""

import json
import sqlite3
from collections.abc import Iterator

from ntmtrack.domain.change import Head, Values
from ntmtrack.domain.merging import Group
from ntmtrack.record import Record
from ntmtrack.store import queries_received
from ntmtrack.store.merging_known import Knowledge
from ntmtrack.store.merging_names import Names, Row
from ntmtrack.store.queries_task_life import folded_header
from ntmtrack.store.writing import Writing


class Standing(Record):
    """One of several values that stand, and the change that wrote it; `shown` if the row says it.

    What its values name is named by uid.
    """

    values: Values
    head: Head
    shown: bool


class Conflict(Record):
    """A field, with all that goes together with it, of which several values stand."""

    table: str
    uid: str
    key: int
    row: Row
    group: Group
    standing: tuple[Standing, ...]


def conflicts(conn: sqlite3.Connection) -> Iterator[Conflict]:
    """Every open conflict of rows that are here, by kind of row."""
    names = Names(conn)
    heads = queries_received.heads(conn)
    known_of = Knowledge(names, heads)
    for table, uid in queries_received.written_by_several(conn):
        key = names.key(table, uid)
        if key is None:
            continue
        known = known_of.known(table, uid)
        for group, standing in known.fold(table).open.items():
            told = tuple(
                Standing(each.values, known.heads[each.order[:4]], each is standing[-1])
                for each in standing
            )
            yield Conflict(table, uid, key, names.row(table, key), group, told)


def settle(change: Writing, conflict: Conflict, kept: Standing) -> None:
    """Let one of the values stand and drop the others; the row says it from now on."""
    dropped = [dict(each.values) for each in conflict.standing if each is not kept]
    change.insert(
        "settlement",
        {
            "at_table": conflict.table,
            "row_uid": conflict.uid,
            "field": conflict.group[0],
            "kept": json.dumps(dict(kept.values), ensure_ascii=False),
            "dropped": json.dumps(dropped, ensure_ascii=False),
        },
    )
    if not kept.shown:
        values = Names(change.conn).by_key(conflict.table, kept.values)
        if conflict.table == "task":
            values |= folded_header(change.conn, conflict.key, values)._asdict()
        change.correct(conflict.table, conflict.key, values)
