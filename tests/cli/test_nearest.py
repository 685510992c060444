"""`nearest`: who is closest to the whole set."""

from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, a_task, a_unit, done
from tests.run import rows, run

ALL = "1-19"


@pytest.fixture
def three(new: Path) -> Path:
    """Three communes under one set: A lacks two criteria, B one, C nothing."""
    for name, met, unmet in (
        ("Xã An", "1-17", "18,19"),
        ("Xã Bình", "1-18", "19"),
        ("Xã Cầu", ALL, None),
    ):
        a_unit(new, name)
        lists = ("--met", met, *(("--unmet", unmet) if unmet else ()))
        done("assess", name, *lists, "--set", BASIC, "--on", "1/6/2024", db=new)
    return new


def names(db: Path, *argv: str) -> list[str]:
    return [row["unit_name"] for row in rows("nearest", *argv, db=db, today=TODAY)]


def row_of(db: Path, name: str, *argv: str) -> dict[str, object]:
    (row,) = rows("nearest", name, *argv, db=db, today=TODAY)
    return row


def test_who_lacks_least_comes_first_who_waits_for_recognition_before(three: Path) -> None:
    found = rows("nearest", db=three, today=TODAY)
    assert [(row["rank"], row["unit_name"], row["missing"]) for row in found] == [
        (1, "Xã Cầu", []),
        (2, "Xã Bình", ["19"]),
        (3, "Xã An", ["18", "19"]),
    ]
    assert [row["group"] for row in found] == ["ready", "under_way", "under_way"]
    assert (found[0]["met"], found[0]["total"], found[0]["reached_on"]) == (19, 19, "2024-06-01")


def test_nearly_met_and_not_assessed_are_missing_and_told_apart(demo: Path) -> None:
    done("assess", "ban bo", "--nearly", "1", db=demo)
    row = row_of(demo, "ban bo")
    assert row["missing"] == ["1", "2", "5", "6", "10", "11", "14", "17", "18", "19"]
    assert (row["nearly"], row["not_assessed"]) == (["1"], [])
    assert (row["met"], row["total"], row["missing_count"]) == (9, 19, 10)


def test_a_task_that_names_no_criterion_counts_too(demo: Path) -> None:
    row = row_of(demo, "ban bo")
    assert (row["tasks_open"], row["tasks_late"]) == (12, 3)
    number = a_task(demo, set=ADVANCED, criterion="1", due="1/7/2024")
    row = row_of(demo, "ban bo")
    assert (row["tasks_open"], row["tasks_late"]) == (13, 4)
    done("task", "done", number, db=demo)
    assert row_of(demo, "ban bo")["tasks_open"] == 12


