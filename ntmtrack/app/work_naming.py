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

PARTED = "/"
"""Stands between the unit and the name of a work."""


def work_named(conn: sqlite3.Connection, words: str, day: date) -> Named:
    """The work that is named by enough of its name, or by UNIT/NAME where several bear it.

    Raises DataError, with the candidates, when none or several fit.
    """
    listed = names(conn)
    found = best(words, listed, lambda each: (each.name, None))
    if not found and PARTED in words:
        found = _of_unit(conn, words, listed, day)
    if len(found) == 1:
        return found[0]
    if found:
        units = queries_catalogue.units_near(conn, day, {each.unit_key for each in found})
        raise ambiguous(
            words,
            [
                say("{unit}/{name}", unit=units[each.unit_key].name, name=each.name)
                for each in found
            ],
            say("give the unit and the whole name: UNIT/NAME"),
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
    """The works that fit UNIT/NAME; none where what stands before the mark is no unit."""
    unit_words, _, name = words.partition(PARTED)
    try:
        unit = resolve.unit_ever(conn, unit_words.strip(), day)
    except DataError:
        return []
    its = [each for each in listed if each.unit_key == unit.key]
    return best(name, its, lambda each: (each.name, None))
