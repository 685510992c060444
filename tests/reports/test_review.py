"""The review of a week: every block holds what belongs to it and counts it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import Outcome, Task, TaskState
from ntmtrack.reports.at_stake import AtStake
from ntmtrack.reports.reminder import Unreachable
from ntmtrack.reports.report import Block, Report
from ntmtrack.reports.review import Beside, build, is_news
from tests.reports.values import (
    SET,
    TODAY,
    a_standing,
    a_task,
    days,
    headings,
    in_block,
    notes,
    records,
    words,
)

WEEK = TODAY - days(6)
BLOCKS = (
    "done",
    "newly_late",
    "due_next",
    "to_confirm",
    "paused_past",
    "without_lead",
    "without_due",
    "without_document",
    "unmet_without_task",
    "done_still_unmet",
    "unconsidered",
    "unreachable",
)


def a_review(tasks: list[Task], **facts: Any) -> Report:
    told: dict[str, Any] = {"standings": [], "beside": Beside([], 0), "first": WEEK, "day": TODAY}
    told |= facts
    return build(tasks, told.pop("standings"), told.pop("beside"), **told)


def followed(number: str = "NV2024-001", **facts: Any) -> Task:
    """A task that somebody follows: it has a lead, a document and a due far away."""
    told = {"leads": ("Phòng A",), "document": "12/TB", "last_day": TODAY + days(90), **facts}
    return a_task(number, **told)


def done(number: str = "NV2024-001", on: date = TODAY, **facts: Any) -> Task:
    return followed(number, **{"state": TaskState.DONE, "closed_on": on, **facts})


def block(report: Report, key: str) -> Block | None:
    return next((block for block in report.blocks if block.key == key), None)


def items(report: Report, key: str) -> list[str]:
    found = block(report, key)
    return [] if found is None else [words(item) for item in in_block(report, found, "item")]


DAYS = st.integers(-20, 20)
MANY = st.lists(
    st.tuples(
        st.sampled_from(TaskState), st.none() | DAYS, DAYS, st.booleans(), st.booleans(), DAYS
    )
).map(
    lambda rows: [
        a_task(
            f"NV2024-{place:03}",
            state=state,
            last_day=None if last is None else TODAY + days(last),
            closed_on=None
            if state in (TaskState.OPEN, TaskState.PAUSED)
            else TODAY - days(abs(closed)),
            leads=("Phòng A",) if lead else (),
            document="12/TB" if paper else None,
            paused_until=TODAY + days(until) if state is TaskState.PAUSED else None,
        )
        for place, (state, last, closed, lead, paper, until) in enumerate(rows)
    ]
)


@given(MANY)
def test_the_summary_counts_the_rows_of_every_block(tasks: list[Task]) -> None:
    report = a_review(tasks)
    sizes = {each.key: len(each.rows) for each in report.blocks}
    assert all(sizes.values())
    for key in BLOCKS:
        assert report.summary[key] == sizes.get(key, 0)
    summary = {key: int(report.summary[key]) for key in report.summary if key not in DATES}
    assert (
        sum(summary[key] for key in ("done_on_time", "done_late", "done_no_due"))
        == (summary["done"])
    )
    assert (
        sum(summary[key] for key in ("no_date", "after_event", "recurring"))
        == (summary["without_due"])
    )
    assert summary["newly_late"] <= summary["overdue"]
    assert [row["block"] for row in records(report)] == [
        each.key for each in report.blocks for _ in each.rows
    ]


DATES = ("first", "last")


@given(MANY)
def test_no_open_task_without_lead_due_or_document_is_left_out(tasks: list[Task]) -> None:
    report = a_review(tasks)
    running = [task for task in tasks if not task.closed]
    assert items(report, "without_lead") == [task.number for task in running if not task.leads]
    assert items(report, "without_due") == [
        task.number for task in running if task.last_day is None
    ]
    assert items(report, "without_document") == [
        task.number for task in running if task.document is None
    ]


@given(MANY)
def test_cancelled_tasks_are_nowhere(tasks: list[Task]) -> None:
    gone = {task.number for task in tasks if task.state is TaskState.CANCELLED}
    assert gone.isdisjoint(row["item"] for row in records(a_review(tasks)))


@pytest.mark.parametrize(
    ("last_day", "found"),
    [
        (WEEK - days(2), False),
        (WEEK - days(1), True),
        (TODAY - days(1), True),
        (TODAY, False),
    ],
)
def test_newly_late_is_what_became_late_within_the_days(last_day: date, found: bool) -> None:
    report = a_review([followed(last_day=last_day)])
    assert (items(report, "newly_late") == ["NV2024-001"]) is found
    assert report.found is found
    assert items(a_review([done(last_day=last_day)]), "newly_late") == []


@pytest.mark.parametrize(("ahead", "found"), [(-1, False), (0, True), (7, True), (8, False)])
def test_due_next_is_from_the_day_itself_to_a_week_after(ahead: int, found: bool) -> None:
    report = a_review([followed(last_day=TODAY + days(ahead))])
    assert (items(report, "due_next") == ["NV2024-001"]) is found
    if found:
        assert headings(report) == ["Due from 2024-07-09 to 2024-07-16 (1)"]


@pytest.mark.parametrize(("on", "found"), [(WEEK - days(1), False), (WEEK, True), (TODAY, True)])
def test_done_is_what_was_closed_within_the_days(on: date, found: bool) -> None:
    for state in (TaskState.DONE, TaskState.REPORTED):
        assert (items(a_review([done(on=on, state=state)]), "done") != []) is found


def test_what_was_done_is_told_as_on_time_and_late() -> None:
    tasks = [
        done("1", last_day=TODAY),
        done("2", on=TODAY - days(1), last_day=TODAY - days(4)),
        done("3", last_day=None),
    ]
    report = a_review(tasks)
    assert headings(report) == ["Done in these days (3): on time 1, late 1, no due 1"]
    rows = list(records(report))
    assert [row["days_late"] for row in rows] == [None, 3, None]
    assert rows[1]["outcome"] is Outcome.DONE_LATE


def test_what_waits_for_confirmation_does_so_whenever_it_was_reported() -> None:
    waits = done("1", on=date(2023, 1, 2), state=TaskState.REPORTED)
    assert items(a_review([waits, done("2", on=date(2023, 1, 2))]), "to_confirm") == ["1"]


@pytest.mark.parametrize(("until", "found"), [(None, False), (0, False), (-1, True)])
def test_a_pause_is_past_its_day_from_the_day_after(until: int | None, found: bool) -> None:
    day = None if until is None else TODAY + days(until)
    report = a_review([followed(state=TaskState.PAUSED, paused_until=day)])
    assert (items(report, "paused_past") != []) is found


def test_those_without_a_due_are_told_apart() -> None:
    tasks = [
        followed(str(place), last_day=None, precision=precision)
        for place, precision in enumerate(
            [Precision.RHYTHM, Precision.TRIGGER, Precision.NONE, Precision.TRIGGER]
        )
    ]
    report = a_review(tasks)
    assert headings(report) == ["Open without a due (4): no date 1, after an event 2, recurring 1"]
    assert items(report, "without_due") == ["2", "1", "3", "0"]
    assert not report.found


def test_an_unmet_criterion_that_nobody_works_on_is_named() -> None:
    standing = a_standing(Verdict.UNMET, Verdict.MET, Verdict.UNMET, Verdict.NEARLY_MET)
    about = {"unit": standing.unit, "set_code": SET}
    report = a_review(
        [followed("1", item="1.2", **about), done("2", on=date(2023, 1, 2), item="3", **about)],
        standings=[standing],
    )
    assert report.found
    (row,) = (row for row in records(report) if row["block"] == "unmet_without_task")
    assert (words(row["item"]), row["title"]) == ("Xã 03424, criterion 3", "Tiêu chí 3")
    assert (row["unit"], row["unit_name"], row["set"], row["number"]) == (
        "03424",
        "Xã 03424",
        SET,
        "3",
    )
    assert items(report, "done_still_unmet") == ["2"]


def test_a_task_for_another_unit_or_set_is_no_work_on_the_criterion() -> None:
    other = [
        followed("1", unit="00001", set_code=SET, item="1"),
        followed("2", unit="03424", set_code="thon", item="1"),
    ]
    report = a_review(other, standings=[a_standing(Verdict.UNMET)])
    assert items(report, "unmet_without_task") == ["Xã 03424, criterion 1"]


def test_a_paper_with_clauses_that_wait_is_told_with_how_many() -> None:
    paper = SimpleNamespace(name="kl.docx", document="12/KL", clauses=9, waiting=2)
    report = a_review([], beside=Beside([paper], 0))
    (row,) = records(report)
    assert (row["item"], row["document"]) == ("kl.docx", "12/KL")
    assert words(row["title"]) == "2 of 9 clauses not yet considered"
    assert (row["waiting"], row["clauses"]) == (2, 9)
    assert report.found


@pytest.mark.parametrize(("changes", "said"), [(1, "1 change recorded"), (2, "2 changes recorded")])
def test_what_was_recorded_is_counted(changes: int, said: str) -> None:
    report = a_review([], beside=Beside([], changes))
    assert notes(report) == [f"{said} in these days: see `ntmtrack log`."]
    assert report.summary["changes"] == changes


def test_tasks_left_behind_are_counted_in_a_review_of_everything() -> None:
    report = a_review([], beside=Beside([], 0, (), 2))
    assert "2 open tasks were left behind" in " ".join(notes(report))
    assert report.summary["orphaned"] == 2


def test_recognitions_that_may_be_lost_are_told_in_a_review_of_everything() -> None:
    report = a_review([], beside=Beside([], 0, at_stake=AtStake(2, 1, 90)))
    assert notes(report) == [
        "Recognitions: 2 ending within 90 days, 1 at risk of withdrawal: see"
        " `ntmtrack standing list`"
    ]
    assert notes(a_review([], beside=Beside([], 0, at_stake=AtStake(0, 0, 90)))) == []


def test_what_has_long_been_late_is_counted_but_not_listed() -> None:
    report = a_review([followed(last_day=TODAY - days(400))])
    assert (report.rows, report.summary["overdue"]) == ((), 1)
    assert notes(report) == ["1 task is overdue in all: see `ntmtrack overdue`."]


def test_a_quiet_week_is_empty() -> None:
    report = a_review([])
    assert (report.rows, report.found, notes(report)) == ((), False, [])
    assert words(report.title) == "Review from 2024-07-03 to 2024-07-09"
    assert words(report.empty) == "There is nothing to review."


def test_of_one_lead_nothing_is_said_of_what_others_may_work_on() -> None:
    report = a_review(
        [followed()], standings=[a_standing(Verdict.UNMET)], beside=None, of_lead=True
    )
    absent = {"without_lead", "unmet_without_task", "unconsidered", "changes"}
    assert absent.isdisjoint(report.summary)
    assert notes(report) == [
        "Of some tasks only: criteria nobody works on, documents and changes are left out."
    ]


def test_of_some_units_documents_and_changes_are_left_out() -> None:
    report = a_review([], standings=[a_standing(Verdict.UNMET)], beside=None)
    assert report.summary["unmet_without_task"] == 1
    assert {"unconsidered", "changes"}.isdisjoint(report.summary)
    assert notes(report) == ["Of some units only: documents and changes are left out."]


def test_an_agency_that_no_letter_reaches_is_found() -> None:
    report = a_review([], beside=Beside([], 0, [Unreachable("Phòng A", 2)]))
    assert headings(report) == ["Agencies with late tasks whom no letter reaches (1)"]
    [row] = records(report)
    assert row["item"] == "Phòng A"
    assert words(row["title"]) == "Phòng A has 2 late tasks and no mail address"
    assert report.found


def test_what_always_stands_is_no_news() -> None:
    undated = followed("NV2024-001", last_day=None)
    assert not is_news(a_review([undated]))
    assert is_news(a_review([undated, done("NV2024-002")]))
    assert is_news(a_review([followed("NV2024-003", last_day=TODAY + days(2))]))
