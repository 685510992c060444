"""Tasks as rows of the file: written, told of, and kept findable."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ntmtrack.domain.due import Due, Precision
from ntmtrack.domain.task import Role, TaskEventKind
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store import queries_task_life
from ntmtrack.store.queries_offices import own_mark
from ntmtrack.store.writing import Value, Writing

NO_DUE = Due("", None, None, Precision.NONE, "none")


def refuse_before(due: Due, given_on: date | None, hint: Message) -> None:
    """Raise DataError for a due that ends before its task was given."""
    if given_on is not None and due.last_day is not None and due.last_day < given_on:
        raise DataError(
            say("the due {due} ends before the task was given, {day}", due=due.words, day=given_on),
            hint=hint,
        )


CHECK_DATES = say("check the due and the document's date; nothing was written")


class Header(Record):
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


class Ready(Record):
    """A task with its number and its parties, in places of the file.

    `given_on` is the day of its giving where the header has none. `as_written` keeps the words of
    a paper that could not be made names of the ledger.
    """

    number: str
    header: Header
    leads: Sequence[int] = ()
    coordinators: Sequence[int] = ()
    persons: Sequence[int] = ()
    given_on: date | None = None
    as_written: Mapping[str, Sequence[str]] | None = None


def series(year: int) -> str:
    """The series of numbers that tasks of a year get."""
    return f"NV{year}-"


def numbered(year: int, place: int, mark: str | None) -> str:
    """The number that people quote: by its place in the series, then the office's mark."""
    return f"{series(year)}{place:03d}{f'/{mark}' if mark else ''}"


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
    """Write one task, as `Ready` has it, under the next number; that number."""
    place = change.next_number(series(header.year))
    number = numbered(header.year, place, own_mark(change.conn))
    ready = Ready(number, header, leads, coordinators, persons, given_on, as_written)
    write_tasks(change, [ready])
    return number


def write_tasks(change: Writing, tasks: Sequence[Ready]) -> None:
    """Write tasks with their parties and the events of their giving, all at once."""
    keys = change.insert_many("task", [_row(each.number, each.header) for each in tasks])
    pairs = list(zip(keys, tasks, strict=True))
    change.insert_many("task_party", [row for key, each in pairs for row in _parties(key, each)])
    change.insert_many("task_event", [_giving(key, each) for key, each in pairs])


def _row(number: str, header: Header) -> dict[str, Value]:
    due = header.due
    last_day = None if due.last_day is None else due.last_day.isoformat()
    return {
        "number": number,
        "unit_id": header.unit,
        "item_id": header.item,
        "title": header.title,
        "document_id": header.document,
        "clause": header.clause,
        "parent_id": header.parent,
        "assigned_on": None if header.assigned is None else header.assigned.isoformat(),
        "due_words": due.words or None,
        "due_start": None if due.start is None else due.start.isoformat(),
        "due_last": last_day,
        "due_precision": due.precision.value,
        "last_day": last_day,
        "state": "open",
        "note": header.note,
        "period": header.period,
        "bound": header.bound,
    }


def _parties(task: int, ready: Ready) -> Iterator[dict[str, Value]]:
    for role, agencies in ((Role.LEAD, ready.leads), (Role.COORDINATOR, ready.coordinators)):
        for agency in dict.fromkeys(agencies):
            yield {"task_id": task, "role": str(role), "agency_id": agency, "person_id": None}
    helping = str(Role.PERSON)
    for person in dict.fromkeys(ready.persons):
        yield {"task_id": task, "role": helping, "agency_id": None, "person_id": person}


def _giving(task: int, ready: Ready) -> dict[str, Value]:
    header = ready.header
    day = header.assigned or ready.given_on
    assert day is not None
    told = {"flags": list(header.due.flags) or None, "as_written": ready.as_written or None}
    return _event(task, TaskEventKind.ADDED, day, note=header.note, body=told)


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
    change.insert("task_event", _event(task, kind, day, note=note, document=document, body=body))


def _event(
    task: int,
    kind: TaskEventKind,
    day: date,
    *,
    note: str | None = None,
    document: int | None = None,
    body: Mapping[str, object] | None = None,
) -> dict[str, Value]:
    told = {name: value for name, value in (body or {}).items() if value is not None}
    return {
        "task_id": task,
        "kind": kind.value,
        "happened_on": day.isoformat(),
        "note": note,
        "document_id": document,
        "body": json.dumps(told, ensure_ascii=False) if told else None,
    }


def settle(change: Writing, task: int) -> None:
    """Bring the header of a task up to what its events add up to, so that it can be sought."""
    header = queries_task_life.folded_header(change.conn, task)
    if header != queries_task_life.kept_header(change.conn, task):
        change.correct("task", task, header._asdict())
