"""`progress`: what was planned and what was reached."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, a_unit, done
from tests.plans import PLAN, a_plan, planned, reached, villages
from tests.run import refused, rows, run


@pytest.fixture
def plan(demo: Path, tmp_path: Path) -> Path:
    return a_plan(demo, tmp_path)


def lines(db: Path, *argv: str, today: str = TODAY) -> dict[tuple[str, str], dict[str, Any]]:
    found = rows("progress", *argv, db=db, today=today)
    return {(row["unit"], row["number"]): row for row in found}


def test_plan_and_fact_stand_side_by_side(plan: Path) -> None:
    planned(plan, "1.1", "T6/2024", 150)
    planned(plan, "1.1", "T7/2024", 180)
    reached(plan, "1.1", "30/6/2024", 140)
    reached(plan, "1.2", "30/6/2024", 18)
    found = lines(plan)
    households, houses = found["02416", "1.1"], found["02416", "1.2"]
    keys = ("planned", "planned_by", "next_planned", "next_by", "actual", "gap", "state")
    assert [households[key] for key in keys] == [
        *(150, "2024-06-30", 180, "2024-07-31", 140, -10, "behind"),
    ]
    told = ("baseline", "baseline_on", "target", "target_by", "progress", "why")
    assert [households[key] for key in told] == [40, "2023-12-31", 240, "2024-12-31", 50, None]
    assert [houses[key] for key in told] == [24, "2023-12-31", 0, "2024-12-31", 25, None]
    assert houses["state"] == "no_plan"


def test_every_indicator_with_a_target_for_the_year_has_a_line_once_the_plan_is_in_use(
    plan: Path,
) -> None:
    assert lines(plan, "--set", PLAN) == {}
    reached(plan, "2.1", "30/6/2024", 5)
    found = lines(plan)
    assert {number for unit, number in found if unit == "02416"} == {"1.1", "1.2", "2.1"}
    assert found["02416", "1.1"]["state"] == "no_figure"


def test_criteria_in_use_tell_their_targets_for_the_year_once_these_are_verified(
    demo: Path,
) -> None:
    assert lines(demo) == {}
    done(
        *("criteria", "overlay", BASIC, "--number", "10", "--threshold", "≥ 45"),
        *("--year", "2024", "--decision", "1/QĐ-UBND", "--effective", "1/1/2024"),
        db=demo,
    )
    row = lines(demo)["02416", "10"]
    told = ("set", "target", "target_by", "state", "actual", "why")
    assert [row[key] for key in told] == [
        *(BASIC, 45, "2024-12-31", "no_figure", None, "no_figure"),
    ]
    assert lines(demo, today="2025-07-09") == {}


def test_a_figure_that_was_measured_has_a_line_in_a_set_of_criteria_too(demo: Path) -> None:
    done("measure", "ban bo", "17.8", "82,5 %", "--set", ADVANCED, db=demo)
    row = lines(demo, "ban bo")["03424", "17.8"]
    assert (row["actual"], row["state"], row["baseline_first"]) == (82.5, "no_plan", True)


def test_as_of_goes_back(plan: Path) -> None:
    planned(plan, "1.1", "T5/2024", 100)
    planned(plan, "1.1", "T6/2024", 150)
    reached(plan, "1.1", "31/5/2024", 110)
    reached(plan, "1.1", "30/6/2024", 140)
    row = lines(plan, "--as-of", "31/5/2024")["02416", "1.1"]
    assert (row["planned"], row["actual"], row["state"]) == (100, 110, "ahead")
    assert lines(plan, "--as-of", "30/4/2024")["02416", "1.1"]["state"] == "no_figure"


def test_villages_add_up_to_their_commune(plan: Path) -> None:
    for code, value, on in (("TH1", 20, "1/6/2024"), ("TH2", 25, "30/6/2024")):
        if code == "TH1":
            villages(plan)
        reached(plan, "1.1", on, value, unit=code)
        planned(plan, "1.1", "T6/2024", 30, unit=code)
    found = lines(plan)
    row = found["02416", "1.1"]
    told = ("actual", "measured_on", "oldest_on", "reported", "below", "own", "planned", "state")
    assert [row[key] for key in told] == [
        *(45, "2024-06-30", "2024-06-01", 2, 3, None, 60, "behind"),
    ]
    assert found["TH1", "1.1"]["actual"] == 20
    assert (found["TH1", "1.1"]["target"], found["TH1", "1.1"]["why"]) == (None, "no_target")
    said = run("progress", "bang coc", db=plan, today=TODAY).out
    assert "Xã Bằng Cốc, 1.1: 2 of 3 units below have reported" in said


def test_an_own_figure_that_differs_from_the_sum_is_shown_beside_it_and_warned_of(
    plan: Path,
) -> None:
    villages(plan, 2)
    reached(plan, "1.1", "30/6/2024", 52)
    reached(plan, "1.1", "30/6/2024", 20, unit="TH1")
    reached(plan, "1.1", "30/6/2024", 25, unit="TH2")
    row = lines(plan)["02416", "1.1"]
    assert (row["actual"], row["own"]) == (45, 52)
    said = " ".join(run("progress", db=plan, today=TODAY).out.split())
    assert "WARNING Xã Bằng Cốc, 1.1: its own figure of 30/06/2024 is 52 hộ" in said
    reached(plan, "1.1", "1/7/2024", 45)
    assert "WARNING" not in run("progress", db=plan, today=TODAY).out


def test_shares_do_not_add_up(plan: Path) -> None:
    villages(plan, 1)
    reached(plan, "2.1", "30/6/2024", 20, unit="TH1")
    assert ("02416", "2.1") not in lines(plan)


def test_units_above_the_plan_add_up_when_they_are_asked_for_by_name(plan: Path) -> None:
    reached(plan, "1.1", "30/6/2024", 52)
    assert {unit for unit, _ in lines(plan, "--set", PLAN)} == {"02416"}
    (row,) = lines(plan, "ham yen", "--set", PLAN).values()
    assert (row["actual"], row["target"]) == (52, None)


def test_the_tree_is_that_of_the_day(plan: Path) -> None:
    a_unit(plan, "Thôn Cũ", kind="village", under="bang coc", code="THC", to="31/5/2024")
    a_unit(plan, "Thôn Mới", kind="village", under="bang coc", code="THM", from_="1/6/2024")
    reached(plan, "1.1", "15/5/2024", 7, unit="THC")
    reached(plan, "1.1", "15/6/2024", 9, unit="THM")
    assert lines(plan)["02416", "1.1"]["actual"] == 9
    assert lines(plan, "--as-of", "31/5/2024")["02416", "1.1"]["actual"] == 7


def test_months_are_told_one_by_one(plan: Path) -> None:
    planned(plan, "1.1", "T5/2024", 100)
    planned(plan, "1.1", "T6/2024", 150)
    reached(plan, "1.1", "31/5/2024", 110)
    reached(plan, "1.1", "20/6/2024", 140)
    argv = ("progress", "bang coc", "--criterion", "1.1", "--by")
    found = rows(*argv, "month", db=plan, today=TODAY)
    told = ("period", "last_day", "planned", "actual", "gap", "change", "state")
    assert [tuple(row[key] for key in told) for row in found] == [
        ("2024-05", "2024-05-31", 100, 110, 10, None, "ahead"),
        ("2024-06", "2024-06-30", 150, 140, -10, 30, "behind"),
        ("2024-07", TODAY, 150, 140, -10, 0, "behind"),
    ]
    weeks = rows(*argv, "week", db=plan, today=TODAY)
    assert (weeks[0]["period"], weeks[-1]["period"]) == ("2024-W18", "2024-W28")
    assert [row["actual"] for row in weeks if row["period"] == "2024-W25"] == [140]
    refused(run(*argv, "decade", db=plan, today=TODAY), 2)


def test_months_of_a_sum_are_sums(plan: Path) -> None:
    villages(plan, 2)
    reached(plan, "1.1", "31/5/2024", 5, unit="TH1")
    reached(plan, "1.1", "20/6/2024", 6, unit="TH2")
    found = rows(
        "progress", "bang coc", "--by", "month", "--criterion", "1.1", db=plan, today=TODAY
    )
    told = [(row["period"], row["actual"], row["reported"], row["change"]) for row in found]
    assert told == [("2024-05", 5, 1, None), ("2024-06", 11, 2, 6), ("2024-07", 11, 2, 0)]


def test_a_check_finds_those_behind(plan: Path) -> None:
    reached(plan, "1.1", "30/6/2024", 140)
    assert run("progress", "--check", db=plan, today=TODAY).code == 0
    planned(plan, "1.1", "T6/2024", 150)
    assert run("progress", "--check", db=plan, today=TODAY).code == 1


def test_table_csv_and_json_tell_the_same(plan: Path) -> None:
    planned(plan, "1.1", "T6/2024", 150)
    reached(plan, "1.1", "30/6/2024", "140,5")
    found = rows("progress", db=plan, today=TODAY)
    sheet = run("progress", "-f", "csv", db=plan, today=TODAY).out
    read = list(csv.DictReader(io.StringIO(sheet)))
    assert [list(row) for row in found] == [list(row) for row in read]
    assert [[_text(cell) for cell in row.values()] for row in found] == [
        list(row.values()) for row in read
    ]
    shown = run("progress", db=plan, today=TODAY, tty=True, width=220).out
    for row in found:
        assert row["name"][:12] in shown
    assert "140.5 hộ" in shown


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else json.dumps(cell)


@pytest.mark.parametrize(
    "argv",
    [
        ("khong co",),
        ("--set", "khong-co"),
        ("--criterion", "99"),
        ("--criterion", "9", "--set", PLAN),
    ],
)
def test_what_fits_nothing_is_refused(plan: Path, argv: tuple[str, ...]) -> None:
    refused(run("progress", *argv, db=plan, today=TODAY), 3)


def test_an_indicator_that_comes_later_is_not_told_of_before(plan: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "them.toml"
    overlay.write_text(
        f'[overlay]\ncode = "them"\nof = "{PLAN}"\nname = "Thêm"\ndecision = "9/NQ"\n'
        'effective = 2024-07-01\n[[indicator]]\nnumber = "2.4"\nname = "Đường"\nkind = "count"\n'
        'op = ">="\nunit = "km"\nbaseline = { value = 1.5, on = 2024-06-30 }\n',
        "utf-8",
    )
    done("criteria", "overlay", overlay, db=plan)
    planned(plan, "2.4", "T7/2024", 3)
    reached(plan, "2.4", TODAY, 2)
    row = lines(plan)["02416", "2.4"]
    assert (row["baseline"], row["next_planned"], row["actual"]) == (1.5, 3, 2)
    assert ("02416", "2.4") not in lines(plan, "--as-of", "30/6/2024")
    assert BASIC not in {row["set"] for row in lines(plan, "--set", PLAN).values()}


def test_what_was_recorded_later_was_not_known_then(plan: Path) -> None:
    planned(plan, "1.1", "T6/2024", 150)
    reached(plan, "1.1", "30/6/2024", 140)
    plan_change = rows("log", db=plan, today=TODAY)[1]["change"]
    row = lines(plan, "--known", f"c{plan_change}")["02416", "1.1"]
    assert (row["planned"], row["actual"], row["state"]) == (150, None, "no_figure")
