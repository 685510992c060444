"""What an .xls says of its cells beside their values: fonts, formats, errors, what is hidden.

The records are those of [MS-XLS] (BIFF8) and of Excel 5 and 95, in the stream of a compound file
as [MS-CFB] has it; only what the reader of workbooks leaves out is looked at.
"""

import re
import struct
from collections.abc import Iterator

from ntmtrack.domain.old_fonts import of_font
from ntmtrack.importers.sheets.compound import stream_of
from ntmtrack.importers.sheets.content import not_a_workbook, protected
from ntmtrack.importers.sheets.marks import Marks, Place, error_value
from ntmtrack.record import Record

_BOF, _EOF, _FILEPASS = 0x809, 0x0A, 0x2F
_BOUNDSHEET, _FONT, _FORMAT, _XF = 0x85, 0x31, 0x41E, 0xE0
_ROW, _COLINFO, _MERGED = 0x208, 0x7D, 0xE5
_NUMBER, _RK, _LABELSST, _LABEL, _RSTRING = 0x203, 0x27E, 0xFD, 0x204, 0xD6
_BOOLERR, _MULRK = 0x205, 0xBD
_FORMULAS = frozenset({0x06, 0x206, 0x406})
_ONE_CELL = frozenset({_NUMBER, _RK, _LABELSST, _LABEL, _RSTRING, _BOOLERR, *_FORMULAS})
_BIFF8 = 0x0600

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_PERCENT_FORMATS = frozenset({9, 10})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_ZEROS = re.compile(r"(0{2,20})(?:;.*)?", re.DOTALL)


class _Style(Record):
    font: str | None
    percent: bool
    zeros: int


class Xls:
    """The records of an .xls that tell of its cells."""

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        self._stream = stream_of(content, name, ("Workbook", "Book"))
        self._sheets: list[int] = []
        self._read: dict[int, Marks] = {}
        try:
            self._styles = self._globals()
        except (struct.error, IndexError, ValueError) as error:
            raise not_a_workbook(name) from error

    def is_filled(self, sheet: int) -> bool:
        """Whether a cell of the sheet holds anything."""
        return self.marks(sheet).lines > 0

    def marks(self, sheet: int) -> Marks:
        """What is told of the cells of a sheet. Raises DataError for what is damaged."""
        if sheet not in self._read:
            try:
                self._read[sheet] = self._scan(self._sheets[sheet])
            except (struct.error, IndexError) as error:
                raise not_a_workbook(self._name) from error
        return self._read[sheet]

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """The records of one substream, those of charts within it left out."""
        depth = 0
        while at + 4 <= len(self._stream):
            kind, size = struct.unpack_from("<HH", self._stream, at)
            if kind == _BOF:
                depth += 1
            if depth <= 1:
                yield kind, self._stream[at + 4 : at + 4 + size]
            at += 4 + size
            if kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return

    def _globals(self) -> list[_Style]:
        fonts: list[str] = []
        formats: dict[int, str] = {}
        styles: list[tuple[int, int]] = []
        is_new = True
        for kind, data in self._records(0):
            if kind == _BOF:
                is_new = struct.unpack_from("<H", data)[0] == _BIFF8
            elif kind == _FILEPASS:
                raise protected(self._name)
            elif kind == _BOUNDSHEET:
                self._sheets.append(struct.unpack_from("<I", data)[0])
            elif kind == _FONT:
                fonts.append(_short(data[14:], is_new))
            elif kind == _FORMAT:
                number = struct.unpack_from("<H", data)[0]
                formats[number] = _long(data[2:]) if is_new else _short(data[2:], is_new)
            elif kind == _XF:
                styles.append(struct.unpack_from("<HH", data))
        # There is no font with the number 4: those from 5 on come one place earlier.
        return [
            _style(
                fonts[font - (font > 4)] if font - (font > 4) < len(fonts) else "", code, formats
            )
            for font, code in styles
        ]

    def _scan(self, begin: int) -> Marks:
        marks = Marks()
        for kind, data in self._records(begin):
            if kind in _ONE_CELL:
                line, column, style = struct.unpack_from("<HHH", data)
                self._put(marks, (line, column), style)
                error = _error(kind, data)
                if error is not None:
                    marks.faults[line, column] = error_value(error)
            elif kind == _MULRK:
                line, first = struct.unpack_from("<HH", data)
                for place, at in enumerate(range(4, len(data) - 2, 6)):
                    style = struct.unpack_from("<H", data, at)[0]
                    self._put(marks, (line, first + place), style)
            elif kind == _ROW:
                if struct.unpack_from("<H", data, 12)[0] & 0x20:
                    marks.hidden_lines.add(struct.unpack_from("<H", data)[0] + 1)
            elif kind == _COLINFO:
                first, last = struct.unpack_from("<HH", data)
                if struct.unpack_from("<H", data, 8)[0] & 1:
                    marks.hidden_columns.update(range(first, min(last, 255) + 1))
        return marks

    def _put(self, marks: Marks, at: Place, number: int) -> None:
        marks.lines = max(marks.lines, at[0] + 1)
        marks.columns = max(marks.columns, at[1] + 1)
        style = self._styles[number] if number < len(self._styles) else _Style(None, False, 0)
        if style.font is not None:
            marks.fonts[at] = style.font
        if style.percent:
            marks.percents.add(at)
        if style.zeros:
            marks.zeros[at] = style.zeros


def _error(kind: int, data: bytes) -> str | None:
    """The error that a cell shows, or whose formula came to it."""
    if kind == _BOOLERR and data[7]:
        return _ERRORS.get(data[6], "#")
    if kind in _FORMULAS and data[12:14] == b"\xff\xff" and data[6] == 2:
        return _ERRORS.get(data[8], "#")
    return None


def _style(font: str, number: int, formats: dict[int, str]) -> _Style:
    code = _QUOTED.sub("", formats.get(number, ""))
    zeros = _ZEROS.fullmatch(code)
    return _Style(
        font if of_font(font) else None,
        "%" in code or number in _PERCENT_FORMATS,
        len(zeros[1]) if zeros else 0,
    )


def _short(data: bytes, is_new: bool) -> str:
    """A string behind one byte that counts its letters."""
    if is_new:
        return _letters(data[0], data[1], data[2:])
    return data[1 : 1 + data[0]].decode("latin-1")


def _long(data: bytes) -> str:
    """A string behind two bytes that count its letters."""
    return _letters(struct.unpack_from("<H", data)[0], data[2], data[3:])


def _letters(count: int, flags: int, data: bytes) -> str:
    if flags & 1:
        return data[: 2 * count].decode("utf-16-le", "replace")
    return data[:count].decode("latin-1")
