"""The table in a grid: its headings found, its entries told from what stands around them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ntmtrack.domain.sheet_cell import as_text
from ntmtrack.domain.sheet_map import UNSAID, SheetMap
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import BadCell, Cell, Grid, Line, letter
from ntmtrack.importers.sheets.heading import (
    Column,
    Field,
    Head,
    Reader,
    Vocabulary,
    find,
    is_numbering,
)
from ntmtrack.importers.sheets.leftovers import (
    Leftover,
    above,
    is_plain,
    is_title_of_another,
    leftover,
    told,
    words_of,
)
from ntmtrack.message import Message, say

__all__ = ["Column", "Field", "Table", "Vocabulary", "any_filled", "find_table"]

_LINES_OF_TITLE = 3
REASON = ("reason", "ly do")
"""The heading of the column that a sheet of rejected lines gets: it is not read again."""


class Table(NamedTuple):
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
        return tuple(each.place for each in self.columns if each.key == key)

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
    entries, others = _below(grid, head, reader)
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


def any_filled(cells: Sequence[Cell]) -> bool:
    """Whether a line says anything."""
    return cells.count("") < len(cells)


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


def _below(grid: Grid, head: Head, reader: Reader) -> tuple[list[Line], list[Message]]:
    """The entries below the headings, and what is said of the other lines."""
    entries: list[Line] = []
    found: dict[Leftover, list[tuple[int, str]]] = defaultdict(list)
    last_filled = next((line.number for line in reversed(grid.lines) if any_filled(line.cells)), 0)
    for line, kind in _told_apart(grid, head, reader):
        anew = kind is Leftover.REPEATED and entries and is_title_of_another(entries[-1].cells)
        if isinstance(kind, Head) or anew:
            other = line.number
            # What stands alone above other headings is their title; in a list of names all do.
            for _ in range(1 if anew else _LINES_OF_TITLE):
                if entries and _is_title(entries[-1].cells):
                    other = entries.pop().number
            text = say("another table, from line {line} on, is left aside", line=other)
            return entries, [*(told(each, lines) for each, lines in found.items()), text]
        if kind is None:
            entries.append(line)
        elif kind is not Leftover.BLANK or line.number < last_filled:
            found[kind].append((line.number, words_of(line.cells)))
    return entries, [told(kind, lines) for kind, lines in found.items()]


def _is_title(cells: Sequence[Cell]) -> bool:
    return len({cell for cell in cells if cell != ""}) == 1


def _told_apart(
    grid: Grid, head: Head, reader: Reader
) -> Iterator[tuple[Line, Leftover | Head | None]]:
    headings = _headings(grid, head)
    start = head.columns[0].place
    naming = [each.place for each in head.columns if reader.vocabulary.names(each.key)]
    telling = [each.place for each in head.columns if each.key and each.place not in naming]
    signed = False
    # Names and verdicts recur: what cannot be but in an entry is looked at once.
    plain: set[Cell] = set()
    for place, line in enumerate(grid.lines[head.last + 1 :], head.last + 1):
        cells = line.cells
        texts = [cell for cell in cells if isinstance(cell, str) and cell]
        if not signed and place > head.last + 2 and _is_sure(cells, texts, naming, telling, plain):
            yield line, None
            continue
        if not texts and not any_filled(cells):
            yield line, Leftover.BLANK
            continue
        if place <= head.last + 2 and is_numbering(cells, start):
            yield line, Leftover.NUMBERING
            continue
        if reader.speaks(cells):
            if _repeats(cells, headings):
                signed = False
                yield line, Leftover.REPEATED
                continue
            other = _another(grid, place, reader)
            if other is not None:
                yield line, other
                return
        kind = leftover(cells, _of(cells, naming), _of(cells, telling))
        if kind is None and not signed:
            new = (text for text in texts if text not in plain)
            plain.update(text for text in new if is_plain(text) and not reader.speaks((text,)))
        signed = kind is Leftover.SIGNED or (signed and not _is_entry(cells, naming, telling))
        yield line, Leftover.BELOW if signed and kind is None else kind


def _is_sure(
    cells: Sequence[Cell],
    texts: Sequence[str],
    naming: Sequence[int],
    telling: Sequence[int],
    plain: Collection[Cell],
) -> bool:
    """Whether a line is an entry whatever its free texts say: names and verdicts are plain."""
    if len(set(texts)) < 2 or any(text not in plain for text in texts[:2]):
        return False
    if any(cell not in plain for cell in _of(cells, naming)):
        return False
    told = _of(cells, telling)
    return any(cell != "" and (not isinstance(cell, str) or cell in plain) for cell in told)


def _of(cells: Sequence[Cell], places: Sequence[int]) -> list[Cell]:
    return [cells[place] if place < len(cells) else "" for place in places]


def _is_entry(cells: Sequence[Cell], naming: Sequence[int], telling: Sequence[int]) -> bool:
    """Whether a line below a signature goes on with the table: names of signers have less."""
    filled = sum(cell != "" for cell in _of(cells, telling))
    return filled > 1 and any_filled(_of(cells, naming))


def _headings(grid: Grid, head: Head) -> dict[int, set[str]]:
    """What stands in the headings, by column: each line of them, and all of them together."""
    found = {column.place: {fold(column.heading)} for column in head.columns}
    for line in grid.lines[head.first : head.last + 1]:
        for place, cell in enumerate(line.cells):
            if cell != "" and place in found:
                found[place].add(fold(as_text(cell)))
    return found


def _repeats(cells: Sequence[Cell], headings: Mapping[int, set[str]]) -> bool:
    """Whether a line has the headings of the table again, or one line of several."""
    filled = [(place, fold(as_text(cell))) for place, cell in enumerate(cells) if cell != ""]
    alike = sum(text in headings.get(place, ()) for place, text in filled)
    return alike * 2 > len(filled)


def _another(grid: Grid, place: int, reader: Reader) -> Head | None:
    """The headings of another table that begin at a line."""
    for last in range(place, min(place + 2, len(grid.lines))):
        other = reader.head(grid.lines, place, last)
        if other.grade == 2 and other.understood > 1:
            return other
    return None
