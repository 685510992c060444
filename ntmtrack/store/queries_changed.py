"""The rows that a change touched, by the names that people know, before and after.

An open change can be asked about too: what an undo would do is read before it is final.
"""

import json
import sqlite3
from datetime import date
from enum import Enum, auto
from typing import Any

from ntmtrack.domain.changed_row import (
    ChangedRow,
    ChangedRows,
    LedgerField,
    LedgerTable,
    RowAction,
    Value,
)
from ntmtrack.store import schema
from ntmtrack.store.naming_rows import Names

Row = dict[str, Any]


class Trait(Enum):
    """What keeps a change from being undone, whatever came after it."""

    MIGRATION = auto()
    LETTERS = auto()
    GIVEN = auto()


def trait(conn: sqlite3.Connection, number: int) -> Trait | None:
    """What keeps a change from being undone, if anything does."""
    kind, told = conn.execute("select kind, extent from change where id = ?", (number,)).fetchone()
    extent = json.loads(told)
    if kind == "migration":
        return Trait.MIGRATION
    if schema.MAIL & extent.keys():
        return Trait.LETTERS
    for table, given in (("bundle", "way in ('made', 'pushed')"), ("hub_cursor", "way = 'push'")):
        found = (
            table in extent
            and conn.execute(
                f"select 1 from {table} where id between ? and ? and change_id = ? and {given}",
                (*extent[table], number),
            ).fetchone()
        )
        if found:
            return Trait.GIVEN
    return None


def rows(conn: sqlite3.Connection, number: int, *, most: int | None) -> ChangedRows:
    """The rows of a change, at most so many of each kind, and how many of each it touched."""
    told: list[ChangedRow] = []
    counts: dict[tuple[LedgerTable, RowAction], int] = {}
    names = Names(conn)
    for table in LedgerTable:
        found, of_table = _of_history(conn, number, table, most)
        if table in schema.FACTS:
            written, count = _written(conn, number, table, most)
            found += written
            if count:
                of_table[RowAction.INSERT] = count
        told += [_changed_row(names, table, before, after) for before, after in found]
        counts |= {(table, action): count for action, count in of_table.items()}
    return ChangedRows(tuple(told), counts)


def _of_history(
    conn: sqlite3.Connection, number: int, table: str, most: int | None
) -> tuple[list[tuple[Row | None, Row | None]], dict[RowAction, int]]:
    """What history says of a table: every row from before the change to after it."""
    rows = conn.execute(
        "select b.before, a.after from (select min(id) as first, max(id) as last from history"
        " where change_id = ? and at_table = ? group by row_id) s"
        " join history b on b.id = s.first join history a on a.id = s.last order by s.first",
        (number, table),
    )
    found: list[tuple[Row | None, Row | None]] = []
    counts: dict[RowAction, int] = {}
    for before, after in rows:
        if before is None and after is None:
            # It came and went within the change.
            continue
        action = _action(before, after)
        counts[action] = counts.get(action, 0) + 1
        if most is None or counts[action] <= most:
            found.append((_read(before), _read(after)))
    return found, counts


def _written(
    conn: sqlite3.Connection, number: int, table: str, most: int | None
) -> tuple[list[tuple[Row | None, Row | None]], int]:
    """The facts that a change wrote, also those that were taken back since."""
    span = _span(conn, number, table)
    if span is None:
        return [], 0
    (count,) = conn.execute(
        f"select count(*) from {table} where id between ? and ? and change_id = ?", (*span, number)
    ).fetchone()
    cursor = conn.execute(
        f"select * from {table} where id between ? and ? and change_id = ? order by id limit ?",
        (*span, number, -1 if most is None else most),
    )
    columns = [each[0] for each in cursor.description]
    found: list[tuple[Row | None, Row | None]] = [
        (None, dict(zip(columns, row, strict=True))) for row in cursor
    ]
    gone = conn.execute(
        "select before from history where at_table = ? and row_id between ? and ?"
        " and action = 'delete' and before ->> '$.change_id' = ? order by row_id",
        (table, *span, number),
    )
    for (before,) in gone:
        count += 1
        if most is None or len(found) < most:
            found.append((None, json.loads(before)))
    return found, count


def _span(conn: sqlite3.Connection, number: int, table: str) -> tuple[int, int] | None:
    (told,) = conn.execute("select extent from change where id = ?", (number,)).fetchone()
    if told is not None:
        found = json.loads(told).get(table)
        return None if found is None else (found[0], found[1])
    # An open change has written what comes after the last row of any other.
    (before,) = conn.execute(
        f"select coalesce(max(id), 0) from {table} where change_id <> ?", (number,)
    ).fetchone()
    (last,) = conn.execute(f"select coalesce(max(id), 0) from {table}").fetchone()
    return (before + 1, last)


def days(conn: sqlite3.Connection, number: int) -> set[date]:
    """The days that what a change wrote or took back is about."""
    found: set[str] = set()
    for table, column in _DAYS.items():
        span = _span(conn, number, table)
        if span is not None:
            found |= {
                day
                for (day,) in conn.execute(
                    f"select distinct {column} from {table} where id between ? and ?"
                    f" and change_id = ? and {column} is not null",
                    (*span, number),
                )
            }
        gone = conn.execute(
            f"select distinct before ->> '$.{column}' from history where change_id = ?"
            " and at_table = ? and before is not null",
            (number, table),
        )
        found |= {day for (day,) in gone if day is not None}
    return {date.fromisoformat(day) for day in found}


_DAYS = {
    "assessment": "assessed_on",
    "tally": "counted_on",
    "standing": "happened_on",
    "task_event": "happened_on",
}
"""The facts that the figures of a period rest on, and the column of their day."""


def _read(told: str | None) -> Row | None:
    return None if told is None else dict(json.loads(told))


def _action(before: object, after: object) -> RowAction:
    if before is None:
        return RowAction.INSERT
    return RowAction.DELETE if after is None else RowAction.UPDATE


def _changed_row(
    names: Names, table: LedgerTable, before: Row | None, after: Row | None
) -> ChangedRow:
    both = before is not None and after is not None
    told = [_fields(names, table, side, briefly=not both) for side in (before, after)]
    if both:
        moved = [each for each in LedgerField if told[0].get(each) != told[1].get(each)]
        told = [{each: side.get(each) for each in moved} for side in told]
    name = names.of_row(table, after or before or {})
    return ChangedRow(table, _action(before, after), name, told[0], told[1])


def _fields(
    names: Names, table: str, row: Row | None, *, briefly: bool
) -> dict[LedgerField, Value]:
    """The fields of a row that people are told of, without what is empty.

    `briefly` leaves out what the name of the row says already.
    """
    if row is None:
        return {}
    flat = {**row, **_body(table, row)}
    usual = (each for each in _SELDOM if row.get(each) == 0)
    named = {*names.naming(table, row), *usual} if briefly else set()
    found: dict[LedgerField, Value] = {}
    for column, value in flat.items():
        field = column.removesuffix("_id")
        if value is not None and field in _FIELDS and column not in named:
            found[LedgerField(field)] = names.value(table, column, value)
    return found


_SELDOM = ("at_risk", "outside")
"""The fields that are told where they are so."""

_FIELDS = frozenset(each.value for each in LedgerField)


def _body(table: str, row: Row) -> Row:
    """What an event of a task says beside its columns."""
    if table != "task_event" or row["body"] is None:
        return {}
    return {
        key: value
        for key, value in json.loads(row["body"]).items()
        if isinstance(value, (str, int)) and key not in ("kind", "takes_back")
    }
