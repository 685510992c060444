"""What a ledger must come to, worked out from the rules and all that was told, in no hurry.

Every row of every office is known by the smallest of the names that offices gave it.
"""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from ntmtrack.domain.change import Change
from ntmtrack.domain.travel import TABLES
from tests.exchange.worlds import Office

LEFT_OUT = ("unit", "unit_version", "unit_code")
"""Laid by every office for itself, and the same everywhere."""

Content = dict[tuple[str, str], dict[str, Any]]


def classes(offices: Iterable[Office]) -> dict[str, str]:
    """By name, the smallest name of the same thing, as far as the ledgers know them."""
    above: dict[str, str] = {}

    def top(uid: str) -> str:
        while uid in above:
            uid = above[uid]
        return uid

    for office in offices:
        for one, other in office.ledger.rows("select foreign_uid, row_uid from alias"):
            low, high = sorted((top(one), top(other)))
            if low != high:
                above[high] = low
    return {uid: top(uid) for uid in above}


def content(office: Office, same: dict[str, str]) -> Content:
    """The rows of a ledger that travel, by their smallest names."""
    found: Content = {}
    for table, travelling in TABLES.items():
        with office.ledger.foreign() as conn:
            cursor = conn.execute(f"select * from {table}")
            names = [each[0] for each in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor]
            uids = {
                name: dict(conn.execute(f"select id, uid from {other}"))
                for name, other in travelling.names.items()
            }
        for row in rows:
            uid = row.pop("uid")
            row = {
                name: uids[name].get(value) if name in uids else value
                for name, value in row.items()
                if name not in ("id", "change_id", *travelling.derived) and value is not None
            }
            found[table, same.get(uid, uid)] = _alike(row, same)
    return found


def _alike(values: Any, same: dict[str, str]) -> Any:
    text = json.dumps(values)
    for uid, least in same.items():
        text = text.replace(uid, least)
    return json.loads(text)


def expected(changes: Iterable[Change], same: dict[str, str]) -> Content:
    """What all that offices told comes to: every value that nobody replaced who had seen it."""
    told: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    seen = set()
    settled = set()
    for change in changes:
        for op in change.ops:
            if (change.head.uid, op.place) in seen:
                continue
            seen.add((change.head.uid, op.place))
            order = (*change.head.order, op.place)
            before, after = _alike(op.before, same), _alike(op.after, same)
            if op.table == "settlement":
                row = after or before
                settled.add((change.head.uid, row["at_table"], row["row_uid"], row["field"]))
            key = (op.table, same.get(op.uid, op.uid))
            told.setdefault(key, []).append(
                (order, change.head.uid, op.uid, op.action, before, after)
            )
    for listed in told.values():
        listed.sort(key=lambda each: each[0])
    inside = {key for key, listed in told.items() if _inside(listed)}
    choices = [
        (min(told["settlement", uid])[0], min(told["settlement", uid])[5])
        for table, uid in inside
        if table == "settlement"
    ]
    values = {
        key: _values(key, listed, [each for each in choices if _is_of(each[1], key)], settled)
        for key, listed in told.items()
    }
    grown = True
    while grown:
        named = {
            (TABLES[table].names[column], value)
            for table, uid in inside
            for column, value in values[table, uid].items()
            if column in TABLES[table].names
        }
        grown = bool((named & told.keys()) - inside)
        inside |= named & told.keys()
    return {key: values[key] for key in inside}


def _is_of(choice: dict[str, Any], key: tuple[str, str]) -> bool:
    return (choice["at_table"], choice["row_uid"]) == key


def _inside(listed: list[tuple[Any, ...]]) -> bool:
    last = {uid: action for _, _, uid, action, _, _ in listed if action != "update"}
    return "insert" in last.values()


def _values(
    key: tuple[str, str],
    listed: list[tuple[Any, ...]],
    choices: list[tuple[Any, dict[str, Any]]],
    settled: set[tuple[str, ...]],
) -> dict[str, Any]:
    table = key[0]
    if not TABLES[table].entity:
        return next(after for *_, action, _, after in reversed(listed) if action == "insert")
    groups = [*TABLES[table].together]
    columns = {name for each in listed for side in each[4:] if side for name in side}
    groups += [(name,) for name in columns if not any(name in group for group in groups)]
    found = {}
    for group in groups:
        standing: list[Any] = []
        events = [(each[0], "write", each) for each in listed]
        events += [(order, "choice", each) for order, each in choices if each["field"] in group]
        for _, kind, event in sorted(events, key=lambda each: each[0]):
            if kind == "choice":
                gone = [_part(each, group) for each in json.loads(event["dropped"])]
                kept = _part(json.loads(event["kept"]), group)
                standing = [each for each in standing if each not in (*gone, kept)] + [kept]
                continue
            _, change, _, action, before, after = event
            if action == "delete" or not set(group) & set(after):
                continue
            new = _part(after, group)
            empty = all(value is None for value in new)
            if action == "insert" and (empty or (group == ("number",) and standing)):
                continue
            if action == "update" and any((change, *key, name) in settled for name in group):
                continue
            old = _part(before, group) if action == "update" else None
            standing = [each for each in standing if each not in (old, new)] + [new]
        if standing:
            found.update(zip(group, standing[-1], strict=True))
    return {
        name: value
        for name, value in found.items()
        if value is not None and name not in TABLES[table].derived
    }


def _part(values: dict[str, Any], group: tuple[str, ...]) -> list[Any]:
    return [values.get(name) for name in group]


def without_units(found: Content) -> Content:
    return {key: row for key, row in found.items() if key[0] not in LEFT_OUT}


def parts(changes: Iterable[Change]) -> list[list[Change]]:
    """The changes, each with its pieces."""
    return [list(pieces) for _, pieces in groupby(changes, key=lambda each: each.head.uid)]
