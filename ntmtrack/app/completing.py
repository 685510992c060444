"""What a word that is being typed may become: live names and numbers of the ledger.

An offer is what the commands take, and where the word is a name it goes on from the very letters
that were typed, so that every shell keeps it: "ban" becomes "ban-bo", "ban b" becomes "ban bo",
"Bản" becomes "Bản Bo". A name that several bear gets its parent behind it, and where that does
not tell them apart, the code stands instead. Nothing is written and no file is made.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TypeAlias

from ntmtrack.domain.text import clean, fold, match, tokens
from ntmtrack.record import Record
from ntmtrack.store import queries_completion as queries
from ntmtrack.store.database import open_glance

_ALL_NUMBERS = "NV"
"""What every task's number begins with."""

_SAID = 2
"""So many names a number may have in the sets that it may be of."""

MOST = 200
"""No more is offered at once: nobody reads further."""


class Typed(Record):
    """A word as far as it has been typed, the day of the look, and what is named beside it."""

    text: str
    day: date
    set: str | None = None
    unit: str | None = None


Offer: TypeAlias = tuple[str, str]
"""What may stand there, and what it means; the latter may be empty."""


def offers(kind: str, path: Path, typed: Typed) -> list[Offer]:
    """What the ledger has for a word of this kind, one of `KINDS`.

    Raises DatabaseError, sqlite3.Error or DataError where the ledger cannot be asked.
    """
    with closing(open_glance(path)) as conn:
        return KINDS[kind](conn, typed)[:MOST]


def _units(conn: sqlite3.Connection, typed: Typed) -> list[Offer]:
    begun = _begun(typed.text.partition(",")[0])
    coded = [
        (each.code, _with_parent(each))
        for each in queries.units_coded(conn, typed.text, typed.day, most=MOST)
        if typed.text and each.code is not None and each.code.startswith(typed.text)
    ]
    if typed.text and not begun:
        return coded
    folded = queries.units_called(conn, begun, typed.day, by="folded", most=MOST + 1)
    bare = queries.units_called(conn, begun, typed.day, by="bare", most=MOST + 1)
    everyone = list({each.key: each for each in (*folded, *bare)}.values())
    if not typed.text:
        everyone = folded
    # Who else bears a name cannot be told when not all are seen; with nothing typed, a code
    # that can be begun says more.
    by_code = len(everyone) > MOST or not typed.text
    named = [
        _coded(each) if by_code and each.code else _goes_on(each, everyone, typed.text, begun)
        for each in everyone
    ]
    return coded + (named if by_code else sorted(named))


def _coded(each: queries.UnitName) -> Offer:
    return (each.code or each.uid, _with_parent(each))


def _with_parent(each: queries.UnitName) -> str:
    return each.name if each.parent is None else f"{each.name}, {each.parent}"


def _goes_on(
    each: queries.UnitName, everyone: Sequence[queries.UnitName], typed: str, begun: str
) -> Offer:
    """The name of a unit that goes on from what was typed; its code if no name is its alone."""
    form = each.bare if each.bare.startswith(begun) else each.folded
    words = each.name.split()
    if form == each.bare:
        words = words[len(each.folded.split()) - len(each.bare.split()) :]
    rivals = [one for one in everyone if one.folded == form]
    rivals = rivals or [one for one in everyone if one.bare == form]
    name = _spelled(" ".join(words), typed)
    if rivals != [each] or "," in typed:
        from ntmtrack.domain.unit import bare_name

        parent = bare_name(each.parent or "")
        alike = [
            one
            for one in rivals
            if one.parent is not None and match(parent, one.parent, bare=bare_name(one.parent))
        ]
        if alike != [each]:
            return _coded(each)
        name = f"{name},{_spelled(parent, typed)}"
    return (name, _beside(each.code, _with_parent(each)))


def _begun(text: str) -> str:
    """Typed words as names are kept folded; a blank after them ends the last word."""
    words = " ".join(tokens(text))
    return f"{words} " if words and not text[-1].isalnum() else words


def _spelled(name: str, typed: str) -> str:
    """A name in the spelling that was begun: with its marks, in plain words, or as one word."""
    if not typed.isascii():
        return clean(name)
    return (" " if " " in typed else "-").join(tokens(name))


def _agencies(conn: sqlite3.Connection, typed: Typed) -> list[Offer]:
    return _bodies(queries.agencies_called(conn, typed.day), typed.text)


def _offices(conn: sqlite3.Connection, typed: Typed) -> list[Offer]:
    return _bodies(queries.offices_called(conn), typed.text)


