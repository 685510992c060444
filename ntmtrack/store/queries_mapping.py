"""Reading how one criteria set corresponds to another, as it was last recorded."""

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

from ntmtrack.record import Record

if TYPE_CHECKING:
    from ntmtrack.domain.mapping import SetMapping


class StoredMapping(Record):
    """A mapping, with its hash and when and by which change it was recorded."""

    mapping: "SetMapping"
    hash: str
    recorded_at: datetime
    change: int


_NEWEST = """
select m.body, m.hash, c.recorded_at, c.id
from mapping m join change c on c.id = m.change_id
where m.uid in (select max(n.uid) from mapping n group by n.old_set_id, n.new_set_id) {more}
order by m.uid
"""


def mappings(conn: sqlite3.Connection) -> list[StoredMapping]:
    """The newest mapping of every two sets, in the order of recording."""
    return [_stored(row) for row in conn.execute(_NEWEST.format(more=""))]


def newest_mapping(conn: sqlite3.Connection, old_key: int, new_key: int) -> StoredMapping | None:
    """The mapping last recorded from one set to another, given by their keys."""
    row = conn.execute(
        _NEWEST.format(more="and m.old_set_id = :old and m.new_set_id = :new"),
        {"old": old_key, "new": new_key},
    ).fetchone()
    return None if row is None else _stored(row)


def mapped_pairs(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """The codes of the old and the new set of every mapping."""
    rows = conn.execute(
        "select distinct o.code, n.code from mapping m"
        " join criteria_set o on o.id = m.old_set_id join criteria_set n on n.id = m.new_set_id"
        " order by o.code, n.code"
    )
    return [(row[0], row[1]) for row in rows]


def _stored(row: tuple[str, str, str, int]) -> StoredMapping:
    # Most looks ask only whether there is a mapping.
    import json

    from ntmtrack.domain.mapping_file import read_mapping

    body, content, recorded_at, change = row
    return StoredMapping(
        read_mapping(json.loads(body)), content, datetime.fromisoformat(recorded_at), change
    )
