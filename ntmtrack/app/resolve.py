"""From what an officer types to the one thing it names; several are never picked from."""

import re
import sqlite3
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date
from typing import TypeVar

from ntmtrack.domain.catalogue import Agency, Document, Item, Person, SetName, Unit
from ntmtrack.domain.due import parse_day
from ntmtrack.domain.text import clean, match, tokens
from ntmtrack.domain.unit import bare_name, level_of
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.store import queries_catalogue as catalogue

Thing = TypeVar("Thing")

_SUGGESTED = 5
_LISTED = 20


def unit(conn: sqlite3.Connection, words: str, day: date, *, above: bool = False) -> Unit:
    """The unit that exists on a day and is named by code, by name or by enough of the name.

    `above` looks for a unit with others below it, if any that fits has: "Tam Đường" may be a
    district and its town.
    "Bình An, Lâm Bình" names a unit by its own name and its parent's. Raises DataError, with
    the candidates, when none or several fit.
    """
    found = catalogue.units_by_code(conn, words, day) or _former(conn, words, day, alive=True)
    if not found:
        name, _, parent = words.partition(",")
        found = _units_named(conn, name, day)
        if parent.strip():
            found = [each for each in found if _is_below(conn, each, parent, day)]
        found = found or _former(conn, words, day, alive=True, mark=_OLD_UNMARKED)
    if above and len(found) > 1:
        holding = [each for each in found if catalogue.children(conn, each.key, day)]
        found = holding or found
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous(
            words,
            [unit_line(each) for each in found],
            say("give the code, the full name, or the name and its parent: NAME, PARENT"),
        )
    raise _no_unit(conn, words, day)


def unit_ever(conn: sqlite3.Connection, words: str, day: date) -> Unit:
    """The unit named, of the day if one fits, else the only one that ever was.

    It is told as it stands on the day, though it was named as it was called before; where it did
    not exist then, as on the nearest day.
    """
    try:
        return unit(conn, words, day)
    except DataError:
        gone = {each.key for each in _other_days(conn, words, day)}
        if len(gone) != 1:
            raise
        (known,) = catalogue.units_near(conn, day, gone).values()
        return known


def units(conn: sqlite3.Connection, words: Sequence[str] | None, day: date) -> list[Unit]:
    """The units named, those that have ended too, or all of the day's if none is."""
    if not words:
        return catalogue.units(conn, day)
    named = [unit_ever(conn, each, day) for each in words]
    return list({each.key: each for each in named}.values())


def _units_named(
    conn: sqlite3.Connection, name: str, day: date, *, alive: bool = True
) -> list[Unit]:
    asked = " ".join(tokens(name))
    if not asked:
        return []
    found = catalogue.units_by_name(conn, asked, day, alive=alive)
    return _best(name, found, lambda each: (each.name, bare_name(each.name, each.kind)))


def _other_days(conn: sqlite3.Connection, words: str, day: date) -> list[Unit]:
    """The units named as `unit` names them, whatever the days they existed."""
    found = catalogue.units_that_bore(conn, words, day) or _former(conn, words, day)
    if found:
        return found
    name, _, parent = words.partition(",")
    found = _units_named(conn, name, day, alive=False)
    if parent.strip():
        found = [each for each in found if _is_below(conn, each, parent, each.day_near(day))]
    return found or _former(conn, words, day, mark=_OLD_UNMARKED)


_OLD = re.compile(r"\s+(?:cũ|\(\s*c[ũu]\s*\))\s*(?=,|$)", re.IGNORECASE)
"""How people mark a unit that is no more: "Xã Bản Bo cũ", "xã Bản Bo (cũ), Tam Đường"."""

_OLD_UNMARKED = re.compile(r"\s+(?:c[ũu]|\(\s*c[ũu]\s*\))\s*(?=,|$)", re.IGNORECASE)
"""The same typed without marks; it may be a piece of a name, so it is tried where nothing fits."""


def _former(
    conn: sqlite3.Connection,
    words: str,
    day: date,
    *,
    alive: bool = False,
    mark: re.Pattern[str] = _OLD,
) -> list[Unit]:
    """The units that have an end and are named as of old ("Xã Bản Bo cũ").

    Nothing where no such mark is there, or where it is a piece of a name.
    """
    without = mark.sub("", words)
    if without == words:
        return []
    name, _, parent = without.partition(",")
    whole = " ".join(tokens(words.partition(",")[0]))
    if any(" ".join(tokens(each.name)) == whole for each in catalogue.units(conn, day)):
        return []
    found = [each for each in _units_named(conn, name, day, alive=alive) if each.valid_to]
    if parent.strip():
        found = [each for each in found if _is_below(conn, each, parent, each.day_near(day))]
    return found


