"""The names in a paper, and what they are in the ledger: by identity, never by resemblance.

What fits nothing is proposed as new; what fits several is left unclear, with the candidates.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from ntmtrack.domain.bodies import Person
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import UnitKind, kind_from_name
from ntmtrack.record import Record
from ntmtrack.store import queries_bodies
from ntmtrack.store import queries_catalogue as catalogue


class Fit(StrEnum):
    """How a name in a paper stands to the ledger."""

    KNOWN = "known"
    NEW = "new"
    ASKED = "asked"
    """The ledger has it under a longer name, with the place; it may be another one all the same."""
    UNCLEAR = "unclear"
    """It may be several, or many at once, or a unit that acts through nobody named."""


class Named(Record):
    """A name as written, and what it is: a place in the file, or the name of what is new."""

    words: str
    fit: Fit
    key: int | None = None
    name: str | None = None
    candidates: tuple[str, ...] = ()
    unit: Unit | None = None


class PaperNames(Record):
    """What the names of a paper are understood from: its day, its one unit, other places in it."""

    day: date | None
    today: date
    unit: Unit | None = None
    others: Sequence[str] = ()

    @property
    def looked_at(self) -> date:
        """The day on which names must have stood for something."""
        return self.day or self.today


def match_unit(conn: sqlite3.Connection, words: str, names: PaperNames) -> Named:
    """The unit of the paper's day that a paper names in full.

    One that existed only on other days is a candidate, never the answer: the same name may have
    been given to another area.
    """
    asked = tokens(words)
    day = names.looked_at
    found = _units_called(conn, asked, day, alive=True)
    if len(found) > 1:
        below = [each for each in found if _lies_in_one_of(conn, each, names)]
        found = below or found
    if len(found) == 1:
        return Named(words, Fit.KNOWN, found[0].key, found[0].name, unit=found[0])
    others = found or _units_called(conn, asked, day, alive=False)
    if others:
        listed = tuple(_told(conn, each, day, parted=not found) for each in others)
        return Named(words, Fit.UNCLEAR, candidates=listed)
    kind = kind_from_name(_proper(words))
    return Named(words, Fit.NEW if kind else Fit.UNCLEAR, name=_proper(words) if kind else None)


def _told(conn: sqlite3.Connection, found: Unit, day: date, *, parted: bool) -> str:
    """A unit as it was on the day nearest to the paper's."""
    unit = catalogue.units_by_key(conn, found.day_near(day), [found.key])[0]
    told = f"{unit.name}, {unit.parent_name or '…'} ({unit.code})"
    if not parted:
        return told
    return f"{told}: {unit.valid_from or '…'} – {unit.valid_to or '…'}"


def _units_called(
    conn: sqlite3.Connection, asked: tuple[str, ...], day: date, *, alive: bool
) -> list[Unit]:
    found = catalogue.units_by_name(conn, " ".join(asked), day, alive=alive)
    whole = {each.key: each for each in found if tokens(each.name) == asked}
    return list(whole.values())


def _lies_in_one_of(conn: sqlite3.Connection, unit: Unit, names: PaperNames) -> bool:
    wanted = {tokens(each) for each in names.others}
    return any(tokens(each.name) in wanted for each in chain_above(conn, unit, names.looked_at))


def chain_above(conn: sqlite3.Connection, unit: Unit, day: date) -> list[Unit]:
    """The unit itself and those it lay in, from below, on the day nearest to one it existed on."""
    chain = [unit]
    when = unit.day_near(day)
    while chain[-1].parent is not None:
        found = catalogue.units_by_key(conn, when, [chain[-1].parent])
        if not found:
            break
        chain.append(found[0])
    return chain


_SHORT = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "bcd": "ban chi dao",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "tt": "trung tam",
    "nn": "nong nghiep",
    "ptnt": "phat trien nong thon",
}
_KIND_WORDS = {
    ("xa",): (UnitKind.COMMUNE,),
    ("phuong",): (UnitKind.WARD,),
    ("thi", "tran"): (UnitKind.TOWNSHIP,),
    ("huyen",): (UnitKind.DISTRICT,),
    ("tinh",): (UnitKind.PROVINCE,),
}
_MANY = frozenset({"cac", "nhung", "toan", "moi", "tung"})


