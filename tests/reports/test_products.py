"""The list of products: what stands in a row, and what is counted."""

from datetime import date

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.due import Precision
from ntmtrack.domain.product import Grade, Product, Validity
from ntmtrack.domain.product_target import ProductTarget, target_lines
from ntmtrack.domain.target import TargetState
from ntmtrack.domain.unit import UnitKind
from ntmtrack.reports import products
from tests.reports.values import words

DAY = date(2026, 11, 22)
UNIT = Unit(1, "02416", "Xã Bằng Cốc", UnitKind.COMMUNE)


def a_line(name: str, *grades: Grade) -> products.Line:
    return products.Line(UNIT, Product(1, 1, name, "HTX A", "ghi chú", grades))


def notes(report: products.Report) -> list[str]:
    return [words(note) for note in report.notes]


def test_every_product_has_a_row_with_the_recognition_that_counts() -> None:
    old, new = Grade(3, date(2020, 1, 1)), Grade(4, date(2024, 1, 1), document="1/QĐ")
    report = products.listing([a_line("Chè", old, new), a_line("Cốm")], day=DAY)
    assert report.rows == (
        (
            *("02416", "Xã Bằng Cốc", "Chè", "HTX A", 4, date(2024, 1, 1), None),
            *(date(2027, 1, 1), Validity.DERIVED, False, "1/QĐ", "ghi chú"),
            *(40, None, None, None, None),
        ),
        ("02416", "Xã Bằng Cốc", "Cốm", "HTX A", *[None] * 7, "ghi chú", *[None] * 5),
    )


def test_products_are_counted_by_stars_and_the_expired_apart() -> None:
    lines = [
        a_line("A", Grade(3, date(2020, 1, 1))),
        a_line("B", Grade(3, words="năm 2025")),
        a_line("C", Grade(5, date(2026, 1, 1), valid_to=date(2028, 1, 1))),
        a_line("D"),
    ]
    report = products.listing(lines, day=DAY)
    assert report.summary == {
        "products": 4,
        "stars_5": 1,
        "stars_4": 0,
        "stars_3": 1,
        "stars_2": 0,
        "stars_1": 0,
        "no_stars": 1,
        "expired": 1,
    }
    assert notes(report)[:4] == [
        "4 products",
        "5 stars: 1",
        "3 stars: 1",
        "1 recognition has expired",
    ]
    assert "148/QĐ-TTg" in notes(report)[4]


def test_the_rule_is_named_only_where_it_was_used() -> None:
    given = a_line("A", Grade(3, date(2026, 1, 1), valid_to=date(2028, 1, 1)))
    assert notes(products.listing([given], day=DAY)) == ["1 product", "3 stars: 1"]
    assert notes(products.listing([], day=DAY)) == []
    assert products.added(given, day=DAY).name == "product add"


def aimed(last: date, stars: int | None = 4) -> products.Line:
    """A product of three stars with a target."""
    line = a_line("Chè", Grade(3, date(2026, 1, 1), valid_to=date(2028, 1, 1)))
    target = ProductTarget(1, stars, "theo văn bản", date(2026, 1, 1), last, Precision.YEAR, DAY)
    return line._replace(targets=target_lines(line.product, [target], DAY))


def test_the_target_in_force_stands_beside_a_product() -> None:
    report = products.listing([aimed(date(2026, 12, 31))], day=DAY)
    assert report.rows[0][-4:] == (4, "theo văn bản", date(2026, 12, 31), TargetState.OPEN)
    assert "no stars" not in " ".join(notes(report))


def test_what_a_target_without_stars_means_is_said() -> None:
    report = products.listing([aimed(date(2026, 12, 31), None)], day=DAY)
    assert report.rows[0][-4:][0] is None
    assert report.rows[0][-1] is TargetState.REACHED_ON_TIME
    assert any("names no stars is reached with 3 stars" in note for note in notes(report))


def test_those_about_to_end_and_a_target_have_titles_of_their_own() -> None:
    last = date(2027, 2, 20)
    report = products.expiring([], day=DAY, last=last)
    assert words(report.title) == "OCOP recognitions that end from 2026-11-22 to 2027-02-20"
    assert report.empty is not None
    assert words(report.empty) == "No recognition ends in these days."
    report = products.target_set(aimed(last), day=DAY, remarks=[report.title])
    assert report.name == "product target"
    assert words(report.title) == "Target of Chè, Xã Bằng Cốc"
    assert notes(report)[0].startswith("OCOP recognitions")
