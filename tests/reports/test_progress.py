"""`progress`, `measure` and `milestone`: plans beside figures, and what contradicts what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ntmtrack.domain.catalogue import Item, SetName
from ntmtrack.domain.course import Series, course
from ntmtrack.domain.criteria import Baseline, CriteriaSet, Criterion, Indicator
from ntmtrack.domain.criteria_terms import (
    Completeness,
    Confidence,
    IndicatorKind,
    Level,
    Operator,
    SetKind,
)
from ntmtrack.domain.due import Precision
from ntmtrack.domain.goal import Goal
from ntmtrack.domain.plan import (
    Facts,
    Figure,
    Milestone,
    NoProgress,
    Planned,
    PlanState,
    Sum,
    standing_plans,
)
from ntmtrack.domain.progress import About, Below, line
from ntmtrack.domain.rhythm import Every
from ntmtrack.reports import measured as measuring
from ntmtrack.reports import milestones
from ntmtrack.reports.criteria import criteria
from ntmtrack.reports.progress import build, build_course
from ntmtrack.reports.report import Measure
from tests.reports.values import BAN_BO, TODAY, cells, headings, notes, records, words

D = Decimal
JUNE = date(2024, 6, 30)
SET = SetName(1, "ke-hoach", "Kế hoạch", "commune", effective=date(2024, 1, 1), period="2024-2024")
INDICATOR = Indicator("1.1", "Hộ ký cam kết", IndicatorKind.COUNT, Operator.AT_LEAST, "hộ")


def about(number: str = "1.1", **goal: Any) -> About:
    told = {"op": Operator.AT_LEAST, "unit": "hộ", **goal}
    return About(BAN_BO, "ke-hoach", number, "Hộ ký cam kết", Goal(**told))


def a_plan(value: int | None, last_day: date = JUNE, start: date | None = None) -> Planned:
    amount = None if value is None else D(value)
    return Planned(amount, start or last_day.replace(day=1), last_day, f"T{last_day.month}/2024")


def facts(planned: int | None = None, actual: int | None = None, **more: Any) -> Facts:
    return Facts(
        planned=None if planned is None else a_plan(planned),
        newest=None if actual is None else Figure(D(actual), TODAY),
        **more,
    )


def value(cell: object) -> object:
    return cell.value if isinstance(cell, Measure) else cell


def test_a_row_tells_plan_figure_and_way_gone() -> None:
    found = facts(50, 45, following=a_plan(60, date(2024, 7, 31)), first=Figure(D(1), JUNE))
    goal = about(
        target=D(65), target_by=date(2024, 12, 31), baseline=Baseline(D(25), date(2023, 12, 31))
    )
    (row,) = records(build([line(goal, found)], day=TODAY))
    assert {key: value(cell) for key, cell in row.items()} == {
        **{"unit": "03424", "unit_name": "Xã Bản Bo", "set": "ke-hoach", "number": "1.1"},
        **{"name": "Hộ ký cam kết", "baseline": 25, "baseline_on": date(2023, 12, 31)},
        **{"baseline_first": False, "planned": 50, "planned_by": JUNE, "next_planned": 60},
        **{"next_by": date(2024, 7, 31), "actual": 45, "measured_on": TODAY, "gap": -5},
        **{"state": PlanState.BEHIND, "target": 65, "target_by": date(2024, 12, 31)},
        **{"progress": 50, "why": None, "own": None, "own_planned": None, "reported": None},
        **{"below": None, "oldest_on": None, "value_unit": "hộ"},
    }
    assert row["target"] == Measure(D(65), "hộ", "≥")


def test_what_is_not_known_is_empty_and_says_why() -> None:
    (row,) = records(build([line(about(op=None), Facts())], day=TODAY))
    empty = ("baseline", "planned", "next_planned", "actual", "gap", "target", "progress")
    assert [row[key] for key in empty] == [None] * 7
    assert row["why"] is NoProgress.NO_FIGURE


def test_a_first_figure_that_stands_in_for_a_baseline_is_marked() -> None:
    found = facts(None, 45, first=Figure(D(5), JUNE))
    report = build([line(about(target=D(45), op=None), found)], day=TODAY)
    (row,) = records(report)
    assert (row["baseline_first"], words(row["baseline"].label)) == (True, "first figure")
    assert value(row["progress"]) == 100
    assert "where a set names no baseline, the first figure recorded stands in" in notes(report)
    assert row["target"] == Measure(D(45), "hộ")


def test_the_states_have_a_block_each_and_what_is_behind_comes_first() -> None:
    lines = [
        line(about("1.1"), facts(5, 9)),
        line(about("1.2"), facts(5, 5)),
        line(about("1.3"), facts(None, 5)),
        line(about("1.4"), facts(5)),
        line(about("1.5", op=None), facts(5, 6)),
        line(about("1.6"), facts(5, 4)),
    ]
    report = build(lines, day=TODAY)
    assert headings(report) == [
        "behind the plan (1)",
        "no figure yet (1)",
        "other than planned, the set does not say which way is better (1)",
        "as planned (1)",
        "ahead of the plan (1)",
        "nothing planned by this day (1)",
    ]
    assert cells(report, "number") == ["1.6", "1.4", "1.5", "1.2", "1.1", "1.3"]
    assert report.summary == dict.fromkeys(map(str, PlanState), 1)


@pytest.mark.parametrize(("actual", "found"), [(4, True), (5, False), (9, False), (None, False)])
def test_a_check_finds_what_is_behind(actual: int | None, found: bool) -> None:
    assert build([line(about(), facts(5, actual))], day=TODAY).found is found


ADDED = Sum(D(70), oldest=JUNE, on=TODAY, reported=7, below=10)


def test_a_sum_that_lacks_units_or_differs_from_the_own_figure_says_so() -> None:
    own = facts(80, 90)
    below = Below(newest=ADDED, planned=ADDED._replace(value=D(75)))
    report = build([line(about(), own, below)], day=TODAY)
    (row,) = records(report)
    keys = ("actual", "own", "planned", "own_planned", "reported", "below", "oldest_on")
    assert [value(row[key]) for key in keys] == [70, 90, 75, 80, 7, 10, JUNE]
    said = notes(report)
    assert "Xã Bản Bo, 1.1: 7 of 10 units below have reported" in said
    assert [note.partition(":")[0] for note in said[1:]] == ["WARNING Xã Bản Bo, 1.1"] * 2
    assert "its own figure of 2024-07-09" in said[1]
    assert "its own plan is" in said[2]


@pytest.mark.parametrize("own", [Facts(), facts(70, 70), Facts(planned=a_plan(None))])
def test_a_sum_that_is_whole_and_contradicts_nothing_needs_no_note(own: Facts) -> None:
    whole = ADDED._replace(reported=10)
    report = build([line(about(), own, Below(newest=whole, planned=whole))], day=TODAY)
    assert notes(report) == []


def test_an_own_plan_beside_a_sum_of_plans_is_told_if_there_is_one() -> None:
    (row,) = records(build([line(about(), Facts(), Below(planned=ADDED))], day=TODAY))
    assert (value(row["planned"]), row["own_planned"], row["own"]) == (70, None, None)


@pytest.mark.parametrize(("rival", "warned"), [(D(55), True), (D("50.0"), False), (None, False)])
def test_plans_that_end_on_one_day_and_differ_are_warned_of(
    rival: Decimal | None, warned: bool
) -> None:
    found = notes(build([line(about(), facts(50, rival=rival))], day=TODAY))
    assert any("two plans end on 2024-06-30" in note for note in found) is warned


@pytest.mark.parametrize(
    ("given", "expected", "warned"),
    [("hộ", "hộ", False), ("HỘ", "hộ", False), ("thôn", "hộ", True), ("thôn", None, False)],
)
def test_a_figure_in_another_unit_of_measure_is_warned_of(
    given: str, expected: str | None, warned: bool
) -> None:
    found = notes(build([line(about(unit=expected), facts(None, 5, units=(given,)))], day=TODAY))
    assert found == (
        ["WARNING Xã Bản Bo, 1.1: recorded in thôn, the set measures in hộ"] if warned else []
    )


def test_a_course_has_a_row_for_each_period_and_warns_once() -> None:
    plans = standing_plans([a_plan(10, date(2024, 5, 31)), a_plan(20)])
    own = Series(plans, [Figure(D(12), date(2024, 6, 5)), Figure(D(15), date(2024, 7, 1))])
    below = Series((), [Figure(D(30), date(2024, 7, 2))])
    steps = course(about(), {1: [7, 8]}, {1: own, 7: below}, by=Every.MONTH, day=TODAY)
    report = build_course(steps, day=TODAY)
    assert headings(report) == ["Xã Bản Bo · ke-hoach · 1.1 Hộ ký cam kết"]
    told = ("period", "planned", "actual", "gap", "change", "own", "reported", "below")
    assert [tuple(value(row[key]) for key in told) for row in records(report)] == [
        ("2024-05", 10, None, None, None, None, None, None),
        ("2024-06", 20, 12, -8, None, None, None, None),
        ("2024-07", 20, 30, 10, None, 15, 1, 2),
    ]
    assert len(notes(report)) == 2
    assert report.summary == {"no_figure": 1, "behind": 1, "ahead": 1}


def test_changes_between_periods_are_told() -> None:
    own = Series(figures=[Figure(D(12), date(2024, 6, 5)), Figure(D(15), date(2024, 7, 1))])
    steps = course(about(), {}, {1: own}, by=Every.MONTH, day=TODAY)
    report = build_course(steps, day=TODAY)
    assert [value(cell) for cell in cells(report, "change")] == [None, 3]
    assert [value(cell) for cell in cells(report, "planned_by")] == [None, None]


def test_a_recorded_figure_stands_beside_the_one_before_and_the_plan() -> None:
    told = measuring.Measured(
        D(52), "hộ", TODAY, before=Figure(D(40), JUNE), planned=a_plan(50), by="Phòng X"
    )
    report = measuring.measured(BAN_BO, SET, INDICATOR, told)
    (row,) = records(report)
    keys = ("value", "before", "before_on", "change", "planned", "planned_by", "by")
    assert [value(row[key]) for key in keys] == [52, 40, JUNE, 12, 50, JUNE, "Phòng X"]
    assert notes(report) == [
        "recorded as of 2024-07-09 under the set ke-hoach, without a judgement"
    ]


@pytest.mark.parametrize("since", [None, date(2024, 1, 1)])
def test_a_figure_of_another_time_than_that_of_the_set_is_warned_of(since: date | None) -> None:
    of = SET._replace(period="2025-2025" if since is None else None, effective=since)
    day = date(2026, 1, 1) if since is None else date(2023, 1, 1)
    report = measuring.measured(BAN_BO, of, INDICATOR, measuring.Measured(D(1), None, day))
    assert notes(report)[1].startswith("WARNING ke-hoach is for")
    (row,) = records(report)
    assert (row["before"], row["change"], row["planned"]) == (None, None, None)


def test_a_plan_taken_back_is_not_shown_beside_a_figure() -> None:
    assert measuring.plan_cell(a_plan(None), "hộ") is None


def a_line(planned: Planned) -> milestones.Line:
    item = Item(5, "1.1", "Hộ ký cam kết", 1)
    standing = Milestone(1, 5, planned, Precision.MONTH, "hộ", "1/NQ", "ghi chú")
    return milestones.Line(BAN_BO, "ke-hoach", item, standing)


def test_plans_are_listed_with_their_words_and_days() -> None:
    (row,) = records(milestones.listing([a_line(a_plan(50))], day=TODAY))
    assert {key: value(cell) for key, cell in row.items()} == {
        **{"unit": "03424", "unit_name": "Xã Bản Bo", "set": "ke-hoach", "number": "1.1"},
        **{"name": "Hộ ký cam kết", "by": "T6/2024", "value": 50, "start": date(2024, 6, 1)},
        **{"last_day": JUNE, "precision": Precision.MONTH, "value_unit": "hộ"},
        **{"document": "1/NQ", "note": "ghi chú"},
    }


def test_a_new_plan_says_what_it_takes_over_and_what_ends_with_it() -> None:
    month, quarter = a_line(a_plan(50)), a_line(a_plan(60, start=date(2024, 4, 1)))
    lines = [month, quarter, a_line(a_plan(9, date(2024, 7, 31)))]
    before = a_line(a_plan(40)).milestone
    told = notes(milestones.recorded(lines, month.milestone.planned, replaced=before, day=TODAY))
    assert told[0].startswith("T6/2024: ")
    assert told[1].startswith("WARNING T6/2024 and T6/2024 end on the same day, 2024-06-30")
    assert len(told) == 2
    alone = milestones.recorded([month], month.milestone.planned, replaced=None, day=TODAY)
    assert notes(alone) == []


def test_what_was_taken_back_is_told() -> None:
    taken = a_line(a_plan(50)).milestone
    report = milestones.removed("Xã Bản Bo", "1.1", [], taken, day=TODAY)
    (note,) = notes(report)
    assert note.startswith("taken back: ") and note.endswith(" by T6/2024")
    assert report.rows == ()


def test_a_set_shows_baselines_and_what_adds_up() -> None:
    based = Indicator(
        "1.1",
        "Hộ",
        IndicatorKind.COUNT,
        unit="hộ",
        baseline=Baseline(D(4), JUNE),
        sum=True,
    )
    plain = Indicator("1.2", "Tỷ lệ", IndicatorKind.PERCENT, confidence=Confidence.VERIFIED)
    of = CriteriaSet(
        code="ke-hoach",
        name="Kế hoạch",
        level=Level.COMMUNE,
        decision="1/NQ",
        criteria_count=1,
        completeness=Completeness.FULL,
        criteria=(Criterion("1", "Môi trường", indicators=(based, plain)),),
    )
    assert not any(note.startswith("a plan:") for note in notes(criteria(of, TODAY)))
    of = replace(of, kind=SetKind.PLAN)
    assert any(note.startswith("a plan:") for note in notes(criteria(of, TODAY)))
    rows = list(records(criteria(of, TODAY)))
    told = [(value(row["baseline"]), row["baseline_on"], row["sum"]) for row in rows]
    assert told == [(None, None, None), (4, JUNE, True), (None, None, None)]
