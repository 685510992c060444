"""Changes as they travel: a line of JSON each, the same in a bundle and on a hub.

A row is named by its uid, also where another row names it. An insert carries all values that are
not empty; an update carries, before and after, all columns of every group that it touched; a
deletion carries what was there.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from ntmtrack.domain.change import Change, Head, Op, Value, Values
from ntmtrack.domain.travel import TABLES
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say

__all__ = ["ACTIONS", "KINDS", "MOST", "Change", "Head", "Op", "Value", "Values", "line", "read"]

ACTIONS = ("insert", "update", "delete")
KINDS = ("command", "undo", "bundle", "migration")

MOST = 2**53
"""No count or number on the way is larger: it would not survive every reader of JSON."""

_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOMENT = re.compile(r"[0-9]{4}(?:-[0-9]{2}){2}T[0-9]{2}(?::[0-9]{2}){2}\.[0-9]{3}Z")


def line(change: Change) -> str:
    """A change as one line of JSON, without its end."""
    told = {
        **change.head._asdict(),
        "whole": change.whole,
        "ops": [
            {key: fact for key, fact in op._asdict().items() if fact is not None}
            for op in change.ops
        ],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Change:
    """The change that a line tells. Raises DataError for what is none."""
    try:
        told = json.loads(text, parse_float=_no_number, parse_constant=_no_number)
        if "\\u" in text:
            # Half a letter, or none at all, is text to JSON and to no database.
            json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise _fault(say("the line is not JSON")) from error
    if not isinstance(told, dict) or told.keys() != _KEYS:
        raise _fault(say("the line is no change"))
    ops = told["ops"]
    if not isinstance(ops, list) or type(told["whole"]) is not bool:
        raise _fault(say("the line is no change"))
    return Change(_head(told), tuple(_op(each) for each in ops), told["whole"])


_KEYS = {*Head._fields, "whole", "ops"}
_OF_OP = {*Op._fields}


def _head(told: Mapping[str, Any]) -> Head:
    texts = ("uid", "office", "kind", "recorded_at", "actor", "command")
    sound = (
        all(isinstance(told[key], str) for key in texts)
        and all(isinstance(told[key], str | None) for key in ("reason", "undoes"))
        and all(type(told[key]) is int and 0 < told[key] < MOST for key in ("seq", "lamport"))
        and _UID.fullmatch(told["uid"])
        and _UID.fullmatch(told["office"])
        and (told["undoes"] is None or _UID.fullmatch(told["undoes"]))
        and told["kind"] in KINDS
        and _MOMENT.fullmatch(told["recorded_at"])
    )
    if not sound:
        raise _fault(say("the line is no change"))
    return Head(**{key: told[key] for key in Head._fields})


def _op(told: object) -> Op:
    if not isinstance(told, dict) or not told.keys() <= _OF_OP:
        raise _fault(say("the line is no change"))
    fields: list[Any] = [told.get(key) for key in Op._fields]
    place, table, uid, action, before, after = fields
    sound = (
        type(place) is int
        and 0 <= place < MOST
        and isinstance(table, str)
        and isinstance(uid, str)
        and _UID.fullmatch(uid)
        and action in ACTIONS
        and (before is None) == (action == "insert")
        and (after is None) == (action == "delete")
        and all(_are_values(side) for side in (before, after) if side is not None)
    )
    if not sound:
        raise _fault(say("the line is no change"))
    if table not in TABLES:
        raise _fault(say("there is no table {table} that travels", table=table))
    if action == "update" and not TABLES[table].entity:
        # Facts are appended and taken back, never corrected.
        raise _fault(say("the line is no change"))
    return Op(place, table, uid, action, before, after)


def _are_values(side: object) -> bool:
    if not isinstance(side, dict):
        return False
    # The keys of JSON are texts.
    for value in side.values():
        if isinstance(value, str):
            if "\0" in value:
                return False
        elif value is not None and not (type(value) is int and -MOST < value < MOST):
            return False
    return True


def _no_number(text: str) -> object:
    raise ValueError(text)


def _fault(what: Message) -> DataError:
    return DataError(what, hint=say("ask the office for the bundle again; nothing was written"))
