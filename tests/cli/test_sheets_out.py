"""Every look as a workbook, a paper, a page and an Excel CSV: it opens, with the rows of JSON."""

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests.cli.test_known import ASKED
from tests.factories import TODAY
from tests.run import refused, run, shell

LOOKS = {**ASKED, "status --matrix": ("--set", "xa-ntm-nang-cao-2021-2025")}


def out(path: Path, *argv: object) -> bytes:
    """What a command writes to a file."""
    said = run(*argv, "-o", path, today=TODAY, db=path.parent / "demo.db")
    assert (said.code, said.out, said.err) == (0, "", "")
    return path.read_bytes()


def told(value: object) -> str:
    """A cell of a workbook as the other forms for people write it."""
    match value:
        case datetime():
            return value.strftime("%d/%m/%Y %H:%M")
        case date():
            return value.strftime("%d/%m/%Y")
        case float() | int():
            return format(Decimal(repr(value)).normalize(), "f")
        case _:
            return str(value)


def same(cell: str, words: str) -> bool:
    """A number stands in the workbook alone; its sign and its unit belong to how it is shown."""
    return cell == words or re.sub(r"^[≥≤=<>]? ?(-?[0-9.]+)( .*)?$", r"\1", words) == cell


@pytest.mark.parametrize("asked", LOOKS)
def test_every_look_has_the_same_rows_in_every_form(demo: Path, asked: str) -> None:
    words = (*asked.split(), *LOOKS[asked])
    found: list[dict[str, Any]] = json.loads(
        run(*words, "-f", "json", db=demo, today=TODAY).out
    ).get("rows", [])
    keys = ("--columns", ",".join(found[0])) if found else ()
    folder = demo.parent

    listed = out(folder / "a.csv", *words, *keys, "-f", "excel-csv").decode("utf-8")
    assert listed.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(listed[1:], newline="")))[1:]
    assert len(rows) == len(found)
    grouped = [row[len(row) - len(found[0]) :] for row in rows] if found else []
    for row, record in zip(grouped, found, strict=True):
        for cell, value in zip(row, record.values(), strict=True):
            if value in (None, [], ""):
                assert cell in ("", "no")
            elif isinstance(value, int) and not isinstance(value, bool):
                assert str(value) in cell

    book = CalamineWorkbook.from_filelike(io.BytesIO(out(folder / "a.xlsx", *words, *keys)))
    sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[2:]
    for in_book, row in zip(sheet, rows, strict=False):
        for cell, value in zip(in_book, row, strict=False):
            words_ = value.removeprefix("'") if value.startswith(("'=", "'+", "'-")) else value
            assert same(told(cell), words_.replace("\r\n", "\n")), (cell, value)
    assert len(sheet) >= len(rows)

    paper = Document(io.BytesIO(out(folder / "a.docx", *words, *keys)))
    lines = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows[1:]]
    lines = [line for line in lines if len(set(line)) > 1 or len(line) == 1]
    assert len(lines) >= len(found)
    assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in paper.tables)

    page = out(folder / "a.html", *words, *keys).decode()
    assert page.count("<tr") >= len(found) + page.count("<table")

    shown = out(folder / "a.md", *words, *keys).decode()
    bars = [line for line in shown.splitlines() if line.startswith("| ")]
    heads = sum(line.startswith("| --") for line in bars)
    assert len(bars) - 2 * heads == len(found)


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_what_is_no_text_goes_to_a_pipe_but_not_to_a_terminal(demo_file: Path, form: str) -> None:
    complaint = refused(run("overdue", "-f", form, db=demo_file, today=TODAY, tty=True), 3)
    assert f"{form} cannot be shown on a terminal" in complaint
    assert "-o FILE" in complaint
    piped = shell(f"$NTM --db {demo_file} overdue -f {form} | head -c 2")
    assert (piped.code, piped.out, piped.err) == (0, "PK", "")


def test_the_same_question_gives_the_same_bytes(demo: Path) -> None:
    for form in ("xlsx", "docx", "html"):
        first = out(demo.parent / f"1.{form}", "unmet")
        assert out(demo.parent / f"2.{form}", "unmet") == first


def test_no_name_of_a_user_and_no_moment_is_in_a_file(demo: Path) -> None:
    for form in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(out(demo.parent / f"a.{form}", "unmet"))) as parts:
            about = parts.read("docProps/core.xml").decode()
            assert {entry.date_time[:3] for entry in parts.infolist()} == {(1980, 1, 1)}
        assert "canbo" not in about
        assert "python" not in about
        assert set(re.findall(r">(\d{4}-\d\d-\d\d)T", about)) == {TODAY}


def test_columns_that_are_named_come_alone(demo: Path) -> None:
    listed = out(demo.parent / "a.csv", "overdue", "--columns", "task,due", "-f", "excel-csv")
    heading, first, *_ = listed.decode("utf-8-sig").splitlines()
    assert heading == "Group,Task,Last day"
    assert first.endswith(",NV2020-001,31/12/2020")
