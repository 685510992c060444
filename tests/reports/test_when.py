"""What a deadline's words mean, as a report: rows for programs, notes for people."""

from datetime import date
from typing import Any

import pytest

from ntmtrack.domain.due import Precision, parse_due, parse_period
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.working_days import WorkingCalendar, read_year
from ntmtrack.message import Message
from ntmtrack.reports.report import Report
from ntmtrack.reports.when import when

DAY = date(2026, 5, 13)
PAPER = date(2026, 5, 4)
OFF = {"day": date(2026, 5, 7), "name": "Nghỉ"}
CALENDAR = WorkingCalendar.of({2026: read_year({"year": 2026, "day_off": [OFF]}, 2026)})


def _row(report: Report, row: int = 0) -> dict[str, Any]:
    return dict(zip((each.key for each in report.columns), report.rows[row], strict=True))


def _notes(report: Report) -> str:
    return " | ".join(note.text for note in report.notes)


def test_a_span_is_one_row_with_its_days() -> None:
    report = when(parse_due("trong tháng 5/2023"), day=DAY)
    row = _row(report)
    assert isinstance(row.pop("reads_as"), Message)
    assert row == {
        "words": "trong tháng 5/2023",
        "start": date(2023, 5, 1),
        "last_day": date(2023, 5, 31),
        "days": 31,
        "precision": Precision.MONTH,
        "trigger": None,
        "rule": "month",
        "flags": (),
        "next": (),
    }
    assert (report.notes, report.as_of, report.name) == ((), DAY, "when")


def test_a_rhythm_shows_its_next_turns_from_the_day_on() -> None:
    for words, periods in (
        ("hằng tuần", ["2026-W20", "2026-W21", "2026-W22", "2026-W23", "2026-W24"]),
        ("ngày 12 hằng tháng", ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]),
        ("ngày 13 hằng tháng", ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09"]),
        ("hằng năm", ["2026", "2027", "2028", "2029", "2030"]),
        ("định kỳ 6 tháng", ["2026-H1", "2026-H2", "2027-H1", "2027-H2", "2028-H1"]),
        ("hằng quý, năm", ["2026-Q2", "2026-Q3", "2026", "2026-Q4", "2027-Q1"]),
    ):
        report = when(parse_due(words), day=DAY)
        assert len(report.rows) == 1
        assert [turn.partition(":")[0] for turn in _row(report)["next"]] == periods
        assert (_row(report)["start"], _row(report)["last_day"]) == (None, None)
        assert "comes round" in _notes(report)
    assert when(parse_due("hằng ngày"), day=date.max).rows


@pytest.mark.parametrize("flag", DueFlag)
def test_every_flag_but_a_years_from_the_look_has_its_sentence(flag: DueFlag) -> None:
    due = parse_due("2024")._replace(flags=(str(flag),))
    # A look at a period is not a reading of a deadline: `when` asks for the year instead.
    assert bool(_notes(when(due, day=DAY))) is (flag is not DueFlag.YEAR_FROM_AS_OF)


def test_relative_words_say_what_a_due_would_need() -> None:
    report = when(parse_period("tuần này", DAY), day=DAY)
    assert "--document-date" in _notes(report)
    assert _row(report)["flags"] == ("relative_to_as_of",)


def test_a_term_without_its_day_asks_for_it() -> None:
    report = when(parse_due("10 ngày kể từ ngày nhận"), day=DAY)
    assert "--trigger-date" in _notes(report)
    row = _row(report)
    assert (row["start"], row["last_day"], row["days"]) == (None, None, None)
    assert isinstance(row["trigger"], Message)


def test_a_counted_term_tells_the_days_it_leans_on() -> None:
    words = "5 ngày làm việc kể từ ngày ký"
    due = parse_due(words, document_date=PAPER, calendar=CALENDAR)
    report = when(due, day=DAY, document_date=PAPER, calendar=CALENDAR)
    assert _row(report)["last_day"] == date(2026, 5, 12)
    assert "not checked against a source" in _notes(report)
    for start, told in ((date(2026, 5, 6), True), (date(2026, 5, 8), False)):
        due = parse_due(words, trigger_date=start, calendar=CALENDAR)
        report = when(due, day=DAY, trigger_date=start, calendar=CALENDAR)
        assert ("not checked" in _notes(report)) is told
    words = "5 ngày làm việc kể từ ngày 4/5/2026"
    report = when(parse_due(words, calendar=CALENDAR), day=DAY, calendar=CALENDAR)
    assert "not checked" in _notes(report)


def test_words_without_a_date_never_count_as_late() -> None:
    assert "never counts as late" in _notes(when(parse_due("sớm"), day=DAY))


def test_an_events_day_that_changes_nothing_is_said_so() -> None:
    assert "changes nothing" in _notes(when(parse_due("2024"), day=DAY, trigger_date=DAY))
