"""The file made to agree with what is known of a row, whoever wrote it."""

import sqlite3

from ntmtrack.domain.change import Value, Values
from ntmtrack.domain.merging import Folded
from ntmtrack.domain.travel import TABLES
from ntmtrack.store.merging_before import Before
from ntmtrack.store.merging_known import Knowledge, Known, bare
from ntmtrack.store.merging_names import Missing, Row
from ntmtrack.store.merging_rows import Rows
from ntmtrack.store.queries_received import Gone
from ntmtrack.store.queries_task_life import folded_header


class Folding(Knowledge):
    """Rows of a ledger as all offices together wrote them."""

    def __init__(self, rows: Rows, before: Before) -> None:
        super().__init__(rows, before.heads)
        self._into = rows
        self._named = before.named_by
        self.loose: set[tuple[str, str]] = set()
        """Rows that were taken back, or are named no more: they may go."""

    def by_key(self, table: str, values: Values) -> Row:
        """The values as this file keeps them; a row that was taken back comes back if named.

        Raises Missing for a row that is not known.
        """
        while True:
            try:
                return self._rows.by_key(table, values)
            except Missing as missing:
                self._into.flush()
                if not self._bring_back(missing.table, missing.uid):
                    raise

    def settle(self, table: str, uid: str) -> bool:
        """Make the file agree with what is known of a row; whether several values stand."""
        known = self.known(table, uid)
        folded = known.fold(table)
        name = self._rows.name(table, uid)
        key = self._rows.key(table, name)
        if not folded.known:
            return False
        if not folded.present:
            self.loose.add((table, name))
        if TABLES[table].entity:
            if key is not None or folded.present:
                self._shape(table, name, key, folded)
        elif folded.present and key is None:
            self._bring(table, name, known)
        return bool(folded.open)

    def _bring_back(self, table: str, uid: str) -> bool:
        """Put a row in again that was taken back; whether it is there."""
        name = self._rows.name(table, uid)
        known = self.known(table, name)
        folded = known.fold(table)
        if not folded.known:
            return False
        # It goes again if in the end nothing names it.
        self.loose.add((table, name))
        try:
            with self._into.change.attempt():
                if TABLES[table].entity:
                    self._shape(table, name, None, folded)
                else:
                    self._bring(table, name, known)
        except sqlite3.IntegrityError:
            # What is known of it makes no row: it stays away, and what names it waits.
            self._into.given_up()
        return self._rows.key(table, name) is not None

    def take_away(self, table: str, uid: str) -> list[tuple[str, str]]:
        """Delete a row that was taken back, unless something names it; what it named then."""
        name = self._rows.name(table, uid)
        key = self._rows.key(table, name)
        folded = self.known(table, name).fold(table)
        if key is None or not folded.known or folded.present or self._is_named(table, key):
            return []
        row = self._rows.row(table, key)
        change = self._change_of(table, key)
        self._conn.execute(f"delete from {table} where id = ?", (key,))
        self._into.gone(table, name)
        was = Gone(key, self._into.change.change, {**row, "uid": name, "change_id": change})
        self._gone_ones().setdefault((table, name), []).append(was)
        names = TABLES[table].names
        told = self._rows.by_name(table, row)
        return [(names[each], str(told[each])) for each in names if told[each] is not None]

    def _shape(self, table: str, name: str, key: int | None, folded: Folded) -> None:
        values = self.by_key(table, folded.values)
        if table == "task":
            values |= self._header(key, values)
        if key is None:
            self._into.add(table, name, values, None)
            self._into.flush()
            return
        row = self._rows.row(table, key)
        differ = {
            column: value
            for column, value in values.items()
            if value != row[column] and not self._is_as_told(table, column, row[column], value)
        }
        if differ:
            self._into.change.correct(table, key, differ)
            names = TABLES[table].names
            for column in differ.keys() & names.keys():
                if row[column] is not None:
                    named = self._rows.uid(names[column], int(str(row[column])))
                    self.loose.add((names[column], str(named)))

    def _header(self, key: int | None, values: Row) -> dict[str, Value]:
        """What a task keeps of its life, as it adds up here and everywhere."""
        if key is None:
            return {"state": "open", "closed_on": None, "last_day": values.get("due_last")}
        due = {name: value for name, value in values.items() if name.startswith("due_")}
        try:
            return folded_header(self._conn, key, due)._asdict()
        except (ValueError, TypeError):
            # No day, or no precision there is: the file does not take it, and says why.
            return {}

    def _is_as_told(self, table: str, column: str, here: object, told: Value) -> bool:
        """Whether a value differs only as it does between what is kept here and what is told."""
        if column == "path" and isinstance(here, str):
            return told == bare(here)
        return (table, column) == ("task", "number") and told == f"{here}/{self._mark}"

    def _bring(self, table: str, name: str, known: Known) -> None:
        written = [each for each in known.writes if each.action == "insert"]
        values = max(written).after or {}
        self._into.add(table, name, self.by_key(table, values), None)
        self._into.flush()

    def _is_named(self, table: str, key: int) -> bool:
        return any(
            self._conn.execute(f"select 1 from {by} where {column} = ? limit 1", (key,)).fetchone()
            for by, column in self._named.get(table, ())
        )
