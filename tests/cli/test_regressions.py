"""`regressions`: what was met and is not any more."""

from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, a_task, done
from tests.run import refused, rows, run


@pytest.fixture
def fallen(demo: Path) -> Path:
    """Bản Bo, which lost criterion 3 and, with it, an indicator of 13."""
    done("assess", "ban bo", "--met", "13.1", "--on", "1/1/2024", db=demo)
    done("assess", "ban bo", "--unmet", "3", "--nearly", "13.1", "--on", "1/6/2024", db=demo)
    return demo


def regressions(db: Path, *argv: str) -> list[dict[str, object]]:
    return rows("regressions", *argv, db=db, today=TODAY)


def test_what_fell_is_told_with_how_long_it_had_held(fallen: Path) -> None:
    row = regressions(fallen)[0]
    assert (row["number"], row["kind"], row["verdict"]) == ("3", "criterion", "unmet")
    assert (row["met_from"], row["fell_on"]) == ("2023-03-10", "2024-06-01")
    assert (row["days_held"], row["days_since"]) == (449, 38)
    assert row["recognised"] is False


def test_an_indicator_that_fell_is_told_too(fallen: Path) -> None:
    assert [(row["number"], row["kind"]) for row in regressions(fallen)] == [
        ("3", "criterion"),
        ("13.1", "indicator"),
    ]


def test_what_does_not_apply_any_more_is_no_regression(demo: Path) -> None:
    done("assess", "ban bo", "--na", "3", "--on", "1/6/2024", db=demo)
    assert regressions(demo) == []


def test_what_is_met_again_is_no_regression(fallen: Path) -> None:
    done("assess", "ban bo", "--met", "3,13.1", "--on", "1/7/2024", db=fallen)
    assert regressions(fallen) == []
    assert len(regressions(fallen, "--as-of", "30/6/2024")) == 2


def test_another_set_is_no_regression(demo: Path) -> None:
    done("assess", "ban bo", "--set", BASIC, "--unmet", "3,4", "--on", "1/6/2024", db=demo)
    assert regressions(demo) == []


def test_it_keeps_to_recognised_units(fallen: Path) -> None:
    assert regressions(fallen, "--recognised") == []
    event = ("standing", "ban bo", "recognised", "--set", ADVANCED, "--on", "1/2/2024")
    done(*event, db=fallen)
    found = regressions(fallen, "--recognised")
    assert [row["recognised"] for row in found] == [True, True]
    assert "recognised (2)" in run("regressions", db=fallen, today=TODAY).out
    done("standing", "ban bo", "revoked", "--set", ADVANCED, "--on", "1/3/2024", db=fallen)
    assert regressions(fallen, "--recognised") == []


def test_being_recognised_under_another_set_does_not_count(fallen: Path) -> None:
    done("standing", "ban bo", "recognised", "--set", BASIC, "--on", "1/2/2024", db=fallen)
    assert regressions(fallen, "--recognised") == []


def test_open_tasks_about_it_are_named(fallen: Path) -> None:
    task = a_task(fallen, criterion="3", due="1/9/2024", assigned="1/6/2024")
    row = regressions(fallen)[0]
    assert (row["tasks"], row["due"]) == ([task], "2024-09-01")
    done("task", "done", task, "--on", "2/6/2024", db=fallen)
    assert regressions(fallen)[0]["tasks"] == []


def test_since_criterion_set_and_under_narrow(fallen: Path) -> None:
    assert len(regressions(fallen, "--since", "1/6/2024")) == 2
    assert regressions(fallen, "--since", "2/6/2024") == []
    assert [row["number"] for row in regressions(fallen, "--criterion", "13")] == ["13.1"]
    assert len(regressions(fallen, "--set", ADVANCED)) == 2
    assert regressions(fallen, "--set", BASIC) == []
    assert len(regressions(fallen, "--under", "tam duong")) == 2
    assert regressions(fallen, "bang coc") == []


def test_check_tells_by_its_exit_code(fallen: Path, demo_file: Path) -> None:
    assert run("regressions", "--check", db=fallen, today=TODAY).code == 1
    found = run("regressions", "--check", db=demo_file, today=TODAY)
    assert (found.code, found.out) == (0, "")


def test_faults(demo_file: Path) -> None:
    for argv in (("khong co",), ("--criterion", "99"), ("--since", "sớm"), ("--set", "khong-co")):
        refused(run("regressions", *argv, db=demo_file, today=TODAY), 3)
