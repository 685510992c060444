"""The table in a grid: its headings found, its entries told from what stands around them."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from ntmtrack.domain.sheet_map import UNSAID, SheetMap
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import BadCell, Cell, Grid, Line, letter
from ntmtrack.importers.sheets.entries import any_filled, below
from ntmtrack.importers.sheets.heading import (
    Column,
    Field,
    Head,
    Reader,
    Vocabulary,
    find,
)
from ntmtrack.importers.sheets.leftovers import (
    above,
)
from ntmtrack.message import Message, say
from ntmtrack.record import Record

__all__ = ["Column", "Field", "Table", "Vocabulary", "any_filled", "find_table"]

REASON = ("reason", "ly do")
"""The heading of the column that a sheet of rejected lines gets: it is not read again."""


class Table(Record):
    """The lines below the headings, without what is no entry, and what was left aside.

    `head` are the first and the last line of the headings, as people number them; `bad` the
    cells that cannot be told, by the number of their line.
    """

    grid: Grid
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    remarks: tuple[Message, ...] = ()
    head: tuple[int, int] = (1, 1)
    bad: Mapping[int, tuple[BadCell, ...]] = MappingProxyType({})

    def places(self, key: str) -> tuple[int, ...]:
        """Where the columns of a key stand, from 0."""
        return places_of(self.columns).get(key, ())

    def at(self, line: Line, key: str) -> tuple[tuple[int, Cell], ...]:
        """What a line has in the columns of a key, with their places; empty cells left out."""
        cells = line.cells
        return tuple(
            (place, cells[place])
            for place in self.places(key)
            if place < len(cells) and cells[place] != ""
        )

    def cells(self, line: Line, key: str) -> tuple[Cell, ...]:
        """What a line has in the columns of a key, empty cells left out."""
        return tuple(cell for _, cell in self.at(line, key))

    def faults(self, line: Line) -> tuple[Message, ...]:
        """What is wrong with cells of a line that could not be told, in columns that are taken.

        What is to be done about it comes last, each thing once.
        """
        if line.number not in self.bad:
            return ()
        taken = {each.place for each in self.columns if each.key}
        found = [bad for bad in self.bad[line.number] if bad.column in taken]
        told = [
            say("{cell}: {fault}", cell=where(line, bad.column), fault=bad.fault.message)
            for bad in found
        ]
        for hint in (bad.fault.hint for bad in found):
            if hint is not None and hint not in told:
                told.append(hint)
        return tuple(told)


@lru_cache(maxsize=8)
def places_of(columns: tuple[Column, ...]) -> Mapping[str, tuple[int, ...]]:
    """Where the columns of each key stand, from 0: asked of every line of a sheet."""
    found: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for each in columns:
        if each.key is not None:
            found[each.key] += (each.place,)
    return MappingProxyType(dict(found))


@lru_cache(maxsize=8)
def first_from_the_right(columns: tuple[Column, ...]) -> tuple[tuple[str, int], ...]:
    """The columns that have a key, with their places, the last one first.

    A mapping made of what is filled in them keeps the first one of every key.
    """
    return tuple((each.key, each.place) for each in reversed(columns) if each.key is not None)


def where(line: Line, place: int) -> str:
    """A cell as officers see it: "D7"."""
    return f"{letter(place)}{line.number}"


def find_table(grid: Grid, vocabulary: Vocabulary, said: SheetMap = UNSAID) -> Table:
    """The table of a grid; what its headings are may be said.

    Raises DataError where no line has the headings that are needed, where two columns would be
    the same, and where what is said does not fit the sheet.
    """
    wrong = tuple(key for key in said.columns.values() if not vocabulary.knows(key))
    if wrong:
        raise DataError(
            say("the map names what no column can be: {names}", names=wrong),
            hint=say(
                'a column can be {names}, or "" to be left aside; nothing was written',
                names=(*vocabulary.keys, *(f"{each}…" for each in vocabulary.free)),
            ),
        )
    reader = Reader(vocabulary, said.columns)
    head = find(grid.lines, reader) if said.headings is None else _at(grid, reader, said.headings)
    if head is None or not head.grade:
        raise _no_head(grid, vocabulary)
    _all_there(grid, head, said)
    remarks = [*above(grid.lines[: head.first])]
    head, beside = _one_of_several(grid, head, vocabulary)
    if beside is not None:
        remarks.append(
            say("another table beside it, from column {column} on, is left aside", column=beside)
        )
    _no_doubles(head, vocabulary)
    entries, others = below(grid, head, reader)
    bad: dict[int, list[BadCell]] = defaultdict(list)
    for each in grid.bad:
        bad[each.line].append(each)
    numbers = grid.lines[head.first].number, grid.lines[head.last].number
    return Table(
        grid,
        head.columns,
        tuple(entries),
        (*remarks, *others),
        numbers,
        {line: tuple(cells) for line, cells in bad.items()},
    )


def _no_head(grid: Grid, vocabulary: Vocabulary) -> DataError:
    needed = tuple(field.key for field in vocabulary.fields if field.needed)
    if not needed:
        return DataError(
            say("{file} has no line of headings that says what its columns are", file=grid.file),
            hint=say(
                "how columns may be called: `ntmtrack manual files`; or say with --map which is"
                " which; nothing was written"
            ),
        )
    return DataError(
        say("{file} has no line of headings with {names}", file=grid.file, names=needed),
        hint=say("name the columns so, or say with --map which is which; nothing was written"),
    )


def _at(grid: Grid, reader: Reader, headings: tuple[int, int]) -> Head:
    """The headings at the lines that a map names."""
    places = [
        place for place, line in enumerate(grid.lines) if headings[0] <= line.number <= headings[1]
    ]
    if not places:
        raise DataError(
            say("{file} has nothing in line {line}", file=grid.file, line=headings[0]),
            hint=say("mend `headings` in the map: the lines that the headings stand in"),
        )
    return reader.head(grid.lines, places[0], places[-1])


def _all_there(grid: Grid, head: Head, said: SheetMap) -> None:
    """Refuse a map that names headings which the sheet does not have."""
    there = {fold(column.heading) for column in head.columns}
    there |= {f"@{letter(column.place)}".casefold() for column in head.columns}
    missing = tuple(
        heading for heading, key in said.columns.items() if key and fold(heading) not in there
    )
    if missing:
        raise DataError(
            say("{file} has no column {names}, which the map names", file=grid.file, names=missing),
            hint=say(
                "its columns are {names}; mend the map or take these out; nothing was written",
                names=tuple(column.heading for column in head.columns),
            ),
        )


def _one_of_several(grid: Grid, head: Head, vocabulary: Vocabulary) -> tuple[Head, str | None]:
    """The first of tables that stand side by side, and where the next begins."""
    keys = [column.key for column in head.columns]
    doubled = {
        key
        for key in keys
        if key and not key.startswith("?") and keys.count(key) > 1 and not vocabulary.is_many(key)
    }
    if not doubled:
        return head, None
    for place, (before, after) in enumerate(zip(head.columns, head.columns[1:], strict=False)):
        if after.place == before.place + 1:
            continue
        left, right = head.columns[: place + 1], head.columns[place + 1 :]
        both = [{column.key for column in part if column.key} for part in (left, right)]
        if doubled <= both[1] and all(map(vocabulary.grade, both)):
            return head._replace(columns=left), letter(after.place)
    return head._replace(columns=_merged(grid, head)), None


def _merged(grid: Grid, head: Head) -> tuple[Column, ...]:
    """The columns without those that only go on with the merged cells of the one before them."""
    kept: list[Column] = []
    for column in head.columns:
        if kept and kept[-1].heading == column.heading and kept[-1].key == column.key:
            before = kept[-1].place
            if all(
                len(line.cells) <= column.place
                or line.cells[column.place] in ("", line.cells[before])
                for line in grid.lines[head.last + 1 :]
            ):
                continue
        kept.append(column)
    return tuple(kept)


def _no_doubles(head: Head, vocabulary: Vocabulary) -> None:
    seen: dict[str, Column] = {}
    for column in head.columns:
        if not column.sure or column.key is None or vocabulary.is_many(column.key):
            continue
        first = seen.setdefault(column.key, column)
        if first is not column:
            raise DataError(
                say(
                    "columns {first} «{first_heading}» and {second} «{second_heading}» would both"
                    " be {key}",
                    first=letter(first.place),
                    first_heading=first.heading,
                    second=letter(column.place),
                    second_heading=column.heading,
                    key=column.key,
                ),
                hint=say(
                    'say with --map which it is: "@{column}" = "" leaves one aside; nothing was'
                    " written",
                    column=letter(column.place),
                ),
            )
