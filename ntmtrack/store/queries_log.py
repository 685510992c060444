"""Reading the changes themselves: who wrote what, when, with which command."""

import json
import sqlite3
from collections.abc import Collection
from datetime import date
from typing import Any

from ntmtrack.domain.undo import Link
from ntmtrack.record import Record
from ntmtrack.store import schema
from ntmtrack.store.queries_origin import RECEIVED


class ChangeEntry(Record):
    """One change: its number in this file, its author and how many rows it wrote.

    `undoes` is the change that it takes back.
    """

    number: int
    recorded_at: str
    actor: str
    kind: str
    command: str
    reason: str | None
    undoes: int | None
    rows: int
    only_mail: bool


ONLY_MAIL = (
    "(extent is not null and extent <> '{}' and not exists (select 1 from json_each(extent)"
    f" where key not in ({', '.join(repr(table) for table in sorted(schema.MAIL))})))"
)
"""The SQL of a change that only tells how letters went: there are many, and no officer's work."""

_SELECT = (
    "select id, recorded_at, actor, kind, command, reason, undoes, extent, "
    f"{ONLY_MAIL} from change where closed = 1"
)


def changes(
    conn: sqlite3.Connection,
    *,
    limit: int | None = None,
    mail: bool = True,
    since: date | None = None,
    actor: str | None = None,
    among: Collection[int] | None = None,
) -> list[ChangeEntry]:
    """The changes, newest first; without `mail`, none that only tells how letters went.

    `since` is a day of the office, `actor` a name as it was recorded, here or in the office whose
    changes came with one; `among` keeps to numbers.
    """
    rows = conn.execute(
        f"{_SELECT} and (:mail or not {ONLY_MAIL})"
        " and (:since is null or date(recorded_at, '+7 hours') >= :since)"
        " and (:actor is null or actor = :actor"
        f" or id in (select change_id from {RECEIVED} where actor = :actor))"
        " and (:among is null or id in (select value from json_each(:among)))"
        " order by id desc limit :limit",
        {
            "mail": mail,
            "since": None if since is None else since.isoformat(),
            "actor": actor,
            "among": None if among is None else json.dumps(sorted(among)),
            "limit": -1 if limit is None else limit,
        },
    )
    return [_entry(row) for row in rows]


def change(conn: sqlite3.Connection, number: int) -> ChangeEntry | None:
    """One change by its number."""
    row = conn.execute(f"{_SELECT} and id = ?", (number,)).fetchone()
    return None if row is None else _entry(row)


def _entry(row: tuple[Any, ...]) -> ChangeEntry:
    *told, extent, only_mail = row
    spans = json.loads(extent).values() if extent else ()
    count = sum(last - first + 1 for first, last in spans)
    return ChangeEntry._make([*told, count, bool(only_mail)])


def links(conn: sqlite3.Connection) -> list[Link]:
    """Every change that is closed, as far as undoing goes."""
    rows = conn.execute("select id, kind, undoes from change where closed = 1 order by id")
    return [Link(*row) for row in rows]


def actors(conn: sqlite3.Connection) -> list[str]:
    """Everybody who made a change, here or in an office whose changes came, by name."""
    rows = conn.execute(f"select actor from change union select actor from {RECEIVED} order by 1")
    return [name for (name,) in rows]
