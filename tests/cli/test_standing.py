"""`standing`: record registration, appraisal, recognition."""

from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, done
from tests.run import refused, rows, run

EVENTS = [
    *("registered", "self_assessed", "verified", "appraised", "submitted", "returned"),
    *("recognised", "announced", "withdrawn", "expired", "revoked", "carried_over"),
]


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_can_be_recorded(demo: Path, event: str) -> None:
    row = done("standing", "ban bo", event, "--on", "1/7/2024", db=demo)
    assert (row["event"], row["happened_on"], row["set"]) == (event, "2024-07-01", ADVANCED)


def test_everything_that_belongs_to_an_event_is_kept(demo: Path) -> None:
    row = done(
        *("standing", "binh an", "registered", "--set", BASIC, "--year", "2024"),
        *("--target", "quý IV/2024", "--document", "12/TB-UBND", "--note", "lần hai"),
        db=demo,
    )
    assert row["year"] == 2024
    assert row["target"] == "quý IV/2024"
    assert row["target_last_day"] == "2024-12-31"
    assert (row["document"], row["note"]) == ("12/TB-UBND", "lần hai")
    assert row["happened_on"] is None


def test_events_are_a_list_none_takes_the_place_of_another(demo: Path) -> None:
    done("standing", "ban bo", "recognised", "--on", "1/1/2024", db=demo)
    done("standing", "ban bo", "revoked", "--on", "1/6/2024", db=demo)
    result = run("standing", "ban bo", "registered", "-f", "json", db=demo, today=TODAY)
    assert sorted(row["event"] for row in result.rows) == ["recognised", "registered", "revoked"]


def test_recognised_is_not_nineteen_of_nineteen(demo: Path) -> None:
    done("standing", "ban bo", "recognised", "--on", "1/7/2024", db=demo)
    row = rows("status", "ban bo", db=demo, today=TODAY)[0]
    assert "recognised" in row["standing"]
    assert row["met"] == 9


def test_faults(demo_file: Path) -> None:
    refused(run("standing", "ban bo", db=demo_file), 2)
    assert "recognised" in refused(run("standing", "ban bo", "x", db=demo_file), 2)
    refused(run("standing", "ban bo", "registered", "--year", "1", db=demo_file), 2)
    for argv in (
        ("khong co", "registered"),
        ("binh an", "registered"),
        ("ban bo", "registered", "--target", "một ngày nào đó"),
        ("ban bo", "registered", "--on", "1/1/2030"),
        ("ban bo", "registered", "--set", "thon-ntm-yen-bai-2021-2025"),
    ):
        refused(run("standing", *argv, db=demo_file, today=TODAY), 3)
