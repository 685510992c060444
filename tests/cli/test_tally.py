"""`tally`: record a count that comes without its list."""

from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, done
from tests.run import refused, rows, run


def test_criteria_met(demo: Path) -> None:
    row = done("tally", "ngoc hoi", "15/19", "--words", "15/19 TC", db=demo)
    assert (row["count"], row["total"], row["set"]) == (15, 19, BASIC)
    found = rows("status", "ngoc hoi", db=demo, today=TODAY)[0]
    assert (found["tally"], found["met"], found["not_assessed"]) == ("15/19", 0, 19)


@pytest.mark.parametrize("figure", ["9 / 19", "09/19", "9/19"])
def test_a_figure_may_be_written_loosely(demo: Path, figure: str) -> None:
    assert done("tally", "bang coc", figure, db=demo)["tally"] == "9/19"


@pytest.mark.parametrize(
    "what", ["registered", "under_way", "appraised", "submitted", "recognised"]
)
def test_units_below_need_no_set(demo: Path, what: str) -> None:
    done("tally", "dong son", "5", "--what", what, db=demo)
    shown = " ".join(run("status", db=demo, today=TODAY).out.split())
    assert f"{what.replace('_', ' ')} 5" in shown


def test_a_newer_count_takes_the_place_of_an_older(demo: Path) -> None:
    done("tally", "bang coc", "12/19", "--on", "1/7/2024", db=demo)
    assert rows("status", "bang coc", db=demo, today=TODAY)[0]["tally"] == "12/19"
    back = rows("status", "bang coc", "--as-of", "30/6/2024", db=demo)[0]
    assert back["tally"] == "9/19"


def test_a_total_that_is_not_the_set_s_is_kept_and_warned_of(demo: Path) -> None:
    result = run("tally", "bang coc", "9/20", db=demo, today=TODAY)
    assert result.code == 0
    assert "19" in result.out.replace("9/20", "")


def test_a_count_beyond_the_set_is_kept_and_warned_of(demo: Path) -> None:
    assert "WARNING" in run("tally", "bang coc", "25", db=demo, today=TODAY).out


@pytest.mark.parametrize("figure", ["20/19", "-1", "nine", "9/", "/19", "9.5/19", "1/2/3", ""])
def test_what_is_no_count_is_refused(demo_file: Path, figure: str) -> None:
    refused(run("tally", "bang coc", "--", figure, db=demo_file, today=TODAY), 3)


def test_a_part_that_is_more_than_the_whole_is_said_to_be_so(demo_file: Path) -> None:
    said = refused(run("tally", "bang coc", "20/19", db=demo_file, today=TODAY), 3)
    assert "20/19: 20 is more than 19" in said


def test_other_faults(demo_file: Path) -> None:
    refused(run("tally", "bang coc", db=demo_file), 2)
    refused(run("tally", "bang coc", "9/19", "--what", "x", db=demo_file), 2)
    refused(run("tally", "khong co", "9/19", db=demo_file), 3)
    refused(run("tally", "binh an", "9/19", db=demo_file), 3)
    refused(run("tally", "bang coc", "9/19", "--on", "1/1/2030", db=demo_file, today=TODAY), 3)


def test_it_is_held_against_the_whole_list_of_its_own_day(demo: Path, tmp_path: Path) -> None:
    """Neither a stage asked for nor a decision laid later changes what a paper counted."""
    agrees = "the list of that day agrees"
    assert agrees in run("unmet", "ban bo", "--stage", "appraisal", db=demo, today=TODAY).out
    done("assess", "ban bo", "--met", "10", "--stage", "appraisal", "--on", "1/7/2024", db=demo)
    assert agrees in run("unmet", "ban bo", "--stage", "appraisal", db=demo, today=TODAY).out
    laid = tmp_path / "laid.toml"
    laid.write_text(
        f"""[overlay]
code = "them-20"
of = "{ADVANCED}"
name = "Thêm tiêu chí"
decision = "20/QĐ-UBND"
effective = 2023-05-15
[[criterion]]
number = "20"
name = "Tiêu chí riêng"
""",
        encoding="utf-8",
    )
    done("criteria", "load", str(laid), db=demo)
    assert agrees in run("unmet", "ban bo", db=demo, today=TODAY).out
