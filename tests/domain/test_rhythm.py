"""Deadlines that come round: how they are written, and the turns they make."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.due import Precision, parse_due
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.rhythm import Every, Occurrence, Rhythm, occurrences
from ntmtrack.domain.text import fold

MONTHLY_25 = Rhythm((Every.MONTH,), day=25)
QUARTERLY_23 = Rhythm((Every.QUARTER,), month=3, day=23)
FRIDAYS = Rhythm((Every.WEEK,), weekday=5)
YEARLY = Rhythm((Every.YEAR,), month=12, day=15)


@pytest.mark.parametrize(
    ("words", "rhythm"),
    [
        ("hằng ngày", Rhythm((Every.DAY,))),
        ("hằng tuần", Rhythm((Every.WEEK,))),
        ("hàng tháng", Rhythm((Every.MONTH,))),
        ("mỗi quý", Rhythm((Every.QUARTER,))),
        ("định kỳ 6 tháng", Rhythm((Every.HALF,))),
        ("định kỳ hằng năm", Rhythm((Every.YEAR,))),
        ("báo cáo định kỳ hằng tháng", Rhythm((Every.MONTH,))),
        ("hằng quý, 6 tháng, năm", Rhythm((Every.QUARTER, Every.HALF, Every.YEAR))),
        ("định kỳ hằng tháng và hằng quý", Rhythm((Every.MONTH, Every.QUARTER))),
        ("thường xuyên, hằng năm", Rhythm((Every.YEAR,))),
        ("định kỳ 06 tháng, 01 năm", Rhythm((Every.HALF, Every.YEAR))),
        ("hằng tháng (trước ngày 25)", MONTHLY_25),
        ("mỗi tuần một lần", Rhythm((Every.WEEK,))),
        ("tháng 1 lần", Rhythm((Every.MONTH,))),
        ("03 tháng một lần", Rhythm((Every.QUARTER,))),
        ("3 tháng/lần", Rhythm((Every.QUARTER,))),
        ("ba tháng một lần", Rhythm((Every.QUARTER,))),
        ("định kỳ 3 tháng", Rhythm((Every.QUARTER,))),
        ("6 tháng một lần", Rhythm((Every.HALF,))),
        ("mỗi 12 tháng", Rhythm((Every.YEAR,))),
        ("trước ngày 25 hằng tháng", MONTHLY_25),
        ("hằng tháng, trước ngày 25", MONTHLY_25),
        ("chậm nhất ngày 25 của mỗi tháng", MONTHLY_25),
        ("định kỳ trước ngày 25 hàng tháng", MONTHLY_25),
        ("ngày 23 tháng cuối quý", QUARTERLY_23),
        ("trước ngày 23 của tháng cuối mỗi quý", QUARTERLY_23),
        ("hằng quý, trước ngày 23 tháng cuối quý", QUARTERLY_23),
        ("ngày 5 tháng đầu quý", Rhythm((Every.QUARTER,), month=1, day=5)),
        ("thứ Sáu hằng tuần", FRIDAYS),
        ("chiều thứ 6 hàng tuần", FRIDAYS),
        ("hằng tuần, vào thứ Sáu", FRIDAYS),
        ("Chủ nhật hằng tuần", Rhythm((Every.WEEK,), weekday=7)),
        ("hằng năm trước ngày 15/12", YEARLY),
        ("trước ngày 15 tháng 12 hằng năm", YEARLY),
        ("tháng 12 hằng năm", Rhythm((Every.YEAR,), month=12)),
        ("quý IV hằng năm", Rhythm((Every.YEAR,), month=12)),
        ("ngày 30/6 hằng năm", Rhythm((Every.YEAR,), month=6, day=30)),
        ("ngày 29/2 hằng năm", Rhythm((Every.YEAR,), month=2, day=29)),
        ("every week", Rhythm((Every.WEEK,))),
        ("every half year", Rhythm((Every.HALF,))),
    ],
)
def test_a_rhythm_is_read_with_and_without_marks(words: str, rhythm: Rhythm) -> None:
    for variant in (words, words.upper(), fold(words)):
        due = parse_due(variant)
        assert (due.start, due.last_day, due.precision) == (None, None, Precision.RHYTHM)
        assert due.rhythm == rhythm
        before = (DueFlag.BEFORE_INCLUDES_DAY,) if "trước" in words else ()
        assert due.flags == before


def _turns(rhythm: Rhythm, first: str, last: str) -> list[tuple[str, str, str]]:
    found = occurrences(rhythm, date.fromisoformat(first), date.fromisoformat(last))
    return [(each.period, str(each.start), str(each.last_day)) for each in found]


def test_turns_carry_the_key_of_their_period() -> None:
    assert _turns(Rhythm((Every.WEEK,)), "2026-05-13", "2026-05-24") == [
        ("2026-W20", "2026-05-11", "2026-05-17"),
        ("2026-W21", "2026-05-18", "2026-05-24"),
    ]
    assert _turns(FRIDAYS, "2026-05-16", "2026-05-22") == [("2026-W21", "2026-05-18", "2026-05-22")]
    assert _turns(Rhythm((Every.WEEK,)), "2020-12-30", "2021-01-03")[0][0] == "2020-W53"
    assert _turns(MONTHLY_25, "2026-05-25", "2026-06-24") == [
        ("2026-05", "2026-05-01", "2026-05-25")
    ]
    assert _turns(QUARTERLY_23, "2026-06-23", "2026-09-22") == [
        ("2026-Q2", "2026-04-01", "2026-06-23")
    ]
    assert _turns(Rhythm((Every.HALF,)), "2026-01-01", "2026-12-31") == [
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
    ]
    assert _turns(YEARLY, "2026-01-01", "2027-12-14") == [("2026", "2026-01-01", "2026-12-15")]
    assert _turns(Rhythm((Every.DAY,)), "2026-05-10", "2026-05-10") == [
        ("2026-05-10", "2026-05-10", "2026-05-10")
    ]


def test_a_short_month_ends_before_its_day() -> None:
    rhythm = Rhythm((Every.MONTH,), day=31)
    assert [turn[2] for turn in _turns(rhythm, "2024-02-01", "2024-04-30")] == [
        *("2024-02-29", "2024-03-31", "2024-04-30"),
    ]


RHYTHMS = st.one_of(
    st.lists(st.sampled_from(Every), min_size=1, max_size=4).map(lambda each: Rhythm(tuple(each))),
    st.integers(1, 7).map(lambda weekday: Rhythm((Every.WEEK,), weekday=weekday)),
    st.integers(1, 31).map(lambda day: Rhythm((Every.MONTH,), day=day)),
    st.builds(lambda m, d: Rhythm((Every.QUARTER,), m, d), st.integers(1, 3), st.integers(1, 31)),
    st.builds(lambda m, d: Rhythm((Every.YEAR,), m, d), st.integers(1, 12), st.integers(1, 31)),
)


@given(RHYTHMS, st.dates(), st.integers(-5, 800), st.integers(0, 100), st.integers(0, 100))
def test_turns_are_sorted_once_each_and_a_wider_span_only_adds(
    rhythm: Rhythm, first: date, days: int, before: int, after: int
) -> None:
    def moved(day: date, by: int) -> date:
        return date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))

    last = moved(first, days)
    found = occurrences(rhythm, first, last)
    assert [each.last_day for each in found] == sorted(each.last_day for each in found)
    assert len({each.period for each in found}) == len(found)
    for each in found:
        assert first <= each.last_day <= last
        assert each.start <= each.last_day
    wide_first, wide_last = moved(first, -before), moved(last, after)
    wider = occurrences(rhythm, wide_first, wide_last)
    kept = [each for each in wider if first <= each.last_day <= last]
    assert kept == found


@given(st.dates(date(1900, 1, 1), date(2199, 1, 1)), st.sampled_from(Every))
def test_periods_of_one_kind_touch_and_do_not_overlap(first: date, every: Every) -> None:
    found: list[Occurrence] = occurrences(Rhythm((every,)), first, first + timedelta(800))
    for one, two in pairwise(found):
        assert one.last_day + timedelta(1) == two.start
