"""The list of documents: what rests on each, and what became of what it asks for."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.bodies import Document
from ntmtrack.domain.commitment import TargetCounts, TaskCounts
from ntmtrack.domain.target import TargetState
from ntmtrack.message import N_, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("document", N_("Number"), Show.ALWAYS, wrap=True),
    Column("dated", N_("Date")),
    Column("kind", N_("Kind"), Show.SPARE),
    Column("issuer", N_("Issuer"), Show.SPARE, wrap=True),
    Column("about", N_("About"), Show.SPARE, wrap=True),
    Column("tasks", N_("Tasks"), right=True),
    Column("done", N_("Done"), right=True),
    Column("late", N_("Overdue"), right=True),
    Column("open", N_("Open, not overdue"), right=True),
    Column("cancelled", N_("Cancelled"), Show.DATA, right=True),
    Column("targets", N_("Targets"), right=True),
    Column("reached", N_("Targets reached"), right=True),
    Column("missed", N_("Targets missed"), right=True),
    Column("assessments", N_("Judgements"), right=True),
    Column("path", N_("File"), Show.DATA),
    Column("recipients", N_("Recipients"), Show.DATA),
)


class Line(Record):
    """A document, how many of its tasks came to what, and how its targets stand.

    `targets` are those of units and of products that no later one has taken the place of; None
    is one of which nothing can be said, for no set or criterion of it is known.
    """

    document: Document
    tasks: TaskCounts
    targets: tuple[TargetState | None, ...] = ()


def listing(lines: Sequence[Line], *, day: date) -> Report:
    """Documents by their dates, with what became of their tasks and targets by the day."""
    return Report(
        name="notice list",
        title=say("Documents"),
        columns=COLUMNS,
        blocks=(Block("documents", None, tuple(_row(each) for each in lines)),),
        notes=(say_n("{count} document", "{count} documents", len(lines)),),
        as_of=day,
        empty=say("There is no document: see `ntmtrack notice add --help`."),
    )


_CAME_OF = frozenset({"done", "late", "open", "cancelled", "targets", "reached", "missed"})
"""The columns that tell what became of what a document asks for."""


def noted(document: Document, *, day: date) -> Report:
    """One document after it was noted, or completed, with how much rests on it."""
    row = (
        document.number,
        document.dated,
        document.kind,
        document.issuer,
        document.about,
        document.tasks,
        document.assessments,
        document.path,
        document.recipients,
    )
    return Report(
        name="notice add",
        title=say("Document {number}", number=document.number),
        columns=tuple(each for each in COLUMNS if each.key not in _CAME_OF),
        blocks=(Block("documents", None, (row,)),),
        as_of=day,
    )


def _row(line: Line) -> Row:
    document, tasks, aimed = line.document, line.tasks, TargetCounts.of(line.targets)
    return (
        document.number,
        document.dated,
        document.kind,
        document.issuer,
        document.about,
        tasks.total,
        tasks.done,
        tasks.late,
        tasks.open,
        tasks.cancelled,
        aimed.targets,
        aimed.reached,
        aimed.missed,
        document.assessments,
        document.path,
        document.recipients,
    )
