"""`unmet`: which criteria are unmet, and who works on them."""

from pathlib import Path
from typing import Any

from tests.factories import ADVANCED, BASIC, TODAY, a_unit, done
from tests.run import refused, rows, run

UNMET = ["1", "2", "5", "6", "10", "11", "14", "17", "18", "19"]


def _unmet(*argv: object, db: Path, today: str = TODAY) -> list[dict[str, Any]]:
    """The rows that are unmet; those not assessed stand beside them."""
    found = rows("unmet", *argv, db=db, today=today)
    assert {row["verdict"] for row in found} <= {"unmet", "nearly_met", "not_assessed"}
    return [row for row in found if row["verdict"] == "unmet"]


def _numbers(*argv: object, db: Path, today: str = TODAY) -> list[str]:
    return [row["number"] for row in _unmet(*argv, db=db, today=today)]


def test_it_names_the_criterion_its_tasks_and_its_leads(demo_file: Path) -> None:
    found = {row["number"]: row for row in rows("unmet", "ban bo", db=demo_file, today=TODAY)}
    assert found["14"]["name"] == "Y tế"
    assert found["14"]["leads"] == [
        "Trung tâm Y tế huyện Tam Đường",
        "Đảng ủy xã Bản Bo",
        "UBND xã Bản Bo",
    ]
    assert found["11"]["tasks"] == ["NV2023-006", "NV2023-007"]
    assert (found["11"]["due"], found["11"]["days_left"]) == ("2023-05-31", -405)
    assert found["1"]["due"] is None
    assert found["1"]["since"] == "2023-03-10"


def test_the_note_counts_what_is_met_and_compares_it_with_the_tally(demo_file: Path) -> None:
    shown = run("unmet", "ban bo", db=demo_file, today=TODAY).out
    assert "met 9/19; nearly met 0; unmet 10" in " ".join(shown.split())
    assert "counted 9/19 met on 10/03/2023, the list of that day agrees" in shown


def test_a_list_that_disagrees_with_the_tally_is_warned_of(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", db=demo)
    shown = " ".join(run("unmet", "ban bo", db=demo, today=TODAY).out.split())
    assert "met 10/19" in shown
    assert "9/19" in shown
    assert "the list agrees" not in shown


def test_without_a_unit_it_answers_for_all(demo: Path) -> None:
    done("assess", "bang coc", "--set", BASIC, "--unmet", "17", db=demo)
    found = _unmet(db=demo)
    assert {row["unit_name"] for row in found} == {"Xã Bản Bo", "Xã Bằng Cốc"}
    assert len(found) == 11


def test_what_was_never_assessed_stands_apart(demo: Path) -> None:
    done("assess", "bang coc", "--set", BASIC, "--unmet", "17", "--met", "1", db=demo)
    found = rows("unmet", "bang coc", db=demo, today=TODAY)
    assert [row["number"] for row in found if row["verdict"] == "unmet"] == ["17"]
    assert len([row for row in found if row["verdict"] == "not_assessed"]) == 17
    shown = run("unmet", "bang coc", db=demo, today=TODAY).out
    assert "not assessed (17)" in shown


def test_several_units_can_be_named(demo: Path) -> None:
    done("assess", "bang coc", "--set", BASIC, "--unmet", "17", db=demo)
    done("assess", "ngoc hoi", "--set", BASIC, "--unmet", "18", db=demo)
    assert _numbers("bang coc", "ngoc hoi", "02416", db=demo) == ["17", "18"]


def test_set_narrows_to_one_set(demo_file: Path) -> None:
    assert _numbers("ban bo", "--set", ADVANCED, db=demo_file) == UNMET
    assert _numbers("ban bo", "--set", "xa ntm nang cao", db=demo_file) == UNMET
    assert _numbers("ban bo", "--set", BASIC, db=demo_file) == []


def test_a_set_is_looked_for_at_the_level_of_the_units_named(demo_file: Path) -> None:
    """Recording does so: a commune's "nâng cao" is not the district's."""
    assert _numbers("ban bo", "--set", "nâng cao", db=demo_file) == UNMET


def test_criterion_takes_lists_and_ranges(demo_file: Path) -> None:
    assert _numbers("--criterion", "1-5,17", db=demo_file) == ["1", "2", "5", "17"]


def test_under_takes_units_at_any_depth(demo_file: Path) -> None:
    assert _numbers("--under", "lai chau", db=demo_file) == UNMET
    assert _numbers("--under", "tam duong", db=demo_file) == UNMET
    assert _numbers("--under", "tuyen quang", db=demo_file) == []


def test_by_criterion_groups_the_same_rows(demo: Path) -> None:
    done("assess", "bang coc", "--set", BASIC, "--unmet", "17", db=demo)
    grouped = rows("unmet", "--by-criterion", db=demo, today=TODAY)
    plain = rows("unmet", db=demo, today=TODAY)
    key = "unit", "number"
    assert sorted([row[k] for k in key] for row in grouped) == sorted(
        [row[k] for k in key] for row in plain
    )


def test_no_task_leaves_what_nobody_works_on(demo: Path) -> None:
    assert _numbers("--no-task", db=demo) == []
    for number in ("NV2023-005", "NV2023-006", "NV2023-007"):
        done("task", "done", number, db=demo)
    assert _numbers("--no-task", db=demo) == ["10", "11"]


def test_stage_takes_one_word_alone(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", "--unmet", "3", "--stage", "appraisal", db=demo)
    assert _numbers("ban bo", "--stage", "appraisal", db=demo) == ["3"]
    assert _numbers("ban bo", "--stage", "self", db=demo) == UNMET


def test_as_of_goes_back(demo: Path) -> None:
    done("assess", "ban bo", "--met", "10", "--on", "1/7/2024", db=demo)
    assert "10" not in _numbers("ban bo", db=demo)
    assert "10" in _numbers("ban bo", "--as-of", "30/6/2024", db=demo)
    assert "10" in _numbers("ban bo", "--as-of", "6/2024", db=demo)
    assert _numbers("ban bo", "--as-of", "1/1/2023", db=demo) == []


def test_a_unit_that_was_never_judged_is_told_so(demo: Path) -> None:
    a_unit(demo)
    result = run("unmet", "tan lap", db=demo, today=TODAY)
    assert result.code == 0
    assert "Nothing has been recorded" in result.out
    result = run("unmet", "ban bo", "tan lap", db=demo, today=TODAY)
    assert "Xã Tân Lập" in result.out


def test_what_fits_nothing_is_refused_with_the_nearest(demo_file: Path) -> None:
    assert "Xã Bản Bo" in refused(run("unmet", "ban boo", db=demo_file), 3)
    refused(run("unmet", "--set", "khong co", db=demo_file), 3)
    refused(run("unmet", "--under", "khong co", db=demo_file), 3)
    refused(run("unmet", "--criterion", "a", db=demo_file), 3)


def test_who_works_on_it_is_seen_on_every_terminal(demo_file: Path) -> None:
    for lang in ("en", "vi"):
        shown = run(
            *("unmet", "ban bo", "--criterion", "10"),
            db=demo_file,
            today=TODAY,
            tty=True,
            width=80,
            lang=lang,
        )
        assert "Ban Chỉ đạo" in shown.out
