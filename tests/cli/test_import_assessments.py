"""`import assessments`: the matrix and the list that officers keep, taken in as they are."""

import json
from datetime import date, datetime
from itertools import product
from pathlib import Path

import pytest

from tests.factories import ADVANCED, BASIC, TODAY, done
from tests.run import Result, refused, rows, run
from tests.workbooks import a_text, a_workbook

ON = ("--set", BASIC, "--on", "30/6/2024")
"""By which set, and when: what a plain matrix does not say."""


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sheet of rejected lines is written where the command runs."""
    monkeypatch.chdir(tmp_path)


def taken(db: Path, file: Path, *argv: str) -> Result:
    result = run("import", "assessments", file, *argv, "-f", "json", db=db, today=TODAY)
    assert result.code == 0, result.err
    return result


def counts(result: Result) -> tuple[int, ...]:
    found = json.loads(result.out)["summary"]
    return tuple(found[key] for key in ("new", "changed", "same", "rejected"))


def notes(result: Result) -> str:
    return "\n".join(json.loads(result.out)["notes"])


def verdicts(db: Path, unit: str, *, of: str = BASIC) -> dict[str, str]:
    """What a unit's criteria are judged, without those that are not."""
    row = rows("status", unit, "--set", of, db=db, today=TODAY)[0]
    found = {key[1:]: row[key] for key in row if key[0] == "c" and key[1:].isdigit()}
    return {number: word for number, word in found.items() if word}


def said_of(db: Path, tmp_path: Path, cell: object, number: str = "1", *argv: str) -> str:
    """Why a matrix of one cell is rejected."""
    file = a_workbook(tmp_path / "mot-o.xlsx", [("Xã", f"TC {number}"), ("Bình An", cell)])
    (row,) = taken(db, file, *(argv or ON)).rows
    assert row["outcome"] == "rejected", row
    return str(row["said"])


PROVINCE = [
    ("ỦY BAN NHÂN DÂN HUYỆN LÂM BÌNH", None, None, None, None, None, None, None),
    ("BIỂU TỔNG HỢP KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ", *[None] * 7),
    ("(Tính đến ngày 30 tháng 6 năm 2024)", *[None] * 7),
    (None,) * 8,
    ("STT", "Tên xã", "Tiêu chí", None, None, None, "Ghi chú nội bộ", "Tổng số TC đạt"),
    (None, None, 1, 2, 17, 19, None, None),
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"),
    ("I", "Huyện Lâm Bình", None, None, None, None, None, None),
    (1, "Xã Bình An", "Đ", "CĐ", "cơ bản", "KAD", "x", 1),
    (2, "Hồng Quang", "đạt", "Chưa đạt", None, "Đạt", None, 2),
    ("II", "Huyện Hàm Yên", None, None, None, None, None, None),
    (1, "BẰNG CỐC", "Đ", "Đ", "CBĐ", "Không đạt", None, 2),
    ("Tổng cộng", None, 3, 1, 0, 1, None, 5),
    (None,) * 8,
    (None, "Người lập biểu", None, None, None, "TM. ỦY BAN NHÂN DÂN", None, None),
    (None, "(Ký, ghi rõ họ tên)", None, None, None, "CHỦ TỊCH", None, None),
    (None,) * 8,
    (None, "Nguyễn Văn A", None, None, None, "Trần Thị B", None, None),
]
MERGED = [
    *((line, 0, line, 7) for line in range(3)),
    *((4, column, 5, column) for column in (0, 1, 6, 7)),
    (4, 2, 4, 5),
    (12, 0, 12, 1),
]


@pytest.fixture
def province(tmp_path: Path) -> Path:
    return a_workbook(tmp_path / "bieu.xlsx", PROVINCE, merged=MERGED)


def test_a_matrix_with_a_title_and_merged_headings_is_read_as_it_is(
    demo: Path, province: Path
) -> None:
    tried = taken(demo, province, *ON)
    assert [(row["line"], row["outcome"], row["what"], row["new"]) for row in tried.rows] == [
        (9, "new", "Xã Bình An", 4),
        (10, "new", "Xã Hồng Quang", 3),
        (12, "new", "Xã Bằng Cốc", 4),
    ]
    assert counts(tried) == (11, 0, 0, 0)
    taken(demo, province, *ON, "--apply")
    assert verdicts(demo, "binh an") == {
        "1": "met",
        "2": "unmet",
        "17": "nearly_met",
        "19": "not_applicable",
    }
    assert verdicts(demo, "hong quang") == {"1": "met", "2": "unmet", "19": "met"}


def test_what_is_no_entry_is_said_with_its_lines(demo: Path, province: Path) -> None:
    said = notes(taken(demo, province, *ON))
    assert "numbers of the columns: line 7" in said
    assert "line 8, 11 (I Huyện Lâm Bình, II Huyện Hàm Yên)" in said
    assert "totals, not taken: line 13" in said
    assert "signatures and receivers, not taken: line 15-16 (Người lập biểu" in said
    assert "below the signatures, not taken: line 18 (Nguyễn Văn A)" in said
    assert "blank: line 14, 17" in said


def test_what_the_columns_were_taken_for_is_said(demo: Path, province: Path) -> None:
    said = notes(taken(demo, province, *ON))
    assert "column B «Tên xã»: unit_name" in said
    assert "columns C «Tiêu chí 1» to F «Tiêu chí 19»: number:1 … number:19" in said
    assert "column G «Ghi chú nội bộ» is left aside" in said


def test_a_trial_leaves_the_ledger_as_it_was_to_the_byte(demo: Path, province: Path) -> None:
    before = demo.read_bytes()
    taken(demo, province, *ON)
    assert demo.read_bytes() == before


