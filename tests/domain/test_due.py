"""Deadlines as officers write them: what is read, what is refused, and how late a day is."""

import calendar
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.due import (
    Due,
    Precision,
    days_late,
    days_left,
    parse_as_of,
    parse_day,
    parse_due,
)
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.text import clean, fold
from ntmtrack.errors import DataError

# words, first day, last day, rule
MONTHS = [
    ("trong tháng 5/2023", "2023-05-01", "2023-05-31", "month"),
    ("tháng 5 năm 2023", "2023-05-01", "2023-05-31", "month"),
    ("Tháng 05, năm 2023", "2023-05-01", "2023-05-31", "month"),
    ("T5/2023", "2023-05-01", "2023-05-31", "month"),
    ("5/2023", "2023-05-01", "2023-05-31", "month"),
    ("05/2023", "2023-05-01", "2023-05-31", "month"),
    ("5-2023", "2023-05-01", "2023-05-31", "month"),
    ("2023-05", "2023-05-01", "2023-05-31", "iso_month"),
    ("trong  tháng 5 / 2023.", "2023-05-01", "2023-05-31", "month"),
    ("hết tháng 2/2024", "2024-02-01", "2024-02-29", "month"),
    ("chậm nhất là trong tháng 2 năm 2023", "2023-02-01", "2023-02-28", "month"),
    ("đến hết tháng 9/2023", "2023-09-01", "2023-09-30", "month"),
    ("vào tháng 9/2023", "2023-09-01", "2023-09-30", "month"),
    ("tháng một năm 2024", "2024-01-01", "2024-01-31", "month"),
    ("tháng hai năm 2024", "2024-02-01", "2024-02-29", "month"),
    ("tháng ba năm 2024", "2024-03-01", "2024-03-31", "month"),
    ("tháng tư năm 2024", "2024-04-01", "2024-04-30", "month"),
    ("tháng bốn năm 2024", "2024-04-01", "2024-04-30", "month"),
    ("tháng năm năm 2024", "2024-05-01", "2024-05-31", "month"),
    ("tháng năm/2024", "2024-05-01", "2024-05-31", "month"),
    ("tháng sáu năm 2024", "2024-06-01", "2024-06-30", "month"),
    ("tháng bảy năm 2024", "2024-07-01", "2024-07-31", "month"),
    ("tháng tám năm 2024", "2024-08-01", "2024-08-31", "month"),
    ("tháng chín năm 2024", "2024-09-01", "2024-09-30", "month"),
    ("tháng mười năm 2024", "2024-10-01", "2024-10-31", "month"),
    ("tháng mười một năm 2024", "2024-11-01", "2024-11-30", "month"),
    ("tháng mười hai năm 2024", "2024-12-01", "2024-12-31", "month"),
    ("đầu tháng 5/2023", "2023-05-01", "2023-05-31", "part_of_month"),
    ("giữa tháng 5 năm 2023", "2023-05-01", "2023-05-31", "part_of_month"),
    ("đến cuối tháng 5/2023", "2023-05-01", "2023-05-31", "part_of_month"),
    ("cuối 5/2023", "2023-05-01", "2023-05-31", "part_of_month"),
]
DAYS = [
    ("trước ngày 30/6/2024", "2024-06-30", "2024-06-30", "before_day"),
    ("trước 30/6/2024", "2024-06-30", "2024-06-30", "before_day"),
    ("trước ngày 30 tháng 6 năm 2024", "2024-06-30", "2024-06-30", "before_day"),
    ("chậm nhất trước ngày 30/6/2024", "2024-06-30", "2024-06-30", "before_day"),
    ("trước 2024-06-30", "2024-06-30", "2024-06-30", "before_day"),
    ("ngày 10/5/2023", "2023-05-10", "2023-05-10", "day"),
    ("10/5/2023", "2023-05-10", "2023-05-10", "day"),
    ("10-5-2023", "2023-05-10", "2023-05-10", "day"),
    ("10.5.2023", "2023-05-10", "2023-05-10", "day"),
    ("10–5–2023", "2023-05-10", "2023-05-10", "day"),
    ("ngày 05 / 08 / 2023", "2023-08-05", "2023-08-05", "day"),
    ("ngày 30 tháng 6 năm 2023", "2023-06-30", "2023-06-30", "day"),
    ("30 tháng sáu năm 2023", "2023-06-30", "2023-06-30", "day"),
    ("ngày 5 tháng năm năm 2023", "2023-05-05", "2023-05-05", "day"),
    ("ngày 30/6 năm 2023", "2023-06-30", "2023-06-30", "day"),
    ("ngày 30 tháng 6/2023", "2023-06-30", "2023-06-30", "day"),
    ("2023-05-10", "2023-05-10", "2023-05-10", "iso_day"),
    ("đến ngày 10/5/2023", "2023-05-10", "2023-05-10", "day"),
    ("đến hết ngày 10/5/2023", "2023-05-10", "2023-05-10", "day"),
    ("từ nay đến ngày 10/5/2023", "2023-05-10", "2023-05-10", "day"),
    ("chậm nhất là ngày 10/5/2023", "2023-05-10", "2023-05-10", "day"),
    ("chậm nhất 10/5/2023", "2023-05-10", "2023-05-10", "day"),
    ("29/2/2024", "2024-02-29", "2024-02-29", "day"),
    ("từ 24/8 đến 27/8/2026", "2026-08-24", "2026-08-27", "range"),
    ("từ ngày 24/8/2026 đến ngày 27/8/2026", "2026-08-24", "2026-08-27", "range"),
    ("từ ngày 24 tháng 8 đến hết ngày 27 tháng 8 năm 2026", "2026-08-24", "2026-08-27", "range"),
    ("từ 24-8 đến 27-8-2026", "2026-08-24", "2026-08-27", "range"),
    ("24/8-27/8/2026", "2026-08-24", "2026-08-27", "range"),
    ("24/8 – 27/8/2026", "2026-08-24", "2026-08-27", "range"),
    ("từ ngày 24 đến ngày 27/8/2026", "2026-08-24", "2026-08-27", "range"),
    ("24-27/8/2026", "2026-08-24", "2026-08-27", "range"),
    ("từ 24/12/2026 đến 5/1/2027", "2026-12-24", "2027-01-05", "range"),
]
QUARTERS = [
    ("quý IV/2018", "2018-10-01", "2018-12-31", "quarter"),
    ("quý 4 năm 2018", "2018-10-01", "2018-12-31", "quarter"),
    ("quý IV năm 2018", "2018-10-01", "2018-12-31", "quarter"),
    ("quý tư năm 2018", "2018-10-01", "2018-12-31", "quarter"),
    ("Quí IV / 2018", "2018-10-01", "2018-12-31", "quarter"),
    ("Q4/2018", "2018-10-01", "2018-12-31", "quarter"),
    ("QIV-2018", "2018-10-01", "2018-12-31", "quarter"),
    ("2018-Q4", "2018-10-01", "2018-12-31", "iso_quarter"),
    ("trong quý I/2024", "2024-01-01", "2024-03-31", "quarter"),
    ("hết quý II năm 2024", "2024-04-01", "2024-06-30", "quarter"),
    ("đầu quý III/2024", "2024-07-01", "2024-09-30", "part_of_quarter"),
    ("chậm nhất cuối quý 3 năm 2024", "2024-07-01", "2024-09-30", "part_of_quarter"),
]
HALVES = [
    ("6 tháng đầu năm 2024", "2024-01-01", "2024-06-30", "half"),
    ("06 tháng cuối năm 2024", "2024-07-01", "2024-12-31", "half"),
    ("trong sáu tháng cuối năm 2024", "2024-07-01", "2024-12-31", "half"),
    ("2024-H1", "2024-01-01", "2024-06-30", "iso_half"),
    ("2024-h2", "2024-07-01", "2024-12-31", "iso_half"),
]
YEARS = [
    ("năm 2024", "2024-01-01", "2024-12-31", "year"),
    ("trong năm 2024", "2024-01-01", "2024-12-31", "year"),
    ("hết năm 2024", "2024-01-01", "2024-12-31", "year"),
    ("đến hết năm 2024", "2024-01-01", "2024-12-31", "year"),
    ("đến năm 2025", "2025-01-01", "2025-12-31", "year"),
    ("2024", "2024-01-01", "2024-12-31", "year"),
    ("cuối năm 2024", "2024-01-01", "2024-12-31", "part_of_year"),
    ("đến cuối năm 2024", "2024-01-01", "2024-12-31", "part_of_year"),
    ("đầu năm 2024", "2024-01-01", "2024-12-31", "part_of_year"),
    ("giữa năm 2024", "2024-01-01", "2024-12-31", "part_of_year"),
    ("cuối 2024", "2024-01-01", "2024-12-31", "part_of_year"),
]
DATED = [
    (words, date.fromisoformat(start), date.fromisoformat(last), precision, rule)
    for precision, rows in (
        (Precision.MONTH, MONTHS),
        (Precision.DAY, DAYS),
        (Precision.QUARTER, QUARTERS),
        (Precision.HALF, HALVES),
        (Precision.YEAR, YEARS),
    )
    for words, start, last, rule in rows
]
UNDATED = [
    "thường xuyên",
    "khẩn trương",
    "sớm",
    "trong thời gian tới",
    "càng sớm càng tốt",
]


