"""Reading targets: by when a unit is to reach a criterion, or its whole set."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.standing import Target

_SELECT = (
    "select t.unit_id, s.code, i.number, t.words, t.last_day, t.precision, d.number"
    " from target t left join criteria_set s on s.id = t.set_id"
    " left join item i on i.id = t.item_id"
    " left join document d on d.id = t.document_id where {where} order by t.id"
)


def targets_of_units(conn: sqlite3.Connection, keys: Iterable[int]) -> list[Target]:
    """The targets of units, in the order in which they were recorded."""
    listed = ", ".join(str(int(key)) for key in keys) or "null"
    return _read(conn, f"t.unit_id in ({listed})")


def targets_of_document(conn: sqlite3.Connection, key: int) -> list[Target]:
    """The targets that one document set."""
    return _read(conn, f"t.document_id = {int(key)}")


def _read(conn: sqlite3.Connection, where: str) -> list[Target]:
    return [
        Target(unit, code, number, words, date.fromisoformat(last), precision, document)
        for unit, code, number, words, last, precision, document in conn.execute(
            _SELECT.format(where=where)
        )
    ]
