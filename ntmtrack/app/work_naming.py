"""From what an officer types to the one work it names; several are never picked from."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.naming import ambiguous, best, unknown
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.store import queries_catalogue
from ntmtrack.store.queries_works import Named, names


def work_named(conn: sqlite3.Connection, words: str, day: date) -> Named:
    """The work that is named by enough of its name, or by NAME, UNIT where several bear it.

    Raises DataError, with the candidates, when none or several fit.
    """
    listed = names(conn)
    found = best(words, listed, lambda each: (each.name, None))
    if len(found) != 1:
        found = _of_unit(conn, words, listed, day) or found
    if len(found) == 1:
        return found[0]
    if found:
        units = queries_catalogue.units_near(conn, day, {each.unit_key for each in found})
        raise ambiguous(
            words,
            [
                say("{name}, {unit}", name=each.name, unit=units[each.unit_key].name)
                for each in found
            ],
            say("give the whole name and the unit: NAME, UNIT"),
        )
    raise unknown(
        say("there is no work {words}", words=words),
        words,
        [each.name for each in listed],
        say("add it with `ntmtrack work add`, or see `ntmtrack work list`"),
    )


def _of_unit(
    conn: sqlite3.Connection, words: str, listed: Sequence[Named], day: date
) -> list[Named]:
    """The works that fit NAME, UNIT. A name may hold commas, and so may a unit's: each is tried."""
    pieces = words.split(",")
    for place in range(1, len(pieces)):
        name, unit_words = ",".join(pieces[:place]), ",".join(pieces[place:])
        try:
            unit = resolve.unit_ever(conn, unit_words.strip(), day)
        except DataError:
            continue
        its = [each for each in listed if each.unit_key == unit.key]
        found = best(name, its, lambda each: (each.name, None))
        if found:
            return found
    return []