@pytest.mark.parametrize(("words", "start", "last_day", "precision", "rule"), DATED)
def test_dated_words_mean_their_days(
    words: str, start: date, last_day: date, precision: Precision, rule: str
) -> None:
    flags = {"before_day": (DueFlag.BEFORE_INCLUDES_DAY,)}.get(rule, ())
    if rule.startswith("part_"):
        flags = (DueFlag.PART_KEPT,)
    assert parse_due(words) == Due(clean(words), start, last_day, precision, rule, flags)


@pytest.mark.parametrize("words", [row[0] for row in DATED] + UNDATED)
def test_marks_case_spaces_and_composition_do_not_matter(words: str) -> None:
    plain = parse_due(words)
    for variant in (
        fold(words),
        words.upper(),
        "  " + words.replace(" ", " \u00a0 ") + "\n",
        unicodedata.normalize("NFD", words),
        words.replace("đ", "ð"),
    ):
        due = parse_due(variant)
        assert due.words == clean(variant)
        assert (due.start, due.last_day, due.precision, due.rule) == (
            *(plain.start, plain.last_day),
            *(plain.precision, plain.rule),
        )


@pytest.mark.parametrize("words", UNDATED)
def test_words_without_a_date_are_kept_without_one(words: str) -> None:
    assert parse_due(words) == Due(words, None, None, Precision.NONE, "no_date")


