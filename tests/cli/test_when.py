"""`when`: what the words of a deadline mean, and the days off of this machine."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.app.calendar import own_folder, working_calendar
from ntmtrack.errors import DataError
from tests.run import refused, run

KEYS = [
    *("words", "reads_as", "start", "last_day", "days", "precision", "trigger"),
    *("rule", "flags", "next"),
]
TODAY = "2026-05-13"


def _row(*argv: object, **given: Any) -> dict[str, Any]:
    result = run("when", *argv, "-f", "json", today=TODAY, **given)
    assert result.code == 0, result.err
    return result.rows[0]


def test_it_needs_no_ledger(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    row = _row("trước ngày 30/6/2024", db=missing)
    assert list(row) == KEYS
    assert (row["start"], row["last_day"], row["precision"]) == ("2024-06-30", "2024-06-30", "day")
    assert row["flags"] == ["before_includes_day"]
    assert not missing.exists()


def test_words_need_no_quotes() -> None:
    assert _row("trong", "tháng", "5/2023")["last_day"] == "2023-05-31"


def test_a_csv_has_the_same_keys() -> None:
    out = run("when", "hằng tuần", "-f", "csv", today=TODAY).out
    header, *lines = csv.reader(io.StringIO(out.removeprefix("\ufeff")))
    assert header == KEYS
    ((*_, turns),) = lines
    assert turns.startswith("2026-W20: 2026-05-17; 2026-W21: 2026-05-24")


def test_the_papers_date_lends_the_year() -> None:
    row = _row("trước ngày 20-8", "--document-date", "4/5/2026")
    assert (row["last_day"], row["flags"]) == (
        "2026-08-20",
        ["year_from_document", "before_includes_day"],
    )


def test_relative_words_alone_are_a_period_of_the_day_that_is_looked_at() -> None:
    row = _row("tuần này")
    assert (row["start"], row["last_day"]) == ("2026-05-11", "2026-05-17")
    assert row["flags"] == ["relative_to_as_of"]
    assert _row("tuần này", "--as-of", "1/6/2026")["start"] == "2026-06-01"
    with_paper = _row("tuần tới", "--document-date", "4/5/2026")
    assert (with_paper["start"], with_paper["flags"]) == ("2026-05-11", ["relative_to_document"])
    assert "--document-date" in run("when", "tuần này", today=TODAY).out


@pytest.mark.parametrize(
    "words", ["tháng 5", "6 tháng đầu năm", "31/2/2023", "next Friday", "tuần 20", "9" * 400]
)
def test_what_cannot_be_read_ends_with_3_and_what_to_do(words: str) -> None:
    assert len(refused(run("when", words, today=TODAY), 3).splitlines()) >= 2


def test_what_ends_before_the_paper_is_refused() -> None:
    refused(run("when", "tháng 4", "--document-date", "4/5/2026"), 3)
    refused(run("when", "tuần trước", "--document-date", "4/5/2026"), 3)


def test_a_term_is_counted_with_the_shipped_days_off() -> None:
    words = "05 ngày làm việc kể từ ngày nhận văn bản"
    assert _row(words)["last_day"] is None
    row = _row(words, "--trigger-date", "24/4/2026")
    assert (row["last_day"], row["precision"]) == ("2026-05-06", "day")
    assert row["trigger"] == "5 working days after: ngày nhận văn bản"
    assert _row("10 ngày kể từ ngày ký", "--document-date", "4/5/2026")["last_day"] == "2026-05-14"
    beyond = _row(words, "--trigger-date", "1/1/2035")
    assert beyond["flags"] == ["from_trigger_date", "calendar_missing"]


def _own_list(folder: Path, year: int, text: str) -> dict[str, str]:
    (folder / "holidays").mkdir()
    (folder / "holidays" / f"{year}.toml").write_text(text, encoding="utf-8")
    config = folder / "config.toml"
    config.touch()
    return {"NTMTRACK_CONFIG": str(config)}


def test_an_office_may_lay_down_its_own_days_off(tmp_path: Path) -> None:
    text = 'year = 2026\n[[day_off]]\nday = 2026-05-05\nname = "Nghỉ"\n'
    env = _own_list(tmp_path, 2026, text)
    row = _row("1 ngày làm việc kể từ ngày ký", "--document-date", "2026-05-04", env=env)
    assert row["last_day"] == "2026-05-06"
    row = _row("1 ngày làm việc kể từ ngày ký", "--document-date", "2026-04-29", env=env)
    assert row["last_day"] == "2026-04-30"


@pytest.mark.parametrize("text", ["year = ", "year = 2025", "year = 2026\nday_off = 3"])
def test_a_bad_list_of_days_off_is_named(tmp_path: Path, text: str) -> None:
    env = _own_list(tmp_path, 2026, text)
    said = refused(run("when", "1 ngày kể từ ngày ký", "--document-date", "2026-05-04", env=env), 3)
    assert "2026.toml" in said
    assert run("when", "2024", env=env).code == 0


def test_the_shipped_calendar_is_whole() -> None:
    calendar = working_calendar()
    assert calendar.years >= set(range(2020, 2027))
    for year in range(2020, 2027):
        listed = [each for each in calendar.special.values() if each.day.year == year]
        off = [each for each in listed if not each.working]
        # A day that is swapped is made up for.
        swapped = sum(each.name.startswith("Hoán đổi") for each in off)
        assert sum(each.working for each in listed) == swapped
        assert len([each for each in off if each.day.weekday() < 5]) >= 9
        for fixed in ((1, 1), (4, 30), (5, 1), (9, 2)):
            assert not calendar.is_working(date(year, *fixed))
        assert all(each.source or each.confidence != "verified" for each in listed)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2024-04-29", False),
        ("2024-05-04", True),
        ("2025-01-27", False),
        ("2025-02-03", True),
        ("2025-04-26", True),
        ("2026-02-16", False),
        ("2026-02-23", True),
        ("2026-04-27", False),
        ("2026-08-22", True),
        ("2026-08-31", False),
    ],
)
def test_known_days_of_the_calendar(day: str, working: bool) -> None:
    assert working_calendar().is_working(date.fromisoformat(day)) is working


def test_lists_lie_beside_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert own_folder().parts[-2:] == ("ntmtrack", "holidays")
    monkeypatch.setenv("NTMTRACK_CONFIG", str(tmp_path / "c.toml"))
    assert own_folder() == tmp_path / "holidays"
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays" / "2026.toml").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        working_calendar()


def test_a_due_that_lacks_its_year_is_told_how_the_papers_date_is_given() -> None:
    said = refused(run("when", "cuối năm", today=TODAY), 3)
    assert "--document-date DATE" in said
    assert _row("cuối năm", "--document-date", "10/11/2026")["last_day"] == "2026-12-31"
    assert "--document-date" not in refused(run("when", "linh tinh", today=TODAY), 3)
