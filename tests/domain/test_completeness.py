"""How far judgements cover a set, how old they are, and whether they were told in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.assessment import Measured
from ntmtrack.domain.completeness import (
    Coverage,
    Covered,
    Reporting,
    Told,
    coverage,
    expected_of,
    in_short,
    reporting,
)

DAY = date(2024, 7, 9)
CRITERIA = [
    Measured("1", "Quy hoạch"),
    Measured("2", "Giao thông", ("2.1", "2.2")),
    # Its one indicator has no number of its own.
    Measured("3", "Thủy lợi", ("3",)),
]


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def covered(newest: dict[str, date], stale_after: int = 180) -> Coverage:
    return coverage(CRITERIA, newest, day=DAY, stale_after=stale_after)


def test_indicators_are_expected_where_a_criterion_has_them_else_itself() -> None:
    assert [expected_of(each) for each in CRITERIA] == [("1",), ("2.1", "2.2"), ("3",)]


def test_what_is_missing_is_named() -> None:
    found = covered({"1": DAY, "2.2": ago(3)})
    assert (found.expected, found.assessed, found.missing) == (4, 2, ("2.1", "3"))
    assert (found.last, found.state) == (DAY, Covered.PARTIAL)


def test_a_criterion_judged_as_a_whole_does_not_stand_for_its_indicators() -> None:
    found = covered({"1": DAY, "2": ago(5), "3": DAY})
    assert (found.missing, found.whole, found.state) == (("2.1", "2.2"), ("2",), Covered.PARTIAL)
    both = covered({"1": DAY, "2": ago(500), "2.1": DAY, "2.2": DAY, "3": DAY})
    assert (both.whole, both.stale, both.state) == ((), (), Covered.COMPLETE)


def test_a_judgement_is_old_when_more_days_have_gone_than_it_may_have() -> None:
    newest = {"1": ago(30), "2.1": ago(31), "2.2": DAY, "3": DAY}
    found = covered(newest, 30)
    assert (found.stale, found.state) == (("2.1",), Covered.STALE)
    assert covered(newest, 31).state is Covered.COMPLETE
    assert covered(newest, 10**9).state is Covered.COMPLETE


def test_without_any_judgement_there_is_nothing() -> None:
    found = covered({})
    assert (found.assessed, found.last, found.state) == (0, None, Covered.NOTHING)


def test_a_criterion_stands_for_all_its_indicators_in_short() -> None:
    assert in_short(CRITERIA, ["1", "2.1", "2.2"]) == ("1", "2")
    assert in_short(CRITERIA, ["2.2", "3"]) == ("2.2", "3")
    assert in_short(CRITERIA, []) == ()


NUMBERS = ["1", "2", "2.1", "2.2", "3"]


@given(st.dictionaries(st.sampled_from(NUMBERS), st.integers(0, 400).map(ago)), st.integers(0, 400))
def test_assessed_and_missing_add_up_to_what_is_expected(
    newest: dict[str, date], stale_after: int
) -> None:
    found = covered(newest, stale_after)
    numbers = {number for each in CRITERIA for number in expected_of(each)}
    assert found.assessed + len(found.missing) == found.expected == len(numbers)
    assert set(found.missing) == numbers - newest.keys()
    assert set(found.stale) == {
        number for number in numbers & newest.keys() if (DAY - newest[number]).days > stale_after
    }
    assert (found.state is Covered.NOTHING) == (not newest)
    assert (found.state is Covered.COMPLETE) == (not found.missing and not found.stale)


@pytest.mark.parametrize(
    ("first", "on", "how"),
    [
        (None, 15, Reporting.NOT_DUE),
        (None, 16, Reporting.NOT_REPORTED),
        (15, 99, Reporting.ON_TIME),
        (-5, 0, Reporting.ON_TIME),
        (16, 99, Reporting.LATE),
    ],
)
def test_what_is_told_after_the_last_day_is_late(
    first: int | None, on: int, how: Reporting
) -> None:
    told = Told() if first is None else Told(DAY + timedelta(days=first), DAY)
    until = DAY + timedelta(days=15)
    assert reporting(told, last_day=until, on=DAY + timedelta(days=on)) is how