def test_a_trial_says_what_writing_says(demo: Path, province: Path) -> None:
    tried, written = taken(demo, province, *ON), taken(demo, province, *ON, "--apply")
    assert tried.rows == written.rows
    assert counts(tried) == counts(written)


def test_the_second_time_all_is_there(demo: Path, province: Path) -> None:
    taken(demo, province, *ON, "--apply")
    before = len(rows("log", db=demo, today=TODAY))
    again = taken(demo, province, *ON, "--apply")
    assert counts(again) == (0, 0, 11, 0)
    assert len(rows("log", db=demo, today=TODAY)) == before


def test_it_is_one_change_with_the_file_for_its_reason(demo: Path, province: Path) -> None:
    before = len(rows("log", db=demo, today=TODAY))
    taken(demo, province, *ON, "--apply")
    log = rows("log", db=demo, today=TODAY)
    assert len(log) == before + 1
    assert "bieu.xlsx sha256:" in json.dumps(log, ensure_ascii=False)


def test_what_became_other_is_changed_and_said(demo: Path, tmp_path: Path) -> None:
    first = a_workbook(tmp_path / "a.xlsx", [("Xã", "TC1", "TC2"), ("Bình An", "Đ", "CĐ")])
    later = a_workbook(tmp_path / "b.xlsx", [("Xã", "TC1", "TC2"), ("Bình An", "CĐ", "")])
    taken(demo, first, *ON, "--apply")
    changed = taken(demo, later, *ON, "--apply")
    assert counts(changed) == (0, 1, 0, 0)
    assert changed.rows[0]["said"] == "B2 1: met → unmet"
    assert verdicts(demo, "binh an") == {"1": "unmet", "2": "unmet"}


