"""Products counted up the tree, each once, and counts without a list held against the list."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntmtrack.domain.product import Grade, Product, ProductTally
from ntmtrack.domain.product_count import added_up, stated

ON = date(2024, 7, 8)
PROVINCE, DISTRICT, COMMUNE, OTHER, GONE = 1, 2, 3, 4, 5
ABOVE = {DISTRICT: PROVINCE, COMMUNE: DISTRICT, OTHER: DISTRICT}


def a_product(key: int, unit: int, *grades: Grade) -> Product:
    return Product(key, unit, f"SP {key}", grades=grades)


def keys(found: Mapping[int, list[Product]]) -> dict[int, list[int]]:
    return {unit: [each.key for each in products] for unit, products in found.items()}


def test_a_product_counts_at_its_unit_and_at_all_above() -> None:
    found = added_up([a_product(1, COMMUNE), a_product(2, OTHER)], {}, ABOVE)
    assert keys(found) == {COMMUNE: [1], OTHER: [2], DISTRICT: [1, 2], PROVINCE: [1, 2]}


def test_one_of_a_unit_that_went_over_into_others_counts_there_and_once_above() -> None:
    where = {GONE: {COMMUNE, OTHER}}
    found = added_up([a_product(1, GONE)], where, ABOVE)
    assert keys(found) == {COMMUNE: [1], OTHER: [1], DISTRICT: [1], PROVINCE: [1]}


@given(st.lists(st.sampled_from([PROVINCE, DISTRICT, COMMUNE, OTHER]), max_size=12))
def test_the_top_has_every_product_once(units: list[int]) -> None:
    products = [a_product(key, unit) for key, unit in enumerate(units)]
    found = added_up(products, {}, ABOVE)
    assert keys(found).get(PROVINCE, []) == list(range(len(units)))
    for unit, listed in found.items():
        below = [each for each in products if each.unit_key == unit]
        children = [child for child, parent in ABOVE.items() if parent == unit]
        assert len(listed) == len(below) + sum(len(found.get(child, ())) for child in children)


LISTED = [
    a_product(1, COMMUNE, Grade(3, date(2023, 1, 1))),
    a_product(2, COMMUNE, Grade(4, date(2023, 1, 1))),
    a_product(3, COMMUNE, Grade(4, date(2020, 1, 1))),
    a_product(4, COMMUNE),
    a_product(5, COMMUNE, Grade(2, date(2020, 1, 1))),
]


@pytest.mark.parametrize(
    ("stars", "or_more", "listed"), [(3, True, 2), (4, False, 1), (2, True, 3), (None, False, 5)]
)
def test_a_count_is_held_against_those_that_were_recognised_and_had_not_ended(
    stars: int | None, or_more: bool, listed: int
) -> None:
    told = stated(ProductTally(DISTRICT, stars, or_more, 25, ON), LISTED)
    assert (told.listed, told.difference) == (listed, 25 - listed)
