"""What a record rests on: a day that has come, and the set that it belongs to."""

import sqlite3
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.store.queries import pairs
from ntmtrack.store.view import View


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
    used = {key for _, key in pairs(conn, [owner.key], View(day))}
    return resolve.set_for(conn, owner, words, used)
