"""`status --matrix`: the sheet that offices keep, from the ledger and back to a file."""

import csv
import io
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests.factories import ADVANCED, TODAY, done
from tests.run import refused, rows, run

BASIC = "xa-ntm-2021-2025"


def test_each_unit_has_a_row_and_each_criterion_a_column(demo_file: Path) -> None:
    (row,) = rows("status", "--matrix", "--set", ADVANCED, db=demo_file, today=TODAY)
    assert list(row)[:2] == ["unit", "unit_name"]
    assert list(row)[2:21] == [str(number) for number in range(1, 20)]
    assert list(row)[21:] == ["met", "nearly_met", "total", "set"]
    unmet = {number for number in map(str, range(1, 20)) if row[number] == "unmet"}
    assert unmet == {"1", "2", "5", "6", "10", "11", "14", "17", "18", "19"}
    assert (row["met"], row["total"], row["set"]) == (9, 19, ADVANCED)


def test_it_says_what_status_says_of_the_same_unit(demo_file: Path) -> None:
    (row,) = rows("status", "ban bo", "--matrix", "--set", ADVANCED, db=demo_file, today=TODAY)
    (glance,) = rows("status", "ban bo", "--set", ADVANCED, db=demo_file, today=TODAY)
    for number in map(str, range(1, 20)):
        assert row[number] == (glance[f"c{number}"] or "not_assessed")
    assert [row[key] for key in ("met", "nearly_met", "total")] == [
        glance[key] for key in ("met", "nearly_met", "total")
    ]


def test_several_sets_are_listed_and_one_is_to_be_named(demo_file: Path) -> None:
    complaint = refused(run("status", "--matrix", db=demo_file, today=TODAY), 3)
    assert "several criteria sets are in use" in complaint
    assert f"{ADVANCED}: " in complaint
    assert f"{BASIC}: " in complaint
    assert "--set" in complaint
    (row,) = rows("status", "ban bo", "--matrix", db=demo_file, today=TODAY)
    assert row["set"] == ADVANCED


def test_units_that_were_asked_for_have_a_row_before_anything_was_said_of_them(
    demo_file: Path,
) -> None:
    asked = ("status", "--matrix", "--set", BASIC)
    below = rows(*asked, "--under", "tuyên quang", db=demo_file, today=TODAY)
    assert len(below) > len(rows(*asked, db=demo_file, today=TODAY)) > 0
    said = run(*asked, db=demo_file, today=TODAY).out
    assert "units of this level have no judgement" in " ".join(said.split())
    named = rows(*asked, "hồng quang", db=demo_file, today=TODAY)
    assert [row["unit_name"] for row in named] == ["Xã Hồng Quang"]
    assert {named[0][str(number)] for number in range(1, 20)} == {"not_assessed"}
    assert (named[0]["met"], named[0]["total"]) == (None, 19)


def test_a_new_ledger_has_no_set_in_use(new: Path) -> None:
    assert "No unit has been judged" in run("status", "--matrix", db=new).out
    done("unit", "add", "Xã Mẫu", "--code", "90001", db=new)
    assert rows("status", "--matrix", db=new) == []
    (row,) = rows("status", "--matrix", "--set", BASIC, "xa mau", db=new)
    assert row["unit"] == "90001"


def test_indicators_are_shown_when_they_are_asked_for(new: Path) -> None:
    done("unit", "add", "Xã Mẫu", "--code", "90001", db=new)
    for stage, verdict in (("self", "--met"), ("appraisal", "--unmet")):
        done(
            *("assess", "90001", "--set", BASIC, verdict, "17.8", "--on", "1/3/2024"),
            *("--stage", stage),
            db=new,
        )
    (row,) = rows("status", "--matrix", "--indicators", db=new, today=TODAY)
    assert (row["17.8"], row["17"], row["17.9"]) == ("unmet", "unmet", "not_assessed")
    keys = list(row)
    assert keys.index("17.8") == keys.index("17.7") + 1 > keys.index("17")
    (own,) = rows("status", "--matrix", "--indicators", "--stage", "self", db=new, today=TODAY)
    assert own["17.8"] == "met"
    (whole,) = rows("status", "--matrix", db=new, today=TODAY)
    assert "17.8" not in whole


