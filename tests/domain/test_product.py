"""Products: stars as they are written, and until when a recognition holds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.product import Grade, Product, Validity, certificate_end, in_order, stars_of
from ntmtrack.errors import DataError


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("3", 3),
        ("3.0", 3),
        ("4 sao", 4),
        ("4sao", 4),
        ("5*", 5),
        ("***", 3),
        ("* * *", 3),
        ("★★★★", 4),
        ("Hạng 3 sao", 3),
        ("Đạt OCOP 4 sao", 4),
        ("Ba sao", 3),
        ("3 stars", 3),
    ],
)
def test_stars_are_read_as_they_are_written(text: str, stars: int) -> None:
    assert stars_of(text) == stars


@pytest.mark.parametrize("text", ["", "6", "0 sao", "******", "ba", "mười sao", "3,5", "3-4 sao"])
def test_what_is_no_number_of_stars_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        stars_of(text)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(3, 5))
def test_a_certificate_ends_on_the_same_day_three_years_on(day: date, stars: int) -> None:
    end = certificate_end(stars, day)
    assert end is not None
    assert (end.year, end.month) == (day.year + 3, day.month)
    assert end.day == day.day or (day.month, day.day, end.day) == (2, 29, 28)


def test_without_a_day_or_below_three_stars_no_end_is_known() -> None:
    assert certificate_end(3, None) is None
    assert certificate_end(2, date(2024, 1, 1)) is None
    grade = Grade(2, date(2024, 1, 1))
    assert (grade.holds_to, grade.validity, grade.expired(date(2100, 1, 1))) == (None, None, None)


def test_a_day_that_the_paper_gives_goes_before_the_rule() -> None:
    given_day = Grade(3, date(2024, 1, 1), valid_to=date(2025, 1, 1))
    derived = Grade(3, date(2024, 1, 1))
    assert (given_day.holds_to, given_day.validity) == (date(2025, 1, 1), Validity.GIVEN)
    assert (derived.holds_to, derived.validity) == (date(2027, 1, 1), Validity.DERIVED)
    assert derived.expired(date(2027, 1, 1)) is False
    assert derived.expired(date(2027, 1, 2)) is True


def test_words_tell_the_days_on_which_a_recognition_may_have_been() -> None:
    grade = Grade(3, words="năm 2023")
    assert grade.span == (date(2023, 1, 1), date(2023, 12, 31))
    assert [grade.known_by(date(*day)) for day in ((2022, 12, 31), (2023, 1, 1))] == [False, True]
    assert Grade(3, date(2024, 5, 1)).span == (date(2024, 5, 1), date(2024, 5, 1))
    for nothing in (Grade(3), Grade(3, words="năm ngoái")):
        assert nothing.span == (None, None)
        assert nothing.known_by(date(1900, 1, 1))


def test_the_newest_recognition_counts() -> None:
    older = Grade(3, date(2021, 1, 1), order=2)
    newer = Grade(4, date(2024, 1, 1), order=1)
    again = Grade(5, date(2024, 1, 1), order=3)
    unknown = Grade(2, words="năm 2020", order=4)
    assert in_order([again, newer, unknown, older]) == (unknown, older, newer, again)
    in_words, no_day = Grade(4, words="năm 2022"), Grade(5, words="năm ngoái", order=5)
    assert in_order([newer, in_words, no_day, older]) == (no_day, older, in_words, newer)
    assert Product(1, 1, "Chè", grades=in_order([newer, older])).grade == newer
    assert Product(1, 1, "Chè").grade is None
