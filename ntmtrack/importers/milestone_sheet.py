"""Planned values as offices keep them: a line for each, or a column for each month.

What a cell may mean two ways is never guessed: it is named with its place.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ntmtrack.domain.text import clean, fold
from ntmtrack.errors import DataError
from ntmtrack.importers.sheet_lines import Line, read_lines
from ntmtrack.message import Message, say

_HEADING_WITHIN = 30
"""Lines from the top in which the headings are looked for, below a title."""

_FIELDS = {
    "unit": ("unit", "code", "ma don vi", "don vi", "xa", "thon"),
    "unit_name": ("unit_name", "ten don vi"),
    "set": ("set", "bo tieu chi"),
    "number": ("number", "so chi tieu", "chi tieu so", "ma chi tieu", "so hieu"),
    "by": ("by", "den het", "moc", "moc thoi gian", "thoi gian", "han"),
    "value": ("value", "gia tri", "ke hoach", "gia tri ke hoach"),
    "value_unit": ("value_unit", "don vi tinh", "dvt"),
    # What helps to read a sheet, and what `milestone list` writes beside.
    "": (
        *("name", "ten chi tieu", "chi tieu", "noi dung", "stt", "tt", "note", "ghi chu"),
        *("start", "last_day", "precision", "document"),
    ),
}
_FIELD_OF = {word: field for field, words in _FIELDS.items() for word in words}
_MONTH = re.compile(r"(?:t|thang)? ?0?([1-9]|1[0-2])(?: ?[/.-] ?| nam )([12][0-9]{3})")


class Entry(NamedTuple):
    """One planned value as the sheet has it; `line` and `place` say where.

    `unit` are ways to name its unit: as written, then as it was before a sheet lost the zeros.
    `typed` says that the number stood in a cell as a figure: "17.1" may have been "17.10".
    """

    line: int
    place: Message
    unit: tuple[str, ...]
    number: str
    by: str
    value: str
    set: str | None = None
    typed: bool = False
    bare: bool = False
    """Whether the value is a bare figure of a workbook, where 85 % may be kept as 0.85."""


class Fault(NamedTuple):
    """What is wrong at a place of the sheet."""

    line: int
    place: Message
    error: DataError


class Sheet(NamedTuple):
    """What a sheet plans, and what in it cannot be taken."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read(path: Path, *, sheet: str | None = None) -> Sheet:
    """The planned values of a file, in its order; empty cells of a matrix plan nothing.

    Raises DataError for a file that cannot be read and for headings that are missing, doubled
    or not known; cells at fault are handed back with their places.
    """
    lines = read_lines(path, sheet=sheet)
    start, head = _head(path, lines)
    entries, faults = [], []
    for line, cells in lines[start:]:
        if any(not _is_empty(cell) for cell in cells[head.width :]):
            error = DataError(
                say("there are more cells than columns"),
                hint=say('put a value with a decimal comma in quotes: "82,5"'),
            )
            faults.append(Fault(line, say("line {line}", line=line), error))
        elif any(not _is_empty(cell) for cell in cells):
            for place, by, value in _values(line, cells, head):
                try:
                    entries.append(_entry(line, place, cells, head, by, value))
                except DataError as error:
                    faults.append(Fault(line, place, error))
    return Sheet(tuple(entries), tuple(faults))


class _Head(NamedTuple):
    """In which column each field stands, and which month each other column is for."""

    at: dict[str, int]
    months: dict[int, str]
    width: int

    def cell(self, cells: Sequence[object], field: str) -> object:
        place = self.at.get(field)
        return "" if place is None or place >= len(cells) else cells[place]


def _head(path: Path, lines: Sequence[Line]) -> tuple[int, _Head]:
    """The place after the headings, and what they say."""
    for place, (_, cells) in enumerate(lines[:_HEADING_WITHIN]):
        named = [_FIELD_OF.get(fold(str(cell))) for cell in cells]
        if "number" in named and ("unit" in named or "unit_name" in named):
            return place + 1, _read_head(path, cells)
    raise DataError(
        say("{file} has no line of headings with a unit and a number", file=path.name),
        hint=say(
            "columns: unit, number, by, value; or unit, number and a column for each month such"
            " as T6/2024; nothing was written"
        ),
    )


