"""A sheet as text: which encoding the bytes are in, what parts the cells, and the cells."""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from ntmtrack.domain.old_fonts import OldFont, Reading, reading, sense
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import Cell
from ntmtrack.importers.sheets.content import MOST_BYTES, not_a_workbook
from ntmtrack.importers.sheets.marks import MOST_LINES, check_extent
from ntmtrack.message import Message, say

_LOOKED_AT = 4_000
_SENSE = 0.9
_ZEROS_OF_UTF_16 = 0.1

_DELIMITERS = "\t;,"
_LINES_LOOKED_AT = 50
_NAMED = re.compile(r"sep=([^\r\n])(?:\r\n|\r|\n|$)", re.IGNORECASE)
_GUARDED = re.compile(r"'[=+\-@\t\r\n]")
_SAVE = say("save it as CSV in UTF-8; nothing was written")


def read_text(
    content: bytes, name: str, told: OldFont | None
) -> tuple[list[list[Cell]], tuple[Message, ...]]:
    """The rows of a sheet kept as text (.csv, .tsv, .txt), and what must be said of it.

    UTF-8 and UTF-16 are read with a byte order mark or without one; what is neither is taken for
    Windows-1258 where that makes Vietnamese of it, and for the font that a user told. A quote
    that guards a cell from being a formula is taken off. Raises DataError for other encodings,
    and for quotation marks that do not pair.
    """
    text, remarks = _decoded(content, name, told)
    named = _NAMED.match(text)
    if named:
        text, delimiter = text[named.end() :], named[1]
    else:
        delimiter = "\t" if name.casefold().endswith(".tsv") else _delimiter(text)
    rows: list[list[Cell]] = []
    begin = 1
    try:
        for following, row in _records(text, delimiter, strict=True):
            if len(rows) > MOST_LINES:
                break
            rows.append([cell[1:] if _GUARDED.match(cell) else cell for cell in row])
            begin = following
    except csv.Error as error:
        raise DataError(
            say(
                "the quotation marks of {file} do not pair from line {line} on",
                file=name,
                line=begin + bool(named),
            ),
            hint=say("close the quotation, or double a mark within a cell; nothing was written"),
        ) from error
    check_extent(len(rows), max(map(len, rows), default=0), name, name)
    return rows, remarks


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text, each with the line at which the next one begins."""
    # No cell is larger than a file may be.
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    for row in reader:
        yield reader.line_num + 1, row


def _delimiter(text: str) -> str:
    """What parts most lines into the same number of cells; decimal commas do that less often."""
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        rows = islice(_records(text, delimiter, strict=False), _LINES_LOOKED_AT)
        widths = Counter(len(row) for _, row in rows if len(row) > 1)
        alike = max(widths.values(), default=0)
        if alike > most:
            best, most = delimiter, alike
    return best


def _decoded(content: bytes, name: str, told: OldFont | None) -> tuple[str, tuple[Message, ...]]:
    utf_16 = _utf_16(content)
    if utf_16 is not None:
        try:
            text = content.decode(utf_16).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise not_a_workbook(name) from error
        return text, (_read_as(name, "UTF-16"),)
    if b"\0" in content:
        raise not_a_workbook(name)
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _of_one_byte(content, name, told)


def _utf_16(content: bytes) -> str | None:
    """Which UTF-16 it is: by the mark, or by zero bytes in every other place alone."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if content.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    head = content[:_LOOKED_AT]
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) <= len(head) / 2 * _ZEROS_OF_UTF_16 or min(zeros):
        return None
    return "utf-16-le" if zeros[1] else "utf-16-be"


def _of_one_byte(
    content: bytes, name: str, told: OldFont | None
) -> tuple[str, tuple[Message, ...]]:
    """Text of an encoding that has a byte for every letter."""
    try:
        western = content.decode("cp1252")
    except UnicodeDecodeError:
        western = content.decode("latin-1")
    if told is not None:
        return western, ()
    windows = unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    if sense(windows) >= _SENSE:
        return windows, (_read_as(name, "Windows-1258"),)
    words = set(western.split())
    old = {font: sum(reading(word, font) is Reading.OLD for word in words) for font in OldFont}
    # Some words of one font may read as the other: the font of most words is meant.
    likely = max(old, key=lambda font: old[font])
    if old[likely]:
        raise DataError(
            say(
                "{file} seems to be written for an old font ({font})",
                file=name,
                font=likely.value.upper(),
            ),
            hint=say(
                "if that is right, say --font {font}; otherwise save it as CSV in UTF-8;"
                " nothing was written",
                font=likely.value,
            ),
        )
    raise DataError(say("{file} is not in UTF-8", file=name), hint=_SAVE)


def _read_as(name: str, encoding: str) -> Message:
    return say("{file} was read as {encoding}.", file=name, encoding=encoding)
