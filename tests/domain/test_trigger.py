"""Terms that run from an event, and when they end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.due import Precision, parse_due
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.trigger import TermUnit, Trigger, due_after
from ntmtrack.domain.working_days import SpecialDay, WorkingCalendar
from ntmtrack.errors import DataError

DAY, WORKING, WEEK, MONTH = TermUnit


def _off(day: str, *, working: bool = False) -> SpecialDay:
    return SpecialDay(date.fromisoformat(day), "x", working, "", Confidence.VERIFIED)


CALENDAR = WorkingCalendar.of(
    {2026: (_off("2026-04-30"), _off("2026-05-01"), _off("2026-05-09", working=True)), 2027: ()}
)


@pytest.mark.parametrize(
    ("words", "trigger"),
    [
        (
            "05 ngày làm việc kể từ ngày nhận văn bản",
            Trigger(5, WORKING, "ngày nhận văn bản"),
        ),
        (
            "05 (năm) ngày làm việc, kể từ ngày nhận được Văn bản.",
            Trigger(5, WORKING, "ngày nhận được Văn bản"),
        ),
        ("trong vòng 10 ngày kể từ ngày ký", Trigger(10, DAY, "ngày ký")),
        ("sau 15 ngày kể từ ngày ban hành", Trigger(15, DAY, "ngày ban hành")),
        ("sau 15 ngày, tính từ khi có hướng dẫn", Trigger(15, DAY, "có hướng dẫn")),
        ("chậm nhất 30 ngày sau khi có hướng dẫn", Trigger(30, DAY, "có hướng dẫn")),
        ("CHẬM NHẤT 30 NGÀY SAU KHI CÓ HƯỚNG DẪN", Trigger(30, DAY, "CÓ HƯỚNG DẪN")),
        ("cham nhat 30 ngay sau khi co huong dan", Trigger(30, DAY, "co huong dan")),
        ("sau 15 ngay ke tu ngay ky", Trigger(15, DAY, "ngay ky")),
        ("02 tháng kể từ ngày ký", Trigger(2, MONTH, "ngày ký")),
        ("1 năm kể từ ngày ký", Trigger(12, MONTH, "ngày ký")),
        ("không quá 2 tuần từ khi nhận hồ sơ", Trigger(2, WEEK, "nhận hồ sơ")),
        ("trong 03 ngày làm việc", Trigger(3, WORKING, "")),
        ("3 ngày làm việc", Trigger(3, WORKING, "")),
        ("trong vòng 6 tháng", Trigger(6, MONTH, "")),
    ],
)
def test_a_term_is_read_with_its_event_as_written(words: str, trigger: Trigger) -> None:
    due = parse_due(words)
    assert (due.start, due.last_day, due.precision) == (None, None, Precision.TRIGGER)
    assert (due.trigger, due.rule, due.flags) == (trigger, "term", ())


@pytest.mark.parametrize(
    "words",
    ["sau khi có hướng dẫn", "0 ngày kể từ ngày ký", "5 ngày", "sáu 99 ngày", "kể từ ngày ký"],
)
def test_what_counts_nothing_is_no_term(words: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_due(words)
    assert caught.value.hint is not None


@pytest.mark.parametrize(
    ("count", "unit", "day", "last"),
    [
        (1, WORKING, "2026-04-29", "2026-05-04"),
        (5, WORKING, "2026-04-28", "2026-05-07"),
        (5, WORKING, "2026-05-04", "2026-05-09"),
        (10, DAY, "2026-05-04", "2026-05-14"),
        (1, DAY, "2026-04-29", "2026-05-04"),
        (5, DAY, "2026-05-04", "2026-05-09"),
        (6, DAY, "2026-05-04", "2026-05-11"),
        (2, WEEK, "2026-05-04", "2026-05-18"),
        (1, MONTH, "2026-01-31", "2026-03-02"),
        (1, MONTH, "2026-03-31", "2026-05-04"),
        (12, MONTH, "2026-05-04", "2027-05-04"),
        (2, MONTH, "2026-12-15", "2027-02-15"),
    ],
)
def test_the_day_of_the_event_is_not_counted_and_a_day_off_moves_the_end(
    count: int, unit: TermUnit, day: str, last: str
) -> None:
    end = due_after(Trigger(count, unit, ""), date.fromisoformat(day), CALENDAR)
    assert str(end) == last


@pytest.mark.parametrize(
    ("words", "last", "flags"),
    [
        ("10 ngày kể từ ngày ký", "2026-05-14", (DueFlag.FROM_DOCUMENT_DATE,)),
        ("10 ngày kể từ ngày ban hành Kế hoạch này", "2026-05-14", (DueFlag.FROM_DOCUMENT_DATE,)),
        ("10 ngày kể từ ngày của văn bản", "2026-05-14", (DueFlag.FROM_DOCUMENT_DATE,)),
        (
            "6 ngày kể từ ngày ký",
            "2026-05-11",
            (DueFlag.FROM_DOCUMENT_DATE, DueFlag.MOVED_TO_WORKING_DAY),
        ),
        ("5 ngày làm việc kể từ ngày ký", "2026-05-09", (DueFlag.FROM_DOCUMENT_DATE,)),
        ("10 ngày kể từ ngày 11/5/2026", "2026-05-21", (DueFlag.FROM_TRIGGER_DATE,)),
        (
            "24 tháng kể từ ngày ký",
            "2028-05-04",
            (DueFlag.FROM_DOCUMENT_DATE, DueFlag.CALENDAR_MISSING),
        ),
    ],
)
def test_the_papers_date_starts_a_term_from_its_signing(
    words: str, last: str, flags: tuple[str, ...]
) -> None:
    due = parse_due(words, document_date=date(2026, 5, 4), calendar=CALENDAR)
    assert (str(due.start), str(due.last_day), due.precision) == (last, last, Precision.DAY)
    assert due.flags == flags
    assert due.trigger is not None


@pytest.mark.parametrize(
    "event",
    [
        *("ngày nhận văn bản", "ngày nhận được Thông báo này", "ngày ký hợp đồng", "ngày họp"),
        *("ngày ban hành quyết định phê duyệt", "ngày có hiệu lực", "ngày 20/8", "ngày 31/2/2026"),
    ],
)
def test_no_other_event_is_taken_for_the_signing(event: str) -> None:
    due = parse_due(f"10 ngày kể từ {event}", document_date=date(2026, 5, 4), calendar=CALENDAR)
    assert (due.last_day, due.precision) == (None, Precision.TRIGGER)


def test_a_given_day_starts_any_term() -> None:
    due = parse_due("2 ngày làm việc kể từ ngày nhận", trigger_date=date(2026, 4, 29))
    assert due.last_day == date(2026, 5, 1)
    assert due.flags == (DueFlag.FROM_TRIGGER_DATE, DueFlag.CALENDAR_MISSING)


def test_a_term_beyond_the_years_that_are_read_is_refused() -> None:
    for trigger in (
        *(Trigger(9999, MONTH, ""), Trigger(9999, DAY, ""), Trigger(9999, WORKING, "")),
        Trigger(1, MONTH, ""),
    ):
        with pytest.raises(DataError, match="ends after"):
            due_after(trigger, date(9999, 12, 30), CALENDAR)
    with pytest.raises(DataError, match="ends after"):
        due_after(Trigger(12, MONTH, ""), date(2199, 12, 30), CALENDAR)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(1, 60), st.sampled_from(TermUnit))
def test_a_term_ends_on_a_working_day_and_a_longer_one_never_earlier(
    day: date, count: int, unit: TermUnit
) -> None:
    end = due_after(Trigger(count, unit, ""), day, CALENDAR)
    assert CALENDAR.is_working(end)
    assert day + timedelta(1) <= end <= due_after(Trigger(count + 1, unit, ""), day, CALENDAR)
    assert end <= due_after(Trigger(count, unit, ""), day + timedelta(1), CALENDAR)
