"""Which changes are all there: spans of numbers, held against the plain sets of them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.bundle import MARK
from ntmtrack.domain.change import Head
from ntmtrack.domain.coverage import holds, holes, joined, less, union, without

SPANS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 4)).map(lambda p: (p[0], p[0] + p[1])), max_size=4
)
COVERAGE = st.dictionaries(st.sampled_from("abc"), SPANS, max_size=3)


def numbers(spans: object) -> set[int]:
    return {n for first, last in spans for n in range(first, last + 1)}  # type: ignore[attr-defined]


@given(SPANS, SPANS)
def test_spans_add_up_and_take_away_as_the_numbers_in_them_do(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    both, left = union(one, two), without(one, two)
    assert numbers(both) == numbers(one) | numbers(two)
    assert numbers(left) == numbers(one) - numbers(two)
    for found in (both, left, holes(one)):
        assert all(before[1] + 1 < after[0] for before, after in pairwise(found))
    top = max(numbers(one), default=0)
    assert numbers(holes(one)) == set(range(1, top)) - numbers(one)
    assert all(holds(one, n) == (n in numbers(one)) for n in range(20))


@given(COVERAGE, COVERAGE)
def test_coverage_adds_up_and_takes_away_office_by_office(
    one: dict[str, list[tuple[int, int]]], two: dict[str, list[tuple[int, int]]]
) -> None:
    together, left = joined([one, two]), less(one, two)
    assert list(together) == sorted(one.keys() | two.keys())
    for office in "abc":
        here, there = numbers(one.get(office, ())), numbers(two.get(office, ()))
        assert numbers(together.get(office, ())) == here | there
        assert numbers(left.get(office, ())) == here - there
    assert all(left.values())


def test_the_order_of_changes_goes_by_what_their_authors_knew_then_by_office() -> None:
    first = Head("u2", "b", 9, 1, "command", "2024-07-02T00:00:00.000Z", "An", "x")
    later = [first._replace(lamport=2, office="a", seq=1), first._replace(lamport=2, seq=1)]
    assert sorted([*reversed(later), first], key=lambda each: each.order) == [first, *later]


def test_a_mark_begins_with_a_letter_so_that_it_is_no_number() -> None:
    assert all(MARK.fullmatch(mark) for mark in ("B", "BB", "BAN-BO", "A2345678901B"))
    assert not any(MARK.fullmatch(mark) for mark in ("", "bb", "2B", "ĐS", "A/B", "A2345678901BC"))
