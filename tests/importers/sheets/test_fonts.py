"""Old fonts in a workbook: what is converted, what is never touched, what is refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ntmtrack.importers.sheets.grid import Font, read_grid
from tests.importers.sheets.making import a_workbook, bad, cells, remarks

TCVN3, VNI, UNICODE = ".VnTime", "VNI-Times", "Times New Roman"


def a_sheet(folder: Path, *texts: tuple[str, str]) -> Path:
    """A sheet with these texts one below the other, each in a font."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for row, (text, font) in enumerate(texts):
            sheet.write_string(row, 0, text, book.add_format({"font_name": font}))

    return a_workbook(folder / "a.xlsx", fill)


def column(path: Path, *, font: Font | None = None) -> Sequence[object]:
    return [row[0] if row else "" for row in cells(read_grid(path, font=font))]


def test_cells_in_old_fonts_are_converted_with_a_preview(tmp_path: Path) -> None:
    path = a_sheet(
        tmp_path,
        ("x· B¶n Bo", TCVN3),
        ("Uû ban nh©n d©n", ".VnTimeH"),
        ("xaõ Baûn Bo", VNI),
        ("Xã Bản Bo", UNICODE),
        ("ng­êi", TCVN3),
    )
    assert column(path) == ["xã Bản Bo", "UỶ BAN NHÂN DÂN", "xã Bản Bo", "Xã Bản Bo", "người"]
    assert remarks(read_grid(path)) == [
        "4 cells were converted from an old font: x· B¶n Bo → xã Bản Bo, Uû ban nh©n d©n →"
        " UỶ BAN NHÂN DÂN, xaõ Baûn Bo → xã Bản Bo"
    ]


@pytest.mark.parametrize("text", ["Xã", "Xã Bản Bo", "hoà", "Xa\u0303 Ba\u0309n Bo", "Ban Bo"])
@pytest.mark.parametrize("font", [TCVN3, ".VnTimeH", VNI])
def test_unicode_in_an_old_font_is_never_touched(tmp_path: Path, text: str, font: str) -> None:
    import unicodedata

    path = a_sheet(tmp_path, (text, font))
    assert column(path) == [unicodedata.normalize("NFC", text)]
    assert remarks(read_grid(path)) == []


def test_what_reads_both_ways_beside_old_texts_is_asked_about(tmp_path: Path) -> None:
    path = a_sheet(tmp_path, ("x· B¶n Bo", TCVN3), ("Xã", TCVN3), ("Sè hé", TCVN3))
    grid = read_grid(path)
    assert column(path) == ["xã Bản Bo", "", ""]
    assert bad(grid) == [
        "cell A2: it cannot be told whether it says “Xã” or, in TCVN3, “Xó”",
        "cell A3: it cannot be told whether it says “Sè hé” or, in TCVN3, “Số hộ”",
    ]
    assert column(path, font="tcvn3") == ["xã Bản Bo", "Xó", "Số hộ"]


def test_a_sheet_partly_in_unicode_is_not_settled_by_a_font_that_is_told(tmp_path: Path) -> None:
    path = a_sheet(tmp_path, ("x· B¶n Bo", TCVN3), ("Xã", TCVN3), ("Thượng Lâm", TCVN3))
    assert column(path, font="tcvn3") == ["xã Bản Bo", "", "Thượng Lâm"]
    (fault,) = read_grid(path, font="tcvn3").bad
    assert fault.line == 2


def test_a_cell_partly_in_unicode_is_refused(tmp_path: Path) -> None:
    grid = read_grid(a_sheet(tmp_path, ("x· Bản Bo", TCVN3)))
    assert bad(grid) == ["cell A1: “x· Bản Bo” is partly in Unicode, partly in an old font"]


def test_old_letters_in_a_font_of_unicode_are_named_and_converted_when_told(tmp_path: Path) -> None:
    path = a_sheet(tmp_path, ("x· B¶n Bo", UNICODE), ("Xã", UNICODE), ("Thượng", UNICODE))
    assert bad(read_grid(path)) == [
        "cell A1: “x· B¶n Bo” seems to be in an old font: in TCVN3 it says “xã Bản Bo”"
    ]
    assert column(path, font="tcvn3") == ["xã Bản Bo", "", "Thượng"]


def test_a_font_that_is_told_leaves_other_fonts_alone(tmp_path: Path) -> None:
    """Where the workbook names old fonts, it is their cells alone that may read both ways."""
    path = a_sheet(
        tmp_path, ("Sè", TCVN3), ("Xã", UNICODE), ("x· A", UNICODE), ("xaõ", UNICODE), ("x", VNI)
    )
    grid = read_grid(path, font="tcvn3")
    assert cells(grid) == [["Số"], ["Xã"], ["xã A"], [], ["x"]]
    assert bad(grid) == [
        "cell A4: “xaõ” seems to be in an old font: in VNI it says “xã”",
    ]


def test_each_stretch_of_a_cell_has_its_own_font(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        old = book.add_format({"font_name": TCVN3})
        capital = book.add_format({"font_name": ".VnTimeH"})
        today = book.add_format({"font_name": UNICODE})
        sheet.write_rich_string(0, 0, capital, "®", old, "¹t chuÈn", today, " (Xã)")
        sheet.write_rich_string(1, 0, "x· ", book.add_format({"bold": True}), "Bản", old)
        sheet.write_rich_string(2, 0, today, "Xã ", book.add_format({"font_name": VNI}), "xaõ")

    grid = read_grid(a_workbook(tmp_path / "a.xlsx", fill))
    assert cells(grid) == [["Đạt chuẩn (Xã)"], ["xã Bản"], ["Xã xã"]]
    assert grid.bad == ()


def test_a_workbook_whose_own_font_is_old_is_converted_throughout(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.formats[0].set_font_name(TCVN3)
        book.add_worksheet().write_column(0, 0, ["x· B¶n Bo", 12, "§¹t"])

    assert cells(read_grid(a_workbook(tmp_path / "a.xlsx", fill))) == [
        ["xã Bản Bo"],
        [12.0],
        ["Đạt"],
    ]


def test_a_text_that_both_old_fonts_explain_is_asked_about(tmp_path: Path) -> None:
    both = next(
        word
        for word in ("tïi", "mïi", "gïm", "ûn", "uûn", "ñn", "ñy", "tñi")
        if len({*_old(word)}) == 2
    )
    (said,) = bad(read_grid(a_sheet(tmp_path, (both, UNICODE))))
    assert said.endswith("seems to be in an old font, in TCVN3 or in VNI")


def _old(word: str) -> list[object]:
    from ntmtrack.domain.old_fonts import OldFont, Reading, reading

    return [font for font in OldFont if reading(word, font) is Reading.OLD]
