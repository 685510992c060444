"""`import products`: lists of OCOP products with their stars and decisions."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import TODAY, done
from tests.run import Result, rows, run
from tests.workbooks import a_text, a_workbook


def taken(db: Path, file: Path, *argv: str) -> Result:
    result = run("import", "products", file, *argv, "-f", "json", db=db, today=TODAY)
    assert result.code == 0, result.err
    return result


def counts(result: Result) -> dict[str, int]:
    return dict(json.loads(result.out)["summary"])


def products(db: Path) -> dict[str, dict[str, Any]]:
    return {row["product"]: row for row in rows("product", "list", db=db, today=TODAY)}


def said_of(db: Path, file: Path, *argv: str) -> str:
    """Why the last line of a sheet was rejected."""
    row = max(taken(db, file, *argv).rows, key=lambda row: row["line"])
    assert row["outcome"] == "rejected", row
    return str(row["said"])


LIST = [
    ("DANH MỤC SẢN PHẨM OCOP", *[None] * 8),
    (
        *("TT", "Xã", "Tên sản phẩm", "Chủ thể", "Hạng sao", "Số quyết định", "Ngày quyết định"),
        *("Có hiệu lực đến", "Ghi chú"),
    ),
    (
        *(1, "Xã Hồng Quang", "Cốm Hồng Quang", "HTX Hồng Quang", "3 sao"),
        *("Quyết định số 15/QĐ-UBND", date(2022, 12, 20), None, None),
    ),
    (2, None, "Chè Shan", "HTX Hồng Quang", "****", None, None, None, "năm 2023"),
    (3, 2416, "Mật ong", None, 3, "16/QĐ-UBND", "5/1/2024", date(2027, 6, 30), None),
    (4, "Bình An, Lâm Bình", "Thịt trâu BA", None, None, None, None, None, "phấn đấu"),
]


def test_a_list_of_products_goes_in_as_it_is(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "ocop.xlsx", LIST, merged=[(0, 0, 0, 8), (2, 1, 3, 1)])
    before = products(demo)
    assert counts(taken(demo, file)) == {"new": 2, "changed": 2, "same": 0, "rejected": 0}
    assert products(demo) == before
    said = {row["line"]: row["said"] for row in taken(demo, file, "--apply").rows}
    assert "recognised on the day of the document, 20/12/2022" in said[3]
    assert "2416 was read as 02416" in said[5]
    told = ("unit_name", "maker", "stars", "recognised_on", "valid_to", "validity", "document")
    found = {name: tuple(row[key] for key in told) for name, row in products(demo).items()}
    assert found == {
        "Cốm Hồng Quang": (
            *("Xã Hồng Quang", "HTX Hồng Quang", 3, "2022-12-20", "2025-12-20", "derived"),
            "15/QĐ-UBND",
        ),
        "Chè Shan": ("Xã Hồng Quang", "HTX Hồng Quang", 4, None, None, None, None),
        "Mật ong": ("Xã Bằng Cốc", None, 3, "2024-01-05", "2027-06-30", "given", "16/QĐ-UBND"),
        "Thịt trâu BA": ("Xã Bình An", None, None, None, None, None, None),
    }
    assert counts(taken(demo, file, "--apply")) == {
        "new": 0,
        "changed": 0,
        "same": 4,
        "rejected": 0,
    }


def test_a_later_list_brings_new_stars_and_says_before_and_after(
    demo: Path, tmp_path: Path
) -> None:
    head = "unit,product,maker,stars,recognised_on,note"
    taken(demo, a_text(tmp_path / "a.csv", head, "02416,Chè,,3,1/2/2021,"), "--apply")
    file = a_text(tmp_path / "b.csv", head, "02416,chè,HTX A,4 sao,1/2/2024,mới")
    said = taken(demo, file, "--apply").rows[0]["said"]
    for piece in (
        "Maker: – → HTX A",
        "Note: – → mới",
        "Stars: 3 → 4",
        "Recognised on: 01/02/2021 → 01/02/2024",
        "Valid to: 01/02/2024 → 01/02/2027",
    ):
        assert piece in said
    assert (products(demo)["Chè"]["stars"], products(demo)["Chè"]["maker"]) == (4, "HTX A")
    assert counts(taken(demo, file, "--apply"))["same"] == 1
    stars_alone = a_text(tmp_path / "c.csv", "unit,product,stars", "02416,Chè,4", "02416,Chè,5")
    assert [row["outcome"] for row in taken(demo, stars_alone).rows] == ["same", "changed"]
    with_paper = a_text(
        tmp_path / "d.csv", "unit,product,stars,recognised_on,document", "02416,Chè,4,1/2/2024,9/QĐ"
    )
    assert "Document: – → 9/QĐ" in taken(demo, with_paper, "--apply").rows[0]["said"]
    assert counts(taken(demo, with_paper))["same"] == 1


@pytest.mark.parametrize(
    ("stars", "read"), [("★★★", 3), ("Hạng 5 sao", 5), ("bốn sao", 4), ("chưa xếp hạng", None)]
)
def test_stars_are_read_as_they_are_written(
    demo: Path, tmp_path: Path, stars: str, read: int | None
) -> None:
    taken(demo, a_text(tmp_path / "a.csv", "unit,product,stars", f"02416,Chè,{stars}"), "--apply")
    assert products(demo)["Chè"]["stars"] == read


def test_a_year_alone_is_kept_as_words(demo: Path, tmp_path: Path) -> None:
    head = ("Xã", "Sản phẩm", "Số sao", "Năm công nhận")
    file = a_workbook(tmp_path / "a.xlsx", [head, ("02416", "Chè", 3, 2022)])
    taken(demo, file, "--apply")
    assert products(demo)["Chè"]["words"] == "2022"
    assert counts(taken(demo, file))["same"] == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("02416", None, 3, None, None, None), "the name of the product is missing"),
        ((None, "Chè", 3, None, None, None), "the unit is missing"),
        (("Xã Xa Lạ", "Chè", 3, None, None, None), "there is no unit Xã Xa Lạ"),
        (("Bình An", "Chè", 9, None, None, None), "9 is no number of stars"),
        (("02416", "Chè", None, "1/2/2024", None, None), "a recognition has no stars"),
        (("02416", "Chè", 3, "1/2/2030", None, None), "01/02/2030 is still to come"),
        (("02416", "Chè", 3, "năm 2030", None, None), "01/01/2030 is still to come"),
        (("02416", "Chè", 3, 45000.5, None, None), "is a figure, not a day"),
        (("02416", "Chè", 3, None, "1/QĐ ngày 2/3/2024", "3/3/2024"), "in one cell and of"),
    ],
)
def test_what_cannot_be_taken_says_why(
    demo: Path, tmp_path: Path, line: tuple[object, ...], said: str
) -> None:
    head = ("Xã", "Sản phẩm", "Số sao", "Ngày công nhận", "Quyết định", "Ngày ký")
    before = products(demo)
    assert said in said_of(demo, a_workbook(tmp_path / "a.xlsx", [head, line]))
    assert products(demo) == before


def test_the_same_product_twice_in_a_list_is_found(demo: Path, tmp_path: Path) -> None:
    file = a_text(tmp_path / "a.csv", "unit,product", "02416,Chè", "02416,CHÈ")
    assert said_of(demo, file) == "the same product is in line 2"


def test_options_speak_for_all_lines(demo: Path, tmp_path: Path) -> None:
    file = a_text(tmp_path / "a.csv", "Xã,Sản phẩm,Số sao", "Bình An,Chè,3")
    options = ("--under", "Lâm Bình", "--document", "15/QĐ-UBND ngày 2/3/2024")
    taken(demo, file, *options, "--apply")
    row = products(demo)["Chè"]
    assert (row["document"], row["recognised_on"]) == ("15/QĐ-UBND", "2024-03-02")


@pytest.mark.parametrize("name", ["sp.csv", "sp.tsv", "sp.xlsx"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_the_list_writes_is_read_again_as_the_same(
    demo: Path, tmp_path: Path, name: str, lang: str
) -> None:
    for product, *argv in (
        ("Chè", "--stars", "3", "--on", "1/2/2024", "--document", "1/QĐ", "--maker", "HTX A"),
        ("Chè", "--stars", "4", "--on", "năm 2023", "--maker", "HTX B", "--note", "x"),
        ("Mật", "--stars", "2", "--on", "1/2/2024", "--to", "1/2/2025"),
        ("Cốm",),
    ):
        done("product", "add", "bang coc", product, *argv, db=demo)
    file = tmp_path / name
    assert run("product", "list", "-o", file, db=demo, today=TODAY, lang=lang).code == 0
    # The two of the sample ledger are listed too.
    assert counts(taken(demo, file)) == {"new": 0, "changed": 0, "same": 6, "rejected": 0}
