"""Tasks on the days of their past: late, done, or not yet there."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import TaskEventKind
from ntmtrack.domain.task_life import FirstDue, Happening
from ntmtrack.domain.task_past import Moved, Stood, TaskPast, concerns, moved, stood

DAY = date(2024, 1, 1)
K = TaskEventKind


def on(number: int) -> date:
    return DAY + timedelta(days=number)


def past(*happenings: tuple[TaskEventKind, int], due: int | None = 10, **facts: Any) -> TaskPast:
    """A task that fell due on the tenth day, with what happened on which day."""
    first = FirstDue("hạn", None if due is None else on(due), Precision.DAY)
    told = tuple(Happening(kind, on(day), {}) for kind, day in happenings)
    return TaskPast(
        **{"number": "NV2024-001", "unit_key": 1, "set_code": None, "assigned_on": None, **facts},
        first=first,
        happenings=told,
    )


@pytest.mark.parametrize(
    ("task", "day", "late", "done"),
    [
        (past(), 10, False, False),
        (past(), 11, True, False),
        (past(due=None), 11, False, False),
        (past(assigned_on=on(20)), 19, False, False),
        (past(assigned_on=on(20)), 20, True, False),
        (past((K.DONE, 12)), 11, True, False),
        (past((K.DONE, 12)), 12, False, True),
        (past((K.REPORTED, 12)), 12, False, False),
        (past((K.REPORTED, 12), (K.CONFIRMED, 15)), 15, False, True),
        (past((K.CANCELLED, 12)), 12, False, False),
        (past((K.PAUSED, 5)), 11, True, False),
        (past((K.DONE, 5), (K.REOPENED, 12)), 12, True, False),
    ],
)
def test_how_a_task_stood_on_a_day(task: TaskPast, day: int, late: bool, done: bool) -> None:
    assert stood(task, on(day)) == Stood(late, done)


def test_an_extension_counts_from_its_own_day() -> None:
    body = {"words": "gia hạn", "last_day": str(on(20)), "precision": "day"}
    task = past()._replace(happenings=(Happening(K.EXTENDED, on(12), body),))
    assert [stood(task, on(day)).late for day in (11, 12, 20, 21)] == [True, False, False, True]


def test_a_task_counts_under_its_own_set_and_under_any_if_it_names_none() -> None:
    assert concerns(past(), 1, "a")
    assert concerns(past(set_code="a"), 1, "a")
    assert not concerns(past(set_code="a"), 1, "b")
    assert not concerns(past(), 2, "a")


def test_what_fell_late_and_what_was_done_is_named() -> None:
    late, done = past(), past((K.DONE, 8), number="NV2024-002")
    assert moved([late, done], on(5), on(12)) == Moved(("NV2024-001",), ("NV2024-002",))
    assert moved([late, done], on(12), on(20)) == Moved()


EVENTS = st.lists(
    st.tuples(
        st.sampled_from([K.REPORTED, K.DONE, K.CONFIRMED, K.RETURNED, K.REOPENED, K.PAUSED]),
        st.integers(0, 30),
    ),
    max_size=6,
).map(lambda told: past(*sorted(told, key=lambda each: each[1])))


@given(EVENTS, st.lists(st.integers(0, 35), min_size=2, max_size=6, unique=True).map(sorted))
def test_days_in_a_row_add_up(task: TaskPast, days: Sequence[int]) -> None:
    steps = [moved([task], on(a), on(b)) for a, b in pairwise(days)]
    first, last = stood(task, on(days[0])), stood(task, on(days[-1]))
    gained = sum(len(step.done) for step in steps)
    assert gained >= (last.done and not first.done)
    if last == first:
        assert moved([task], on(days[0]), on(days[-1])) == Moved()
