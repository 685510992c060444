"""A nation's ledger from a seed: 34 provinces, 3,321 communes, 57 indicators, 60 months.

It is written as offices would write it, month after month, one change each, with every trigger and
check on; only that a whole nation's month comes at once. Verdicts are reached and lost again, so
that there is something that fell back, and a trend. Twice a year some communes are verified.
"""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ntmtrack.app.office import furnish
from ntmtrack.domain.text import fold
from ntmtrack.domain.unit import bare_name
from ntmtrack.importers.unit_table import UnitTable, all_units
from ntmtrack.store.database import create
from ntmtrack.store.writing import Occasion, Writing, writing

SET = "xa-ntm-2021-2025"
FIRST_YEAR = 2021
COMMUNES, MONTHS = 3321, 60
PROVINCE = "08"
"""Tuyên Quang has 124 communes: the province of every question about one."""

_TURNS = {
    "unmet": ((0.030, "met"), (0.036, "nearly_met")),
    "nearly_met": ((0.050, "met"), (0.055, "unmet")),
    "met": ((0.003, "unmet"), (0.004, "nearly_met")),
    "not_applicable": (),
}
"""From each verdict, up to which draw of a month it turns to which other."""

_START = ((0.40, "met"), (0.50, "nearly_met"), (0.96, "unmet"), (1.00, "not_applicable"))


def fill(ledger: Path, *, communes: int = COMMUNES, months: int = MONTHS) -> None:
    """Make a ledger of the first communes of the nation, province by province; always the same.

    Of fewer than all, those of the province that questions are asked about come first.
    """
    create(ledger)
    with _change(ledger, date(FIRST_YEAR, 1, 1)) as change:
        furnish(change, None)
        keys = _units(change, communes)
        of = _one(change, "select id from criteria_set where code = ?", SET)
        items = _indicators(change, of)
        _register(change, keys, of)
    chance = random.Random(20211231)
    said = {(unit, item): _first(chance.random()) for unit in keys for item in items}
    for month in range(months):
        day = date(FIRST_YEAR + month // 12, month % 12 + 1, 25)
        with _change(ledger, day) as change:
            change.insert_many("assessment", list(_month(said, day, chance)))
    with sqlite3.connect(ledger) as conn:
        conn.execute("pragma optimize")


def _first(draw: float) -> str:
    return next(word for upto, word in _START if draw < upto)


def _month(
    said: dict[tuple[int, int], str], day: date, chance: random.Random
) -> Iterator[dict[str, Any]]:
    checked = day.month in (6, 12)
    on = day.isoformat()
    for (unit, item), word in said.items():
        draw = chance.random()
        for upto, turned in _TURNS[word]:
            if draw < upto:
                said[unit, item] = word = turned
                break
        yield {
            "unit_id": unit,
            "item_id": item,
            "stage": "verification" if checked and unit % 5 == 0 else "self",
            "verdict": word,
            "assessed_on": on,
            "judged": "by_hand",
        }


def _units(change: Writing, wanted: int) -> list[int]:
    """The provinces and so many communes of the shipped table; the keys of the communes."""
    listed = all_units(UnitTable.FROM_SWITCH).values()
    provinces = [each for each in listed if each.parent_code is None]
    communes = sorted(
        (each for each in listed if each.parent_code is not None),
        key=lambda each: (each.parent_code != PROVINCE, each.parent_code, each.code),
    )[:wanted]
    keys: dict[str, int] = {}
    for each in (*provinces, *communes):
        keys[each.code] = change.insert("unit", {})
    change.insert_many(
        "unit_version",
        [
            {
                "unit_id": keys[each.code],
                "kind": each.kind.value,
                "name": each.name,
                "folded": fold(each.name),
                "bare": fold(bare_name(each.name, each.kind)),
                "parent_id": keys[each.parent_code] if each.parent_code else None,
            }
            for each in (*provinces, *communes)
        ],
    )
    change.insert_many(
        "unit_code",
        [{"unit_id": keys[each.code], "code": each.code} for each in (*provinces, *communes)],
    )
    return [keys[each.code] for each in communes]


def _indicators(change: Writing, of: int) -> list[int]:
    """What is judged month by month: every item that has no items of its own."""
    rows = change.conn.execute(
        "select id from item i where set_id = ? and not exists"
        " (select 1 from item c where c.parent_id = i.id) order by sort_key",
        (of,),
    )
    return [key for (key,) in rows]


def _register(change: Writing, communes: Sequence[int], of: int) -> None:
    change.insert_many(
        "standing",
        [
            {
                "unit_id": key,
                "set_id": of,
                "event": "registered",
                "happened_on": f"{FIRST_YEAR}-01-01",
                "target_words": f"năm {FIRST_YEAR + 1 + key % 5}",
                "target_start": f"{FIRST_YEAR + 1 + key % 5}-01-01",
                "target_last": f"{FIRST_YEAR + 1 + key % 5}-12-31",
                "target_precision": "year",
            }
            for key in communes
        ],
    )


def _one(change: Writing, question: str, *given: str) -> int:
    return int(change.conn.execute(question, given).fetchone()[0])


def _change(ledger: Path, day: date) -> Any:
    moment = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    return writing(ledger, Occasion("bench", "tests.bench.nation", moment))
