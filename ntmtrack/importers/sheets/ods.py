"""What an .ods says of its cells beside their values: fonts, formats, errors, what is hidden."""

from collections.abc import Mapping

from ntmtrack.domain.old_fonts import of_font
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.content import not_a_workbook, protected
from ntmtrack.importers.sheets.marks import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LINES,
    Marks,
    Run,
    error_value,
    never_calculated,
)
from ntmtrack.importers.sheets.markup import Attributes, walk
from ntmtrack.record import Record

_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_HIDDEN = frozenset({"collapse", "filter"})
_MOST_PLACES = 20_000_000
_LONGEST_LINE = 50
"""Styles that one style may inherit from, one after another."""


class _Cell(Record):
    """What one cell, perhaps repeated, tells."""

    column: int
    repeated: int
    font: str | None
    percent: bool
    zeros: int
    fault: DataError | None
    runs: tuple[Run, ...]


class Ods:
    """The content of an .ods, read once from end to end."""

    def __init__(self, parts: Mapping[str, bytes], name: str) -> None:
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise protected(name)
        if "content.xml" not in parts:
            raise not_a_workbook(name)
        styles = _Styles()
        walk(parts.get("styles.xml", b"<none/>"), name, start=styles.start)
        walk(parts["content.xml"], name, start=styles.start)
        scan = _Scan(styles, name)
        walk(parts["content.xml"], name, start=scan.start, end=scan.end, text=scan.text)
        self._sheets = scan.sheets

    def is_filled(self, sheet: int) -> bool:
        """Whether a cell of the sheet holds anything."""
        return self._sheets[sheet].lines > 0

    def marks(self, sheet: int) -> Marks:
        """What is told of the cells of a sheet."""
        return self._sheets[sheet]


class _Styles:
    """The fonts and the leading zeros of styles, each with what it inherits."""

    def __init__(self) -> None:
        self._families: dict[str, str] = {}
        self._fonts: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._formats: dict[str, str] = {}
        self._digits: dict[str, int] = {}
        self._style = self._format = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "style:font-face":
            family = attributes.get("svg:font-family", "").strip("'\"")
            self._families[attributes.get("style:name", "")] = family
        elif tag == "style:style":
            self._style = attributes.get("style:name", "")
            self._parents[self._style] = attributes.get("style:parent-style-name", "")
            self._formats[self._style] = attributes.get("style:data-style-name", "")
        elif tag == "style:text-properties" and self._style:
            font = attributes.get("style:font-name")
            family = attributes.get("fo:font-family", "").strip("'\"")
            named = family if font is None else self._families.get(font, font)
            if named:
                self._fonts[self._style] = named
        elif tag.startswith("number:") and tag.endswith("-style"):
            self._format = attributes.get("style:name", "")
        elif tag == "number:number" and attributes.get("number:decimal-places", "0") == "0":
            digits = attributes.get("number:min-integer-digits", "0")
            if attributes.get("number:grouping") != "true" and digits.isdigit():
                self._digits[self._format] = min(int(digits), 20)

    def old_font(self, style: str) -> str | None:
        """The old font of a style or of what it inherits from; None for fonts of Unicode."""
        font = next((self._fonts[each] for each in self._line(style) if each in self._fonts), "")
        return font if of_font(font) else None

    def zeros(self, style: str) -> int:
        """How many digits a number of this style is shown with, if it is at least two."""
        for each in self._line(style):
            if self._formats.get(each):
                digits = self._digits.get(self._formats[each], 0)
                return digits if digits > 1 else 0
        return 0

    def _line(self, style: str) -> list[str]:
        line: list[str] = []
        while style and style not in line and len(line) < _LONGEST_LINE:
            line.append(style)
            style = self._parents.get(style, "")
        return line


