"""`completeness`: what has not been reported, what is old, who was late."""

import csv
import io
from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, done
from tests.run import refused, rows, run

COMMUNES = 7
LATER = "2198-06-30"
"""Long after the day on which tests write."""


def states(db: Path, *argv: str, today: str = TODAY) -> dict[str, str]:
    return {
        row["unit_name"]: row["state"] for row in rows("completeness", *argv, db=db, today=today)
    }


def test_what_is_missing_is_told_apart_from_any_verdict(demo_file: Path) -> None:
    found = {row["unit_name"]: row for row in rows("completeness", db=demo_file, today=TODAY)}
    row = found["Xã Bản Bo"]
    assert (row["set"], row["state"], row["last_assessed_on"]) == (
        ADVANCED,
        "partial",
        "2023-03-10",
    )
    assert row["days_since"] == 487
    assert row["assessed"] + len(row["missing"]) == row["expected"] == 75
    # The ten criteria of the paper were judged as a whole, most of them have indicators.
    assert set(row["missing_short"]) == set(row["whole"])
    assert found["Xã Bằng Cốc"]["assessed"] == 0
    assert found["Xã Bằng Cốc"]["expected"] == 57


def test_units_of_which_nothing_is_known_are_listed(demo_file: Path) -> None:
    found = rows("completeness", db=demo_file, today=TODAY)
    bare = {row["unit_name"] for row in found if row["set"] is None}
    assert len(found) == COMMUNES
    assert "Xã Bình An" in bare
    assert {row["state"] for row in found if row["set"] is None} == {"nothing"}
    said = run("completeness", db=demo_file, today=TODAY).out
    assert "8 units of levels that no criteria set is used for are not listed" in said


def test_a_unit_of_another_level_is_listed_where_it_is_named(demo_file: Path) -> None:
    (row,) = rows("completeness", "Huyện Hàm Yên", db=demo_file, today=TODAY)
    assert (row["set"], row["state"]) == (None, "nothing")


def test_by_a_set_that_is_named_every_unit_of_its_level_is_to_report(demo_file: Path) -> None:
    found = rows("completeness", "--set", "xa-ntm-2026-2030", db=demo_file, today=TODAY)
    assert len(found) == COMMUNES
    assert {row["set"] for row in found} == {"xa-ntm-2026-2030"}
    assert {row["state"] for row in found} == {"nothing"}
    assert states(demo_file, "--set", BASIC, "--under", "tam duong") == {"Xã Bản Bo": "nothing"}


def test_a_whole_set_is_complete_until_it_is_old(demo: Path) -> None:
    shown = rows("criteria", "show", "xa-ntm-2026-2030", db=demo, today=TODAY)
    numbers = sorted({str(row["number"]).split(".")[0] for row in shown}, key=int)
    argv = ("--set", "xa-ntm-2026-2030", "--on", "1/7/2024")
    done("assess", "binh an", "--met", ",".join(numbers), *argv, db=demo)
    (row,) = rows("completeness", "binh an", "--set", "xa-ntm-2026-2030", db=demo, today=TODAY)
    below = [number for number in row["missing"] if number]
    if below:
        done("assess", "binh an", "--unmet", ",".join(below), *argv, db=demo)
    assert states(demo, "binh an", "--stale", "8d") == {"Xã Bình An": "complete"}
    assert states(demo, "binh an", "--stale", "1w") == {"Xã Bình An": "stale"}
    result = run("completeness", "binh an", "--stale", "8d", "--check", db=demo, today=TODAY)
    assert (result.code, result.out) == (0, "")


def reporting(db: Path, *argv: str, today: str) -> dict[str, tuple[str, str | None]]:
    return {
        row["unit_name"]: (row["reporting"], row["reported_on"])
        for row in rows("completeness", *argv, db=db, today=today)
    }


