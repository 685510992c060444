"""`nearest`: ranks within one set, with what is missing; who stands apart has no rank."""

from datetime import date
from decimal import Decimal
from typing import Any

from ntmtrack.domain.aim import Aim
from ntmtrack.domain.assessment import Counts, Verdict
from ntmtrack.domain.nearest import Contender, Missing, Nearness
from ntmtrack.domain.standing import CountedAs, Tally
from ntmtrack.domain.target import Reached, TargetState
from ntmtrack.reports.nearest import build
from ntmtrack.reports.report import Measure
from tests.reports.values import (
    SET,
    TODAY,
    a_standing,
    cells,
    days,
    headings,
    measured,
    notes,
    records,
    words,
)

MET, NEARLY, UNMET, UNKNOWN = (
    Verdict.MET,
    Verdict.NEARLY_MET,
    Verdict.UNMET,
    Verdict.NOT_ASSESSED,
)
LAST = date(2024, 12, 31)


def an_aim(last: date | None = LAST) -> Aim:
    return Aim(1, 1, SET, None, "năm 2024", date(2024, 1, 1), last, "year")


def a_contender(*verdicts: Verdict, **facts: Any) -> Contender:
    """A unit on its way, of which all but the met criteria are missing."""
    standing = a_standing(
        *verdicts, **{k: facts.pop(k) for k in ("unit", "set_code") if k in facts}
    )
    open_ones = [f for f in standing.findings if f.verdict is not MET]
    missing = Missing(
        tuple(f.number for f in open_ones),
        tuple(f.number for f in open_ones if f.verdict is NEARLY),
        tuple(f.number for f in open_ones if f.verdict is UNKNOWN),
        facts.pop("indicators", ()),
        facts.pop("failing", ()),
    )
    group = facts.pop("group", Nearness.UNDER_WAY)
    return Contender(standing, missing, group, TODAY, **facts)


def test_a_row_says_how_far_the_unit_is_and_what_it_lacks() -> None:
    contender = a_contender(
        *(MET, NEARLY, UNKNOWN, UNMET),
        indicators=("4.1", "4.2"),
        failing=(measured("82.5", ">= 85", number="4.1"), measured("9", ">= 8", number="4.2")),
        aim=an_aim(),
        reached=Reached(UNMET),
        tasks_open=3,
        tasks_late=1,
    )
    report = build([contender], day=TODAY)
    (row,) = records(report)
    (gap,) = row.pop("gap")
    assert isinstance(gap, Measure)
    assert (gap.label, gap.value, words(gap.unit)) == ("4.1", Decimal("2.5"), "percentage points")
    assert row == {
        "rank": 1,
        "unit": "03424",
        "unit_name": "Xã 03424",
        "set": SET,
        "group": Nearness.UNDER_WAY,
        "score": "1/4",
        "met": 1,
        "total": 4,
        "missing_count": 3,
        "missing": ("2", "3", "4"),
        "nearly": ("2",),
        "not_assessed": ("3",),
        "missing_indicators_count": 2,
        "missing_indicators": ("4.1", "4.2"),
        "tasks_open": 3,
        "tasks_late": 1,
        "target": "năm 2024",
        "target_last_day": LAST,
        "days_left": 175,
        "state": TargetState.OPEN,
        "reached_on": None,
        "recognised_on": None,
    }


def test_those_that_wait_for_recognition_come_first_those_recognised_last() -> None:
    found = [
        a_contender(MET, UNMET, unit="4", group=Nearness.RECOGNISED, recognised_on=TODAY),
        a_contender(UNKNOWN, UNKNOWN, unit="3", group=Nearness.UNASSESSED),
        a_contender(UNMET, UNMET, unit="2"),
        a_contender(MET, UNMET, unit="5"),
        a_contender(
            *(MET, MET),
            unit="1",
            group=Nearness.READY,
            aim=an_aim(),
            reached=Reached(MET, TODAY - days(3)),
        ),
    ]
    report = build(found, day=TODAY)
    assert headings(report) == [
        f"{SET} · all criteria met, recognition awaited (1)",
        f"{SET} · under way, the nearest first (2)",
        f"{SET} · nothing assessed yet (1)",
        f"{SET} · recognised, and what is missing now (1)",
    ]
    assert cells(report, "rank") == [1, 2, 3, None, None]
    assert cells(report, "unit") == ["1", "5", "2", "3", "4"]
    assert cells(report, "state")[0] is TargetState.REACHED_ON_TIME
    assert cells(report, "reached_on")[0] == TODAY - days(3)
    assert cells(report, "days_left") == [None] * 5
    assert cells(report, "recognised_on")[-1] == TODAY


def test_a_target_that_is_gone_counts_its_days() -> None:
    missed = a_contender(UNMET, aim=an_aim(TODAY - days(5)), reached=Reached(UNMET))
    assert cells(build([missed], day=TODAY), "days_left") == [-5]
    assert cells(build([missed], day=TODAY), "state") == [TargetState.MISSED]


def test_each_set_is_ranked_by_itself() -> None:
    found = [
        a_contender(UNMET, unit="1", set_code="b"),
        a_contender(UNMET, UNMET, unit="1", set_code="a"),
        a_contender(UNMET, unit="2", set_code="a"),
    ]
    report = build(found, day=TODAY)
    assert list(zip(cells(report, "set"), cells(report, "rank"), strict=True)) == [
        ("a", 1),
        ("a", 2),
        ("b", 1),
    ]
    assert notes(report)[-1].startswith("Several criteria sets")
    assert notes(build(found[1:], day=TODAY))[-1].startswith("Order: ")


def test_a_limit_keeps_the_nearest_and_says_how_many_are_left_out() -> None:
    found = [
        a_contender(UNMET, unit="1"),
        a_contender(UNMET, UNMET, unit="2"),
        a_contender(UNKNOWN, unit="3", group=Nearness.UNASSESSED),
        a_contender(UNMET, unit="4", set_code="b"),
    ]
    report = build(found, day=TODAY, limit=1)
    assert cells(report, "unit") == ["4", "1"]
    assert notes(report)[0] == f"{SET}: 2 more units are not shown"
    assert notes(build(found[:1], day=TODAY, limit=1))[0].startswith("Order: ")


def test_a_count_without_its_list_is_told_beside_units_that_have_no_rank() -> None:
    tally = Tally(CountedAs.MET, 9, 19, TODAY, SET, listed=Counts(not_assessed=2))
    bare = a_contender(UNKNOWN, UNKNOWN, group=Nearness.UNASSESSED)
    counted = bare._replace(standing=bare.standing._replace(tallies=(tally,)))
    report = build([counted], day=TODAY)
    (row,) = records(report)
    assert (row["met"], row["score"]) == (None, "?/2")
    assert any("counted 9/19" in note for note in notes(report))
    judged = counted._replace(group=Nearness.UNDER_WAY)
    assert not any("counted" in note for note in notes(build([judged], day=TODAY)))


def test_without_units_it_says_so() -> None:
    report = build([], day=TODAY)
    assert (report.rows, notes(report)) == ((), [])
