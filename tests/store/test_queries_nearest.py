"""Reading targets and dossiers: placed by the day they are known."""

from datetime import date
from typing import Any

import pytest

from ntmtrack.domain.dossier import Step
from ntmtrack.store.queries_dossier import steps
from ntmtrack.store.queries_targets import aims, targets_in_force
from ntmtrack.store.view import View
from tests.store.ledgers import Ledger, criteria_set, unit

LATER = View(date(2024, 12, 31))
RECORDED = date(2024, 7, 1)
"""The office's day on which the ledgers of these tests are written."""

SPAN = {"words": "2024", "start": "2024-01-01", "last_day": "2024-12-31", "precision": "year"}


def test_a_target_is_known_from_its_papers_day_or_else_from_the_day_of_its_recording(
    ledger: Ledger,
) -> None:
    with ledger.writing() as change:
        key, of = unit(change), criteria_set(change, "1")[""]
        paper = change.insert(
            "document", {"number": "1/KL", "folded": "1/kl", "dated": "2023-03-10"}
        )
        told = {"unit_id": key, "set_id": of, **SPAN}
        change.insert("target", told)
        change.insert("target", {**told, "words": "cũ", "document_id": paper})
    with ledger.reading() as conn:
        assert [(a.words, a.since) for a in aims(conn, [key], RECORDED)] == [
            ("cũ", date(2023, 3, 10)),
            ("2024", RECORDED),
        ]
        assert [a.words for a in aims(conn, [key], date(2024, 6, 30))] == ["cũ"]
        assert aims(conn, [key], date(2023, 3, 9)) == []
        assert [t.words for t in targets_in_force(conn, [key], date(2024, 6, 30))] == ["cũ"]
        assert [t.words for t in targets_in_force(conn, [key], RECORDED)] == ["2024"]
        assert aims(conn, [key + 1], RECORDED) == []


def test_of_targets_of_one_day_the_later_recorded_comes_later(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key, of = unit(change), criteria_set(change, "1")[""]
        told = {"unit_id": key, "set_id": of}
        change.insert("target", {**told, **SPAN, "words": "một"})
    with ledger.writing() as change:
        change.insert(
            "standing",
            {**told, "event": "registered", "happened_on": str(RECORDED), "target_words": "hai"},
        )
    with ledger.writing() as change:
        change.insert("target", {**told, **SPAN, "words": "ba"})
    with ledger.reading() as conn:
        found = aims(conn, [key], RECORDED)
    assert [(a.words, a.registered) for a in found] == [
        ("một", False),
        ("hai", True),
        ("ba", False),
    ]
    assert (found[1].last_day, found[1].start) == (None, None)


def test_a_criterion_that_the_set_of_a_paper_lacks_is_no_target_of_the_whole_set(
    ledger: Ledger,
) -> None:
    with ledger.writing() as change:
        key, of = unit(change), criteria_set(change, "1")[""]
        for note in ("25", "17.8", "theo kết luận", None):
            change.insert("target", {"unit_id": key, "set_id": of, **SPAN, "note": note})
    with ledger.reading() as conn:
        numbers = [a.number for a in aims(conn, [key], RECORDED)]
        whole = aims(conn, [key], RECORDED, whole_sets=True)
    assert numbers == ["25", "17.8", None, None]
    assert [a.note for a in whole] == ["theo kết luận", None]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"event": "submitted", "happened_on": "2024-03-01", "year": 2023}, "2024-03-01"),
        ({"event": "submitted", "year": 2023}, "2023-12-31"),
        ({"event": "registered", "year": 2023}, "2023-01-01"),
        ({"event": "submitted"}, str(RECORDED)),
        ({"event": "submitted", "year": 2024}, "2024-11-30"),
    ],
)
def test_a_step_without_a_day_is_reckoned_to_one_but_never_after_the_view(
    ledger: Ledger, facts: dict[str, Any], told: str
) -> None:
    with ledger.writing() as change:
        key, of = unit(change), criteria_set(change, "1")[""]
        change.insert("standing", {"unit_id": key, "set_id": of, **facts})
    with ledger.reading() as conn:
        (step,) = steps(conn, [key], View(date(2024, 11, 30)))[key, of]
    assert isinstance(step, Step)
    assert step.told == date.fromisoformat(told)
    assert (step.on is None) == ("happened_on" not in facts)
