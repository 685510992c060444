"""The same thing under two names: what offices wrote of it when they first wrote it down.

What a row said when it was written decides, not what it says now, or the order in which bundles
come would. Two rows of one office are never the same; where several of another office fit, it is
the one that was written first.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ntmtrack.domain.change import Head, Op, Value, Values
from ntmtrack.domain.merging import Order
from ntmtrack.record import Record
from ntmtrack.store import queries_received
from ntmtrack.store.merging_rows import Rows

_KEYS: dict[str, tuple[str, ...]] = {
    "criteria_set": ("code", "hash"),
    "overlay": ("code", "body"),
    "item": ("set_id", "overlay_id", "number"),
    "amendment": ("overlay_id", "item_id"),
    "mapping": ("old_set_id", "new_set_id", "hash"),
    "unit_version": ("unit_id", "valid_from"),
    "unit_code": ("unit_id", "valid_from", "system", "code"),
    "agency": ("folded", "unit_id", "valid_from"),
    "agency_address": ("agency_id", "address"),
    "person": ("agency_id", "folded", "title"),
    "person_address": ("person_id", "address"),
    "document": ("folded", "dated", "issuer"),
    "product": ("unit_id", "folded", "maker"),
    "work": ("unit_id", "folded"),
}

CRITERIA = frozenset(("criteria_set", "overlay", "item", "amendment", "mapping"))
"""What is published: the same in every office, whoever loaded it."""

Key = tuple[Value, ...]


class _Row(Record):
    """A row that is known by several names: who gave it one, and which write was the first."""

    order: Order
    uid: str
    offices: set[str]


class Identity:
    """Which row of this ledger a new row of another office is."""

    def __init__(self, rows: Rows, heads: Mapping[int, Head], own: str) -> None:
        self._rows = rows
        self._heads = heads
        self._own = own
        self._tables: dict[str, dict[Key, list[_Row]]] = {}

    def key(self, table: str, values: Values) -> Key | None:
        """What makes a new row of a table the same as another; None where only its uid does."""
        if table == "task":
            # One turn of a task that comes round is one task, whoever had it written down.
            told = (values.get("parent_id"), values.get("period"))
            return None if None in told else told
        names = _KEYS.get(table)
        return None if names is None else tuple(values.get(name) for name in names)

    def unit_key(self, versions: Iterable[Values], codes: Iterable[Values]) -> Key | None:
        """What makes a new unit the same as another, by what was written with it, in order."""
        version, code = next(iter(versions), None), next(iter(codes), None)
        if version is None:
            return None
        if code is not None:
            told = (code.get("system"), code.get("code"), code.get("valid_from"))
            return ("code", *told, version.get("folded"))
        names = ("kind", "folded", "parent_id", "valid_from")
        return ("name", *(version.get(name) for name in names))

    def find(self, table: str, key: Key | None, office: str) -> str | None:
        """The row that a new one of an office is, by its name here."""
        if key is None:
            return None
        fit = [each for each in self._of(table).get(key, ()) if office not in each.offices]
        return min(fit).uid if fit else None

    def note(self, table: str, key: Key | None, uid: str, head: Head, place: int) -> None:
        """Note a row that an office wrote; `uid` is its name here."""
        if key is None:
            return
        listed = self._of(table).setdefault(key, [])
        known = [each for each in listed if each.uid == uid]
        order = (*head.order, place)
        if known:
            offices = {*known[0].offices, head.office}
            listed.remove(known[0])
            listed.append(_Row(min(known[0].order, order), uid, offices))
        else:
            listed.append(_Row(order, uid, set() if table in CRITERIA else {head.office}))

    def _of(self, table: str) -> dict[Key, list[_Row]]:
        if table not in self._tables:
            self._rows.flush()
            self._tables[table] = {}
            if table in CRITERIA:
                self._published(table)
            elif table == "unit":
                self._units()
            else:
                self._entities(table)
        return self._tables[table]

    def _published(self, table: str) -> None:
        names = list(self._rows.columns(table))
        rows = self._rows.conn.execute(f"select uid, {', '.join(names)} from {table} order by id")
        for place, (uid, *row) in enumerate(rows.fetchall()):
            values = self._rows.by_name(table, dict(zip(names, row, strict=True)))
            self._tables[table].setdefault(self.key(table, values) or (), []).append(
                _Row((0, "", 0, "", place), uid, set())
            )

    def _entities(self, table: str) -> None:
        for uid, head, place, values in self._written(table):
            own = self._rows.name(table, uid)
            self.note(table, self.key(table, values), own, head, place)

    def _written(self, table: str) -> Iterable[tuple[str, Head, int, dict[str, Value]]]:
        """Every row of an entity as it was first written: its name, by whom and what."""
        seen: set[str] = set()
        for place, change, row in queries_received.inserted_in(self._rows.conn, table):
            if change in self._heads and row["uid"] not in seen:
                seen.add(row["uid"])
                yield row["uid"], self._heads[change], place, self._rows.by_name(table, row)
        for kept in queries_received.kept_in(self._rows.conn, table):
            if kept.op.uid not in seen:
                seen.add(kept.op.uid)
                values = self._rows.named(table, kept.op.after or {})
                yield kept.op.uid, kept.head, kept.op.place, values

    def _units(self) -> None:
        with_it: dict[tuple[str, str, str], list[dict[str, Value]]] = {}
        for table in ("unit_version", "unit_code"):
            for _, head, _, values in self._written(table):
                with_it.setdefault((table, head.uid, str(values.get("unit_id"))), []).append(values)
        for uid, head, place, _ in self._written("unit"):
            own = self._rows.name("unit", uid)
            told: list[Any] = [
                with_it.get((table, head.uid, own), ()) for table in ("unit_version", "unit_code")
            ]
            self.note("unit", self.unit_key(*told), own, head, place)


def written_with(ops: Iterable[Op]) -> dict[tuple[str, str], list[Values]]:
    """By table and unit, the versions and codes that are among new rows, in their order."""
    found: dict[tuple[str, str], list[Values]] = {}
    for op in ops:
        if op.table in ("unit_version", "unit_code") and op.action == "insert" and op.after:
            found.setdefault((op.table, str(op.after.get("unit_id"))), []).append(op.after)
    return found
