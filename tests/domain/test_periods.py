"""Periods in a row: each named once, the last up to the day that is looked at."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.periods import MOST, SHOWN, Period, begun, first_day, periods
from ntmtrack.domain.rhythm import Every
from ntmtrack.errors import DataError

ON = date(2024, 7, 9)
LENGTHS = st.sampled_from([Every.MONTH, Every.QUARTER, Every.HALF, Every.YEAR])


def test_without_a_first_day_the_last_twelve_are_looked_at() -> None:
    found = periods(Every.MONTH, first=None, last=None, as_of=ON)
    assert [each.key for each in found] == [
        *(f"2023-{month:02}" for month in range(8, 13)),
        *(f"2024-{month:02}" for month in range(1, 8)),
    ]


@pytest.mark.parametrize(
    ("every", "keys"),
    [
        (Every.QUARTER, ["2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3"]),
        (Every.HALF, ["2023-H2", "2024-H1", "2024-H2"]),
        (Every.YEAR, ["2023", "2024"]),
    ],
)
def test_a_period_that_a_day_falls_in_is_looked_at_whole(every: Every, keys: list[str]) -> None:
    found = periods(every, first=date(2023, 11, 5), last=None, as_of=ON)
    assert [each.key for each in found] == keys


def test_the_running_period_is_looked_at_on_the_day_of_the_look() -> None:
    *_, before, running = periods(Every.MONTH, first=None, last=None, as_of=ON)
    assert running == Period("2024-07", date(2024, 7, 1), ON, running=True)
    assert before == Period("2024-06", date(2024, 6, 1), date(2024, 6, 30))
    assert running.eve == before.last_day


def test_a_period_that_ends_on_the_day_of_the_look_is_over() -> None:
    assert not periods(Every.MONTH, first=None, last=None, as_of=date(2024, 6, 30))[-1].running


def test_the_last_period_may_be_an_earlier_one() -> None:
    found = periods(Every.MONTH, first=None, last=date(2024, 2, 3), as_of=ON)
    assert found[-1] == Period("2024-02", date(2024, 2, 1), date(2024, 2, 29))
    assert len(found) == SHOWN
    assert periods(Every.YEAR, first=None, last=date(2030, 1, 1), as_of=ON)[-1].key == "2024"


@given(LENGTHS, st.dates(date(2010, 1, 1), ON), st.dates(date(2010, 1, 1), ON))
def test_periods_follow_one_another_without_a_gap(every: Every, one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    found = periods(every, first=first, last=last, as_of=ON)
    assert found[0].start <= first <= found[0].last_day
    assert found[-1].start <= last <= found[-1].last_day
    for before, after in pairwise(found):
        assert before.last_day + timedelta(days=1) == after.start
        assert not before.running


def test_days_that_make_no_period_are_refused() -> None:
    with pytest.raises(DataError) as caught:
        periods(Every.MONTH, first=date(2025, 1, 1), last=None, as_of=ON)
    assert caught.value.hint is not None
    with pytest.raises(DataError, match="periods, more than") as caught:
        periods(Every.MONTH, first=date(1990, 1, 1), last=None, as_of=ON)
    assert caught.value.hint is not None
    assert MOST >= 20 * 12
    most = {"first": date(2000, 1, 1), "last": date(2000 + (MOST - 1) // 12, 12, 31), "as_of": ON}
    assert len(periods(Every.MONTH, **most)) == MOST
    with pytest.raises(DataError):
        periods(Every.MONTH, **most | {"first": date(1999, 12, 31)})


def test_at_the_beginning_of_all_days_there_are_only_the_periods_that_there_are() -> None:
    found = periods(Every.YEAR, first=None, last=None, as_of=date(1903, 5, 1))
    assert [each.key for each in found] == ["1900", "1901", "1902", "1903"]


def test_a_period_that_has_begun_is_read_as_written() -> None:
    assert begun("quý II/2024", ON) == ("quý II/2024", date(2024, 4, 1), date(2024, 6, 30))
    assert begun("9/7/2024", ON).first == ON
    with pytest.raises(DataError, match="begins only on") as caught:
        begun("10/7/2024", ON)
    assert caught.value.hint is not None


def test_the_first_day_of_a_dated_form() -> None:
    assert first_day("quý II/2024") == date(2024, 4, 1)
    assert first_day("5/2024") == date(2024, 5, 1)
    assert first_day("2024-05-10") == date(2024, 5, 10)
    with pytest.raises(DataError, match="names no date"):
        first_day("thường xuyên")
