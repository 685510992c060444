"""`import agencies`: lists of offices, with their addresses and persons."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import TODAY, an_agency, done
from tests.run import Result, rows, run
from tests.workbooks import a_text, a_workbook


def taken(db: Path, file: Path, *argv: str) -> Result:
    result = run("import", "agencies", file, *argv, "-f", "json", db=db, today=TODAY)
    assert result.code == 0, result.err
    return result


def counts(result: Result) -> dict[str, int]:
    return dict(json.loads(result.out)["summary"])


def agency(db: Path, words: str) -> dict[str, Any]:
    (row,) = rows("agency", "show", words, db=db, today=TODAY)
    return row


def said_of(db: Path, file: Path) -> str:
    """Why the last line of a sheet was rejected."""
    row = max(taken(db, file).rows, key=lambda row: row["line"])
    assert row["outcome"] == "rejected", row
    return str(row["said"])


def test_a_list_of_offices_with_several_addresses_and_persons_in_a_cell(
    demo: Path, tmp_path: Path
) -> None:
    file = a_workbook(
        tmp_path / "cq.xlsx",
        [
            ("DANH BẠ CƠ QUAN", None, None, None, None, None, None),
            (
                "STT",
                "Tên cơ quan",
                "Viết tắt",
                "Đơn vị",
                "Email",
                "Cán bộ đầu mối",
                "Ngoài cơ quan",
            ),
            (
                *(1, "Sở Nông nghiệp và Môi trường", "SNNMT", "Tỉnh Lai Châu"),
                "so@laichau.gov.vn; vp@laichau.gov.vn",
                "Lò Văn A, Trưởng phòng <a@laichau.gov.vn>; Vàng Thị B (Phó Trưởng phòng)",
                "không",
            ),
            (2, "Điện lực Tam Đường", "DL-TD", None, None, "Nùng Văn C", "x"),
        ],
        merged=[(0, 0, 0, 6)],
    )
    tried = taken(demo, file)
    assert counts(tried) == {"new": 2, "changed": 0, "same": 0, "rejected": 0}
    taken(demo, file, "--apply")
    row = agency(demo, "SNNMT")
    assert (row["agency"], row["unit_name"], row["outside"]) == (
        *("Sở Nông nghiệp và Môi trường", "Tỉnh Lai Châu", False),
    )
    assert row["addresses"] == ["so@laichau.gov.vn", "vp@laichau.gov.vn"]
    assert row["persons"] == [
        "Lò Văn A (Trưởng phòng) <a@laichau.gov.vn>",
        "Vàng Thị B (Phó Trưởng phòng)",
    ]
    assert agency(demo, "DL-TD")["outside"] is True
    assert counts(taken(demo, file, "--apply"))["same"] == 2


def test_a_line_for_each_person_adds_up_to_one_agency(demo: Path, tmp_path: Path) -> None:
    """The agency is merged over its persons; the address beside a title is the person's."""
    file = a_workbook(
        tmp_path / "cb.xlsx",
        [
            ("Cơ quan", "Họ và tên", "Chức vụ", "Email", "Email cơ quan", "Từ ngày"),
            ("Phòng Y tế", "Lò Văn A", "Trưởng phòng", "a@x.vn", "py@x.vn", date(2024, 1, 1)),
            (None, "Vàng Thị B", "Chuyên viên", "b@x.vn", None, date(2024, 1, 1)),
            (None, "Nùng Văn C", None, None, None, date(2024, 1, 1)),
        ],
        merged=[(1, 0, 3, 0)],
    )
    assert sorted(row["outcome"] for row in taken(demo, file).rows) == ["changed", "changed", "new"]
    taken(demo, file, "--apply")
    row = agency(demo, "Phòng Y tế")
    assert row["addresses"] == ["py@x.vn"]
    assert row["persons"] == [
        "Lò Văn A (Trưởng phòng) <a@x.vn>",
        "Vàng Thị B (Chuyên viên) <b@x.vn>",
        "Nùng Văn C",
    ]
    assert counts(taken(demo, file, "--apply"))["same"] == 3


