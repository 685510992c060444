"""Reports as workbooks: an office's own register, filled with its formats kept.

A cell may hold names such as {{ ky_bao_cao }}; a row with {% for dong in so_theo_doi %} in one of
its cells is repeated for every row of that list. Numbers and days stay what they are, and words
are never taken for a formula.
"""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from textwrap import wrap
from typing import Any

from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.render.localise import Localiser
from ntmtrack.render.template_file import packed
from ntmtrack.render.template_language import Fault, Known, environment, faults, short
from ntmtrack.render.template_values import Value, words

MEMBER = "xl/workbook.xml"
"""What makes a packed file one of Excel."""

_LOOP = re.compile(r"\{%\s*for\s+(\w+)\s+in\s+(\w+)\s*%\}")
_ALONE = re.compile(r"\{\{\s*(\w+)(?:\.(\w+))?\s*\}\}")
_MOST_CELLS = 400_000
_ROWS = 1_048_576
_LONGEST = 32_767
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook would read as a character by its number ("_x000D_")."""
_LOST = ("xl/charts/", "xl/media/", "xl/drawings/drawing", "xl/pivot")
_FIRST_DAY = date(1900, 3, 1)
_DAY = "dd/mm/yyyy"
_MOST_TOLD = 20
_LINE = 15.0


def fill(content: bytes, given: Mapping[str, Value], known: Known, localiser: Localiser) -> bytes:
    """The template with all its names filled; the same template and values give the same bytes.

    Raises DataError for a template that asks for what is not there, with every cell, and for one
    with pictures or charts, which would be lost.
    """
    book = _opened(content)
    sizes = {name: len(value) for name, value in given.items() if isinstance(value, list)}
    env = environment(lambda value: words(localiser, value), known, sizes)
    told = [
        say("{place}: {tag}: {fault}", place=place, tag=f"«{short(text)}»", fault=fault.what)
        for sheet in book.worksheets
        for place, text, fault in _faults(sheet, env, known)
    ]
    if told:
        raise DataError(
            say("the template cannot be filled"),
            hint=say(
                "see the names there are with `ntmtrack report --templates`; nothing was written"
            ),
            details=tuple(told[:_MOST_TOLD]),
        )
    for sheet in book.worksheets:
        _Filling(sheet, given, env, localiser).run()
    whole = BytesIO()
    book.save(whole)
    return packed(whole.getvalue())


def _opened(content: bytes) -> Any:
    import zipfile

    from openpyxl import load_workbook  # type: ignore[import-untyped]  # it ships no types

    with zipfile.ZipFile(BytesIO(content)) as members:
        if any(name.startswith(_LOST) for name in members.namelist()):
            raise DataError(
                say("the template holds pictures, charts or pivot tables, which would be lost"),
                hint=say("take them out of the template; nothing was written"),
            )
    try:
        book = load_workbook(BytesIO(content))
    # The reader raises whatever its parsers do for a workbook that is not whole.
    except Exception as error:
        raise DataError(
            say("the template is not a whole workbook: {reason}", reason=str(error)[:200]),
            hint=say("open it in Excel and save it again as .xlsx; nothing was written"),
        ) from error
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > _MOST_CELLS:
            raise DataError(
                say("the sheet {name} of the template is too large", name=sheet.title),
                hint=say("delete its empty rows and columns; nothing was written"),
            )
    return book


def _written(sheet: Any) -> Iterator[Any]:
    """The cells of a sheet with tags in them."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and ("{{" in cell.value or "{%" in cell.value):
                yield cell


def _loops(sheet: Any) -> dict[int, tuple[str, str]]:
    """The rows that are repeated, with the names of their rows and lists."""
    found: dict[int, tuple[str, str]] = {}
    for cell in _written(sheet):
        loop = _LOOP.search(cell.value)
        if loop:
            found.setdefault(cell.row, (loop[1], loop[2]))
    return found


def _faults(sheet: Any, env: Any, known: Known) -> Iterator[tuple[Message, str, Fault]]:
    loops = _loops(sheet)
    for cell in _written(sheet):
        text = _LOOP.sub("", cell.value)
        if cell.row in loops:
            row, source = loops[cell.row]
            text = f"{{% for {row} in {source} %}}{text}{{% endfor %}}"
        place = say("sheet {sheet}, cell {cell}", sheet=sheet.title, cell=cell.coordinate)
        for fault in faults(env, text, known):
            yield place, cell.value, fault


class _Filling:
    """One sheet that is being filled."""

    def __init__(
        self, sheet: Any, given: Mapping[str, Value], env: Any, localiser: Localiser
    ) -> None:
        self._sheet = sheet
        self._given = given
        self._env = env
        self._localiser = localiser

    def run(self) -> None:
        """Fill all cells, the lowest first, so that rows above keep their places."""
        loops = _loops(self._sheet)
        for number in sorted({cell.row for cell in _written(self._sheet)}, reverse=True):
            if number in loops:
                self._repeat(number, *loops[number])
            else:
                self._fill(number, number, self._row(number), "", self._given)

    def _row(self, number: int) -> list[tuple[int, Any]]:
        return [(cell.column, cell.value) for cell in self._sheet[number]]

    def _repeat(self, number: int, name: str, source: str) -> None:
        rows = self._given[source]
        assert isinstance(rows, list)
        if self._sheet.max_row + len(rows) > _ROWS:
            raise DataError(
                say(
                    "a sheet holds {most} rows, and there are {count}", most=_ROWS, count=len(rows)
                ),
                hint=say("ask for fewer units; nothing was written"),
            )
        pattern = [
            (column, _LOOP.sub("", value) if isinstance(value, str) else value)
            for column, value in self._row(number)
        ]
        self._make_room(number, len(rows) - 1)
        height = self._sheet.row_dimensions[number].height
        for place, row in enumerate(rows):
            given = {**self._given, name: row, source: [row]}
            loop = f"{{% for {name} in {source} %}}"
            self._fill(number, number + place, pattern, loop, given)
            # Not every program finds the height of rows that it did not write itself.
            self._sheet.row_dimensions[number + place].height = height or _LINE * max(
                map(self._lines, self._sheet[number + place]), default=1
            )
        if not rows:
            for column, _ in pattern:
                self._sheet.cell(number, column).value = None

    def _make_room(self, number: int, more: int) -> None:
        """Move what lies below a row down, with its heights and the cells that are joined there."""
        sheet = self._sheet
        if more < 1:
            return
        joined = [each for each in sheet.merged_cells.ranges if each.min_row > number]
        heights = {
            row: sheet.row_dimensions[row].height
            for row in list(sheet.row_dimensions)
            if row > number and sheet.row_dimensions[row].height is not None
        }
        if sheet.max_row > number:
            for each in joined:
                sheet.merged_cells.remove(each)
            below = f"A{number + 1}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
            sheet.move_range(below, rows=more)
            for each in joined:
                each.shift(row_shift=more)
                sheet.merged_cells.add(each)
        for row in heights:
            sheet.row_dimensions[row].height = None
        for row, height in heights.items():
            sheet.row_dimensions[row + more].height = height

    def _fill(
        self,
        pattern: int,
        number: int,
        cells: list[tuple[int, Any]],
        loop: str,
        given: Mapping[str, Any],
    ) -> None:
        """Fill one row after the pattern of another; `loop` is what it is repeated by, if it is."""
        for column, value in cells:
            cell = self._sheet.cell(number, column)
            if number != pattern:
                cell._style = copy(self._sheet.cell(pattern, column)._style)
            if isinstance(value, str) and ("{{" in value or "{%" in value):
                self._put(cell, value, loop, given)
            elif number != pattern or cell.value != value:
                cell.value = value

    def _lines(self, cell: Any) -> int:
        """How many lines a cell takes that breaks its words; a rough count, never too small."""
        if not isinstance(cell.value, str) or not cell.alignment.wrap_text:
            return 1
        wide: float = self._sheet.column_dimensions[cell.column_letter].width
        return max(len(wrap(str(cell.value), max(int(wide), 1))), 1)

    def _put(self, cell: Any, text: str, loop: str, given: Mapping[str, Any]) -> None:
        alone = _ALONE.fullmatch(text.strip())
        if alone:
            value = given[alone[1]] if alone[2] is None else given[alone[1]][alone[2]]
            if _is_number(value) or (isinstance(value, date) and value >= _FIRST_DAY):
                shape = cell.number_format
                cell.value = value
                if isinstance(value, date):
                    cell.number_format = _DAY if shape == "General" else shape
                return
            said = words(self._localiser, value)
        else:
            end = "{% endfor %}" if loop else ""
            said = unescape(self._env.from_string(f"{loop}{text}{end}").render(dict(given)))
        cell.value = _ESCAPE.sub("_x005F_", said[:_LONGEST]) or None
        if said:
            # Words that begin with = or # are words.
            cell.data_type = "s"


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
