"""Lines below the headings: what is an entry whatever its words, and what is none."""

import pytest

from ntmtrack.app.importing.assessments import KIND
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import BadCell, Cell, Grid, Line
from ntmtrack.importers.sheets.heading import forms, unit_in
from ntmtrack.importers.sheets.leftovers import Leftover, is_title_of_another, leftover
from ntmtrack.importers.sheets.table import find_table


@pytest.mark.parametrize(
    ("naming", "telling", "kind"),
    [
        (["Lưu ý: chưa họp"], [""], Leftover.NOTE),
        (["Lưu ý: chưa họp"], ["Đ"], None),
        (["Xã Bình An"], ["Người lập hồ sơ"], None),
        ([""], ["Người lập biểu"], Leftover.SIGNED),
        (["TM. UBND XÃ"], ["CHỦ TỊCH"], Leftover.SIGNED),
        (["Làm đường"], ["Chủ tịch UBND xã"], None),
        ([""], ["CHỦ TỊCH"], Leftover.SIGNED),
        (["Cộng Hòa"], ["Đ"], None),
        (["Tổng cộng"], ["Đ"], Leftover.TOTAL),
    ],
)
def test_a_line_is_told_by_where_its_words_stand(
    naming: list[Cell], telling: list[Cell], kind: Leftover | None
) -> None:
    assert leftover([*naming, *telling], naming, telling) is kind


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (["THÁNG 5", "THÁNG 5", ""], True),
        (["", "Biểu số 2"], True),
        (["Biểu số 1 (tiếp theo)"], False),
        (["Tháng 5", "Bình An"], False),
        (["Xã Nam Tiến"], False),
        ([""], False),
    ],
)
def test_a_title_with_a_number_begins_another_table(cells: list[Cell], is_one: bool) -> None:
    assert is_title_of_another(cells) is is_one


def test_a_cell_that_cannot_be_told_matters_in_the_columns_that_are_taken() -> None:
    lines = [Line(1, ["Xã", "1", "Nội bộ xã"]), Line(2, ["Bình An", "Đ", ""])]
    faults = []
    for column in (1, 2):
        bad = (BadCell(2, column, DataError("hỏng")),)
        table = find_table(Grid("a.xlsx", "A", lines, bad=bad), KIND.vocabulary)
        taken = tuple(each for each in table.columns if each.place < 2)
        faults.append(len(table._replace(columns=taken).faults(table.lines[0])))
    assert faults == [1, 0]


def test_a_text_as_long_as_a_page_is_no_heading() -> None:
    """Its dots would be gone through once for each of them."""
    page = "." * 32_000 + "x"
    assert forms(page) == (page,)
    assert unit_in(f"{page}*(ha)") is None