def match_agency(conn: sqlite3.Connection, words: str, names: PaperNames) -> Named:
    """The agency that a paper names; "Ban Chỉ đạo xã" is that of the paper's one commune.

    An agency of another unit of that name is another agency. Bodies that are many at once ("các
    phòng, ban") and units that act through nobody named ("xã") are unclear: who owes the task is
    for a person to say.
    """
    asked = tokens(words)
    place = _place_meant(conn, asked, names)
    if not asked or asked[0] in _MANY or _is_a_place(asked, place):
        return Named(words, Fit.UNCLEAR)
    full = words if place is None else place.name_of(words)
    known = [
        each
        for each in queries_bodies.agencies(conn, names.looked_at)
        if place is None or each.unit_key in (None, place.unit.key)
    ]
    for name in dict.fromkeys((full, words)):
        same = [
            each
            for each in known
            if identity(name) in (identity(each.name), identity(each.code or ""))
        ]
        own = [each for each in same if place is not None and each.unit_key == place.unit.key]
        same = own or same
        if len(same) == 1:
            return Named(words, Fit.KNOWN, same[0].key, same[0].name)
        if same:
            return Named(words, Fit.UNCLEAR, candidates=tuple(each.name for each in same))
    if place is None:
        longer = _with_place(conn, words, names)
        if longer:
            return Named(words, Fit.ASKED, candidates=longer)
    unit = None if place is None else place.unit
    return Named(words, Fit.NEW, name=_proper(full), unit=unit)


def _with_place(conn: sqlite3.Connection, words: str, names: PaperNames) -> tuple[str, ...]:
    """The agencies that are called by these words and the paper's unit, or one above it."""
    if names.unit is None:
        return ()
    places = [tokens(each.name) for each in chain_above(conn, names.unit, names.looked_at)]
    meant = {(*identity(words), *place) for place in places}
    known = queries_bodies.agencies(conn, names.looked_at)
    return tuple(each.name for each in known if identity(each.name) in meant)


def identity(name: str) -> tuple[str, ...]:
    """What must be the same in two names of one agency: all words, the common ones in full."""
    return tuple(word for token in tokens(name) for word in _SHORT.get(token, token).split())


class _Place(Record):
    """The unit that the last words of an agency's name stand for, and how many they are."""

    unit: Unit
    words: int

    def name_of(self, agency: str) -> str:
        """The agency's name with the unit's own; the kind word of a unit is small in a name."""
        before = " ".join(agency.split()[: -self.words])
        unit = _proper(self.unit.name)
        return f"{before} {unit[:1].lower()}{unit[1:]}"


def _place_meant(
    conn: sqlite3.Connection, asked: tuple[str, ...], names: PaperNames
) -> _Place | None:
    """The unit that a bare kind word, or the unit's own name, at the end of a name stands for."""
    if names.unit is None:
        return None
    for each in chain_above(conn, names.unit, names.looked_at):
        endings = [
            tokens(each.name),
            *(e for e, kinds in _KIND_WORDS.items() if each.kind in kinds),
        ]
        for ending in endings:
            if len(asked) > len(ending) and asked[-len(ending) :] == ending:
                return _Place(each, len(ending))
    return None


def _is_a_place(asked: tuple[str, ...], place: _Place | None) -> bool:
    """Whether only a unit is named, and nobody in it."""
    return place is None and (asked[:1] in _KIND_WORDS or asked[:2] in _KIND_WORDS)


def _proper(words: str) -> str:
    """A name as names are written, also where a paper sets it in capitals."""
    if any(letter.islower() for letter in words):
        return words[:1].upper() + words[1:]
    return " ".join(
        word if word.casefold() in _CAPITALS else word[:1] + word[1:].lower()
        for word in words.split()
    )


_CAPITALS = frozenset({"ubnd", "hđnd", "mttq", "ubmttq", "ntm", "ocop"})


def match_person(conn: sqlite3.Connection, words: str, names: PaperNames) -> Named:
    """The person that a paper names in full; persons belong to agencies and are never new."""
    asked = tokens(words)
    same: list[Person] = [
        each for each in queries_bodies.persons(conn, names.looked_at) if tokens(each.name) == asked
    ]
    if len(same) == 1:
        return Named(words, Fit.KNOWN, same[0].key, same[0].name)
    return Named(words, Fit.UNCLEAR, candidates=tuple(f"{p.name}, {p.agency_name}" for p in same))
