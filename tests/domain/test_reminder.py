"""When somebody is told: the laws of the policy, whatever days the machine was on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.reminder import (
    LONGEST_DELAY,
    LetterKind,
    Policy,
    Rung,
    Told,
    latest_weekday,
    mark_of,
    next_try,
    runs_missed,
    steps_reached,
    to_tell,
    week_mark,
    week_to_review,
    working_days_between,
)

DAY = date(2026, 3, 2)
MONDAY = 0
BOTH = frozenset({"a", "b"})
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def told(*marks: str, ago: int | None = None) -> Told:
    return Told(frozenset(marks), None if ago is None else DAY - timedelta(days=ago))


@pytest.mark.parametrize(
    ("policy", "before", "expected"),
    [
        (Policy(), told(), BOTH),
        (Policy(), told("a", "b", ago=1), frozenset()),
        (Policy(), told("a", "b", ago=6), frozenset()),
        (Policy(), told("a", "b", ago=7), BOTH),
        (Policy(), told("a", "b", ago=70), BOTH),
        (Policy(), told("a", ago=1), BOTH),
        (Policy(new=False), told(), BOTH),
        (Policy(new=False), told("a", ago=1), frozenset()),
        (Policy(new=False), told("a", ago=7), BOTH),
        (Policy(repeat_days=0), told("a", "b", ago=70), frozenset()),
        (Policy(repeat_days=0), told("a", ago=1), BOTH),
        (Policy(new=False, repeat_days=0), told("a", ago=1), BOTH),
        (Policy(weekday=MONDAY), told("a", "b", ago=1), BOTH),
        (Policy(weekday=MONDAY), told("a", "b", ago=0), frozenset()),
        (Policy(weekday=1), told("a", "b", ago=5), frozenset()),
        (Policy(weekday=1), told("a", "b", ago=7), BOTH),
        (Policy(weekday=1, repeat_days=0, new=False), told("a", ago=1), frozenset()),
    ],
)
def test_what_is_late_is_told_by_the_policy(
    policy: Policy, before: Told, expected: frozenset[str]
) -> None:
    for kind in (LetterKind.OVERDUE, LetterKind.SUMMARY):
        assert to_tell(kind, BOTH, before, policy=policy, day=DAY) == expected


@pytest.mark.parametrize("kind", LetterKind)
def test_nothing_is_told_of_nothing(kind: LetterKind) -> None:
    assert to_tell(kind, (), told("a", ago=9), policy=Policy(), day=DAY) == frozenset()


@pytest.mark.parametrize(
    "kind", [LetterKind.DUE, LetterKind.REVIEW, LetterKind.ESCALATION, LetterKind.HEARTBEAT]
)
def test_all_else_is_told_once(kind: LetterKind) -> None:
    assert to_tell(kind, BOTH, told("a", ago=70), policy=Policy(), day=DAY) == {"b"}


@given(st.sets(st.integers(0, 60)), st.integers(1, 14))
def test_whatever_days_it_runs_what_is_late_is_told_at_least_so_often(
    runs: set[int], every: int
) -> None:
    policy, before, last_run = Policy(repeat_days=every), Told(), None
    for run in sorted(runs):
        day = DAY + timedelta(days=run)
        wanted = to_tell(LetterKind.OVERDUE, BOTH, before, policy=policy, day=day)
        since = None if before.last is None else (day - before.last).days
        # Once at each run at most, never before its time, always when it is time.
        assert bool(wanted) == (since is None or since >= every)
        if wanted:
            before = Told(before.marks | wanted, day)
        last_run = day
    assert (before.last is None) == (last_run is None)


@given(days, st.integers(0, 6))
def test_a_weekday_that_was_missed_is_made_up_for_once(day: date, weekday: int) -> None:
    policy = Policy(weekday=weekday)
    latest = latest_weekday(weekday, day)
    assert latest.weekday() == weekday
    assert timedelta(0) <= day - latest < timedelta(days=7)
    before = Told(BOTH, latest - timedelta(days=1))
    assert to_tell(LetterKind.OVERDUE, BOTH, before, policy=policy, day=day) == BOTH
    assert not to_tell(LetterKind.OVERDUE, BOTH, Told(BOTH, day), policy=policy, day=day)


def test_an_extension_and_a_step_make_other_marks() -> None:
    marks = {
        mark_of("NV2026-001", DAY),
        mark_of("NV2026-001", DAY + timedelta(days=1)),
        mark_of("NV2026-001", DAY, step=15),
        mark_of("NV2026-002", DAY),
    }
    assert len(marks) == 4


@given(days, st.integers(0, 6))
def test_every_week_is_reviewed_once_as_of_a_day_within_it(day: date, review_day: int) -> None:
    policy = Policy(review_day=review_day)
    week = week_to_review(day, policy)
    assert week.mark == week_mark(week.day)
    assert week.first <= week.day <= day
    assert week.day.weekday() >= review_day
    tomorrow = week_to_review(day + timedelta(days=1), policy)
    assert tomorrow.first - week.first in (timedelta(0), timedelta(days=7))


@given(days, st.integers(0, 6))
def test_no_day_falls_between_two_reviews(day: date, review_day: int) -> None:
    policy = Policy(review_day=review_day)
    on_time = week_to_review(latest_weekday(review_day, day), policy)
    following = week_to_review(on_time.day + timedelta(days=7), policy)
    assert following.first == on_time.day + timedelta(days=1)
    assert on_time.day - on_time.first == timedelta(days=6)


def test_a_week_has_the_number_of_iso_8601() -> None:
    assert week_mark(date(2026, 1, 1)) == "2026-W01"
    assert week_mark(date(2027, 1, 3)) == "2026-W53"


def test_the_highest_step_that_was_reached_counts() -> None:
    ladder = (Rung(10, ("leaders", "x@y.vn")), Rung(30, ("x@y.vn",)))
    assert steps_reached(9, ladder, "x@y.vn") is None
    assert steps_reached(10, ladder, "x@y.vn") == 10
    assert steps_reached(31, ladder, "x@y.vn") == 30
    assert steps_reached(31, ladder, "leaders") == 10
    assert steps_reached(31, ladder, "persons") is None


def test_delays_grow_up_to_less_than_a_day() -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    waits = [(next_try(attempt, moment) - moment) for attempt in (1, 2, 3, 4, 5, 9, 90)]
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes == [15, 60, 240, 960, 1200, 1200, 1200]
    assert waits[-1] == LONGEST_DELAY


@given(days, st.integers(1, 400))
def test_working_days_are_those_from_monday_to_friday(last: date, gap: int) -> None:
    day = last + timedelta(days=gap)
    between = [last + timedelta(days=count) for count in range(1, gap)]
    assert working_days_between(last, day) == sum(each.weekday() < 5 for each in between)


def test_a_run_is_missed_after_two_of_its_periods() -> None:
    friday = date(2026, 2, 27)
    runs = {LetterKind.OVERDUE: friday, LetterKind.REVIEW: friday}
    for day, missed in (
        (date(2026, 3, 2), ()),
        (date(2026, 3, 3), ()),
        (date(2026, 3, 4), (LetterKind.OVERDUE,)),
        (date(2026, 3, 14), (LetterKind.OVERDUE, LetterKind.REVIEW)),
    ):
        assert runs_missed(runs, day, Policy()) == missed
    assert runs_missed(runs, date(2026, 3, 6), Policy(every_days=5)) == ()
    assert runs_missed({}, DAY, Policy()) == ()
