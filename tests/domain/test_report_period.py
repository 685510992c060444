"""The period of a report: how it is called, what came before it and what comes after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.report_period import ReportPeriod, period_words, whole_months
from tests.reports.values import words


@pytest.mark.parametrize(
    ("start", "last", "said", "next_last"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "the year 2026", date(2027, 12, 31)),
        (date(2026, 1, 1), date(2026, 6, 30), "the first six months of 2026", date(2026, 12, 31)),
        (date(2026, 7, 1), date(2026, 12, 31), "the last six months of 2026", date(2027, 6, 30)),
        (date(2026, 1, 1), date(2026, 9, 30), "the first nine months of 2026", date(2027, 6, 30)),
        (date(2026, 4, 1), date(2026, 6, 30), "quarter II of 2026", date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31), "quarter IV of 2026", date(2027, 3, 31)),
        (date(2024, 1, 1), date(2024, 1, 31), "month 1 of 2024", date(2024, 2, 29)),
        (date(2026, 12, 1), date(2026, 12, 31), "month 12 of 2026", date(2027, 1, 31)),
        (
            date(2026, 11, 16),
            date(2026, 11, 22),
            "week 47 of 2026 (from 2026-11-16 to 2026-11-22)",
            date(2026, 11, 29),
        ),
        (date(2026, 11, 16), date(2026, 11, 16), "the day 2026-11-16", date(2026, 11, 17)),
        (
            date(2026, 11, 3),
            date(2026, 11, 12),
            "the days from 2026-11-03 to 2026-11-12",
            date(2026, 11, 22),
        ),
        (
            date(2026, 2, 1),
            date(2026, 4, 30),
            "the days from 2026-02-01 to 2026-04-30",
            date(2026, 7, 31),
        ),
    ],
)
def test_a_period_is_called_as_offices_call_it_and_the_next_is_as_long(
    start: date, last: date, said: str, next_last: date
) -> None:
    assert words(period_words(start, last)) == said
    assert ReportPeriod(start, last, last).next_last == next_last


def test_a_period_knows_the_day_before_it_and_whether_it_goes_on() -> None:
    half = ReportPeriod(date(2026, 1, 1), date(2026, 6, 30), date(2026, 5, 3))
    assert (half.eve, half.running, half.short, half.key) == (
        date(2025, 12, 31),
        True,
        False,
        "2026-H1",
    )
    assert not half._replace(day=half.last).running
    week = ReportPeriod(date(2026, 11, 16), date(2026, 11, 22), date(2026, 11, 22))
    assert week.short and not week._replace(last=date(2026, 11, 23)).short


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 900))
def test_what_comes_next_is_as_long_and_begins_the_day_after(start: date, more: int) -> None:
    last = start + timedelta(days=more)
    period = ReportPeriod(start, last, last)
    following = last + timedelta(days=1), period.next_last
    months = whole_months(start, last)
    assert following[0] <= following[1]
    if months is None:
        assert following[1] - following[0] == last - start
    else:
        assert whole_months(*following) == months
