"""What a question costs grows with its answer, not with the file: counted in steps of SQLite.

The steps of its machine are the same on every machine and at every hour.
"""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.bench.many_tasks import TODAY, make
from tests.bench.nation_data import fill
from tests.run import run

FEW, MANY = 100, 3000
_EVERY = 20
"""Steps are counted in lots of so many."""


def steps(db: Path, *argv: str, code: int = 0) -> int:
    """The steps of all that a command line asks, apart from the opening of the ledger."""
    lots = 0
    connect = sqlite3.connect

    def count() -> int:
        nonlocal lots
        lots += 1
        return 0

    def counted(*given: Any, **named: Any) -> sqlite3.Connection:
        conn = connect(*given, **named)
        conn.set_progress_handler(count, _EVERY)
        return conn

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", counted)
        result = run(*argv, db=db, today=TODAY.isoformat())
    assert result.code == code, result.err
    return lots * _EVERY


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two ledgers with the same late tasks, and few others or many."""
    folder = tmp_path_factory.mktemp("offices")
    few, many = folder / "few.db", folder / "many.db"
    make(few, FEW)
    make(many, MANY)
    return few, many


@pytest.mark.parametrize(
    "argv",
    [
        ("due", "--within", "5d"),
        ("task", "show", "NV2025-001"),
        ("task", "list", "--orphaned"),
        ("unmet", "xa so 5"),
        ("unmet",),
        ("status",),
        ("agency", "show", "Phòng 3"),
        ("log", "list"),
        ("task", "note", "NV2025-002", "--text", "đã gọi"),
        ("task", "done", "NV2025-003"),
        ("task", "extend", "NV2025-004", "--due", "1/3/2026", "--reason", "mưa lũ"),
        ("task", "assign", "NV2025-005", "--lead", "Phòng 7"),
        ("task", "cancel", "NV2025-006", "--reason", "trùng"),
        ("task", "split", "NV2025-007", "--lead", "Phòng 7", "--lead", "Phòng 8"),
        ("task", "correct", "NV2025-008", "--title", "Kế hoạch", "--reason", "gõ nhầm"),
        ("task", "occur"),
        ("task", "add", "xa so 5", "--title", "Việc mới", "--due", "1/3/2026"),
    ],
    ids=" ".join,
)
def test_what_is_asked_of_one_task_or_of_none_costs_the_same_among_many(
    offices: tuple[Path, Path], argv: tuple[str, ...]
) -> None:
    few, many = (steps(db, *argv) for db in offices)
    assert many <= 1.05 * few + 200


def test_what_is_undone_costs_what_it_wrote(offices: tuple[Path, Path]) -> None:
    for db in offices:
        assert run("task", "note", "NV2025-009", "--text", "đã gọi", db=db).code == 0
    few, many = (steps(db, "undo", "--yes") for db in offices)
    assert many <= 1.05 * few + 200


def test_what_is_late_costs_what_is_late_and_the_days_of_giving(
    offices: tuple[Path, Path],
) -> None:
    few, many = (steps(db, "overdue") for db in offices)
    # The share of all tasks is counted by class and day of giving, never task by task.
    assert many - few < 15 * (MANY - FEW)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, int], Path]:
    """Ledgers of so many communes, judged in so many months."""
    folder = tmp_path_factory.mktemp("judged")
    found = {}
    for communes, months in ((4, 1), (4, 24), (40, 1)):
        found[communes, months] = folder / f"{communes}-{months}.db"
        fill(found[communes, months], communes=communes, months=months)
    return found


@pytest.mark.parametrize(
    "argv",
    [("unmet", "{unit}"), ("status", "{unit}"), ("status",), ("overdue",), ("trend", "{unit}")],
    ids=" ".join,
)
def test_what_stands_costs_the_same_after_years_as_after_a_month(
    judged: dict[tuple[int, int], Path], argv: tuple[str, ...]
) -> None:
    asked = [word.format(unit=commune(judged[4, 1])) for word in argv]
    month, years = (steps(judged[4, months], *asked) for months in (1, 24))
    assert years <= 1.1 * month


@pytest.mark.parametrize("argv", [("unmet", "{unit}"), ("status", "{unit}")], ids=" ".join)
def test_what_is_asked_of_one_commune_costs_the_same_among_many(
    judged: dict[tuple[int, int], Path], argv: tuple[str, ...]
) -> None:
    asked = [word.format(unit=commune(judged[4, 1])) for word in argv]
    few, many = (steps(judged[communes, 1], *asked) for communes in (4, 40))
    assert many <= 1.05 * few


def commune(db: Path) -> str:
    """The code of a commune that is in each of the ledgers."""
    rows = run("unit", "list", "-f", "json", db=db, today="2025-12-31").rows
    return str(next(row["unit"] for row in rows if row["kind"] == "commune"))
