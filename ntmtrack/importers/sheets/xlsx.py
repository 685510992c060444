"""What an .xlsx says of its cells beside their values: styles, hidden lines, formulas, errors."""

import posixpath
import re
from collections.abc import Mapping

from ntmtrack.domain.old_fonts import of_font
from ntmtrack.importers.sheets.content import not_a_workbook
from ntmtrack.importers.sheets.marks import Marks, Run, error_value, never_calculated
from ntmtrack.importers.sheets.markup import Attributes, bare, walk
from ntmtrack.record import Record

_WORKBOOK = "xl/workbook.xml"

# Most sheets are plain: every cell names its place, in the columns to CZ and the lines to 99,999,
# which the library has room for, and none holds a formula. Whatever is not written that way is
# looked at closely.
_NOT_PLAIN = re.compile(rb'<c(?:[>/]|\s(?!r="[A-C]?[A-Z][0-9]{1,5}"))')
_IN_VALUES = (b"<f", b't="e"')
_OLD_RUN = re.compile(rb"rFont\s+val=[\"'](?:\.Vn|VNI-)", re.IGNORECASE)
_HOLDS = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")
_TRUE = frozenset({"1", "true", "on"})

_PERCENT_FORMATS = frozenset({"9", "10"})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_ZEROS = re.compile(r"(0{2,20})(?:;.*)?", re.DOTALL)


class _Style(Record):
    """What a format tells of the cells in it."""

    font: str | None
    percent: bool
    zeros: int


class Xlsx:
    """The parts of an .xlsx that tell of its cells."""

    def __init__(self, parts: Mapping[str, bytes], name: str) -> None:
        self._parts = parts
        self._name = name
        self._sheets, others = _places(parts, name)
        self._styles = _styles(parts.get(others.get("styles", ""), b""), name)
        strings = parts.get(others.get("sharedStrings", ""), b"")
        old = any(style.font for style in self._styles.values())
        # Stretches in another font matter where the font of the cell or of a stretch is old.
        matter = b"rFont" in strings and (old or _OLD_RUN.search(strings))
        self._rich = _rich_strings(strings, name) if matter else {}

    def is_filled(self, sheet: int) -> bool:
        """Whether a cell of the sheet holds anything."""
        return _HOLDS.search(self._part(sheet)) is not None

    def marks(self, sheet: int) -> Marks:
        """What is told of the cells of a sheet. Raises DataError for what is damaged."""
        part = self._part(sheet)
        scan = _Scan(self._styles, self._rich, self._name)
        if self._rich or b"<worksheet" not in part[:2000] or _NOT_PLAIN.search(part):
            return scan.of(part)
        if any(word in part for word in _IN_VALUES):
            return scan.of(part)
        return scan.of_places(part) if self._tells(part) else Marks()

    def _part(self, sheet: int) -> bytes:
        try:
            return self._parts[self._sheets[sheet]]
        except (KeyError, IndexError) as error:
            raise not_a_workbook(self._name) from error

    def _tells(self, part: bytes) -> bool:
        """Whether something is hidden, or a style that tells something is in use."""
        if "0" in self._styles or b"hidden=" in part:
            return True
        used = "|".join(map(re.escape, self._styles))
        return bool(used) and re.search(rf's=["\'](?:{used})["\']'.encode(), part) is not None


