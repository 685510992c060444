"""Reading what units became of which, and what a merger or a split has to move."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.lineage import Edge, LineageKind, Link
from ntmtrack.record import Record


def links(conn: sqlite3.Connection, keys: Iterable[int], day: date) -> list[Link]:
    """Every link from or to these units that had come about by a day, oldest first."""
    listed = ", ".join(str(int(key)) for key in keys)
    rows = conn.execute(
        f"""
        select l.uid, l.from_id, l.to_id, l.kind, l.happened_on, d.number, l.note
        from lineage l left join document d on d.id = l.document_id
        where l.from_id in ({listed}) and l.happened_on <= :day
        union
        select l.uid, l.from_id, l.to_id, l.kind, l.happened_on, d.number, l.note
        from lineage l left join document d on d.id = l.document_id
        where l.to_id in ({listed}) and l.happened_on <= :day
        order by 5, 1
        """,
        {"day": day.isoformat()},
    )
    return [
        Link(start, end, LineageKind(kind), date.fromisoformat(on), document, note)
        for _, start, end, kind, on, document, note in rows
    ]


def gone_over_into(conn: sqlite3.Connection, keys: Iterable[int], day: date) -> list[int]:
    """The units that had gone over into these by a day, at any remove, that are not of them."""
    listed = ", ".join(str(int(key)) for key in keys)
    rows = conn.execute(
        f"""
        with recursive before(id) as (
          select from_id from lineage where to_id in ({listed}) and happened_on <= :day
          union
          select l.from_id from lineage l join before on l.to_id = before.id
          where l.happened_on <= :day)
        select id from before where id not in ({listed}) order by id
        """,
        {"day": day.isoformat()},
    )
    return [row[0] for row in rows]


def edges(conn: sqlite3.Connection) -> list[Edge]:
    """Every link there is, without its circumstances."""
    return [(row[0], row[1]) for row in conn.execute("select from_id, to_id from lineage")]


class Span(Record):
    """A row that says what a unit is, or which code it bears, for a while."""

    row: int
    unit: int
    valid_from: date | None
    valid_to: date | None


def spans_of(conn: sqlite3.Connection, key: int, day: date) -> list[Span]:
    """What a unit is on a day or later, in the order of time."""
    return _spans(conn, "unit_version", "unit_id", key, day)


def spans_below(conn: sqlite3.Connection, key: int, day: date) -> list[Span]:
    """What the units right below one are on a day or later, while they are below it."""
    return _spans(conn, "unit_version", "parent_id", key, day)


def codes_of(conn: sqlite3.Connection, key: int, day: date) -> list[Span]:
    """The codes that a unit bears on a day or later."""
    return _spans(conn, "unit_code", "unit_id", key, day)


def _spans(conn: sqlite3.Connection, table: str, column: str, key: int, day: date) -> list[Span]:
    rows = conn.execute(
        f"select id, unit_id, valid_from, valid_to from {table} where {column} = :key"
        " and coalesce(valid_to, '9999') >= :day order by coalesce(valid_from, ''), uid",
        {"key": key, "day": day.isoformat()},
    )
    return [Span(row[0], row[1], _day(row[2]), _day(row[3])) for row in rows]


def version_values(conn: sqlite3.Connection, row: int) -> dict[str, str | int | None]:
    """What a row says a unit is, apart from its days, by the columns of the file."""
    names = ("unit_id", "kind", "name", "folded", "bare", "parent_id", "region", "unit_group")
    found = conn.execute(
        f"select {', '.join(names)} from unit_version where id = ?", (row,)
    ).fetchone()
    return dict(zip(names, found, strict=True))


def facts_since(conn: sqlite3.Connection, keys: Iterable[int], day: date) -> dict[int, int]:
    """How many judgements, counts, events and figures of units are of a day or later, by unit."""
    listed = ", ".join(str(int(key)) for key in keys)
    rows = conn.execute(
        f"""
        select unit_id, count(*) from (
          select unit_id from assessment where unit_id in ({listed}) and assessed_on >= :day
          union all
          select unit_id from tally where unit_id in ({listed}) and counted_on >= :day
          union all
          select unit_id from standing where unit_id in ({listed}) and happened_on >= :day
          union all
          select unit_id from dossier_event where unit_id in ({listed}) and happened_on >= :day
          union all
          select unit_id from measurement where unit_id in ({listed}) and measured_on >= :day)
        group by unit_id
        """,
        {"day": day.isoformat()},
    )
    return dict(rows.fetchall())


def went_over(conn: sqlite3.Connection, keys: Iterable[int]) -> dict[int, date]:
    """Which of these units went over into others already, and when."""
    listed = ", ".join(str(int(key)) for key in keys)
    rows = conn.execute(
        f"select from_id, min(happened_on) from lineage where from_id in ({listed})"
        " group by from_id"
    )
    return {key: date.fromisoformat(on) for key, on in rows}


def took_in(conn: sqlite3.Connection, keys: Iterable[int], day: date) -> dict[int, date]:
    """Which of these units others go over into on a day or later, and when at last."""
    listed = ", ".join(str(int(key)) for key in keys)
    rows = conn.execute(
        f"select to_id, max(happened_on) from lineage where to_id in ({listed})"
        " and happened_on >= :day group by to_id",
        {"day": day.isoformat()},
    )
    return {key: date.fromisoformat(on) for key, on in rows}


def existed_before(conn: sqlite3.Connection, key: int, day: date) -> bool:
    """Whether a unit was there before a day."""
    row = conn.execute(
        "select 1 from unit_version where unit_id = ? and coalesce(valid_from, '') < ? limit 1",
        (key, day.isoformat()),
    ).fetchone()
    return row is not None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
