"""Reading what tasks are known by, where no number is quoted."""

import sqlite3
from datetime import date

from ntmtrack.record import Record


class KnownTask(Record):
    """A task by what it was given with; `due_words` are those of its first due."""

    key: int
    number: str
    title: str
    unit: int | None
    item: str | None
    document: int | None
    clause: str | None
    due_words: str | None
    due_start: date | None
    due_last: date | None
    note: str | None
    assigned_on: date | None


def known_tasks(conn: sqlite3.Connection) -> list[KnownTask]:
    """Every task, in the order in which they were given; those that come round and their turns."""
    rows = conn.execute(
        "select t.id, t.number, t.title, t.unit_id, i.number, t.document_id, t.clause,"
        " t.due_words, t.due_start, t.due_last, t.note, t.assigned_on"
        " from task t left join item i on i.id = t.item_id order by t.uid"
    )
    return [
        KnownTask(
            key=row[0],
            number=row[1],
            title=row[2],
            unit=row[3],
            item=row[4],
            document=row[5],
            clause=row[6],
            due_words=row[7],
            due_start=_day(row[8]),
            due_last=_day(row[9]),
            note=row[10],
            assigned_on=_day(row[11]),
        )
        for row in rows
    ]


def notes(conn: sqlite3.Connection, key: int) -> frozenset[str]:
    """Every note that was made on a task."""
    rows = conn.execute(
        "select note from task_event where task_id = ? and note is not null", (key,)
    )
    return frozenset(row[0] for row in rows)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
