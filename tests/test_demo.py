"""The demo: what five real papers say can be asked for, and comes out as they say it."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import ADVANCED, BASIC, TODAY
from tests.run import refused, rows, run

UNMET = ["1", "2", "5", "6", "10", "11", "14", "17", "18", "19"]
UNDATED = ["1", "2", "5", "6", "14", "17", "18"]


def _one(found: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(found) == 1
    return found[0]


def test_ban_bo_lacks_exactly_ten_criteria_of_the_advanced_set(demo_file: Path) -> None:
    found = rows("unmet", "ban bo", "--set", ADVANCED, db=demo_file, today=TODAY)
    assert [row["number"] for row in found] == UNMET
    assert {row["verdict"] for row in found} == {"unmet"}
    assert {row["unit_name"] for row in found} == {"Xã Bản Bo"}


def test_ban_bo_meets_nine_of_nineteen(demo_file: Path) -> None:
    row = _one(rows("status", "ban bo", "--set", ADVANCED, db=demo_file, today=TODAY))
    assert (row["met"], row["unmet"], row["total"], row["tally"]) == (9, 10, 19, "9/19")
    assert row["nearly_met"] == row["not_applicable"] == row["not_assessed"] == 0


@pytest.mark.parametrize(("day", "late"), [("2023-05-31", []), ("2023-06-01", ["10", "11", "19"])])
def test_the_three_plans_are_late_from_the_day_after_their_month(
    demo_file: Path, day: str, late: list[str]
) -> None:
    found = rows("overdue", "ban bo", db=demo_file, today=day)
    assert sorted(row["number"] for row in found) == sorted(late)
    assert {row["due_text"] for row in found} <= {"trong tháng 5/2023"}
    assert {row["days_late"] for row in found} <= {1}


@pytest.mark.parametrize(("day", "late"), [("2024-12-31", False), ("2025-01-01", True)])
def test_the_criterion_s_own_target_is_late_only_after_its_year(
    demo_file: Path, day: str, late: bool
) -> None:
    found = rows("overdue", "ban bo", "--criterion", "11", db=demo_file, today=day)
    dues = {row["due"] for row in found}
    assert ("2024-12-31" in dues) is late
    assert "2023-05-31" in dues


def test_seven_items_without_a_date_are_listed_apart_and_never_late(demo_file: Path) -> None:
    listed = rows("task", "list", "ban bo", db=demo_file, today="2099-12-31")
    undated = [row for row in listed if row["due"] is None]
    assert [row["number"] for row in undated] == UNDATED
    assert {row["outcome"] for row in undated} == {"no_due"}
    assert "No due (7)" in run("task", "list", "ban bo", db=demo_file, today=TODAY).out
    late = rows("overdue", "ban bo", db=demo_file, today="2099-12-31")
    assert not {row["task"] for row in late} & {row["task"] for row in undated}


def test_bang_coc_is_counted_without_names_and_aims_at_the_end_of_2024(demo_file: Path) -> None:
    row = _one(rows("status", "bang coc", "--set", BASIC, db=demo_file, today=TODAY))
    assert row["tally"] == "9/19"
    assert row["not_assessed"] == 19
    assert rows("unmet", "bang coc", db=demo_file, today=TODAY) == []
    tasks = rows("task", "list", "bang coc", db=demo_file, today=TODAY)
    assert "2024-12-31" in {row["due"] for row in tasks}


def test_bang_coc_s_target_ends_on_the_last_day_of_2024(demo: Path) -> None:
    result = run(
        "standing", "bang coc", "submitted", "--set", BASIC, "-f", "json", db=demo, today=TODAY
    )
    registered = [row for row in result.rows if row["event"] == "registered"]
    assert _one(registered)["target_last_day"] == "2024-12-31"


def test_ban_bo_aims_at_the_end_of_2024_with_poverty_and_with_the_whole_set(
    demo_file: Path,
) -> None:
    aims = rows("target", "list", "ban bo", db=demo_file, today=TODAY)
    assert {(row["number"], row["last_day"], row["state"]) for row in aims} == {
        (None, "2024-12-31", "open"),
        ("11", "2024-12-31", "open"),
    }
    later = rows("target", "list", "ban bo", db=demo_file, today="2025-01-01")
    assert {row["state"] for row in later} == {"missed"}
    assert rows("target", "list", "ban bo", "--as-of", "2023-03-09", db=demo_file) == []
    near = _one(rows("nearest", "ban bo", db=demo_file, today=TODAY))
    assert (near["met"], near["total"], near["missing_count"]) == (9, 19, 10)
    assert (near["days_left"], near["tasks_late"]) == (175, 3)


def test_dong_son_s_villages_are_counted_without_names(demo_file: Path) -> None:
    told = run("status", db=demo_file, today=TODAY, width=1000).out
    said = " ".join(told.split())
    assert (
        "Huyện Đông Sơn: units counted without names: registered 22, recognised 1, submitted 4,"
        " under way 17"
    ) in said
    kinds = {row["kind"] for row in rows("unit", "list", db=demo_file, today=TODAY)}
    assert "village" not in kinds


def test_ngoc_hoi_s_dossier_is_that_of_2023(demo_file: Path) -> None:
    row = _one(rows("status", "ngoc hoi", db=demo_file, today=TODAY))
    assert "2023" in row["standing"]
    assert "registered" in row["standing"]
    task = _one(rows("task", "list", "ngoc hoi", db=demo_file, today=TODAY))
    assert "2023" in task["title"]
    assert task["due"] is None


def test_there_are_five_documents(demo_file: Path) -> None:
    found = rows("notice", "list", db=demo_file, today=TODAY)
    assert [row["dated"] for row in found] == [
        "2020-08-05",
        "2022-06-22",
        "2023-03-10",
        "2024-04-11",
        "2024-07-08",
    ]


def test_every_task_stands_on_its_paper(demo_file: Path) -> None:
    papers = {row["document"] for row in rows("notice", "list", db=demo_file, today=TODAY)}
    tasks = rows("task", "list", db=demo_file, today=TODAY)
    assert {row["document"] for row in tasks} == papers


def test_it_is_one_change_and_shows_four_reports(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    result = run("demo", db=path)
    assert result.code == 0
    titles = ("board as of", "Unmet criteria", "Overdue tasks as of", "Tasks as of")
    places = [result.out.index(title) for title in titles]
    assert places == sorted(places)
    assert str(path) in result.err
    assert [row["change"] for row in rows("log", db=path)] == [1]


def test_it_can_be_told_where_on_either_side_of_the_command(tmp_path: Path) -> None:
    assert run("demo", "--db", tmp_path / "a.db").code == 0
    assert run("demo", db=tmp_path / "b.db").code == 0
    assert (tmp_path / "a.db").exists()
    assert (tmp_path / "b.db").exists()


def test_without_a_name_it_makes_a_new_file_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("demo").code == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".db"]


def test_it_touches_nothing_that_is_there(demo: Path) -> None:
    before = demo.read_bytes()
    assert "already there" in refused(run("demo", db=demo), 4)
    assert demo.read_bytes() == before


def test_it_looks_from_the_day_it_is_given(tmp_path: Path) -> None:
    shown = run("demo", db=tmp_path / "demo.db", today="2023-06-01").out
    assert "01/06/2023" in shown
    assert "09/07/2024" not in shown
