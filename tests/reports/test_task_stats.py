"""Tasks counted: no figure is lost or doubled, and every share says what it is a share of."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.task import Split, Task, TaskState
from ntmtrack.message import Message
from ntmtrack.reports.report import Report, Show
from ntmtrack.reports.task_figures import share
from ntmtrack.reports.task_stats import Group, Owed, build, owed_since
from tests.reports.values import TODAY, a_task, days, headings, notes, records, words

FIVE = ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_due")
FIRST = tuple(f"original_{key}" for key in FIVE)
BUCKETS = ("late_1_30", "late_31_60", "late_61_120", "late_over_120")

NO_DAY = st.none() | st.integers(-200, 200)
STATES = st.tuples(st.sampled_from(TaskState), NO_DAY, NO_DAY, st.integers(-200, 0), st.integers(0))


def _made(place: int, facts: tuple[TaskState, int | None, int | None, int, int]) -> Task:
    state, last, first, closed, extensions = facts
    open_ones = (TaskState.OPEN, TaskState.PAUSED)
    return a_task(
        f"NV2024-{place:03}",
        state=state,
        last_day=None if last is None else TODAY + days(last),
        original_due=None if first is None else TODAY + days(first),
        closed_on=None if state in open_ones else TODAY + days(closed),
        extensions=extensions,
    )


TASKS = st.lists(STATES).map(
    lambda rows: [_made(place, facts) for place, facts in enumerate(rows, 1)]
)
KEYS = st.dictionaries(
    st.integers(1, 12).map(lambda place: f"NV2024-{place:03}"),
    st.lists(st.sampled_from("ABC"), max_size=3, unique=True),
)


def groups(keys: dict[str, list[str]]) -> dict[str, list[Group]]:
    return {
        number: [Group(key, (f"Phòng {key}", None, key)) for key in of]
        for number, of in keys.items()
    }


def by_lead(tasks: list[Task], keys: dict[str, list[str]], **facts: Any) -> Report:
    return build(tasks, groups(keys), **{"by": "lead", "day": TODAY, **facts})


def total(report: Report) -> dict[str, Any]:
    return next(row for row in records(report) if row["row"] == "total")


def shown(report: Report) -> list[str]:
    return [column.key for column in report.columns if column.show is not Show.DATA]


def held(tasks: list[Task]) -> list[Task]:
    return [task for task in tasks if task.state is not TaskState.CANCELLED]


@given(TASKS, KEYS)
def test_in_every_row_the_parts_add_up(tasks: list[Task], keys: dict[str, list[str]]) -> None:
    for row in records(by_lead(tasks, keys)):
        assert sum(row[key] for key in FIVE) == row["total"]
        assert sum(row[key] for key in FIRST) == row["total"]
        assert sum(row[key] for key in BUCKETS) == row["open_overdue"]
        assert row["reported"] <= row["done"] <= row["total"]
        assert (row["on_time_n"], row["on_time_of"]) == (
            row["done_on_time"],
            row["done_on_time"] + row["done_late"],
        )
        assert (row["on_time_share"] is None) == (row["on_time_of"] == 0)
        assert (row["original_on_time_share"] is None) == (row["original_on_time_of"] == 0)


@given(TASKS, KEYS)
def test_the_total_is_the_official_split_of_all(
    tasks: list[Task], keys: dict[str, list[str]]
) -> None:
    report = by_lead(tasks, keys)
    if not held(tasks):
        assert report.rows == ()
        return
    row = total(report)
    split = Split.of(task.outcome(TODAY) for task in tasks)
    first = Split.of(task.original_outcome(TODAY) for task in tasks)
    assert tuple(row[key] for key in FIVE) == split
    assert tuple(row[key] for key in FIRST) == first
    assert report.summary["total"] == row["total"] == len(held(tasks))
    assert report.summary["open_overdue"] == split.open_overdue


@given(TASKS, st.dictionaries(st.integers(1, 12), st.sampled_from("ABC")))
def test_groups_that_share_no_task_add_up_to_the_total(
    tasks: list[Task], owner: dict[int, str]
) -> None:
    keys = {f"NV2024-{place:03}": [key] for place, key in owner.items()}
    rows = list(records(by_lead(tasks, keys)))
    for key in ("total", "done", "reported", "extended", *FIVE, *FIRST, *BUCKETS):
        parts = sum(row[key] for row in rows if row["row"] != "total")
        assert parts == sum(row[key] for row in rows if row["row"] == "total")


@given(TASKS, KEYS)
def test_a_task_counts_once_under_each_of_its_groups_or_under_none(
    tasks: list[Task], keys: dict[str, list[str]]
) -> None:
    counted = {row["lead_code"]: row["total"] for row in records(by_lead(tasks, keys))}
    for key in "ABC":
        own = [task for task in held(tasks) if key in keys.get(task.number, ())]
        assert counted.get(key, 0) == len(own)
    loose = [task for task in held(tasks) if not keys.get(task.number)]
    found = [row["total"] for row in records(by_lead(tasks, keys)) if row["row"] == "none"]
    assert found == ([len(loose)] if loose else [])


def test_tasks_with_two_leads_are_told_of() -> None:
    tasks = [a_task("A"), a_task("B"), a_task("C")]
    two = by_lead(tasks, {"A": ["A", "B"], "B": ["A", "B"], "C": ["A"]})
    assert [row["total"] for row in records(two)] == [3, 2, 3]
    assert notes(two)[1:] == ["2 tasks count in several rows, and once in the total."]
    assert notes(by_lead(tasks, {"A": ["A"]}))[1:] == []


@pytest.mark.parametrize(
    ("late", "bucket"),
    [
        (1, "late_1_30"),
        (30, "late_1_30"),
        (31, "late_31_60"),
        (60, "late_31_60"),
        (61, "late_61_120"),
        (120, "late_61_120"),
        (121, "late_over_120"),
    ],
)
def test_days_late_fall_into_one_bucket(late: int, bucket: str) -> None:
    row = total(by_lead([a_task(last_day=TODAY - days(late))], {}))
    assert {key: row[key] for key in BUCKETS if row[key]} == {bucket: 1}


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (3, 4, "75"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 800, "0.1"),
        (3, 800, "0.4"),
        (0, 7, "0"),
        (7, 7, "100"),
        (9999, 10000, "99.9"),
        (1, 10000, "0.1"),
    ],
)
def test_a_share_has_one_decimal_and_only_all_is_a_hundred(
    part: int, whole: int, percent: str
) -> None:
    said = share(part, whole)
    assert said is not None
    assert said.values["percent"] == Decimal(percent)
    assert (said.values["part"], said.values["whole"]) == (part, whole)


def test_nothing_has_no_share() -> None:
    assert share(0, 0) is None
    row = total(by_lead([a_task(last_day=TODAY)], {}))
    assert (row["on_time_share"], row["on_time_of"]) == (None, 0)


def test_an_extension_moves_the_due_and_never_the_first_one() -> None:
    task = a_task(
        state=TaskState.REPORTED,
        closed_on=TODAY,
        last_day=TODAY,
        original_due=TODAY - days(30),
        extensions=2,
    )
    report = by_lead([task], {})
    row = total(report)
    assert (row["done_on_time"], row["original_done_late"]) == (1, 1)
    assert (row["extended"], row["reported"], row["done"]) == (1, 1, 1)
    assert words(row["on_time_share"]) == "1/1 (100 %)"
    assert words(row["original_on_time_share"]) == "0/1 (0 %)"
    assert notes(report)[1:] == [
        "Of what was done, on time against the due in force: 1/1 (100 %); against the first"
        " due: 0/1 (0 %)."
    ]
    assert {"original_on_time_share", "extended", "reported"} <= set(shown(report))


def test_where_one_of_the_two_shares_is_of_nothing_that_is_said() -> None:
    task = a_task(state=TaskState.DONE, closed_on=TODAY, original_due=TODAY)
    assert notes(by_lead([task], {}))[-1].endswith(
        "in force: none done; against the first due: 1/1 (100 %)."
    )


def test_what_says_nothing_is_left_to_data_formats() -> None:
    assert shown(by_lead([a_task()], {})) == ["lead", "total", *FIVE, "on_time_share"]
    late = by_lead([a_task(last_day=TODAY - days(40))], {})
    assert shown(late)[-1] == "late_31_60"


def test_the_worst_come_first_then_those_with_most_then_the_alphabet() -> None:
    tasks = [
        a_task("1", last_day=TODAY - days(1)),
        *(a_task(number) for number in ("2", "3", "4", "5")),
        a_task("6"),
    ]
    owners = {"1": "Phòng X", "2": "Đội B", "3": "Đội B", "4": "Ế", "5": "Dân", "6": "Xóm"}
    made = {number: [Group(name, (name, None, None))] for number, name in owners.items()}
    report = build(tasks, made, by="lead", day=TODAY)
    order = ["Phòng X", "Đội B", "Dân", "Ế", "Xóm", "Total"]
    assert [words(row["lead"]) for row in records(report)] == order


def test_two_of_one_name_stay_two_and_are_told_apart() -> None:
    tasks = [a_task("1"), a_task("2")]
    made = {
        "1": [Group(1, ("Ban Chỉ đạo", "Xã A", None))],
        "2": [Group(2, ("Ban Chỉ đạo", "Xã B", None))],
    }
    report = build(tasks, made, by="lead", day=TODAY)
    assert [row["lead_unit"] for row in records(report)] == ["Xã A", "Xã B", None]
    assert shown(report)[:2] == ["lead", "lead_unit"]


def test_criteria_stand_under_their_sets_in_the_order_of_print() -> None:
    places = {"1": ("xa", "10"), "2": ("xa", "9"), "3": ("thon", "a"), "4": None}
    made = {
        number: [Group(key, (key[1], f"Tiêu chí {key[1]}", key[0]))]
        for number, key in places.items()
        if key
    }
    report = build([a_task(number) for number in places], made, by="criterion", day=TODAY)
    assert [block.key for block in report.blocks] == ["thon", "xa", "none", "total"]
    assert headings(report) == ["thon", "xa", "All sets", "None"]
    rows = list(records(report))
    assert [row["number"] for row in rows] == ["a", "9", "10", None, None]
    assert [words(row["name"]) for row in rows[-2:]] == ["no criterion", "Total"]
    alone = build([a_task("1")], made, by="criterion", day=TODAY)
    assert headings(alone) == ["xa", "All sets"]


@pytest.mark.parametrize(
    ("by", "key", "nobody"),
    [
        ("lead", "lead", "no lead"),
        ("unit", "unit_name", "no unit"),
        ("criterion", "name", "no criterion"),
        ("document", "document", "no document"),
        ("person", "person", "no person in charge"),
    ],
)
def test_what_belongs_to_no_group_has_a_row_of_its_own(by: str, key: str, nobody: str) -> None:
    rows = list(records(build([a_task()], {}, by=by, day=TODAY)))
    assert [(words(row[key]), row["row"]) for row in rows] == [
        (nobody, "none"),
        ("Total", "total"),
    ]


def test_cancelled_tasks_count_nowhere() -> None:
    cancelled = a_task(state=TaskState.CANCELLED, closed_on=TODAY, extensions=1)
    report = by_lead([cancelled], {})
    assert (report.rows, report.blocks, report.found) == ((), (), False)
    assert isinstance(report.empty, Message)
    assert total(by_lead([cancelled, a_task("2")], {}))["total"] == 1


def test_what_was_closed_before_a_day_was_not_owed_since() -> None:
    tasks = [
        a_task("before", state=TaskState.DONE, closed_on=date(2024, 3, 31)),
        a_task("on it", state=TaskState.DONE, closed_on=date(2024, 4, 1)),
        a_task("open"),
    ]
    found = owed_since(tasks, date(2024, 4, 1))
    assert [task.number for task in found] == ["on it", "open"]


def test_the_period_is_told() -> None:
    owed = Owed("quý II/2024", date(2024, 4, 1), date(2024, 6, 30))
    assert notes(by_lead([a_task()], {}, period=owed))[1:] == [
        "Period quý II/2024, from 2024-04-01 to 2024-06-30: tasks given by its last day (or on no"
        " known day) and not closed before its first."
    ]


def test_parts_and_periods_are_told_of() -> None:
    tasks = [a_task("A"), a_task("B", parent="A"), a_task("C", parent="A")]
    told = notes(by_lead(tasks, {}))
    assert "2 tasks are parts or periods of others that are counted too." in told
    assert not any("parts" in note for note in notes(by_lead(tasks[:1], {})))
