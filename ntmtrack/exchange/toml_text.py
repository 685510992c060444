"""Criteria sets, overlays and mappings as TOML: what `criteria load` reads."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAYS = ("issued", "effective", "on")
"""The keys of a criteria file that hold days; the ledger keeps them as ISO text."""


def of_body(body: str) -> str:
    """The TOML of what the ledger keeps as JSON; `criteria load` reads the same content of it."""
    import tomli_w

    told: Mapping[str, Any] = json.loads(body, parse_float=Decimal)
    return tomli_w.dumps(_typed("", told), indent=2)


def _typed(key: str, fact: Any) -> Any:
    """A fact with its days as days, which TOML knows and JSON does not."""
    if isinstance(fact, Mapping):
        return {name: _typed(name, each) for name, each in fact.items()}
    if isinstance(fact, list):
        return [_typed("", each) for each in fact]
    if isinstance(fact, str) and key in _DAYS and _DAY.fullmatch(fact):
        return date.fromisoformat(fact)
    return fact