class _Scan:
    """One pass over all tables."""

    def __init__(self, styles: _Styles, name: str) -> None:
        self.sheets: list[Marks] = []
        self._styles = styles
        self._name = name
        self._line = self._column = self._lines = 0
        self._columns: list[str] = []
        self._cells: list[_Cell] = []
        self._cell: Attributes | None = None
        self._pieces: list[Run] = []
        self._fonts: list[str | None] = []
        self._apart = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "table:table":
            self.sheets.append(Marks())
            self._line = self._column = 0
            self._columns.clear()
        elif not self.sheets:
            return
        elif tag == "table:table-column":
            self._begin_column(attributes)
        elif tag == "table:table-row":
            self._column = 0
            self._lines = self._count(attributes, "table:number-rows-repeated")
            if attributes.get("table:visibility") in _HIDDEN:
                last = min(self._line + self._lines, MOST_LINES)
                self.sheets[-1].hidden_lines.update(range(self._line + 1, last + 1))
        elif tag in _CELLS:
            self._cell = attributes
            self._pieces.clear()
        elif tag == "office:annotation":
            self._apart += 1
        elif tag == "text:span":
            self._fonts.append(self._styles.old_font(attributes.get("text:style-name", "")))
        elif tag in ("text:s", "text:tab", "text:line-break"):
            self.text(" ")

    def _begin_column(self, attributes: Attributes) -> None:
        repeated = self._count(attributes, "table:number-columns-repeated")
        last = self._column + repeated
        style = attributes.get("table:default-cell-style-name", "")
        self._columns += [style] * min(repeated, MOST_COLUMNS - len(self._columns))
        if attributes.get("table:visibility") in _HIDDEN:
            self.sheets[-1].hidden_columns.update(range(self._column, min(last, 16_384)))
        self._column = last

    def text(self, words: str) -> None:
        if self._cell is not None and not self._apart:
            self._pieces.append(Run(words, self._fonts[-1] if self._fonts else None))

    def end(self, tag: str) -> None:
        if tag in _CELLS and self._cell is not None:
            self._end_cell(self._cell, is_covered=tag != "table:table-cell")
            self._cell = None
        elif tag == "table:table-row":
            self._end_line()
        elif tag == "text:span" and self._fonts:
            self._fonts.pop()
        elif tag == "office:annotation":
            self._apart -= 1

    def _end_cell(self, cell: Attributes, *, is_covered: bool) -> None:
        repeated = self._count(cell, "table:number-columns-repeated")
        at, self._column = self._column, self._column + repeated
        across = self._count(cell, "table:number-columns-spanned")
        down = self._count(cell, "table:number-rows-spanned")
        if across * down > 1:
            corner = (self._line + down - 1, at + across - 1)
            self.sheets[-1].merged.append(((self._line, at), corner))
        kind, formula = cell.get("office:value-type"), cell.get("table:formula")
        if is_covered or (kind is None and formula is None):
            return
        words = "".join(run.text for run in self._pieces)
        fault = None
        if cell.get("calcext:value-type") == "error":
            fault = error_value(words)
        elif kind is None:
            fault = never_calculated()
        style = cell.get("table:style-name") or self._default(at)
        old = any(run.font for run in self._pieces)
        self._cells.append(
            _Cell(
                at,
                repeated,
                font=self._styles.old_font(style),
                percent=kind == "percentage",
                zeros=self._styles.zeros(style) if kind == "float" else 0,
                fault=fault,
                runs=tuple(self._pieces) if old else (),
            )
        )

    def _end_line(self) -> None:
        """Put down what the cells of a line told, for each line that it stands for."""
        marks, begin = self.sheets[-1], self._line
        self._line += self._lines
        if self._cells:
            marks.lines = self._line
            last = self._cells[-1]
            marks.columns = max(marks.columns, last.column + last.repeated)
        for cell in self._cells if marks.lines * marks.columns <= MOST_CELLS else ():
            if not (cell.font or cell.percent or cell.zeros or cell.fault or cell.runs):
                continue
            for line in range(begin, self._line):
                for column in range(cell.column, cell.column + cell.repeated):
                    _put(marks, (line, column), cell)
        self._cells.clear()

    def _default(self, column: int) -> str:
        return self._columns[column] if column < len(self._columns) else ""

    def _count(self, attributes: Attributes, key: str) -> int:
        words = attributes.get(key, "1")
        if not words.isdigit() or int(words[:10]) > _MOST_PLACES:
            raise not_a_workbook(self._name)
        return int(words)


def _put(marks: Marks, at: tuple[int, int], cell: _Cell) -> None:
    if cell.font:
        marks.fonts[at] = cell.font
    if cell.percent:
        marks.percents.add(at)
    if cell.zeros:
        marks.zeros[at] = cell.zeros
    if cell.fault:
        marks.faults[at] = cell.fault
    if cell.runs:
        marks.runs[at] = cell.runs
