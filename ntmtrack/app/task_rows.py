"""Tasks as rows of the file: written, told of, and kept findable."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ntmtrack.domain.due import Due
from ntmtrack.domain.precision import Precision
from ntmtrack.domain.task import Role, TaskEventKind
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.store import queries_task_life
from ntmtrack.store.queries_offices import own_mark
from ntmtrack.store.writing import Writing

NO_DUE = Due("", None, None, Precision.NONE, "none")


def refuse_before(due: Due, given_on: date | None, hint: Message) -> None:
    """Raise DataError for a due that ends before its task was given."""
    if given_on is not None and due.last_day is not None and due.last_day < given_on:
        raise DataError(
            say("the due {due} ends before the task was given, {day}", due=due.words, day=given_on),
            hint=hint,
        )


CHECK_DATES = say("check the due and the document's date; nothing was written")


class Header(NamedTuple):
    """A task in places of the file, ready to be written."""

    title: str
    due: Due
    year: int
    assigned: date | None = None
    unit: int | None = None
    item: int | None = None
    document: int | None = None
    clause: str | None = None
    parent: int | None = None
    period: str | None = None
    bound: str | None = None
    note: str | None = None


def write_task(
    change: Writing,
    header: Header,
    *,
    leads: Sequence[int] = (),
    coordinators: Sequence[int] = (),
    persons: Sequence[int] = (),
    given_on: date | None = None,
    as_written: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Write one task with its parties and the event of its giving; its number.

    `as_written` keeps the words of a paper that could not be made names of the ledger.
    """
    prefix = f"NV{header.year}-"
    mark = own_mark(change.conn)
    number = f"{prefix}{change.next_number(prefix):03d}{f'/{mark}' if mark else ''}"
    due = header.due
    last_day = None if due.last_day is None else due.last_day.isoformat()
    assigned = None if header.assigned is None else header.assigned.isoformat()
    key = change.insert(
        "task",
        {
            "number": number,
            "unit_id": header.unit,
            "item_id": header.item,
            "title": header.title,
            "document_id": header.document,
            "clause": header.clause,
            "parent_id": header.parent,
            "assigned_on": assigned,
            "due_words": due.words or None,
            "due_start": None if due.start is None else due.start.isoformat(),
            "due_last": last_day,
            "due_precision": str(due.precision),
            "last_day": last_day,
            "state": "open",
            "note": header.note,
            "period": header.period,
            "bound": header.bound,
        },
    )
    for role, agencies in ((Role.LEAD, leads), (Role.COORDINATOR, coordinators)):
        for agency in dict.fromkeys(agencies):
            change.insert("task_party", {"task_id": key, "role": str(role), "agency_id": agency})
    for person in dict.fromkeys(persons):
        change.insert("task_party", {"task_id": key, "role": str(Role.PERSON), "person_id": person})
    day = header.assigned or given_on
    assert day is not None
    told = {"flags": list(due.flags) or None, "as_written": as_written or None}
    event(change, key, TaskEventKind.ADDED, day, note=header.note, body=told)
    return number


def below(kept: Mapping[str, str | int | None], parent: int, given: date) -> Header:
    """A child of a task, about the same as its parent, given on a day; no due yet."""
    return Header(
        title=str(kept["title"]),
        due=NO_DUE,
        year=given.year,
        assigned=given,
        unit=_key(kept["unit_id"]),
        item=_key(kept["item_id"]),
        document=_key(kept["document_id"]),
        parent=parent,
    )


def _key(value: str | int | None) -> int | None:
    return None if value is None else int(value)


def event(
    change: Writing,
    task: int,
    kind: TaskEventKind,
    day: date,
    *,
    note: str | None = None,
    document: int | None = None,
    body: Mapping[str, object] | None = None,
) -> None:
    """Append one thing that happened to a task."""
    told = {name: value for name, value in (body or {}).items() if value is not None}
    change.insert(
        "task_event",
        {
            "task_id": task,
            "kind": str(kind),
            "happened_on": day.isoformat(),
            "note": note,
            "document_id": document,
            "body": json.dumps(told, ensure_ascii=False) if told else None,
        },
    )


def settle(change: Writing, task: int) -> None:
    """Bring the header of a task up to what its events add up to, so that it can be sought."""
    header = queries_task_life.folded_header(change.conn, task)
    if header != queries_task_life.kept_header(change.conn, task):
        change.correct("task", task, header._asdict())
