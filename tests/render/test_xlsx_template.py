"""Workbook templates: repeated rows with their formats, typed cells, faults with their cells."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from python_calamine import CalamineWorkbook

from ntmtrack.app.templates import FOLDER, REGISTER
from ntmtrack.domain.decree30 import Frame
from ntmtrack.errors import DataError
from ntmtrack.render.localise import Localiser
from ntmtrack.render.template_values import known, values
from ntmtrack.render.xlsx_template import fill
from tests.render.periodics import a_periodic, figures
from tests.reports.values import words


def filled(content: bytes, *, lang: str = "vi", **made: Any) -> Any:
    localiser = Localiser(lang)
    given = values(figures(a_periodic(**made)), localiser)
    return load_workbook(BytesIO(fill(content, given, known(), localiser)))


def a_book(cells: dict[str, object]) -> Workbook:
    book = Workbook()
    for place, value in cells.items():
        book.active[place] = value
    return book


def saved(book: Workbook) -> bytes:
    whole = BytesIO()
    book.save(whole)
    return whole.getvalue()


def shipped(lang: str = "vi") -> bytes:
    return (FOLDER / f"{REGISTER}.{lang}.xlsx").read_bytes()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("late", [0, 1, 3, 300])
def test_the_register_has_thirteen_columns_and_a_row_for_each_task(lang: str, late: int) -> None:
    sheet = filled(shipped(lang), lang=lang, late=late).active
    head = [cell.value for cell in sheet[5]]
    assert len(head) == 13 and all(head)
    assert [sheet.cell(7 + place, 1).value for place in range(late)] == list(range(1, late + 1))
    assert sheet.max_row == 6 + max(late, 1)
    if late:
        last = sheet[6 + late]
        assert last[9].value == datetime(2024, 5, 31) and last[9].number_format == "dd/mm/yyyy"
        assert last[3].value == f"chờ vốn {late} (NV2024-{late:03d})"
        assert all(cell.border.left.style == "thin" for cell in last)
        assert last[3].font.name == "Times New Roman" and last[3].alignment.wrap_text
    else:
        assert [cell.value for cell in sheet[7]] == [None] * 13
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$5:$6" and sheet.freeze_panes == "A7"


def test_numbers_and_days_stay_what_they_are_and_words_are_never_formulas() -> None:
    book = a_book(
        {
            "A1": "{{ ky_bao_cao }}: {{ tong_nhiem_vu }}",
            "A2": "{{ dang_qua_han }}",
            "A3": "{{ ngay_so_lieu }}",
            "A4": "=1+1",
            "A5": "{% for dong in qua_han %}{{ dong.chu_tri }}",
            "B5": "{{ dong.so_ngay_qua_han }}",
            "C5": "chữ",
        }
    )
    sheet = filled(saved(book), lang="en", late=2, said="=cmd|' /C calc'!A1").active
    assert sheet["A1"].value == "the first six months of 2024: 2"
    assert sheet["A2"].value == 2
    assert (sheet["A3"].value, sheet["A3"].number_format) == (datetime(2024, 6, 30), "dd/mm/yyyy")
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "f")
    for row in (5, 6):
        assert (sheet.cell(row, 1).value, sheet.cell(row, 1).data_type) == (
            "=cmd|' /C calc'!A1",
            "s",
        )
        assert (sheet.cell(row, 2).value, sheet.cell(row, 3).value) == (30, "chữ")


@pytest.mark.parametrize("said", ["&", "<b>", "]]>", "{{ so }}", "#N/A", "a\x00b", "'x"])
def test_data_come_through_whole(said: str) -> None:
    book = a_book({"A1": "{% for d in qua_han %}{{ d.chu_tri }}", "B1": "({{ d.chu_tri }})"})
    sheet = filled(saved(book), said=said).active
    plain = said.replace("\x00", "\ufffd")
    assert (sheet["A1"].value, sheet["B1"].value) == (plain, f"({plain})")
    assert sheet["A1"].data_type == "s"


def test_what_lies_below_moves_down_with_its_shape() -> None:
    book = a_book({"A1": "{% for d in qua_han %}{{ d.ma }}", "A3": "Người lập", "B4": "{{ so }}"})
    sheet = book.active
    sheet["A3"].font = Font(bold=True)
    sheet.merge_cells("A3:B3")
    sheet.row_dimensions[3].height = 40
    found = filled(saved(book), late=4).active
    assert [found.cell(row, 1).value for row in range(1, 5)] == [
        f"NV2024-00{n}" for n in range(1, 5)
    ]
    assert found["A6"].value == "Người lập" and found["A6"].font.bold
    assert [str(each) for each in found.merged_cells.ranges] == ["A6:B6"]
    assert (found.row_dimensions[6].height, found.row_dimensions[3].height) == (40, 15)
    assert found["B7"].value == "…"


def test_rows_repeated_keep_a_height_that_was_given() -> None:
    book = a_book({"A1": "{% for d in qua_han %}{{ d.ma }}"})
    book.active.row_dimensions[1].height = 33
    found = filled(saved(book), late=3).active
    assert [found.row_dimensions[row].height for row in (1, 2, 3)] == [33, 33, 33]


def test_each_row_repeated_is_as_high_as_its_own_words_need() -> None:
    book = a_book({"A1": "{% for d in noi_nhan %}{{ d.ten }}"})
    book.active["A1"].alignment = Alignment(wrap_text=True)
    book.active.column_dimensions["A"].width = 20
    localiser = Localiser("vi")
    frame = Frame(recipients=("Sở", "Ban Chỉ đạo các chương trình mục tiêu quốc gia tỉnh", "Sở"))
    given = values(figures(a_periodic(), frame), localiser)
    made = load_workbook(BytesIO(fill(saved(book), given, known(), localiser))).active
    assert [made.row_dimensions[row].height for row in (1, 2, 3)] == [15, 45, 15]


@pytest.mark.parametrize("said", ["_x000D_", "a_x0041_b", "_x005F_x000D_"])
def test_words_that_look_like_a_letter_by_its_number_stay_words(said: str) -> None:
    localiser = Localiser("vi")
    given = values(figures(a_periodic(), Frame(issuer=said)), localiser)
    template = saved(a_book({"A1": "{{ co_quan }}", "B1": "({{ co_quan }})"}))
    # Read as Excel reads it.
    book = CalamineWorkbook.from_filelike(BytesIO(fill(template, given, known(), localiser)))
    assert book.get_sheet_by_index(0).to_python() == [[said, f"({said})"]]


def test_a_fault_is_told_with_its_sheet_and_cell() -> None:
    book = a_book({"B3": "{{ tong_so }}", "A4": "{% for d in qua_han %}{{ d.xa }}", "C5": "{{ so"})
    book.active.title = "Sổ"
    with pytest.raises(DataError) as caught:
        filled(saved(book))
    told = [words(each) for each in caught.value.details]
    assert [each.partition(":")[0] for each in told] == [
        "sheet Sổ, cell B3",
        "sheet Sổ, cell A4",
        "sheet Sổ, cell C5",
    ]
    assert "there is no name tong_so" in told[0] and "there is no name d.xa" in told[1]


def test_pictures_and_sheets_of_claimed_size_are_refused() -> None:
    from openpyxl.chart import BarChart

    charted = a_book({"A1": "x"})
    charted.active.add_chart(BarChart(), "B2")
    with pytest.raises(DataError, match="would be lost"):
        filled(saved(charted))
    huge = a_book({"A1": "{{ so }}", "XFD1048576": "x"})
    with pytest.raises(DataError, match="is too large"):
        filled(saved(huge))


def test_the_same_figures_give_the_same_bytes() -> None:
    localiser = Localiser("vi")
    given = values(figures(a_periodic(late=2)), localiser)
    once, again = (fill(shipped(), given, known(), localiser) for _ in "12")
    assert once == again
    assert date(2024, 5, 31) == load_workbook(BytesIO(once)).active["J7"].value.date()
