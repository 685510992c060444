"""`milestone`: planned values by the month: recorded, taken back, loaded, listed."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.factories import BASIC, TODAY, a_unit, done
from tests.plans import PLAN, a_plan, planned, villages
from tests.run import refused, rows, run


@pytest.fixture
def plan(demo: Path, tmp_path: Path) -> Path:
    return a_plan(demo, tmp_path)


def listed(db: Path, *argv: str) -> list[tuple[Any, ...]]:
    found = rows("milestone", "list", *argv, db=db, today=TODAY)
    return [(row["unit"], row["number"], row["by"], row["value"]) for row in found]


@pytest.mark.parametrize(
    ("by", "start", "last_day", "precision"),
    [
        ("T6/2024", "2024-06-01", "2024-06-30", "month"),
        ("tháng 6 năm 2024", "2024-06-01", "2024-06-30", "month"),
        ("quý II/2024", "2024-04-01", "2024-06-30", "quarter"),
        ("6 tháng đầu năm 2024", "2024-01-01", "2024-06-30", "half"),
        ("năm 2024", "2024-01-01", "2024-12-31", "year"),
        ("15/7/2024", "2024-07-15", "2024-07-15", "day"),
    ],
)
def test_a_value_is_planned_by_any_span_with_a_last_day(
    plan: Path, by: str, start: str, last_day: str, precision: str
) -> None:
    row = done(
        *("milestone", "bang coc", "1.1", "120", "hộ", "--by", by, "--set", PLAN),
        *("--document", "12/KH-UBND", "--note", "theo thôn"),
        db=plan,
    )
    told = ("by", "start", "last_day", "precision", "value", "value_unit", "document", "note")
    assert [row[key] for key in told] == [
        *(by, start, last_day, precision, 120, "hộ", "12/KH-UBND", "theo thôn"),
    ]


@pytest.mark.parametrize("verb", [("add",), ()])
def test_the_word_add_may_be_left_out_and_options_may_come_first(
    plan: Path, verb: tuple[str, ...]
) -> None:
    argv = ("milestone", *verb, "--set", PLAN, "--by", "T6/2024", "bang coc", "1.1", "120")
    assert done(*argv, db=plan)["value"] == 120


def test_the_newest_for_a_span_counts_whatever_its_words(plan: Path) -> None:
    planned(plan, "1.1", "T6/2024", 120)
    argv = ("milestone", "bang coc", "1.1", "150", "--by", "tháng 6 năm 2024", "--set", PLAN)
    said = run(*argv, db=plan, today=TODAY).out
    assert "T6/2024: 120 hộ was planned before" in said
    assert listed(plan) == [("02416", "1.1", "tháng 6 năm 2024", 150)]


def test_spans_that_end_on_one_day_are_warned_of(plan: Path) -> None:
    planned(plan, "1.1", "T6/2024", 120)
    argv = ("milestone", "bang coc", "1.1", "150", "--by", "quý II/2024", "--set", PLAN)
    assert "WARNING quý II/2024 and T6/2024 end on the same day" in run(*argv, db=plan).out
    said = run("progress", "bang coc", db=plan, today=TODAY).out
    assert "two plans end on 30/06/2024, 150 hộ and 120 hộ" in " ".join(said.split())
    assert len(listed(plan)) == 2


def test_what_is_taken_back_is_planned_no_more(plan: Path) -> None:
    planned(plan, "1.1", "T5/2024", 100)
    planned(plan, "1.1", "T6/2024", 120)
    argv = ("milestone", "remove", "bang coc", "1.1", "--by", "6/2024", "--set", PLAN)
    assert "taken back: 120 hộ by T6/2024" in run(*argv, db=plan, today=TODAY).out
    assert listed(plan) == [("02416", "1.1", "T5/2024", 100)]
    assert "nothing is planned for 1.1" in refused(run(*argv, db=plan, today=TODAY), 3)
    planned(plan, "1.1", "T6/2024", 130)
    assert listed(plan)[-1] == ("02416", "1.1", "T6/2024", 130)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("bang coc", "1", "5", "--by", "T6/2024"), "is a criterion"),
        (("bang coc", "2.2", "5", "--by", "T6/2024"), "is judged yes or no"),
        (("bang coc", "2.3", "5", "--by", "T6/2024"), "has no unit of measure"),
        (("bang coc", "1.1", "5", "--by", "sớm"), '"sớm" has no last day'),
        (("bang coc", "1.1", "5", "--by", "hằng tháng"), "has no last day"),
        (("bang coc", "1.1", "5", "--by", "tháng 6"), "year"),
        (("bang coc", "1.1", "5 km", "--by", "T6/2024"), "is measured in hộ"),
        (("khong co", "1.1", "5", "--by", "T6/2024"), "there is no unit"),
    ],
)
def test_what_cannot_be_planned_is_refused(plan: Path, argv: tuple[str, ...], said: str) -> None:
    assert said in refused(run("milestone", *argv, "--set", PLAN, db=plan, today=TODAY), 3)
    assert listed(plan) == []


def test_nothing_is_planned_for_a_unit_before_it_was_or_after_it_ended(plan: Path) -> None:
    a_unit(plan, "Xã Mới Lập", code="91001", from_="1/6/2024")
    a_unit(plan, "Xã Đã Hết", code="91002", to="31/12/2023")
    options = ("--set", PLAN, "--by")
    early = run("milestone", "91001", "1.1", "5", *options, "T5/2024", db=plan, today=TODAY)
    assert "exists only from 01/06/2024" in refused(early, 3)
    late = run("milestone", "91002", "1.1", "5", *options, "T1/2024", db=plan, today=TODAY)
    assert "ended on 31/12/2023" in refused(late, 3)
    done("milestone", "91001", "1.1", "5", *options, "năm 2024", db=plan)
    done("milestone", "91002", "1.1", "5", *options, "năm 2023", db=plan)


def test_plans_are_listed_by_unit_set_and_criterion(plan: Path) -> None:
    planned(plan, "1.1", "T7/2024", 10)
    planned(plan, "1.2", "T6/2024", 20)
    done("milestone", "ban bo", "17.8", "85 %", "--by", "2024", db=plan)
    assert [row[1] for row in listed(plan)] == ["17.8", "1.1", "1.2"]
    assert [row[1] for row in listed(plan, "bang coc")] == ["1.1", "1.2"]
    assert [row[1] for row in listed(plan, "--set", PLAN)] == ["1.1", "1.2"]
    assert [row[1] for row in listed(plan, "--criterion", "1.2")] == ["1.2"]
    assert [row[1] for row in listed(plan, "--criterion", "1", "--set", PLAN)] == ["1.1", "1.2"]
    assert [row[1] for row in listed(plan, "--under", "tam duong")] == ["17.8"]
    for wrong in (("--criterion", "99"), ("--criterion", "9", "--set", PLAN)):
        refused(run("milestone", "list", *wrong, db=plan, today=TODAY), 3)


def load(db: Path, file: Path, *argv: str) -> str:
    result = run("milestone", "load", file, "--set", PLAN, *argv, db=db, today=TODAY)
    assert result.code == 0, result.err
    return result.out


def csv(folder: Path, *lines: str, name: str = "kh.csv") -> Path:
    file = folder / name
    file.write_text("\n".join(lines), "utf-8-sig")
    return file


def test_a_sheet_has_a_line_for_each_plan(plan: Path, tmp_path: Path) -> None:
    file = csv(tmp_path, "unit;number;by;value", "02416;1.1;T6/2024;120", "bằng cốc;2.10;2024;2,5")
    assert "2 new, 0 changed, 0 same" in load(plan, file)
    assert listed(plan) == [("02416", "1.1", "T6/2024", 120), ("02416", "2.10", "2024", 2.5)]


def test_a_second_load_of_the_same_sheet_says_nothing_new(plan: Path, tmp_path: Path) -> None:
    file = csv(tmp_path, "unit,number,T5/2024,06/2024", "02416,1.1,100,120")
    assert "2 new" in load(plan, file)
    changes = len(run("log", "-f", "json", db=plan).rows)
    assert "0 new, 0 changed, 2 same" in load(plan, file)
    assert len(run("log", "-f", "json", db=plan).rows) == changes
    changed = csv(tmp_path, "unit,number,T5/2024,06/2024", '02416,1.1,100,"130,5"')
    assert "0 new, 1 changed, 1 same" in load(plan, changed)
    assert [row[3] for row in listed(plan)] == [100, 130.5]


def test_what_the_list_writes_can_be_loaded_again(plan: Path, tmp_path: Path) -> None:
    planned(plan, "1.1", "quý II/2024", "120,5")
    done("milestone", "ban bo", "17.8", "85 %", "--by", "2024", db=plan)
    for name in ("plans.csv", "plans.tsv"):
        file = tmp_path / name
        assert run("milestone", "list", "-o", file, db=plan, today=TODAY).code == 0
        again = run("milestone", "load", file, db=plan, today=TODAY)
        assert "0 new, 0 changed, 2 same" in again.out, again.err


def test_every_bad_line_is_named_and_nothing_is_written(plan: Path, tmp_path: Path) -> None:
    file = csv(
        tmp_path,
        "unit,number,by,value",
        "02416,1.1,T6/2024,120",
        "không có,1.1,T6/2024,5",
        '02416,1.1,T7/2024,"1.234"',
        "02416,1.9,T6/2024,5",
        "02416,1.1,sớm,5",
        "02416,1.1,T8/2024,",
        "02416,1.1,T8/2024,82,5",
        "02416,1.1,6/2024,130",
        '02416,"1.1,1.2",T9/2024,1',
        ",1.1,T6/2024,5",
    )
    result = run("milestone", "load", file, "--set", PLAN, db=plan, today=TODAY)
    said = refused(result, 3)
    named = [line.strip() for line in said.splitlines() if line.startswith("  line ")]
    lines = dict.fromkeys(line.partition(":")[0] for line in named)
    assert list(lines) == [f"line {n}" for n in range(3, 12)]
    assert "line 9: the same plan is in line 2" in said
    assert "nothing was written" in said
    assert listed(plan) == []


def a_workbook(path: Path, *, titled: bool = True, sheets: int = 1) -> Path:
    """The matrix of an office: a title, merged units, months that the program made dates of."""
    from xlsxwriter import Workbook

    book = Workbook(str(path))
    for place in range(sheets):
        sheet = book.add_worksheet(f"KH {place + 1}")
        month = book.add_format({"num_format": "mm/yyyy"})
        top = 2 if titled else 0
        if titled:
            sheet.write(0, 0, "KẾ HOẠCH THEO THÁNG")
        for column, name in enumerate(("STT", "Đơn vị", "Số chỉ tiêu", "ĐVT", "T5/2024")):
            sheet.write_string(top, column, name)
        sheet.write_datetime(top, 5, datetime(2024, 6, 1), month)
        sheet.merge_range(top + 1, 1, top + 2, 1, "Xã Bằng Cốc")
        for row, (number, unit, *values) in enumerate(
            (("1.1", "hộ", 100, 0.1 + 0.2), ("1.2", "nhà", None, 20)), top + 1
        ):
            sheet.write_number(row, 0, row)
            sheet.write_string(row, 2, number)
            sheet.write_string(row, 3, unit)
            for column, value in enumerate(values, 4):
                if value is not None:
                    sheet.write_number(row, column, value)
    book.add_worksheet("trống")
    book.close()
    return path


def test_a_workbook_may_have_a_column_for_each_month(plan: Path, tmp_path: Path) -> None:
    assert "3 new" in load(plan, a_workbook(tmp_path / "kh.xlsx"))
    assert listed(plan) == [
        ("02416", "1.1", "5/2024", 100),
        ("02416", "1.1", "6/2024", 0.3),
        ("02416", "1.2", "6/2024", 20),
    ]


def test_of_several_sheets_one_is_named(plan: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "kh.xlsx", sheets=2)
    asked = run("milestone", "load", file, "--set", PLAN, db=plan, today=TODAY)
    assert "name one with --sheet: KH 1, KH 2" in refused(asked, 3)
    wrong = run("milestone", "load", file, "--sheet", "KH 9", db=plan, today=TODAY)
    assert "has no sheet KH 9" in refused(wrong, 3)
    assert "3 new" in load(plan, file, "--sheet", "kh 2")


def a_line_of_cells(path: Path, *cells: object) -> Path:
    from xlsxwriter import Workbook

    book = Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["unit", "number", "by", "value"])
    for column, cell in enumerate(cells):
        if isinstance(cell, datetime):
            sheet.write_datetime(1, column, cell, book.add_format({"num_format": "dd/mm/yyyy"}))
        else:
            sheet.write(1, column, cell)
    book.close()
    return path


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("02416", 2.1, "T6/2024", 5), "2.1 may be 2.10"),
        (("02416", "2.1", "T6/2024", 0.85), "0.85 may be 85 %"),
        (("02416", "1.1", datetime(2024, 6, 1), 5), "may be a day or the whole month"),
    ],
)
def test_what_a_workbook_may_have_changed_is_asked_about(
    plan: Path, tmp_path: Path, cells: tuple[object, ...], said: str
) -> None:
    file = a_line_of_cells(tmp_path / "kh.xlsx", *cells)
    result = run("milestone", "load", file, "--set", PLAN, db=plan, today=TODAY)
    assert said in refused(result, 3)


def test_a_code_that_lost_its_zero_is_found_again(plan: Path, tmp_path: Path) -> None:
    load(plan, a_line_of_cells(tmp_path / "kh.xlsx", 2416, "2.1", datetime(2024, 6, 15), "0,85 %"))
    (row,) = rows("milestone", "list", db=plan, today=TODAY)
    assert (row["unit"], row["last_day"], row["value"]) == ("02416", "2024-06-15", 0.85)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("unit,number,by", "neither by when nor how much"),
        ("unit,number,by,value,T6/2024", "neither by when nor how much"),
        ("unit,number,T6/2024,06/2024", "would both be by:6/2024"),
        ("unit,number,T13/2024", "name no month: T13/2024"),
        ("number,by,value", "no line of headings"),
    ],
)
def test_headings_that_cannot_be_understood_are_refused(
    plan: Path, tmp_path: Path, head: str, said: str
) -> None:
    file = csv(tmp_path, head, "02416,1.1,T6/2024,5")
    assert said in refused(run("milestone", "load", file, "--set", PLAN, db=plan), 3)


def test_files_that_are_no_sheets_are_refused(plan: Path, tmp_path: Path) -> None:
    broken = tmp_path / "kh.xlsx"
    broken.write_bytes(b"PK no workbook")
    latin = tmp_path / "kh.csv"
    latin.write_bytes("unit,number,by,value\nXã".encode("cp1258", "replace"))
    for file in (broken, latin, tmp_path / "none.csv", tmp_path / "kh.docx", tmp_path):
        refused(run("milestone", "load", file, db=plan, today=TODAY), 3)


def test_the_set_may_stand_in_a_column(plan: Path, tmp_path: Path) -> None:
    villages(plan, 1)
    file = csv(tmp_path, "unit,set,number,by,value", f"TH1,{PLAN},1.1,T6/2024,5")
    assert run("milestone", "load", file, db=plan, today=TODAY).code == 0
    wrong = csv(tmp_path, "unit,set,number,by,value", f"TH1,{BASIC},1.1,T6/2024,5")
    refused(run("milestone", "load", wrong, db=plan, today=TODAY), 3)
