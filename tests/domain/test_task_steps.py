"""What may happen to a task when, and how its number is said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.task import Task, TaskEventKind, TaskState
from ntmtrack.domain.task_steps import ALLOWED, Asked, read_numbers, refuse_step
from ntmtrack.errors import DataError

DAY = date(2024, 7, 9)


def a_task(state: TaskState) -> Task:
    closed = None if state in (TaskState.OPEN, TaskState.PAUSED) else date(2024, 7, 1)
    return Task("NV2024-001", "Việc", state, closed_on=closed, assigned_on=date(2024, 6, 1))


@pytest.mark.parametrize("kind", TaskEventKind)
@pytest.mark.parametrize("state", TaskState)
def test_a_step_is_taken_or_refused_with_a_way_out(kind: TaskEventKind, state: TaskState) -> None:
    if state in ALLOWED.get(kind, frozenset(TaskState)):
        refuse_step(a_task(state), kind, DAY)
        return
    with pytest.raises(DataError) as caught:
        refuse_step(a_task(state), kind, DAY)
    assert caught.value.hint is not None
    assert caught.value.message.values["number"] == "NV2024-001"


def test_nothing_happens_before_the_task_was_given() -> None:
    refuse_step(a_task(TaskState.OPEN), TaskEventKind.NOTED, date(2024, 6, 1))
    with pytest.raises(DataError, match="given only on"):
        refuse_step(a_task(TaskState.OPEN), TaskEventKind.NOTED, date(2024, 5, 31))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("14", [(None, 14)]),
        ("NV2026-014", [("2026", 14)]),
        ("nv2026014", [("2026", 14)]),
        ("12,15-18", [(None, 12), (None, 15), (None, 16), (None, 17), (None, 18)]),
        ("12; 15..16, 12", [(None, 12), (None, 15), (None, 16)]),
        ("NV2026-14-15", [("2026", 14), ("2026", 15)]),
        ("NV2026-014-NV2026-015", [("2026", 14), ("2026", 15)]),
        ("15–16", [(None, 15), (None, 16)]),
    ],
)
def test_numbers_are_read_as_people_say_them(
    words: str, found: list[tuple[str | None, int]]
) -> None:
    assert [(each.year, each.place) for each in read_numbers(words)] == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("14/BB", [("14/BB", None, 14, "BB")]),
        ("nv2026-014/bb", [("nv2026-014/bb", "2026", 14, "BB")]),
        ("014/BAN-BO2, 3", [("014/BAN-BO2", None, 14, "BAN-BO2"), ("3", None, 3, None)]),
        ("14-15/BB", [("14/BB", None, 14, "BB"), ("15/BB", None, 15, "BB")]),
        ("NV2026-1-2/B", [("NV2026-001/B", "2026", 1, "B"), ("NV2026-002/B", "2026", 2, "B")]),
    ],
)
def test_a_number_may_bear_the_mark_of_the_office_that_gave_it(
    words: str, found: list[tuple[str, str | None, int, str | None]]
) -> None:
    assert [tuple(each) for each in read_numbers(words)] == found


@pytest.mark.parametrize("words", ["14/", "14/2", "14/Đ", "14/BB/C", "/BB", "14/ABCDEFGHIJKLM"])
def test_what_bears_no_mark_of_an_office_is_refused(words: str) -> None:
    with pytest.raises(DataError, match="not the number of a task"):
        read_numbers(words)


@pytest.mark.parametrize("words", ["", " , ", "x", "5-3", "4-4", "1-501", "NV26-1", "1.5", "-3"])
def test_what_is_no_number_is_refused(words: str) -> None:
    with pytest.raises(DataError) as caught:
        read_numbers(words)
    assert caught.value.hint is not None


@given(st.lists(st.integers(1, 999), min_size=1, unique=True))
def test_a_list_names_each_task_once_in_its_order(places: list[int]) -> None:
    words = ",".join(map(str, [*places, *places]))
    assert [each.place for each in read_numbers(words)] == places


@given(st.text())
def test_any_text_is_numbers_or_refused(words: str) -> None:
    try:
        found = read_numbers(words)
    except DataError:
        return
    assert found and all(isinstance(each, Asked) for each in found)
