"""Workbooks .xlsx as officers keep them: what is in a cell, what is hidden, what cannot be told."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.importers.sheets.grid import Percent, letter, read_grid
from tests.importers.sheets.making import (
    MAIN,
    a_raw_workbook,
    a_workbook,
    bad,
    cells,
    changed,
    refusal,
    remarks,
)


def test_a_plain_sheet_is_read_as_it_stands(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Xã")
        sheet.write_row(1, 1, ["Bản Bo", 12.5, True])
        sheet.write(3, 0, "  Nà\u00a0Tăm \n x ")

    grid = read_grid(a_workbook(tmp_path / "a.xlsx", fill))
    assert (grid.file, grid.sheet, grid.remarks, grid.bad) == ("a.xlsx", "Xã", (), ())
    assert [line.number for line in grid.lines] == [1, 2, 3, 4]
    assert cells(grid) == [[], ["", "Bản Bo", 12.5, True], [], ["Nà Tăm\nx"]]


def test_numbers_are_as_they_are_shown_where_that_says_more(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for row, (form, number) in enumerate(
            [
                ("0%", 0.85),
                ("0.0%", 0.825),
                ('0.00"%"', 82.5),
                ("00000", 2416),
                ("00000", 2.5),
                ("0", 7),
                ("#,##0", 1234),
            ]
        ):
            sheet.write(row, 0, number, book.add_format({"num_format": form}))

    grid = read_grid(a_workbook(tmp_path / "a.xlsx", fill))
    assert [row[0] for row in cells(grid)] == [
        Percent(Decimal(85)),
        Percent(Decimal("82.5")),
        82.5,
        "02416",
        2.5,
        7.0,
        1234.0,
    ]
    assert [str(row[0]) for row in cells(grid)[:2]] == ["85 %", "82.5 %"]


@pytest.mark.parametrize("of_1904", [False, True])
def test_days_and_times_are_days_and_times(tmp_path: Path, of_1904: bool) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for column, (form, value) in enumerate(
            [
                ("dd/mm/yyyy", date(2024, 6, 15)),
                ("dd/mm/yyyy hh:mm", datetime(2024, 6, 15, 7, 30)),
                ("hh:mm", time(7, 30)),
                ("[h]:mm", timedelta(hours=36)),
                ("dd/mm/yyyy", date(1904, 3, 1)),
            ]
        ):
            sheet.write(0, column, value, book.add_format({"num_format": form}))

    grid = read_grid(a_workbook(tmp_path / "a.xlsx", fill, date_1904=of_1904))
    (row,) = cells(grid)
    assert row[:4] == [
        date(2024, 6, 15),
        datetime(2024, 6, 15, 7, 30),
        time(7, 30),
        timedelta(hours=36),
    ]
    assert row[4] == date(1904, 3, 1)


def test_days_that_excel_counts_wrongly_are_not_believed(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet().write_row(0, 0, [1, 59, 60, 61], day)

    grid = read_grid(a_workbook(tmp_path / "a.xlsx", fill))
    assert cells(grid) == [["", "", "", date(1900, 3, 1)]]
    assert [(cell.line, cell.column) for cell in grid.bad] == [(1, 0), (1, 1), (1, 2)]
    assert bad(grid)[0] == "cell A1: 1900-01-01 is a day before any that is meant here"


def test_formulas_are_their_values_and_what_has_none_is_named(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_formula("B1", '="x"', None, "x")
        sheet.write_formula("C1", "=1=1", None, True)
        sheet.write_formula("A2", "=NA()", None, "#N/A")
        sheet.write_formula("B2", "=Z9", None, "#REF!")
        sheet.write_formula("C2", "=1+2", None, 3)

    def uncached(place: str, part: bytes) -> bytes:
        return part.replace(b"<v>3</v>", b"")

    path = changed(a_workbook(tmp_path / "a.xlsx", fill), uncached)
    grid = read_grid(path)
    assert cells(grid) == [[2.0, "x", True], []]
    assert bad(grid) == [
        "cell A2: the error #N/A stands in the cell",
        "cell B2: the error #REF! stands in the cell",
        "cell C2: a formula that was never calculated",
    ]


def test_a_formula_that_gives_no_text_is_empty_and_not_at_fault(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>'
    grid = read_grid(a_raw_workbook(tmp_path / "a.xlsx", row))
    assert (cells(grid), grid.bad) == ([["", 1.0]], ())


def test_merged_cells_have_their_value_in_every_place(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "KẾT QUẢ")
        sheet.merge_range("A2:A3", "Xã A")
        sheet.write("B3", 5)
        sheet.merge_range("C2:C3", "ghi chú")

    def to_the_end(place: str, part: bytes) -> bytes:
        return part.replace(b'ref="C2:C3"', b'ref="C2:XFD1048576"')

    grid = read_grid(changed(a_workbook(tmp_path / "a.xlsx", fill), to_the_end))
    assert cells(grid) == [["KẾT QUẢ"] * 3, ["Xã A", "", "ghi chú"], ["Xã A", 5.0, "ghi chú"]]


def test_hidden_lines_and_columns_are_read_and_said(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for row in range(6):
            sheet.write_row(row, 0, [row, "x", "y"])
        for row in (1, 2, 4, 90):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("D:XFD", None, None, {"hidden": True})

    grid = read_grid(a_workbook(tmp_path / "a.xlsx", fill))
    assert len(grid.lines) == 6
    assert grid.hidden_lines == {2, 3, 5}
    assert 1 in grid.hidden_columns
    assert remarks(grid) == [
        "Hidden lines were read like the others: 2–3, 5",
        "Hidden columns were read like the others: B",
    ]


def test_rich_text_is_whole_and_a_phonetic_guide_is_no_part_of_it(tmp_path: Path) -> None:
    string = (
        "<si><r><t xml:space='preserve'>Xã </t></r><r><t>Bản Bo</t></r>"
        "<rPh sb='0' eb='1'><t>no</t></rPh></si>"
    )
    path = a_workbook(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write("A1", "x"))

    def rich(place: str, part: bytes) -> bytes:
        return part.replace(b"<si><t>x</t></si>", string.encode())

    assert cells(read_grid(changed(path, rich))) == [["Xã Bản Bo"]]


def sheets(book: Any) -> None:
    book.add_worksheet("Tháng 5").write("A1", 5)
    book.add_worksheet("Trống")
    book.add_worksheet("Tháng 6").write("A1", 6)
    book.add_chartsheet("Biểu đồ")
    hidden = book.add_worksheet("Ẩn")
    hidden.write("A1", 7)
    hidden.hide()


def test_of_several_sheets_one_is_named_or_counted(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", sheets)
    assert refusal(path) == (
        "a.xlsx has several sheets"
        " | name one with --sheet: Tháng 5, Tháng 6, Ẩn; nothing was written"
    )
    assert cells(read_grid(path, sheet="tháng 6")) == [[6.0]]
    assert cells(read_grid(path, sheet="3")) == [[6.0]]
    assert read_grid(path, sheet="2").lines == []
    assert cells(read_grid(path, sheet="ẩn")) == [[7.0]]
    for none in ("Tháng 7", "0", "9", "Biểu đồ", ""):
        assert refusal(path, sheet=none).startswith(f"a.xlsx has no sheet {none}")


def test_a_hidden_sheet_is_read_only_where_nothing_else_is_filled(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("A").write("A1", 1)
        hidden = book.add_worksheet("B")
        hidden.write("A1", 2)
        hidden.very_hidden()

    grid = read_grid(a_workbook(tmp_path / "a.xlsx", fill))
    assert (cells(grid), remarks(grid)) == ([[1.0]], ["Hidden sheets were not read: B"])

    def alone(book: Any) -> None:
        book.add_worksheet("A")
        hidden = book.add_worksheet("B")
        hidden.write("A1", 2)
        hidden.hide()

    grid = read_grid(a_workbook(tmp_path / "b.xlsx", alone))
    assert (cells(grid), remarks(grid)) == ([[2.0]], ["Sheet B is hidden; it was read."])


def test_a_workbook_without_anything_in_it_is_refused(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", lambda book: book.add_worksheet())
    assert refusal(path).startswith("no sheet of a.xlsx is filled")


def test_macros_and_links_are_said_and_left_alone(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsm", lambda book: book.add_worksheet().write("A1", 1))
    import zipfile

    with zipfile.ZipFile(path, "a") as whole:
        whole.writestr("xl/vbaProject.bin", b"\0")
        whole.writestr("xl/externalLinks/externalLink1.xml", "<!DOCTYPE a SYSTEM 'file:///x'>")
    assert remarks(read_grid(path)) == [
        "a.xlsm holds macros; they were not run.",
        "a.xlsm links to other files; they were not opened, its values are those it was saved"
        " with.",
    ]


def test_sheets_that_other_programs_write_are_read_the_same(tmp_path: Path) -> None:
    """Places left out, a prefix before every tag, text within the sheet."""
    rows = (
        '<row><c><v>1</v></c><c t="inlineStr"><is><t>Xã</t></is></c></row>'
        '<row hidden="1"><c/><c><v>2</v></c></row>'
    )
    plain = read_grid(a_raw_workbook(tmp_path / "a.xlsx", rows))
    assert cells(plain) == [[1.0, "Xã"], ["", 2.0]]
    assert plain.hidden_lines == {2}
    tagged = rows.replace("<", "<x:").replace("<x:/", "</x:")
    part = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{tagged}</x:sheetData></x:worksheet>'
    path = a_raw_workbook(tmp_path / "b.xlsx", "", more={"xl/worksheets/sheet1.xml": part})
    prefixed = read_grid(path)
    assert prefixed.hidden_lines == {2}


@pytest.mark.parametrize(
    ("column", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")],
)
def test_columns_are_named_as_a_sheet_names_them(column: int, name: str) -> None:
    assert letter(column) == name