def test_who_told_of_a_period_in_time_and_who_did_not(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", "--on", "1/2/2198", db=demo, today=LATER)
    told = reporting(demo, "--period", "2198-Q1", today=LATER)
    assert len(told) == COMMUNES
    assert told["Xã Bản Bo"][0] == "on_time"
    assert told["Xã Bản Bo"][1] is not None
    assert told["Xã Bình An"] == ("not_reported", None)
    # A paper of 2023 that was entered years after was late.
    assert reporting(demo, "--period", "2023-H1", today=LATER)["Xã Bản Bo"][0] == "late"


def test_a_period_is_looked_at_as_it_stood_on_its_last_day(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", "--on", "1/7/2024", db=demo)
    argv = ("ban bo", "--period", "6 tháng đầu năm 2023")
    (row,) = rows("completeness", *argv, db=demo, today=TODAY)
    assert (row["last_assessed_on"], row["days_since"]) == ("2023-03-10", 112)
    whole = run("completeness", *argv, "-f", "json", db=demo, today=TODAY)
    assert '"as_of": "2023-06-30"' in whole.out


@pytest.mark.parametrize(
    ("today", "late", "how"),
    [
        ("2024-07-15", "15d", "not_due"),
        ("2024-07-16", "15d", "not_reported"),
        ("2024-07-16", "16d", "not_due"),
        ("2024-07-01", "0d", "not_reported"),
        ("2024-05-01", "0d", "not_due"),
    ],
)
def test_nobody_is_asked_before_the_time_is_over(
    demo_file: Path, today: str, late: str, how: str
) -> None:
    argv = ("--period", "2024-Q2", "--late", late)
    assert {how for how, _ in reporting(demo_file, *argv, today=today).values()} == {how}


def test_what_was_known_by_a_day_settles_who_had_reported_by_then(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", "--on", "1/2/2198", db=demo, today=LATER)
    argv = ("ban bo", "--period", "2198-Q1")
    assert reporting(demo, *argv, "--known", "c1", today=LATER)["Xã Bản Bo"][0] == "not_due"
    # On a day before anything was recorded there were no units to ask.
    assert reporting(demo, "--period", "2023-H1", "--known", "16/7/2023", today=LATER) == {}


def test_the_day_that_is_known_of_settles_whether_there_was_time(new: Path) -> None:
    # What was entered on the days of the tests' clock is known long before the period's end.
    done("unit", "add", "Xã Tân Lập", "--code", "90001", db=new)
    period = ("--period", "2198-Q1")
    assert reporting(new, *period, today=LATER)["Xã Tân Lập"][0] == "not_reported"
    for known, how in (("15/4/2198", "not_due"), ("16/4/2198", "not_reported")):
        told = reporting(new, *period, "--known", known, today=LATER)
        assert told["Xã Tân Lập"][0] == how


def test_check_of_a_period_finds_what_is_owed(demo_file: Path) -> None:
    owed = run("completeness", "--period", "2024-Q1", "--check", db=demo_file, today=TODAY)
    assert owed.code == 1
    in_time = run("completeness", "--period", "2024-Q2", "--check", db=demo_file, today=TODAY)
    assert (in_time.code, in_time.out) == (0, "")


def test_sheets_and_programs_read_the_same(demo_file: Path) -> None:
    table = run("completeness", "-f", "csv", db=demo_file, today=TODAY).out
    data = rows("completeness", db=demo_file, today=TODAY)
    sheet = list(csv.DictReader(io.StringIO(table)))
    assert [list(row) for row in sheet] == [list(row) for row in data]
    for key in ("unit", "assessed", "expected", "last_assessed_on", "state"):
        assert [row[key] for row in sheet] == [
            "" if row[key] is None else str(row[key]) for row in data
        ]


def test_nothing_is_said_of_a_ledger_without_units(new_file: Path) -> None:
    result = run("completeness", db=new_file, today=TODAY)
    assert result.code == 0
    assert "There is no unit that anything could be missing of." in result.out


def test_what_fits_nothing_is_refused(demo_file: Path) -> None:
    for argv in (
        ("khong co",),
        ("--stale", "x"),
        ("--late", "-1"),
        ("--period", "sớm"),
        ("--set", "khong co"),
    ):
        result = run("completeness", *argv, db=demo_file, today=TODAY)
        refused(result, result.code)
        assert result.code in (2, 3)
    complaint = refused(run("completeness", "--period", "2025", db=demo_file, today=TODAY), 3)
    assert "begins only on 01/01/2025" in complaint
