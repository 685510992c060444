"""The lines of a sheet, from text or from a workbook, numbered as people see them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError, reason_of
from ntmtrack.message import say

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Line = tuple[int, Sequence[object]]
"""The number of a line and its cells: text, numbers, days; what is empty is ""."""

WORKBOOKS = frozenset({".xlsx", ".xls", ".ods"})
_TEXTS = frozenset({".csv", ".tsv"})
_MOST_BYTES = 50_000_000


def read_lines(path: Path, *, sheet: str | None) -> list[Line]:
    """Every line of a .csv or .tsv, or of one sheet of an .xlsx, .xls or .ods.

    A cell that was merged has its value in each of its places. Raises DataError for a file that
    cannot be read or is of another kind, and for a workbook of several sheets with none named.
    """
    suffix = path.suffix.casefold()
    if suffix not in WORKBOOKS | _TEXTS:
        raise DataError(
            say("{file} is no sheet that can be read", file=path.name),
            hint=say("give a file .csv, .tsv, .xlsx, .ods or .xls; nothing was written"),
        )
    content = _content(path)
    return _of_text(path, content) if suffix in _TEXTS else _of_workbook(path, content, sheet)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise DataError(
            say("{file} cannot be read: {reason}", file=str(path), reason=reason_of(error)),
            hint=say("give the path of a file; nothing was written"),
        ) from error
    if len(content) > _MOST_BYTES:
        raise DataError(
            say("{file} is larger than {most} bytes.", file=path.name, most=_MOST_BYTES),
            hint=say("load it in parts; nothing was written"),
        )
    return content


def _of_text(path: Path, content: bytes) -> list[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeError as error:
        raise DataError(
            say("{file} is not in UTF-8", file=str(path)),
            hint=say("save it as CSV in UTF-8; nothing was written"),
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(path, text))
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise DataError(
            say("{file} is not CSV: {reason}", file=path.name, reason=str(error)),
            hint=say("save it as CSV in UTF-8; nothing was written"),
        ) from error


def _delimiter(path: Path, text: str) -> str:
    if path.suffix.casefold() == ".tsv":
        return "\t"
    # Office programs of this country write semicolons; a title above may have neither.
    return ";" if text.count(";") > text.count(",") else ","


def _of_workbook(path: Path, content: bytes, sheet: str | None) -> list[Line]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_object(io.BytesIO(content))
        found = _sheet(path, book, sheet)
        cells = [list(row) for row in found.to_python(skip_empty_area=False)]
    except CalamineError as error:
        raise DataError(
            say("{file} is not a workbook that can be read", file=path.name),
            hint=say("save it again as .xlsx or as CSV in UTF-8; nothing was written"),
        ) from error
    for (top, left), (bottom, right) in found.merged_cell_ranges or ():
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                cells[row][column] = cells[top][left]
    return list(enumerate(cells, start=1))


def _sheet(path: Path, book: "CalamineWorkbook", sheet: str | None) -> "CalamineSheet":
    names = tuple(book.sheet_names)
    if sheet is not None:
        same = [name for name in names if clean(name).casefold() == sheet.casefold()]
        if len(same) != 1:
            raise DataError(
                say("{file} has no sheet {name}", file=path.name, name=sheet),
                hint=say("its sheets: {names}; nothing was written", names=names),
            )
        return book.get_sheet_by_name(same[0])
    filled = [found for name in names if (found := book.get_sheet_by_name(name)).height]
    if len(filled) != 1:
        raise DataError(
            say("{file} has several sheets, or none that is filled", file=path.name),
            hint=say("name one with --sheet: {names}; nothing was written", names=names),
        )
    return filled[0]
