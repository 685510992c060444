"""One task in words: what it is, and what has happened to it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from ntmtrack.domain.task import TaskEventKind, TaskState
from ntmtrack.reports.task_life import life
from tests.reports.values import TODAY, a_task, notes, records, words


def an_event(event: TaskEventKind, on: date = TODAY, **body: Any) -> SimpleNamespace:
    return SimpleNamespace(
        kind=event.value,
        happened_on=on,
        note="xong",
        document=None,
        recorded_at="2024-07-09T02:30:00.000+00:00",
        actor="canbo",
        change=7,
        body=body,
    )


def test_the_life_of_a_task_is_told_event_by_event() -> None:
    task = a_task(
        unit_name="Xã Bản Bo",
        set_code="xa",
        item="17.8",
        leads=("Phòng A", "Phòng B"),
        coordinators=("Hội C",),
        persons=("Ông D",),
        last_day=date(2023, 5, 31),
        due_words="trong tháng 5/2023",
        document="12/TB",
    )
    report = life(task, [an_event(TaskEventKind.ADDED, TODAY)], day=TODAY)
    assert notes(report) == [
        "open",
        "open_overdue",
        "405 days late",
        "due: trong tháng 5/2023 (last day 2023-05-31)",
        "unit: Xã Bản Bo",
        "criterion 17.8 of xa",
        "leads: Phòng A, Phòng B",
        "coordinators: Hội C",
        "persons: Ông D",
        "document: 12/TB",
    ]
    (row,) = records(report)
    assert (row["kind"], row["happened_on"], row["change"]) == (TaskEventKind.ADDED, TODAY, 7)
    assert row["recorded_at"].isoformat() == "2024-07-09T02:30:00+00:00"
    assert report.summary == {"task": "NV2024-001", "state": "open"}


def test_a_task_without_a_due_and_a_lead_says_so() -> None:
    assert notes(life(a_task(), [], day=TODAY)) == ["open", "no due", "no lead"]


def test_who_was_asked_first_is_told_where_others_lead_now() -> None:
    task = a_task(leads=("UBND xã B",))
    said = notes(life(task, [], day=TODAY, first_leads=("UBND xã A",)))
    assert "first asked: UBND xã A" in said
    for first in ((), ("UBND xã B",)):
        assert "first asked" not in " ".join(notes(life(task, [], day=TODAY, first_leads=first)))


def test_what_became_of_the_due_and_where_the_task_stands_is_told() -> None:
    task = a_task(
        state=TaskState.PAUSED,
        last_day=date(2024, 8, 5),
        due_words="30/7/2024",
        original_due=date(2024, 5, 31),
        original_words="trong tháng 5/2024",
        extensions=1,
        stopped_days=6,
        paused_until=date(2024, 7, 20),
        progress=40,
        clause="3",
        period="2024-05",
        parent="NV2024-000",
    )
    told = notes(life(task, [], day=TODAY, children=[a_task("NV2024-002")], together=[a_task("A")]))
    assert told == [
        "paused",
        "open_in_time",
        "due: 30/7/2024 (last day 2024-08-05)",
        "first due: trong tháng 5/2024 (last day 2024-05-31); extended 1 time",
        "the clock stood still for 6 days",
        "paused until 2024-07-20",
        "40 % done",
        "no lead",
        "clause: 3",
        "for the period 2024-05",
        "part of NV2024-000",
        "its parts: NV2024-002",
        "given together with A",
    ]


def test_words_that_name_no_day_are_told() -> None:
    assert "due: thường xuyên, which names no day" in notes(
        life(a_task(due_words="thường xuyên"), [], day=TODAY)
    )


DUE = {"words": "30/7/2024", "last_day": "2024-07-30", "precision": "day"}


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (an_event(TaskEventKind.EXTENDED, **DUE), "30/7/2024 (last day 2024-07-30)"),
        (
            an_event(TaskEventKind.EXTENDED, **DUE, by="UBND huyện"),
            "30/7/2024 (last day 2024-07-30); allowed by UBND huyện",
        ),
        (an_event(TaskEventKind.TRIGGERED, **DUE), "30/7/2024 (last day 2024-07-30)"),
        (an_event(TaskEventKind.PROGRESS, percent=40), "40 %"),
        (an_event(TaskEventKind.PAUSED), None),
        (an_event(TaskEventKind.PAUSED, clock="stopped"), "the clock stands still"),
        (an_event(TaskEventKind.PAUSED, until="2024-07-30"), "until 2024-07-30"),
        (
            an_event(TaskEventKind.PAUSED, until="2024-07-30", clock="stopped"),
            "until 2024-07-30; the clock stands still",
        ),
        (
            an_event(TaskEventKind.CORRECTED, was={"title": ["a", "b"], "clause": [None, "3"]}),
            "what: a → b, clause: – → 3",
        ),
        (
            an_event(
                TaskEventKind.ADDED, as_written={"leads": ["các xã"]}, flags=["year_from_document"]
            ),
            "leads as written: các xã, due: year_from_document",
        ),
        (
            an_event(TaskEventKind.CORRECTED, was={"assigned_on": [None, "2024-07-01"]}),
            "given on: – → 2024-07-01",
        ),
        (an_event(TaskEventKind.CORRECTED, kind="extended", takes_back=7), "taken back: extended"),
        (
            an_event(TaskEventKind.REASSIGNED, **{"from": [], "to": ["Phòng A", "Hội C"]}),
            "– → Phòng A, Hội C",
        ),
        (an_event(TaskEventKind.REASSIGNED), None),
        (an_event(TaskEventKind.ADDED), None),
        (an_event(TaskEventKind.NOTED), None),
    ],
)
def test_what_an_event_carries_is_told_in_words(event: Any, told: str | None) -> None:
    (row,) = records(life(a_task(), [event], day=TODAY))
    assert (None if row["details"] is None else words(row["details"])) == told
