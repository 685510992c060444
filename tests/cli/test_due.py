"""`due`: which tasks fall due soon."""

from pathlib import Path

import pytest

from tests.factories import TODAY, a_task
from tests.run import refused, rows, run


def _tasks(*argv: object, db: Path, today: str = TODAY) -> list[str]:
    return [row["task"] for row in rows("due", *argv, db=db, today=today)]


def test_a_week_from_today_both_ends_included(demo: Path) -> None:
    for day in ("8/7/2024", "9/7/2024", "16/7/2024", "17/7/2024"):
        a_task(demo, title=day, due=day)
    found = [row["title"] for row in rows("due", db=demo, today=TODAY)]
    assert found == ["9/7/2024", "16/7/2024"]


@pytest.mark.parametrize("within", ["175", "175d", "175n", "25w", "25t", " 25 W "])
def test_within_takes_days_and_weeks(demo_file: Path, within: str) -> None:
    assert len(_tasks("--within", within, db=demo_file)) == 3


@pytest.mark.parametrize("within", ["174d", "24w", "0"])
def test_within_ends_where_it_says(demo_file: Path, within: str) -> None:
    assert _tasks("--within", within, db=demo_file) == []


@pytest.mark.parametrize("within", ["-1", "3661d", "1m", "a week", "1.5", ""])
def test_what_is_no_number_of_days_is_refused(demo_file: Path, within: str) -> None:
    assert "7d" in refused(run("due", "--within", within, db=demo_file), 3)


def test_the_nearest_comes_first_with_its_days_left(demo: Path) -> None:
    a_task(demo, due="12/7/2024")
    a_task(demo, due="10/7/2024")
    assert [row["days_left"] for row in rows("due", db=demo, today=TODAY)] == [1, 3]


@pytest.mark.parametrize(
    ("argv", "count"),
    [
        (("ban bo",), 2),
        (("--under", "lai chau"), 2),
        (("--lead", "BCD-BB"), 1),
        (("--coordinator", "BCD-BB"), 0),
        (("--document", "bang coc"), 1),
    ],
    ids=str,
)
def test_it_narrows(demo_file: Path, argv: tuple[str, ...], count: int) -> None:
    assert len(_tasks("--within", "26w", *argv, db=demo_file)) == count


def test_the_due_is_seen_on_every_terminal(demo_file: Path) -> None:
    for width in (60, 80, 100, 160):
        shown = run("due", "--within", "26w", db=demo_file, today=TODAY, tty=True, width=width).out
        assert "năm 2024" in " ".join(shown.split())


def test_the_end_of_time_is_no_fault(demo_file: Path) -> None:
    assert _tasks("--within", "3660d", db=demo_file, today="2199-12-31") == []
