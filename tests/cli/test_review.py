"""`review`: the week that was, what comes, and what nobody follows."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.store.database import create
from tests.factories import BASIC, TODAY, a_task, done
from tests.run import refused, rows, run
from tests.store.ledgers import Ledger


def _review(*argv: object, db: Path, today: str = TODAY) -> dict[str, Any]:
    result = run("review", *argv, "-f", "json", db=db, today=today)
    assert result.code == 0, result.err
    whole = json.loads(result.out)
    assert isinstance(whole, dict)
    return whole


def _items(block: str, *argv: object, db: Path, today: str = TODAY) -> list[str]:
    whole = _review(*argv, db=db, today=today)
    return [row["item"] for row in whole["rows"] if row["block"] == block]


def _days(*argv: object, db: Path, today: str = TODAY) -> tuple[str, str]:
    summary = _review(*argv, db=db, today=today)["summary"]
    return summary["first"], summary["last"]


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A ledger in which nothing was recorded, so that it may be written to on past days."""
    path = tmp_path / "blank.db"
    create(path)
    return path


def a_draft(
    db: Path, *states: str, proposed: str | None = None, read_on: str = "2024-07-08"
) -> list[int]:
    """A paper whose clauses have these states; the first may carry a proposal of a state."""
    with Ledger(db).writing(now=datetime(2024, 7, 8, 3, tzinfo=UTC)) as change:
        facts = {"name": "ket-luan.docx", "path": "ket-luan.docx", "sha256": "ab", "body": "{}"}
        draft = change.insert("draft", {**facts, "read_on": read_on})
        clauses = [
            change.insert(
                "clause",
                {
                    "draft_id": draft,
                    "place": place,
                    "number": str(place),
                    "begins": 0,
                    "ends": 1,
                    "words": "x",
                    "folded": "x",
                    "state": state,
                },
            )
            for place, state in enumerate(states)
        ]
        if proposed is not None:
            facts = {"clause_id": clauses[0], "place": 0, "state": proposed, "body": "{}"}
            change.insert("proposal", facts)
    return clauses


def test_the_keys_are_a_contract(demo_file: Path) -> None:
    assert list(_review(db=demo_file)["rows"][0]) == [
        *("block", "item", "title", "unit", "unit_name", "set", "number", "leads"),
        *("due", "due_text", "precision", "days_late", "state", "outcome"),
        *("closed_on", "paused_until", "document", "waiting", "clauses"),
    ]


def test_what_nobody_follows_is_listed(demo_file: Path) -> None:
    assert _items("without_lead", db=demo_file) == [
        *("NV2022-001", "NV2022-002", "NV2023-007", "NV2024-004")
    ]
    assert len(_items("without_due", db=demo_file)) == 11
    assert _items("without_document", db=demo_file) == []
    assert _review(db=demo_file)["summary"]["overdue"] == 6


@pytest.mark.parametrize(
    ("argv", "days"),
    [
        ((), ("2024-07-03", "2024-07-09")),
        (("--week",), ("2024-07-08", "2024-07-09")),
        (("--week", "--as-of", "7/7/2024"), ("2024-07-01", "2024-07-07")),
        (("--week", "--as-of", "8/7/2024"), ("2024-07-08", "2024-07-08")),
        (("--period", "6/2024"), ("2024-06-01", "2024-06-30")),
        (("--period", "2024"), ("2024-01-01", "2024-07-09")),
        (("--period", "tuần trước"), ("2024-07-01", "2024-07-07")),
    ],
    ids=str,
)
def test_the_days_of_a_review(
    demo_file: Path, argv: tuple[str, ...], days: tuple[str, str]
) -> None:
    assert _days(*argv, db=demo_file) == days
    assert _review(*argv, db=demo_file)["as_of"] == days[1]


def test_a_week_and_a_period_are_not_both_given(demo_file: Path) -> None:
    said = refused(run("review", "--week", "--period", "2024", db=demo_file, today=TODAY), 3)
    assert "two different periods" in said
    refused(run("review", "--period", "2025", db=demo_file, today=TODAY), 3)


def test_done_and_newly_late_in_the_week(demo: Path) -> None:
    done("task", "done", "NV2023-005", "--on", "8/7/2024", db=demo)
    late = a_task(demo, due="5/7/2024", assigned="1/6/2024")
    soon = a_task(demo, due="12/7/2024", assigned="1/6/2024")
    assert _items("done", db=demo) == ["NV2023-005"]
    assert _items("newly_late", db=demo) == [late]
    assert _items("due_next", db=demo) == [soon]
    assert _items("newly_late", "--as-of", "5/7/2024", db=demo) == []
    assert _items("due_next", "--as-of", "5/7/2024", db=demo) == [late, soon]
    assert _items("without_document", db=demo) == [late, soon]
    said = run("review", db=demo, today=TODAY).out
    assert "Done in these days (1): on time 0, late 1, no due 0" in said