def test_a_task_of_another_set_does_not_count(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", "--set", BASIC, db=demo)
    found = {row["set"]: row for row in rows("nearest", "ban bo", db=demo, today=TODAY)}
    assert found[ADVANCED]["tasks_open"] == 12
    assert found[BASIC]["tasks_open"] == 1


def test_indicators_that_fail_or_were_never_judged_are_counted_with_their_gap(
    three: Path,
) -> None:
    done(
        *("assess", "xa an", "18.1", "60 %", "--verdict", "unmet", "--reason", "mẫu"),
        *("--on", "2/6/2024"),
        db=three,
    )
    row = row_of(three, "xa an")
    missing = row["missing_indicators"]
    assert isinstance(missing, list)
    assert {"18.1", "18.2", "19.1", "19.2"} <= set(missing)
    assert row["missing_indicators_count"] == len(missing)
    assert not {number for number in missing if number.split(".")[0] not in ("18", "19")}
    done("assess", "xa an", "--met", "18.2", "--on", "3/6/2024", db=three)
    assert "18.2" not in row_of(three, "xa an")["missing_indicators"]  # type: ignore[operator]


def test_fewer_indicators_go_before_more(three: Path) -> None:
    done("assess", "xa an", "--met", "18", "--on", "2/6/2024", db=three)
    assert names(three) == ["Xã Cầu", "Xã An", "Xã Bình"]
    done("assess", "xa binh", "--met", "19.1", "--on", "2/6/2024", db=three)
    assert names(three) == ["Xã Cầu", "Xã Bình", "Xã An"]


def test_the_target_breaks_a_tie_and_one_that_is_gone_is_most_urgent(three: Path) -> None:
    done("assess", "xa an", "--met", "18", "--on", "2/6/2024", db=three)
    done("notice", "add", "1/KH", "--date", "1/1/2024", db=three)
    for name, by in (("xa an", "năm 2024"), ("xa binh", "tháng 6/2024")):
        done("target", "add", name, "--by", by, "--document", "1/KH", db=three)
    found = rows("nearest", db=three, today=TODAY)
    told = [(row["unit_name"], row["target"], row["days_left"], row["state"]) for row in found]
    assert told == [
        ("Xã Cầu", None, None, None),
        ("Xã Bình", "tháng 6/2024", -9, "missed"),
        ("Xã An", "năm 2024", 175, "open"),
    ]


def test_who_reached_all_is_told_early_on_time_or_late(three: Path) -> None:
    done("notice", "add", "1/KH", "--date", "1/1/2024", db=three)
    for by, state in (
        ("quý III/2024", "reached_early"),
        ("tháng 6/2024", "reached_on_time"),
        ("tháng 5/2024", "reached_late"),
    ):
        done("target", "add", "xa cau", "--by", by, "--document", "1/KH", db=three)
        row = row_of(three, "xa cau")
        assert (row["state"], row["reached_on"], row["days_left"]) == (state, "2024-06-01", None)


def test_a_target_of_one_criterion_is_none_of_the_whole_set(three: Path) -> None:
    done("notice", "add", "1/KH", "--date", "1/1/2024", db=three)
    done("target", "add", "xa an", "18", "--by", "2024", "--document", "1/KH", db=three)
    assert row_of(three, "xa an")["target"] is None


def test_recognised_units_stand_at_the_end_with_what_they_miss_now(three: Path) -> None:
    done("standing", "xa binh", "recognised", "--on", "1/7/2024", db=three)
    found = rows("nearest", db=three, today=TODAY)
    assert [row["unit_name"] for row in found] == ["Xã Cầu", "Xã An", "Xã Bình"]
    last = found[-1]
    assert (last["rank"], last["group"], last["missing"]) == (None, "recognised", ["19"])
    assert last["recognised_on"] == "2024-07-01"


def test_a_recognition_that_ran_its_time_holds_no_longer(three: Path) -> None:
    unit = str(rows("nearest", "--set", BASIC, db=three, today=TODAY)[0]["unit"])
    ended = ("--on", "1/6/2020", "--until", "8/7/2024", "--set", BASIC)
    done("standing", unit, "recognised", *ended, db=three)
    (row,) = rows("nearest", unit, db=three, today=TODAY)
    assert (row["group"], row["recognised_on"]) == ("ready", None)
    (row,) = rows("nearest", unit, "--as-of", "8/7/2024", db=three, today=TODAY)
    assert (row["group"], row["recognised_on"]) == ("recognised", "2020-06-01")
    assert rows("regressions", unit, "--recognised", db=three, today=TODAY) == []


def test_a_set_is_one_of_the_level_of_the_units_named(demo: Path) -> None:
    for look in (("nearest",), ("target", "list"), ("dossier", "list")):
        result = run(*look, "ban bo", "--set", "nang cao", db=demo, today=TODAY)
        assert (result.code, result.err) == (0, "")


def test_who_was_never_judged_stands_apart_also_if_only_a_target_is_known(demo: Path) -> None:
    done("notice", "add", "1/KH", "--date", "1/1/2024", db=demo)
    done(
        *("target", "add", "hong quang", "--by", "2025", "--set", BASIC, "--document", "1/KH"),
        db=demo,
    )
    found = rows("nearest", "--set", BASIC, db=demo, today=TODAY)
    assert [row["unit_name"] for row in found] == ["Xã Bằng Cốc", "Xã Hồng Quang", "Xã Ngọc Hội"]
    assert {row["group"] for row in found} == {"unassessed"}
    assert {row["rank"] for row in found} == {None}
    assert [row["target"] for row in found] == ["trong năm 2024", "2025", None]
    shown = run("nearest", "hong quang", db=demo, today=TODAY, lang="en").out
    assert "nothing assessed yet (1)" in shown


def test_sets_are_never_ranked_against_one_another(demo: Path) -> None:
    shown = run("nearest", db=demo, today=TODAY)
    assert "not comparable" in shown.out
    found = rows("nearest", "--set", ADVANCED, db=demo, today=TODAY)
    assert [(row["rank"], row["unit_name"]) for row in found] == [(1, "Xã Bản Bo")]


def test_registered_and_limit_and_under_narrow(demo: Path) -> None:
    assert names(demo, "--registered") == ["Xã Bằng Cốc", "Xã Ngọc Hội"]
    done("standing", "bang coc", "withdrawn", "--on", "1/7/2024", db=demo)
    assert names(demo, "--registered") == ["Xã Ngọc Hội"]
    assert names(demo, "--limit", "1") == ["Xã Bản Bo"]
    assert "2 more units are not shown" in run("nearest", "--limit", "1", db=demo, today=TODAY).out
    assert names(demo, "--under", "lai chau") == ["Xã Bản Bo"]


def test_it_is_told_as_of_a_day(three: Path) -> None:
    done("assess", "xa an", "--met", "18,19", "--on", "5/7/2024", db=three)
    assert names(three) == ["Xã An", "Xã Cầu", "Xã Bình"]
    assert names(three, "--as-of", "4/7/2024") == ["Xã Cầu", "Xã Bình", "Xã An"]
    assert names(three, "--as-of", "1/1/2024") == []


def test_text_for_people_and_sheets_have_the_same_rows(three: Path) -> None:
    shown = run("nearest", db=three, today=TODAY)
    assert "all criteria met, recognition awaited (1)" in shown.out
    sheet = run("nearest", "-f", "csv", db=three, today=TODAY).out.splitlines()
    assert len(sheet) == 1 + len(rows("nearest", db=three, today=TODAY))
    vietnamese = run("nearest", db=three, today=TODAY, lang="vi")
    assert vietnamese.code == 0