def test_a_blank_cell_says_nothing(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", "TC1", "TC2"), ("Bình An", None, " ")])
    (row,) = taken(demo, file, *ON).rows
    assert (row["outcome"], row["new"], row["same"]) == ("same", 0, 0)


MARKS: list[tuple[str, list[object], list[object]]] = [
    ("ticks", ["x", "X", "CĐ"], ["met", "met", "unmet"]),
    ("words", ["Đạt", "đạt ", "Chưa đạt"], ["met", "met", "unmet"]),
    ("letters", ["Đ", "CB", "C"], ["met", "nearly_met", "unmet"]),
    ("signs", ["✓", "chưa", "–"], ["met", "unmet", "not_applicable"]),
    ("without marks", ["dat", "co ban", "khong dat"], ["met", "nearly_met", "unmet"]),
    ("keys", ["met", "nearly_met", "not_applicable"], ["met", "nearly_met", "not_applicable"]),
]


@pytest.mark.parametrize(("cells", "expected"), [pair[1:] for pair in MARKS])
def test_marks_mean_what_offices_mean_by_them(
    demo: Path, tmp_path: Path, cells: list[object], expected: list[str]
) -> None:
    file = a_workbook(
        tmp_path / "a.xlsx", [("Xã", "1", "2", "3"), ("Bình An", *cells), ("Bằng Cốc", "CĐ")]
    )
    taken(demo, file, *ON, "--apply")
    assert list(verdicts(demo, "binh an").values()) == expected


@pytest.mark.parametrize(
    "cells",
    [("x", "Đ"), ("x", "v"), ("+", "-"), ("-", "Đ"), (1, 0), ("K", "Đ"), ("C", "K"), ("?",)],
)
def test_a_mark_that_may_mean_two_things_is_asked_about(
    demo: Path, tmp_path: Path, cells: tuple[object, ...]
) -> None:
    heads = [str(number) for number in range(1, len(cells) + 1)]
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", *heads), ("Bình An", *cells)])
    (row,) = taken(demo, file, *ON).rows
    assert row["outcome"] == "rejected"
    assert "it is not clear what" in row["said"]
    assert "[verdicts]" in row["said"]


def test_a_map_says_what_the_marks_of_an_office_are(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(
        tmp_path / "a.xlsx", [("Xã", "1", "2", "3"), ("Bình An", "K", 1, "-"), ("Bằng Cốc", "Đ")]
    )
    (tmp_path / "m.toml").write_text(
        f'set = "{BASIC}"\non = 2024-06-30\n[verdicts]\n"K" = "unmet"\n"1" = "met"\n'
        '"-" = "not_assessed"\n',
        "utf-8",
    )
    taken(demo, file, "--map", "m.toml", "--apply")
    assert verdicts(demo, "binh an") == {"1": "unmet", "2": "met"}


def test_a_map_says_whom_a_name_means(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", "1"), ("Bò Bản", "Đ")])
    assert counts(taken(demo, file, *ON))[3] == 1
    (tmp_path / "m.toml").write_text('[names]\n"Bò Bản" = "03424"\n', "utf-8")
    assert taken(demo, file, *ON, "--map", "m.toml").rows[0]["what"] == "Xã Bản Bo"


def test_a_map_that_was_saved_is_read_again(demo: Path, province: Path, tmp_path: Path) -> None:
    first = taken(demo, province, *ON, "--save-map", "m.toml")
    assert "m.toml" in notes(first)
    kept = (tmp_path / "m.toml").read_text("utf-8")
    assert '"Tiêu chí 17" = "number:17"' in kept
    assert '"Ghi chú nội bộ" = ""' in kept
    assert "2024" not in kept
    again = taken(demo, province, "--map", "m.toml", "--on", "30/6/2024")
    assert again.rows == first.rows


def test_a_map_speaks_the_readers_language(demo: Path, province: Path, tmp_path: Path) -> None:
    run("import", "assessments", province, *ON, "--save-map", "m.toml", db=demo, today=TODAY)
    english = (tmp_path / "m.toml").read_text("utf-8")
    assert "# Marks of your office" in english


BAD_MAPS = {
    "columns = 3": "[columns]",
    'colums = "x"': "colums",
    '[columns]\n"Tên xã" = "xa"': "xa",
    '[columns]\n"Không có cột này" = "unit"': "Không có cột này",
    '[verdicts]\n"x" = "good"': "good",
    "headings = 0": "headings",
    "headings = [3, 2]": "headings",
    "headings = 99": "99",
    'stage = "first"': "stage",
    "on = 3": "on",
    "set = 5": "set",
    "a = [": "m.toml",
    "\xff": "m.toml",
}


@pytest.mark.parametrize("text", BAD_MAPS)
def test_a_bad_map_is_named_with_what_is_wrong(
    demo: Path, province: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / "m.toml").write_bytes(text.encode("latin-1" if text == "\xff" else "utf-8"))
    said = refused(
        run("import", "assessments", province, "--map", "m.toml", *ON, db=demo, today=TODAY), 3
    )
    assert BAD_MAPS[text] in said


def test_a_map_says_where_the_headings_are(demo: Path, tmp_path: Path) -> None:
    """Of two tables on a sheet the first is taken, unless the map says otherwise."""
    file = a_workbook(
        tmp_path / "hai-bang.xlsx",
        [
            ("Biểu 1", None),
            ("Xã", "TC 1"),
            ("Bình An", "Đ"),
            (None, None),
            ("Biểu 2", None),
            ("Xã", "TC 2"),
            ("Hồng Quang", "CĐ"),
        ],
    )
    first = taken(demo, file, *ON)
    assert [row["what"] for row in first.rows] == ["Xã Bình An"]
    assert "another table, from line 5 on, is left aside" in notes(first)
    (tmp_path / "m.toml").write_text("headings = 6\n", "utf-8")
    second = taken(demo, file, *ON, "--map", "m.toml")
    assert [row["what"] for row in second.rows] == ["Xã Hồng Quang"]


def test_of_tables_side_by_side_the_first_is_taken(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(
        tmp_path / "canh.xlsx",
        [("Xã", "1", None, "Xã", "1"), ("Bình An", "Đ", None, "Hồng Quang", "CĐ")],
    )
    found = taken(demo, file, *ON)
    assert [row["what"] for row in found.rows] == ["Xã Bình An"]
    assert "another table beside it, from column D on, is left aside" in notes(found)


def test_two_columns_for_one_criterion_are_asked_about(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(
        tmp_path / "a.xlsx",
        [("Xã", "Tiêu chí 1", None), (None, "Kế hoạch", "Thực hiện"), ("Bình An", "Đ", "CĐ")],
        merged=[(0, 1, 0, 2)],
    )
    said = refused(run("import", "assessments", file, *ON, db=demo, today=TODAY), 3)
    assert "columns B «Tiêu chí 1 Kế hoạch» and C «Tiêu chí 1 Thực hiện»" in said
    (tmp_path / "m.toml").write_text('[columns]\n"@B" = ""\n', "utf-8")
    assert counts(taken(demo, file, *ON, "--map", "m.toml")) == (1, 0, 0, 0)


def test_headings_on_a_second_page_are_not_entries(demo: Path, tmp_path: Path) -> None:
    head = ("STT", "Xã", "TC 1", "TC 2")
    file = a_workbook(
        tmp_path / "a.xlsx",
        [head, (1, "Bình An", "Đ", "Đ"), head, (2, "Hồng Quang", "Đ", "CĐ")],
    )
    found = taken(demo, file, *ON)
    assert counts(found) == (4, 0, 0, 0)
    assert "the headings again: line 3" in notes(found)


def test_a_matrix_may_be_turned_round(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(
        tmp_path / "xoay.xlsx",
        [
            ("TT", "Tiêu chí", "Bình An", "Xã Hồng Quang", "Tổng"),
            (1, "1. Quy hoạch", "Đ", "CĐ", 1),
            (2, "2", "Đ", "Đ", 2),
        ],
    )
    found = taken(demo, file, *ON, "--apply")
    assert counts(found) == (4, 0, 0, 0)
    assert verdicts(demo, "hong quang") == {"1": "unmet", "2": "met"}


def test_a_column_that_is_no_unit_is_asked_about(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Tiêu chí", "Bình An", "Bình Ân Bo"), ("1", "Đ", "Đ")])
    said = refused(run("import", "assessments", file, *ON, db=demo, today=TODAY), 3)
    assert "column C" in said
    assert '"Bình Ân Bo" = "unit:' in said


def test_criteria_may_be_named_in_the_headings(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(
        tmp_path / "a.xlsx",
        [("Đơn vị", "QUY HOẠCH", "Giao thông", "Mắm"), ("Bình An", "Đ", "CĐ", "1")],
    )
    taken(demo, file, *ON, "--apply")
    assert verdicts(demo, "binh an") == {"1": "met", "2": "unmet"}
    said = refused(run("import", "assessments", file, *ON[2:], db=demo, today=TODAY), 3)
    assert "--set" in said


def test_the_number_and_the_name_of_a_heading_must_agree(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", "TC 1: Giao thông"), ("Bình An", "Đ")])
    (row,) = taken(demo, file, *ON).rows
    assert "1 is «Quy hoạch»" in row["said"]


LIST = [
    (
        "Mã xã",
        "Tên xã",
        "Tiêu chí số",
        "Kết quả",
        "Ngày đánh giá",
        "Cấp đánh giá",
        "Văn bản",
        "Ghi chú",
    ),
    (2290, "Bình An", "TC 1", "Đạt", date(2024, 6, 30), "Tự đánh giá", "12/BC-UBND", "đường mới"),
    ("02293", "Hồng Quang", 2, "Chưa đạt", "30/06/2024", "thẩm tra", None, None),
    ("02416", None, "06", "CB", datetime(2024, 6, 30, 8, 30), None, None, None),
]


def test_a_list_has_a_judgement_in_each_line(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "danh-sach.xlsx", LIST)
    found = taken(demo, file, "--set", BASIC, "--apply")
    assert counts(found) == (3, 0, 0, 0)
    assert [row["what"] for row in found.rows] == [
        "Xã Bình An TC 1",
        "Xã Hồng Quang 2",
        "Xã Bằng Cốc 06",
    ]
    assert "2290 was read as 02290" in found.rows[0]["said"]
    (row,) = [
        row for row in rows("history", "binh an", db=demo, today=TODAY) if row["number"] == "1"
    ]
    assert (row["verdict"], row["assessed_on"], row["document"], row["note"]) == (
        "met",
        "2024-06-30",
        "12/BC-UBND",
        "đường mới",
    )
    stages = {row["stage"] for row in rows("history", "hong quang", db=demo, today=TODAY)}
    assert stages == {"verification"}


def test_all_that_is_wrong_with_a_line_is_said_with_its_cells(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(
        tmp_path / "a.xlsx",
        [
            ("Xã", "Tiêu chí số", "Kết quả", "Ngày", "Cơ quan"),
            ("Không Có", "99", "Đạt", "31/2/2024", "Sở Không Có"),
            ("Bình An", "99", "hay", "30/6/2024", None),
        ],
    )
    first, second = taken(demo, file, "--set", BASIC).rows
    assert "D2:" in first["said"]
    assert "B3: xa-ntm-2021-2025 has no criterion or indicator 99" in second["said"] or (
        "C3:" in second["said"]
    )


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("6/30/2024", "no month 30"),
        ("30/6/24", "two figures"),
        ("10/7/2024", "still to come"),
        (45473, "a figure, not a day"),
        ("tháng 6/2024", "not one day"),
        ("31/6/2024", ""),
    ],
)
def test_a_day_is_never_guessed(demo: Path, tmp_path: Path, day: object, why: str) -> None:
    file = a_workbook(
        tmp_path / "a.xlsx", [("Xã", "Số tiêu chí", "Kết quả", "Ngày"), ("Bình An", "1", "Đ", day)]
    )
    (row,) = taken(demo, file, "--set", BASIC).rows
    assert row["outcome"] == "rejected"
    assert row["said"].startswith("D2: ")
    assert why in row["said"]


def test_without_a_day_the_one_in_the_title_is_only_named(demo: Path, province: Path) -> None:
    said = refused(run("import", "assessments", province, "--set", BASIC, db=demo, today=TODAY), 3)
    assert "ngày 30 tháng 6 năm 2024" in said
    assert "--on" in said


def test_a_day_to_come_is_refused(demo: Path, province: Path) -> None:
    argv = ("import", "assessments", province, "--set", BASIC, "--on", "10/7/2024")
    assert "still to come" in refused(run(*argv, db=demo, today=TODAY), 3)


def test_a_name_that_fits_several_units_is_rejected_with_them(demo: Path, tmp_path: Path) -> None:
    done("unit", "add", "Xã Bình An", "--code", "99001", "--under", "ham yen", db=demo)
    file = a_workbook(
        tmp_path / "a.xlsx",
        [("Huyện", "Xã", "1"), ("", "Bình An", "Đ"), ("Lâm Bình", "Bình An", "Đ")],
    )
    first, second = taken(demo, file, *ON).rows
    assert (first["line"], first["outcome"]) == (2, "rejected")
    assert "02290" in first["said"]
    assert "99001" in first["said"]
    assert second["outcome"] == "new"


def test_the_same_judgement_twice_is_one(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", "1"), ("Bình An", "Đ"), ("binh an", "Đạt")])
    assert counts(taken(demo, file, *ON)) == (1, 0, 1, 0)


def test_two_judgements_that_differ_are_both_rejected(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", "1"), ("Bình An", "Đ"), ("binh an", "CĐ")])
    found = taken(demo, file, *ON).rows
    assert [row["outcome"] for row in found] == ["rejected", "rejected"]
    assert "B2: B3 says otherwise" in found[0]["said"]


@pytest.fixture
def with_threshold(demo: Path) -> Path:
    done(
        *("criteria", "overlay", ADVANCED, "--number", "17.8", "--threshold", ">= 85 %"),
        *("--decision", "12/QĐ-UBND", "--effective", "1/1/2024"),
        db=demo,
    )
    return demo


ADVANCED_ON = ("--set", ADVANCED, "--on", "30/6/2024")


@pytest.mark.parametrize(
    ("cell", "verdict", "value"),
    [
        ("82,5", "unmet", 82.5),
        (82.5, "unmet", 82.5),
        ("85 %", "met", 85),
        ("Đạt (90%)", "met", 90),
        ("90 / 85", "met", 90),
        ("Chưa đạt: 80", "unmet", 80),
        ("Đạt", "met", None),
    ],
)
def test_a_figure_is_judged_by_the_threshold(
    with_threshold: Path, tmp_path: Path, cell: object, verdict: str, value: float | None
) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", "17.8 (%)"), ("Bình An", cell)])
    taken(with_threshold, file, *ADVANCED_ON, "--apply")
    (row,) = rows("history", "binh an", db=with_threshold, today=TODAY)
    assert (row["verdict"], row["value"]) == (verdict, value)


def test_a_figure_is_the_same_however_it_is_written(with_threshold: Path, tmp_path: Path) -> None:
    found = []
    for cell in ("82,5", "82,50 %", 82.5, "82,6", "Chưa đạt"):
        file = a_workbook(tmp_path / "a.xlsx", [("Xã", "17.8 (%)"), ("Bình An", cell)])
        found.append(counts(taken(with_threshold, file, *ADVANCED_ON, "--apply")))
    assert found == [(1, 0, 0, 0), (0, 0, 1, 0), (0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 1, 0)]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (0.85, "may be 85 %"),
        ("1.234", "can be read as"),
        ("Đạt (80%)", "the contrary"),
        ("82,5/80", "the level 80"),
        ("120 %", "no share in %"),
        ("82 triệu đồng", "measured in %"),
        ("nhiều", "not clear"),
    ],
)
def test_a_figure_that_cannot_be_told_is_rejected(
    with_threshold: Path, tmp_path: Path, cell: object, why: str
) -> None:
    assert why in said_of(with_threshold, tmp_path, cell, "17.8", *ADVANCED_ON)


def test_a_figure_in_another_measure_than_its_heading_says_is_rejected(
    with_threshold: Path, tmp_path: Path
) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", "17.8 (‰)"), ("Bình An", 90)])
    (row,) = taken(with_threshold, file, *ADVANCED_ON).rows
    assert "17.8 is measured in %, not in ‰" in row["said"]


@pytest.mark.parametrize(("unit", "outcome"), [("%", "new"), ("km", "rejected"), (None, "new")])
def test_a_list_may_name_the_measure_in_a_column(
    with_threshold: Path, tmp_path: Path, unit: str | None, outcome: str
) -> None:
    file = a_workbook(
        tmp_path / "a.xlsx",
        [("Xã", "Chỉ tiêu", "Giá trị", "ĐVT"), ("Bình An", "17.8", 90, unit)],
    )
    assert taken(with_threshold, file, *ADVANCED_ON).rows[0]["outcome"] == outcome


def test_a_percentage_of_a_sheet_is_what_it_shows(with_threshold: Path, tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Xã", "17.8"))
        sheet.write(1, 0, "Bình An")
        sheet.write_number(1, 1, 0.825, book.add_format({"num_format": "0.0%"}))
    taken(with_threshold, tmp_path / "a.xlsx", *ADVANCED_ON, "--apply")
    (row,) = rows("history", "binh an", db=with_threshold, today=TODAY)
    assert (row["verdict"], row["value"]) == ("unmet", 82.5)


def test_a_figure_without_a_verified_threshold_needs_a_verdict(demo: Path, tmp_path: Path) -> None:
    said = said_of(demo, tmp_path, "82,5", "17.8", *ADVANCED_ON)
    assert "no verified threshold" in said or "no threshold" in said


def test_a_figure_of_a_criterion_is_asked_about(demo: Path, tmp_path: Path) -> None:
    assert "not clear what «82.5»" in said_of(demo, tmp_path, 82.5)


def test_a_line_with_one_bad_cell_brings_nothing(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", "1", "2"), ("Bình An", "Đ", "hay")])
    taken(demo, file, *ON, "--apply", "--skip-rejected")
    assert rows("history", "binh an", db=demo, today=TODAY) == []


def test_rejected_lines_are_mended_in_their_own_sheet_and_taken_again(
    demo: Path, province: Path, tmp_path: Path
) -> None:
    from python_calamine import CalamineWorkbook

    bad = [*PROVINCE[:9], (2, "Hồng Quang Đỏ", "đạt", "hay", None, 0.5, None, 2), *PROVINCE[10:]]
    file = a_workbook(tmp_path / "hong.xlsx", bad, merged=MERGED)
    said = refused(run("import", "assessments", file, *ON, "--apply", db=demo, today=TODAY), 3)
    assert "nothing was written" in said
    assert "hong-rejected.xlsx" in said
    assert verdicts_or_none(demo) is None
    sheet = CalamineWorkbook.from_path("hong-rejected.xlsx").get_sheet_by_index(0).to_python()
    *head, line = sheet
    assert head == [
        ["STT", "Tên xã", *["Tiêu chí"] * 4, "Ghi chú nội bộ", "Tổng số TC đạt", "Reason"],
        ["STT", "Tên xã", 1, 2, 17, 19, "Ghi chú nội bộ", "Tổng số TC đạt", "Reason"],
    ]
    assert line[:6] == [2, "Hồng Quang Đỏ", "đạt", "hay", "", 0.5]
    assert "there is no unit Hồng Quang Đỏ" in str(line[-1])
    taken(demo, file, *ON, "--apply", "--skip-rejected")
    mended = a_workbook(
        tmp_path / "sua.xlsx",
        [*head, (2, "Hồng Quang", "đạt", "CĐ", None, "Đ", None, 2, line[-1])],
    )
    assert counts(taken(demo, mended, *ON, "--apply")) == (3, 0, 0, 0)
    assert verdicts(demo, "hong quang") == {"1": "met", "2": "unmet", "19": "met"}
    whole = taken(demo, province, *ON)
    assert counts(whole) == (0, 0, 11, 0)


def test_rejected_lines_have_their_headings_as_they_were(demo: Path, tmp_path: Path) -> None:
    """A number of the heading stays a figure: the sheet keeps 17.1 and 17.10 as one."""
    lines = [("Xã", "Kết quả", None), (None, 17.1, 3), ("Bình An", "Đ", "Đ")]
    file = a_workbook(tmp_path / "a.xlsx", lines, merged=[(0, 0, 1, 0), (0, 1, 0, 2)])
    (row,) = taken(demo, file, *ON).rows
    assert "17.1 may be 17.10" in row["said"]
    (again,) = taken(demo, tmp_path / "a-rejected.xlsx", *ON).rows
    assert (again["outcome"], again["said"]) == ("rejected", row["said"])


def test_a_line_with_nothing_filled_in_does_not_stand_in_the_way(
    demo: Path, tmp_path: Path
) -> None:
    lines = [
        ("TT", "Huyện/Xã", "1", "2"),
        (None, "Huyện Lâm Bình", None, None),
        (1, "Bình An", "Đ", "Đ"),
        (None, "Huyện không có trong sổ", None, None),
        (2, "Hồng Quang", None, None),
    ]
    result = taken(demo, a_workbook(tmp_path / "a.xlsx", lines), *ON, "--apply")
    assert [(row["line"], row["outcome"], row["new"]) for row in result.rows] == [
        (2, "same", 0),
        (3, "new", 2),
        (4, "same", 0),
        (5, "same", 0),
    ]
    assert result.rows[2]["what"] == "Huyện không có trong sổ"
    assert result.rows[2]["said"] == "nothing is filled in"


@pytest.mark.parametrize(
    ("title", "taken_lines"), [("Tháng 5/2024", [2]), ("Biểu số 1 (tiếp theo)", [2, 4, 6])]
)
def test_figures_of_last_month_below_are_another_table(
    demo: Path, tmp_path: Path, title: str, taken_lines: list[int]
) -> None:
    lines = [("Xã", "1"), ("Bình An", "Đ"), (None, None), (title, None), ("Xã", "1")]
    file = a_workbook(tmp_path / "a.xlsx", [*lines, ("Hồng Quang", "Đ")])
    result = taken(demo, file, *ON)
    assert [row["line"] for row in result.rows] == taken_lines
    assert ("another table, from line 4 on" in notes(result)) is (len(taken_lines) == 1)


def test_the_title_of_another_table_is_no_more_than_a_few_lines(demo: Path, tmp_path: Path) -> None:
    names = [(f"Thôn {number}",) for number in range(1, 6)]
    lines = [("Tên đơn vị",), *names, ("Biểu số 2",), ("Tên đơn vị",), ("Thôn 9",)]
    file = a_workbook(tmp_path / "a.xlsx", lines)
    result = run("import", "units", file, "--under", "binh an", "-f", "json", db=demo, today=TODAY)
    assert [(row["line"], row["outcome"]) for row in result.rows] == [
        (line, "new") for line in range(2, 7)
    ]


def test_a_note_that_became_other_is_changed_and_one_that_is_left_out_is_not(
    demo: Path, tmp_path: Path
) -> None:
    found = []
    for note in ("thiếu hồ sơ", None, "đủ hồ sơ", "đủ hồ sơ"):
        file = a_workbook(tmp_path / "a.xlsx", [("Xã", "1", "Ghi chú"), ("Bình An", "CĐ", note)])
        found.append(counts(taken(demo, file, *ON, "--apply"))[:3])
    assert found == [(1, 0, 0), (0, 0, 1), (0, 1, 0), (0, 0, 1)]


def test_a_rejected_line_contradicts_no_other(demo: Path, tmp_path: Path) -> None:
    lines = [("Xã", "1", "2"), ("Bình An", "CĐ", "hay"), ("Bình An", "Đ", "Đ")]
    result = taken(demo, a_workbook(tmp_path / "a.xlsx", lines), *ON)
    assert [(row["line"], row["outcome"]) for row in result.rows] == [(2, "rejected"), (3, "new")]


def test_lines_of_figures_above_the_headings_are_said(demo: Path, tmp_path: Path) -> None:
    lines = [
        ("UBND TỈNH", None, "CỘNG HÒA XÃ HỘI"),
        ("Năm", "Số xã", "Số đạt"),
        (2023, 5, 2),
        (None, None, None),
        ("Xã", "1", "2"),
        ("Bình An", "Đ", "Đ"),
    ]
    said = notes(taken(demo, a_workbook(tmp_path / "a.xlsx", lines), *ON))
    assert "above the headings, not taken: line 2-3 (Năm)" in said


def verdicts_or_none(db: Path) -> None:
    assert rows("history", "binh an", db=db, today=TODAY) == []


def test_the_sheet_of_rejected_lines_overwrites_nothing(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Xã", "1"), ("Không Có", "Đ")])
    (tmp_path / "a-rejected.xlsx").write_text("của tôi")
    for _ in range(2):
        assert "a-rejected-2.xlsx" in notes(taken(demo, file, *ON))
    assert (tmp_path / "a-rejected.xlsx").read_text() == "của tôi"
    assert not (tmp_path / "a-rejected-3.xlsx").exists()
    assert "x/y.xlsx" not in notes(taken(demo, file, *ON, "--rejected", "ra.xlsx"))
    assert (tmp_path / "ra.xlsx").exists()


def test_without_rejected_lines_there_is_no_sheet_of_them(
    demo: Path, province: Path, tmp_path: Path
) -> None:
    taken(demo, province, *ON)
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["bieu.xlsx"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_text_file_of_any_encoding_is_read(demo: Path, tmp_path: Path, encoding: str) -> None:
    import unicodedata

    lines = ["STT;Tên xã;TC 1;TC 2", "1;Xã Bình An;Đạt;Chưa đạt", "2;Xã Hồng Quang;Đạt;Đạt"]
    if encoding == "cp1258":
        lines = [_for_cp1258(line) for line in lines]
    assert unicodedata.normalize("NFC", lines[1]) == "1;Xã Bình An;Đạt;Chưa đạt"
    file = a_text(tmp_path / "a.csv", *lines, encoding=encoding)
    assert counts(taken(demo, file, *ON)) == (4, 0, 0, 0)


def _for_cp1258(text: str) -> str:
    """Letters of their own where the code page has them, marks apart where it has not."""
    import unicodedata

    found = ""
    for letter in text:
        try:
            letter.encode("cp1258")
            found += letter
        except UnicodeEncodeError:
            base, mark = unicodedata.normalize("NFD", letter)[0], ""
            whole = unicodedata.normalize("NFD", letter)
            for end in range(len(whole), 0, -1):
                base = unicodedata.normalize("NFC", whole[:end])
                if len(base) == 1 and base.encode("cp1258", "ignore"):
                    mark = whole[end:]
                    break
            found += base + mark
    return found


def test_hidden_lines_and_columns_are_read_and_said(demo: Path, tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(tmp_path / "an.xlsx")) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(
            [("Xã", "1", "2"), ("Bình An", "Đ", "CĐ"), ("Bằng Cốc", "Đ", "Đ")]
        ):
            sheet.write_row(line, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
    found = taken(demo, tmp_path / "an.xlsx", *ON)
    assert counts(found) == (4, 0, 0, 0)
    assert notes(found).count("Hidden") == 2


def test_a_formula_counts_by_what_it_showed(demo: Path, tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(tmp_path / "ct.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Xã", "1", "2"))
        sheet.write_row(1, 0, ("Bình An",))
        sheet.write_formula(1, 1, '=IF(1=1,"Đ","CĐ")', None, "Đ")
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    (row,) = taken(demo, tmp_path / "ct.xlsx", *ON).rows
    assert row["outcome"] == "rejected"
    assert row["said"].startswith("C2: ")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_matrix_that_the_tool_writes_is_read_as_the_same(
    demo: Path, province: Path, tmp_path: Path, form: str
) -> None:
    taken(demo, province, *ON, "--apply")
    out = tmp_path / f"ra.{form}"
    argv = ("status", "--matrix", "--set", BASIC, "--as-of", "30/6/2024", "-o", out)
    assert run(*argv, db=demo, today=TODAY).code == 0
    again = taken(demo, out, *ON)
    assert counts(again)[0] == counts(again)[1] == counts(again)[3] == 0
    assert counts(again)[2] == 11


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_first_unit_without_a_code_is_no_heading(demo: Path, tmp_path: Path, lang: str) -> None:
    """An empty cell below "Code" is not merged with it: the names beside it say so."""
    done("unit", "add", "Xã Mới Lập", "--kind", "commune", db=demo)
    judged = ("--met", "1", "--unmet", "2", "--on", "30/6/2024")
    done("assess", "Xã Mới Lập", "--set", BASIC, *judged, db=demo)
    file = tmp_path / "a.xlsx"
    look = ("status", "Xã Mới Lập", "--matrix", "--set", BASIC, "-o", file)
    assert run(*look, db=demo, today=TODAY, lang=lang).code == 0
    assert counts(taken(demo, file, *ON)) == (0, 0, 2, 0)


def test_a_criterion_that_follows_from_its_indicators_gets_no_words_of_its_own(
    demo: Path, tmp_path: Path
) -> None:
    """Neither beside them in the sheet, nor where the ledger has them."""
    beside = a_workbook(
        tmp_path / "a.xlsx", [("Xã", "4", "4.1", "4.2"), ("Bình An", "Đ", "Đ", "Đ")]
    )
    assert counts(taken(demo, beside, *ON, "--apply")) == (2, 0, 1, 0)
    alone = a_workbook(tmp_path / "b.xlsx", [("Xã", "4"), ("Bình An", "Đ"), ("Hồng Quang", "Đ")])
    assert counts(taken(demo, alone, *ON, "--apply")) == (1, 0, 1, 0)
    other = a_workbook(tmp_path / "c.xlsx", [("Xã", "4"), ("Bình An", "CĐ")])
    assert counts(taken(demo, other, *ON, "--apply")) == (1, 0, 0, 0)


def test_headings_over_two_lines_of_a_text_file_are_read(demo: Path, tmp_path: Path) -> None:
    file = a_text(
        tmp_path / "a.csv",
        "BIỂU TỔNG HỢP;;;",
        "STT;Tên xã;Tiêu chí;;Ghi chú",
        ";;1;2;",
        ";;Quy hoạch;Giao thông;",
        "1;Bình An;Đ;CĐ;",
        "2;Hồng Quang;Đ;Đ;đường mới",
    )
    found = taken(demo, file, *ON)
    assert counts(found) == (4, 0, 0, 0)
    assert "columns C «Tiêu chí 1 Quy hoạch» to D «2 Giao thông»" in notes(found)


def test_headings_may_be_typed_in_any_way(demo: Path, tmp_path: Path) -> None:
    """Decomposed letters, capitals, line breaks, numbering, no marks."""
    import unicodedata

    heads = (unicodedata.normalize("NFD", "TÊN\nXÃ"), "tieu chi so 1", "2. Giao\nthông (2)")
    file = a_workbook(tmp_path / "a.xlsx", [heads, ("Bình An", "Đ", "CĐ")])
    assert counts(taken(demo, file, *ON)) == (2, 0, 0, 0)


def test_the_order_of_the_lines_does_not_matter(demo: Path, tmp_path: Path) -> None:
    first = a_workbook(tmp_path / "a.xlsx", LIST)
    other = a_workbook(tmp_path / "b.xlsx", [LIST[0], *reversed(LIST[1:])])
    taken(demo, first, "--set", BASIC, "--apply")
    assert counts(taken(demo, other, "--set", BASIC)) == (0, 0, 3, 0)


def test_twenty_thousand_lines_are_counted_and_only_what_needs_a_look_is_listed(
    demo: Path, tmp_path: Path
) -> None:
    units = ("Bình An", "Bằng Cốc", "Bản Bo", "Đông Văn", "Đông Yên", "Hồng Quang", "Ngọc Hội")
    days = [f"{day:02}/{month:02}/2023" for month in (3, 6) for day in range(1, 29)]
    stages = ("self", "verification", "appraisal")
    keys = product(days, stages, units, range(1, 20))
    lines = [f"{unit};{number};Đ;{day};{stage}" for day, stage, unit, number in keys][:20_000]
    heads = "Xã;Tiêu chí số;Kết quả;Ngày;Bước"
    file = a_text(tmp_path / "a.csv", heads, *lines, "Không;1;Đ;01/01/2000;self")
    found = taken(demo, file, "--set", BASIC, "--apply", "--skip-rejected")
    assert counts(found) == (20_000, 0, 0, 1)
    assert [row["line"] for row in found.rows] == [20_002]


def test_a_sheet_without_judgements_is_refused_in_one_line(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Một", "Hai"), (1, 2)])
    assert "no line of headings" in refused(
        run("import", "assessments", file, *ON, db=demo, today=TODAY), 3
    )


def test_codes_and_numbers_that_a_sheet_shortened_are_repaired_or_asked(
    demo: Path, tmp_path: Path
) -> None:
    file = a_workbook(tmp_path / "a.xlsx", [("Mã xã", "17.1"), (2290, "Đ")])
    assert "2290 was read as 02290" in taken(demo, file, *ON).rows[0]["said"]
    typed = a_workbook(tmp_path / "b.xlsx", [("Mã xã", 17.1), ("02290", "Đ")])
    (row,) = taken(demo, typed, "--set", BASIC, "--on", "30/6/2024").rows
    assert "17.1 may be 17.10" in row["said"]


def test_a_cell_that_cannot_be_told_is_named_with_what_to_do(demo: Path, tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(tmp_path / "cu.xlsx")) as book:
        sheet, old = book.add_worksheet(), book.add_format({"font_name": ".VnTime"})
        sheet.write_row(0, 0, ["Tªn x·", "1", "2"], old)
        sheet.write_row(1, 0, ["B×nh An", "§", "§"], old)
    (row,) = taken(demo, tmp_path / "cu.xlsx", *ON).rows
    assert row["said"] == (
        "B2: it cannot be told whether it says “§” or, in TCVN3, “Đ”; "
        "C2: it cannot be told whether it says “§” or, in TCVN3, “Đ”; "
        "say --font tcvn3, or write this cell again in Unicode"
    )
    assert counts(taken(demo, tmp_path / "cu.xlsx", *ON, "--font", "tcvn3")) == (2, 0, 0, 0)


def test_an_error_tells_each_rejected_line_once(demo: Path, tmp_path: Path) -> None:
    lines = [("Xã", "TC 1", "TC 2"), ("Bình An", "?", "?"), ("Không Có", "Đ", "Đ")]
    file = a_workbook(tmp_path / "a.xlsx", lines)
    told = refused(run("import", "assessments", file, *ON, "--apply", db=demo, today=TODAY), 3)
    assert [line.partition(":")[0] for line in told.splitlines() if "line " in line[:7]] == [
        "  line 2",
        "  line 3",
    ]


def test_a_folder_is_no_sheet(demo: Path) -> None:
    assert "it is a folder" in refused(run("import", "assessments", ".", *ON, db=demo), 3)


def test_a_village_of_the_same_name_does_not_stand_in_the_way_of_a_commune(
    demo: Path, tmp_path: Path
) -> None:
    done("unit", "add", "Thôn Bình An", "--kind", "village", "--under", "Đông Văn", db=demo)
    file = a_workbook(tmp_path / "xa.xlsx", [("Tên xã", "TC 1"), ("Bình An", "Đ")])
    (row,) = taken(demo, file, *ON).rows
    assert (row["outcome"], row["what"]) == ("new", "Xã Bình An")
    either = a_workbook(tmp_path / "dv.xlsx", [("Đơn vị", "TC 1"), ("Bình An", "Đ")])
    (row,) = taken(demo, either, *ON).rows
    # The set is one of communes.
    assert (row["outcome"], row["what"]) == ("new", "Xã Bình An")


def test_the_names_of_signers_merged_over_the_table_are_no_entries(
    demo: Path, tmp_path: Path
) -> None:
    signer = ("Trần Thị B", "Trần Thị B", "Trần Thị B", "Trần Thị B")
    lines = [
        ("Tên xã", "TC 1", "TC 2", "TC 3"),
        ("Bình An", "Đ", "Đ", "Đ"),
        ("NGƯỜI LẬP BIỂU", None, None, None),
        signer,
    ]
    found = taken(demo, a_workbook(tmp_path / "ky.xlsx", lines), *ON)
    assert counts(found) == (3, 0, 0, 0)
    assert "Trần Thị B" in notes(found) or "line 4" in notes(found)
    below = [*lines, ("Bình An", "Đ", "Đ", "Đ")]
    again = taken(demo, a_workbook(tmp_path / "tiep.xlsx", below), *ON)
    assert [row["line"] for row in again.rows] == [2, 5]


def test_the_same_fault_of_several_cells_is_told_once(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(
        tmp_path / "k.xlsx", [("Tên xã", "TC 1", "TC 2", "TC 3"), ("Bình An", "K", "Đ", "K")]
    )
    (row,) = taken(demo, file, *ON).rows
    assert str(row["said"]).startswith("B2, D2: it is not clear what «K» means")
    assert str(row["said"]).count("it is not clear") == 1
