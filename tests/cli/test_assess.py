"""`assess`: record judgements of criteria and indicators."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, a_unit, done
from tests.run import Result, refused, rows, run


def _assess(db: Path, *argv: object) -> Result:
    return run("assess", *argv, "-f", "json", db=db, today=TODAY)


def _verdicts(db: Path, unit: str) -> dict[str, str]:
    found = rows("history", unit, db=db, today=TODAY)
    return {row["number"]: row["verdict"] for row in reversed(found)}


def test_four_lists_in_one_change(demo: Path) -> None:
    result = _assess(
        *(demo, "bang coc", "--set", BASIC),
        *("--met", "1-3", "--nearly", "4", "--unmet", "5,6", "--na", "7"),
    )
    assert result.code == 0
    assert _verdicts(demo, "bang coc") == {
        **dict.fromkeys(("1", "2", "3"), "met"),
        "4": "nearly_met",
        **dict.fromkeys(("5", "6"), "unmet"),
        "7": "not_applicable",
    }
    assert len(rows("log", db=demo)) == 2


def test_it_answers_with_before_and_after(demo: Path) -> None:
    rows_ = _assess(demo, "ban bo", "--met", "1", "--unmet", "3").rows
    assert [(row["number"], row["before"], row["verdict"]) for row in rows_] == [
        ("1", "unmet", "met"),
        ("3", "met", "unmet"),
    ]


def test_the_set_in_use_is_taken_when_there_is_one(demo: Path) -> None:
    assert {row["set"] for row in _assess(demo, "ban bo", "--met", "1").rows} == {ADVANCED}


def test_without_a_set_in_use_it_must_be_named(demo: Path) -> None:
    a_unit(demo)
    assert "--set" in refused(run("assess", "tan lap", "--met", "1", db=demo), 3)


def test_a_set_of_another_level_is_refused(demo: Path) -> None:
    said = refused(
        run("assess", "ban bo", "--met", "1", "--set", "thon-ntm-yen-bai-2021-2025", db=demo), 3
    )
    assert "village" in said


def test_everything_that_belongs_to_a_judgement_is_kept(demo: Path, tmp_path: Path) -> None:
    proof = tmp_path / "biên bản.pdf"
    proof.write_bytes(b"proof")
    result = _assess(
        *(demo, "ban bo", "--met", "10", "--on", "1/6/2024", "--stage", "appraisal"),
        *("--by", "KTHT-TD", "--document", "12/BC-UBND", "--evidence", proof, "--at-risk"),
        *("--note", "vừa đạt ngưỡng"),
    )
    assert result.code == 0, result.err
    row = rows("history", "ban bo", "10", db=demo, today=TODAY)[0]
    assert row["stage"] == "appraisal"
    assert row["by"] == "Phòng Kinh tế - Hạ tầng huyện Tam Đường"
    assert row["assessed_on"] == "2024-06-01"
    assert row["document"] == "12/BC-UBND"
    assert row["note"] == "vừa đạt ngưỡng"
    written = run("log", "2", "-f", "csv", db=demo).out
    assert hashlib.sha256(b"proof").hexdigest() in written


def test_a_threshold_gives_the_verdict_of_a_value(demo: Path) -> None:
    done(
        *("criteria", "overlay", ADVANCED, "--number", "17.8", "--threshold", ">= 85 %"),
        *("--decision", "12/QĐ-UBND", "--effective", "1/1/2024"),
        db=demo,
    )
    for value, verdict in (("82,5 %", "unmet"), ("85%", "met"), ("85.0", "met")):
        row = _assess(demo, "ban bo", "17.8", value).rows[0]
        assert row["verdict"] == verdict


def test_an_unverified_threshold_never_judges(demo: Path) -> None:
    said = refused(run("assess", "ban bo", "17.8", "82,5 %", db=demo, today=TODAY), 3)
    assert "criteria overlay" in said
    assert "--verdict" in said


def test_a_value_may_come_in_several_words(demo: Path) -> None:
    row = _assess(demo, "ban bo", "17.8", "82,5", "%", "--verdict", "met").rows[0]
    assert row["value"] == 82.5


def test_a_verdict_by_hand_against_the_threshold_needs_a_reason(demo: Path) -> None:
    done(
        *("criteria", "overlay", ADVANCED, "--number", "17.8", "--threshold", ">= 85 %"),
        *("--decision", "12/QĐ-UBND", "--effective", "1/1/2024"),
        db=demo,
    )
    refused(run("assess", "ban bo", "17.8", "80 %", "--verdict", "met", db=demo, today=TODAY), 3)
    kept = _assess(demo, "ban bo", "17.8", "80 %", "--verdict", "met", "--reason", "đặc thù").rows
    assert (kept[0]["verdict"], kept[0]["reason"]) == ("met", "đặc thù")


@pytest.mark.parametrize(
    "argv",
    [
        ("ban bo",),
        ("ban bo", "17.8"),
        ("ban bo", "17.8", "many"),
        ("ban bo", "17", "5"),
        ("ban bo", "17.8", "5", "--met", "1"),
        ("ban bo", "--met", "1", "--unmet", "1"),
        ("ban bo", "--met", "0"),
        ("ban bo", "--met", "5-1"),
        ("ban bo", "--met", "1", "--on", "10/7/2024"),
        ("ban bo", "--met", "1", "--by", "khong co"),
        ("ban bo", "--met", "1", "--evidence", "khong-co.pdf"),
        ("khong co", "--met", "1"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused_and_not_written(demo: Path, argv: tuple[str, ...]) -> None:
    refused(run("assess", *argv, db=demo, today=TODAY), 3)
    assert len(rows("log", db=demo)) == 1


def test_enumerated_words_are_checked(demo_file: Path) -> None:
    said = refused(run("assess", "ban bo", "--met", "1", "--stage", "x", db=demo_file), 2)
    assert "self, verification, appraisal" in said
    for verdict in ("x", "not_assessed"):
        refused(run("assess", "ban bo", "1", "--verdict", verdict, db=demo_file), 2)


def test_a_new_number_of_a_document_notes_the_document(demo: Path) -> None:
    done("assess", "ban bo", "--met", "1", "--document", "99/BC-UBND", db=demo)
    found = {row["document"]: row for row in rows("notice", "list", db=demo, today=TODAY)}
    assert found["99/BC-UBND"]["dated"] is None
    assert found["99/BC-UBND"]["assessments"] == 1


def test_the_count_of_a_past_day_is_told_apart_from_today_s(demo: Path) -> None:
    _assess(demo, "ban bo", "--met", "1,2", "--on", "2024-07-01")
    said = json.loads(_assess(demo, "ban bo", "--met", "5", "--on", "2024-06-30").out)
    apart = [note for note in said["notes"] if "today" in note]
    assert apart == [
        "that is the count of 30/06/2024; with what was judged later it is 12/19 today"
    ]
    now = json.loads(_assess(demo, "ban bo", "--met", "6").out)
    assert not [note for note in now["notes"] if "today" in note]
