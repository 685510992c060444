"""The lines below the headings of a table: entries, and what is none and must be said."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from ntmtrack.domain.sheet_cell import as_text
from ntmtrack.domain.text import fold
from ntmtrack.importers.sheets.cells import Cell, Grid, Line
from ntmtrack.importers.sheets.heading import (
    Head,
    Reader,
    is_numbering,
)
from ntmtrack.importers.sheets.leftovers import (
    Leftover,
    is_plain,
    is_title_of_another,
    leftover,
    told,
    words_of,
)
from ntmtrack.message import Message, say

_LINES_OF_TITLE = 3


def below(grid: Grid, head: Head, reader: Reader) -> tuple[list[Line], list[Message]]:
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
        speaks = reader.speaks(cells)
        if speaks:
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
            plain.update(
                text for text in new if is_plain(text) and not (speaks and reader.speaks((text,)))
            )
        signed = kind is Leftover.SIGNED or (
            signed and not _is_entry(cells, naming, telling, plain)
        )
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


def _is_entry(
    cells: Sequence[Cell],
    naming: Sequence[int],
    telling: Sequence[int],
    plain: Collection[Cell],
) -> bool:
    """Whether a line below a signature goes on with the table: names of signers have less.

    A name merged over many columns is one cell; what entries above said counts each time.
    """
    named = _of(cells, naming)
    told = [cell for cell in _of(cells, telling) if cell != ""]
    known = sum(not isinstance(cell, str) or cell in plain for cell in told)
    apart = {cell for cell in told if cell not in named}
    return any_filled(named) and (known > 1 or len(apart) > 2)


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


def any_filled(cells: Sequence[Cell]) -> bool:
    """Whether a line says anything."""
    return cells.count("") < len(cells)
