"""The one value that every listing command makes and every format is a function of."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record

if TYPE_CHECKING:
    from decimal import Decimal


class Measure:
    """A number with its unit: people read "≥ 82,5 %", data formats carry the number alone.

    `label` names what is measured where one cell holds several; data formats then carry each
    with its label, operator and unit. Made by hand for the reasons of a `Message`.
    """

    __slots__ = ("label", "sign", "unit", "value")

    def __init__(
        self,
        value: "Decimal",
        unit: str | Message | None = None,
        sign: str = "",
        label: str | Message = "",
    ) -> None:
        self.value: Final = value
        self.unit: Final = unit
        self.sign: Final = sign
        self.label: Final = label

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Measure) and self._facts == other._facts

    __hash__ = None  # type: ignore[assignment]  # a label may be a message

    def __repr__(self) -> str:
        return f"Measure{self._facts!r}"

    @property
    def _facts(self) -> tuple[object, ...]:
        return self.value, self.unit, self.sign, self.label

    @property
    def operator(self) -> str:
        """The sign as programs write it."""
        return {"≥": ">=", "≤": "<="}.get(self.sign, self.sign)


Cell: TypeAlias = (
    "str | int | Decimal | date | datetime | bool | StrEnum | Message | Measure"
    " | tuple[str, ...] | tuple[Measure, ...] | None"
)
"""A `Message` is said in the reader's language, and in English in data formats."""

Row = tuple[Cell, ...]


class Show(Enum):
    """Where a column is seen by people; data formats always carry every column."""

    ALWAYS = 1
    """What names a row: codes, numbers, names. Comes first, never dropped, never cut."""
    ROOM = 2
    """Shown while there is room and there is something to show."""
    SPARE = 3
    """Like ROOM, but the first to go on a narrow terminal."""
    DATA = 4
    """Only in data formats, or when asked for by name."""
    CHOSEN = 5
    """Named by the reader: shown in the place where it was named."""


class Column(Record):
    """`key` is the contract (JSON keys, CSV headers); `heading` is translated."""

    key: str
    heading: str
    show: Show = Show.ROOM
    right: bool = False
    wrap: bool = False
    """Free text, may be broken over lines; anything else is kept whole."""
    about: str = ""
    """What a heading stands for that is but a number, where a reader can ask for it."""


class Block(Record):
    """Rows that belong together under one heading, for example one leading agency."""

    key: str
    heading: Message | None
    rows: tuple[Row, ...]


class Basis(Record):
    """What a report rests on, so that it can be made again: the same rows for ever.

    `known` is the day (or the change: "c412") by which what it tells had been recorded, where
    one was asked for; `change` the last change it saw, None where nothing had been recorded by
    then; `sets` the hashes of the criteria sets it speaks of.
    """

    change: int | None
    sets: Mapping[str, str] = MappingProxyType({})
    known: date | str | None = None


class Drawing(Record):
    """How a report is drawn, by the keys of its columns: one line for each block, never two joined.

    `along` names the places from left to right, `line` what rises and falls; `up` and `down` are
    what came and what went, drawn as bars. `notes` are those of the report's notes without which
    the picture would mislead; they are written below it.
    """

    along: str
    line: str
    up: str
    down: str
    notes: tuple[Message, ...] = ()


class Report(Record):
    """A table of typed cells with what a reader must know beside it.

    `finds` names the blocks that make `--check` exit 1 (None: all of them).
    `summary` holds the figures that the notes say in words. `whole` is what JSON says instead
    of rows, where the answer is one thing and not a list. `drawing` says how it makes a picture,
    if it makes one.
    """

    name: str
    title: Message
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Message, ...] = ()
    as_of: date | None = None
    empty: Message | None = None
    summary: Mapping[str, int | str] = MappingProxyType({})
    finds: frozenset[str] | None = None
    whole: Mapping[str, Any] | None = None
    basis: Basis | None = None
    drawing: Drawing | None = None

    @property
    def told(self) -> tuple[Message, ...]:
        """The notes as people read them, and last what the report rests on."""
        return (*self.notes, *self.footing)

    @property
    def footing(self) -> tuple[Message, ...]:
        """What the report rests on, in one sentence, where that is known."""
        if self.basis is None or self.as_of is None:
            return ()
        return (_rests_on(self.basis, self.as_of),)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order in which they are shown."""
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def found(self) -> bool:
        """Whether `--check` has something to tell."""
        return any(
            block.rows for block in self.blocks if self.finds is None or block.key in self.finds
        )

    def codes(self, key: str) -> tuple[str, ...]:
        """The different words of a column in the order of the rows; none without the column."""
        places = [place for place, column in enumerate(self.columns) if column.key == key]
        found = (row[place] for row in self.rows for place in places)
        return tuple(dict.fromkeys(str(cell) for cell in found if cell is not None))

    def position(self, key: str) -> int:
        """The place of a column by its key; KeyError if there is none."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise KeyError(key)


_SHORT_HASH = 8

_RESTS_ON = {
    ("all", False): N_("As of {day}; change {number}"),
    ("all", True): N_("As of {day}; change {number}; sets: {sets}"),
    ("day", False): N_("As of {day}, as recorded by {known}; change {number}"),
    ("day", True): N_("As of {day}, as recorded by {known}; change {number}; sets: {sets}"),
    ("change", False): N_("As of {day}, as recorded up to change {number}"),
    ("change", True): N_("As of {day}, as recorded up to change {number}; sets: {sets}"),
}
"""By what bounds what was seen, and whether the report speaks of criteria sets."""


def _rests_on(basis: Basis, day: date) -> Message:
    number, known = basis.change, basis.known
    if number is None:
        return say("As of {day}; nothing had been recorded by {known}", day=day, known=known)
    bound = "all" if known is None else "change" if isinstance(known, str) else "day"
    sets = tuple(f"{code} {hash[:_SHORT_HASH]}" for code, hash in basis.sets.items())
    sentence = _RESTS_ON[bound, bool(sets)]
    return say(sentence, day=day, number=number, known=known, sets=sets)
