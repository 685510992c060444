"""One grammar for every period that is looked at, reckoned from a day that is given."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.due import Precision, parse_due, parse_period
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.errors import DataError

ON = date(2026, 5, 13)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("words", "start", "last_day"),
    [
        ("tuần này", "2026-05-11", "2026-05-17"),
        ("tuần trước", "2026-05-04", "2026-05-10"),
        ("tuần qua", "2026-05-04", "2026-05-10"),
        ("tuan truoc", "2026-05-04", "2026-05-10"),
        ("tháng này", "2026-05-01", "2026-05-31"),
        ("tháng trước", "2026-04-01", "2026-04-30"),
        ("quý này", "2026-04-01", "2026-06-30"),
        ("quý trước", "2026-01-01", "2026-03-31"),
        ("năm nay", "2026-01-01", "2026-12-31"),
        ("năm trước", "2025-01-01", "2025-12-31"),
        ("năm ngoái", "2025-01-01", "2025-12-31"),
        ("6 tháng đầu năm ngoái", "2025-01-01", "2025-06-30"),
        ("hôm nay", "2026-05-13", "2026-05-13"),
        ("hôm qua", "2026-05-12", "2026-05-12"),
        ("7 ngày qua", "2026-05-07", "2026-05-13"),
        ("this week", "2026-05-11", "2026-05-17"),
        ("last quarter", "2026-01-01", "2026-03-31"),
        ("last 7 days", "2026-05-07", "2026-05-13"),
        ("next month", "2026-06-01", "2026-06-30"),
        ("yesterday", "2026-05-12", "2026-05-12"),
        ("this year", "2026-01-01", "2026-12-31"),
    ],
)
def test_relative_words_are_reckoned_from_the_day_given(
    words: str, start: str, last_day: str
) -> None:
    period = parse_period(words, ON)
    assert (str(period.start), str(period.last_day)) == (start, last_day)
    assert period.flags == (DueFlag.RELATIVE_TO_AS_OF,)


@pytest.mark.parametrize("words", ["6 tháng đầu năm", "tháng 3", "quý I", "1/3"])
def test_a_missing_year_is_that_of_the_day_even_if_it_is_past(words: str) -> None:
    period = parse_period(words, ON)
    assert period.start is not None
    assert period.start.year == 2026
    assert period.flags == (DueFlag.YEAR_FROM_AS_OF,)


@pytest.mark.parametrize(
    "words", ["5/2023", "quý II/2024", "2024", "2026-W20", "2024-06-30", "từ 24/8 đến 27/8/2026"]
)
def test_what_needs_no_day_is_the_same_for_a_due_and_a_period(words: str) -> None:
    assert parse_period(words, ON) == parse_due(words)


@pytest.mark.parametrize("words", ["sớm", "hằng tuần", "10 ngày kể từ ngày ký", "0 ngày qua", "x"])
def test_what_names_no_days_is_no_period(words: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_period(words, ON)
    assert caught.value.hint is not None


@given(st.dates(date(1901, 1, 1), date(2198, 12, 31)))
def test_periods_of_one_day_hang_together(on: date) -> None:
    for unit in ("tuần", "tháng", "quý", "năm"):
        now = "nay" if unit == "năm" else "này"
        before, this, after = (parse_period(f"{unit} {word}", on) for word in ("trước", now, "tới"))
        assert before.last_day is not None and this.start is not None
        assert this.last_day is not None and after.start is not None
        assert before.last_day.toordinal() + 1 == this.start.toordinal()
        assert this.start <= on <= this.last_day
        assert this.last_day.toordinal() + 1 == after.start.toordinal()
    week = parse_period("tuần này", on)
    assert week.precision is Precision.DAY
    assert week.start is not None and week.start.weekday() == 0


def test_the_ends_of_time_are_refused() -> None:
    for words, on in (("tuần trước", date.min), ("tháng trước", date(1900, 1, 5))):
        with pytest.raises(DataError, match="not between"):
            parse_period(words, on)
