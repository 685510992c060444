"""Criteria sets in the ledger: laid down once, whole, and read back exactly as they were."""

import json
import sqlite3
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from ntmtrack.domain.criteria import (
    AmendedItem,
    Baseline,
    CriteriaSet,
    Criterion,
    Indicator,
    Overlay,
)
from ntmtrack.domain.criteria_compare import content_hash
from ntmtrack.domain.criteria_file import read_overlay, read_set
from ntmtrack.domain.criteria_terms import PassKind, PassRule
from ntmtrack.domain.numbers import number_key
from ntmtrack.domain.text import tokens
from ntmtrack.domain.withdrawal import Withdrawal
from ntmtrack.store.queries_catalogue import set_bodies
from ntmtrack.store.writing import Value, Writing

_ITEMS = {"criteria": "criterion", "indicators": "indicator", "thresholds": "threshold"}
"""Lists of a value, and what a criteria file calls them."""

_OWN_TABLES = {*_ITEMS, "withdrawal"}

_DAYS = ("issued", "effective")


def store_set(change: Writing, criteria: CriteriaSet) -> int:
    """Lay a set down; the key of the new set."""
    key = change.insert(
        "criteria_set",
        {
            "code": criteria.code,
            "folded": " ".join(
                tokens(f"{criteria.code} {criteria.name} {criteria.decision or ''}")
            ),
            "level": str(criteria.level),
            "name": criteria.name,
            "decision": criteria.decision,
            "issued": _iso(criteria.issued),
            "effective": _iso(criteria.effective),
            "period": criteria.period,
            "hash": content_hash(criteria),
            "body": _dump(
                {"set": _plain(criteria), **_listed(criteria), **_rule(criteria.withdrawal)}
            ),
        },
    )
    _store_criteria(change, key, criteria.criteria, overlay=None)
    return key


def store_overlay(change: Writing, set_key: int, overlay: Overlay, *, over: CriteriaSet) -> int:
    """Lay an overlay over a set: its whole body, the items it adds and the texts it amends."""
    key = change.insert(
        "overlay",
        {
            "code": overlay.code,
            "set_id": set_key,
            "name": overlay.name,
            "decision": overlay.decision,
            "issued": _iso(overlay.issued),
            "effective": overlay.effective.isoformat(),
            "body": _dump(_overlay_body(overlay)),
        },
    )
    known = _numbered(change, set_key)
    new = tuple(item for item in overlay.criteria if item.number not in known)
    _store_criteria(change, set_key, new, overlay=key)
    known = _numbered(change, set_key)
    for indicator in overlay.indicators:
        criterion = indicator.number.partition(".")[0]
        # What the set has already, or has no place for, the set in force passes over too.
        if indicator.number not in known and criterion in known:
            change.insert("item", _item(set_key, indicator, known[criterion], key))
    known = _numbered(change, set_key)
    for amended in overlay.amended:
        # The text of a criterion's own measure is not the criterion's name.
        own_measure = not amended.of_criterion and over.criterion(amended.number) is not None
        if own_measure and over.indicator(amended.number) is not None:
            continue
        if amended.name is not None and amended.number in known:
            change.insert(
                "amendment",
                {
                    "overlay_id": key,
                    "item_id": known[amended.number],
                    "name": amended.name,
                },
            )
    return key


def read_stored(conn: sqlite3.Connection, key: int) -> tuple[CriteriaSet, tuple[Overlay, ...]]:
    """A set and its overlays as they were laid down."""
    body, laid = set_bodies(conn, key)
    return read_set(_load(body)), tuple(read_overlay(_load(each)) for each in laid)


def _store_criteria(
    change: Writing,
    set_key: int,
    criteria: tuple[Criterion, ...],
    *,
    overlay: int | None,
) -> None:
    for criterion in criteria:
        parent = change.insert("item", _item(set_key, criterion, None, overlay))
        # An indicator that bears its criterion's number is the criterion's own measure.
        change.insert_many(
            "item",
            [
                _item(set_key, indicator, parent, overlay)
                for indicator in criterion.indicators
                if indicator.number != criterion.number
            ],
        )


