"""Several offices with a ledger each, that write and give one another what they wrote."""

import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from ntmtrack.domain.change import Change
from ntmtrack.exchange.applying import Source, Taken, apply
from ntmtrack.store.chain import breaks
from ntmtrack.store.identity import new_uid
from ntmtrack.store.queries_ops import Asked, Told
from ntmtrack.store.undoing import take_back
from ntmtrack.store.writing import Occasion, Writing, writing
from tests.store.ledgers import NOW, Ledger

UNITS = {"P": ("Tỉnh P", "province", None), "A": ("Xã A", "commune", "P")} | {
    "B": ("Xã B", "commune", "P"),
    "V": ("Thôn V", "village", "A"),
}
"""The units that every office has written down for itself: name, kind and what it lies in."""


class Given(NamedTuple):
    """What an office gave out at one time."""

    office: str
    number: int
    changes: tuple[Change, ...]
    covers: dict[str, list[tuple[int, int]]]
    have: dict[str, list[tuple[int, int]]]


class Office:
    """An office, its ledger and the clock that it goes by; `unit` is what it may write about."""

    def __init__(self, path: Path, name: str, unit: str) -> None:
        self.ledger = Ledger(path)
        self.name = name
        self.unit = unit
        self.uid = ""
        self.turn = 0
        self.number = 0
        self.given: list[Given] = []

    def occasion(self, kind: str = "command", undoes: int | None = None) -> Occasion:
        self.turn += 1
        moment = NOW + timedelta(minutes=self.turn)
        return Occasion(self.name, f"ntmtrack {kind}", moment, kind=kind, undoes=undoes)

    def writing(self, kind: str = "command", undoes: int | None = None) -> Any:
        return writing(self.ledger.path, self.occasion(kind, undoes))

    def key(self, table: str, **where: Any) -> int:
        words = " and ".join(f"{column} = ?" for column in where)
        (row,) = self.ledger.rows(f"select id from {table} where {words}", *where.values())
        return int(row[0])

    def unit_key(self, letter: str) -> int:
        return int(
            self.ledger.rows(
                "select unit_id from unit_version where folded = ?", UNITS[letter][0].lower()
            )[0][0]
        )

    def give(self, since: int = 1, foreign: bool = True) -> Given:
        """All changes from a number on, as a bundle holds them."""
        with self.ledger.reading() as conn:
            told = Told(conn, Asked(since=since, foreign=foreign))
            changes = tuple(told)
            covers = dict(told.covers)
            have = {}
        self.number += 1
        given = Given(self.uid, self.number, changes, covers, have)
        self.given.append(given)
        return given

    def take(
        self, given: Given | Iterable[Change], sender: str | None = None, *, prove: bool = True
    ) -> Taken:
        """Apply what an office gave, in one change; then all rules hold."""
        if not isinstance(given, Given):
            assert sender is not None
            given = Given(sender, 1, tuple(given), {}, {})
        source = Source(
            way="applied",
            office=given.office,
            sender=given.office,
            number=given.number,
            changes=given.changes,
            covers=given.covers,
            have=given.have,
            sha256=f"{given.number:064}",
        )
        with writing(self.ledger.path, self.occasion("bundle")) as change:
            taken = apply(change, source)
        assert taken.received == sum(len(each.ops) for each in given.changes)
        assert min(taken.counts.values()) >= 0
        if prove:
            self.sound()
        return taken

    def sound(self) -> None:
        with self.ledger.reading() as conn:
            assert [each.text for each in breaks(conn)] == []
            assert conn.execute("pragma foreign_key_check").fetchall() == []

    def undo(self, number: int) -> None:
        """Take a whole change back. Raises DataError where more rests on it."""
        with self.writing("undo", number) as change:
            take_back(change, number)


def world(empty: Path, place: Path, offices: Sequence[tuple[str, str]]) -> dict[str, Office]:
    """Offices that know one another, each with the same units under names of its own."""
    found = {}
    for name, unit in offices:
        shutil.copy(empty, place / f"{name}.db")
        found[name] = Office(place / f"{name}.db", name, unit)
        with found[name].writing() as change:
            found[name].uid = new_uid(change.now)
            change.insert("setting", {"key": "office_uid", "value": found[name].uid})
    for each in found.values():
        with each.writing() as change:
            keys = lay_units(change)
            for other in found.values():
                change.insert(
                    "office",
                    {
                        "uid": other.uid,
                        "name": other.name,
                        "folded": other.name.lower(),
                        "mark": other.name.upper(),
                        "unit_id": keys[other.unit],
                    },
                )
    return found


def copied(begun: dict[str, Office], place: Path) -> dict[str, Office]:
    """The offices as they are, to go on by themselves in another folder."""
    place.mkdir(exist_ok=True)
    found = {}
    for name, office in begun.items():
        found[name] = Office(place / f"{name}.db", name, office.unit)
        found[name].uid, found[name].turn = office.uid, office.turn
        shutil.copy(office.ledger.path, found[name].ledger.path)
    return found


def lay_units(change: Writing) -> dict[str, int]:
    keys: dict[str, int] = {}
    for letter, (name, kind, parent) in UNITS.items():
        keys[letter] = change.insert("unit", {})
        words = {"kind": kind, "name": name, "folded": name.lower(), "bare": name.lower()}
        above = None if parent is None else keys[parent]
        change.insert("unit_version", {"unit_id": keys[letter], "parent_id": above, **words})
        change.insert("unit_code", {"unit_id": keys[letter], "code": f"0000{letter}"})
    return keys


def fresh_uid(moment: datetime = NOW) -> str:
    return new_uid(moment)
