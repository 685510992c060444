"""Periods in a row: counts, what turned, units that come and go, and sets that never meet."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.periods import Period, periods
from ntmtrack.domain.rhythm import Every
from ntmtrack.domain.timeline import Turn, verdict_on
from ntmtrack.reports.compare import Comparison
from ntmtrack.reports.report import Report
from ntmtrack.reports.trend import Course, TaskCounts, build, sparkline
from tests.reports.values import TODAY, cells, headings, in_block, notes, records, words

MET, NEARLY, UNMET = Verdict.MET, Verdict.NEARLY_MET, Verdict.UNMET
NA, MISSING = Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED
FIRST, LAST = date(2024, 4, 1), date(2024, 6, 30)
SHOWN = periods(Every.MONTH, first=FIRST, last=LAST, as_of=TODAY)
ALWAYS = (date.min, date.max)


def day(month: int, number: int = 10) -> date:
    return date(2024, month, number)


def a_course(*criteria: Sequence[tuple[int, Verdict]], **facts: Any) -> Course:
    """A unit whose criteria 1, 2 … turned in these months of 2024."""
    turns = {
        str(number): [Turn(day(month), verdict) for month, verdict in told]
        for number, told in enumerate(criteria, 1)
    }
    firsts = [each[0].day for each in turns.values() if each]
    known = {"set_code": "a", "judged_from": min(firsts, default=date.max), "exists": ALWAYS}
    return Course(**{**known, "criteria": turns, **facts})


def trend(*courses: Course, shown: Sequence[Period] = SHOWN, **facts: Any) -> Report:
    return build(courses, shown, facts.get("tasks", {}), facts.get("entered", {}), day=TODAY)


def test_a_row_counts_every_criterion_of_every_unit_at_the_end_of_its_period() -> None:
    report = trend(
        a_course([(1, UNMET), (5, MET)], [(1, MET)], [(1, NA)]),
        a_course([(1, NEARLY)], [(1, MET), (5, UNMET)], []),
    )
    keys = ("met", "nearly_met", "unmet", "not_applicable", "not_assessed", "units")
    assert [[row[key] for key in keys] for row in records(report)] == [
        [2, 1, 1, 1, 1, 2],
        [2, 1, 1, 1, 1, 2],
        [2, 1, 1, 1, 1, 2],
    ]
    assert cells(report, "period") == ["2024-04", "2024-05", "2024-06"]
    assert cells(report, "last_day") == [date(2024, 4, 30), date(2024, 5, 31), date(2024, 6, 30)]
    assert cells(report, "change") == [0, 0, 0]
    assert cells(report, "newly_met") == [0, 1, 0]
    assert cells(report, "fell") == [0, 1, 0]


def test_the_first_figures_have_nothing_before_them() -> None:
    report = trend(a_course([(5, MET)]))
    assert cells(report, "units") == [0, 1, 1]
    for key, figures in (
        ("met", [None, 1, 1]),
        ("not_assessed", [None, 0, 0]),
        ("change", [None, None, 0]),
        ("newly_met", [None, None, 0]),
        ("fell", [None, None, 0]),
        ("remark", [None, Comparison.NOTHING_EARLIER, None]),
    ):
        assert cells(report, key) == figures


def test_before_the_first_period_is_looked_at_too() -> None:
    report = trend(a_course([(1, UNMET), (4, MET)]))
    assert cells(report, "change") == [1, 0, 0]
    assert cells(report, "newly_met") == [1, 0, 0]


def test_what_a_new_unit_brings_has_not_turned() -> None:
    report = trend(a_course([(1, MET)]), a_course([(5, MET)]))
    assert cells(report, "change") == [0, 1, 0]
    assert cells(report, "newly_met") == [0, 0, 0]
    assert notes(report)[-1] == (
        "a: in 2024-05 units came or went, so its change is not of the same units"
    )


@pytest.mark.parametrize(
    "facts", [{"exists": (date.min, day(5))}, {"within": frozenset({0, 1})}], ids=str
)
def test_a_unit_counts_while_it_is_there(facts: dict[str, Any]) -> None:
    report = trend(a_course([(1, MET), (5, UNMET)], **facts), a_course([(1, MET)]))
    assert cells(report, "units") == [2, 1, 1]
    assert cells(report, "met") == [2, 1, 1]
    assert cells(report, "fell") == [0, 0, 0]


def test_a_criterion_of_an_overlay_is_counted_from_its_day() -> None:
    course = a_course([(1, MET)], [(5, MET)])
    report = trend(course, entered={"a": {"2": day(5, 1)}})
    assert cells(report, "met") == [1, 2, 2]
    assert cells(report, "not_assessed") == [0, 0, 0]
    assert cells(report, "change") == cells(report, "newly_met") == [0, 1, 0]


def test_a_criterion_that_comes_into_force_with_a_new_unit_has_not_turned() -> None:
    report = trend(a_course([(5, MET)], [(5, MET)]), entered={"a": {"2": day(5, 10)}})
    assert cells(report, "met") == [None, 2, 2]
    assert cells(report, "newly_met") == [None, None, 0]


def test_the_last_day_of_a_period_and_of_a_unit_are_in_it() -> None:
    turned = {"1": [Turn(date(2024, 5, 31), MET)]}
    known: dict[str, Any] = {
        "set_code": "a",
        "judged_from": date(2024, 4, 30),
        "criteria": turned,
    }
    whole = trend(Course(**known, exists=(date(2024, 4, 30), date(2024, 5, 31))))
    assert cells(whole, "units") == [1, 1, 0]
    assert cells(whole, "met") == [0, 1, None]
    entered = trend(Course(**known, exists=ALWAYS), entered={"a": {"1": date(2024, 5, 31)}})
    assert [cells(entered, key)[:2] for key in ("met", "not_assessed")] == [[0, 1], [0, 0]]
    assert words(whole.title) == "Criteria met, period by period: 2024-04 to 2024-06"


def test_one_unit_for_another_is_a_change_of_units_too() -> None:
    report = trend(
        a_course([(1, MET)], exists=(date.min, day(5))),
        a_course([(1, UNMET)], exists=(day(5, 11), date.max)),
    )
    assert cells(report, "units") == [1, 1, 1]
    assert cells(report, "change") == [0, -1, 0]
    assert cells(report, "fell") == [0, 0, 0]
    assert "in 2024-05 units came or went" in notes(report)[-1]


def test_a_picture_carries_what_it_would_mislead_without() -> None:
    report = trend(a_course([(1, MET)], set_code="b"), a_course([(1, UNMET), (5, MET)]))
    assert report.drawing is not None
    assert [words(note) for note in report.drawing.notes] == [
        note for note in notes(report) if "WARNING" in note
    ]


def test_sets_stand_apart_with_a_warning() -> None:
    report = trend(a_course([(1, MET)], set_code="b"), a_course([(1, UNMET)], set_code="a"))
    assert headings(report) == ["a", "b"]
    assert in_block(report, report.blocks[0], "met") == [0, 0, 0]
    assert in_block(report, report.blocks[1], "met") == [1, 1, 1]
    assert notes(report)[-1].startswith("WARNING several criteria sets")
    assert not any("WARNING" in note for note in notes(trend(a_course([(1, MET)]))))


def test_tasks_are_counted_under_their_set_and_period() -> None:
    report = trend(a_course([(1, MET)]), tasks={("a", "2024-05"): TaskCounts(2, 3)})
    assert cells(report, "newly_late") == [0, 2, 0]
    assert cells(report, "done") == [0, 3, 0]


def test_a_period_that_runs_is_said_to_run() -> None:
    shown = periods(Every.MONTH, first=FIRST, last=None, as_of=TODAY)
    report = trend(a_course([(1, MET)]), shown=shown)
    assert cells(report, "running") == [False, False, False, True]
    assert "2024-07 is still running: its figures are those of 2024-07-09" in notes(report)


def test_without_judgements_there_is_nothing_to_say() -> None:
    report = trend(shown=periods(Every.MONTH, first=None, last=None, as_of=TODAY))
    assert (report.rows, notes(report)) == ((), [])


def test_a_set_that_was_judged_only_later_has_no_line() -> None:
    report = trend(a_course([(7, MET)]))
    assert cells(report, "met") == [None, None, None]
    assert notes(report) == []


def test_the_line_of_a_set_is_told_in_words_and_bars() -> None:
    report = trend(a_course([(4, UNMET), (6, MET)]), a_course([(5, MET)]))
    assert notes(report)[0] == "a: met ▁▄█, from 0 in 2024-04 to 2 in 2024-06"


def test_bars_go_from_the_lowest_to_the_highest_figure() -> None:
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█"
    assert sparkline([9, None, 12]) == "▁\N{NO-BREAK SPACE}█"
    assert sparkline([5, 5]) == "▄▄"
    assert sparkline([None, None]) == "\N{NO-BREAK SPACE}" * 2


@given(st.lists(st.none() | st.integers(0, 3000)))
def test_a_higher_figure_never_has_a_lower_bar(figures: list[int | None]) -> None:
    bars = sparkline(figures)
    assert len(bars) == len(figures)
    known = sorted((f, b) for f, b in zip(figures, bars, strict=True) if f is not None)
    assert all(one[1] <= other[1] for one, other in pairwise(known))


TURNS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(Verdict)), max_size=5, unique_by=lambda t: t[0]
).map(sorted)


@given(st.lists(st.tuples(TURNS, TURNS), min_size=1, max_size=4))
def test_the_figures_of_a_period_are_those_of_its_last_day(
    units: list[tuple[Sequence[tuple[int, Verdict]], ...]],
) -> None:
    courses = [a_course(*criteria) for criteria in units]
    for row in records(trend(*courses)):
        there = [each for each in courses if each.judged_from <= row["last_day"]]
        lines: list[Mapping[str, Sequence[Turn]]] = [each.criteria for each in there]
        verdicts = [verdict_on(turns, row["last_day"]) for line in lines for turns in line.values()]
        assert row["units"] == len(there)
        for verdict in Verdict:
            assert (row[str(verdict)] or 0) == verdicts.count(verdict)
