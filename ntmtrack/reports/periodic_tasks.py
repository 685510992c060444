"""Tasks in a periodic report: what is late and why, and the register in which they are followed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from ntmtrack.domain.task import Split, Task, TaskEventKind
from ntmtrack.message import N_, say
from ntmtrack.record import Record
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Block, Cell, Column, Report, Row, Show


class LastWords(Record):
    """What was last said of a task while it ran: a note, why it was extended, why it rests."""

    kind: TaskEventKind
    day: date
    words: str


class Paper(Protocol):
    """The document that a task comes from."""

    @property
    def number(self) -> str: ...
    @property
    def dated(self) -> date | None: ...


REASONS = (
    Column("reason", N_("Reason given"), wrap=True),
    Column("reason_kind", N_("Told as"), Show.DATA),
    Column("reason_on", N_("Told on"), Show.DATA),
)


def overdue(
    tasks: Sequence[Task], split: Split, words: Mapping[str, LastWords], *, day: date
) -> Report:
    """Late tasks by lead, each with what was last said of it; nothing where nothing was said."""
    built = report.overdue(tasks, split, day=day)
    blocks = tuple(
        block._replace(rows=tuple((*row, *_reason(words.get(str(row[0])))) for row in block.rows))
        for block in built.blocks
    )
    return built._replace(name="report overdue", columns=(*built.columns, *REASONS), blocks=blocks)


def _reason(words: LastWords | None) -> tuple[Cell, ...]:
    return (None, None, None) if words is None else (words.words, words.kind, words.day)


REGISTER_COLUMNS = (
    Column("place", N_("No."), Show.ALWAYS, right=True),
    Column("document", N_("Document"), Show.ALWAYS, wrap=True),
    Column("dated", N_("Dated")),
    Column("title", N_("What"), Show.ALWAYS, wrap=True),
    Column("task", N_("Task"), Show.DATA),
    Column("unit_name", N_("Unit"), wrap=True),
    Column("number", N_("Crit.")),
    Column("leads", N_("Leads"), wrap=True),
    Column("coordinators", N_("Coordinators"), wrap=True),
    Column("due_text", N_("Due as first written"), wrap=True),
    Column("due", N_("Last day")),
    Column("outcome", N_("Outcome")),
    Column("closed_on", N_("Closed on")),
    Column("note", N_("Note"), wrap=True),
)


def register(
    tasks: Sequence[Task],
    papers: Mapping[str, Paper],
    words: Mapping[str, LastWords],
    *,
    day: date,
) -> Report:
    """The register of tasks as offices keep it (sổ theo dõi), in the order they were given.

    The due stands there twice: in the words it was first written with, and as the day in force.
    """
    rows = []
    for place, task in enumerate(sorted(tasks, key=lambda task: _given(task.number)), 1):
        paper, told = papers.get(task.number), words.get(task.number)
        row: Row = (
            place,
            task.document,
            None if paper is None else paper.dated,
            task.title,
            task.number,
            task.unit_name,
            task.item,
            task.leads,
            task.coordinators,
            task.original_words,
            task.last_day,
            task.outcome(day),
            task.closed_on,
            None if told is None else told.words,
        )
        rows.append(row)
    return Report(
        name="report register",
        title=say("Register of tasks as of {day}", day=day),
        columns=REGISTER_COLUMNS,
        blocks=(Block("register", None, tuple(rows)),),
        as_of=day,
        empty=say("There is no task."),
    )


def _given(number: str) -> tuple[str, int, str, str]:
    """The order in which numbers are given: NV2026-999 before NV2026-1000."""
    own, _, mark = number.partition("/")
    year, _, place = own.rpartition("-")
    return year, len(place), place, mark
