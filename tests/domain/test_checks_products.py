"""What `check` says of products, and the command that mends it."""

from datetime import date

from ntmtrack.domain.checks.finding import UNIT, Rule
from ntmtrack.domain.checks.products import expired, fewer_counted
from ntmtrack.domain.product import Grade, Product, ProductTally
from ntmtrack.domain.product_count import Stated
from tests.reports.values import words

DAY = date(2024, 7, 9)


def a_product(maker: str | None, *grades: Grade) -> Product:
    return Product(1, 7, "Chè", maker, grades=grades)


def test_a_recognition_that_has_ended_is_found_unless_a_newer_one_is_there() -> None:
    old, new = Grade(3, date(2020, 1, 1), document="1/QĐ"), Grade(3, date(2024, 1, 1))
    (found,) = expired(
        [
            a_product("HTX A", old),
            a_product(None, old, new),
            a_product(None, Grade(3, words="năm 2010")),
            a_product(None),
        ],
        DAY,
    )
    assert (found.rule, found.unit_key, found.document) == (Rule.PRODUCT_EXPIRED, 7, "1/QĐ")
    assert words(found.what) == "Chè: the recognition with 3 stars ended on 2023-01-01"
    assert found.command == (
        *("product", "add", UNIT, "Chè", "--maker", "HTX A", "--stars", "3", "--on", "WHEN"),
    )
    (found,) = expired([a_product(None, old)], DAY)
    assert "--maker" not in (found.command or ())


def test_only_a_count_of_fewer_than_are_listed_is_found() -> None:
    def counted(number: int, stars: int | None) -> Stated:
        return Stated(ProductTally(7, stars, stars is not None, number, DAY), 2)

    found = list(fewer_counted([counted(2, 3), counted(25, 3), counted(1, 3), counted(0, None)]))
    assert [each.command for each in found] == [
        ("product", "tally", UNIT, "COUNT", "--stars", "3+", "--on", "2024-07-09"),
        ("product", "tally", UNIT, "COUNT", "--on", "2024-07-09"),
    ]
    assert {each.rule for each in found} == {Rule.COUNT_AND_LIST}
