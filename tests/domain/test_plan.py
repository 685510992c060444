"""Plan against fact: which figure counts, how far it is from its plan, how figures add up."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.course import Series, Step, course
from ntmtrack.domain.criteria import Baseline, Indicator, Threshold
from ntmtrack.domain.criteria_terms import Confidence, IndicatorKind
from ntmtrack.domain.goal import Goal, goal_of
from ntmtrack.domain.operator import Operator
from ntmtrack.domain.plan import (
    Facts,
    Figure,
    NoProgress,
    Planned,
    PlanState,
    Sum,
    gap,
    in_order,
    newest,
    planned_on,
    progress,
    standing_plans,
    state_of,
    sums,
)
from ntmtrack.domain.progress import About, Below, Line, added_up, line
from ntmtrack.domain.rhythm import Every
from ntmtrack.domain.unit import UnitKind

D = Decimal
DAY = date(2024, 7, 9)
UP, DOWN = Operator.AT_LEAST, Operator.AT_MOST
MIRRORED = {
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.MORE_THAN: Operator.LESS_THAN,
    Operator.LESS_THAN: Operator.MORE_THAN,
    Operator.EQUAL: Operator.EQUAL,
}

amounts = st.decimals(-1000, 1000, places=2)
operators = st.sampled_from(Operator)
days = st.dates(date(2024, 1, 1), date(2024, 1, 20))


def on(month: int, day: int = 1) -> date:
    return date(2024, month, day)


def a_plan(value: int | None, last_day: date, order: int = 0, start: date | None = None) -> Planned:
    amount = None if value is None else D(value)
    return Planned(amount, start or last_day.replace(day=1), last_day, str(last_day), order)


class TestWhichFigureCounts:
    @given(st.lists(st.tuples(amounts, days), max_size=8), st.randoms(), days)
    def test_the_last_recorded_of_the_latest_day_whatever_the_order_they_are_read_in(
        self, given: list[tuple[Decimal, date]], random: Any, day: date
    ) -> None:
        figures = [Figure(value, when, order) for order, (value, when) in enumerate(given)]
        shuffled = random.sample(figures, len(figures))
        known = [each for each in figures if each.on <= day]
        latest = max((each.on for each in known), default=None)
        wanted = [each for each in known if each.on == latest]
        assert newest(in_order(shuffled), day) == (wanted[-1] if wanted else None)

    @given(
        st.lists(st.tuples(st.none() | st.integers(0, 9), days, days), max_size=8),
        st.randoms(),
        days,
    )
    def test_of_plans_for_one_span_the_newest_stands_whatever_the_order_they_are_read_in(
        self, given: list[tuple[int | None, date, date]], random: Any, day: date
    ) -> None:
        plans = [
            a_plan(value, max(one, other), order, min(one, other))
            for order, (value, one, other) in enumerate(given)
        ]
        spans = {(each.start, each.last_day): each for each in plans}
        standing = standing_plans(random.sample(plans, len(plans)))
        assert set(standing) == {each for each in spans.values() if each.value is not None}
        found = planned_on(standing, day)
        come = [each for each in standing if each.last_day <= day]
        assert found == max(come, key=lambda each: (each.last_day, each.order), default=None)

    def test_a_plan_taken_back_leaves_the_one_before_it(self) -> None:
        taken = [a_plan(5, on(4, 30), 1), a_plan(8, on(5, 31), 2), a_plan(None, on(5, 31), 3)]
        found = planned_on(standing_plans(taken), DAY)
        assert found is not None and found.value == 5


class TestGap:
    @pytest.mark.parametrize("op", [Operator.AT_LEAST, Operator.MORE_THAN])
    def test_more_is_better_where_it_is_to_rise(self, op: Operator) -> None:
        assert gap(D(7), D(5), op, D(9)) == 2

    @pytest.mark.parametrize("op", [Operator.AT_MOST, Operator.LESS_THAN])
    def test_less_is_better_where_it_is_to_fall(self, op: Operator) -> None:
        assert gap(D(7), D(5), op, D(0)) == -2

    @pytest.mark.parametrize(
        ("actual", "planned", "target", "better"),
        [(90, 85, 100, 5), (4, 6, 0, 2), (3, 2, 2, -1), (1, 2, 2, -1), (1, 2, None, -1)],
    )
    def test_under_equal_better_is_nearer_to_the_target(
        self, actual: int, planned: int, target: int | None, better: int
    ) -> None:
        aim = None if target is None else D(target)
        assert gap(D(actual), D(planned), Operator.EQUAL, aim) == better

    def test_without_a_direction_nothing_is_better_or_worse(self) -> None:
        assert gap(D(7), D(5), None, None) is None

    @given(amounts, amounts, operators, amounts)
    def test_it_is_the_same_for_what_rises_and_for_its_mirror_image(
        self, actual: Decimal, planned: Decimal, op: Operator, target: Decimal
    ) -> None:
        assert gap(actual, planned, op, target) == gap(-actual, -planned, MIRRORED[op], -target)

    @given(amounts, operators, st.none() | amounts)
    def test_there_is_none_where_the_figure_is_the_plan(
        self, amount: Decimal, op: Operator, target: Decimal | None
    ) -> None:
        assert gap(amount, amount, op, target) == 0


@pytest.mark.parametrize(
    ("actual", "planned", "gap", "state"),
    [
        (None, D(5), None, PlanState.NO_FIGURE),
        (None, None, None, PlanState.NO_FIGURE),
        (D(5), None, None, PlanState.NO_PLAN),
        (D(5), D(5), None, PlanState.AS_PLANNED),
        (D(6), D(5), None, PlanState.UNCLEAR),
        (D(6), D(5), D(1), PlanState.AHEAD),
        (D(6), D(5), D(-1), PlanState.BEHIND),
    ],
)
def test_how_a_figure_stands_to_its_plan(
    actual: Decimal | None, planned: Decimal | None, gap: Decimal | None, state: PlanState
) -> None:
    assert state_of(actual, planned, gap) is state


class TestProgress:
    @given(amounts, amounts, operators)
    def test_it_is_nothing_at_the_baseline_and_all_at_the_target(
        self, baseline: Decimal, target: Decimal, op: Operator
    ) -> None:
        assume(baseline != target and not op.holds(baseline, target))
        assert str(progress(baseline, baseline, target, op)) == "0.0"
        assert progress(target, baseline, target, op) == 100

    @given(amounts, amounts, amounts, operators)
    def test_it_is_the_same_for_what_rises_and_for_its_mirror_image(
        self, now: Decimal, baseline: Decimal, target: Decimal, op: Operator
    ) -> None:
        mirrored = progress(-now, -baseline, -target, MIRRORED[op])
        assert progress(now, baseline, target, op) == mirrored

    @given(amounts, amounts, amounts, amounts)
    def test_nearer_to_the_target_is_never_less(
        self, one: Decimal, other: Decimal, baseline: Decimal, target: Decimal
    ) -> None:
        assume(baseline > target)
        shares = [progress(now, baseline, target, DOWN) for now in sorted((one, other))]
        assert isinstance(shares[0], Decimal) and isinstance(shares[1], Decimal)
        assert shares[0] >= shares[1]

    @pytest.mark.parametrize(
        ("now", "share"), [(20, "16.7"), (24, "0.0"), (26, "-8.3"), (0, "100.0"), (-6, "125.0")]
    )
    def test_it_has_one_place_and_no_bounds(self, now: int, share: str) -> None:
        assert str(progress(D(now), D(24), D(0), DOWN)) == share

    @pytest.mark.parametrize(
        ("now", "baseline", "target", "op", "why"),
        [
            (None, D(1), D(2), UP, NoProgress.NO_FIGURE),
            (D(1), D(1), None, UP, NoProgress.NO_TARGET),
            (D(1), None, D(2), UP, NoProgress.NO_BASELINE),
            (D(1), D(2), D(2), UP, NoProgress.REACHED),
            (D(1), D(2), D(2), Operator.MORE_THAN, NoProgress.REACHED),
            (D(2), D(3), D(5), DOWN, NoProgress.REACHED),
        ],
    )
    def test_where_it_cannot_be_told_it_says_why(
        self,
        now: Decimal | None,
        baseline: Decimal | None,
        target: Decimal | None,
        op: Operator,
        why: NoProgress,
    ) -> None:
        assert progress(now, baseline, target, op) is why

    def test_without_a_direction_the_formula_alone_decides(self) -> None:
        assert progress(D(3), D(2), D(4), None) == 50


TREE = {1: [2, 3], 2: [4, 5], 3: [6]}
"""A district (1) of two communes (2, 3) with two villages and one."""


class TestSums:
    @given(st.dictionaries(st.sampled_from([4, 5, 6]), amounts))
    def test_a_sum_is_that_of_its_leaves(self, leaves: dict[int, Decimal]) -> None:
        found = sums(TREE, {key: Figure(value, DAY) for key, value in leaves.items()})
        for unit, below in ((1, [4, 5, 6]), (2, [4, 5]), (3, [6])):
            reported = [leaves[key] for key in below if key in leaves]
            if reported:
                assert found[unit].value == sum(reported)
                assert (found[unit].reported, found[unit].below) == (len(reported), len(below))
            else:
                assert unit not in found

    @given(st.dictionaries(st.sampled_from([1, 2, 3, 4, 5, 6]), amounts))
    def test_nothing_is_counted_twice(self, own: dict[int, Decimal]) -> None:
        found = sums(TREE, {key: Figure(value, DAY) for key, value in own.items()})

        def effective(unit: int) -> Decimal | None:
            below = [effective(each) for each in TREE.get(unit, ())]
            told = [each for each in below if each is not None]
            return sum(told, D(0)) if told else own.get(unit)

        for unit in TREE:
            parts = [each for each in map(effective, TREE[unit]) if each is not None]
            assert (unit in found) == bool(parts)
            if parts:
                assert found[unit].value == sum(parts)

    def test_a_unit_between_that_reports_for_itself_reports_for_all_below_it(self) -> None:
        own = {2: Figure(D(30), on(6)), 6: Figure(D(5), on(5)), 1: Figure(D(99), DAY)}
        assert sums(TREE, own)[1] == Sum(D(35), oldest=on(5), on=on(6), reported=3, below=3)

    def test_a_unit_between_is_not_counted_where_its_villages_are(self) -> None:
        own = {2: Figure(D(30), on(6)), 4: Figure(D(7), on(6))}
        found = sums(TREE, own)
        assert (found[1].value, found[1].reported, found[1].below) == (7, 1, 3)
        assert found[2].value == 7

    def test_without_units_below_nothing_adds_up(self) -> None:
        assert sums({}, {1: Figure(D(1), DAY)}) == {}


def an_indicator(*thresholds: Threshold, **facts: Any) -> Indicator:
    told = {"kind": IndicatorKind.COUNT, "op": UP, "unit": "ha", **facts}
    return Indicator("1.1", "Diện tích", thresholds=thresholds, **told)


class TestGoal:
    @pytest.mark.parametrize(
        ("day", "target", "by"),
        [
            (date(2023, 5, 1), 30, date(2024, 12, 31)),
            (DAY, 30, date(2024, 12, 31)),
            (date(2025, 1, 1), 50, date(2026, 12, 31)),
            (date(2027, 1, 1), None, None),
        ],
    )
    def test_the_target_is_that_of_the_year_or_of_the_next_that_has_one(
        self, day: date, target: int | None, by: date | None
    ) -> None:
        yearly = an_indicator(Threshold(D(30), year=2024), Threshold(D(50), year=2026))
        goal = goal_of(yearly, region=None, group=None, day=day)
        assert (goal.target, goal.target_by) == (target, by)
        assert goal.is_of(day.year) == (by is not None and by.year == day.year)

    def test_a_target_of_no_year_has_no_day(self) -> None:
        goal = goal_of(an_indicator(Threshold(D(30))), region=None, group=None, day=DAY)
        assert (goal.target, goal.target_by, goal.is_of(2024)) == (30, None, False)

    def test_what_is_not_verified_is_no_target(self) -> None:
        doubtful = Threshold(D(30), year=2024, confidence=Confidence.UNVERIFIED)
        goal = goal_of(an_indicator(doubtful), region=None, group=None, day=DAY)
        assert goal == Goal(op=UP, unit="ha")

    def test_baseline_and_sum_are_those_of_the_indicator(self) -> None:
        baseline = Baseline(D(4), on(1))
        given = an_indicator(Threshold(D(9), unit="m2", op=DOWN), baseline=baseline, sum=True)
        goal = goal_of(given, region=None, group=None, day=DAY)
        assert goal == Goal(DOWN, "m2", True, baseline, D(9))
        assert goal.without_target() == Goal(DOWN, "m2", True)


COMMUNE = Unit(2, "02416", "Xã Bằng Cốc", UnitKind.COMMUNE)


def about(**goal: Any) -> About:
    return About(COMMUNE, "ke-hoach", "1.1", "Hộ ký cam kết", Goal(**{"op": UP, **goal}))


class TestLine:
    def test_nothing_known_is_no_figure(self) -> None:
        found = line(about(), Facts())
        assert found.state is PlanState.NO_FIGURE
        assert (found.actual, found.planned, found.baseline, found.gap) == (None,) * 4

    def test_the_own_figure_stands_against_the_own_plan(self) -> None:
        facts = Facts(
            planned=a_plan(50, on(6, 30)),
            following=a_plan(60, on(7, 31)),
            newest=Figure(D(45), on(7, 1)),
            first=Figure(D(20), on(1)),
        )
        found = line(about(target=D(70)), facts)
        assert (found.gap, found.state) == (-5, PlanState.BEHIND)
        assert found.following == Figure(D(60), on(7, 31))
        assert (found.baseline, found.baseline_first) == (Figure(D(20), on(1)), True)
        assert found.progress == 50

    def test_the_baseline_of_the_set_goes_before_the_first_figure(self) -> None:
        goal = about(target=D(70), baseline=Baseline(D(40), on(1)))
        found = line(goal, Facts(newest=Figure(D(55), DAY), first=Figure(D(1), on(2))))
        assert (found.baseline, found.baseline_first) == (Figure(D(40), on(1)), False)
        assert found.progress == 50

    def test_what_adds_up_goes_before_the_own_and_the_own_stays(self) -> None:
        added = Sum(D(70), oldest=on(5), on=on(6), reported=2, below=3)
        start = added._replace(value=D(10))
        own = Facts(planned=a_plan(99, on(6, 30)), newest=Figure(D(1), DAY))
        found = line(about(target=D(130)), own, Below(added, start, added, added))
        assert (found.actual, found.planned) == (Figure(D(70), on(6)), Figure(D(70), on(6)))
        assert found.state is PlanState.AS_PLANNED
        assert (found.baseline, found.progress) == (Figure(D(10), on(5)), 50)
        assert found.own is own

    def test_a_plan_taken_back_is_none(self) -> None:
        assert line(about(), Facts(planned=a_plan(None, on(6, 30)))).planned is None


class TestAddedUp:
    def test_figures_and_plans_of_the_units_below_add_up(self) -> None:
        facts = {
            4: Facts(a_plan(10, on(6, 30)), newest=Figure(D(8), on(6)), first=Figure(D(1), on(1))),
            5: Facts(a_plan(20, on(5, 31)), newest=Figure(D(9), on(7)), first=Figure(D(2), on(2))),
        }
        found = added_up(TREE, facts)[2]
        assert found.newest == Sum(D(17), on(6), on(7), 2, 2)
        assert found.first is not None and found.first.value == 3
        assert found.planned is not None
        assert (found.planned.value, found.planned.on) == (30, on(6, 30))
        assert found.following is None

    def test_the_next_plan_is_what_is_planned_by_the_first_day_to_come(self) -> None:
        facts = {
            4: Facts(a_plan(10, on(6, 30)), following=a_plan(15, on(7, 31))),
            5: Facts(a_plan(20, on(6, 30)), following=a_plan(90, on(12, 31))),
            6: Facts(following=a_plan(7, on(9, 30))),
        }
        found = added_up(TREE, facts)
        following = {key: each.following for key, each in found.items() if each.following}
        assert {key: (each.value, each.on) for key, each in following.items()} == {
            1: (35, on(7, 31)),
            2: (35, on(7, 31)),
            3: (7, on(9, 30)),
        }
        assert found[3].planned is None and found[3].newest is None

    def test_where_nothing_is_below_nothing_is_told(self) -> None:
        assert added_up(TREE, {1: Facts(newest=Figure(D(1), DAY))}) == {}


def of_course(steps: list[Step]) -> list[tuple[Any, ...]]:
    def value(figure: Figure | None) -> Decimal | None:
        return None if figure is None else figure.value

    def told(each: Line) -> tuple[Any, ...]:
        return value(each.planned), value(each.actual), each.gap

    return [(step.stretch.period, *told(step.line), step.change) for step in steps]


class TestCourse:
    def test_months_run_from_the_first_plan_to_the_day(self) -> None:
        plans = standing_plans([a_plan(10, on(4, 30)), a_plan(30, on(6, 30))])
        own = Series(plans, in_order([Figure(D(12), on(5, 5)), Figure(D(20), on(6, 30))]))
        steps = course(about(), {}, {2: own}, by=Every.MONTH, day=DAY)
        assert of_course(steps) == [
            ("2024-04", 10, None, None, None),
            ("2024-05", 10, 12, 2, None),
            ("2024-06", 30, 20, -10, 8),
            ("2024-07", 30, 20, -10, 0),
        ]
        assert (steps[0].stretch.start, steps[-1].stretch.last_day) == (on(4), DAY)

    def test_weeks_run_from_monday_and_the_last_ends_with_the_day(self) -> None:
        own = Series(figures=[Figure(D(1), date(2024, 6, 27))])
        steps = course(about(), {}, {2: own}, by=Every.WEEK, day=DAY)
        spans = [(s.stretch.period, s.stretch.start, s.stretch.last_day) for s in steps]
        assert spans == [
            ("2024-W26", date(2024, 6, 24), date(2024, 6, 30)),
            ("2024-W27", date(2024, 7, 1), date(2024, 7, 7)),
            ("2024-W28", date(2024, 7, 8), DAY),
        ]

    @given(days, st.integers(0, 120), st.sampled_from([Every.WEEK, Every.MONTH]))
    def test_periods_follow_one_another_without_a_gap(
        self, first: date, length: int, by: Every
    ) -> None:
        day = first + timedelta(length)
        own = Series(figures=[Figure(D(1), first)])
        spans = [step.stretch for step in course(about(), {}, {2: own}, by=by, day=day)]
        assert spans[0].start <= first <= spans[0].last_day
        assert spans[-1].last_day == day
        for one, other in pairwise(spans):
            assert other.start == one.last_day + timedelta(1)

    def test_what_adds_up_is_added_up_by_the_end_of_each_period(self) -> None:
        series = {
            2: Series(figures=[Figure(D(50), on(5, 1))]),
            4: Series(figures=[Figure(D(20), on(6, 1))]),
            5: Series(figures=[Figure(D(5), on(7, 1))]),
        }
        steps = course(about(), {2: [4, 5]}, series, by=Every.MONTH, day=DAY)
        assert of_course(steps) == [
            ("2024-05", None, 50, None, None),
            ("2024-06", None, 20, None, None),
            ("2024-07", None, 25, None, 5),
        ]

    def test_without_a_plan_or_a_figure_there_is_no_course(self) -> None:
        assert course(about(), {}, {2: Series()}, by=Every.MONTH, day=DAY) == []

    def test_a_plan_that_is_all_to_come_has_no_course_yet(self) -> None:
        own = Series(standing_plans([a_plan(5, on(12, 31))]))
        assert course(about(), {}, {2: own}, by=Every.MONTH, day=DAY) == []


@pytest.mark.parametrize(
    ("facts", "something"),
    [
        (Facts(), False),
        (Facts(first=Figure(D(1), DAY)), False),
        (Facts(following=a_plan(1, DAY)), True),
        (Facts(newest=Figure(D(1), DAY)), True),
    ],
)
def test_facts_say_something_where_there_is_a_plan_or_a_figure(
    facts: Facts, something: bool
) -> None:
    assert facts.say_something is something
