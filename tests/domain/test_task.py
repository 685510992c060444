"""Tasks against their dues: every one counts once, and late is late only from the day after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.task import CLOSED, STATE_AFTER, Outcome, Split, Task, TaskEventKind, TaskState

LAST = date(2023, 5, 31)
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """Tasks of every state, with a due and without; the closed ones mostly with their day."""
    state = draw(st.sampled_from(TaskState))
    closed_on = draw(st.none() | DAYS) if state in CLOSED else None
    return Task("NV", "", state, last_day=draw(st.none() | DAYS), closed_on=closed_on)


@pytest.mark.parametrize("state", [TaskState.OPEN, TaskState.PAUSED])
def test_a_month_is_late_only_from_the_first_day_after_it(state: TaskState) -> None:
    task = Task("NV2023-001", "Ban hành kế hoạch", state, last_day=LAST)
    assert task.outcome(LAST) is Outcome.OPEN_IN_TIME
    assert task.days_late(LAST) == 0
    assert task.outcome(date(2023, 6, 1)) is Outcome.OPEN_OVERDUE
    assert task.days_late(date(2023, 6, 1)) == 1


@pytest.mark.parametrize(
    ("closed_on", "outcome"),
    [
        (LAST - timedelta(9), Outcome.DONE_ON_TIME),
        (LAST, Outcome.DONE_ON_TIME),
        (LAST + timedelta(1), Outcome.DONE_LATE),
    ],
)
@given(day=DAYS)
def test_done_late_stays_late_and_done_on_time_never_becomes_it(
    closed_on: date, outcome: Outcome, day: date
) -> None:
    task = Task("NV", "", TaskState.DONE, last_day=LAST, closed_on=closed_on)
    assert task.outcome(day) is outcome


@given(tasks(), DAYS)
def test_what_has_no_due_is_never_late(task: Task, day: date) -> None:
    without = task._replace(last_day=None)
    assert without.days_late(day) == 0
    cancelled = task.state is TaskState.CANCELLED
    assert without.outcome(day) is (Outcome.CANCELLED if cancelled else Outcome.NO_DUE)


@given(tasks(), DAYS)
def test_only_an_open_task_is_days_late_and_just_when_it_counts_as_overdue(
    task: Task, day: date
) -> None:
    assert (task.days_late(day) > 0) is (task.outcome(day) is Outcome.OPEN_OVERDUE)
    assert not (task.closed and task.days_late(day))


@given(tasks(), DAYS)
def test_overdue_goes_on_until_the_task_is_closed(task: Task, day: date) -> None:
    if task.outcome(day) is Outcome.OPEN_OVERDUE:
        assert task.outcome(day + timedelta(1)) is Outcome.OPEN_OVERDUE
        assert task.days_late(day + timedelta(1)) == task.days_late(day) + 1


@given(st.lists(tasks()), DAYS)
def test_every_task_that_was_not_cancelled_counts_exactly_once(
    found: list[Task], day: date
) -> None:
    split = Split.of(task.outcome(day) for task in found)
    assert sum(split) == sum(task.state is not TaskState.CANCELLED for task in found)
    for outcome in Outcome:
        if outcome is not Outcome.CANCELLED:
            counted = sum(task.outcome(day) is outcome for task in found)
            assert getattr(split, outcome.value) == counted


@pytest.mark.parametrize(("item", "criterion"), [(None, None), ("17", "17"), ("17.8", "17")])
def test_a_task_about_an_indicator_is_about_its_criterion(
    item: str | None, criterion: str | None
) -> None:
    assert Task("NV", "", TaskState.OPEN, item=item).criterion == criterion


def test_only_what_is_reported_done_or_cancelled_closes_a_task() -> None:
    closing = {kind for kind, state in STATE_AFTER.items() if state in CLOSED}
    assert closing == {
        TaskEventKind.REPORTED,
        TaskEventKind.DONE,
        TaskEventKind.CONFIRMED,
        TaskEventKind.CANCELLED,
    }


@given(tasks(), st.none() | DAYS, DAYS)
def test_the_first_due_counts_as_any_due_would(task: Task, first: date | None, day: date) -> None:
    extended = task._replace(original_due=first)
    assert extended.original_outcome(day) is task._replace(last_day=first).outcome(day)
