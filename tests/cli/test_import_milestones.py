"""`import milestones`, and `milestone load`, which takes the same sheets at once."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import TODAY, done
from tests.plans import PLAN, a_plan, planned
from tests.run import Result, refused, rows, run
from tests.workbooks import a_text, a_workbook


@pytest.fixture
def plan(demo: Path, tmp_path: Path) -> Path:
    return a_plan(demo, tmp_path)


def taken(db: Path, file: Path, *argv: str) -> Result:
    result = run("import", "milestones", file, *argv, "-f", "json", db=db, today=TODAY)
    assert result.code == 0, result.err
    return result


def counts(result: Result) -> dict[str, int]:
    return dict(json.loads(result.out)["summary"])


def listed(db: Path) -> list[tuple[Any, ...]]:
    found = rows("milestone", "list", db=db, today=TODAY)
    return [(row["unit"], row["number"], row["by"], row["value"]) for row in found]


def test_a_matrix_of_months_is_tried_before_it_is_written(plan: Path, tmp_path: Path) -> None:
    """Merged units, a month that the program made a date of, empty cells, a title above."""
    file = a_workbook(
        tmp_path / "kh.xlsx",
        [
            ("KẾ HOẠCH NĂM 2024", None, None, None, None, None),
            ("STT", "Đơn vị", "Số chỉ tiêu", "ĐVT", "T5/2024", date(2024, 6, 1)),
            (1, "Xã Bằng Cốc", "1.1", "hộ", 100, 120.5),
            (2, None, "1.2", "nhà", None, 20),
        ],
        merged=[(0, 0, 0, 5), (2, 1, 3, 1)],
    )
    tried = taken(plan, file, "--set", PLAN)
    assert counts(tried) == {"new": 3, "changed": 0, "same": 0, "rejected": 0}
    assert [(row["line"], row["new"]) for row in tried.rows] == [(3, 2), (4, 1)]
    assert listed(plan) == []
    taken(plan, file, "--set", PLAN, "--document", "12/KH-UBND", "--apply")
    assert listed(plan) == [
        ("02416", "1.1", "5/2024", 100),
        ("02416", "1.1", "6/2024", 120.5),
        ("02416", "1.2", "6/2024", 20),
    ]
    assert {row["document"] for row in rows("milestone", "list", db=plan)} == {"12/KH-UBND"}
    assert counts(taken(plan, file, "--set", PLAN, "--apply"))["same"] == 3


def test_what_changes_is_said_with_before_and_after(plan: Path, tmp_path: Path) -> None:
    planned(plan, "1.1", "T6/2024", 120)
    file = a_text(tmp_path / "kh.csv", "unit,number,6/2024,T7/2024", "02416,1.1,130,140")
    (row,) = taken(plan, file, "--set", PLAN, "--apply").rows
    assert (row["outcome"], row["new"], row["changed"]) == ("changed", 1, 1)
    assert row["said"] == "6/2024: Value: 120 hộ → 130 hộ"


def test_a_line_with_a_bad_cell_is_rejected_whole_and_every_cell_is_named(
    plan: Path, tmp_path: Path
) -> None:
    file = a_text(
        tmp_path / "kh.csv",
        "unit;number;T5/2024;T6/2024;T7/2024",
        "02416;1.1;nhiều;120;1.234",
        "02416;1.2;5;;",
    )
    rejected, new = taken(plan, file, "--set", PLAN).rows
    assert (rejected["outcome"], new["outcome"]) == ("rejected", "new")
    assert "column 5/2024: " in rejected["said"]
    assert "column 7/2024: " in rejected["said"]
    refused(run("import", "milestones", file, "--set", PLAN, "--apply", db=plan, today=TODAY), 3)
    assert listed(plan) == []
    taken(plan, file, "--set", PLAN, "--apply", "--skip-rejected")
    assert listed(plan) == [("02416", "1.2", "5/2024", 5)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",1.1,2024,5", "the unit is missing"),
        ("02416,,2024,5", "the number is missing"),
        ("02416,1.1,,5", "by when is missing"),
        ("02416,1.1,2024,", "the value is missing"),
        ("02416,1.1,2024,8,5", "there are more cells than columns"),
        ('02416,"1.1,1.2",2024,5', "is more than one number"),
        ("02416,1.1,2024,5 km", "is measured in hộ"),
    ],
)
def test_what_a_line_lacks_is_told(plan: Path, tmp_path: Path, line: str, said: str) -> None:
    file = a_text(tmp_path / "kh.csv", "unit,number,by,value", line)
    (row,) = taken(plan, file, "--set", PLAN).rows
    assert row["outcome"] == "rejected"
    assert said in row["said"]


def test_a_title_above_and_a_unit_of_measure_beside_are_read(plan: Path, tmp_path: Path) -> None:
    file = a_text(
        tmp_path / "kh.tsv",
        "KẾ HOẠCH, NĂM 2024\t\t\t\t\t",
        "unit_name\tnumber\tđvt\tby\tvalue\tghi chú",
        "Bằng Cốc\t1.1\thộ\t2024\t5\ttheo thôn",
    )
    taken(plan, file, "--set", PLAN, "--apply")
    (row,) = rows("milestone", "list", db=plan, today=TODAY)
    assert (row["value"], row["value_unit"], row["note"]) == (5, "hộ", "theo thôn")


def test_cells_that_hide_a_formula_are_as_they_were_typed(plan: Path, tmp_path: Path) -> None:
    file = a_text(tmp_path / "kh.csv", "unit,number,by,value", "02416,2.1,2024,'-5 %")
    taken(plan, file, "--set", PLAN, "--apply")
    assert listed(plan) == [("02416", "2.1", "2024", -5)]


@pytest.mark.parametrize("name", ["plans.csv", "plans.tsv", "plans.xlsx"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_the_list_writes_is_read_again_as_the_same(
    plan: Path, tmp_path: Path, name: str, lang: str
) -> None:
    planned(plan, "1.1", "quý II/2024", "120,5")
    done("milestone", "ban bo", "17.8", "85 %", "--by", "2024", "--note", "x", db=plan)
    file = tmp_path / name
    assert run("milestone", "list", "-o", file, db=plan, today=TODAY, lang=lang).code == 0
    options = ("--set", PLAN) if name.endswith("xlsx") else ()
    found = counts(taken(plan, file, *options))
    if options:
        # The sheet for people has no column of sets: Xã Bản Bo is planned for by another.
        assert (found["same"], found["rejected"]) == (1, 1)
    else:
        assert found == {"new": 0, "changed": 0, "same": 2, "rejected": 0}


def test_a_map_says_once_whom_a_name_means(plan: Path, tmp_path: Path) -> None:
    file = a_text(tmp_path / "kh.csv", "unit,number,by,value", "Xã B.Cốc,1.1,T6/2024,120")
    names = tmp_path / "ten.toml"
    names.write_text('[names]\n"Xã B.Cốc" = "02416"\n', "utf-8")
    assert counts(taken(plan, file, "--set", PLAN))["rejected"] == 1
    assert counts(taken(plan, file, "--set", PLAN, "--map", names))["new"] == 1


def test_load_takes_the_same_sheets_at_once(plan: Path, tmp_path: Path) -> None:
    file = a_text(tmp_path / "kh.csv", "unit,number,by,value", "02416,1.1,T6/2024,120")
    result = run("milestone", "load", file, "--set", PLAN, "-f", "json", db=plan, today=TODAY)
    assert counts(result)["new"] == 1
    assert listed(plan) == [("02416", "1.1", "T6/2024", 120)]


def test_headings_that_say_nothing_are_answered_with_where_to_look(
    demo: Path, tmp_path: Path
) -> None:
    file = a_text(tmp_path / "a.csv", "Một;Hai", "Bình An;3")
    told = refused(run("import", "milestones", file, db=demo, today=TODAY), 3)
    assert "a.csv has no line of headings that says what its columns are" in told
    assert "`ntmtrack manual files`" in told
