"""A ledger with many tasks, as an office has them after years: most are done, few are late.

The same count gives the same tasks. Among any number of them `LATE` are overdue on `TODAY`.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ntmtrack.app.office import furnish
from ntmtrack.store.database import create
from ntmtrack.store.writing import Occasion, Writing, writing

TODAY = date(2025, 12, 31)
LATE = 30
AGENCIES = 40
COMMUNES = 124

_FIRST = date(2021, 1, 4)
_DAYS = (TODAY - _FIRST).days - 90
_BLOCK = 10_000


def make(ledger: Path, count: int, *, paused: bool = False) -> None:
    """Make a ledger with so many tasks, at least `LATE`, given over five years.

    Of a hundred that are not late, seventy are done, eight of them late, two are cancelled, six
    have no due, and the others are due later. With `paused` one in fifty was extended, and one
    stood still once.
    """
    create(ledger)
    with _change(ledger) as change:
        furnish(change, None)
        units, agencies = _units(change), _agencies(change)
    with _change(ledger) as change:
        for start in range(0, count, _BLOCK):
            numbers = range(start, min(start + _BLOCK, count))
            _write(change, [_task(number, units, paused=paused) for number in numbers], agencies)
        change.conn.executemany(
            "insert into number_series(prefix, last) values (?, ?)",
            [(f"NV{year}-", count) for year in range(_FIRST.year, TODAY.year + 1)],
        )


class _Told:
    """One task and what happened to it."""

    def __init__(self, header: dict[str, Any], events: list[dict[str, Any]]) -> None:
        self.header, self.events = header, events


def _task(number: int, units: list[int], *, paused: bool) -> _Told:
    given = _FIRST + timedelta(days=number * 7919 % _DAYS)
    due: date | None = given + timedelta(days=30 + number % 60)
    kind = number * 37 % 100
    if number < LATE:
        given, due, kind = (
            TODAY - timedelta(days=60 + number),
            TODAY - timedelta(days=1 + number),
            99,
        )
    elif 72 <= kind < 78:
        due = None
    elif kind >= 78:
        due = TODAY + timedelta(days=10 + number % 300)
    events = [_event("added", given)]
    closed, state = None, "open"
    if kind < 70:
        assert due is not None
        closed, state = due + timedelta(days=3 if kind < 8 else -5), "done"
        events.append(_event("done", closed))
    elif kind < 72:
        closed, state = given + timedelta(days=20), "cancelled"
        events.append(_event("cancelled", closed))
    words = None if due is None else f"{due:%d/%m/%Y}"
    day = None if due is None else due.isoformat()
    header = {
        "number": f"NV{given.year}-{number:03}",
        "unit_id": units[number % len(units)],
        "title": f"Nhiệm vụ số {number}",
        "assigned_on": given.isoformat(),
        "due_words": words,
        "due_start": day,
        "due_last": day,
        "due_precision": "none" if due is None else "day",
        "last_day": day,
        "state": state,
        "closed_on": None if closed is None else closed.isoformat(),
    }
    told = _Told(header, events)
    if paused and kind < 70 and number % 50 == 0:
        _extend(told, given, due)
    return told


def _extend(told: _Told, given: date, due: date | None) -> None:
    assert due is not None
    later = (due + timedelta(days=15)).isoformat()
    body = f'{{"words": "{later}", "last_day": "{later}", "precision": "day"}}'
    told.events.insert(1, {**_event("extended", given + timedelta(days=10)), "body": body})
    told.header["last_day"] = later


def _event(kind: str, day: date) -> dict[str, Any]:
    return {"kind": kind, "happened_on": day.isoformat(), "body": None}


def _write(change: Writing, tasks: list[_Told], agencies: list[int]) -> None:
    (last,) = change.conn.execute("select coalesce(max(id), 0) from task").fetchone()
    change.insert_many("task", [each.header for each in tasks])
    change.insert_many(
        "task_party",
        [
            {"task_id": key, "role": "lead", "agency_id": agencies[key % len(agencies)]}
            for key in range(last + 1, last + 1 + len(tasks))
        ],
    )
    change.insert_many(
        "task_event",
        [
            {"task_id": key, **event}
            for key, each in enumerate(tasks, last + 1)
            for event in each.events
        ],
    )


def _units(change: Writing) -> list[int]:
    province = _unit(change, "Tỉnh Mẫu", "tinh mau", "province", None)
    return [_unit(change, f"Xã Số {n}", f"xa so {n}", "commune", province) for n in range(COMMUNES)]


def _unit(change: Writing, name: str, folded: str, kind: str, parent: int | None) -> int:
    key = change.insert("unit", {})
    row = {"unit_id": key, "kind": kind, "name": name, "folded": folded, "bare": folded}
    change.insert("unit_version", {**row, "parent_id": parent})
    return key


def _agencies(change: Writing) -> list[int]:
    return [
        change.insert("agency", {"name": f"Phòng {n}", "folded": f"phong {n}"})
        for n in range(AGENCIES)
    ]


def _change(ledger: Path) -> Any:
    moment = datetime(2025, 12, 30, 3, tzinfo=UTC)
    return writing(ledger, Occasion("bench", "tests.bench.many_tasks", moment))