def refusal(words: str) -> DataError:
    with pytest.raises(DataError) as caught:
        parse_due(words)
    assert caught.value.hint is not None
    return caught.value


@pytest.mark.parametrize(
    "words",
    [
        *("30/6", "trước ngày 20-8", "ngày 30 tháng 6", "tháng 5", "tháng năm", "T5", "5/23"),
        *("quý IV", "Q4", "cuối quý 3", "6 tháng đầu năm", "cuối năm", "trong năm", "năm"),
        *("từ 24/8 đến 27/8", "từ 24/8/2026 đến 27/8", "24/8-27/8"),
    ],
)
def test_a_missing_year_is_asked_for(words: str) -> None:
    error = refusal(words)
    assert error.message.text == '"{words}" has no year.'
    assert error.message.values["words"] == words


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("31/2/2023", {"day": "31", "month": "2", "year": "2023"}),
        ("29/2/2023", {"day": "29", "month": "2", "year": "2023"}),
        ("0/5/2023", {"day": "0", "month": "5", "year": "2023"}),
        ("2023-02-30", {"day": "30", "month": "02", "year": "2023"}),
        ("từ 31/6 đến 5/7/2023", {"day": "31", "month": "6", "year": "2023"}),
        ("13/2023", {"month": "13"}),
        ("tháng 0 năm 2023", {"month": "0"}),
        ("2023-13", {"month": "13"}),
        ("10/13/2023", {"month": "13"}),
        ("quý V/2023", {"quarter": "V"}),
        ("quý 5 năm 2023", {"quarter": "5"}),
        ("2023-Q0", {"quarter": "0"}),
        ("2024-H3", {"half": "3"}),
        ("10/5/23", {"year": "23"}),
        ("tháng 5/23", {"year": "23"}),
        ("10/5/0", {"year": "0"}),
        ("5/202", {"year": "202"}),
        ("năm 0", {"year": "0"}),
        ("10/5/0000", {"year": "0000", "first": "1900", "last": "2199"}),
        ("1899", {"year": "1899", "first": "1900", "last": "2199"}),
        ("tháng 5/2200", {"year": "2200", "first": "1900", "last": "2199"}),
    ],
)
def test_what_is_impossible_is_named(words: str, named: dict[str, str]) -> None:
    assert refusal(words).message.values == named


