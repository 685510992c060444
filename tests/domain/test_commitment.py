"""What a document asked for, counted: every task once, every target by how it stands."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.commitment import TargetCounts, TaskCounts
from ntmtrack.domain.target import TargetState
from ntmtrack.domain.task import Task, TaskState

DAY = date(2024, 7, 9)


def a_task(state: TaskState, last_day: date | None = None) -> Task:
    return Task("NV", "", state, last_day=last_day, closed_on=DAY)


def test_done_is_done_with_a_due_or_without_and_only_what_is_open_is_late() -> None:
    past = DAY - timedelta(days=1)
    found = TaskCounts.of(
        [
            a_task(TaskState.DONE),
            a_task(TaskState.REPORTED, past),
            a_task(TaskState.OPEN, past),
            a_task(TaskState.OPEN, DAY),
            a_task(TaskState.PAUSED),
            a_task(TaskState.CANCELLED, past),
        ],
        DAY,
    )
    assert found == TaskCounts(done=2, late=1, open=2, cancelled=1)


@given(st.lists(st.builds(a_task, st.sampled_from(TaskState), st.none() | st.dates())))
def test_tasks_add_up(tasks: list[Task]) -> None:
    assert TaskCounts.of(tasks, DAY).total == len(tasks)


def test_targets_are_reached_missed_or_wait_and_of_the_rest_nothing_is_said() -> None:
    assert TargetCounts.of([*TargetState, None]) == TargetCounts(
        targets=len(TargetState) + 1, reached=4, missed=2, waiting=1
    )
