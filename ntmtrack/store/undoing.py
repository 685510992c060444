"""Taking one change back within an open one: what it wrote goes, what it took away comes again.

Rows are known by their uid, for a row that comes again has a new id: an id is never given twice.
Foreign keys wait until all is done; what then still names a row that is gone was written later,
and forbids the undo.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from ntmtrack.domain.travel import TABLES, group_of
from ntmtrack.record import Record
from ntmtrack.store import undo_reasons as reasons
from ntmtrack.store.schema import FACTS
from ntmtrack.store.undo_lives import follow, lives_touched
from ntmtrack.store.writing import Writing

Row = dict[str, Any]

_BATCH = 2000
"""Rows of one table that are brought back at once."""


class _Net(Record):
    """What a change did to one row of an entity, from first to last."""

    table: str
    name: str
    before: Row | None
    after: Row | None


def take_back(change: Writing, number: int) -> None:
    """Reverse, within an open change of kind undo, all that another change wrote.

    Raises DataError, with the later changes that stand on it, where that cannot be; the open
    change is to be given up then.
    """
    _Reversal(change, number).run()


class _Reversal:
    def __init__(self, change: Writing, number: int) -> None:
        self.change = change
        self.conn = change.conn
        self.number = number
        row = self.conn.execute("select extent from change where id = ?", (number,)).fetchone()
        self.extent: dict[str, list[int]] = json.loads(row[0])
        self.refs = {table: _references(self.conn, table) for table in _tables(self.conn)}
        self.new: dict[tuple[str, int], int] = {}
        self.known: dict[tuple[str, int], int] = {}
        self.gone: dict[str, tuple[int, int]] = {}

    def run(self) -> None:
        self.conn.execute("pragma defer_foreign_keys = on")
        nets = list(self._nets())
        lives = lives_touched(self.conn, self.number, self.extent, self._now)
        self._facts_go()
        for net in nets:
            if net.before is None and net.after is not None:
                self._goes(net.table, net.name, net.after)
        self._give_ids(nets)
        self._facts_come()
        for net in nets:
            if net.before is not None and net.after is None:
                self._come(net.table, [net.before])
        for net in nets:
            if net.before is not None and net.after is not None:
                self._turns(net.table, net.name, net.before, net.after)
        reasons.nothing_stands_on(self.conn, self.number, self.gone, self.refs)
        follow(self.conn, self.number, lives)

    # What was written goes.

    def _facts_go(self) -> None:
        for table, (first, last) in self.extent.items():
            if table not in FACTS:
                continue
            for uid, taker in self._taken_since(table, first, last):
                again = self._present(table, uid)
                if again is None:
                    raise reasons.taken_by(self.conn, self.number, taker)
                self._delete(table, again["id"], again["id"])
            self._delete(table, first, last, self.number)

    def _taken_since(self, table: str, first: int, last: int) -> list[tuple[str, int]]:
        """The facts of the change that another took back: their uids, and which did."""
        rows = self.conn.execute(
            "select before ->> '$.uid', change_id from history where at_table = ? and row_id"
            " between ? and ? and action = 'delete' and before ->> '$.change_id' = ?"
            " and change_id <> ?",
            (table, first, last, self.number, self.number),
        )
        return rows.fetchall()

    def _delete(self, table: str, first: int, last: int, owner: int | None = None) -> None:
        own = "" if owner is None else f" and change_id = {owner:d}"
        done = self.conn.execute(
            f"delete from {table} where id between ? and ?{own}", (first, last)
        )
        if done.rowcount:
            low, high = self.gone.get(table, (first, last))
            self.gone[table] = (min(low, first), max(high, last))

    def _goes(self, table: str, name: str, after: Row) -> None:
        present = self._present(table, name)
        if present is None:
            raise reasons.gone(self.conn, self.number, table, name)
        columns = [each for each in present if each not in ("id", "change_id")]
        self._as_left(table, present, after, columns)
        self._delete(table, present["id"], present["id"])

    # What was taken away comes again.

    def _give_ids(self, nets: Iterable[_Net]) -> None:
        """Say beforehand which ids rows come again with, for they name one another."""
        given = dict(self.conn.execute("select name, seq from sqlite_sequence").fetchall())
        coming = self.conn.execute(
            "select at_table, row_id from history where change_id = ? and action = 'delete'"
            " order by at_table, row_id",
            (self.number,),
        )
        back = {
            (net.table, int(net.before["id"]))
            for net in nets
            if net.before is not None and net.after is None
        }
        for table, key in coming.fetchall():
            if table in FACTS or (table, key) in back:
                given[table] = given.get(table, 0) + 1
                self.new[table, key] = given[table]

    def _facts_come(self) -> None:
        coming = {table for table, _ in self.new}
        for table in (each for each in FACTS if each in coming):
            rows = self.conn.execute(
                "select before from history where change_id = ? and at_table = ?"
                " and action = 'delete' order by row_id",
                (self.number, table),
            )
            while batch := [json.loads(before) for (before,) in rows.fetchmany(_BATCH)]:
                self._come(table, [row for row in batch if row["change_id"] != self.number])

    def _come(self, table: str, rows: list[Row]) -> None:
        columns = [each for each in self._columns(table) if each != "change_id"]
        again = [
            {
                name: self.new[table, row["id"]] if name == "id" else self._value(table, name, row)
                for name in columns
            }
            for row in rows
        ]
        try:
            self.change.insert_many(table, again)
        except sqlite3.IntegrityError as error:
            raise reasons.taken_place(self.conn, self.number, table, again) from error

    def _value(self, table: str, name: str, row: Row) -> Any:
        value = row.get(name)
        if value is None:
            return None
        if name in self.refs[table]:
            return self._ref(self.refs[table][name], value)
        if (table, name) == ("task_event", "body"):
            return self._taking_back(value)
        if (table, name) == ("received", "extent"):
            return self._moved(value)
        return value

    def _ref(self, table: str, key: int) -> int:
        """The row of a table that had an id, under the id it has now."""
        if (table, key) in self.new:
            return self.new[table, key]
        if (table, key) not in self.known:
            now = self._now(table, key)
            if now is None:
                raise reasons.names_what_is_gone(self.conn, self.number, table, key)
            self.known[table, key] = now
        return self.known[table, key]

    def _now(self, table: str, key: int) -> int | None:
        if self.conn.execute(f"select 1 from {table} where id = ?", (key,)).fetchone():
            return key
        row = self.conn.execute(
            f"select t.id from history h join {table} t on t.uid = h.before ->> '$.uid'"
            " where h.at_table = ? and h.row_id = ? and h.action = 'delete'",
            (table, key),
        ).fetchone()
        return None if row is None else int(row[0])

    def _taking_back(self, body: str) -> str:
        """The body of an event that takes another back; one of long ago names it by its id."""
        told = json.loads(body)
        if not isinstance(told.get("takes_back"), int):
            return body
        told["takes_back"] = self._ref("task_event", told["takes_back"])
        return json.dumps(told, ensure_ascii=False)

    def _moved(self, extent: str) -> str:
        """The runs of facts that came with a change, each from an id to an id and with the place
        of its first: under the ids that they have now."""
        moved: dict[str, list[list[int]]] = {}
        for table, runs in json.loads(extent).items():
            moved[table] = []
            for first, last, place in runs:
                for key in range(first, last + 1):
                    if (table, key) in self.new:
                        _lengthen(moved[table], self.new[table, key], place + key - first)
        return json.dumps(moved)

    # What was corrected turns back.

    def _turns(self, table: str, name: str, before: Row, after: Row) -> None:
        present = self._present(table, name)
        if present is None:
            raise reasons.gone(self.conn, self.number, table, name)
        columns = _touched(table, before, after)
        self._as_left(table, present, after, columns)
        values = {each: self._value(table, each, before) for each in columns}
        try:
            self.change.correct(table, present["id"], values)
        except sqlite3.IntegrityError as error:
            raise reasons.taken_place(
                self.conn, self.number, table, [{**present, **values}], but=present["id"]
            ) from error

    def _as_left(self, table: str, present: Row, after: Row, columns: Iterable[str]) -> None:
        """Refuse to go on where a row is not what the change left."""
        moved = [
            each
            for each in columns
            if present[each] != after.get(each) and not self._same(table, each, present, after)
        ]
        if moved:
            raise reasons.changed_since(self.conn, self.number, table, present["id"], moved)

    def _same(self, table: str, column: str, present: Row, after: Row) -> bool:
        parent, key = self.refs[table].get(column), after.get(column)
        return parent is not None and key is not None and self._now(parent, key) == present[column]

    # Rows as they are.

    def _nets(self) -> Iterator[_Net]:
        rows = self.conn.execute(
            "select at_table, before, after from history where change_id = ? order by id",
            (self.number,),
        )
        found: dict[tuple[str, str], list[Row | None]] = {}
        for table, *sides in rows:
            if table in FACTS:
                continue
            before, after = (None if side is None else json.loads(side) for side in sides)
            name = str((before or after or {})["key" if table == "setting" else "uid"])
            found.setdefault((table, name), [before, None])[1] = after
        for (table, name), (before, after) in found.items():
            yield _Net(table, name, before, after)

    def _present(self, table: str, name: str) -> Row | None:
        key = "key" if table == "setting" else "uid"
        cursor = self.conn.execute(f"select * from {table} where {key} = ?", (name,))
        row = cursor.fetchone()
        if row is None:
            return None
        return dict(zip((each[0] for each in cursor.description), row, strict=True))

    def _columns(self, table: str) -> list[str]:
        rows = self.conn.execute(f"select name from pragma_table_info('{table}')")
        return [name for (name,) in rows]


def _lengthen(runs: list[list[int]], key: int, place: int) -> None:
    if runs and key == runs[-1][1] + 1 and place == runs[-1][2] + key - runs[-1][0]:
        runs[-1][1] = key
    else:
        runs.append([key, key, place])


def _touched(table: str, before: Row, after: Row) -> list[str]:
    """The columns that a correction set, with those that only make sense together with them."""
    names = {*before, *after} - {"id", "change_id"}
    moved = [each for each in names if before.get(each) != after.get(each)]
    if table not in TABLES:
        return moved
    return sorted({each for name in moved for each in group_of(table, name)})


def _tables(conn: sqlite3.Connection) -> list[str]:
    rows = conn.execute("select name from sqlite_master where type = 'table'")
    return [name for (name,) in rows]


def _references(conn: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of a table that name a row of another, and of which; changes are no rows."""
    rows = conn.execute(f'select "from", "table" from pragma_foreign_key_list(\'{table}\')')
    return {column: parent for column, parent in rows if parent != "change"}