@pytest.mark.parametrize("words", ["từ 27/8 đến 24/8/2026", "24/12-5/1/2027"])
def test_a_span_that_runs_backwards_is_refused(words: str) -> None:
    assert "begins" in refusal(words).message.text


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("trước tháng 6/2024", "unclear"),
        ("trước quý IV/2018", "unclear"),
        ("trước năm 2024", "unclear"),
        ("trước 2024", "unclear"),
        ("trước 6/2024", "unclear"),
        ("trước cuối năm 2024", "unclear"),
        ("chậm nhất trước tháng 6/2024", "unclear"),
        ("sau khi có hướng dẫn", "another event"),
        ("02 tuần một lần", "again and again"),
        ("mỗi tuần hai lần", "again and again"),
        ("hằng tháng trừ tháng 7", "again and again"),
        ("tháng giêng năm 2024", "lunar"),
        ("tháng chạp năm 2024", "lunar"),
        ("10/5/2023 âm lịch", "lunar"),
        ("tháng này", "on which it is read"),
        ("tháng sau", "on which it is read"),
        ("cuối tháng", "on which it is read"),
        ("hôm nay", "on which it is read"),
        ("năm nay", "on which it is read"),
        ("", "no words"),
        (" .", "no words"),
        ("tháng năm 2024", "cannot be read"),
        ("thang nam 2024", "cannot be read"),
        ("sau tháng đầu năm 2024", "cannot be read"),
        ("sau ngày 30/6/2024", "cannot be read"),
        ("10/5-2023", "cannot be read"),
        ("5-6/2024", "cannot be read"),
        ("10/5/20233", "cannot be read"),
        ("10/5/2023 và 12/5/2023", "cannot be read"),
        ("không trước ngày 10/5/2023", "cannot be read"),
        ("ngày ba mươi tháng 6 năm 2024", "cannot be read"),
        ("next Friday", "cannot be read"),
        ("٣/2023", "cannot be read"),
        ("9" * 5000 + "/2023", "cannot be read"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_with_the_reason(words: str, reason: str) -> None:
    assert reason in refusal(words).message.text


@pytest.mark.parametrize("words", ["10/5/2023", "2023-05-10", "ngày 10 tháng 5 năm 2023"])
def test_a_day_is_one_day(words: str) -> None:
    assert parse_day(words) == date(2023, 5, 10)


@pytest.mark.parametrize("words", ["5/2023", "2023", "từ 24/8 đến 27/8/2026", "sớm"])
def test_a_longer_unit_is_no_day(words: str) -> None:
    with pytest.raises(DataError, match="not one day"):
        parse_day(words)


def test_as_of_is_the_last_day_of_any_dated_form() -> None:
    assert parse_as_of("10/5/2023") == date(2023, 5, 10)
    assert parse_as_of("quý II/2024") == date(2024, 6, 30)
    with pytest.raises(DataError, match="no date"):
        parse_as_of("sớm")


DAY = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ROMAN = ("I", "II", "III", "IV")
DAY_FORMS = (
    "{0:%Y-%m-%d}",
    "{0.day}/{0.month}/{0.year}",
    "{0.day:02}-{0.month:02}-{0.year}",
    "{0.day}.{0.month}.{0.year}",
    "ngày {0.day:02} tháng {0.month} năm {0.year}",
    "trước ngày {0.day}/{0.month}/{0.year}",
    "chậm nhất là ngày {0.day}/{0.month}/{0.year}",
)
MONTH_FORMS = (
    "{0:%Y-%m}",
    "{0.month}/{0.year}",
    "T{0.month}/{0.year}",
    "trong tháng {0.month}/{0.year}",
    "cuối tháng {0.month} năm {0.year}",
)


@given(DAY, st.sampled_from(DAY_FORMS))
def test_every_day_is_read_back_from_every_form(day: date, form: str) -> None:
    due = parse_due(form.format(day))
    assert (due.start, due.last_day, due.precision) == (day, day, Precision.DAY)
    assert parse_day(form.format(day)) == day


@given(DAY, st.sampled_from(MONTH_FORMS))
def test_every_month_is_read_back_from_every_form(day: date, form: str) -> None:
    due = parse_due(form.format(day))
    last = calendar.monthrange(day.year, day.month)[1]
    assert (due.start, due.last_day) == (day.replace(day=1), day.replace(day=last))
    assert due.precision is Precision.MONTH


@given(
    st.integers(1900, 2199),
    st.integers(1, 4),
    st.sampled_from(["quý {roman}/{year}", "quý {quarter} năm {year}", "{year}-Q{quarter}"]),
)
def test_every_quarter_is_read_back_from_every_form(year: int, quarter: int, form: str) -> None:
    due = parse_due(form.format(year=year, quarter=quarter, roman=ROMAN[quarter - 1]))
    assert due.start == date(year, 3 * quarter - 2, 1)
    assert due.last_day is not None
    following = due.last_day + timedelta(1)
    assert (following.month, following.day) == (3 * quarter % 12 + 1, 1)


@given(DAY, DAY)
def test_every_span_is_read_back_or_refused_when_it_runs_backwards(one: date, two: date) -> None:
    start, last = sorted((one, two))
    words = "từ {0.day}/{0.month}/{0.year} đến {1.day}/{1.month}/{1.year}"
    due = parse_due(words.format(start, last))
    assert (due.start, due.last_day) == (start, last)
    if start < last:
        assert "begins" in refusal(words.format(last, start)).message.text


PIECES = (
    *("từ", "ngày", "tháng", "năm", "quý", "đến", "hết", "trước", "trong", "đầu", "cuối", "nay"),
    *("6", "sáu", "mười", "một", "IV", "Q", "T5", "H1", "24/8", "31/2", "0", "99", "2024", "23"),
    *("/", "-", ".", ",", "–", "\u00a0", "\u0301", "\ud800", "kể từ", "sớm", "2024-", "10/5/2023"),
)
JUMBLE = st.lists(st.sampled_from(PIECES), max_size=7).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)])
)


