"""How what is said of a work is written: on which day, from which paper, in which rows."""

from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past
from ntmtrack.app.units import iso
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.work import Capital, WorkEventKind
from ntmtrack.record import Record

if TYPE_CHECKING:
    from ntmtrack.domain.due import Due
    from ntmtrack.store.writing import Writing


class Occasion(Record):
    """When something was so, by which paper, with a remark: as the user gives it."""

    on: date | None = None
    document: str | None = None
    note: str | None = None


class Said(Record):
    """The same, found: the day, the paper."""

    on: date
    paper: Document | None = None
    note: str | None = None


def said_on(context: Context, change: "Writing", given: Occasion) -> Said:
    """The occasion: of the day given, else of the paper's date, else of today.

    Raises DataError for a day to come, or words of a paper that fit several.
    """
    paper = document_key(change, given.document)
    dated = None if paper is None else paper.dated
    return Said(past(given.on or dated or context.today, context), paper, given.note)


def write_event(
    change: "Writing",
    work: int,
    kind: WorkEventKind,
    said: Said,
    *,
    item: int | None = None,
    percent: int | None = None,
    due: "Due | None" = None,
) -> None:
    """Write what happened to a work; `item` and `due` are what it serves and is planned for."""
    change.insert(
        "work_event",
        {
            "work_id": work,
            "kind": str(kind),
            "happened_on": said.on.isoformat(),
            "item_id": item,
            "percent": percent,
            "words": None if due is None else due.words,
            "start": None if due is None else iso(due.start),
            "last_day": None if due is None else iso(due.last_day),
            "precision": None if due is None else str(due.precision),
            "document_id": None if said.paper is None else said.paper.key,
            "note": said.note,
        },
    )


def write_sum(change: "Writing", work: int, capital: Capital, paper: Document | None) -> None:
    """Write a sum of a work."""
    change.insert(
        "capital",
        {
            "work_id": work,
            "kind": str(capital.kind),
            "source": capital.source,
            "year": capital.year,
            "amount": capital.amount,
            "counted_on": capital.counted_on.isoformat(),
            "document_id": None if paper is None else paper.key,
            "note": capital.note,
        },
    )