def test_unmet_criteria_come_from_the_same_reading_as_unmet(demo: Path) -> None:
    assert _items("unmet_without_task", db=demo) == []
    done("task", "done", "NV2023-005", "--on", "8/7/2024", db=demo)
    found = [row for row in _review(db=demo)["rows"] if row["block"] == "unmet_without_task"]
    unmet = rows("unmet", "--no-task", db=demo, today=TODAY)
    keys = ("unit", "set", "number")
    assert [[row[key] for key in keys] for row in found] == [
        [row[key] for key in keys] for row in unmet if row["verdict"] == "unmet"
    ]
    assert found[0]["title"] == "Thu nhập"
    assert _items("done_still_unmet", db=demo) == ["NV2023-005"]
    done("assess", "ban bo", "--met", "10", "--on", "9/7/2024", db=demo)
    assert _items("done_still_unmet", db=demo) == []
    assert _items("unmet_without_task", "--as-of", "8/7/2024", db=demo) == [
        "Xã Bản Bo, criterion 10"
    ]


def test_of_one_lead_or_some_units(demo: Path) -> None:
    a_draft(demo, "unconsidered")
    led = _review("--lead", "UBND huyện Tam Đường", db=demo)
    assert {row["item"] for row in led["rows"]} == {
        row["task"]
        for row in rows("task", "list", "--lead", "UBND huyện Tam Đường", db=demo, today=TODAY)
    }
    assert "unconsidered" not in led["summary"]
    below = _review("--under", "tuyen quang", db=demo)
    assert {row["unit_name"] for row in below["rows"]} == {
        *("Xã Bình An", "Xã Hồng Quang", "Xã Bằng Cốc", "Xã Ngọc Hội", "Huyện Chiêm Hóa")
    }
    assert "changes" not in below["summary"]


def test_clauses_that_wait_are_counted_of_all(demo: Path) -> None:
    a_draft(demo, "task", "unconsidered", "no_task", proposed="proposed")
    (row,) = (row for row in _review(db=demo)["rows"] if row["block"] == "unconsidered")
    assert (row["item"], row["waiting"], row["clauses"]) == ("ket-luan.docx", 2, 3)
    assert row["title"] == "2 of 3 clauses not yet considered"


def test_a_paper_gone_through_is_not_told(demo: Path) -> None:
    a_draft(demo, "task", "no_task", proposed="skipped")
    assert _items("unconsidered", db=demo) == []


def test_clauses_are_seen_as_of_the_day(blank: Path) -> None:
    (clause,) = a_draft(blank, "unconsidered")
    for day, state in ((10, "no_task"), (12, "unconsidered"), (14, "task")):
        with Ledger(blank).writing(now=datetime(2024, 7, day, 3, tzinfo=UTC)) as change:
            change.correct("clause", clause, {"state": state})
    seen = {
        day: bool(_items("unconsidered", "--as-of", f"{day}/7/2024", db=blank, today="2024-07-20"))
        for day in range(7, 16)
    }
    assert [day for day, waits in seen.items() if waits] == [8, 9, 12, 13]


def test_a_paper_recorded_after_its_day_is_seen_as_it_was_first_recorded(demo: Path) -> None:
    a_draft(demo, "unconsidered", read_on="2024-07-01")
    assert _items("unconsidered", "--as-of", "2/7/2024", db=demo) == ["ket-luan.docx"]


def test_changes_are_counted_by_the_days_of_the_office(blank: Path) -> None:
    for day, hour in ((8, 16), (8, 17), (9, 16), (9, 17)):
        with Ledger(blank).writing(now=datetime(2024, 7, day, hour, 59, tzinfo=UTC)) as change:
            change.insert("unit", {})
    counted = {
        day: _review("--period", f"{day}/7/2024", db=blank, today="2024-07-20")["summary"][
            "changes"
        ]
        for day in (8, 9, 10, 11)
    }
    assert counted == {8: 1, 9: 2, 10: 1, 11: 0}


@pytest.mark.parametrize(
    ("today", "code"),
    [("2024-07-09", 1), ("2017-01-01", 0)],
)
def test_check_finds_what_must_not_be_there(demo_file: Path, today: str, code: int) -> None:
    assert run("review", "--check", db=demo_file, today=today).code == code


def test_check_is_silent_about_what_is_only_listed(demo_file: Path) -> None:
    result = run("review", "--check", "--lead", "BCD-BB", db=demo_file, today=TODAY)
    assert (result.code, result.out) == (0, "")


def test_a_quiet_week_is_said(new_file: Path) -> None:
    result = run("review", "--as-of", "2020-01-01", db=new_file)
    assert (result.code, result.err) == (0, "")
    assert "There is nothing to review." in result.out


def test_the_week_reminds_of_a_recognition_that_ends_soon(demo: Path) -> None:
    done(
        *("standing", "ngoc hoi", "recognised", "--set", BASIC, "--on", "1/7/2024"),
        *("--until", "30/8/2024"),
        db=demo,
    )
    said = run("review", "-f", "json", db=demo, today=TODAY)
    assert [note for note in json.loads(said.out)["notes"] if note.startswith("Recognitions")] == [
        "Recognitions: 1 ending within 90 days, 0 at risk of withdrawal: see"
        " `ntmtrack standing list`"
    ]
    later = run("review", "-f", "json", db=demo, today="2024-09-30")
    assert "Recognitions" not in later.out
