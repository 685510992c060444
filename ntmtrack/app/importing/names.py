"""What the words of a sheet name in the ledger: each looked up once, refusals too."""

import sqlite3
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import TypeVar, cast

from ntmtrack.app import bodies, giving, resolve
from ntmtrack.app.naming import ambiguous
from ntmtrack.domain import sheet_names
from ntmtrack.domain.bodies import Agency, Person
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.sheet_cell import as_text
from ntmtrack.domain.text import Match, match, tokens
from ntmtrack.domain.unit import bare_name
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import Cell
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store import queries_catalogue

T = TypeVar("T")
Body = TypeVar("Body", Agency, Person)

_WIDTHS = (2, 3, 5)
"""Figures in the codes of provinces, districts and communes."""


class FoundUnit(Record):
    """The unit that a cell names, and what had to be repaired to find it."""

    unit: Unit
    said: tuple[Message, ...] = ()


class Names:
    """Names of one ledger, as the commands read them; what recurs is looked up once.

    Every method raises DataError, with the candidates, for what fits nothing or several.
    """

    def __init__(
        self,
        conn: sqlite3.Connection,
        meant: Callable[[str], str] = str,
        *,
        level: str | None = None,
    ) -> None:
        """`meant` gives the name that a name of the sheet stands for by its map, or itself.

        `level` is that of the units which the sheet is about, where it says so: villages bear
        the names of communes.
        """
        self._conn = conn
        self._level = level
        self._meant = meant
        self._known: dict[Hashable, object] = {}
        self._by_parts: dict[Hashable, Message] = {}
        self._said: dict[Hashable, Message] = {}
        self._lists: dict[Hashable, tuple[Sequence[object], dict[Hashable, Message]]] = {}

    def said(self) -> list[Message]:
        """What was found by a part of its name since this was last asked."""
        said, self._said = self._said, {}
        return list(said.values())

    def unit(self, cell: Cell, day: date, *, called: str = "", below: str = "") -> FoundUnit:
        """The unit that a cell names by code or name, `below` a parent if the sheet says one.

        `called` is the name that stands beside a code: it must be that of the unit.
        """
        words = self._meant(as_text(cell))
        key = ("unit", words, called, below, day)
        return self._once(key, lambda: self._unit(key, words, called, below, day))

    def agency(self, words: str, day: date) -> Agency:
        """The agency that words name, as whole as they are."""
        key = ("agency", words, day)

        def look() -> Agency:
            found = bodies.agency(self._conn, self._meant(words), day)
            if words.casefold() != (found.code or "").casefold():
                self._note_part(key, words, found.name)
            return found

        return self._once(key, look)

    def _note_part(self, key: Hashable, words: str, name: str, bare: str | None = None) -> None:
        if match(words, name, bare=bare) is Match.PARTIAL:
            self._by_parts[key] = say("{words} was taken for {name}", words=words, name=name)

    def agencies(self, texts: Sequence[str], day: date) -> tuple[Agency, ...]:
        """The agencies that cells list, each once, in order; any of them can be given work."""
        found = (each for text in texts for each in self._listed(text, day, self.agency))
        return tuple({each.key: giving.still_there(each, day) for each in found}.values())

    def persons(self, texts: Sequence[str], day: date) -> tuple[Person, ...]:
        """The persons that cells list, each once, in order."""
        found = (each for text in texts for each in self._listed(text, day, self._person))
        return tuple({each.key: each for each in found}.values())

    def _person(self, words: str, day: date) -> Person:
        return self._once(
            ("person", words, day), lambda: bodies.person(self._conn, self._meant(words), day)
        )

    def _listed(self, text: str, day: date, named: Callable[[str, date], Body]) -> Sequence[Body]:
        """What the parts of a cell name; the same cell says the same each time."""
        key = (text, day, named)
        if key not in self._lists:
            said, self._said = self._said, {}
            try:
                found = self._named(text, day, named)
            finally:
                news, self._said = self._said, said
            self._lists[key] = (found, news)
        known, news = self._lists[key]
        self._said |= news
        return cast("Sequence[Body]", known)

    def _named(self, text: str, day: date, named: Callable[[str, date], Body]) -> list[Body]:
        """What the parts of a cell name, looked up.

        A part is cut at "và" and commas only where each piece then begins the name of another
        one ("Hạ tầng" of "Phòng Kinh tế và Hạ tầng" begins none); of several such ways the one
        with the fewest pieces is meant, and two of these are refused.
        """
        found: list[Body] = []
        for part in sheet_names.parts(text):
            said = dict(self._said)
            fitting: dict[tuple[str, ...], tuple[Body, ...]] = {}
            for cut in sheet_names.cuts(part):
                pieces = tuple(map(self._meant, cut))
                if fitting and len(pieces) > len(next(iter(fitting))):
                    break
                bodies_named = _all_named(pieces, lambda words: named(words, day))
                if bodies_named is not None:
                    fitting[pieces] = bodies_named
            if len(fitting) != 1:
                raise _not_one_way(part, list(fitting.values()), lambda words: named(words, day))
            # Of the ways that were tried only the one that is taken has anything to say.
            self._said = said
            found.extend(named(piece, day) for piece in next(iter(fitting)))
        return found

    def _unit(self, key: Hashable, words: str, called: str, below: str, day: date) -> FoundUnit:
        by_code = queries_catalogue.units_by_code(self._conn, words, day)
        said: tuple[Message, ...] = ()
        if not by_code and words.isdigit():
            by_code, said = self._with_zeros(words, called, day)
        if len(by_code) == 1:
            unit = by_code[0]
            if called and match(called, unit.name, bare=bare_name(unit.name, unit.kind)) is None:
                raise DataError(
                    say("{code} is {unit}, not {name}", code=words, unit=unit.name, name=called),
                    hint=say("mend the code or the name"),
                )
            return FoundUnit(unit, said)
        asked = words if not below or "," in words else f"{words}, {below}"
        unit = resolve.unit(self._conn, asked, day, level=self._level)
        if words != unit.code:
            self._note_part(
                key, words.partition(",")[0], unit.name, bare_name(unit.name, unit.kind)
            )
        return FoundUnit(unit)

    def _with_zeros(
        self, words: str, called: str, day: date
    ) -> tuple[list[Unit], tuple[Message, ...]]:
        """The units whose code is these figures with the zeros that a sheet lost in front."""
        codes = [words.zfill(width) for width in _WIDTHS if width > len(words)]
        found = {
            each.key: (code, each)
            for code in codes
            for each in queries_catalogue.units_by_code(self._conn, code, day)
        }
        if called and len(found) > 1:
            asked = tokens(called)
            same = {
                key: pair
                for key, pair in found.items()
                if asked in (tokens(pair[1].name), tokens(bare_name(pair[1].name, pair[1].kind)))
            }
            found = same or found
        if len(found) > 1:
            raise ambiguous(words, [resolve.unit_line(each) for _, each in found.values()])
        return (
            [each for _, each in found.values()],
            tuple(
                say("{words} was read as {code} ({name})", words=words, code=code, name=each.name)
                for code, each in found.values()
            ),
        )

    def _once(self, key: Hashable, look: Callable[[], T]) -> T:
        if key not in self._known:
            try:
                self._known[key] = look()
            except DataError as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, DataError):
            raise known
        if key in self._by_parts:
            self._said[key] = self._by_parts[key]
        return cast("T", known)


