"""The copies of the ledger, as `doctor` tells them: the last one, and whether it is old."""

import shlex
import sqlite3
from collections.abc import Iterator
from datetime import timezone

from ntmtrack.app.backing import office_moment
from ntmtrack.app.context import OFFICE_TIME, Context
from ntmtrack.domain.checks.place import BACKUP_DAYS
from ntmtrack.errors import DatabaseError
from ntmtrack.message import say, say_n
from ntmtrack.reports.doctor import Finding, Health
from ntmtrack.store.copies_held import held, newest, usual_folder
from ntmtrack.store.putting_back import is_beyond_reading
from ntmtrack.store.queries_stand import first_after


def of_fault(context: Context, fault: DatabaseError) -> Finding:
    """Why the ledger cannot be opened, and the command that mends it if one does."""
    item = say("opening")
    missing = isinstance(fault.__cause__, FileNotFoundError)
    command = "ntmtrack init" if missing else None
    if missing or is_beyond_reading(context.path, fault):
        command = way_back(context) or command
    return Finding(item, Health.ILL, fault.message, command)


def way_back(context: Context) -> str | None:
    """The command that goes back to the newest copy beside the ledger; None if there is none."""
    found = held(context.path, usual_folder(context.path))
    return f"ntmtrack restore {shlex.quote(str(found[-1].path))}" if found else None


def of_copies(context: Context, conn: sqlite3.Connection | None) -> Iterator[Finding]:
    """The last copy beside the ledger, and what came after it.

    It is ill if what was written since has been without a copy for more than a week.
    """
    item, folder = say("last copy"), usual_folder(context.path)
    found = held(context.path, folder)
    last = newest(found, conn)
    since = None if conn is None else first_after(conn, last.change if last else 0)
    health = Health.WELL if last else Health.UNSET
    if since is not None and (office_moment(context).date() - since).days > BACKUP_DAYS:
        health = Health.ILL
    if last is None:
        told = say("none in {path}", path=str(folder))
        yield Finding(item, health, told, "ntmtrack backup" if conn else None)
        return
    told = say_n(
        "{moment}, change {number}; {count} copy in {path}",
        "{moment}, change {number}; {count} copies in {path}",
        len(found),
        moment=last.made_at.replace(tzinfo=timezone(OFFICE_TIME)),
        number=last.change,
        path=str(folder),
    )
    yield Finding(item, health, told, "ntmtrack backup")
