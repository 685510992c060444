"""What products are to reach: when a target counts as reached, missed or moved."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.due import Precision
from ntmtrack.domain.product import Grade, Product, in_order
from ntmtrack.domain.product_target import ProductTarget, TargetLine, in_force, target_lines
from ntmtrack.domain.target import TargetState

START, LAST = date(2022, 1, 1), date(2022, 12, 31)


def a_target(stars: int | None = 3, **facts: Any) -> ProductTarget:
    told: dict[str, Any] = {
        "words": "trong năm 2022",
        "start": START,
        "last_day": LAST,
        "precision": Precision.YEAR,
        "since": date(2022, 6, 22),
        **facts,
    }
    return ProductTarget(1, stars, **told)


def lines(*grades: Grade, day: date, targets: tuple[ProductTarget, ...] = ()) -> list[TargetLine]:
    product = Product(1, 1, "Cốm", grades=in_order(grades))
    return list(target_lines(product, targets or (a_target(),), day))


def state(*grades: Grade, day: date = date(2024, 7, 9)) -> TargetState:
    (line,) = lines(*grades, day=day)
    return line.state


def test_it_is_missed_only_from_the_day_after_its_last() -> None:
    assert state(day=LAST) is TargetState.OPEN
    assert state(day=LAST + timedelta(days=1)) is TargetState.MISSED


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2021, 12, 31), TargetState.REACHED_EARLY),
        (START, TargetState.REACHED_ON_TIME),
        (LAST, TargetState.REACHED_ON_TIME),
        (date(2023, 1, 1), TargetState.REACHED_LATE),
    ],
)
def test_a_recognition_is_held_against_the_span_of_its_target(on: date, found: TargetState) -> None:
    assert state(Grade(3, on)) is found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("năm 2021", TargetState.REACHED_EARLY),
        ("năm 2022", TargetState.REACHED_ON_TIME),
        ("quý IV/2022", TargetState.REACHED_ON_TIME),
        ("năm 2023", TargetState.REACHED_LATE),
        ("giai đoạn 2021-2025", TargetState.REACHED),
        (None, TargetState.REACHED),
    ],
)
def test_one_without_a_day_by_its_words_and_where_they_tell_nothing_no_more_is_said(
    words: str | None, found: TargetState
) -> None:
    assert state(Grade(3, words=words)) is found


def test_fewer_stars_do_not_reach_it() -> None:
    assert state(Grade(2, date(2022, 5, 1))) is TargetState.MISSED


def test_without_stars_a_certificate_is_meant_which_is_given_from_three_on() -> None:
    (line,) = lines(Grade(2, START), day=LAST, targets=(a_target(None),))
    assert line.state is TargetState.OPEN
    (line,) = lines(Grade(3, START), day=LAST, targets=(a_target(None),))
    assert line.state is TargetState.REACHED_ON_TIME


def test_what_had_ended_before_the_span_began_has_to_be_reached_anew() -> None:
    ended = Grade(3, date(2018, 12, 31))
    assert ended.holds_to == date(2021, 12, 31)
    assert state(ended, day=LAST) is TargetState.OPEN
    assert state(ended._replace(recognised_on=date(2019, 1, 1)), day=LAST) is (
        TargetState.REACHED_EARLY
    )


def test_the_newest_target_for_the_same_stars_takes_the_place_of_the_others() -> None:
    first = a_target(None, order=1)
    later = a_target(3, words="2023", last_day=date(2023, 12, 31), order=2)
    higher = a_target(4, words="2024", last_day=date(2024, 12, 31), order=3)
    found = lines(day=date(2023, 6, 1), targets=(higher, later, first))
    assert [each.target.order for each in found] == [1, 2, 3]
    assert [each.moved_to for each in found] == [later, None, None]
    assert [each.waits for each in found] == [False, True, True]


def test_the_target_told_of_is_the_first_that_waits_else_the_last() -> None:
    lower, higher = a_target(3, order=1), a_target(4, last_day=date(2024, 12, 31), order=2)
    grade = Grade(3, date(2022, 5, 1))
    waiting = in_force(lines(grade, day=LAST, targets=(lower, higher)))
    assert waiting is not None
    assert waiting.target is higher
    both = in_force(lines(grade, Grade(4, LAST), day=LAST, targets=(lower, higher)))
    assert both is not None
    assert both.target is higher
    assert in_force(()) is None


DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
GRADES = st.builds(Grade, st.integers(1, 5), st.none() | DAYS, order=st.integers(0, 9))


@given(st.lists(GRADES, max_size=4), st.integers(1, 5), DAYS)
def test_what_reaches_so_many_stars_reaches_fewer(
    grades: list[Grade], stars: int, day: date
) -> None:
    def reached(fewest: int) -> bool:
        (line,) = lines(*grades, day=day, targets=(a_target(fewest),))
        return line.state not in (TargetState.OPEN, TargetState.MISSED)

    assert not reached(stars) or all(reached(fewer) for fewer in range(1, stars))