class _Scan:
    """One pass over a sheet."""

    def __init__(
        self, styles: Mapping[str, _Style], rich: Mapping[int, tuple[Run, ...]], name: str
    ) -> None:
        self._styles = styles
        self._rich = rich
        self._name = name
        self._marks = Marks()
        self._line = self._column = -1
        self._digits = ""
        self._type: str | None = None
        self._formula = self._valued = self._in_value = False
        self._value: list[str] = []
        self._letters: dict[str, int] = {}

    def of_places(self, part: bytes) -> Marks:
        """What the places and styles tell, without looking at the values."""
        walk(part, self._name, start=self._start)
        return self._marks

    def of(self, part: bytes) -> Marks:
        """All that is told, and how far the cells reach that hold something."""
        walk(part, self._name, start=self._start, end=self._end, text=self._text)
        return self._marks

    def _start(self, tag: str, attributes: Attributes) -> None:
        if ":" in tag:
            tag = bare(tag)
        if tag == "c":
            self._begin_cell(attributes)
        elif tag in ("v", "t"):
            self._valued = self._in_value = True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._begin_line(attributes)
        elif tag == "col":
            if attributes.get("hidden") in _TRUE:
                first, last = int(attributes["min"]), int(attributes["max"])
                self._marks.hidden_columns.update(range(max(first, 1) - 1, min(last, 16_384)))
        elif tag == "sheetData":
            self._line = -1

    def _begin_line(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._line = self._line + 1 if number is None else self._number(number) - 1
        self._column, self._digits = -1, ""
        if attributes.get("hidden") in _TRUE:
            self._marks.hidden_lines.add(self._line + 1)

    def _begin_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            letters = place.rstrip("0123456789")
            digits = place[len(letters) :]
            if digits != self._digits:
                self._digits = digits
                self._line = self._number(digits) - 1
            column = self._letters.get(letters)
            if column is None:
                column = self._letters[letters] = _column(letters)
            self._column = column
        self._type = attributes.get("t")
        self._formula = self._valued = False
        self._value.clear()
        style = self._styles.get(attributes.get("s", "0"))
        if style is not None:
            at = (self._line, self._column)
            if style.font is not None:
                self._marks.fonts[at] = style.font
            if style.percent:
                self._marks.percents.add(at)
            if style.zeros:
                self._marks.zeros[at] = style.zeros

    def _text(self, words: str) -> None:
        if self._in_value:
            self._value.append(words)

    def _end(self, tag: str) -> None:
        if ":" in tag:
            tag = bare(tag)
        if tag in ("v", "t"):
            self._in_value = False
        elif tag == "c" and (self._valued or self._formula):
            self._end_cell()

    def _end_cell(self) -> None:
        at = (self._line, self._column)
        self._marks.lines = max(self._marks.lines, self._line + 1)
        self._marks.columns = max(self._marks.columns, self._column + 1)
        value = "".join(self._value)
        if self._type == "e":
            self._marks.faults[at] = error_value(value)
        elif self._formula and not value and self._type != "str":
            self._marks.faults[at] = never_calculated()
        elif self._rich and self._type == "s" and value.isdigit():
            runs = self._rich.get(int(value))
            if runs is not None:
                self._marks.runs[at] = runs

    def _number(self, digits: str) -> int:
        if not digits.isdigit() or len(digits) > 8:
            raise not_a_workbook(self._name)
        return int(digits)


def _column(letters: str) -> int:
    column = 0
    for letter in letters[-4:]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _places(parts: Mapping[str, bytes], name: str) -> tuple[list[str], dict[str, str]]:
    """Where the part of each sheet is, in their order, and the other parts by what they are."""
    targets: dict[str, str] = {}
    others: dict[str, str] = {}
    sheets: list[str] = []

    def relation(tag: str, attributes: Attributes) -> None:
        if bare(tag) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        place = target[1:] if target.startswith("/") else posixpath.join("xl", target)
        place = posixpath.normpath(place)
        targets[attributes.get("Id", "")] = place
        others.setdefault(attributes.get("Type", "").rpartition("/")[2], place)

    def sheet(tag: str, attributes: Attributes) -> None:
        if bare(tag) == "sheet":
            key = next((value for key, value in attributes.items() if bare(key) == "id"), "")
            sheets.append(targets.get(key, ""))

    if _WORKBOOK not in parts:
        raise not_a_workbook(name)
    walk(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"), name, start=relation)
    walk(parts[_WORKBOOK], name, start=sheet)
    return sheets, others


def _styles(part: bytes, name: str) -> dict[str, _Style]:
    """The formats that tell something, by the number that cells name them with."""
    formats: dict[str, str] = {}
    fonts: list[str] = []
    styles: dict[str, _Style] = {}
    inside: list[str] = []
    count = 0

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal count
        tag = bare(tag)
        inside.append(tag)
        within = inside[-2] if len(inside) > 1 else ""
        if tag == "numFmt" and within == "numFmts":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "font" and within == "fonts":
            fonts.append("")
        elif tag == "name" and inside[-3:-1] == ["fonts", "font"]:
            fonts[-1] = attributes.get("val", "")
        elif tag == "xf" and within == "cellXfs":
            style = _style(attributes, formats, fonts)
            if style != (None, False, 0):
                styles[str(count)] = style
            count += 1

    def end(tag: str) -> None:
        inside.pop()

    if part:
        walk(part, name, start=start, end=end)
    return styles


def _style(attributes: Attributes, formats: Mapping[str, str], fonts: list[str]) -> _Style:
    number = attributes.get("numFmtId", "0")
    code = _QUOTED.sub("", formats.get(number, ""))
    zeros = _ZEROS.fullmatch(code)
    place = attributes.get("fontId", "0")
    font = fonts[int(place)] if place.isdigit() and int(place) < len(fonts) else ""
    return _Style(
        font=font if of_font(font) else None,
        percent="%" in code or number in _PERCENT_FORMATS,
        zeros=len(zeros[1]) if zeros else 0,
    )


def _rich_strings(part: bytes, name: str) -> dict[int, tuple[Run, ...]]:
    """The shared strings that have stretches in fonts of their own, by their numbers."""
    strings: dict[int, tuple[Run, ...]] = {}
    runs: list[Run] = []
    words: list[str] = []
    font: str | None = None
    inside: list[str] = []
    count = -1

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal font, count
        tag = bare(tag)
        inside.append(tag)
        if tag == "si":
            count += 1
            runs.clear()
        elif tag == "r":
            font = None
            words.clear()
        elif tag == "rFont":
            font = attributes.get("val")

    def end(tag: str) -> None:
        inside.pop()
        tag = bare(tag)
        if tag == "r":
            runs.append(Run("".join(words), font))
        elif tag == "si" and any(run.font for run in runs):
            strings[count] = tuple(runs)

    def text(letters: str) -> None:
        # Only the text of a run: not of a phonetic guide, not the blanks between elements.
        if inside[-2:] == ["r", "t"]:
            words.append(letters)

    walk(part, name, start=start, end=end, text=text)
    return strings