def _is_below(conn: sqlite3.Connection, child: Unit, parent: str, day: date) -> bool:
    above = child
    while above.parent is not None:
        found = catalogue.units_by_key(conn, day, [above.parent])
        if not found:
            return False
        above = found[0]
        if match(parent, above.name, bare=bare_name(above.name, above.kind)) is not None:
            return True
    return False


def unit_line(each: Unit) -> Message:
    """A unit among others of its name: with its parent and its code."""
    if each.parent_name is None:
        return say("{name} ({code})", name=each.name, code=each.code)
    return say("{name}, {parent} ({code})", name=each.name, parent=each.parent_name, code=each.code)


def _no_unit(conn: sqlite3.Connection, words: str, day: date) -> DataError:
    gone = _other_days(conn, words, day)
    if gone:
        return DataError(
            say("{words} names no unit that exists on {day}", words=words, day=day),
            hint=say(
                "it exists on other days: name such a day (--as-of, --on, --assigned or --today)"
            ),
            details=tuple(
                say(
                    "{name} ({code}), {start} – {end}",
                    name=each.name,
                    code=each.code,
                    start=each.valid_from or "…",
                    end=each.valid_to or "…",
                )
                for each in gone[:_LISTED]
            ),
        )
    everything = catalogue.units(conn, day)
    return _unknown(
        say("there is no unit {words}", words=words),
        words,
        [each.name for each in everything],
        say("add it with `ntmtrack unit add`, or see `ntmtrack unit list`"),
    )


