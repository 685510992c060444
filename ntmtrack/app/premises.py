"""What a record rests on: a day that has come, and the set that it belongs to."""

import sqlite3
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.unit import level_of
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.store.queries import pairs
from ntmtrack.store.queries_catalogue import sets, settings
from ntmtrack.store.view import View

SETS = "sets"
"""The setting that holds the codes of the criteria sets in use, with commas between."""


def sets_in_use(conn: sqlite3.Connection) -> tuple[str, ...]:
    """The codes of the criteria sets that the office works by, where it said so."""
    known = settings(conn).get(SETS)
    return tuple(known.split(",")) if known else ()


def past(day: date, context: Context) -> date:
    """The day, unless it is still to come: nothing is known of it yet."""
    if day > context.today:
        raise DataError(
            say("{day} is still to come", day=day),
            hint=say("give the day on which it was so; nothing was written"),
        )
    return day


def set_of(conn: sqlite3.Connection, owner: Unit, words: str | None, day: date) -> SetName:
    """The set that a record belongs to: the one named, or the only one in use for the unit."""
    used = set() if words is not None else used_for(conn, owner, day)
    return resolve.set_for(conn, owner, words, used)


def used_for(conn: sqlite3.Connection, owner: Unit, day: date) -> set[int]:
    """The keys of the sets in use for a unit by a day.

    Where none was used for it yet, or several were, those that the office says it uses decide,
    of the unit's level.
    """
    used = {key for _, key in pairs(conn, [owner.key], View(day))}
    if len(used) == 1:
        return used
    codes, level = sets_in_use(conn), level_of(owner.kind)
    own = {each.key for each in sets(conn) if each.code in codes and each.level == level}
    return (used & own or used) if used else own
