"""Which rows, there and gone, are about a unit, a criterion or a task, and who wrote them."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from ntmtrack.record import Record
from ntmtrack.store import queries_task_life
from ntmtrack.store.schema import ENTITIES, FACTS

Row = dict[str, Any]
_Where = Callable[[Callable[[str], str]], str]


class About(Record):
    """What is asked about: all that is given at once.

    `unit` is a place in the file, `task` the number of a task, `numbers` are those of criteria
    (with their indicators) or indicators, of any set.
    """

    unit: int | None = None
    task: str | None = None
    numbers: tuple[str, ...] = ()


class Said(Record):
    """One row about what was asked: who wrote it first, and what has taken it back since."""

    table: str
    change: int
    taken_by: int | None
    row: Row


def task_numbers_at(conn: sqlite3.Connection, place: int) -> list[str]:
    """The numbers of tasks with this place in their year, and those that were taken back."""
    gone = conn.execute(
        "select before ->> '$.number' from history where at_table = 'task' and action = 'delete'"
    )
    standing = queries_task_life.task_numbers_at(conn, [place])
    return sorted({*standing, *(number for (number,) in gone)})


def changes_about(conn: sqlite3.Connection, about: About) -> set[int]:
    """The changes that wrote, corrected or took back a row about it."""
    found: set[int] = set()
    for table, where in _tables(conn, about):
        if table in FACTS:
            rows = conn.execute(
                f"select distinct change_id from {table} where {where(_column)}"
            ).fetchall()
            found |= {change for (change,) in rows}
        told = conn.execute(
            "select change_id, case when action = 'delete' then before ->> '$.change_id' end"
            " from history where at_table = ?"
            f" and ({where(_in_before)} or {where(_in_after)})",
            (table,),
        )
        found |= {change for pair in told for change in pair if change is not None}
    return found


def said_about(conn: sqlite3.Connection, about: About) -> list[Said]:
    """Every row about it, in the order in which they were first written.

    What was taken back and brought back again is there once, as it was first written.
    """
    found: dict[str, Said] = {}
    for table, where in _tables(conn, about):
        gone = conn.execute(
            "select before, change_id from history where at_table = ? and action = 'delete'"
            f" and {where(_in_before)} order by id",
            (table,),
        )
        for before, taker in gone.fetchall():
            row = json.loads(before)
            first = found.get(row["uid"], Said(table, _writer(conn, table, row), None, row))
            found[row["uid"]] = first._replace(taken_by=taker)
        cursor = conn.execute(f"select * from {table} where {where(_column)} order by id")
        columns = [each[0] for each in cursor.description]
        for values in cursor.fetchall():
            row = dict(zip(columns, values, strict=True))
            first = found.get(row["uid"], Said(table, _writer(conn, table, row), None, row))
            found[row["uid"]] = first._replace(taken_by=None)
    return sorted(found.values(), key=lambda each: each.change)


def _writer(conn: sqlite3.Connection, table: str, row: Row) -> int:
    """The change that wrote a row; of an entity its change is that of the last correction."""
    if table in FACTS:
        return int(row["change_id"])
    found = conn.execute(
        "select change_id from history where at_table = ? and row_id = ? order by id limit 1",
        (table, row["id"]),
    ).fetchone()
    return int(found[0])


def _column(name: str) -> str:
    return name


def _in_before(name: str) -> str:
    return f"before ->> '$.{name}'"


def _in_after(name: str) -> str:
    return f"after ->> '$.{name}'"


def _tables(conn: sqlite3.Connection, about: About) -> Iterator[tuple[str, _Where]]:
    """The tables that hold rows about it, and what sorts them out."""
    items = _items(conn, about.numbers)
    direct = dict(_direct(about, items))
    tasks = _keys(conn, "task", _tasks(about, items))
    yield "task", lambda at: f"{at('id')} in ({tasks})"
    for table in ("task_party", "task_event", "proposal"):
        yield table, lambda at: f"{at('task_id')} in ({tasks})"
    if about.task is not None:
        return
    yield from ((table, where) for table, where in direct.items() if table != "task")
    judged = _keys(conn, "assessment", direct["assessment"])
    yield "evidence", lambda at: f"{at('assessment_id')} in ({judged})"
    if not about.numbers:
        made = _keys(conn, "product", direct["product"])
        for table in ("product_grade", "product_target"):
            yield table, lambda at: f"{at('product_id')} in ({made})"
        built = _keys(conn, "work", direct["work"])
        for table in ("work_event", "capital"):
            yield table, lambda at: f"{at('work_id')} in ({built})"


def _tasks(about: About, items: str) -> _Where:
    def where(at: Callable[[str], str]) -> str:
        parts = []
        if about.task is not None:
            parts.append(f"{at('number')} = '{_quoted(about.task)}'")
        if about.unit is not None:
            parts.append(f"{at('unit_id')} = {about.unit:d}")
        if about.numbers:
            parts.append(f"{at('item_id')} in ({items})")
        return " and ".join(parts)

    return where


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _direct(about: About, items: str) -> Iterator[tuple[str, _Where]]:
    """The tables whose rows name the unit, or the criterion, themselves."""
    for table, columns in {**ENTITIES, **FACTS}.items():
        names = {each.split()[0] for each in columns}
        units = ["id"] if table == "unit" else [each for each in _UNITS if each in names]
        fits = (about.unit is None or units) and (not about.numbers or "item_id" in names)
        if fits and (about.unit is not None or about.numbers) and table != "office":
            yield table, _where(about, units, items)


_UNITS: tuple[str, ...] = ("unit_id", "from_id", "to_id")
"""The columns that name a unit which a row is about."""


def _where(about: About, units: list[str], items: str) -> _Where:
    def where(at: Callable[[str], str]) -> str:
        parts = []
        if about.unit is not None:
            parts.append("(" + " or ".join(f"{at(each)} = {about.unit:d}" for each in units) + ")")
        if about.numbers:
            parts.append(f"{at('item_id')} in ({items})")
        return "(" + " and ".join(parts) + ")"

    return where


def _items(conn: sqlite3.Connection, numbers: tuple[str, ...]) -> str:
    """The places of the criteria and indicators with these numbers, and of those below them."""
    rows = conn.execute(
        "select i.id from item i left join item p on p.id = i.parent_id, json_each(?) n"
        " where n.value in (i.number, p.number)",
        (json.dumps(numbers),),
    )
    return ", ".join(str(key) for (key,) in rows)


def _keys(conn: sqlite3.Connection, table: str, where: _Where) -> str:
    """The places of the rows that fit, there and gone."""
    rows = conn.execute(
        f"select id from {table} where {where(_column)} union select row_id from history"
        f" where at_table = '{table}' and ({where(_in_before)} or {where(_in_after)})"
    )
    return ", ".join(str(key) for (key,) in rows)