def test_a_village_without_a_code_is_told_with_its_commune(new: Path) -> None:
    done("unit", "add", "Xã Đông Văn", "--code", "90001", db=new)
    done("unit", "add", "Thôn 5", "--kind", "village", "--under", "90001", db=new)
    sets = [row["set"] for row in rows("criteria", "list", db=new) if row["level"] == "village"]
    found = rows("status", "--matrix", "--set", sets[0], "--under", "90001", db=new)
    assert [(row["unit"], row["unit_name"]) for row in found] == [(None, "Thôn 5, Xã Đông Văn")]


def test_on_a_screen_and_in_a_sheet_people_read_letters_and_programs_words(
    demo_file: Path, tmp_path: Path
) -> None:
    asked = ("status", "--matrix", "--set", ADVANCED)
    shown = run(*asked, db=demo_file, today=TODAY, lang="vi", tty=True, width=160).out
    assert "Xã Bản Bo C C Đ Đ C C Đ" in " ".join(shown.split())
    assert "unmet" not in shown
    sheet = tmp_path / "a.xlsx"
    assert run(*asked, "-o", sheet, db=demo_file, today=TODAY, lang="vi").code == 0
    book = CalamineWorkbook.from_path(sheet)
    _, heading, row, *_ = book.get_sheet_by_index(0).to_python()
    assert heading[:4] == ["Mã", "Đơn vị", "1", "2"]
    assert row[:5] == ["03424", "Xã Bản Bo", "C", "C", "Đ"]
    listed = csv.reader(io.StringIO(run(*asked, "-f", "csv", db=demo_file, today=TODAY).out))
    assert set(list(listed)[1][2:21]) == {"met", "unmet"}


@pytest.mark.parametrize(
    "asked",
    [
        ("--matrix", "--bands"),
        ("--matrix", "--compare", "2023"),
        ("--bands", "--compare", "2023"),
    ],
)
def test_two_looks_at_once_are_refused(demo_file: Path, asked: tuple[str, ...]) -> None:
    complaint = refused(run("status", *asked, db=demo_file, today=TODAY), 3)
    assert "are two different looks" in complaint
    assert all(word in complaint for word in asked if word.startswith("--"))


def test_indicators_belong_to_the_matrix(demo_file: Path) -> None:
    complaint = refused(run("status", "--indicators", db=demo_file, today=TODAY), 3)
    assert "--indicators belongs to --matrix" in complaint


def test_the_foot_says_which_set_it_rests_on(demo_file: Path) -> None:
    said = run("status", "--matrix", "--set", ADVANCED, db=demo_file, today=TODAY).out
    assert f"sets: {ADVANCED}" in " ".join(said.split())


def test_a_sheet_keeps_the_columns_that_are_still_to_be_filled_in(
    demo_file: Path, tmp_path: Path
) -> None:
    sheet, paper = tmp_path / "a.xlsx", tmp_path / "a.docx"
    for place in (sheet, paper):
        asked = ("status", "hồng quang", "--matrix", "--set", BASIC, "-o", place)
        assert run(*asked, db=demo_file, today=TODAY).code == 0
    numbers = [str(number) for number in range(1, 20)]
    rows_ = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    assert rows_[1][2:21] == numbers
    assert rows_[2][2:21] == [""] * 19
    (table,) = Document(str(paper)).tables
    assert [cell.text for cell in table.rows[0].cells][2:21] == numbers


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "excel.csv"])
def test_what_was_written_is_taken_in_again_and_changes_nothing(
    demo: Path, tmp_path: Path, name: str
) -> None:
    sheet = tmp_path / name
    asked = ("status", "--matrix", "--set", ADVANCED, "-o", sheet)
    form = ("-f", "excel-csv") if name == "excel.csv" else ()
    assert run(*asked, *form, db=demo, today=TODAY, lang="vi").code == 0
    taken = ("import", "assessments", sheet, "--set", ADVANCED, "--on", "10/3/2023")
    said = run(*taken, db=demo, today=TODAY)
    assert said.code == 0, said.err
    assert "0 new, 0 changed, 19 same, 0 rejected" in said.out
