"""`differences`: where self-assessment, verification and appraisal disagree."""

import csv
import io
from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, done
from tests.run import refused, rows, run


@pytest.fixture
def apart(demo: Path) -> Path:
    """Criterion 1 of Bản Bo fell on the way up; criterion 3 rose, on the day of its own word."""
    for verdict, stage, on in (
        ("--met", "self", "1/6/2024"),
        ("--nearly", "verification", "10/6/2024"),
        ("--unmet", "appraisal", "1/7/2024"),
    ):
        done("assess", "ban bo", verdict, "1", "--stage", stage, "--on", on, db=demo)
    done("assess", "ban bo", "--unmet", "3", "--on", "1/7/2024", db=demo)
    done("assess", "ban bo", "--met", "3", "--stage", "appraisal", "--on", "1/7/2024", db=demo)
    return demo


def test_the_words_stand_side_by_side_the_fallen_first(apart: Path) -> None:
    first, second = rows("differences", db=apart, today=TODAY)
    assert (first["unit_name"], first["set"], first["number"]) == ("Xã Bản Bo", ADVANCED, "1")
    assert (first["self"], first["verification"], first["appraisal"]) == (
        "met",
        "nearly_met",
        "unmet",
    )
    assert (first["self_on"], first["appraisal_on"]) == ("2024-06-01", "2024-07-01")
    assert (first["since"], first["days"]) == ("2024-06-10", 29)
    assert (first["counts"], first["counts_stage"]) == ("unmet", "appraisal")
    assert first["counts_why"] == "latest_day"
    assert first["tasks"] == ["NV2023-001"]
    assert (second["number"], second["self"], second["verification"]) == ("3", "unmet", None)
    assert (second["counts"], second["counts_why"]) == ("met", "higher_stage")
    assert [first["kind"], second["kind"]] == ["lower_in_appraisal", "otherwise"]


def test_they_are_those_that_status_speaks_of(apart: Path) -> None:
    said = run("status", db=apart, today=TODAY).out
    for row in rows("differences", db=apart, today=TODAY):
        assert f"{row['unit_name']}, {row['number']}: the stages differ" in said


def test_a_day_before_knows_of_none(apart: Path) -> None:
    assert rows("differences", "--as-of", "9/6/2024", db=apart, today=TODAY) == []
    then = rows("differences", "--as-of", "10/6/2024", db=apart, today=TODAY)
    assert [(row["number"], row["appraisal"], row["days"]) for row in then] == [("1", None, 0)]


def test_what_was_not_recorded_yet_is_not_known(apart: Path) -> None:
    assert rows("differences", "--known", "c1", db=apart, today=TODAY) == []


def test_units_sets_and_criteria_narrow(apart: Path) -> None:
    for argv, count in (
        (("ban bo",), 2),
        (("--under", "lai chau"), 2),
        (("--under", "tuyen quang"), 0),
        (("--set", ADVANCED), 2),
        (("--set", BASIC), 0),
        (("--criterion", "3"), 1),
        (("--criterion", "1", "--criterion", "2-4"), 2),
    ):
        assert len(rows("differences", *argv, db=apart, today=TODAY)) == count


def test_a_criterion_brings_its_indicators(demo: Path) -> None:
    for stage, verdict in (("self", "met"), ("appraisal", "unmet")):
        done(
            *("assess", "ban bo", "17.8", "--verdict", verdict, "--stage", stage),
            *("--on", "1/7/2024"),
            db=demo,
        )
    (row,) = rows("differences", "--criterion", "17", db=demo, today=TODAY)
    assert (row["number"], row["tasks"]) == ("17.8", ["NV2023-009"])


def test_without_differences_only_what_one_stage_has_judged_is_told(demo_file: Path) -> None:
    result = run("differences", "--check", db=demo_file, today=TODAY, tty=True)
    assert result.code == 0
    assert "19 criteria and indicators, in 1 unit, have been judged by one stage" in result.out
    assert "No two of those who judge disagree." in result.out


def test_check_tells_of_differences(apart: Path) -> None:
    assert run("differences", "--check", db=apart, today=TODAY).code == 1


def test_sheets_and_programs_read_the_same(apart: Path) -> None:
    table = run("differences", "-f", "csv", db=apart, today=TODAY).out
    sheet = list(csv.DictReader(io.StringIO(table)))
    data = rows("differences", db=apart, today=TODAY)
    assert [list(row) for row in sheet] == [list(row) for row in data]
    for key in ("number", "self", "appraisal", "since", "counts", "kind"):
        assert [row[key] for row in sheet] == [row[key] or "" for row in data]


def test_people_read_words(apart: Path) -> None:
    said = run("differences", db=apart, today=TODAY, tty=True, width=200).out
    assert "Lower in appraisal than by the unit itself (1)" in said
    assert "2 differences, in 1 unit" in said


def test_what_fits_nothing_is_refused(demo_file: Path) -> None:
    refused(run("differences", "khong co", db=demo_file, today=TODAY), 3)
    refused(run("differences", "--criterion", "99", db=demo_file, today=TODAY), 3)
    refused(run("differences", "--set", "khong co", db=demo_file, today=TODAY), 3)
