"""A sheet of a workbook: which one, its cells as the library reads them, and their marks."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from math import isfinite
from typing import IO, TYPE_CHECKING

from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.archive import packed, unpacked
from ntmtrack.importers.sheets.cells import Cell, Percent
from ntmtrack.importers.sheets.content import Kind, not_a_workbook, protected
from ntmtrack.importers.sheets.marks import MOST_CELLS, About, Marks, check_extent
from ntmtrack.importers.sheets.ods import Ods
from ntmtrack.importers.sheets.xls import Xls
from ntmtrack.importers.sheets.xlsx import Xlsx
from ntmtrack.message import Message, say
from ntmtrack.record import Record

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_VBA = "_VBA_PROJECT_CUR".encode("utf-16-le")


class Book(Record):
    """The sheet of a workbook that was chosen, as it was read."""

    sheet: str
    rows: list[list[Cell]]
    marks: Marks
    remarks: tuple[Message, ...]


def read_workbook(content: bytes, name: str, kind: Kind, asked: str | None) -> Book:
    """One sheet of a workbook called `name`, read in this process.

    `asked` is the name or the number of the sheet; without, it is the only one that is filled,
    hidden ones aside. Raises DataError for a workbook that cannot be read, for sheets that
    cannot be told apart, and for one that reaches too far.
    """
    from python_calamine import CalamineWorkbook

    file, about, remarks = _opened(content, name, kind)
    with _faults_told(name):
        book = CalamineWorkbook.from_object(file)
        place, said = _chosen(book, about, name, asked)
        title = book.sheet_names[place]
        marks = about.marks(place)
        # Before the library makes room for every cell up to the last one.
        check_extent(marks.lines, marks.columns, name, title)
        sheet = book.get_sheet_by_index(place)
        check_extent(sheet.total_height, sheet.total_width, name, title)
        rows = _rows(sheet)
        merged = sheet.merged_cell_ranges
    _type(rows, marks)
    marks.merged += merged or ()
    _fill(rows, marks)
    return Book(title, rows, marks, (*remarks, *said))


def _opened(content: bytes, name: str, kind: Kind) -> tuple[IO[bytes], About, tuple[Message, ...]]:
    """What the library is given to read, and what it will not tell."""
    if kind is Kind.XLS:
        return io.BytesIO(content), Xls(content, name), _remarks(name, macros=_VBA in content)
    parts, left = unpacked(content, name)
    about = Xlsx(parts, name) if kind is Kind.XLSX else Ods(parts, name)
    remarks = _remarks(
        name,
        macros=any(each.endswith("vbaProject.bin") or each.startswith("Basic/") for each in left),
        links="xl/connections.xml" in parts
        or any(each.startswith("xl/externalLinks/") for each in left),
    )
    return packed(parts), about, remarks


def _remarks(name: str, *, macros: bool, links: bool = False) -> tuple[Message, ...]:
    said = []
    if macros:
        said.append(say("{file} holds macros; they were not run.", file=name))
    if links:
        said.append(
            say(
                "{file} links to other files; they were not opened, its values are those it was"
                " saved with.",
                file=name,
            )
        )
    return tuple(said)


@contextmanager
def _faults_told(name: str) -> Iterator[None]:
    """What the library raises as what a person can do about it."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise protected(name) from error
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise not_a_workbook(name) from error
    except BaseException as error:
        # How the library ends where it did not think of something; it is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise not_a_workbook(name) from error


def _chosen(
    book: "CalamineWorkbook", about: About, name: str, asked: str | None
) -> tuple[int, tuple[Message, ...]]:
    """The number of the sheet that is to be read, and what is to be said of the others."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    names = tuple(book.sheet_names)
    sheets = [
        place
        for place, sheet in enumerate(book.sheets_metadata)
        if sheet.typ is SheetTypeEnum.WorkSheet
    ]
    if asked is not None:
        return _asked(names, sheets, name, asked), ()
    filled = [place for place in sheets if about.is_filled(place)]
    shown = [
        place for place in filled if book.sheets_metadata[place].visible is SheetVisibleEnum.Visible
    ]
    choice = shown or filled
    if not filled:
        raise DataError(
            say("no sheet of {file} is filled", file=name),
            hint=say("give a workbook with a sheet that is filled; nothing was written"),
        )
    if len(choice) > 1:
        raise DataError(
            say("{file} has several sheets", file=name),
            hint=say(
                "name one with --sheet: {names}; nothing was written",
                names=tuple(names[place] for place in filled),
            ),
        )
    hidden = tuple(names[place] for place in filled if place not in shown)
    if not hidden:
        return choice[0], ()
    if not shown:
        return choice[0], (say("Sheet {name} is hidden; it was read.", name=hidden[0]),)
    return choice[0], (say("Hidden sheets were not read: {names}", names=hidden),)


def _asked(names: tuple[str, ...], sheets: list[int], name: str, asked: str) -> int:
    """The sheet of this name, or of this number in the order of the sheets."""
    same = [place for place in sheets if clean(names[place]).casefold() == asked.casefold()]
    if not same and asked.isdecimal() and 1 <= int(asked[:6]) <= len(sheets):
        same = [sheets[int(asked) - 1]]
    if len(same) != 1:
        raise DataError(
            say("{file} has no sheet {name}", file=name, name=asked),
            hint=say(
                "its sheets: {names}; nothing was written",
                names=tuple(names[place] for place in sheets),
            ),
        )
    return same[0]


def _rows(sheet: "CalamineSheet") -> list[list[Cell]]:
    """All lines from the first, all columns from A on.

    Raises ValueError for a number that is none, as no office program writes it.
    """
    rows: list[list[Cell]] = list(sheet.iter_rows())  # type: ignore[arg-type]
    if any(type(cell) is float and not isfinite(cell) for cell in set[Cell]().union(*rows)):
        raise ValueError("a number that is none")
    before: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    return [before + row for row in rows] if before else rows


def _type(rows: list[list[Cell]], marks: Marks) -> None:
    """Give percentages, and numbers with zeros in front, as they are seen."""
    shares: dict[Cell, Percent] = {}
    for line, column in marks.percents:
        value = _value(rows, line, column)
        if type(value) in (int, float):
            share = shares.get(value)
            if share is None:
                # Fifteen digits are what a sheet keeps exactly: 0.1 + 0.2 is 0.3 again.
                share = Percent(Decimal(f"{value:.15g}").scaleb(2).normalize())
                shares[value] = share
            rows[line][column] = share
    for (line, column), digits in marks.zeros.items():
        value = _value(rows, line, column)
        if type(value) in (int, float) and f"{value:.0f}" == f"{value:.15g}":
            rows[line][column] = f"{value:.0f}".zfill(digits)


def _value(rows: list[list[Cell]], line: int, column: int) -> Cell:
    return rows[line][column] if line < len(rows) and column < len(rows[line]) else ""


def _fill(rows: list[list[Cell]], marks: Marks) -> None:
    """Give every place of a merged area the value of its first one."""
    filled = 0
    for (top, left), (bottom, right) in marks.merged:
        value = _value(rows, top, left)
        if value == "" and (top, left) not in marks.faults:
            continue
        for line in range(top, min(bottom + 1, len(rows))):
            last = min(right + 1, len(rows[line]))
            filled += max(last - left, 0)
            if filled > MOST_CELLS:
                # Areas over one another, made to take for ever.
                return
            rows[line][left:last] = [value] * (last - left)
