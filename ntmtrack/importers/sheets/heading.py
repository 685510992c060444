"""The headings of a table: found below title blocks, over one line or several, and understood."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from ntmtrack.domain.sheet_cell import as_text
from ntmtrack.domain.text import fold
from ntmtrack.importers.sheets.cells import Cell, Line, letter
from ntmtrack.record import Record

WITHIN = 60
"""Lines from the top in which the headings are looked for, below a title."""

_TALLEST = 3
_BESIDE = 30
"""Letters that a heading may have beside its words: a number, a unit, marks written apart."""

_LONGEST = 500
"""Letters of a heading that is looked at closely: what is longer is a text."""

_NUMBERING = re.compile(r"\(?\s*(?:([0-9]{1,3})|([a-z]))\s*\)?\s*(?:=.*)?")
_MARKED = re.compile(r"\s*\([0-9a-z]{1,2}\)\s*$|^\s*\([0-9a-z]{1,2}\)\s*|[\s:*.]+$")
_LISTED = re.compile(r"^(?:[ivx]{1,5}|[0-9]{1,2}|[a-z])[.)]\s+(?=\D)")
_UNIT = re.compile(r"\(([^()]*)\)\s*$")


class Field(Record):
    """What a column may hold: its key in mappings, and the headings it is known by, folded.

    `needed` fields make a line of headings; a `many` field may stand in several columns.
    """

    key: str
    words: tuple[str, ...]
    needed: bool = False
    many: bool = False


Keys = Collection[str]


class Vocabulary(Record):
    """The fields of one kind of sheet.

    `other` reads what no field knows, for example the heading "17.8" of a matrix, as a key of
    its own ("number:17.8"); None where it means nothing to it. `fits` says of the keys of a line
    whether they make headings: 2 surely, 1 perhaps (where no line does surely), 0 not; None:
    surely where the needed fields are there. A key that begins with "?" is only a supposition;
    `free` are the beginnings of keys of its own, which a map may name too. `naming` are the keys
    that say what an entry is about (None: the needed ones).
    """

    fields: tuple[Field, ...]
    other: Callable[[str], str | None] = lambda _heading: None
    fits: Callable[[Keys], int] | None = None
    free: tuple[str, ...] = ()
    naming: frozenset[str] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its fields."""
        return tuple(field.key for field in self.fields)

    def names(self, key: str | None) -> bool:
        """Whether a column of a key says what an entry is about."""
        if self.naming is not None:
            return key in self.naming
        return any(field.key == key for field in self.fields if field.needed)

    def grade(self, keys: Keys) -> int:
        """Whether these keys make headings, as `fits` says."""
        if self.fits is not None:
            return self.fits(keys)
        return 2 if all(field.key in keys for field in self.fields if field.needed) else 0

    def knows(self, key: str) -> bool:
        """Whether a map may say that a column is this; "" leaves it aside."""
        return key in ("", *self.keys) or key.startswith(self.free)

    def is_many(self, key: str) -> bool:
        """Whether several columns may be taken for a key."""
        return any(field.many for field in self.fields if field.key == key)


class Column(Record):
    """A column of the sheet: its place, its heading, and the key it is taken for, if any."""

    place: int
    heading: str
    key: str | None

    @property
    def sure(self) -> bool:
        """Whether it is known what it holds."""
        return bool(self.key) and not str(self.key).startswith("?")


class Head(Record):
    """Headings: the first and the last of their lines (from 0), and what stands in them."""

    first: int
    last: int
    columns: tuple[Column, ...]
    grade: int
    firm: bool = True
    """Whether its lines are sure to belong together: merged, or making words only together."""

    @property
    def understood(self) -> int:
        """How many columns are known."""
        return sum(column.sure for column in self.columns)


class Reader:
    """Reads headings by a vocabulary, and by what a map says of them; what recurs is read once."""

    def __init__(self, vocabulary: Vocabulary, said: Mapping[str, str]) -> None:
        """`said` are headings, or places such as "@F", with their keys."""
        self.vocabulary = vocabulary
        self._words = {word: field.key for field in vocabulary.fields for word in field.words}
        self._words |= {field.key: field.key for field in vocabulary.fields}
        self._said = {fold(heading): key for heading, key in said.items()}
        self._forms: dict[str, tuple[str, ...]] = {}
        self._longest = max(map(len, (*self._words, *self._said)), default=0) + _BESIDE

    def speaks(self, cells: Sequence[Cell]) -> bool:
        """Whether a line has any heading of the vocabulary: quick, to be asked of every line."""
        for cell in cells:
            if isinstance(cell, str) and cell and len(cell) <= self._longest:
                for form in self._read(cell):
                    if form in self._words or form in self._said:
                        return True
        return False

    def head(self, lines: Sequence[Line], first: int, last: int) -> Head:
        """The headings that these lines would make together; of grade 0 if a name is lost so."""
        window = lines[first : last + 1]
        width = max((len(line.cells) for line in window), default=0)
        columns, apart, lost = [], False, False
        for place in range(width):
            parts: list[str] = []
            for line in window:
                part = as_text(line.cells[place]) if place < len(line.cells) else ""
                if part and part not in parts:
                    parts.append(part)
            if parts:
                key, whole = self._key(place, parts)
                apart = apart or not whole
                columns.append(Column(place, " ".join(parts), key))
                lost = lost or (
                    len(parts) > 1 and not columns[-1].sure and self._names(window[0], place)
                )
        keys = {column.key for column in columns if column.key}
        grade = 0 if lost else self.vocabulary.grade(keys)
        return Head(first, last, tuple(columns), grade, not apart or _merged(window))

    def _names(self, line: Line, place: int) -> bool:
        """Whether a line by itself heads here what entries are about, and this column alone."""
        beside = line.cells[place + 1] if place + 1 < len(line.cells) else ""
        if beside in ("", line.cells[place]):
            return False
        key, _ = self._key(place, [as_text(line.cells[place])])
        return self.vocabulary.names(key)

    def _key(self, place: int, parts: Sequence[str]) -> tuple[str | None, bool]:
        """The key of a column, and whether all of its lines together say it."""
        whole = " ".join(parts)
        said = self._said.get(f"@{letter(place).casefold()}", self._said.get(fold(whole)))
        if said is not None:
            return said, True
        named = f"{' '.join(parts[:-1])}: {parts[-1]}"
        ways = (whole,) if len(parts) == 1 else (whole, named, parts[-1])
        supposed = None
        for way in ways:
            alone = len(parts) > 1 and way == parts[-1]
            for form in self._read(way):
                if form in self._words:
                    return self._words[form], not alone
            key = self.vocabulary.other(way)
            if key is not None and not key.startswith("?"):
                return key, not alone
            supposed = supposed or key
        return supposed, True

    def _read(self, heading: str) -> tuple[str, ...]:
        known = self._forms.get(heading)
        if known is None:
            known = self._forms[heading] = forms(heading)
        return known