def _bodies(known: Sequence[tuple[str | None, str]], typed: str) -> list[Offer]:
    """Bodies by the short names that begin so, else by whole names that no other bears."""
    begun, names = _begun(typed), [" ".join(tokens(name)) for _, name in known]
    found = []
    for (code, name), folded in zip(known, names, strict=True):
        if code is not None and fold(code).startswith(fold(typed)):
            found.append((code, name))
        elif folded.startswith(begun) and names.count(folded) == 1:
            found.append((_spelled(name, typed), name if code is None else f"{code} · {name}"))
        elif folded.startswith(begun) and code is not None:
            found.append((code, name))
    return found


def _tasks(conn: sqlite3.Connection, typed: Typed) -> list[Offer]:
    before, begun = _last_of_list(typed.text)
    begun = begun.upper()
    if _ALL_NUMBERS.startswith(begun):
        found = queries.tasks_open_first(conn, most=MOST)
    else:
        found = queries.tasks_numbered(conn, begun, most=MOST)
    return [(before + each.number, _beside(_shown(each.day), *each.words)) for each in found]


def _works(conn: sqlite3.Connection, typed: Typed) -> list[Offer]:
    """Works by names that begin so; a name that several bear gets its unit behind it."""
    begun = _begun(typed.text.partition(",")[0])
    known = queries.works_called(conn, begun, most=MOST)
    names = [" ".join(tokens(name)) for name, _ in known]
    return [
        (
            _spelled(name, typed.text)
            if names.count(folded) == 1
            else f"{_spelled(name, typed.text)},{_spelled(unit, typed.text)}",
            unit,
        )
        for folded, (name, unit) in zip(names, known, strict=True)
    ]


def _documents(conn: sqlite3.Connection, typed: Typed) -> list[Offer]:
    found = queries.documents_numbered(conn, _begun(typed.text), most=MOST)
    numbers = [each.number for each in found]
    return [
        (
            each.number
            if numbers.count(each.number) == 1 or each.day is None
            else f"{each.number},{each.day.isoformat()}",
            _beside(_shown(each.day), *each.words),
        )
        for each in found
    ]


def _sets(conn: sqlite3.Connection, typed: Typed) -> list[Offer]:
    known = queries.sets_named(conn)
    found = [each for each in known if each[0].startswith(typed.text.casefold())]
    found = found or [
        each for each in known if match(typed.text, " ".join(filter(None, each))) is not None
    ]
    return [(code, _beside(name, decision)) for code, name, decision in found]


def _items(conn: sqlite3.Connection, typed: Typed) -> list[Offer]:
    before, begun = _last_of_list(typed.text)
    names: dict[str, dict[str, None]] = {}
    codes: list[str | None] = [*_sets_meant(conn, typed)]
    for code in codes or [None]:
        for number, name in queries.items_numbered(conn, code):
            if number.startswith(begun):
                names.setdefault(number, {})[name] = None
    # One number is many things where nothing tells which set is meant.
    return [
        (before + number, " / ".join(said) if len(said) <= _SAID else "")
        for number, said in names.items()
    ]


def _sets_meant(conn: sqlite3.Connection, typed: Typed) -> list[str]:
    """The codes of the sets that numbers are most likely of: the one named, or the unit's."""
    from ntmtrack.app.resolve import criteria_set, unit_ever

    if typed.set is not None:
        return [criteria_set(conn, typed.set).code]
    if typed.unit is not None:
        return queries.sets_judged(conn, unit_ever(conn, typed.unit, typed.day).key)
    return []


def _changes(conn: sqlite3.Connection, typed: Typed) -> list[Offer]:
    found = queries.changes_newest(conn, most=MOST)
    return [
        (number, _beside(moment[:10], actor, command))
        for number, moment, actor, command in found
        if number.startswith(typed.text)
    ]


def _last_of_list(text: str) -> tuple[str, str]:
    """The words before the last comma, with it, and what has been typed after it."""
    head, comma, tail = text.rpartition(",")
    return head + comma, tail


def _shown(day: date | None) -> str | None:
    return None if day is None else f"{day:%d/%m/%Y}"


def _beside(*words: str | None) -> str:
    return " · ".join(filter(None, words))


KINDS: Mapping[str, Callable[[sqlite3.Connection, Typed], list[Offer]]] = {
    "unit": _units,
    "agency": _agencies,
    "office": _offices,
    "task": _tasks,
    "work": _works,
    "document": _documents,
    "set": _sets,
    "item": _items,
    "change": _changes,
}
"""The kinds of words that the ledger knows more of."""
