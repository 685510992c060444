"""`product`: OCOP products, their stars, and until when these hold."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import TODAY, done
from tests.run import refused, rows, run


def added(db: Path, name: str, *argv: str, unit: str = "bang coc") -> dict[str, Any]:
    return done("product", "add", unit, name, *argv, db=db)


def listed(db: Path, *argv: str, today: str = TODAY) -> list[str]:
    return [row["product"] for row in rows("product", "list", *argv, db=db, today=today)]


def test_a_product_keeps_all_that_it_is_given(demo: Path) -> None:
    argv = ("--maker", "HTX Bằng Cốc", "--stars", "3", "--on", "10/5/2023", "--to", "1/6/2026")
    row = added(demo, "Mật ong", *argv, "--document", "12/QĐ-UBND", "--note", "đặc sản")
    assert row == {
        "unit": "02416",
        "unit_name": "Xã Bằng Cốc",
        "product": "Mật ong",
        "maker": "HTX Bằng Cốc",
        "stars": 3,
        "recognised_on": "2023-05-10",
        "words": None,
        "valid_to": "2026-06-01",
        "validity": "given",
        "expired": False,
        "document": "12/QĐ-UBND",
        "note": "đặc sản",
    }


def test_without_a_last_day_it_is_thirty_six_months_on(demo: Path) -> None:
    row = added(demo, "Chè", "--stars", "4", "--on", "29/2/2024")
    assert (row["valid_to"], row["validity"]) == ("2027-02-28", "derived")
    for day, expired in (("2027-02-28", False), ("2027-03-01", True)):
        (row,) = rows("product", "list", db=demo, today=day)
        assert row["expired"] is expired
    said = run("product", "list", db=demo, today="2027-03-01").out
    assert "1 recognition has expired" in said
    assert "148/QĐ-TTg" in said


def test_below_three_stars_and_without_a_day_no_end_is_made_up(demo: Path) -> None:
    assert added(demo, "A", "--stars", "2", "--on", "1/1/2020")["valid_to"] is None
    row = added(demo, "B", "--stars", "3", "--on", "năm 2020")
    assert (row["recognised_on"], row["words"], row["valid_to"]) == (None, "năm 2020", None)
    assert row["expired"] is None


def test_a_further_recognition_counts_from_its_day(demo: Path) -> None:
    added(demo, "Chè", "--stars", "3", "--on", "1/2/2021")
    added(demo, "chè", "--stars", "4", "--on", "1/2/2024")
    assert listed(demo) == ["Chè"]
    (now,) = rows("product", "list", db=demo, today=TODAY)
    (then,) = rows("product", "list", "--as-of", "1/1/2022", db=demo, today=TODAY)
    assert (now["stars"], then["stars"]) == (4, 3)


def test_products_are_listed_by_unit_and_stars(demo: Path) -> None:
    added(demo, "B", "--stars", "3")
    added(demo, "A")
    added(demo, "C", "--stars", "4", unit="ban bo")
    assert listed(demo) == ["C", "A", "B"]
    assert listed(demo, "bang coc") == ["A", "B"]
    assert listed(demo, "--under", "tam duong") == ["C"]
    assert listed(demo, "--stars", "3") == ["B"]
    assert listed(demo, "--stars", "3+") == ["C", "B"]
    assert run("product", "list", "bang coc", "--stars", "5", "--check", db=demo).code == 0


def test_a_product_of_a_unit_that_is_no_more_stays_in_the_list(demo: Path) -> None:
    added(demo, "A")
    into = ("--into", "Xã Mới", "--on", "1/7/2025", "--document", "1/NQ", "--under", "ham yen")
    done("unit", "merge", "02416", *into, db=demo, today="2025-07-02")
    assert listed(demo, today="2025-07-02") == ["A"]


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("bang coc", "Chè"), 3),
        (("bang coc", "Chè", "--stars", "3", "--on", "1/2/2024"), 3),
        (("bang coc", "Mới", "--on", "1/2/2024"), 3),
        (("bang coc", "Mới", "--stars", "3", "--on", "1/2/2034"), 3),
        (("bang coc", "Mới", "--stars", "3", "--on", "sớm"), 3),
        (("bang coc", "Mới", "--stars", "3", "--on", "1/2/2024", "--to", "1/1/2024"), 3),
        (("bang coc", "Mới", "--stars", "6"), 2),
        (("Xã Xa Lạ", "Mới"), 3),
    ],
)
def test_what_cannot_be_recorded_is_refused(demo: Path, argv: tuple[str, ...], code: int) -> None:
    added(demo, "Chè", "--stars", "3", "--on", "1/2/2024")
    refused(run("product", "add", *argv, db=demo, today=TODAY), code)
    assert listed(demo) == ["Chè"]


def test_a_wrong_number_of_stars_is_refused(demo_file: Path) -> None:
    assert "is no number of stars" in refused(
        run("product", "list", "--stars", "nhiều", db=demo_file), 3
    )


def test_one_name_of_two_makers_is_two_products(demo: Path) -> None:
    added(demo, "Chè", "--maker", "HTX A")
    added(demo, "Chè", "--maker", "HTX B")
    assert listed(demo) == ["Chè", "Chè"]
    said = refused(run("product", "add", "bang coc", "Chè", "--stars", "3", db=demo), 3)
    assert "Chè may mean several" in said
    assert "Chè, HTX A" in said
