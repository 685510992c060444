"""The form of a paper by Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from datetime import date

import pytest

from ntmtrack.domain.decree30 import GAP, Frame, long_day, paper_number


@pytest.mark.parametrize(
    ("day", "written"),
    [
        # The decree's own examples: Phụ lục I, Phần I, Mục V.
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2026, 8, 5), "ngày 05 tháng 8 năm 2026"),
        (date(2026, 2, 10), "ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 10, 31), "ngày 31 tháng 10 năm 2026"),
    ],
)
def test_a_zero_comes_before_days_below_ten_and_the_months_one_and_two(
    day: date, written: str
) -> None:
    assert long_day(day, "vi") == written


def test_a_day_that_is_not_known_is_a_gap_in_both_languages() -> None:
    assert long_day(None, "vi", year=2026) == "ngày … tháng … năm 2026"
    assert long_day(None, "vi") == "ngày … tháng … năm …"
    assert long_day(None, "en", year=2026) == "… … 2026"
    assert long_day(date(2026, 8, 5), "en", year=2025) == "5 August 2026"


@pytest.mark.parametrize(
    ("given", "written"),
    [("7", "07"), ("07", "07"), ("15", "15"), ("123", "123"), ("7a", "7a"), (None, GAP), ("", GAP)],
)
def test_a_number_below_ten_has_a_zero_and_none_is_a_gap(given: str | None, written: str) -> None:
    assert paper_number(given) == written


def test_a_frame_of_which_nothing_is_known_holds_nothing() -> None:
    assert set(Frame()) == {None, ()}
