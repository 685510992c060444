"""Rows as they are told to other offices: by uid, without what is only this file's own."""

import json
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from heapq import merge
from operator import attrgetter
from typing import Any

from ntmtrack.domain.change import Op, Value
from ntmtrack.domain.travel import TABLES, group_of
from ntmtrack.record import Record
from ntmtrack.store.queries_offices import own_office

_LOCAL = ("id", "uid", "change_id")

_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)

_MOST_KNOWN = 50_000
"""So many uids of rows that history names are kept at hand."""


class Run(Record):
    """Rows of a table that one change wrote: their ids, and the place of the first as an op."""

    table: str
    first: int
    last: int
    place: int


class Telling:
    """Tells rows of one ledger, as long as it is open.

    Numbers that the own office gave are told with its mark, so that they are its own everywhere.
    With `units`, by their places in the file, facts about other units are passed over, and counted
    in `passed_over`: a province has half a million.
    """

    def __init__(self, conn: sqlite3.Connection, units: Collection[int] | None = None) -> None:
        self._conn = conn
        self._units = None if units is None else frozenset(units)
        self.passed_over = 0
        own = own_office(conn)
        self._mark = None if own is None else own.mark
        self._columns = cache(self._read_columns)
        self._uid = lru_cache(_MOST_KNOWN)(self._read_uid)

    def facts(self, run: Run, change: int, *, own: bool) -> Iterator[Op]:
        """The facts that a change wrote, each as an insert; those undone since, too."""
        undone = sorted(self._undone(run, change, own=own))
        left = run.last - run.first + 1
        for op in merge(undone, self._kept(run, change, own=own), key=attrgetter("place")):
            left -= 1
            yield op
        self.passed_over += left

    def history(self, run: Run, change: int) -> Iterator[Op]:
        """What a change of this office did to entities, and which facts it took back."""
        rows = self._conn.execute(
            "select id, at_table, action, before, after from history"
            " where id between ? and ? and change_id = ? order by id",
            (run.first, run.last, change),
        )
        for key, table, action, before, after in rows:
            if table in TABLES:
                place = run.place + key - run.first
                op = self._of_history(place, table, action, before, after)
                if op is not None:
                    yield op

    def _kept(self, run: Run, change: int, *, own: bool) -> Iterator[Op]:
        columns, names = self._columns(run.table), TABLES[run.table].names
        told = ", ".join(
            f"(select n.uid from {names[name]} n where n.id = t.{name})"
            if name in names
            else f"t.{name}"
            for name in columns
        )
        within = ""
        places: list[int | str] = [run.first, run.last, change]
        if self._units is not None and TABLES[run.table].names.get("unit_id") is not None:
            within = " and t.unit_id in (select value from json_each(?))"
            places.append(json.dumps(sorted(self._units)))
        rows = self._conn.execute(
            f"select t.id, t.uid, {told} from {run.table} t"
            f" where t.id between ? and ? and t.change_id = ?{within} order by t.id",
            places,
        )
        for key, uid, *row in rows:
            values = {
                name: value for name, value in zip(columns, row, strict=True) if value is not None
            }
            place = run.place + key - run.first
            yield Op(place, run.table, uid, "insert", None, self._as_told(run.table, values, own))

    def _undone(self, run: Run, change: int, *, own: bool) -> Iterator[Op]:
        rows = self._conn.execute(
            "select row_id, before from history where at_table = ? and row_id between ? and ?"
            " and action = 'delete'",
            (run.table, run.first, run.last),
        )
        for key, told in rows:
            row = json.loads(told)
            if row["change_id"] == change:
                values = self._values(run.table, row, own=own)
                yield Op(run.place + key - run.first, run.table, row["uid"], "insert", None, values)

    def _of_history(
        self, place: int, table: str, action: str, before: str | None, after: str | None
    ) -> Op | None:
        if action == "update":
            old, new = json.loads(before or ""), json.loads(after or "")
            touched = self._touched(table, old, new)
            if not touched:
                return None
            sides = (self._side(table, old, touched), self._side(table, new, touched))
            return Op(place, table, new["uid"], action, *sides)
        row = json.loads(after or before or "")
        values = self._values(table, row, own=True)
        given = (None, values) if action == "insert" else (values, None)
        return Op(place, table, row["uid"], action, *given)

    def _touched(self, table: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
        """The columns of every group of which one differs, in the order of the table."""
        columns = self._columns(table)
        differ = [name for name in columns if old.get(name) != new.get(name)]
        groups = {each for name in differ for each in group_of(table, name)}
        return [name for name in columns if name in groups]

    def _side(self, table: str, row: Mapping[str, Any], touched: list[str]) -> dict[str, Value]:
        told = self._values(table, row, own=True)
        return {name: told.get(name) for name in touched}

    def _values(self, table: str, row: Mapping[str, Any], *, own: bool) -> dict[str, Value]:
        """What a row of history says, as far as it travels, without what is empty."""
        names = TABLES[table].names
        values = {
            name: self._uid(names[name], row[name]) if name in names else row[name]
            for name in self._columns(table)
            if row.get(name) is not None
        }
        return self._as_told(table, values, own)

    def _as_told(self, table: str, values: dict[str, Value], own: bool) -> dict[str, Value]:
        path, number = values.get("path"), values.get("number")
        if path is not None and table in ("document", "evidence"):
            # Where a file lies in another house says nothing here, and may say too much.
            values["path"] = _FOLDERS.sub("", str(path))
        if table == "task" and own and self._mark and number and "/" not in str(number):
            values["number"] = f"{number}/{self._mark}"
        if table == "task_event" and own and "takes_back" in str(values.get("body")):
            values["body"] = self._taking_back(str(values["body"]))
        return values

    def _taking_back(self, body: str) -> str:
        """The body of an event that takes another back; one of long ago names it by its id."""
        said = json.loads(body)
        if not isinstance(said.get("takes_back"), int):
            return body
        uid = self._uid("task_event", said["takes_back"])
        return json.dumps({**said, "takes_back": uid}, ensure_ascii=False)

    def _read_columns(self, table: str) -> tuple[str, ...]:
        rows = self._conn.execute("select name from pragma_table_info(?) order by cid", (table,))
        return tuple(name for (name,) in rows if name not in _LOCAL)

    def _read_uid(self, table: str, key: int) -> str:
        """The uid of a row, whether it is still there or not."""
        row = self._conn.execute(f"select uid from {table} where id = ?", (key,)).fetchone()
        if row is None:
            row = self._conn.execute(
                "select json_extract(coalesce(before, after), '$.uid') from history"
                " where at_table = ? and row_id = ? limit 1",
                (table, key),
            ).fetchone()
        return str(row[0])
