"""Workbooks and other files of sheets, made for tests."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.grid import Font, Grid, letter, read_grid
from ntmtrack.message import Message
from tests.reports.values import words

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_workbook(path: Path, fill: Callable[[Any], None], **options: object) -> Path:
    """A workbook written by XlsxWriter; `fill` gets it open."""
    from xlsxwriter import Workbook

    with Workbook(str(path), options) as book:
        fill(book)
    return path


def a_raw_workbook(path: Path, data: str, *, more: Mapping[str, str] | None = None) -> Path:
    """An .xlsx of one sheet with this markup within its sheetData, written by no program."""
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{R}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{R}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1"'
        f' Type="{R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>'
        "</worksheet>",
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        for place, part in parts.items():
            whole.writestr(place, part)
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a zipped file, each part of it as `change` has it; None leaves one out."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w") as target:
        for place in source.namelist():
            part = change(place, source.read(place))
            if part is not None:
                target.writestr(place, part)
    copy = path.with_name(f"changed-{path.name}")
    copy.write_bytes(made.getvalue())
    return copy


def cells(grid: Grid) -> list[list[object]]:
    """The cells of a grid alone, line by line, without the empty ones at the end of a line."""
    lines = []
    for line in grid.lines:
        row = list(line.cells)
        while row and row[-1] == "":
            row.pop()
        lines.append(row)
    return lines


def remarks(grid: Grid) -> list[str]:
    """What is said of a sheet, in English."""
    return [words(remark) for remark in grid.remarks]


def bad(grid: Grid) -> list[str]:
    """What is said of the cells that cannot be told."""
    return [
        f"cell {letter(cell.column)}{cell.line}: {words(cell.fault.message)}" for cell in grid.bad
    ]


def refusal(path: Path, *, sheet: str | None = None, font: Font | None = None) -> str:
    """What is said of a file that cannot be read: one line and what to do."""
    try:
        read_grid(path, sheet=sheet, font=font)
    except DataError as error:
        assert isinstance(error.hint, Message)
        said = f"{words(error.message)} | {words(error.hint)}"
        assert "\n" not in said
        return said
    raise AssertionError("it was read")
