"""Ledger files for these tests: writing rows into them in few words, and proving their chain."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from ntmtrack.store import kept_tasks, slates
from ntmtrack.store.database import open_reader
from ntmtrack.store.queries_task_life import folded_header
from ntmtrack.store.view import born
from ntmtrack.store.writing import Occasion, Writing, content_hash, writing

NOW = datetime(2024, 7, 1, 2, 0, tzinfo=UTC)
_TURN = count()


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger file."""

    path: Path

    def writing(
        self, *, now: datetime = NOW, kind: str = "command"
    ) -> AbstractContextManager[Writing]:
        return writing(self.path, Occasion("An", "ntmtrack test", now, kind=kind))

    def reading(
        self, known: date | int | None = None
    ) -> AbstractContextManager[sqlite3.Connection]:
        return closing(open_reader(self.path, known))

    def foreign(self) -> AbstractContextManager[sqlite3.Connection]:
        """The file as another program opens it: SQLite's own settings."""
        return closing(sqlite3.connect(self.path, isolation_level=None))

    def rows(self, sql: str, *places: object) -> list[Any]:
        with self.foreign() as conn:
            return conn.execute(sql, places).fetchall()

    def broken(self) -> list[int]:
        """The changes that no longer fit the chain."""
        with self.foreign() as conn:
            return list(_broken(conn))


def place_of(conn: sqlite3.Connection, table: str, key: int) -> int:
    """The place of a row among all that were written."""
    (uid,) = conn.execute(f"select uid from {table} where id = ?", (key,)).fetchone()
    return born(uid)


def _broken(conn: sqlite3.Connection) -> Iterator[int]:
    before = None
    rows = conn.execute("select id, closed, extent, previous_hash, hash from change order by id")
    for change, closed, extent, previous, seal in rows.fetchall():
        fits = closed == 1 and previous == before
        if not fits or content_hash(conn, change, json.loads(extent)) != seal:
            yield change
        before = seal


class _Undone(Exception):
    """Ends a trial whose rows are not to be kept."""


@contextmanager
def undone(ledger: Ledger) -> Iterator[Writing]:
    """An open change that is rolled back at the end: a trial without a wait for the disk."""
    with suppress(_Undone), ledger.writing() as change:
        yield change
        raise _Undone


def close(change: Writing) -> None:
    """Close the open change of a trial, with all that is kept of answers settled."""
    kept_tasks.settle(change.conn)
    slates.write_all(change.conn)
    change.conn.execute("update change set closed = 1 where closed = 0")


def next_change(change: Writing, moment: datetime) -> Writing:
    """Close the open change of a trial; another one, recorded later, to go on with."""
    close(change)
    (key,) = change.conn.execute(
        "insert into change(uid, office, seq, kind, recorded_at, actor, command)"
        " select uid || max(id), '', max(seq) + 1, kind, ?, actor, command from change"
        " returning id",
        (moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),),
    ).fetchone()
    return change._replace(change=key)


def unit(change: Writing, name: str = "Xã Bản Bo", **keys: Any) -> int:
    """A unit with one version, valid always unless told otherwise."""
    key = change.insert("unit", {})
    version(change, key, name, **keys)
    return key


def version(change: Writing, key: int, name: str, **keys: Any) -> int:
    words = {"kind": "commune", "name": name, "folded": name.lower(), "bare": name.lower()}
    return change.insert("unit_version", {"unit_id": key, **words, **keys})


def criteria_set(change: Writing, *numbers: str, code: str = "bo-thu") -> dict[str, int]:
    """A set of bare items; their keys by number, and the set's own under ""."""
    key = change.insert(
        "criteria_set",
        {
            "code": code,
            "folded": code,
            "level": "commune",
            "name": code,
            "hash": "",
            "body": "{}",
        },
    )
    items = {
        number: change.insert(
            "item", {"set_id": key, "sort_key": f"{place:03}", "number": number, "name": number}
        )
        for place, number in enumerate(numbers, start=1)
    }
    return {"": key, **items}


def assessment(
    change: Writing, unit_key: int, item_key: int, verdict: str, on: str, **keys: Any
) -> int:
    facts = {"stage": "self", "judged": "by_hand", "verdict": verdict, "assessed_on": on}
    return change.insert("assessment", {"unit_id": unit_key, "item_id": item_key, **facts, **keys})


def task(change: Writing, last_day: str | None = "2024-06-30", **keys: Any) -> int:
    """An open task; the keys of its header may be given."""
    facts = {
        "number": f"T{next(_TURN):06}",
        "title": "Làm đường",
        "due_last": last_day,
        "due_precision": "none" if last_day is None else "day",
        "last_day": last_day,
        "state": "open",
    }
    return change.insert("task", {**facts, **keys})


def event(change: Writing, task_key: int, kind: str, on: str | date, **body: Any) -> int:
    """One event; what its kind cannot be without is made up: a due is put off by three days."""
    later = date.fromisoformat(str(on)) + timedelta(3)
    needed: dict[str, dict[str, Any]] = {
        "extended": {"words": "gia hạn", "last_day": str(later), "precision": "day"},
        "triggered": {"words": "từ khi nhận", "last_day": str(later), "precision": "day"},
        "progress": {"percent": 40},
    }
    told = {**needed.get(kind, {}), **body}
    facts = {"task_id": task_key, "kind": kind, "happened_on": str(on)}
    return change.insert("task_event", {**facts, "body": json.dumps(told) if told else None})


def put_header(change: Writing, key: int) -> None:
    """Bring the header of a task up to what its events add up to, as a command does."""
    change.correct("task", key, folded_header(change.conn, key)._asdict())
