"""Workbooks that an office program saved as .xls and .ods: the same grid as from .xlsx."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.importers.sheets.grid import Percent, read_grid
from tests.importers.sheets.making import a_workbook, bad, cells, remarks

SOFFICE = shutil.which("soffice")

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def plain(book: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ["Xã", "Kết quả"])
    sheet.write_row(1, 0, ["Bản Bo", 12.5])


def title_and_merged(book: Any, sheet: Any) -> None:
    sheet.merge_range("A1:C1", "BIỂU TỔNG HỢP")
    sheet.merge_range("A3:A4", "Xã")
    sheet.merge_range("B3:C3", "Tiêu chí")
    sheet.write_row("B4", [1, 2])
    sheet.write_row("A5", ["Bản Bo", "x", "x"])


def hidden(book: Any, sheet: Any) -> None:
    for row in range(4):
        sheet.write_row(row, 0, [row, "x", "y"])
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column("B:B", None, None, {"hidden": True})


def formats(book: Any, sheet: Any) -> None:
    sheet.write(0, 0, 2416, book.add_format({"num_format": "00000"}))
    sheet.write(0, 1, 0.825, book.add_format({"num_format": "0.0%"}))
    sheet.write(0, 2, date(2024, 6, 15), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write(0, 3, 1, book.add_format({"num_format": "0%"}))


def formulas(book: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, [1, 2])
    sheet.write_formula("C1", "=A1+B1", None, 3)
    sheet.write_formula("D1", "=A1/0", None, "#DIV/0!")
    sheet.write_formula("E1", "=NA()", None, "#N/A")
    sheet.write("F1", "hết")


def old_fonts(book: Any, sheet: Any) -> None:
    sheet.write(0, 0, "x· B¶n Bo", book.add_format({"font_name": ".VnTime"}))
    sheet.write(1, 0, "®¹t", book.add_format({"font_name": ".VnTimeH"}))
    sheet.write(2, 0, "xaõ Baûn Bo", book.add_format({"font_name": "VNI-Times"}))
    sheet.write(3, 0, "Xã Bản Bo", book.add_format({"font_name": ".VnTime"}))


def two_tables(book: Any, sheet: Any) -> None:
    sheet.write_row("B2", ["Xã", "Đạt"])
    sheet.write_row("B3", ["A", "x"])
    sheet.write_row("B7", ["Thôn", "Đạt"])
    sheet.write_row("B8", ["B", "x"])


def codes_as_text(book: Any, sheet: Any) -> None:
    for row, code in enumerate(["02416", "17.10", "15/06/2024", "'=1", "1.234,5"]):
        sheet.write_string(row, 0, code)


HALF = Percent(Decimal("82.5"))
SHAPES: dict[str, tuple[Callable[[Any, Any], None], list[list[object]]]] = {
    "plain": (plain, [["Xã", "Kết quả"], ["Bản Bo", 12.5]]),
    "merged": (
        title_and_merged,
        [
            ["BIỂU TỔNG HỢP"] * 3,
            [],
            ["Xã", "Tiêu chí", "Tiêu chí"],
            ["Xã", 1, 2],
            ["Bản Bo", "x", "x"],
        ],
    ),
    "hidden": (hidden, [[row, "x", "y"] for row in range(4)]),
    "formats": (formats, [["02416", HALF, date(2024, 6, 15), Percent(Decimal(100))]]),
    "formulas": (formulas, [[1, 2, 3, "", "", "hết"]]),
    "old": (old_fonts, [["xã Bản Bo"], ["ĐẠT"], ["xã Bản Bo"], ["Xã Bản Bo"]]),
    "two": (
        two_tables,
        [[], ["", "Xã", "Đạt"], ["", "A", "x"], [], [], [], ["", "Thôn", "Đạt"], ["", "B", "x"]],
    ),
    "codes": (codes_as_text, [["02416"], ["17.10"], ["15/06/2024"], ["'=1"], ["1.234,5"]]),
}
KINDS = ("xlsx", "xls", "ods")


def all_shapes(book: Any) -> None:
    for name, (fill, _) in SHAPES.items():
        fill(book, book.add_worksheet(name))


def several_sheets(book: Any) -> None:
    book.add_worksheet("Trống")
    book.add_worksheet("Có").write("A1", "x")
    away = book.add_worksheet("Ẩn")
    away.write("A1", "y")
    away.hide()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every shape in every kind; LibreOffice is started once for each kind of its own."""
    made = tmp_path_factory.mktemp("made")
    files = [
        a_workbook(made / "all.xlsx", all_shapes),
        a_workbook(made / "several.xlsx", several_sheets),
    ]
    for kind in ("xls", "ods"):
        done = subprocess.run(
            [
                *(str(SOFFICE), f"-env:UserInstallation=file://{made}/profile", "--headless"),
                *("--convert-to", kind, "--outdir", str(made), *map(str, files)),
            ],
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_is_read_the_same_from_each_kind(folder: Path, name: str, kind: str) -> None:
    grid = read_grid(folder / f"all.{kind}", sheet=name)
    assert (grid.sheet, cells(grid)) == (name, SHAPES[name][1])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_beside_the_cells_is_told_from_each_kind(folder: Path, kind: str) -> None:
    away = read_grid(folder / f"all.{kind}", sheet="hidden")
    assert (away.hidden_lines, away.hidden_columns) == ({3}, {1})
    assert bad(read_grid(folder / f"all.{kind}", sheet="formulas")) == [
        "cell D1: the error #DIV/0! stands in the cell",
        "cell E1: the error #N/A stands in the cell",
    ]
    (preview,) = remarks(read_grid(folder / f"all.{kind}", sheet="old"))
    assert preview.startswith("3 cells were converted from an old font: x· B¶n Bo → xã Bản Bo")


@pytest.mark.parametrize("kind", KINDS)
def test_of_several_sheets_the_one_that_is_filled_and_shown_is_read(
    folder: Path, kind: str
) -> None:
    grid = read_grid(folder / f"several.{kind}")
    assert (grid.sheet, cells(grid)) == ("Có", [["x"]])
    assert remarks(grid) == ["Hidden sheets were not read: Ẩn"]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_damage_is_one_line_whatever_it_hits(folder: Path, kind: str, tmp_path: Path) -> None:
    from ntmtrack.errors import DataError

    whole = (folder / f"several.{kind}").read_bytes()
    path = tmp_path / f"a.{kind}"
    outcomes = set()
    for at in range(0, len(whole), max(len(whole) // 16, 1)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            read_grid(path)
            outcomes.add("read")
        except DataError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}
