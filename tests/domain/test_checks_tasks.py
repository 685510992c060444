"""The rules about tasks: who, by when, from what, and in which order."""

from datetime import date
from typing import Any

import pytest

from ntmtrack.domain.checks.finding import Rule
from ntmtrack.domain.checks.tasks import (
    Header,
    LeftBehind,
    WordedDue,
    agency_ended,
    done_before_assigned,
    due_after_parent,
    due_before_assigned,
    due_words,
    task_header,
    unit_ended,
    without_document,
    without_due,
    without_lead,
)
from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import TaskState
from tests.reports.values import a_task, words

MAY, JUNE = date(2023, 5, 31), date(2023, 6, 30)


def test_open_tasks_without_a_lead_are_one_finding_for_a_unit() -> None:
    tasks = [
        a_task("NV2024-002", unit="1"),
        a_task("NV2024-001", unit="1"),
        a_task("NV2024-003"),
        a_task("NV2024-004", unit="1", leads=("UBND xã",)),
        a_task("NV2024-005", unit="1", state=TaskState.REPORTED),
        a_task("NV2024-006", unit="1", persons=("An",)),
    ]
    first, second = without_lead(tasks)
    assert words(first.what) == "2 open tasks have nobody who leads: NV2024-001, NV2024-002"
    assert first.command == ("task", "assign", "NV2024-001", "NV2024-002", "--lead", "AGENCY")
    assert (second.unit_key, second.tasks) == (None, ("NV2024-003",))


def test_a_rhythm_and_a_term_are_no_missing_dues() -> None:
    tasks = [
        a_task("NV2024-001"),
        a_task("NV2024-002", last_day=MAY),
        a_task("NV2024-003", precision=Precision.RHYTHM),
        a_task("NV2024-004", precision=Precision.TRIGGER),
        a_task("NV2024-005", state=TaskState.DONE),
    ]
    (found,) = without_due(tasks)
    assert (found.rule, found.tasks) == (Rule.TASK_WITHOUT_DUE, ("NV2024-001",))


def test_a_part_of_a_task_may_rest_on_the_paper_of_the_whole() -> None:
    tasks = [
        a_task("NV2024-001", document="12/TB"),
        a_task("NV2024-002", parent="NV2024-001"),
        a_task("NV2024-003"),
        a_task("NV2024-004", state=TaskState.CANCELLED),
    ]
    (found,) = without_document(tasks)
    assert found.tasks == ("NV2024-003",)


@pytest.mark.parametrize(
    ("given", "closed", "count"),
    [(JUNE, MAY, 1), (MAY, MAY, 0), (MAY, JUNE, 0), (None, MAY, 0), (MAY, None, 0)],
)
def test_a_task_done_before_it_was_given_is_found(given: Any, closed: Any, count: int) -> None:
    task = a_task(assigned_on=given, closed_on=closed, state=TaskState.DONE)
    assert len(list(done_before_assigned([task]))) == count
    assert not list(done_before_assigned([task._replace(state=TaskState.CANCELLED)]))


@pytest.mark.parametrize(
    ("given", "due", "count"),
    [(JUNE, MAY, 1), (MAY, MAY, 0), (None, MAY, 0), (MAY, None, 0)],
)
def test_a_task_due_before_it_was_given_is_found(given: Any, due: Any, count: int) -> None:
    assert len(list(due_before_assigned([a_task(assigned_on=given, original_due=due)]))) == count


def test_a_part_due_after_the_whole_is_found() -> None:
    whole = a_task("NV2024-001", last_day=MAY)
    part = a_task("NV2024-002", parent="NV2024-001", last_day=JUNE)
    (found,) = due_after_parent([whole, part])
    assert found.tasks == ("NV2024-002", "NV2024-001")
    assert found.command is not None
    assert found.command[:5] == ("task", "extend", "NV2024-001", "--due", "2023-06-30")


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ({"last_day": MAY}, {"last_day": MAY}),
        ({"last_day": None}, {"last_day": MAY}),
        ({"last_day": JUNE}, {"last_day": None}),
        ({"last_day": JUNE, "period": "2024-Q1"}, {"last_day": MAY}),
        ({"last_day": JUNE, "state": TaskState.DONE}, {"last_day": MAY}),
        ({"last_day": JUNE, "parent": "NV2020-009"}, {"last_day": MAY}),
    ],
)
def test_a_part_in_time_done_or_coming_round_is_none(part: Any, whole: Any) -> None:
    told = {"parent": "NV2024-001", **part}
    assert not list(due_after_parent([a_task("NV2024-001", **whole), a_task("NV2024-002", **told)]))


@pytest.mark.parametrize(
    ("words_", "kept", "dated", "count"),
    [
        ("trong tháng 5/2023", MAY, None, 0),
        ("trong tháng 5/2023", JUNE, None, 1),
        ("trong tháng 5/2023", None, None, 1),
        ("trước ngày 30-6", JUNE, date(2023, 1, 5), 0),
        ("trước ngày 30-6", MAY, date(2023, 1, 5), 1),
        ("trước ngày 30-6", MAY, None, 0),
        ("khẩn trương", MAY, None, 0),
        ("05 ngày làm việc kể từ ngày ký", MAY, date(2023, 1, 5), 0),
        ("làm cho xong", MAY, None, 0),
    ],
)
def test_words_are_held_against_the_day_that_is_kept(
    words_: str, kept: Any, dated: Any, count: int
) -> None:
    assert len(list(due_words([WordedDue("NV2024-001", 1, words_, kept, dated)]))) == count


def test_an_extension_whose_words_say_otherwise_is_taken_back() -> None:
    dues = [
        WordedDue("NV2024-001", 1, "5/2023", JUNE, extended=True),
        WordedDue("NV2024-002", 1, "5/2023", None),
    ]
    first, second = due_words(dues)
    assert first.command is not None and "--take-back" in first.command
    assert words(second.what) == 'NV2024-002: "5/2023" means 2023-05-31, but … is kept'
    assert second.command is not None and second.command[3:5] == ("--due", "5/2023")


def test_a_header_that_its_events_contradict_is_found() -> None:
    right = ("open", None, "2023-05-31")
    same = Header("NV2024-001", 1, right, right)
    (found,) = task_header([same, Header("NV2024-002", 1, ("done", "2023-05-31", None), right)])
    assert words(found.what) == (
        "NV2024-002: the header says done 2023-05-31 …, the events say open … 2023-05-31"
    )


def test_tasks_left_behind_are_told_with_what_ended() -> None:
    left = [LeftBehind(f"NV2024-00{n}", 1, "Phòng NN", MAY) for n in (1, 2, 2)]
    (unit,) = unit_ended(left[:2])
    assert (unit.unit_key, unit.tasks) == (1, ("NV2024-001", "NV2024-002"))
    (agency,) = agency_ended(left)
    assert words(agency.what) == (
        "Phòng NN ended on 2023-05-31 and holds 2 open tasks: NV2024-001, NV2024-002"
    )
    assert agency.command is not None and "--from" in agency.command
    (unknown,) = agency_ended([left[0]._replace(ended_on=None)])
    assert "ended on …" in words(unknown.what)
