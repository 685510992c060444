"""Reading what a word that is being typed may become: names and numbers that begin with it.

Every question walks an index from where the word stands, and no further than it is told.
"""

import sqlite3
from datetime import date
from typing import Literal

from ntmtrack.record import Record

_BEYOND = chr(0x10FFFF)
"""Comes after every letter: what begins with "ban" lies from "ban" to "ban" and this."""


class UnitName(Record):
    """A unit by what it may be called; `folded` and `bare` as the ledger keeps them."""

    key: int
    uid: str
    code: str | None
    name: str
    folded: str
    bare: str
    parent: str | None


class Numbered(Record):
    """A task or a document by its number, its day, and words that tell it from others.

    The day is the last one of a task, and that of which a document is.
    """

    number: str
    day: date | None
    words: tuple[str | None, ...]


_NAMED = """
select v.unit_id, (select u.uid from unit u where u.id = v.unit_id),
       (select c.code from unit_code c where c.unit_id = v.unit_id
        and (c.valid_from is null or c.valid_from <= :day)
        and (c.valid_to is null or c.valid_to >= :day)
        order by c.system <> 'gso', c.code limit 1),
       v.name, v.folded, v.bare,
       (select p.name from unit_version p where p.unit_id = v.parent_id
        and (p.valid_from is null or p.valid_from <= :day)
        and (p.valid_to is null or p.valid_to >= :day) limit 1)
from {source}
where {where}
  and (v.valid_from is null or v.valid_from <= :day)
  and (v.valid_to is null or v.valid_to >= :day)
order by {order} limit :most
"""


def units_called(
    conn: sqlite3.Connection,
    begun: str,
    day: date,
    *,
    by: Literal["folded", "bare"],
    most: int,
) -> list[UnitName]:
    """Units of a day whose folded name, or what is left without its kind, begins so."""
    statement = _NAMED.format(
        source="unit_version v", where=f"v.{by} >= :begun and v.{by} < :beyond", order=f"v.{by}"
    )
    return _unit_names(conn, statement, begun, day, most)


def units_coded(conn: sqlite3.Connection, begun: str, day: date, *, most: int) -> list[UnitName]:
    """Units of a day with a code that begins so."""
    statement = _NAMED.format(
        source="unit_code k cross join unit_version v on v.unit_id = k.unit_id",
        where="k.code >= :begun and k.code < :beyond"
        " and (k.valid_from is null or k.valid_from <= :day)"
        " and (k.valid_to is null or k.valid_to >= :day)",
        order="k.code",
    )
    return _unit_names(conn, statement, begun, day, most)


def _unit_names(
    conn: sqlite3.Connection, statement: str, begun: str, day: date, most: int
) -> list[UnitName]:
    rows = conn.execute(
        statement,
        {"begun": begun, "beyond": begun + _BEYOND, "day": day.isoformat(), "most": most},
    )
    return [UnitName(*row) for row in rows]


def agencies_called(conn: sqlite3.Connection, day: date) -> list[tuple[str | None, str]]:
    """Short name, if it has one, and name of every agency of a day."""
    return conn.execute(
        "select a.code, a.name from agency a"
        " where (a.valid_to is null or a.valid_to >= :day) order by a.folded",
        {"day": day.isoformat()},
    ).fetchall()


def works_called(conn: sqlite3.Connection, begun: str, *, most: int) -> list[tuple[str, str]]:
    """The works whose folded names begin so, each with its unit as it was last called."""
    return conn.execute(
        "select w.name, (select v.name from unit_version v where v.unit_id = w.unit_id"
        " order by v.valid_from desc, v.uid desc limit 1) from work w"
        " where w.folded >= :begun and w.folded < :beyond order by w.folded, w.uid limit :most",
        {"begun": begun, "beyond": begun + _BEYOND, "most": most},
    ).fetchall()


_TASKS = """
select t.number, t.title, t.last_day,
       (select v.name from unit_version v where v.unit_id = t.unit_id
        order by v.valid_from desc limit 1)
from task t where {where} order by {order} limit :most
"""

_OPEN_FIRST = (
    ("t.closed_on is null and t.last_day is not null", "t.last_day"),
    ("t.closed_on is null and t.last_day is null", "t.id"),
    ("t.closed_on is not null", "t.closed_on desc"),
)


def tasks_open_first(conn: sqlite3.Connection, *, most: int) -> list[Numbered]:
    """Open tasks by their last day, then those with none, then closed ones, the last first."""
    found: list[Numbered] = []
    for where, order in _OPEN_FIRST:
        statement = _TASKS.format(where=where, order=order)
        found += _task_names(conn, statement, {"most": most - len(found)})
    return found


def tasks_numbered(conn: sqlite3.Connection, begun: str, *, most: int) -> list[Numbered]:
    """Tasks whose number begins so, in the order of the numbers, open ones first."""
    found: list[Numbered] = []
    for state in ("t.closed_on is null", "t.closed_on is not null"):
        statement = _TASKS.format(
            where=f"t.number >= :begun and t.number < :beyond and +{state}", order="t.number"
        )
        places = {"begun": begun, "beyond": begun + _BEYOND, "most": most - len(found)}
        found += _task_names(conn, statement, places)
    return found


def _task_names(
    conn: sqlite3.Connection, statement: str, places: dict[str, object]
) -> list[Numbered]:
    rows = conn.execute(statement, places)
    return [Numbered(row[0], _day(row[2]), (row[3], row[1])) for row in rows]


def documents_numbered(conn: sqlite3.Connection, begun: str, *, most: int) -> list[Numbered]:
    """Documents whose folded number begins so."""
    rows = conn.execute(
        "select d.number, d.dated, d.issuer, d.about from document d"
        " where d.folded >= :begun and d.folded < :beyond order by d.folded limit :most",
        {"begun": begun, "beyond": begun + _BEYOND, "most": most},
    )
    return [Numbered(row[0], _day(row[1]), (row[2], row[3])) for row in rows]


def sets_named(conn: sqlite3.Connection) -> list[tuple[str, str, str | None]]:
    """The code, name and decision of every loaded set."""
    return conn.execute("select code, name, decision from criteria_set order by code").fetchall()


def items_numbered(conn: sqlite3.Connection, code: str | None) -> list[tuple[str, str]]:
    """Number and name of every criterion and indicator, in print order; of one set, or of all."""
    return conn.execute(
        "select i.number, i.name from criteria_set s join item i on i.set_id = s.id"
        " where :code is null or s.code = :code order by s.code, i.sort_key",
        {"code": code},
    ).fetchall()


def sets_judged(conn: sqlite3.Connection, key: int) -> list[str]:
    """The codes of the sets by which a unit has ever been judged."""
    rows = conn.execute(
        "select s.code from criteria_set s where exists (select 1 from item i where"
        " i.set_id = s.id and exists (select 1 from assessment a"
        " where a.unit_id = :key and a.item_id = i.id)) order by s.code",
        {"key": key},
    )
    return [row[0] for row in rows]


def changes_newest(conn: sqlite3.Connection, *, most: int) -> list[tuple[str, str, str, str]]:
    """Number, time, author and words of the newest changes, the newest first."""
    return conn.execute(
        "select cast(id as text), recorded_at, actor, command from change order by id desc limit ?",
        (most,),
    ).fetchall()


def offices_called(conn: sqlite3.Connection) -> list[tuple[str | None, str]]:
    """Mark, if it has one, and name of every office."""
    return conn.execute("select mark, name from office order by folded").fetchall()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
