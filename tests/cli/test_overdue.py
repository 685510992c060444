"""`overdue`: which tasks are late."""

from pathlib import Path

import pytest

from tests.factories import TODAY, a_task, done
from tests.run import refused, rows, run


def _tasks(*argv: object, db: Path, today: str = TODAY) -> list[str]:
    return [row["task"] for row in rows("overdue", *argv, db=db, today=today)]


def test_a_span_is_late_only_from_the_day_after_its_last_day(demo: Path) -> None:
    number = a_task(demo, due="trước ngày 10/7/2024")
    assert number not in _tasks(db=demo, today="2024-07-10")
    assert number in _tasks(db=demo, today="2024-07-11")


def test_it_counts_the_days_and_gives_the_words(demo_file: Path) -> None:
    row = rows("overdue", "ban bo", db=demo_file, today=TODAY)[0]
    assert row["days_late"] == 405
    assert row["due_text"] == "trong tháng 5/2023"
    assert (row["precision"], row["due"], row["original_due"]) == (
        "month",
        "2023-05-31",
        "2023-05-31",
    )


def test_the_official_split_is_told_with_the_undated_apart(demo_file: Path) -> None:
    shown = run("overdue", db=demo_file, today=TODAY).out
    assert "open in time 3 · open overdue 6; no due 11" in shown


def test_tasks_stand_under_their_leads_and_those_without_are_listed(demo_file: Path) -> None:
    shown = run("overdue", db=demo_file, today=TODAY).out
    for heading in ("UBND huyện Đông Sơn: 1 task", "no lead: 2 tasks"):
        assert heading in shown


@pytest.mark.parametrize(
    ("argv", "count"),
    [
        (("ban bo",), 3),
        (("ban bo", "binh an"), 4),
        (("--under", "tuyen quang"), 2),
        (("--lead", "BCD-BB"), 3),
        (("--lead", "ubnd huyen dong son"), 1),
        (("--coordinator", "BCD-BB"), 0),
        (("--document", "ban bo"), 3),
        (("--set", "xa-ntm-nang-cao-2021-2025"), 3),
        (("--criterion", "10,19"), 2),
        (("--set", "xa-ntm-2021-2025", "--criterion", "10"), 0),
        (("--as-of", "31/5/2023"), 3),
        (("--as-of", "1/6/2023"), 6),
    ],
    ids=str,
)
def test_it_narrows(demo_file: Path, argv: tuple[str, ...], count: int) -> None:
    assert len(_tasks(*argv, db=demo_file)) == count


def test_what_was_done_late_is_late_no_longer(demo: Path) -> None:
    done("task", "done", "NV2023-005", "--on", "1/7/2024", db=demo)
    assert "NV2023-005" not in _tasks(db=demo)
    assert "NV2023-005" in _tasks("--as-of", "30/6/2024", db=demo)
    assert "done late 1" in run("overdue", db=demo, today=TODAY).out


def test_sorting(demo_file: Path) -> None:
    by_task = _tasks("--sort", "task", db=demo_file)
    assert sorted(by_task) == sorted(_tasks("--sort", "unit", db=demo_file))
    assert _tasks(db=demo_file) == _tasks("--sort", "days", db=demo_file)
    days = [row["days_late"] for row in rows("overdue", db=demo_file, today=TODAY)]
    assert days == sorted(days, reverse=True)
    refused(run("overdue", "--sort", "khong", db=demo_file), 2)


def test_the_tasks_of_an_agency_that_has_ended_can_still_be_asked_for(demo: Path) -> None:
    done("agency", "set", "BCD-BB", "--to", "30/6/2024", db=demo)
    assert len(_tasks("--lead", "BCD-BB", db=demo)) == 3


def test_nothing_late_is_said_and_is_no_failure(new_file: Path) -> None:
    result = run("overdue", db=new_file)
    assert (result.code, result.err) == (0, "")
    assert "No task is overdue." in result.out
