"""The copies of a ledger that lie in a folder, as their names tell them, and what they hold."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from ntmtrack.errors import DatabaseError
from ntmtrack.record import Record
from ntmtrack.store import database
from ntmtrack.store.queries_stand import Stand, came_from, stand


class Copy(Record):
    """A copy, as its name tells it: made when (time of the office), up to which change.

    `before` is what it was made before, None for one that was asked for.
    """

    path: Path
    made_at: datetime
    change: int
    before: str | None = None


def usual_folder(ledger: Path) -> Path:
    """Where the copies of a ledger lie unless another folder is named: beside it."""
    place = ledger.resolve()
    return place.with_name(f"{place.name}.backups")


def held(ledger: Path, folder: Path) -> list[Copy]:
    """The copies in a folder that bear the name of a ledger, oldest first; none in no folder.

    Raises OSError for a folder that cannot be read.
    """
    import re

    pattern = re.compile(
        re.escape(ledger.resolve().stem) + r"-(\d{8}-\d{6})-c(\d{1,15})(?:-before-([a-z]+))?\.db"
    )
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = pattern.fullmatch(entry.name)
                moment = _moment(name[1]) if name else None
                # A link leads to a file that somebody keeps elsewhere.
                if name and moment and entry.is_file(follow_symlinks=False):
                    found.append(Copy(folder / entry.name, moment, int(name[2]), name[3]))
    except FileNotFoundError:
        return []
    return sorted(found, key=lambda copy: (copy.made_at, copy.change, copy.path.name))


def last_stand(copy: Copy) -> Stand | None:
    """What a copy says that it holds; None if it cannot be read, or is not what its name says."""
    try:
        with (
            database.faults(copy.path),
            closing(database.connected(copy.path, "ro")) as conn,
        ):
            found = stand(conn)
    except DatabaseError:
        return None
    return found if found.ours and found.change == copy.change else None


def newest(found: Sequence[Copy], conn: sqlite3.Connection | None) -> Copy | None:
    """The newest of copies that the ledger went through; of all, if the ledger cannot be read."""
    for copy in reversed(found):
        its = last_stand(copy)
        if its is not None and (conn is None or came_from(conn, its)):
            return copy
    return None


def _moment(text: str) -> datetime | None:
    try:
        # What reads moments of any form is slow to load, and its form is known here.
        return datetime.fromisoformat(text.replace("-", "T"))
    except ValueError:
        return None
