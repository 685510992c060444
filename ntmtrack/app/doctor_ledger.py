"""The file of the ledger, as `doctor` tells it: what it is, whether it is sound, where it lies."""

import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ntmtrack.app.context import Context
from ntmtrack.app.doctor_copies import way_back
from ntmtrack.domain.checks import place
from ntmtrack.domain.checks.finding import SYSTEM
from ntmtrack.domain.checks.place import Place
from ntmtrack.message import say, say_n
from ntmtrack.reports.check import command_line
from ntmtrack.reports.doctor import Finding, Health
from ntmtrack.reports.doctor import size as in_words
from ntmtrack.store.chain import newest_are_sealed
from ntmtrack.store.proving import is_open_to_writing
from ntmtrack.store.queries_copies import pages_are_sound

NEWEST = 5000
"""The last changes are held against their hashes until so many rows; `check` looks at all."""

_ROOM = 3
"""A ledger, its journal and a copy of it fit on a disk with so many times its size left."""

_LEAST_ROOM = 100_000_000
"""Bytes below which a disk is nearly full, however small the ledger."""


def of_file(context: Context) -> Iterator[Finding]:
    """Where the file is, and how large."""
    if not os.path.exists(context.path):
        return
    size = in_words(context.path.stat().st_size)
    where = str(context.path.resolve())
    yield Finding(say("file"), Health.WELL, say("{path}, {size}", path=where, size=size))


def of_form(conn: sqlite3.Connection) -> Iterator[Finding]:
    """The schema, and the last change."""
    version = conn.execute("pragma user_version").fetchone()[0]
    changes = conn.execute("select count(*) from change").fetchone()[0]
    last = conn.execute("select recorded_at, actor from change order by id desc limit 1").fetchone()
    told = say("version {version}, nothing recorded", version=str(version))
    if last is not None:
        told = say_n(
            "version {version}, {count} change by {actor}, {moment}",
            "version {version}, {count} changes; the last by {actor}, {moment}",
            changes,
            version=str(version),
            actor=last[1],
            moment=datetime.fromisoformat(last[0]),
        )
    yield Finding(say("form"), Health.WELL, told, "ntmtrack log")


def of_pages(conn: sqlite3.Connection, context: Context) -> Iterator[Finding]:
    """Whether the pages of the file are sound, and the copy to go back to if not."""
    if pages_are_sound(conn, quick=True):
        yield Finding(say("pages"), Health.WELL, say("sound"), "ntmtrack check")
    else:
        told = say("SQLite finds damage in the file")
        yield Finding(say("pages"), Health.ILL, told, way_back(context) or "ntmtrack restore FILE")


def of_chain(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Whether the last changes are what they wrote."""
    count, torn = newest_are_sealed(conn, NEWEST)
    if torn is None:
        told = say_n("the last change holds", "the last {count} changes hold", count)
        yield Finding(say("chain"), Health.WELL, told, "ntmtrack check")
    else:
        yield Finding(say("chain"), Health.ILL, torn, "ntmtrack check --rule chain")


def of_place(context: Context) -> Iterator[Finding]:
    """Who may reach the file, what else writes there, and what lies beside it."""
    from ntmtrack.app.surroundings import place_of

    found = place_of(context.path, context.now)
    yield from (closed := list(_closed(context.path)))
    wrong = [
        *place.rights(found),
        *place.network_folder(found),
        *place.synced_folder(found),
        *place.leftover(found),
    ]
    for each in wrong:
        command = None if each.command is None else command_line(each.command)
        yield Finding(say("place"), Health.ILL, each.what, command)
    if not wrong and not closed:
        yield _reach(found, os.name)


def _reach(found: Place, system: str) -> Finding:
    """Who may open the file, as far as its rights say so; `system` is that of `os.name`."""
    if system != "nt":
        return Finding(say("place"), Health.WELL, say("closed to others"))
    # On Windows they are lists of names that may be the office's own choice.
    told = say("who may open it stands in the lists of Windows, which are not read here")
    return Finding(say("place"), Health.UNSET, told, command_line((SYSTEM, "icacls", found.path)))


def _closed(path: Path) -> Iterator[Finding]:
    """What keeps this user from writing; a journal is made beside the file, so both are looked at.

    A file that is not there, or hidden, is told of elsewhere.
    """
    for each in (path.resolve(), path.resolve().parent):
        if os.path.exists(each) and not is_open_to_writing(each):
            told = say("{path} cannot be written to: nothing can be recorded", path=str(each))
            command = command_line((SYSTEM, *_opening(each, os.name)))
            yield Finding(say("place"), Health.ILL, told, command)


def _opening(path: Path, system: str) -> tuple[str, ...]:
    """The command that lets its owner write to a file or folder; `system` is that of `os.name`."""
    if system == "nt":
        return ("attrib", "-R", str(path))
    return ("chmod", "u+rwx" if path.is_dir() else "u+rw", str(path))


def of_room(context: Context) -> Iterator[Finding]:
    """Whether the disk has room for what will be written, and for a copy before it."""
    folder = context.path.resolve().parent
    free = shutil.disk_usage(folder).free
    size = context.path.stat().st_size if os.path.exists(context.path) else 0
    health = Health.ILL if free < max(_ROOM * size, _LEAST_ROOM) else Health.WELL
    yield Finding(say("room"), health, say("{size} free", size=in_words(free)))


def of_programs() -> Iterator[Finding]:
    """What the ledger is read and written with."""
    version = sqlite3.sqlite_version_info
    old = list(place.old_sqlite(place.Engine((version[0], version[1], version[2]), "delete")))
    told = say(
        "SQLite {sqlite}, Python {python}",
        sqlite=sqlite3.sqlite_version,
        python=".".join(platform.python_version_tuple()[:2]),
    )
    yield Finding(say("programs"), Health.WELL, told)
    for each in old:
        yield Finding(say("programs"), Health.ILL, each.what)
