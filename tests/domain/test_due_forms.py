"""Deadlines beyond one span with its year: lists, hours, weekdays, missing years, no date."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.due import LONGEST, Due, Precision, parse_due
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.errors import DataError

PAPER = date(2026, 5, 13)


def refusal(words: str, document_date: date | None = None) -> DataError:
    with pytest.raises(DataError) as caught:
        parse_due(words, document_date=document_date)
    assert caught.value.hint is not None
    return caught.value


def _days(due: Due) -> tuple[str, str]:
    return str(due.start), str(due.last_day)


@pytest.mark.parametrize(
    ("words", "start", "last_day", "precision", "rule"),
    [
        ("quý II, III/2026", "2026-04-01", "2026-09-30", "quarter", "quarters"),
        ("quý II và quý III năm 2026", "2026-04-01", "2026-09-30", "quarter", "quarters"),
        ("trong các quý 1, 2 và 3 năm 2026", "2026-01-01", "2026-09-30", "quarter", "quarters"),
        ("quý II-III/2026", "2026-04-01", "2026-09-30", "quarter", "quarters"),
        ("từ quý III/2025 đến hết quý I/2026", "2025-07-01", "2026-03-31", "quarter", "quarters"),
        ("tháng 3, 4/2026", "2026-03-01", "2026-04-30", "month", "months"),
        ("tháng 3, tháng 4 và tháng 5 năm 2026", "2026-03-01", "2026-05-31", "month", "months"),
        ("từ tháng 3 đến tháng 6/2026", "2026-03-01", "2026-06-30", "month", "months"),
        ("tháng 3 - tháng 6/2026", "2026-03-01", "2026-06-30", "month", "months"),
        ("từ tháng 11/2025 đến tháng 2/2026", "2025-11-01", "2026-02-28", "month", "months"),
        ("9 tháng đầu năm 2026", "2026-01-01", "2026-09-30", "month", "months_of_year"),
        ("03 tháng cuối năm 2026", "2026-10-01", "2026-12-31", "month", "months_of_year"),
        ("nửa đầu năm 2026", "2026-01-01", "2026-06-30", "half", "half"),
        ("giai đoạn 2021-2025", "2021-01-01", "2025-12-31", "year", "years"),
        ("giai đoạn 2021 – 2025", "2021-01-01", "2025-12-31", "year", "years"),
        ("từ năm 2021 đến hết năm 2025", "2021-01-01", "2025-12-31", "year", "years"),
        ("2021-2025", "2021-01-01", "2025-12-31", "year", "years"),
        ("năm 2024, 2025", "2024-01-01", "2025-12-31", "year", "years"),
        ("trong 2 năm 2024 và 2025", "2024-01-01", "2025-12-31", "year", "years"),
        ("2026-W20", "2026-05-11", "2026-05-17", "day", "iso_week"),
        ("2020-W53", "2020-12-28", "2021-01-03", "day", "iso_week"),
        ("trước 17 giờ ngày 20/8/2026", "2026-08-20", "2026-08-20", "day", "before_day"),
        ("trước 17h00 ngày 20/8/2026", "2026-08-20", "2026-08-20", "day", "before_day"),
        ("trước 17 giờ 30 phút, ngày 20/8/2026", "2026-08-20", "2026-08-20", "day", "before_day"),
        ("chậm nhất 17:00 ngày 20/8/2026", "2026-08-20", "2026-08-20", "day", "day"),
        ("trước 24h ngày 20/8/2026", "2026-08-20", "2026-08-20", "day", "before_day"),
        ("trong chiều ngày 20/8/2026", "2026-08-20", "2026-08-20", "day", "day"),
        ("thứ Sáu, ngày 20/3/2026", "2026-03-20", "2026-03-20", "day", "day"),
        ("Chủ nhật, 22/3/2026", "2026-03-22", "2026-03-22", "day", "day"),
        ("trước thứ 2 ngày 23 tháng 3 năm 2026", "2026-03-23", "2026-03-23", "day", "before_day"),
        ("ngày 20/3/2026 (thứ Sáu)", "2026-03-20", "2026-03-20", "day", "day"),
        ("thứ sáu (20/3/2026)", "2026-03-20", "2026-03-20", "day", "day"),
        ("**trước ngày 30/6/2024**", "2024-06-30", "2024-06-30", "day", "before_day"),
        ("(trước ngày 30/6/2024).", "2024-06-30", "2024-06-30", "day", "before_day"),
        ("“trong tháng 5/2023”", "2023-05-01", "2023-05-31", "month", "month"),
        ("- trong tháng 5/2023;", "2023-05-01", "2023-05-31", "month", "month"),
        ("hoàn thành trong quý II/2026", "2026-04-01", "2026-06-30", "quarter", "quarter"),
        ("xong trước ngày 30/6/2024", "2024-06-30", "2024-06-30", "day", "before_day"),
        ("Thời hạn hoàn thành: trước 30/6/2024", "2024-06-30", "2024-06-30", "day", "before_day"),
        ("thời gian thực hiện: năm 2024", "2024-01-01", "2024-12-31", "year", "year"),
        ("phải hoàn thành xong trong tháng 5/2023", "2023-05-01", "2023-05-31", "month", "month"),
        ("từ 5/2026 đến 8/2026", "2026-05-01", "2026-08-31", "month", "months"),
        ("5/2026 - 8/2026", "2026-05-01", "2026-08-31", "month", "months"),
        ("cả giai đoạn 2026 - 2030", "2026-01-01", "2030-12-31", "year", "years"),
        ("tới ngày 30/6/2026", "2026-06-30", "2026-06-30", "day", "day"),
        ("không muộn hơn ngày 30/6/2026", "2026-06-30", "2026-06-30", "day", "day"),
        ("không quá ngày 30/6/2026", "2026-06-30", "2026-06-30", "day", "day"),
        ("2026/06/30", "2026-06-30", "2026-06-30", "day", "iso_day"),
        ("ngay trong tháng 5/2026", "2026-05-01", "2026-05-31", "month", "month"),
        ("sáng thứ Hai, 23/3/2026", "2026-03-23", "2026-03-23", "day", "day"),
        ("trước 11h30’ ngày 20/8/2026", "2026-08-20", "2026-08-20", "day", "before_day"),
        ("June 30, 2026", "2026-06-30", "2026-06-30", "day", "day"),
        ("end of 2026", "2026-01-01", "2026-12-31", "year", "part_of_year"),
        ("by end of June 2026", "2026-06-01", "2026-06-30", "month", "part_of_month"),
        ("May 2023", "2023-05-01", "2023-05-31", "month", "month"),
        ("30 June 2024", "2024-06-30", "2024-06-30", "day", "day"),
        ("by 30 june 2024", "2024-06-30", "2024-06-30", "day", "day"),
        ("first 9 months of 2026", "2026-01-01", "2026-09-30", "month", "months_of_year"),
        ("from March to June 2026", "2026-03-01", "2026-06-30", "month", "months"),
    ],
)
def test_further_forms_mean_their_days(
    words: str, start: str, last_day: str, precision: str, rule: str
) -> None:
    due = parse_due(words)
    assert (*_days(due), due.precision, due.rule) == (start, last_day, precision, rule)
    assert due.words == words


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("tháng 3, 5/2026", "do not follow"),
        ("quý III, II/2026", "do not follow"),
        ("năm 2024, 2026", "do not follow"),
        ("từ tháng 6 đến tháng 3/2026", "begins"),
        ("giai đoạn 2025-2021", "begins"),
        ("12 tháng đầu năm 2026", "no {count} months"),
        ("2026-W54", "no week"),
        ("2026-W00", "no week"),
        ("trước 0h ngày 20/8/2026", "no hour"),
        ("trước 25 giờ ngày 20/8/2026", "no hour"),
        ("trước 17h75 ngày 20/8/2026", "no hour"),
        ("thứ Năm, ngày 20/3/2026", "weekday"),
        ("từ thứ Hai 24/8 đến 28/8/2026", "not one day"),
        ("thứ Hai 24/8 - thứ Sáu 28/8/2026", "cannot be read"),
        ("tuần 20 năm 2026", "cannot be read"),
        ("sang 2027", "cannot be read"),
        ("10/2026/5", "cannot be read"),
        ("trong năm học 2025-2026", "cannot be read"),
        ("từ tháng 3/2026", "cannot be read"),
        ("trong năm 2026 và những năm tiếp theo", "cannot be read"),
        ("ngày", "cannot be read"),
        ("day", "cannot be read"),
        ("17h 2026", "cannot be read"),
        ("năm lần", "again and again"),
        ("mỗi năm năm", "again and again"),
        ("năm năm một lần", "again and again"),
        ("6 tháng", "cannot be read"),
        ("hoàn thành", "cannot be read"),
        ("may", "no year"),
        ("máy 2024", "cannot be read"),
        ("32 ngày hằng tháng", "another event"),
        ("ngày 32 hằng tháng", "No such period"),
        ("ngày 30/2 hằng năm", "No such period"),
        ("ngày 5/13 hằng năm", "no month"),
        ("quý V hằng năm", "no quarter"),
    ],
)
def test_what_cannot_be_is_refused(words: str, reason: str) -> None:
    assert reason in refusal(words).message.text


@pytest.mark.parametrize(
    "words",
    [
        *("ngay", "kịp thời", "sớm nhất", "trong thời gian sớm nhất", "liên tục", "theo kế hoạch"),
        *("theo quy định", "khi có yêu cầu", "thường xuyên, liên tục", "Khẩn trương và kịp thời"),
        *("đột xuất", "thời gian tới", "không xác định thời hạn", "NGAY LẬP TỨC"),
    ],
)
def test_words_without_a_date_are_a_kind_of_their_own(words: str) -> None:
    due = parse_due(words, document_date=PAPER)
    assert (due.start, due.last_day, due.precision) == (None, None, Precision.NONE)
    assert (due.words, due.flags) == (words, ())


YEAR, RELATIVE = DueFlag.YEAR_FROM_DOCUMENT, DueFlag.RELATIVE_TO_DOCUMENT


@pytest.mark.parametrize(
    ("words", "start", "last_day", "flags"),
    [
        ("trước ngày 20-8", "2026-08-20", "2026-08-20", (YEAR, DueFlag.BEFORE_INCLUDES_DAY)),
        ("tháng 5", "2026-05-01", "2026-05-31", (YEAR,)),
        ("quý IV", "2026-10-01", "2026-12-31", (YEAR,)),
        ("quý III, IV", "2026-07-01", "2026-12-31", (YEAR,)),
        ("6 tháng cuối năm", "2026-07-01", "2026-12-31", (YEAR,)),
        ("3 tháng cuối năm", "2026-10-01", "2026-12-31", (YEAR,)),
        ("cuối năm", "2026-01-01", "2026-12-31", (YEAR, DueFlag.PART_KEPT)),
        ("trong năm", "2026-01-01", "2026-12-31", (YEAR,)),
        ("từ 24/8 đến 27/8", "2026-08-24", "2026-08-27", (YEAR,)),
        ("từ tháng 6 đến tháng 8", "2026-06-01", "2026-08-31", (YEAR,)),
        ("trong tháng", "2026-05-01", "2026-05-31", (RELATIVE,)),
        ("trong tuần", "2026-05-11", "2026-05-17", (RELATIVE,)),
        ("tuần này", "2026-05-11", "2026-05-17", (RELATIVE,)),
        ("cuối tuần", "2026-05-11", "2026-05-17", (RELATIVE, DueFlag.PART_KEPT)),
        ("hết tháng này", "2026-05-01", "2026-05-31", (RELATIVE,)),
        ("đến cuối quí này", "2026-04-01", "2026-06-30", (RELATIVE, DueFlag.PART_KEPT)),
        ("năm nay", "2026-01-01", "2026-12-31", (RELATIVE,)),
        ("cuối năm nay", "2026-01-01", "2026-12-31", (RELATIVE, DueFlag.PART_KEPT)),
        ("tháng sau", "2026-06-01", "2026-06-30", (RELATIVE,)),
        ("quý tới", "2026-07-01", "2026-09-30", (RELATIVE,)),
        ("quy sau", "2026-07-01", "2026-09-30", (RELATIVE,)),
        ("tuan sau", "2026-05-18", "2026-05-24", (RELATIVE,)),
        ("15/3 nam sau", "2027-03-15", "2027-03-15", (RELATIVE,)),
        ("thu sau ngay 22/5", "2026-05-22", "2026-05-22", (YEAR,)),
        ("năm sau", "2027-01-01", "2027-12-31", (RELATIVE,)),
        ("trong tuần tới", "2026-05-18", "2026-05-24", (RELATIVE,)),
        (
            "trước ngày 15/3 năm sau",
            *("2027-03-15", "2027-03-15"),
            (RELATIVE, DueFlag.BEFORE_INCLUDES_DAY),
        ),
        ("ngày 20 tháng này", "2026-05-20", "2026-05-20", (RELATIVE,)),
        ("ngày 20 của tháng tới", "2026-06-20", "2026-06-20", (RELATIVE,)),
        ("ngày 20 tháng sau", "2026-06-20", "2026-06-20", (RELATIVE,)),
        ("tháng sáu năm sau", "2027-06-01", "2027-06-30", (RELATIVE,)),
        ("ngay trong ngày", "2026-05-13", "2026-05-13", (RELATIVE,)),
        ("ngày mai", "2026-05-14", "2026-05-14", (RELATIVE,)),
        ("trong 7 ngày tới", "2026-05-13", "2026-05-20", (RELATIVE,)),
        ("thứ Tư ngày 20/5", "2026-05-20", "2026-05-20", (YEAR,)),
    ],
)
def test_the_papers_date_lends_what_is_missing_and_says_so(
    words: str, start: str, last_day: str, flags: tuple[str, ...]
) -> None:
    due = parse_due(words, document_date=PAPER)
    assert (*_days(due), due.flags) == (start, last_day, flags)
    refusal(words)


def test_the_quarter_after_the_last_is_in_the_next_year() -> None:
    assert _days(parse_due("quý sau", document_date=date(2026, 12, 31)))[1] == "2027-03-31"
    assert _days(parse_due("tháng tới", document_date=date(2026, 12, 31)))[1] == "2027-01-31"


@pytest.mark.parametrize("words", ["trước ngày 20-4", "tháng 4", "quý I", "6 tháng đầu năm 2025"])
def test_a_span_before_the_paper_is_not_guessed_either_way(words: str) -> None:
    if "2025" in words:
        assert parse_due(words, document_date=PAPER).last_day == date(2025, 6, 30)
        return
    assert "before the document's date" in refusal(words, PAPER).message.text


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("tuần trước", "day on which it is read"),
        ("hôm qua", "day on which it is read"),
        ("năm trước", "day on which it is read"),
        ("7 ngày qua", "another event"),
        ("0 ngày tới", "another event"),
        ("thang sau", "day on which it is read"),
        ("tuần sáu", "day on which it is read"),
        ("quý sáu", "day on which it is read"),
        ("ngay 20 thang sau", "day on which it is read"),
        ("ngày 31 tháng sau", "no day"),
        ("năm", "no year"),
        ("5-6", "no year"),
        ("tháng 13", "no month"),
        ("thứ Ba ngày 20/5", "weekday"),
    ],
)
def test_what_a_papers_date_cannot_settle_is_refused(words: str, reason: str) -> None:
    assert reason in refusal(words, PAPER).message.text


def test_a_day_outside_the_calendar_is_refused() -> None:
    assert "not between" in refusal("tháng sau", date(2199, 12, 1)).message.text
    assert "not between" in refusal("ngày mai", date.max).message.text


@given(
    st.text(st.characters(), max_size=400)
    | st.sampled_from(
        ["1", " ", "1 ", "a ", "/", "quý ", "tháng 1, ", "ngày ", "trong ", "(", "sau "]
    ).flatmap(lambda piece: st.integers(0, 120).map(lambda times: piece * times)),
    st.none() | st.dates(),
)
def test_any_text_with_any_paper_is_read_or_refused(words: str, paper: date | None) -> None:
    try:
        due = parse_due(words, document_date=paper)
    except DataError as error:
        assert error.hint is not None
        return
    if due.start is not None and due.last_day is not None:
        assert due.start <= due.last_day


@pytest.mark.parametrize("piece", ["9", " ", "1 ", "trong ", "tháng 1, ", "hằng quý, ", "ngày 1 "])
def test_the_longest_text_is_refused_at_once(piece: str) -> None:
    began = time.perf_counter()
    refusal(piece * (100_000 // len(piece)))
    refusal((piece * LONGEST)[: LONGEST - 1] + "?")
    assert time.perf_counter() - began < 1


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.integers(0, 6))
def test_a_weekday_must_fit_its_date(day: date, weekday: int) -> None:
    name = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")[weekday] if weekday < 6 else ""
    word = f"thứ {name}" if name else "Chủ nhật"
    words = f"{word}, ngày {day.day}/{day.month}/{day.year}"
    if day.weekday() == weekday:
        assert parse_due(words).last_day == day
    else:
        assert "weekday" in refusal(words).message.text


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.integers(-400, 400))
def test_a_lent_year_never_ends_before_the_paper(day: date, shift: int) -> None:
    paper = day + timedelta(shift)
    try:
        due = parse_due(f"{day.day}/{day.month}", document_date=paper)
    except DataError:
        return
    assert due.last_day is not None
    assert paper <= due.last_day
    assert due.last_day.year == paper.year
