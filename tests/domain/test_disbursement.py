"""Disbursement of some works: what it comes to, and which are slow."""

from decimal import Decimal

from ntmtrack.domain.disbursement import Group, Pace, group, sources, years
from ntmtrack.domain.work import Sums
from tests.domain.test_work import a_work, approved, disbursed


def test_a_group_counts_the_works_that_have_sums_and_those_without_word_of_disbursing() -> None:
    works = [
        a_work(capital=(approved(10), disbursed(4))),
        a_work(capital=(approved(20, year=2023),)),
        a_work(),
    ]
    assert group(works) == Group(2, 1, Sums(30, 4))
    assert group(works, year=2024) == Group(1, 0, Sums(10, 4))
    assert group(works, source="tỉnh") == Group(0, 0, Sums())
    assert group([]) == Group(0, 0, Sums())


def test_what_was_disbursed_without_a_base_is_told_by_source_and_year() -> None:
    work = a_work(capital=(approved(10), disbursed(4), disbursed(3, year=2023)))
    assert group([work]) == Group(1, 0, Sums(10, 7), 3)
    assert group([work], year=2024).without_base == 0
    assert group([work], year=2023) == Group(1, 0, Sums(None, 3), 3)
    assert group([work], source="khác").without_base == 0


def test_the_slowest_stand_first_and_what_has_no_share_last() -> None:
    slow, half = Group(1, 0, Sums(100, 10)), Group(1, 0, Sums(10, 5))
    more_left = Group(1, 0, Sums(1000, 500))
    silent, bare, nothing = Group(1, 1, Sums(9)), Group(1, 0, Sums(None, 9)), Group(0, 0, Sums(0))
    listed = [bare, silent, half, slow, more_left]
    assert sorted(listed, key=lambda each: each.slowness) == [slow, more_left, half, silent, bare]
    assert [each.pace for each in (slow, silent, bare, nothing)] == [
        *(Pace.SHARE, Pace.NOTHING_SAID, Pace.NO_BASE, Pace.NO_BASE)
    ]
    assert slow.slowness == (0, Decimal(10), -90)


def test_sources_and_years_are_named_once() -> None:
    works = [
        a_work(capital=(approved(1, source="tỉnh"), approved(1, source="huyện", year=2022))),
        a_work(capital=(approved(1, source="Huyện"),)),
    ]
    assert sources(works) == ["Huyện", "tỉnh"]
    assert years(works) == [2022, 2024]
