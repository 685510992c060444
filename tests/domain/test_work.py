"""Works: what holds on a day follows from all that was recorded."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.work import (
    Capital,
    CapitalKind,
    Overdrawn,
    Served,
    Sums,
    Work,
    WorkEvent,
    WorkEventKind,
    WorkState,
    added,
    in_force,
    in_order,
    overdrawn,
)

DAY = date(2024, 7, 9)
K = WorkEventKind


def a_work(*kinds: WorkEventKind | WorkEvent, capital: tuple[Capital, ...] = ()) -> Work:
    events = tuple(
        each if isinstance(each, WorkEvent) else WorkEvent(each, DAY + timedelta(place))
        for place, each in enumerate(kinds)
    )
    return Work(1, 1, "Đường trục xã", events=events, capital=capital)


def a_sum(
    kind: CapitalKind, amount: int, *, source: str = "huyện", year: int = 2024, **facts: Any
) -> Capital:
    return Capital(kind, source, year, amount, facts.pop("on", DAY), **facts)


def approved(amount: int, **facts: Any) -> Capital:
    return a_sum(CapitalKind.APPROVED, amount, **facts)


def disbursed(amount: int, **facts: Any) -> Capital:
    return a_sum(CapitalKind.DISBURSED, amount, **facts)


def test_how_far_it_has_come_was_last_said_on_a_day() -> None:
    assert a_work(K.PLANNED, K.NOTED).state_since is None
    assert a_work(K.STARTED, K.PROGRESS, K.NOTED).state_since == DAY + timedelta(1)


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((), WorkState.PLANNED),
        ((K.PLANNED, K.NOTED, K.BLOCKED, K.SERVES), WorkState.PLANNED),
        ((K.STARTED,), WorkState.UNDER_WAY),
        ((K.PROGRESS, K.NOTED), WorkState.UNDER_WAY),
        ((K.STARTED, K.FINISHED, K.NOTED), WorkState.FINISHED),
        ((K.STARTED, K.STOPPED), WorkState.STOPPED),
        ((K.STOPPED, K.STARTED), WorkState.UNDER_WAY),
    ],
)
def test_the_last_event_that_turns_a_work_says_how_far_it_is(
    kinds: tuple[WorkEventKind, ...], state: WorkState
) -> None:
    work = a_work(*kinds)
    assert work.state is state
    assert work.closed == (state in (WorkState.FINISHED, WorkState.STOPPED))


def test_how_much_is_done_is_what_was_last_said_and_all_of_what_is_finished() -> None:
    half, more = (WorkEvent(K.PROGRESS, DAY, percent=each) for each in (50, 70))
    assert a_work(K.STARTED).percent is None
    assert a_work(half, more).percent == 70
    assert a_work(half, K.FINISHED).percent == 100


def test_what_holds_a_work_up_stands_until_nothing_does_or_it_is_closed() -> None:
    debt, ground = (WorkEvent(K.BLOCKED, DAY, note=each) for each in ("nợ", "mặt bằng"))
    assert a_work(debt, ground).blocks == (debt, ground)
    assert a_work(debt, K.NOTED, K.STARTED).blocks == (debt,)
    assert a_work(debt, K.UNBLOCKED, ground).blocks == (ground,)
    for end in (K.UNBLOCKED, K.FINISHED, K.STOPPED):
        assert a_work(debt, end).blocks == ()


def test_it_serves_what_was_named_and_not_taken_back() -> None:
    two, five = Served("bo", "2", "2"), Served("bo", "5.1", "5")
    serves = [WorkEvent(K.SERVES, DAY, serves=each) for each in (two, five, two)]
    assert a_work(*serves).serves == (two, five)
    back = WorkEvent(K.SERVES_NO_MORE, DAY, serves=two)
    assert a_work(*serves, K.NOTED, back, back).serves == (five,)


def test_it_is_late_from_the_day_after_the_last_plan_and_never_when_closed() -> None:
    first = WorkEvent(K.PLANNED, DAY, words="tháng 5", last_day=date(2024, 5, 31))
    second = WorkEvent(K.PLANNED, DAY, words="tháng 6", last_day=date(2024, 6, 30))
    soon = WorkEvent(K.PLANNED, DAY, words="sớm")
    work = a_work(first, second)
    assert work.plan == second
    assert work.late(date(2024, 6, 30)) is None
    assert work.late(date(2024, 7, 1)) == 1
    assert a_work(first, soon).late(DAY) is None
    assert a_work().late(DAY) is None
    assert a_work(first, K.FINISHED).late(DAY) is None


def test_events_stand_by_their_days_and_of_one_day_by_their_recording() -> None:
    late = WorkEvent(K.NOTED, DAY, order=2)
    early = WorkEvent(K.STARTED, DAY, order=1)
    before = WorkEvent(K.NOTED, DAY - timedelta(1), order=3)
    assert in_order([late, early, before]) == (before, early, late)


def test_of_one_kind_source_and_year_the_last_sum_holds() -> None:
    old = approved(5, on=DAY - timedelta(1), order=9)
    new = approved(7, source="Huyện ", order=1)
    other = approved(3, source="tỉnh")
    last_year = approved(2, year=2023)
    work = a_work(capital=(new, old, other, last_year))
    assert set(in_force(work.capital)) == {new, other, last_year}
    assert work.sums() == Sums(12, None, None)
    assert work.sums(year=2024) == Sums(10, None, None)
    assert work.sums(source="HUYỆN") == Sums(9, None, None)
    assert work.sums(year=2022) == Sums()
    assert work.held(approved(0, source="HUYEN")) == new
    assert work.held(disbursed(0)) is None


def test_a_later_word_of_the_same_day_holds() -> None:
    assert in_force([approved(5, order=2), approved(4, order=1)]) == [approved(5, order=2)]


def test_a_share_has_a_base_or_is_empty() -> None:
    assert Sums(3_000, 1_000).share == Decimal("33.3")
    assert Sums(3_000, 2_000).share == Decimal("66.7")
    assert Sums(3_000, 0).share == 0
    assert Sums(3_000, 3_600).share == 120
    for without in (Sums(), Sums(0, 5), Sums(None, 5), Sums(5)):
        assert without.share is None


def test_the_difference_needs_both_sums() -> None:
    assert Sums(5, 7).difference == -2
    assert Sums(5).difference is None
    assert Sums(None, 5).difference is None


def test_nothing_said_is_not_nothing() -> None:
    assert added([]) == Sums()
    assert added([Sums(), Sums(None, 0)]) == Sums(None, 0, None)
    assert added([Sums(5, 1), Sums(6, None, 2)]) == Sums(11, 1, 2)


def test_more_disbursed_than_approved_is_found_by_source_and_year() -> None:
    work = a_work(
        capital=(
            *(approved(5), disbursed(6)),
            *(approved(9, source="tỉnh"), disbursed(9, source="tỉnh")),
            disbursed(3, year=2023),
            a_sum(CapitalKind.OWED, 99),
        )
    )
    assert overdrawn(work) == [Overdrawn("huyện", 2024, 5, 6)]


SUMS = st.lists(
    st.builds(
        Capital,
        st.sampled_from(CapitalKind),
        st.sampled_from(("huyện", "Huyện", "tỉnh")),
        st.integers(2023, 2024),
        st.integers(0, 10**15),
        st.dates(date(2024, 1, 1), date(2024, 1, 5)),
        order=st.integers(0, 10**6),
    ),
    unique_by=lambda each: each.order,
)


@given(SUMS, st.randoms())
def test_sums_are_the_same_in_whatever_order_they_came_and_by_parts(
    capital: list[Capital], chance: Any
) -> None:
    work = a_work(capital=tuple(capital))
    mixed = list(capital)
    chance.shuffle(mixed)
    assert a_work(capital=tuple(mixed)).sums() == work.sums()
    assert added(work.sums(year=year) for year in (2023, 2024)) == work.sums()
    assert added(work.sums(source=each) for each in ("huyện", "tỉnh")) == work.sums()
