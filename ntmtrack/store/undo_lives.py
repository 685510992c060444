"""The tasks whose life an undo touches: their headers stay what their events add up to."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence

from ntmtrack.store.queries_task_life import folded_header, kept_header
from ntmtrack.store.undo_reasons import life_went_on

_TOLD = """
select row_id from history where change_id = :number and at_table = 'task'
union
select before ->> '$.task_id' from history where change_id = :number and at_table = 'task_event'
union
select task_id from task_event where id between :first and :last and change_id = :number
"""


def lives_touched(
    conn: sqlite3.Connection,
    number: int,
    extent: Mapping[str, Sequence[int]],
    now: Callable[[str, int], int | None],
) -> list[int]:
    """The tasks that a change touched and whose headers are what their events add up to.

    `now` finds a row under the id it has now.
    """
    first, last = extent.get("task_event", (1, 0))
    rows = conn.execute(_TOLD, {"number": number, "first": first, "last": last})
    there = {now("task", key) for (key,) in rows.fetchall()}
    return [key for key in there if key is not None and _agrees(conn, key)]


def follow(conn: sqlite3.Connection, number: int, lives: Sequence[int]) -> None:
    """Raise DataError where the header of a task no longer follows from its events."""
    for key in lives:
        there = conn.execute("select 1 from task where id = ?", (key,)).fetchone()
        if there and not _agrees(conn, key):
            raise life_went_on(conn, number, key)


def _agrees(conn: sqlite3.Connection, key: int) -> bool:
    return kept_header(conn, key) == folded_header(conn, key)
