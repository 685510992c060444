"""Sheets of planned values: what each kind of file says, and what cannot be taken from it."""

from datetime import date
from pathlib import Path

import pytest

from ntmtrack.errors import DataError
from ntmtrack.importers.milestone_sheet import Entry, read
from tests.reports.values import words


def a_text(folder: Path, text: str, name: str = "kh.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode("utf-8"))
    return file


def told(entry: Entry) -> tuple[object, ...]:
    return words(entry.place), entry.unit, entry.number, entry.by, entry.value


def test_a_matrix_has_a_value_for_each_filled_cell(tmp_path: Path) -> None:
    file = a_text(
        tmp_path, "Đơn vị;Số chỉ tiêu;T5/2024;Tháng 06 năm 2024\nXã A;1.1;10;\nXã B;1.1;;20,5\n"
    )
    found = read(file)
    assert [told(each) for each in found.entries] == [
        ("line 2, column 5/2024", ("Xã A",), "1.1", "5/2024", "10"),
        ("line 3, column 6/2024", ("Xã B",), "1.1", "6/2024", "20,5"),
    ]
    assert found.faults == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_of_any_program_are_read(tmp_path: Path, end: str, mark: str) -> None:
    file = a_text(tmp_path, mark + end.join(["unit,number,by,value", "A,1.1,2024,5", "", ""]))
    (entry,) = read(file).entries
    assert told(entry) == ("line 2", ("A",), "1.1", "2024", "5")


def test_a_title_above_and_a_unit_of_measure_beside_are_read(tmp_path: Path) -> None:
    rows = [
        "KẾ HOẠCH, NĂM 2024\t\t\t\t",
        "unit_name\tnumber\tđvt\tby\tvalue",
        "Xã A\t1\thộ\t2024\t5",
    ]
    (entry,) = read(a_text(tmp_path, "\n".join(rows), "kh.tsv")).entries
    assert told(entry) == ("line 3", ("Xã A",), "1", "2024", "5 hộ")


def test_a_value_with_its_own_unit_keeps_it(tmp_path: Path) -> None:
    file = a_text(tmp_path, "unit,number,value_unit,by,value\nA,1.1,hộ,2024,5 km\n")
    assert read(file).entries[0].value == "5 km"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",1.1,2024,5", "the unit is missing"),
        ("A,,2024,5", "the number is missing"),
        ("A,1.1,,5", "by when is missing"),
        ("A,1.1,2024,", "the value is missing"),
        ("A,1.1,2024", "the value is missing"),
        ("A,1.1,2024,8,5", "there are more cells than columns"),
    ],
)
def test_what_a_line_lacks_is_named_with_the_line(tmp_path: Path, line: str, said: str) -> None:
    found = read(a_text(tmp_path, f"unit,number,by,value\nB,1.1,2024,1\n{line}\n"))
    assert len(found.entries) == 1
    (fault,) = found.faults
    assert (fault.line, words(fault.place), words(fault.error.message)) == (3, "line 3", said)


def test_cells_that_hide_a_formula_are_as_they_were_typed(tmp_path: Path) -> None:
    file = a_text(tmp_path, "unit,number,by,value\n'-A,1.1,2024,'-5\n")
    (entry,) = read(file).entries
    assert (entry.unit, entry.value) == (("-A",), "-5")


def test_open_documents_are_read_like_workbooks(tmp_path: Path) -> None:
    from zipfile import ZipFile

    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = (("unit", "number", "by", "value"), ("A", "1.1", "2024", "5"))
    table = "".join(
        f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    file = tmp_path / "kh.ods"
    with ZipFile(file, "w") as whole:
        whole.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        whole.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>'
        )
        whole.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{names}:office:1.0"'
            f' xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="KH">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    assert [told(each) for each in read(file).entries] == [("line 2", ("A",), "1.1", "2024", "5")]


def test_a_day_in_a_workbook_is_that_day_but_the_first_of_a_month_is_asked_about(
    tmp_path: Path,
) -> None:
    from xlsxwriter import Workbook

    file = tmp_path / "kh.xlsx"
    with Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["unit", "number", "by", "value"])
        for row, on in enumerate((date(2024, 6, 15), date(2024, 6, 1)), 1):
            sheet.write_row(row, 0, ["A", "1.1"])
            sheet.write_datetime(row, 2, on, day)
            sheet.write(row, 3, 5)
    found = read(file)
    assert [entry.by for entry in found.entries] == ["2024-06-15"]
    assert [fault.line for fault in found.faults] == [3]


def test_too_many_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ntmtrack.importers.sheet_lines._MOST_BYTES", 10)
    with pytest.raises(DataError) as caught:
        read(a_text(tmp_path, "unit,number,by,value\n"))
    assert "is larger than" in words(caught.value.message)


def test_a_quote_that_is_never_closed_does_not_crash(tmp_path: Path) -> None:
    found = read(a_text(tmp_path, 'unit,number,by,value\nA,1.1,2024,"5\nB,1.1,2024,6\n'))
    assert len(found.entries) + len(found.faults) == 1
