"""How the questions that matter for speed are sought: down an index, never through all rows."""

import re
import sqlite3
from datetime import date
from typing import Any

import pytest

from ntmtrack.store.queries import View, latest, pairs, standings, tallies
from ntmtrack.store.queries_tasks import Which, tasks
from tests.store.ledgers import Ledger

LATER = View(date(2024, 12, 31))


class Explaining:
    """A connection that answers every question with nothing and keeps how it would be sought."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.plan: list[str] = []

    def execute(self, sql: str, places: Any = ()) -> list[Any]:
        explained = self.conn.execute(f"explain query plan {sql}", places)
        self.plan += [row[3] for row in explained]
        return []


def scans(plan: list[str]) -> list[str]:
    """The tables gone through row by row."""
    harmless = r"SCAN (?!\d+ CONSTANT|CONSTANT|stage|newest|\(subquery)"
    return [line for line in plan if re.match(harmless, line)]


def test_what_is_late_is_sought_down_the_partial_index(ledger: Ledger) -> None:
    with ledger.reading() as conn:
        explaining: Any = Explaining(conn)
        tasks(explaining, LATER, which=Which.LATE)
    assert "SEARCH t USING INDEX task_late (last_day<?)" in explaining.plan
    assert "SEARCH t USING INDEX task_closed (closed_on>?)" in explaining.plan
    assert scans(explaining.plan) == []


def test_the_latest_judgement_is_sought_and_history_never_scanned(ledger: Ledger) -> None:
    with ledger.reading() as conn:
        explaining: Any = Explaining(conn)
        latest(explaining, [1, 2], [1, 2], LATER)
    sought = "USING COVERING INDEX assessment_latest (unit_id=? AND item_id=? AND stage=?"
    assert any(
        line.startswith(("SEARCH l " + sought, "SEARCH l USING INDEX")) for line in explaining.plan
    )
    assert "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)" in explaining.plan
    assert scans(explaining.plan) == []


@pytest.mark.parametrize("query", [pairs, tallies, standings])
def test_counts_and_standings_are_sought_by_unit(ledger: Ledger, query: Any) -> None:
    with ledger.reading() as conn:
        explaining: Any = Explaining(conn)
        query(explaining, [1, 2], LATER)
    assert [line for line in scans(explaining.plan) if not line.startswith("SCAN s")] == []