def test_what_differs_is_corrected_and_said(demo: Path, tmp_path: Path) -> None:
    an_agency(demo, "Phòng A", code="PA", person="Lò Văn A, Phó phòng <a@x.vn>", mail="cu@x.vn")
    head = "code,agency,outside,unit,email,persons,note,from,to,lang"
    line = 'pa,Phòng B,có,03424,moi@x.vn,"Lò Văn A, Trưởng phòng <b@x.vn>",x,1/1/2024,1/1/2030,en'
    file = a_text(tmp_path / "cq.csv", head, line)
    said = taken(demo, file, "--apply").rows[0]["said"]
    for piece in (
        "Agency: Phòng A → Phòng B",
        "Outside body: no → yes",
        "Unit: – → 03424",
        "Note: – → x",
        "From: – → 01/01/2024",
        "To: – → 01/01/2030",
        "Language: – → en",
        "new mail addresses: moi@x.vn",
        "new or changed persons: Lò Văn A, Trưởng phòng <b@x.vn>",
    ):
        assert piece in said
    row = agency(demo, "PA")
    assert row["persons"] == ["Lò Văn A (Trưởng phòng) <b@x.vn>"]
    assert row["addresses"] == ["cu@x.vn", "moi@x.vn"]
    assert counts(taken(demo, file, "--apply"))["same"] == 1


def test_what_a_sheet_leaves_out_stays(demo: Path, tmp_path: Path) -> None:
    an_agency(demo, "Phòng A", code="PA", person="Lò Văn A, Phó phòng", mail="a@x.vn", note="cũ")
    before = agency(demo, "PA")
    file = a_text(tmp_path / "cq.csv", "Cơ quan,Email,Cán bộ", "phong a,,Lò Văn A")
    (row,) = taken(demo, file, "--apply").rows
    assert row["outcome"] == "same"
    assert agency(demo, "PA") == before


@pytest.mark.parametrize(
    ("head", "lines", "said"),
    [
        ("agency,email", ("Phòng A,không có",), "không is not a mail address"),
        ("agency,email", ("Phòng A,a@x.vn b@",), "b@ is not a mail address"),
        ("agency,person", ('Phòng A,"Lò A <a@>"',), "a@ is not a mail address"),
        ("agency,person,title", ("Phòng A,Lò A; Vàng B,Phó",), "a title stands beside several"),
        ("agency,note", (",x",), "the name is missing"),
        ("agency,outside", ("Phòng A,có lẽ",), "says neither yes nor no"),
        ("agency,unit", ("Phòng A,Xã Xa Lạ",), "there is no unit Xã Xa Lạ"),
        ("agency,lang", ("Phòng A,fr",), "there is no language fr"),
        ("agency,from,to", ("Phòng A,2/1/2024,1/1/2024",), "01/01/2024 is before 02/01/2024"),
        ("agency,code", ("Phòng B,KTHT-TD",), ""),
        ("agency,code", ("UBND xã Bản Bo,KTHT-TD",), "is that of Phòng Kinh tế - Hạ tầng"),
        ("agency,note", ("Phòng A,x", "Phòng A,y"), "line 2 says otherwise of the same agency"),
    ],
)
def test_what_cannot_be_taken_says_why(
    demo: Path, tmp_path: Path, head: str, lines: tuple[str, ...], said: str
) -> None:
    file = a_text(tmp_path / "cq.csv", head, *lines)
    if said:
        assert said in said_of(demo, file)
    else:
        assert "Agency: Phòng Kinh tế" in taken(demo, file).rows[0]["said"]


@pytest.mark.parametrize("name", ["cq.csv", "cq.tsv", "cq.xlsx"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_the_list_writes_is_read_again_as_the_same(
    demo: Path, tmp_path: Path, name: str, lang: str
) -> None:
    an_agency(
        demo,
        "Điện lực Tam Đường",
        code="DL",
        unit="tam duong",
        mail="a@evn.vn",
        person="Nùng Văn C, Phó Giám đốc <c@evn.vn>",
        from_="1/1/2024",
        note="ngoài khối",
        mail_lang="en",
    )
    done("agency", "set", "DL", "--outside", "--person", "Lò Văn A", db=demo)
    file = tmp_path / name
    assert run("agency", "list", "-o", file, db=demo, today=TODAY, lang=lang).code == 0
    same = len(rows("agency", "list", db=demo, today=TODAY))
    assert counts(taken(demo, file)) == {"new": 0, "changed": 0, "same": same, "rejected": 0}