def forms(heading: str) -> tuple[str, ...]:
    """A heading as it is compared: folded, then without numbering, then without its unit."""
    whole = fold(heading)
    if len(whole) > _LONGEST:
        return (whole,)
    if "(" not in whole and not whole.endswith((":", "*", ".")) and not _LISTED.match(whole):
        # Nothing to take away: so is nearly every text of every line.
        return (whole,) if whole else ()
    bare = _LISTED.sub("", _MARKED.sub("", whole))
    without = _MARKED.sub("", _UNIT.sub("", bare)).strip()
    return tuple(dict.fromkeys(each for each in (whole, bare, without) if each))


def unit_in(heading: str) -> str | None:
    """The unit that a heading ends with: "Thu nhập (triệu đồng)" is in triệu đồng."""
    if len(heading) > _LONGEST:
        return None
    found = _UNIT.search(_MARKED.sub("", heading) if heading.endswith("*") else heading)
    if found is None or _NUMBERING.fullmatch(fold(found[0])):
        return None
    return found[1].strip() or None


def find(lines: Sequence[Line], reader: Reader) -> Head | None:
    """The first headings of a sheet; of lines that overlap those that tell the most columns."""
    found = list(_windows(lines[:WITHIN], reader))
    for grade in (2, 1):
        fitting = [head for head in found if head.grade == grade]
        if not fitting:
            continue
        first = min(fitting, key=lambda head: (head.last, -head.first))
        near = [each for each in fitting if each.first <= first.last and each.last >= first.first]
        return max(near, key=lambda head: (head.understood, head.firm, head.last, -head.first))
    return None


def _windows(lines: Sequence[Line], reader: Reader) -> Iterator[Head]:
    speaking = [reader.speaks(line.cells) for line in lines]
    starts = [_start(line.cells) for line in lines]
    counted = [
        is_numbering(line.cells, min(starts[max(0, place - 2) : place], default=0))
        for place, line in enumerate(lines)
    ]
    for first in range(len(lines)):
        # What is one text, however wide, may be a title; then nothing goes on with it.
        tallest = _TALLEST if _texts(lines[first]) > 1 else 1
        for last in range(first, min(first + tallest, len(lines))):
            if counted[last] or not _texts(lines[last]):
                break
            if last > first and not (
                starts[last] > starts[first] or _goes_on(lines[last - 1].cells, lines[last].cells)
            ):
                break
            if any(speaking[first : last + 1]):
                yield reader.head(lines, first, last)


def _texts(line: Line) -> int:
    """How many different cells a line has."""
    return len({cell for cell in line.cells if cell != ""})


def _merged(window: Sequence[Line]) -> bool:
    """Whether each line has a text of the one above it in its place: merged over both."""
    return all(
        any(one == other != "" for one, other in zip(upper.cells, lower.cells, strict=False))
        for upper, lower in pairwise(window)
    )


def _goes_on(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether a line goes on with the headings above: some column is merged over both."""
    return any(
        above != "" and (place >= len(lower) or lower[place] in ("", above))
        for place, above in enumerate(upper)
    )


def is_numbering(cells: Sequence[Cell], start: int) -> bool:
    """Whether a line only numbers the columns from `start` on: "(1) (2)", "A B 1 2", "1 2 3=1+2".

    A line that begins further right may be the criteria below a merged heading.
    """
    places = [place for place, cell in enumerate(cells) if cell != ""]
    if len(places) < 3 or places != list(range(start, places[-1] + 1)):
        return False
    numbers = []
    for place in places:
        found = _NUMBERING.fullmatch(fold(as_text(cells[place])))
        if found is None:
            return False
        if found[1]:
            numbers.append(int(found[1]))
        elif numbers:
            return False
    return bool(numbers) and numbers == list(range(1, len(numbers) + 1))


def _start(cells: Sequence[Cell]) -> int:
    return next((place for place, cell in enumerate(cells) if cell != ""), len(cells))
