"""One product: its recognitions and its targets, and what is said beside them."""

from datetime import date

from ntmtrack.domain.due import Precision
from ntmtrack.domain.product import Grade, Product, Validity
from ntmtrack.domain.product_target import ProductTarget, target_lines
from ntmtrack.domain.target import TargetState
from ntmtrack.reports.product_life import showing
from ntmtrack.reports.products import Line
from tests.reports.values import BAN_BO, headings, notes, records, words

DAY = date(2026, 11, 22)


def a_line(product: Product, *targets: ProductTarget) -> Line:
    return Line(BAN_BO, product, target_lines(product, targets, DAY))


def a_target(order: int, words: str, last: date) -> ProductTarget:
    return ProductTarget(1, 4, words, date(2026, 1, 1), last, Precision.YEAR, DAY, order=order)


def test_every_recognition_and_every_target_has_a_row() -> None:
    product = Product(
        1,
        1,
        "Chè",
        "HTX A",
        "đặc sản",
        (Grade(3, date(2021, 1, 1), document="1/QĐ"), Grade(4, date(2026, 2, 1), note="nâng hạng")),
    )
    moved, now = a_target(1, "2026", date(2026, 12, 31)), a_target(2, "2027", date(2027, 12, 31))
    report = showing(a_line(product, moved, now), day=DAY)
    assert headings(report) == ["recognised (2)", "to be reached (2)"]
    first, second, earlier, target = records(report)
    assert (first["stars"], first["start"], first["last_day"]) == (
        *(3, date(2021, 1, 1)),
        date(2024, 1, 1),
    )
    assert (first["expired"], first["validity"], first["document"]) == (
        *(True, Validity.DERIVED),
        "1/QĐ",
    )
    assert (second["expired"], second["note"]) == (False, "nâng hạng")
    assert (earlier["words"], target["words"]) == ("2026", "2027")
    assert (target["state"], target["reached_on"]) == (
        TargetState.REACHED_ON_TIME,
        date(2026, 2, 1),
    )
    assert words(report.title) == "Chè, Xã Bản Bo, on 2026-11-22"
    assert notes(report)[:3] == [
        "made by HTX A",
        "đặc sản",
        "moved: 2026 (2026-12-31) is now 2027",
    ]
    assert "148/QĐ-TTg" in notes(report)[3]


def test_of_a_product_that_was_only_named_that_is_said() -> None:
    report = showing(a_line(Product(1, 1, "Chè")), day=DAY)
    assert (report.rows, notes(report)) == ((), [])
    assert report.empty is not None
    assert words(report.empty).startswith("It was never recognised")


def test_a_target_that_is_not_reached_has_no_day() -> None:
    report = showing(a_line(Product(1, 1, "Chè"), a_target(1, "2025", date(2026, 1, 1))), day=DAY)
    (row,) = records(report)
    assert (row["state"], row["reached_on"]) == (TargetState.MISSED, None)