def criteria_set(
    conn: sqlite3.Connection,
    words: str,
    *,
    level: str | None = None,
    besides: Container[int] = frozenset(),
) -> SetName:
    """The loaded set that is named by code, or by words of its code, name or decision.

    `level` keeps to sets of one level, for example those that a commune is judged by, and to
    the sets `besides`.
    """
    loaded = catalogue.sets(conn)
    for each in loaded:
        if each.code == words.casefold():
            return each
    fitting = [
        each for each in loaded if level is None or each.level == level or each.key in besides
    ]
    found = _best(
        words,
        fitting,
        lambda each: (f"{each.code} {each.name} {each.decision or ''}", each.decision),
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous(
            words, [say("{code}: {name}", code=each.code, name=each.name) for each in found]
        )
    raise _unknown(
        say("there is no criteria set {words}", words=words),
        words,
        [each.code for each in loaded],
        say("see `ntmtrack criteria list`, or load one with `ntmtrack criteria load`"),
    )


def items(
    conn: sqlite3.Connection, of: SetName, numbers: Iterable[str], day: date
) -> dict[str, Item]:
    """The criteria and indicators of a set with these numbers; all unknown ones are named."""
    known = {each.number: each for each in catalogue.items(conn, [of.key], day)}
    wanted = list(numbers)
    missing = tuple(number for number in wanted if number not in known)
    if missing:
        raise DataError(
            say("{set} has no criterion or indicator {numbers}", set=of.code, numbers=missing),
            hint=say(
                "see `ntmtrack criteria show {set}`; a decision can add indicators to it:"
                " `ntmtrack manual criteria-format`",
                set=of.code,
            ),
        )
    return {number: known[number] for number in wanted}


def set_for(
    conn: sqlite3.Connection,
    owner: Unit,
    words: str | None,
    used: set[int],
    *,
    plans: Container[int] = frozenset(),
) -> SetName:
    """The set that a record about a unit belongs to: the one named, or the only one in use.

    The sets `plans` take records of units of any level: their figures add up.
    """
    if words is not None:
        found = criteria_set(conn, words, level=level_of(owner.kind), besides=plans)
        if found.level != level_of(owner.kind) and found.key not in plans:
            from ntmtrack.domain.criteria_terms import Level

            raise DataError(
                say(
                    "{set} is a set for the level {level}, {unit} is not of it",
                    set=found.code,
                    level=Level(found.level),
                    unit=owner.name,
                ),
                hint=say("see `ntmtrack criteria list`"),
            )
        return found
    in_use = [each for each in catalogue.sets(conn) if each.key in used]
    if len(in_use) == 1:
        return in_use[0]
    raise DataError(
        say("say by which criteria set, with --set"),
        hint=say("see `ntmtrack criteria list`"),
        details=tuple(each.code for each in in_use),
    )


def agency(conn: sqlite3.Connection, words: str, day: date) -> Agency:
    """The agency named by code, by name or by enough of the name; never by a piece of a word.

    Those that exist on the day go before those that have ended; "UBND xã A cũ" is one of these,
    or belongs to a unit that has ended.
    """
    known = catalogue.agencies(conn, day)
    alive = [each for each in known if each.valid_to is None or each.valid_to >= day]
    found = _agencies_named(words, alive) or _agencies_named(words, known)
    former = _OLD_UNMARKED.sub("", words)
    if former != words and not found:
        owners = {each.unit_key for each in known if each.unit_key is not None}
        gone = owners - {each.key for each in catalogue.units_by_key(conn, day, owners)}
        ended = [each for each in known if each not in alive or each.unit_key in gone]
        found = _agencies_named(former, ended)
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous(words, [say("{name}", name=each.name) for each in found])
    raise _unknown(
        say("there is no agency {words}", words=words),
        words,
        [each.name for each in known],
        say("add it with `ntmtrack agency add`, or see `ntmtrack agency list`"),
    )


def _agencies_named(words: str, known: Sequence[Agency]) -> list[Agency]:
    asked = clean(words).casefold()
    exact = [each for each in known if each.code is not None and each.code.casefold() == asked]
    return exact or _best(words, known, lambda each: (each.name, None))


def person(conn: sqlite3.Connection, words: str, day: date) -> Person:
    """The person named, or "name, agency" where several bear the name."""
    name, _, of = words.partition(",")
    found = _best(name, catalogue.persons(conn, day), lambda each: (each.name, None))
    if of.strip():
        found = [each for each in found if match(of, each.agency_name) is not None]
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous(
            words,
            [say("{name}, {agency}", name=p.name, agency=p.agency_name) for p in found],
        )
    raise DataError(
        say("there is no person {words}", words=words),
        hint=say('add the person with `ntmtrack agency set AGENCY --person "{name}"`', name=name),
    )


def numbered(conn: sqlite3.Connection, number: str) -> list[Document]:
    """The documents with exactly this number: numbers begin anew every year, at every issuer."""
    asked = tokens(number)
    return [each for each in catalogue.documents(conn) if tokens(each.number) == asked]


def document(conn: sqlite3.Connection, number: str) -> Document | None:
    """The document that a record cites by its number; None if there is none yet.

    "15/BC-UBND, 2/3/2024" tells two of one number apart. Never by words alone: a record would
    rest on a paper that nobody meant.
    """
    found = numbered(conn, number)
    name, _, day = number.rpartition(",")
    if not found and name:
        found = [each for each in numbered(conn, name) if _of_day(each, day)]
    if len(found) > 1:
        raise _ambiguous(
            number, [_document_line(each) for each in found], say("add its date: NUMBER, DATE")
        )
    return found[0] if found else None


def known_document(conn: sqlite3.Connection, words: str) -> Document:
    """The document that is asked for, by its number or by words of it; an error if none is."""
    found = document(conn, words)
    if found is None:
        fitting = _best(
            words, catalogue.documents(conn), lambda each: (_document_words(each), None)
        )
        if len(fitting) > 1:
            raise _ambiguous(words, [_document_line(each) for each in fitting])
        found = fitting[0] if fitting else None
    if found is None:
        raise _unknown(
            say("there is no document {words}", words=words),
            words,
            [each.number for each in catalogue.documents(conn)],
            say("see `ntmtrack notice list`"),
        )
    return found


def _of_day(each: Document, day: str) -> bool:
    return each.dated is not None and each.dated == parse_day(day)


def _document_words(each: Document) -> str:
    return " ".join(filter(None, (each.number, each.kind, each.issuer, each.about)))


def _document_line(each: Document) -> Message:
    return say(
        "{number}, {day}, {issuer}: {about}",
        number=each.number,
        day=each.dated or "…",
        issuer=each.issuer or "…",
        about=each.about or "…",
    )


def _best(
    words: str, things: Sequence[Thing], names: Callable[[Thing], tuple[str, str | None]]
) -> list[Thing]:
    """Those that the words fit best: a whole name goes before a part of one."""
    ranked = []
    for thing in things:
        name, other = names(thing)
        rank = match(words, name, bare=other)
        if rank is not None:
            ranked.append((rank, thing))
    best = min((rank for rank, _ in ranked), default=None)
    return [thing for rank, thing in ranked if rank == best]


_SAY_MORE = say("give the whole number, code or name")


def _ambiguous(words: str, candidates: Sequence[Message], hint: Message = _SAY_MORE) -> DataError:
    return DataError(
        say("{words} may mean several:", words=words),
        hint=hint,
        details=tuple(candidates[:_LISTED]),
    )


def _unknown(sentence: Message, words: str, names: Sequence[str], hint: Message) -> DataError:
    from difflib import get_close_matches

    folded = {" ".join(tokens(name)): name for name in names}
    asked = " ".join(tokens(words))
    near = get_close_matches(asked, folded, n=_SUGGESTED, cutoff=0.7)
    if near:
        details = (say("did you mean {names}?", names=tuple(folded[each] for each in near)),)
        return DataError(sentence, hint=hint, details=details)
    return DataError(sentence, hint=hint)
