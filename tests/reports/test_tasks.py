"""Lists of tasks: no row is lost or doubled, and the figures are those of the rows."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.task import Outcome, Split, Task, TaskState
from ntmtrack.reports.report import Report, Show
from ntmtrack.reports.tasks import (
    due,
    left_behind,
    listed,
    orphans_notes,
    overdue,
    split_note,
)
from tests.reports.values import (
    TODAY,
    a_task,
    cells,
    days,
    headings,
    in_block,
    notes,
    records,
    words,
)

NAMES = st.lists(st.sampled_from(["Phòng A", "Phòng B", "A; B", "none"]), max_size=3, unique=True)
STATES = st.tuples(
    st.sampled_from(TaskState),
    st.none() | st.integers(-50, 50),
    st.integers(-50, 50),
    NAMES.map(tuple),
    st.sampled_from([None, "Xã Một", "Xã Hai"]),
)
TASKS = st.lists(STATES).map(
    lambda rows: [
        a_task(
            f"NV2024-{place:03}",
            state=state,
            last_day=None if last is None else TODAY + days(last),
            closed_on=TODAY + days(closed)
            if state in (TaskState.DONE, TaskState.CANCELLED)
            else None,
            leads=leads,
            unit_name=unit,
        )
        for place, (state, last, closed, leads, unit) in enumerate(rows, 995)
    ]
)


def split_of(tasks: list[Task]) -> Split:
    return Split.of(task.outcome(TODAY) for task in tasks)


def late(*numbers: str, **facts: Any) -> list[Task]:
    return [a_task(number, **{"last_day": TODAY - days(1), **facts}) for number in numbers]


def shown(report: Report) -> dict[str, Show]:
    return {column.key: column.show for column in report.columns}


@given(TASKS, st.sampled_from(["days", "task", "unit"]))
def test_overdue_puts_every_task_under_exactly_its_own_leads(tasks: list[Task], sort: str) -> None:
    report = overdue(tasks, split_of(tasks), day=TODAY, sort=sort)
    assert Counter(cells(report, "task")) == Counter(task.number for task in tasks)
    groups = [set(in_block(report, block, "leads")) for block in report.blocks]
    assert all(len(group) == 1 for group in groups)
    assert len(groups) == len({task.leads for task in tasks})


def test_overdue_names_the_leads_of_a_block_or_says_that_there_is_none() -> None:
    tasks = [
        *late("NV2024-001", "NV2024-002", leads=("Phòng A", "Phòng B")),
        *late("NV2024-003"),
        *late("NV2024-004", leads=("Phòng A",)),
    ]
    assert headings(overdue(tasks, split_of(tasks), day=TODAY)) == [
        "Phòng A, Phòng B: 2 tasks",
        "no lead: 1 task",
        "Phòng A: 1 task",
    ]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("days", ["NV2023-1000", "NV2023-999", "NV2024-001", "NV2024-002"]),
        ("task", ["NV2023-999", "NV2023-1000", "NV2024-001", "NV2024-002"]),
        ("unit", ["NV2024-001", "NV2024-002", "NV2023-1000", "NV2023-999"]),
    ],
)
def test_overdue_is_sorted_as_asked_and_numbers_as_they_were_given(
    sort: str, order: list[str]
) -> None:
    tasks = [
        *late("NV2024-002", "NV2024-001", unit_name="Xã An"),
        *late("NV2023-999", unit_name="Xã Bình", last_day=TODAY - days(8)),
        *late("NV2023-1000", unit_name="Xã Bình", last_day=TODAY - days(9)),
    ]
    assert cells(overdue(tasks, split_of(tasks), day=TODAY, sort=sort), "task") == order


def test_the_longest_overdue_comes_first_and_its_days_are_counted() -> None:
    tasks = [*late("A", last_day=TODAY - days(1)), *late("B", last_day=date(2023, 5, 31))]
    report = overdue(tasks, split_of(tasks), day=TODAY)
    assert cells(report, "task") == ["B", "A"]
    assert cells(report, "days_late") == [405, 1]
    assert cells(report, "outcome") == [Outcome.OPEN_OVERDUE] * 2


@given(TASKS)
def test_listed_blocks_are_the_outcomes_and_their_headings_count_them(tasks: list[Task]) -> None:
    report = listed(tasks, day=TODAY)
    assert Counter(cells(report, "task")) == Counter(task.number for task in tasks)
    outcomes = Counter(str(task.outcome(TODAY)) for task in tasks)
    assert {block.key: len(block.rows) for block in report.blocks} == outcomes
    for block, heading in zip(report.blocks, headings(report), strict=True):
        assert set(in_block(report, block, "outcome")) == {Outcome(block.key)}
        assert heading.endswith(f"({len(block.rows)})")
    assert dict(report.summary) == {
        str(each): outcomes[str(each)] for each in Outcome if each is not Outcome.CANCELLED
    }


def test_blocks_of_a_list_come_from_overdue_down_to_cancelled() -> None:
    closed = {"closed_on": TODAY, "state": TaskState.DONE}
    tasks = [
        a_task("cancelled", state=TaskState.CANCELLED, closed_on=TODAY),
        a_task("done late", **closed, last_day=TODAY - days(1)),
        a_task("done", **closed, last_day=TODAY),
        a_task("no due"),
        a_task("open", last_day=TODAY),
        *late("overdue"),
    ]
    assert cells(listed(tasks, day=TODAY), "task") == [
        *("overdue", "open", "no due", "done", "done late", "cancelled")
    ]


def test_the_split_is_said_in_the_words_of_the_official_count() -> None:
    assert words(split_note(Split(1, 2, 3, 4, 5))) == (
        "Done on time 1 · done late 2 · open in time 3 · open overdue 4; no due 5"
    )


def test_a_row_tells_the_whole_task() -> None:
    task = a_task(
        unit="03424",
        unit_name="Xã Bản Bo",
        set_code="xa",
        item="17.8",
        leads=("Phòng A",),
        last_day=TODAY + days(5),
        due_words="trước ngày 14/7/2024",
        original_due=TODAY,
        extensions=1,
    )
    (row,) = records(listed([task], day=TODAY))
    assert (row["number"], row["set"], row["due_text"]) == ("17.8", "xa", "trước ngày 14/7/2024")
    assert (row["due"], row["original_due"], row["extensions"]) == (TODAY + days(5), TODAY, 1)
    assert (row["days_left"], row["days_late"]) == (5, 0)


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.CANCELLED])
def test_a_closed_task_has_no_days_left(state: TaskState) -> None:
    report = listed(late("A", state=state, closed_on=TODAY), day=TODAY)
    assert (cells(report, "days_left"), cells(report, "days_late")) == ([None], [0])


def test_what_falls_due_keeps_its_order() -> None:
    tasks = [a_task("B", last_day=TODAY), a_task("A", last_day=TODAY + days(3))]
    report = due(tasks, day=TODAY, last=TODAY + days(7))
    assert cells(report, "task") == ["B", "A"]
    assert cells(report, "days_left") == [0, 3]
    assert (words(report.title), notes(report)) == (
        "Tasks due from 2024-07-09 to 2024-07-16",
        ["2 tasks"],
    )


def test_who_was_asked_first_and_what_is_no_more_stand_beside_a_task() -> None:
    task = a_task(leads=("UBND xã B",))
    report = left_behind([task], {task.number: ("Xã A",)}, {task.number: ("UBND xã A",)}, day=TODAY)
    (row,) = records(report)
    assert (row["leads"], row["first_leads"], row["ended"]) == (
        ("UBND xã B",),
        ("UBND xã A",),
        ("Xã A",),
    )
    assert "task assign --from" in notes(report)[-1]


def test_where_nothing_was_left_behind_nothing_is_to_be_done() -> None:
    report = left_behind([], {}, {}, day=TODAY)
    assert words(report.empty) == "No open task was left behind."
    assert len(report.notes) == 1


@pytest.mark.parametrize(
    ("count", "said"), [(0, []), (1, ["1 open task was"]), (2, ["2 open tasks were"])]
)
def test_tasks_left_behind_are_counted_in_one_line(count: int, said: list[str]) -> None:
    assert [" ".join(words(each).split()[:4]) for each in orphans_notes(count)] == said


def test_columns_that_say_the_same_in_every_row_are_left_to_data_formats() -> None:
    for report, hidden in (
        (overdue([], Split(), day=TODAY), {"leads", "state", "outcome", "days_left"}),
        (due([], day=TODAY, last=TODAY), {"state", "outcome", "days_late"}),
        (listed([], day=TODAY), {"outcome", "days_late"}),
    ):
        assert {shown(report)[key] for key in hidden} == {Show.DATA}
        assert report.empty is not None
