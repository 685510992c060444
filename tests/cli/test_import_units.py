"""`import units`: communes and villages as offices list them, parents among them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import TODAY, a_unit, done
from tests.run import Result, refused, rows, run
from tests.workbooks import a_text, a_workbook


def taken(db: Path, file: Path, *argv: str) -> Result:
    result = run("import", "units", file, *argv, "-f", "json", db=db, today=TODAY)
    assert result.code == 0, result.err
    return result


def counts(result: Result) -> dict[str, int]:
    return dict(json.loads(result.out)["summary"])


def units(db: Path, *argv: str) -> dict[str, dict[str, Any]]:
    found = rows("unit", "list", *argv, db=db, today=TODAY)
    return {row["unit_name"]: row for row in found}


def said_of(db: Path, file: Path, *argv: str) -> str:
    """Why the last line of a sheet was rejected."""
    row = max(taken(db, file, *argv).rows, key=lambda row: row["line"])
    assert row["outcome"] == "rejected", row
    return str(row["said"])


VILLAGES = [
    ("DANH SÁCH THÔN, BẢN", None, None, None),
    (None, None, None, None),
    ("STT", "Tên thôn/bản", "Loại", "Thuộc xã"),
    (1, "Bản Nà Can", "bản", "Xã Thử Một"),
    (2, "Thôn 5", "thôn", None),
    (3, "Tổ dân phố 2", "tổ dân phố", "Xã Thử Hai"),
    (4, "Xã Thử Một", "xã", "Huyện Tam Đường"),
    (5, "Xã Thử Hai", "xã", "Huyện Tam Đường"),
]


def test_villages_and_communes_of_one_sheet_find_each_other(demo: Path, tmp_path: Path) -> None:
    """Merged parents, and communes that stand below their villages in the same sheet."""
    file = a_workbook(tmp_path / "thon.xlsx", VILLAGES, merged=[(0, 0, 0, 3), (3, 3, 4, 3)])
    tried = taken(demo, file)
    assert [row["line"] for row in tried.rows] == [4, 5, 6, 7, 8]
    assert counts(tried) == {"new": 5, "changed": 0, "same": 0, "rejected": 0}
    assert "Xã Thử Một" not in units(demo)
    taken(demo, file, "--apply")
    found = units(demo)
    assert {name: (found[name]["kind"], found[name]["parent"]) for name in found if "Thử" in name}
    assert [(found[name]["kind"], found[name]["parent"]) for name in ("Bản Nà Can", "Thôn 5")] == [
        ("village", "Xã Thử Một"),
        ("village", "Xã Thử Một"),
    ]
    assert found["Tổ dân phố 2"]["parent"] == "Xã Thử Hai"
    assert counts(taken(demo, file, "--apply"))["same"] == 5


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("xã", "commune"),
        ("Phường", "ward"),
        ("thi tran", "township"),
        ("đặc khu", "special_zone"),
        ("commune", "commune"),
        ("buôn", "village"),
        ("huyện", "district"),
        ("thị xã", "district"),
        ("tỉnh", "province"),
    ],
)
def test_kinds_are_read_in_vietnamese_and_english(
    new: Path, tmp_path: Path, word: str, kind: str
) -> None:
    taken(new, a_text(tmp_path / "u.csv", "name,kind", f"Nơi Đây,{word}"), "--apply")
    assert units(new)["Nơi Đây"]["kind"] == kind


def test_lost_zeros_are_put_back_where_the_name_proves_it(new: Path, tmp_path: Path) -> None:
    """02416 is in the shipped table by the name of the line; 00004 by another name."""
    head = ("Tên đơn vị", "Mã", "Trực thuộc")
    file = a_workbook(
        tmp_path / "u.xlsx",
        [head, ("Tỉnh Tuyên Quang", 8, None), ("Xã Bằng Cốc", 2416, 8), ("Phường Của Ta", 4, 8)],
    )
    result = taken(new, file)
    by_line = {row["line"]: row for row in result.rows}
    assert by_line[3]["outcome"] == "new"
    assert "the code 2416 was read as 02416" in by_line[3]["said"]
    assert by_line[4]["outcome"] == "rejected"
    assert "4 may be 00004 (Phường Ba Đình)" in by_line[4]["said"]
    as_words = a_workbook(tmp_path / "w.xlsx", [head[:2], ("Phường Của Ta", "4")])
    taken(new, as_words, "--apply")
    assert units(new)["Phường Của Ta"]["code"] == "4"


def test_a_code_of_the_ledger_that_lost_its_zero_is_that_code(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "u.xlsx", [("Tên", "Mã"), ("Bằng Cốc", 2416)])
    assert counts(taken(demo, file))["same"] == 1
    other = a_workbook(tmp_path / "v.xlsx", [("Tên", "Mã"), ("Xã Khác Hẳn", 2416)])
    assert "2416 may be 02416 (Xã Bằng Cốc)" in said_of(demo, other)


def test_a_changed_name_or_parent_is_a_correction_that_says_before_and_after(
    demo: Path, tmp_path: Path
) -> None:
    a_unit(demo, "Xã Sai Tên", code="91001", under="tam duong")
    file = a_text(tmp_path / "u.csv", "code,name", "91001,Xã Đúng Tên")
    result = taken(demo, file, "--apply")
    assert counts(result)["changed"] == 1
    assert result.rows[0]["said"] == "Unit: Xã Sai Tên → Xã Đúng Tên"
    assert len(rows("unit", "show", "91001", db=demo, today=TODAY)) == 1
    moved = a_text(tmp_path / "v.csv", "code,name,under", "91001,Xã Đúng Tên,Huyện Lâm Bình")
    assert (
        "Below: Huyện Tam Đường → Huyện Lâm Bình" in taken(demo, moved, "--apply").rows[0]["said"]
    )
    assert counts(taken(demo, moved, "--apply"))["same"] == 1


def test_with_a_day_it_is_so_from_that_day_on(demo: Path, tmp_path: Path) -> None:
    a_unit(demo, "Xã Cũ", code="91001", under="tam duong")
    file = a_text(tmp_path / "u.csv", "code,name,from", "91001,Xã Mới,1/6/2024")
    result = taken(demo, file, "--apply")
    assert "so from 01/06/2024 on" in result.rows[0]["said"]
    found = rows("unit", "show", "91001", db=demo, today=TODAY)
    assert [(row["unit_name"], row["valid_from"], row["valid_to"]) for row in found] == [
        ("Xã Cũ", None, "2024-05-31"),
        ("Xã Mới", "2024-06-01", None),
    ]
    assert counts(taken(demo, file, "--apply"))["same"] == 1


def test_everything_else_that_differs_is_corrected_too(demo: Path, tmp_path: Path) -> None:
    a_unit(demo, "Xã A", under="tam duong")
    head = "name,kind,code,region,to"
    file = a_text(tmp_path / "u.csv", head, "Xã A,,91009,Vùng Tây Nguyên,31/12/2030")
    said = taken(demo, file, "--apply").rows[0]["said"]
    assert "Code: – → 91009" in said
    assert "Region: – → Central Highlands" in said
    assert "To: – → 31/12/2030" in said
    wards = a_text(tmp_path / "v.csv", head, "Xã A,phường,91009,,")
    assert "Kind: commune → ward" in taken(demo, wards, "--apply").rows[0]["said"]
    assert units(demo)["Xã A"]["region"] == "tay-nguyen"


def test_a_day_that_differs_alone_is_said_and_not_taken(demo: Path, tmp_path: Path) -> None:
    file = a_text(tmp_path / "u.csv", "code,name,from", "02416,Xã Bằng Cốc,1/1/2020")
    (row,) = taken(demo, file).rows
    assert row["outcome"] == "same"
    assert "the day 01/01/2020 of the sheet was not taken" in row["said"]


@pytest.mark.parametrize("name", ["Bằng Cốc", "xa bang coc", "XÃ BẰNG CỐC"])
def test_a_name_without_its_marks_or_its_word_is_no_new_name(
    demo: Path, tmp_path: Path, name: str
) -> None:
    assert (
        counts(taken(demo, a_text(tmp_path / "u.csv", "code,name", f"02416,{name}")))["same"] == 1
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("Xã A,xã,,Huyện Xa Lạ,,",), "there is no unit Huyện Xa Lạ"),
        (("Nơi Nào,,,,,",), "what kind of unit is Nơi Nào?"),
        ((",xã,91001,,,",), "the name is missing"),
        (("Xã A,hamlet,,,,",), "hamlet is none of"),
        (("Xã A,,,,Nơi Xa,",), "there is no region noi xa"),
        (("Xã A,,a b,,,",), "a b is not a code"),
        (("Xã A,,,,,31/2/2024",), "no day 31 in month 2/2024"),
        (("Xã Khác,,02416,Huyện Tam Đường,,",), "the code 02416 belongs to Xã Bằng Cốc"),
        (("Xã Bản Bo,,02416,,,",), "the code 02416 belongs to Xã Bằng Cốc"),
        (("Thôn Khác,,02416,,,",), "the code 02416 belongs to Xã Bằng Cốc"),
        (("Xã A,,,,,", "Xã A,,,,,"), "the same unit is in line 2"),
        (("Xã A,,91001,,,", "Xã B,,91001,,,"), "the same unit is in line 2"),
        (("Thôn A,,,Xã A,,", "Xã A,,,Thôn A,,"), "Thôn A"),
        (("Bản Bo,,02416,Xã Bản Bo,,",), "belongs to Xã Bằng Cốc"),
    ],
)
def test_what_cannot_be_taken_says_why(
    demo: Path, tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    file = a_text(tmp_path / "u.csv", "name,kind,code,under,region,to", *lines)
    assert said in said_of(demo, file)
    assert said in refused(run("import", "units", file, "--apply", db=demo, today=TODAY), 3)


def test_a_name_that_several_bear_is_rejected_with_the_candidates(
    demo: Path, tmp_path: Path
) -> None:
    a_unit(demo, "Xã Bình An", code="91001", under="tam duong")
    assert "Xã Bình An may mean several" in said_of(
        demo, a_text(tmp_path / "u.csv", "name", "Xã Bình An")
    )
    parent = a_text(tmp_path / "v.csv", "name,under", "Xã Bình An,Huyện Tam Đường")
    assert counts(taken(demo, parent))["same"] == 1


def test_options_speak_for_all_lines(demo: Path, tmp_path: Path) -> None:
    file = a_text(tmp_path / "u.csv", "Đơn vị", "Xã A", "Xã B")
    options = ("--under", "tam duong", "--from", "1/1/2024", "--region", "tay-nguyen")
    taken(demo, file, *options, "--apply")
    row = units(demo)["Xã B"]
    assert (row["parent"], row["valid_from"]) == ("Huyện Tam Đường", "2024-01-01")
    assert row["region"] == "tay-nguyen"
    assert counts(taken(demo, file, *options))["same"] == 2


@pytest.mark.parametrize("name", ["u.csv", "u.tsv", "u.xlsx"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_the_list_writes_is_read_again_as_the_same(
    demo: Path, tmp_path: Path, name: str, lang: str
) -> None:
    a_unit(demo, "Thôn Không Mã", under="ban bo", region="tay-nguyen", from_="1/1/2024")
    done("unit", "set", "ban bo", "--name", "Xã Bản Bo Mới", "--from", "1/2/2024", db=demo)
    file = tmp_path / name
    assert run("unit", "list", "-o", file, db=demo, today=TODAY, lang=lang).code == 0
    found = counts(taken(demo, file))
    same = len(units(demo))
    assert found == {"new": 0, "changed": 0, "same": same, "rejected": 0}


def test_unit_import_takes_the_same_sheets_at_once(demo: Path, tmp_path: Path) -> None:
    file = a_workbook(tmp_path / "thon.xlsx", VILLAGES, merged=[(3, 3, 4, 3)])
    result = run("unit", "import", file, "-f", "json", db=demo, today=TODAY)
    assert [row["outcome"] for row in result.rows] == ["new"] * 5
    assert "Tổ dân phố 2" in units(demo)
    refused(run("unit", "import", tmp_path / "none.csv", db=demo, today=TODAY), 3)


def test_real_dates_are_days(new: Path, tmp_path: Path) -> None:
    rows_ = [("Tên", "Từ ngày", "Đến ngày"), ("Xã A", date(2020, 1, 1), date(2025, 6, 30))]
    taken(new, a_workbook(tmp_path / "u.xlsx", rows_), "--apply")
    row = units(new)["Xã A"]
    assert (row["valid_from"], row["valid_to"]) == ("2020-01-01", "2025-06-30")
