"""`measure`: record a figure without judging it."""

from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, a_unit, done
from tests.plans import PLAN, a_plan, planned, reached, villages
from tests.run import refused, rows, run


@pytest.fixture
def plan(demo: Path, tmp_path: Path) -> Path:
    return a_plan(demo, tmp_path)


def test_a_figure_is_kept_with_what_was_said_of_it(plan: Path) -> None:
    row = done(
        *("measure", "bang coc", "1.1", "52", "hộ", "--set", PLAN, "--on", "30/4/2024"),
        *("--by", "Đảng ủy xã Bằng Cốc", "--document", "15/BC-UBND", "--note", "đếm tay"),
        db=plan,
    )
    told = ("value", "measured_on", "by", "document", "note", "value_unit", "set", "before")
    assert [row[key] for key in told] == [
        *(52, "2024-04-30", "Đảng ủy xã Bằng Cốc", "15/BC-UBND", "đếm tay", "hộ", PLAN, None),
    ]


def test_a_figure_stands_beside_the_one_before_and_the_plan(plan: Path) -> None:
    planned(plan, "1.1", "T4/2024", 100)
    reached(plan, "1.1", "30/4/2024", 52)
    row = done("measure", "bang coc", "1.1", "70,5", "--set", PLAN, db=plan)
    keys = ("before", "before_on", "change", "planned", "planned_by", "measured_on")
    assert [row[key] for key in keys] == [52, "2024-04-30", 18.5, 100, "2024-04-30", TODAY]


def test_measuring_judges_nothing(plan: Path) -> None:
    before = rows("status", db=plan, today=TODAY)
    done("measure", "ban bo", "17.8", "82,5 %", "--set", ADVANCED, db=plan)
    assert rows("status", db=plan, today=TODAY) == before
    assert rows("history", "ban bo", "17.8", db=plan, today=TODAY) == []


def test_a_value_that_came_with_a_judgement_is_of_the_same_series(plan: Path) -> None:
    done(*("assess", "bang coc", "1.1", "60", "--set", PLAN, "--on", "1/5/2024"), db=plan)
    row = done("measure", "bang coc", "1.1", "70", "--set", PLAN, db=plan)
    assert (row["before"], row["before_on"]) == (60, "2024-05-01")
    done("assess", "bang coc", "1.1", "65", "--set", PLAN, db=plan)
    (line,) = rows("progress", "bang coc", "--criterion", "1.1", db=plan, today=TODAY)
    assert line["actual"] == 65
    reached(plan, "1.1", TODAY, 66)
    (line,) = rows("progress", "bang coc", "--criterion", "1.1", db=plan, today=TODAY)
    assert line["actual"] == 66


def test_villages_report_under_the_plan_of_their_commune_but_not_under_its_criteria(
    plan: Path,
) -> None:
    villages(plan, 1)
    reached(plan, "1.1", TODAY, 5, unit="TH1")
    assert "is a set for the level" in refused(
        run("measure", "TH1", "17.1", "5", "--set", BASIC, db=plan, today=TODAY), 3
    )
    refused(run("assess", "TH1", "1.1", "5", "--set", PLAN, db=plan, today=TODAY), 3)


def test_the_only_set_in_use_need_not_be_named(plan: Path) -> None:
    assert done("measure", "ban bo", "17.8", "82,5", db=plan)["set"] == ADVANCED
    reached(plan, "1.1", TODAY, 5)
    assert "--set" in refused(run("measure", "bang coc", "1.1", "5", db=plan, today=TODAY), 3)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("khong co", "1.1", "5"), "there is no unit"),
        (("bang coc", "9.9", "5"), "has no criterion or indicator 9.9"),
        (("bang coc", "1", "5"), "name one of its indicators: 1.1, 1.2"),
        (("bang coc", "2.2", "5"), "is judged yes or no"),
        (("bang coc", "1.1", "nhiều"), "is not a number"),
        (("bang coc", "1.1", "1.234"), "can be read as"),
        (("bang coc", "1.1", "5", "km"), "is measured in hộ, not in km"),
        (("bang coc", "1.1", "5", "--on", "10/7/2024"), "is still to come"),
        (("bang coc", "1.1", "5", "--by", "Phòng Không Có"), "there is no agency"),
        (("bang coc", "1.1,1.2", "5"), "is more than one number"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    plan: Path, argv: tuple[str, ...], said: str
) -> None:
    assert said in refused(run("measure", *argv, "--set", PLAN, db=plan, today=TODAY), 3)
    lines = rows("progress", "bang coc", "--set", PLAN, db=plan, today=TODAY)
    assert lines == []


def test_a_unit_has_no_figures_before_it_was_and_after_it_ended(plan: Path) -> None:
    a_unit(plan, "Xã Mới Lập", code="91001", from_="1/6/2024")
    a_unit(plan, "Xã Đã Hết", code="91002", to="31/12/2023")
    for code in ("91001", "91002"):
        argv = ("measure", code, "1.1", "5", "--set", PLAN, "--on", "1/5/2024")
        assert "exists on 01/05/2024" in refused(run(*argv, db=plan, today=TODAY), 3)


def test_shares_of_criteria_stay_within_bounds_and_growth_does_not(plan: Path) -> None:
    argv = ("measure", "ban bo", "17.8", "112 %", "--set", ADVANCED)
    assert "is no share in %" in refused(run(*argv, db=plan, today=TODAY), 3)
    assert done("measure", "bang coc", "2.1", "112 %", "--set", PLAN, db=plan)["value"] == 112


def test_a_figure_of_an_indicator_without_a_unit_of_measure_keeps_its_own(plan: Path) -> None:
    row = done("measure", "bang coc", "2.3", "3 mô hình", "--set", PLAN, db=plan)
    assert (row["value"], row["value_unit"]) == (3, "mô hình")


def test_a_figure_of_another_time_than_that_of_the_set_is_warned_of(plan: Path) -> None:
    argv = ("measure", "bang coc", "1.1", "5", "--set", PLAN, "--on", "1/1/2026")
    assert "WARNING ke-hoach-2024 is for 2024-2025" in run(*argv, db=plan, today="2026-02-01").out


def test_a_criterion_without_indicators_says_what_to_do(demo: Path) -> None:
    argv = ("measure", "ban bo", "1", "5", "--set", "xa-ntm-2026-2030")
    assert "overlay" in refused(run(*argv, db=demo, today=TODAY), 3)