def _read_head(path: Path, cells: Sequence[object]) -> _Head:
    at: dict[str, int] = {}
    months: dict[int, str] = {}
    wrong: list[str] = []
    for place, cell in enumerate(cells):
        if _is_empty(cell):
            continue
        field, month = _FIELD_OF.get(fold(str(cell))), _month(cell)
        if month is not None and month not in months.values():
            months[place] = month
        elif field is None or field in at or month is not None:
            wrong.append(clean(str(cell)))
        elif field:
            at[field] = place
    if wrong:
        raise DataError(
            say(
                "{file} has columns that are not known or come twice: {names}",
                file=path.name,
                names=tuple(wrong),
            ),
            hint=say("take them out or name them as the help says; nothing was written"),
        )
    if bool(months) == ("value" in at) or ("value" in at) != ("by" in at):
        raise DataError(
            say("{file} says by columns neither by when nor how much", file=path.name),
            hint=say(
                "give the columns by and value, or a column for each month such as T6/2024;"
                " nothing was written"
            ),
        )
    return _Head(at, months, len(cells))


def _month(cell: object) -> str | None:
    """The month that a heading names; a workbook makes the first day of the month of it."""
    if isinstance(cell, date):
        return f"{cell.month}/{cell.year}" if cell.day == 1 else None
    found = _MONTH.fullmatch(fold(str(cell)))
    return None if found is None else f"{found[1]}/{found[2]}"


def _values(
    line: int, cells: Sequence[object], head: _Head
) -> Iterator[tuple[Message, object, object]]:
    """The values of a line, each with its place and by when it is planned."""
    if not head.months:
        place = say("line {line}", line=line)
        yield place, head.cell(cells, "by"), head.cell(cells, "value")
    for column, month in head.months.items():
        value = cells[column] if column < len(cells) else ""
        if not _is_empty(value):
            yield say("line {line}, column {column}", line=line, column=month), month, value


def _entry(
    line: int,
    place: Message,
    cells: Sequence[object],
    head: _Head,
    by: object,
    value: object,
) -> Entry:
    unit = head.cell(cells, "unit")
    unit = head.cell(cells, "unit_name") if _is_empty(unit) else unit
    number = head.cell(cells, "number")
    for cell, missing in (
        (unit, say("the unit is missing")),
        (number, say("the number is missing")),
        (by, say("by when is missing")),
        (value, say("the value is missing")),
    ):
        if _is_empty(cell):
            raise DataError(missing)
    of = head.cell(cells, "set")
    measure = head.cell(cells, "value_unit")
    amount = _text(value)
    return Entry(
        line=line,
        place=place,
        unit=_unit_names(unit),
        number=_text(number),
        by=_by(by),
        value=amount if _is_empty(measure) or not _is_bare(amount) else f"{amount} {measure}",
        set=None if _is_empty(of) else _text(of),
        typed=isinstance(number, float),
        bare=isinstance(value, float),
    )


def _by(cell: object) -> str:
    if isinstance(cell, date) and cell.day == 1:
        # "6/2024" typed into a workbook becomes the first of June.
        raise DataError(
            say("{day} may be a day or the whole month", day=date(cell.year, cell.month, 1)),
            hint=say("write it as text: T6/2024 for the month, ngày 1/6/2024 for the day"),
        )
    return _text(cell)


def _unit_names(cell: object) -> tuple[str, ...]:
    """A unit as written; a code that became a figure lost its zeros ("02416" is 2416)."""
    written = _text(cell)
    if not isinstance(cell, (int, float)):
        return (written,)
    return tuple(dict.fromkeys((written, *(written.zfill(width) for width in (2, 3, 5)))))


def _text(cell: object) -> str:
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day).isoformat()
    if isinstance(cell, float):
        # Fifteen digits are what a sheet keeps exactly: 0.1 + 0.2 is 0.3 again.
        return format(cell, ".0f") if cell.is_integer() else format(cell, ".15g")
    text = clean(str(cell))
    # Lists written as CSV keep what looks like a formula behind a quote.
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text


def _is_bare(value: str) -> bool:
    return value[-1:].isdigit()


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
