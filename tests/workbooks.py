"""Workbooks for tests, as offices make them: a title, headings, lines, merged cells, real dates."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

Rows = Sequence[Sequence[object]]
"""What stands in the lines of a sheet; None leaves a cell empty."""


def a_workbook(
    path: Path,
    rows: Rows,
    *,
    merged: Sequence[tuple[int, int, int, int]] = (),
    below: int = 0,
    name: str = "Biểu",
) -> Path:
    """An .xlsx whose lines from `below` on hold the rows; `merged` are areas as (top, left, bottom,
    right) in places of the rows, with the value of their first cell."""
    from xlsxwriter import Workbook

    with Workbook(str(path)) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows, below):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime | date):
                    sheet.write_datetime(line, place, _moment(cell), day)
                elif isinstance(cell, str):
                    sheet.write_string(line, place, cell)
                elif cell is not None:
                    sheet.write(line, place, cell)
        for top, left, bottom, right in merged:
            sheet.merge_range(below + top, left, below + bottom, right, str(rows[top][left]))
    return path


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


def a_text(path: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    """A .csv as an office program saves it."""
    path.write_bytes("\n".join(lines).encode(encoding))
    return path
