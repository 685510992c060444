"""A due said back: the same days are read from its words, in both languages."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.due import Precision, parse_due
from ntmtrack.domain.due_in_words import in_words, span_in_words
from ntmtrack.domain.due_spans import month_end
from ntmtrack.domain.rhythm import Every, Rhythm
from ntmtrack.message import Message

VIETNAMESE = {
    "year {year}": "năm {year}",
    "period {first}-{last}": "giai đoạn {first}-{last}",
    "first half of {year}": "6 tháng đầu năm {year}",
    "second half of {year}": "6 tháng cuối năm {year}",
    "quarter {quarter}": "quý {quarter}",
    "from quarter {first} to quarter {last}": "từ quý {first} đến quý {last}",
    "month {month}": "tháng {month}",
    "from month {first} to month {last}": "từ tháng {first} đến tháng {last}",
    "day {day}": "ngày {day}",
    "from day {first} to day {last}": "từ ngày {first} đến ngày {last}",
    "{weekday} every week": "{weekday} hằng tuần",
    "day {day} of every month": "ngày {day} hằng tháng",
    "day {day} of every year": "ngày {day} hằng năm",
    "month {month} of every year": "tháng {month} hằng năm",
    "day {day} of the first month of every quarter": "ngày {day} tháng đầu quý",
    "day {day} of the middle month of every quarter": "ngày {day} tháng giữa quý",
    "day {day} of the last month of every quarter": "ngày {day} tháng cuối quý",
    "every day": "hằng ngày",
    "every week": "hằng tuần",
    "every month": "hằng tháng",
    "every quarter": "hằng quý",
    "every half year": "định kỳ 6 tháng",
    "every year": "hằng năm",
    "Monday": "thứ Hai",
    "Friday": "thứ Sáu",
    "Sunday": "Chủ nhật",
    "{count} day": "{count} ngày",
    "{count} working day": "{count} ngày làm việc",
    "{count} week": "{count} tuần",
    "{count} month": "{count} tháng",
    "{term} after: {event}": "{term} kể từ {event}",
}
"""What the catalogue says of these sentences."""


def _said(message: Message, *, vietnamese: bool) -> str:
    text = VIETNAMESE.get(message.text, message.text) if vietnamese else message.text
    if message.count is not None and not vietnamese and message.count > 1:
        text = message.many or text

    def place(value: Any) -> str:
        if isinstance(value, tuple):
            return ", ".join(map(place, value))
        return _said(value, vietnamese=vietnamese) if isinstance(value, Message) else str(value)

    return text.format(**{name: place(value) for name, value in message.values.items()})


YEARS = st.integers(1900, 2199)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def _of_months(length: int, most: int) -> Any:
    """Spans of neighbouring periods that begin where such periods begin."""

    def span(year: int, place: int, count: int) -> tuple[date, date]:
        first = place * length
        last_year, last = divmod(year * 12 + first + count * length - 1, 12)
        start, end = date(year, first + 1, 1), month_end(min(last_year, 2199), last + 1)
        return (start, end) if start <= end else (start, month_end(year, 12))

    return st.builds(span, YEARS, st.integers(0, 12 // length - 1), st.integers(1, most))


SPANS = st.one_of(
    st.tuples(DAYS, DAYS).map(lambda days: (*sorted(days), Precision.DAY)),
    DAYS.map(lambda day: (day, day, Precision.DAY)),
    _of_months(1, 20).map(lambda days: (*days, Precision.MONTH)),
    _of_months(3, 9).map(lambda days: (*days, Precision.QUARTER)),
    _of_months(6, 1).map(lambda days: (*days, Precision.HALF)),
    _of_months(12, 6).map(lambda days: (*days, Precision.YEAR)),
)


@given(SPANS, st.booleans())
def test_a_span_is_read_back_from_its_words(
    span: tuple[date, date, Precision], vietnamese: bool
) -> None:
    words = _said(span_in_words(*span), vietnamese=vietnamese)
    due = parse_due(words)
    assert (due.start, due.last_day, due.precision) == span
    assert in_words(due) == span_in_words(*span)


@pytest.mark.parametrize(
    ("words", "vietnamese", "english"),
    [
        ("trong tháng 5/2023", "tháng 5/2023", "month 5/2023"),
        ("Q4/2018", "quý IV/2018", "quarter IV/2018"),
        ("quý II, III/2026", "từ quý II/2026 đến quý III/2026", None),
        ("2024-H1", "6 tháng đầu năm 2024", "first half of 2024"),
        ("2024-H2", "6 tháng cuối năm 2024", "second half of 2024"),
        ("cuối năm 2024", "năm 2024", "year 2024"),
        ("trước 30-06-2024", "ngày 30/6/2024", "day 30/6/2024"),
        ("từ 24/8 đến 27/8/2026", "từ ngày 24/8/2026 đến ngày 27/8/2026", None),
        ("9 tháng đầu năm 2026", "từ tháng 1/2026 đến tháng 9/2026", None),
        ("giai đoạn 2021 - 2025", "giai đoạn 2021-2025", "period 2021-2025"),
        ("trước ngày 25 hàng tháng", "ngày 25 hằng tháng", "day 25 of every month"),
        ("hằng tuần vào thứ sáu", "thứ Sáu hằng tuần", "Friday every week"),
        ("mỗi quý, 6 tháng và năm", "hằng quý, định kỳ 6 tháng, hằng năm", None),
        ("3 tháng một lần", "hằng quý", "every quarter"),
        ("hằng năm trước 15/12", "ngày 15/12 hằng năm", "day 15/12 of every year"),
        ("quý I hằng năm", "tháng 3 hằng năm", "month 3 of every year"),
        ("trước ngày 23 của tháng cuối quý", "ngày 23 tháng cuối quý", None),
        ("05 ngày làm việc kể từ ngày nhận", "5 ngày làm việc kể từ ngày nhận", None),
        ("1 ngày sau khi họp", "1 ngày kể từ họp", "1 day after: họp"),
        ("02 tuần kể từ ngày nhận", "2 tuần kể từ ngày nhận", "2 weeks after: ngày nhận"),
        ("trong 3 tháng", None, "3 months after an event that is not named"),
        ("khẩn trương", None, "no date"),
    ],
)
def test_a_due_is_said_in_one_form(words: str, vietnamese: str | None, english: str | None) -> None:
    message = in_words(parse_due(words))
    if vietnamese is not None:
        assert _said(message, vietnamese=True) == vietnamese
        again = parse_due(vietnamese)
        assert in_words(again) == message
    if english is not None:
        assert _said(message, vietnamese=False) == english


@given(
    st.one_of(
        st.sampled_from(Every).map(lambda every: Rhythm((every,))),
        st.integers(1, 31).map(lambda day: Rhythm((Every.MONTH,), day=day)),
        st.builds(
            lambda m, d: Rhythm((Every.QUARTER,), m, d), st.integers(1, 3), st.integers(1, 31)
        ),
        st.integers(1, 12).map(lambda month: Rhythm((Every.YEAR,), month)),
        st.sampled_from([1, 5, 7]).map(lambda day: Rhythm((Every.WEEK,), weekday=day)),
    )
)
def test_a_rhythm_is_read_back_from_its_words(rhythm: Rhythm) -> None:
    from ntmtrack.domain.due_in_words import rhythm_in_words

    words = _said(rhythm_in_words(rhythm), vietnamese=True)
    assert parse_due(words).rhythm == rhythm


def test_a_span_that_fits_no_unit_is_said_by_its_days() -> None:
    start = date(2024, 5, 2)
    for precision in Precision:
        message = span_in_words(start, start + timedelta(40), precision)
        assert _said(message, vietnamese=False) == "from day 2/5/2024 to day 11/6/2024"