def _all_named(pieces: Sequence[str], named: Callable[[str], Body]) -> tuple[Body, ...] | None:
    """What all pieces name, if every one names something and no two the same."""
    found: list[Body] = []
    for piece in pieces:
        try:
            one = named(piece)
        except DataError:
            return None
        if one in found or not (len(pieces) == 1 or _begins(piece, one)):
            return None
        found.append(one)
    return tuple(found)


def _begins(piece: str, body: Agency | Person) -> bool:
    """Whether words are the first of a name, or its short name; a person's agency may follow."""
    if (
        isinstance(body, Agency)
        and body.code is not None
        and piece.casefold() == body.code.casefold()
    ):
        return True
    asked = tokens(piece.partition(",")[0])
    return tokens(body.name)[: len(asked)] == asked


def _not_one_way(
    part: str, fitting: Sequence[Sequence[Body]], named: Callable[[str], Body]
) -> DataError:
    """Why the words of a cell name nothing, or may be cut in several ways."""
    if fitting:
        ways = [say("{names}", names=tuple(each.name for each in way)) for way in fitting]
        return ambiguous(part, ways, say("part the names with semicolons"))
    finest: tuple[str, ...] = list(sheet_names.cuts(part))[-1]
    wrong = [fault for piece in (part, *finest) if (fault := _fault(piece, named)) is not None]
    if 1 < len(wrong) <= len(finest):
        # Some of the pieces are known: what is wrong is with the others.
        return wrong[1]
    return wrong[0]


def _fault(words: str, named: Callable[[str], Body]) -> DataError | None:
    try:
        named(words)
    except DataError as error:
        return error
    return None
