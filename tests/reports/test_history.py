"""`history`: every judgement with the day it was true and the moment it was recorded."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

from ntmtrack.domain.assessment import Judged, Judgement, Stage, Verdict
from ntmtrack.domain.standing import Standing, StandingEvent
from ntmtrack.reports.history import build
from ntmtrack.reports.report import Measure
from tests.reports.values import (
    BAN_BO,
    SET,
    TODAY,
    a_judgement,
    a_standing,
    a_tally,
    cells,
    measured,
    notes,
    records,
)


def an_entry(judgement: Judgement, change: int) -> SimpleNamespace:
    return SimpleNamespace(
        name="Nước sạch",
        set_code=SET,
        judgement=judgement,
        recorded_at="2024-07-09T02:30:00.000+00:00",
        change=change,
        evidence=("anh.jpg",),
    )


def test_entries_keep_their_order_and_both_of_their_days() -> None:
    by_hand = a_judgement("17", Verdict.MET, stage=Stage.APPRAISAL, by="Sở", document="12/TB")
    by_value = measured("82.5", ">= 85", judged=Judged.OVERRIDDEN, reason="đo lại", note="quý II")
    report = build(BAN_BO, [an_entry(by_hand, 9), an_entry(by_value, 8)], day=TODAY)
    assert cells(report, "change") == [9, 8]
    first, second = records(report)
    assert (first["value"], first["threshold"]) == (None, None)
    assert (first["stage"], first["by"], first["document"]) == (Stage.APPRAISAL, "Sở", "12/TB")
    assert (second["number"], second["value"]) == ("17.8", Measure(Decimal("82.5"), "%"))
    assert second["threshold"] == Measure(Decimal(85), "%", "≥")
    assert (second["judged"], second["reason"]) == (Judged.OVERRIDDEN, "đo lại")
    assert second["assessed_on"] == by_value.assessed_on
    assert second["recorded_at"] == datetime(2024, 7, 9, 2, 30, tzinfo=UTC)
    assert {row["unit"] for row in (first, second)} == {"03424"}
    assert (second["at_risk"], second["evidence"]) == (False, ("anh.jpg",))
    assert notes(report) == ["2 judgements"]


def test_counts_and_events_of_recognition_are_told_beside_the_judgements() -> None:
    event = Standing(StandingEvent.REGISTERED, SET, TODAY)
    standing = a_standing(Verdict.MET, tallies=(a_tally(1, 1),), standings=(event,))
    assert notes(build(BAN_BO, [], day=TODAY, standings=[standing]))[1:] == [
        "Xã 03424: counted 1/1 met on 2024-07-08, the list of that day agrees",
        f"{SET}: registered 2024-07-09; …",
    ]


def test_a_unit_without_judgements_has_an_empty_history() -> None:
    report = build(BAN_BO, [], day=TODAY)
    assert (report.found, notes(report)) == (False, ["0 judgements"])
    assert report.empty is not None
