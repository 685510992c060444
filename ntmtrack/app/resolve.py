"""From what an officer types to the one thing it names; several are never picked from."""

import re
import sqlite3
from collections.abc import Container, Iterable, Sequence
from datetime import date

from ntmtrack.app.naming import LISTED, OLD, OLD_UNMARKED, ambiguous, best, unknown
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.text import match, tokens
from ntmtrack.domain.unit import bare_name, level_of
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.store import queries_catalogue as catalogue


def unit(
    conn: sqlite3.Connection,
    words: str,
    day: date,
    *,
    above: bool = False,
    level: str | None = None,
) -> Unit:
    """The unit that exists on a day and is named by code, by name or by enough of the name.

    `above` looks for a unit with others below it, if any that fits has: "Tam Đường" may be a
    district and its town. `level` goes before others where several fit.
    "Bình An, Lâm Bình" names a unit by its own name and its parent's, the one right above it
    before those further up. Raises DataError, with the candidates, when none or several fit.
    """
    found = catalogue.units_by_code(conn, words, day) or _former(conn, words, day, alive=True)
    if not found:
        name, _, parent = words.partition(",")
        found = _units_named(conn, name, day)
        if parent.strip():
            found = [each for each in found if _is_below(conn, each, parent, day)]
            found = [each for each in found if _is_child(each, parent)] or found
        found = found or _former(conn, words, day, alive=True, mark=OLD_UNMARKED)
    if above and len(found) > 1:
        holding = [each for each in found if catalogue.children(conn, each.key, day)]
        found = holding or found
    if level is not None and len(found) > 1:
        found = [each for each in found if level_of(each.kind) == level] or found
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguous(
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
    return best(name, found, lambda each: (each.name, bare_name(each.name, each.kind)))


def _other_days(conn: sqlite3.Connection, words: str, day: date) -> list[Unit]:
    """The units named as `unit` names them, whatever the days they existed."""
    found = catalogue.units_that_bore(conn, words, day) or _former(conn, words, day)
    if found:
        return found
    name, _, parent = words.partition(",")
    found = _units_named(conn, name, day, alive=False)
    if parent.strip():
        found = [each for each in found if _is_below(conn, each, parent, each.day_near(day))]
    return found or _former(conn, words, day, mark=OLD_UNMARKED)


def _former(
    conn: sqlite3.Connection,
    words: str,
    day: date,
    *,
    alive: bool = False,
    mark: str = OLD,
) -> list[Unit]:
    """The units that have an end and are named as of old ("Xã Bản Bo cũ").

    Nothing where no such mark is there, or where it is a piece of a name.
    """
    # Most names hold no letter of the mark: for them no pattern is made.
    without = re.sub(mark, "", words) if "c" in words.casefold() else words
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


def _is_child(child: Unit, parent: str) -> bool:
    return child.parent_name is not None and (
        match(parent, child.parent_name, bare=bare_name(child.parent_name)) is not None
    )


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


def same_name(conn: sqlite3.Connection, name: str, day: date) -> list[Unit]:
    """The units of a day that bear the whole name, or all of it but the word of its kind."""
    asked = tokens(name)
    return [
        each
        for each in catalogue.units_by_name(conn, " ".join(asked), day)
        if asked in (tokens(each.name), tokens(bare_name(each.name, each.kind)))
    ]


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
                for each in gone[:LISTED]
            ),
        )
    everything = catalogue.units(conn, day)
    return unknown(
        say("there is no unit {words}", words=words),
        words,
        {
            spelled: each.name
            for each in everything
            for spelled in (each.name, bare_name(each.name, each.kind))
        },
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
    found = best(
        words,
        fitting,
        lambda each: (f"{each.code} {each.name} {each.decision or ''}", each.decision),
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguous(
            words, [say("{code}: {name}", code=each.code, name=each.name) for each in found]
        )
    raise unknown(
        say("there is no criteria set {words}", words=words),
        words,
        {spelled: each.code for each in loaded for spelled in (each.code, each.name)},
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