@given(st.text(st.characters()) | JUMBLE)
def test_any_text_is_read_or_refused_with_a_hint(words: str) -> None:
    try:
        due = parse_due(words)
    except DataError as error:
        assert error.hint is not None
        return
    assert due.words == clean(words)
    dateless = due.precision in (Precision.NONE, Precision.RHYTHM, Precision.TRIGGER)
    assert (due.start is None) is (due.last_day is None) is dateless
    if due.start is not None and due.last_day is not None:
        assert due.start <= due.last_day
        assert parse_due(due.words) == due


@given(DAY, st.integers(0, 5000))
def test_a_due_is_late_only_from_the_day_after(last_day: date, days: int) -> None:
    assert days_late(last_day, last_day) == 0
    assert days_late(last_day, last_day + timedelta(1)) == 1
    assert days_late(last_day, last_day + timedelta(days)) == days
    assert days_late(last_day, last_day - timedelta(days)) == 0
    assert days_left(last_day, last_day - timedelta(days)) == days
    assert days_left(last_day, last_day + timedelta(days)) == -days


@given(st.dates(date(1850, 1, 1), date(2250, 12, 31)), st.none() | st.dates())
def test_a_day_as_sheets_write_it_is_read_like_one_with_its_word(
    day: date, signed: date | None
) -> None:
    plain = f"{day.day:02}/{day.month:02}/{day.year:04}"

    def told(words: str) -> object:
        try:
            return parse_due(words, document_date=signed)._replace(words="")
        except DataError:
            return None

    assert told(plain) == told(f"ngày {plain}")


@pytest.mark.parametrize(
    "words", ["31/02/2024", "00/05/2024", "12/13/2024", "30/06/1024", "3a/06/2024", "+3/06/2024"]
)
def test_what_looks_like_a_day_of_a_sheet_and_is_none_is_refused(words: str) -> None:
    with pytest.raises(DataError):
        parse_due(words)


def test_figures_of_another_script_are_no_day() -> None:
    with pytest.raises(DataError):
        parse_due("٣٠/٠٦/٢٠٢٤")
