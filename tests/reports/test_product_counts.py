"""How many products: what is listed and what was counted stand apart, and never mix."""

from datetime import date

import pytest

from ntmtrack.domain.product import Grade, Product, ProductTally
from ntmtrack.domain.product_count import Stated
from ntmtrack.reports import product_counts
from ntmtrack.reports.product_counts import Line
from tests.reports.values import BAN_BO, headings, notes, records, words

DAY = date(2026, 11, 22)
PRODUCTS = (
    Product(1, 1, "A", grades=(Grade(5, date(2026, 1, 1)),)),
    Product(2, 1, "B", grades=(Grade(3, words="năm 2025"),)),
    Product(3, 1, "C", grades=(Grade(3, date(2020, 1, 1)),)),
    Product(4, 1, "D", grades=(Grade(2, date(2020, 1, 1)),)),
    Product(5, 1, "E"),
)


def a_tally(number: int, stars: int | None = 3, *, or_more: bool = True) -> ProductTally:
    return ProductTally(1, stars, or_more, number, DAY, "từ 3 sao", "1/BC", None, "ghi chú")


def test_figures_add_up_and_the_expired_and_unrecognised_stand_apart() -> None:
    report = product_counts.counts([Line(BAN_BO, PRODUCTS)], day=DAY)
    (row,) = records(report)
    parts = ("stars_5", "stars_4", "stars_3", "stars_2", "stars_1", "no_stars", "expired")
    assert [row[key] for key in parts] == [1, 0, 1, 1, 0, 1, 1]
    assert sum(row[key] for key in parts) == row["products"] == 5
    assert row["three_up"] == 2
    assert (row["count"], row["stated"]) == (None, None)
    assert headings(report) == ["listed, with all units below"]


def test_a_count_without_a_list_has_a_row_and_a_block_of_its_own() -> None:
    line = Line(BAN_BO, PRODUCTS, (Stated(a_tally(25), 2),))
    report = product_counts.counts([line], day=DAY)
    listed, counted = records(report)
    assert listed["products"] == 5
    assert {key: counted[key] for key in ("products", "three_up", "stars_3", "expired")} == {
        "products": None,
        "three_up": None,
        "stars_3": None,
        "expired": None,
    }
    told = ("stated", "count", "counted_on", "listed", "words", "document", "note")
    assert tuple(counted[key] for key in told) == (
        *("3+", 25, DAY, 2, "từ 3 sao", "1/BC", "ghi chú"),
    )
    assert notes(report)[0] == (
        "Xã Bản Bo: 25 OCOP products of 3 stars or more on 2026-11-22; of them the list has 2"
    )
    assert report.summary == {"units": 1, "stated": 1}


def test_a_list_that_says_more_than_the_count_is_warned_of() -> None:
    line = Line(BAN_BO, (), (Stated(a_tally(1, 4, or_more=False), 2),))
    said = notes(product_counts.recorded(line, day=DAY))
    assert said == [
        "WARNING Xã Bản Bo: 1 OCOP product of 4 stars on 2026-11-22, but the list has 2;"
        " both are kept"
    ]


def test_where_both_agree_nothing_is_said() -> None:
    line = Line(BAN_BO, (), (Stated(a_tally(2), 2),))
    report = product_counts.recorded(line, day=DAY)
    assert notes(report) == []
    assert (report.name, words(report.title)) == ("product tally", "Products of Xã Bản Bo")


@pytest.mark.parametrize(
    ("tally", "typed", "said"),
    [
        (a_tally(25), "3+", "25 OCOP products of 3 stars or more"),
        (a_tally(2, 4, or_more=False), "4", "2 OCOP products of 4 stars"),
        (a_tally(1, None, or_more=False), None, "1 OCOP product"),
    ],
)
def test_the_stars_of_a_count_are_told_as_they_are_typed(
    tally: ProductTally, typed: str | None, said: str
) -> None:
    assert tally.typed == typed
    assert words(product_counts.counted_words(tally)) == said


def test_products_of_units_that_were_split_are_told_of() -> None:
    report = product_counts.counts([Line(BAN_BO, PRODUCTS[:1], shared=1)], day=DAY)
    assert notes(report)[0].startswith("1 product is of a unit that was split")


def test_a_unit_that_was_asked_for_has_a_row_with_nothing() -> None:
    (row,) = records(product_counts.counts([Line(BAN_BO, ())], day=DAY))
    assert row["products"] == 0
