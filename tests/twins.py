"""A ledger with the content of another, whose rows came in another order and have other keys."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ntmtrack.domain.travel import TABLES
from ntmtrack.store.database import create, open_reader
from ntmtrack.store.writing import Occasion, writing

Row = dict[str, Any]
_Key = tuple[str, int]


def twin(path: Path, into: Path, *, seed: int = 7) -> None:
    """Make a ledger of all rows that travel, in one change of kind bundle.

    They come in any order in which a row comes after those that it names, and some keys are
    never given, so that no row has the key that it had.
    """
    chance = random.Random(seed)
    with closing(open_reader(path)) as conn:
        rows = {table: _rows(conn, table) for table in TABLES}
    create(into)
    occasion = Occasion(
        "Bình", "bundle apply", datetime.now(UTC) + timedelta(days=40), kind="bundle"
    )
    given: dict[_Key, int] = {}
    last = dict.fromkeys(TABLES, 500)
    with writing(into, occasion) as change:
        for table, key in _shuffled(rows, chance):
            row = dict(rows[table][key])
            for column, named in TABLES[table].names.items():
                if row[column] is not None:
                    row[column] = given[named, row[column]]
            given[table, key] = last[table] = last[table] + chance.randint(1, 3)
            change.insert_many(table, [{**row, "id": last[table]}])


def _rows(conn: sqlite3.Connection, table: str) -> dict[int, Row]:
    cursor = conn.execute(f"select * from {table}")
    names = [each[0] for each in cursor.description]
    found = {}
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        del row["change_id"]
        found[row.pop("id")] = row
    return found


def _shuffled(rows: dict[str, dict[int, Row]], chance: random.Random) -> Iterator[_Key]:
    """Every row once, in an order of chance, but after those that it names."""
    wanted = [(table, key) for table, listed in rows.items() for key in listed]
    chance.shuffle(wanted)
    done: set[_Key] = set()
    for each in wanted:
        waiting = [each]
        while waiting:
            table, key = waiting[-1]
            row = rows[table][key]
            ahead = [
                (named, row[column])
                for column, named in TABLES[table].names.items()
                if row[column] is not None and (named, row[column]) not in done
            ]
            if ahead:
                waiting += ahead
                continue
            waiting.pop()
            if (table, key) not in done:
                done.add((table, key))
                yield table, key