def _item(
    set_key: int, item: Criterion | Indicator, parent: int | None, overlay: int | None
) -> dict[str, Value]:
    return {
        "set_id": set_key,
        "overlay_id": overlay,
        "parent_id": parent,
        "sort_key": sort_key(item.number),
        "number": item.number,
        "name": item.name,
        "needed": _needed(item.pass_rule) if isinstance(item, Criterion) else None,
    }


def sort_key(number: str) -> str:
    """A number as text that sorts as numbers do: "017.002" for "17.2", before "017.010"."""
    parts, letter = number_key(number)
    return ".".join(f"{part:03d}" for part in parts) + (f"+{letter:02d}" if letter else "")


def _needed(rule: PassRule) -> int | None:
    return 1 if rule.kind is PassKind.ANY else rule.needed


def _numbered(change: Writing, set_key: int) -> dict[str, int]:
    """The key of every item of a set, by number."""
    return dict(change.conn.execute("select number, id from item where set_id = ?", (set_key,)))


def _plain(value: Any) -> dict[str, Any]:
    """A value as a criteria file writes it, its lists aside; what is empty is left out."""
    return {
        field.name: _written(getattr(value, field.name))
        for field in fields(value)
        if field.name not in _OWN_TABLES and not _is_empty(getattr(value, field.name))
    }


def _listed(value: Any) -> dict[str, Any]:
    return {
        _ITEMS[field.name]: [
            {**_plain(item), **_listed(item)} for item in getattr(value, field.name)
        ]
        for field in fields(value)
        if field.name in _ITEMS and getattr(value, field.name)
    }


def _overlay_body(overlay: Overlay) -> dict[str, Any]:
    head = {
        name: written
        for name, written in _plain(overlay).items()
        if name not in ("charges", "amended")
    }
    return {
        "overlay": head,
        "threshold": [
            {"number": laid.number, **_plain(laid.threshold)} for laid in overlay.thresholds
        ],
        "agency": [{"number": each.number, "agency": each.agency} for each in overlay.charges],
        "criterion": [{**_plain(each), **_listed(each)} for each in overlay.criteria],
        "indicator": [{**_plain(each), **_listed(each)} for each in overlay.indicators],
        "amended": [_amended(each) for each in overlay.amended],
        **_rule(overlay.withdrawal),
    }


def _rule(rule: Withdrawal | None) -> dict[str, Any]:
    if rule is None:
        return {}
    cases = [
        {name: fact for name, fact in case._asdict().items() if not _is_empty(fact)}
        for case in rule.cases
    ]
    return {"withdrawal": {"source": rule.source, "beside": rule.beside, "case": cases}}


def _amended(item: AmendedItem) -> dict[str, Any]:
    written = _plain(item)
    if written.pop("of_criterion"):
        written["item"] = "criterion"
    return written


def _is_empty(fact: object) -> bool:
    return fact is None or fact == ()


def _written(fact: Any) -> Any:
    if isinstance(fact, PassRule):
        return fact.words
    if isinstance(fact, Baseline):
        return {"value": fact.value, "on": fact.on}
    if isinstance(fact, tuple) and fact and hasattr(fact[0], "key"):
        return {group.key: group.words for group in fact}
    return fact


def _dump(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, default=_as_json)


def _as_json(fact: object) -> object:
    if isinstance(fact, date):
        return fact.isoformat()
    if isinstance(fact, Decimal):
        # Levels have few digits: the shortest float reads back as the same decimal.
        return int(fact) if fact == fact.to_integral_value() else float(fact)
    raise TypeError(type(fact).__name__)


def _load(body: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(body, parse_float=Decimal)
    for head in (data.get("set"), data.get("overlay")):
        for name in _DAYS:
            if head and name in head:
                head[name] = date.fromisoformat(head[name])
    listed = [*data.get("criterion", ()), data]
    for indicator in (item for each in listed for item in each.get("indicator", ())):
        if "baseline" in indicator:
            baseline = indicator["baseline"]
            baseline["on"] = date.fromisoformat(baseline["on"])
    return data


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
