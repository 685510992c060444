"""`target`: by when a criterion or a whole set is to be met, and what became of it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, a_unit, done
from tests.run import refused, rows, run

CONCLUSION = "Kết luận Bản Bo 10/3/2023"


def add(db: Path, *argv: str, document: str = CONCLUSION) -> dict[str, object]:
    """A target of Bản Bo that the paper of March 2023 sets."""
    return done("target", "add", "ban bo", *argv, "--document", document, db=db)


def listed(db: Path, number: str | None, *argv: str, today: str | None = TODAY) -> list[Any]:
    """The targets of Bản Bo for one criterion; the demo aims at 11 and at the whole set."""
    found = rows("target", "list", "ban bo", *argv, db=db, today=today)
    return [row for row in found if row["number"] == number]


def a_document(db: Path, number: str, dated: str) -> str:
    done("notice", "add", number, "--date", dated, db=db)
    return number


def test_a_target_of_one_criterion_is_recorded_with_the_words_and_the_days(demo: Path) -> None:
    row = add(demo, "10", "--by", "trong năm 2024", "--note", "theo kết luận")
    assert (row["unit_name"], row["set"], row["number"]) == ("Xã Bản Bo", ADVANCED, "10")
    assert (row["name"], row["words"], row["precision"]) == (
        "Thu nhập",
        "trong năm 2024",
        "year",
    )
    assert (row["start"], row["last_day"]) == ("2024-01-01", "2024-12-31")
    assert (row["verdict"], row["state"], row["days_left"]) == ("unmet", "open", 175)
    assert (row["document"], row["note"]) == (CONCLUSION, "theo kết luận")
    assert row["since"] == "2023-03-10"
    assert listed(demo, "10") == [row]


def test_without_a_number_it_is_the_whole_set(demo: Path) -> None:
    row = add(demo, "--by", "đến hết năm 2024")
    assert (row["number"], row["verdict"]) == (None, "unmet")
    assert "nâng cao" in str(row["name"])


def test_an_indicator_may_have_a_target_too(demo: Path) -> None:
    done("assess", "ban bo", "--met", "17.8", "--on", "1/6/2023", db=demo)
    row = add(demo, "17.8", "--by", "quý II/2023")
    assert (row["verdict"], row["state"], row["reached_on"]) == (
        "met",
        "reached_on_time",
        "2023-06-01",
    )


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("31/3/2023", "reached_early"),
        ("1/4/2023", "reached_on_time"),
        ("30/6/2023", "reached_on_time"),
        ("1/7/2023", "reached_late"),
    ],
)
def test_it_is_reached_early_on_time_or_late(demo: Path, on: str, state: str) -> None:
    done("assess", "ban bo", "--met", "11", "--on", on, db=demo)
    row = add(demo, "11", "--by", "quý II/2023")
    assert (row["state"], row["days_left"]) == (state, None)


def test_it_is_missed_from_the_day_after_its_last(demo: Path) -> None:
    add(demo, "10", "--by", "tháng 6/2023")

    def state(day: str) -> tuple[str, int]:
        (row,) = listed(demo, "10", "--as-of", day)
        return row["state"], row["days_left"]

    assert state("2023-06-30") == ("open", 0)
    assert state("2023-07-01") == ("missed", -1)


def test_what_was_met_on_its_last_day_stays_reached_though_it_fell_back(demo: Path) -> None:
    done("assess", "ban bo", "--met", "10", "--on", "1/5/2023", db=demo)
    done("assess", "ban bo", "--unmet", "10", "--on", "1/8/2023", db=demo)
    kept = add(demo, "10", "--by", "quý II/2023")
    assert (kept["state"], kept["reached_on"], kept["verdict"]) == (
        "reached_on_time",
        "2023-05-01",
        "unmet",
    )
    assert add(demo, "10", "--by", "quý III/2023")["state"] == "missed"


def test_a_target_is_known_from_the_day_it_is_set_whatever_the_clock_says(demo: Path) -> None:
    done("target", "add", "ban bo", "10", "--by", "năm 2025", db=demo, today="2024-03-01")
    argv = ("target", "add", "ban bo", "1", "--by", "năm 2025", "--on", "1/2/2024")
    done(*argv, db=demo, today="2024-03-01")

    def known(day: str) -> set[str | None]:
        found = rows("target", "list", "ban bo", "--as-of", day, db=demo, today=TODAY)
        return {row["number"] for row in found} - {None, "11"}

    assert known("2024-03-01") == {"1", "10"}
    assert known("2024-02-29") == {"1"}
    assert known("2024-01-31") == set()
    late = run("target", "add", "ban bo", "2", "--by", "năm 2025", "--on", "1/1/2030", db=demo)
    assert "is still to come" in refused(late, 3)


def test_a_target_said_again_in_other_words_is_not_told_as_moved(demo: Path) -> None:
    said = run("target", "add", "ban bo", "11", "--by", "31/12/2024", db=demo, today=TODAY).out
    assert "moved" not in said
    moved = run("target", "add", "ban bo", "11", "--by", "năm 2025", db=demo, today=TODAY).out
    assert "moved: before it was 31/12/2024" in moved


def test_a_whole_set_is_reached_with_its_last_criterion(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1,2,5,6,10,11,14,17,18", "--on", "1/3/2024", db=demo)
    assert add(demo, "--by", "năm 2024")["state"] == "open"
    done("assess", "ban bo", "--na", "19", "--on", "1/5/2024", db=demo)
    row, _moved = listed(demo, None)
    assert (row["verdict"], row["state"], row["reached_on"]) == (
        "met",
        "reached_on_time",
        "2024-05-01",
    )


def test_what_was_never_assessed_is_not_said_to_be_missed(demo_file: Path) -> None:
    (row,) = rows("target", "list", "bang coc", db=demo_file, today="2025-01-01")
    assert (row["verdict"], row["state"], row["days_left"]) == ("not_assessed", "unknown", -1)
    (row,) = rows("nearest", "bang coc", db=demo_file, today="2025-01-01")
    assert (row["state"], row["days_left"]) == ("unknown", -1)


def test_a_registration_is_a_target_of_the_whole_set(demo: Path) -> None:
    (row,) = rows("target", "list", "bang coc", db=demo, today=TODAY)
    assert (row["set"], row["number"], row["words"]) == (BASIC, None, "trong năm 2024")
    assert (row["state"], row["registration"]) == ("open", True)
    done("standing", "bang coc", "recognised", "--on", "30/6/2024", db=demo)
    (row,) = rows("target", "list", "bang coc", db=demo, today=TODAY)
    assert (row["state"], row["reached_on"]) == ("reached_on_time", "2024-06-30")
    assert row["verdict"] == "not_assessed"


def test_a_recognition_of_before_does_not_reach_a_target_to_meet_all_again(demo: Path) -> None:
    done("standing", "ban bo", "recognised", "--on", "1/1/2023", "--set", ADVANCED, db=demo)
    assert add(demo, "--by", "năm 2023")["state"] == "missed"


def test_a_recognition_anew_reaches_the_target_of_the_second_registration(demo: Path) -> None:
    for argv in (
        ("recognised", "--on", "1/6/2019", "--until", "1/6/2024"),
        ("registered", "--on", "1/2/2023", "--target", "năm 2023"),
    ):
        done("standing", "binh an", *argv, "--set", BASIC, db=demo)

    def found(*argv: str) -> tuple[str, str | None]:
        (row,) = rows("target", "list", "binh an", *argv, db=demo, today=TODAY)
        (near,) = rows("nearest", "binh an", *argv, db=demo, today=TODAY)
        assert (near["state"], near["reached_on"]) == (row["state"], row["reached_on"])
        return row["state"], row["reached_on"]

    assert found() == ("unknown", None)
    done("standing", "binh an", "recognised", "--on", "20/12/2023", "--until", "8/7/2024", db=demo)
    assert found() == ("reached_on_time", "2023-12-20")
    done("standing", "binh an", "revoked", "--on", "9/7/2024", db=demo)
    assert found() == ("unknown", None)
    assert found("--as-of", "8/7/2024") == ("reached_on_time", "2023-12-20")


def test_words_without_a_day_move_no_target(demo: Path) -> None:
    soon = ("registered", "--on", "1/1/2024", "--target", "sớm")
    done("standing", "ban bo", *soon, db=demo)
    (dated, vague) = listed(demo, None)
    assert (dated["words"], dated["moved_to"]) == ("hết năm 2024", None)
    assert (vague["words"], vague["state"], vague["moved_to"]) == ("sớm", "open", None)
    (near,) = rows("nearest", "ban bo", db=demo, today=TODAY)
    assert (near["target"], near["days_left"]) == ("hết năm 2024", 175)
    later = a_document(demo, "40/KL-HU", "1/2/2024")
    add(demo, "--by", "năm 2025", document=later)
    assert [row["moved_to"] for row in listed(demo, None)] == [None, "năm 2025", "năm 2025"]


def test_unmet_names_the_target_in_force(demo: Path) -> None:
    newer, older = a_document(demo, "2/KL", "1/5/2024"), a_document(demo, "1/KL", "1/2/2024")
    for number in (("11",), ()):
        add(demo, *number, "--by", "6/2025", document=newer)
        add(demo, *number, "--by", "6/2026", document=older)
    result = run("unmet", "ban bo", "--criterion", "11", "-f", "json", db=demo, today=TODAY)
    assert [row["target"] for row in result.rows] == ["2025-06-30"]
    assert [note for note in json.loads(result.out)["notes"] if "target" in note] == [
        f"Xã Bản Bo, {ADVANCED}: target 6/2025 (30/06/2025)"
    ]


def test_a_moved_target_is_told_and_both_stay(demo: Path) -> None:
    add(demo, "10", "--by", "năm 2023")
    later = a_document(demo, "40/KL-HU", "1/2/2024")
    moved = run(
        *("target", "add", "ban bo", "10", "--by", "năm 2024", "--document", later),
        db=demo,
        today=TODAY,
    )
    assert "before it was năm 2023 (31/12/2023)" in moved.out
    new, old = listed(demo, "10")
    assert (new["words"], new["state"], new["moved_to"]) == ("năm 2024", "open", None)
    assert (old["words"], old["state"], old["moved_to"]) == ("năm 2023", "missed", "năm 2024")
    (then,) = listed(demo, "10", "--as-of", "31/1/2024")
    assert (then["words"], then["moved_to"]) == ("năm 2023", None)


def test_the_newer_paper_counts_whichever_was_recorded_first(demo: Path) -> None:
    later = a_document(demo, "40/KL-HU", "1/2/2024")
    add(demo, "10", "--by", "năm 2024", document=later)
    told = run(
        *("target", "add", "ban bo", "10", "--by", "năm 2023", "--document", CONCLUSION),
        db=demo,
        today=TODAY,
    )
    assert "a target set later counts: năm 2024" in told.out
    new, old = listed(demo, "10")
    assert (new["words"], old["moved_to"]) == ("năm 2024", "năm 2024")


def test_without_a_dated_paper_it_is_known_from_the_day_it_was_recorded(demo: Path) -> None:
    done("target", "add", "ban bo", "10", "--by", "năm 2190", db=demo, today=None)
    assert len(listed(demo, "10", today=None)) == 1
    assert listed(demo, "10", "--as-of", "1/1/2024", today=None) == []


def test_a_year_that_the_words_leave_out_is_that_of_the_paper_and_said(demo: Path) -> None:
    result = run(
        *("target", "add", "ban bo", "11", "--by", "tháng 5", "--document", CONCLUSION),
        db=demo,
        today=TODAY,
    )
    assert 'the year of "tháng 5" is that of the document: 31/05/2023' in result.out


def test_set_and_under_narrow(demo: Path) -> None:
    add(demo, "11", "--by", "năm 2024")
    for argv, names in (
        ((), {"Xã Bản Bo", "Xã Bằng Cốc"}),
        (("--set", ADVANCED), {"Xã Bản Bo"}),
        (("--under", "tuyen quang"), {"Xã Bằng Cốc"}),
        (("ngoc hoi",), set()),
    ):
        found = rows("target", "list", *argv, db=demo, today=TODAY)
        assert {row["unit_name"] for row in found} == names


def test_check_finds_what_is_missed(demo: Path) -> None:
    add(demo, "11", "--by", "năm 2024")
    assert run("target", "list", "--check", db=demo, today=TODAY).code == 0
    assert run("target", "list", "--check", db=demo, today="2025-01-01").code == 1


def test_what_a_notice_aimed_at_without_a_set_is_kept_and_not_judged(demo: Path) -> None:
    from ntmtrack.store.writing import Occasion, writing

    now = datetime.now(UTC)
    with writing(demo, Occasion("An", "thử", now)) as change:
        (unit,) = change.conn.execute(
            "select unit_id from unit_version where name = 'Xã Bình An'"
        ).fetchone()
        (of,) = change.conn.execute(
            "select id from criteria_set where code = ?", (BASIC,)
        ).fetchone()
        span = {"words": "2024", "start": "2024-01-01", "last_day": "2024-12-31"}
        span["precision"] = "year"
        change.insert("target", {"unit_id": unit, "note": "17", **span})
        change.insert("target", {"unit_id": unit, "set_id": of, "note": "25", **span})
        change.insert("target", {"unit_id": unit, **span})
        change.insert("target", {"unit_id": unit, **span})
    found = rows("target", "list", "binh an", db=demo)
    assert sorted(str(row["number"]) for row in found) == ["17", "25", "None", "None"]
    assert {row["state"] for row in found} == {None}
    assert {row["moved_to"] for row in found} == {None}


def test_an_answer_is_the_same_in_every_form(demo: Path) -> None:
    add(demo, "11", "--by", "năm 2024")
    said = [
        run("target", "list", "-f", form, db=demo, today=TODAY).out for form in ("csv", "jsonl")
    ]
    assert len(said[0].splitlines()) == 1 + len(said[1].splitlines())
    words = [json.loads(line)["words"] for line in said[1].splitlines()]
    assert all(word in said[0] for word in words)


def test_faults(demo: Path) -> None:
    before = run("log", "-f", "json", db=demo).rows
    a_unit(demo, "Xã Mới", from_="1/7/2024")
    for argv, said in (
        (("ban bo", "11", "--by", "sớm"), "has no last day"),
        (("ban bo", "11", "--by", "hằng tháng"), "has no last day"),
        (("ban bo", "11", "--by", "một ngày nào đó"), ""),
        (("ban bo", "99", "--by", "2024"), "no criterion or indicator 99"),
        (("ban bo", "--by", "2024", "--note", "17.8"), "nothing but a number"),
        (("khong co", "--by", "2024"), "no unit"),
        (("binh an", "--by", "2024"), "--set"),
        (("xa moi", "--by", "2023", "--set", BASIC), "exists since"),
        (("xa moi", "--by", "2023", "--set", "thon-ntm-yen-bai-2021-2025"), ""),
    ):
        assert said in refused(run("target", "add", *argv, db=demo, today=TODAY), 3)
    a_document(demo, "99/TB", "1/8/2024")
    future = ("ban bo", "--by", "2024", "--document", "99/TB")
    assert "still to come" in refused(run("target", "add", *future, db=demo, today=TODAY), 3)
    refused(run("target", "add", "ban bo", "11", db=demo), 2)
    refused(run("target", "add", "ban bo", "11-12", "--by", "2024", db=demo), 3)
    assert len(run("log", "-f", "json", db=demo).rows) == len(before) + 2
