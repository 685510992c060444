"""One document followed up: what it asked for, and how far each of it has come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from ntmtrack.domain.assessment import Counts
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.commitment import CommitmentKind, TargetCounts
from ntmtrack.domain.draft import Draft
from ntmtrack.domain.product_count import Stated
from ntmtrack.domain.target import TargetState
from ntmtrack.domain.task import Task
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports import targets as aims
from ntmtrack.reports.document_rows import (
    PlannedLine,
    WorkLine,
    aim_row,
    clause_row,
    grade_row,
    plan_row,
    tally_row,
    target_row,
    work_row,
)
from ntmtrack.reports.draft_object import clause_counts, clauses_note
from ntmtrack.reports.products import Line as ProductLine
from ntmtrack.reports.report import Block, Column, Report, Row, Show
from ntmtrack.reports.tasks import listed

_KIND = Column("kind", N_("Kind"), Show.DATA)

_REACHED = (
    Column("verdict", N_("Today"), Show.SPARE),
    Column("value", N_("Reached"), right=True),
    Column("aimed", N_("Aimed at"), right=True),
    Column("reached_on", N_("Reached on"), Show.SPARE),
)

_SHOWN = {
    "document": Show.DATA,
    "coordinators": Show.DATA,
    "state": Show.ROOM,
    "clause": Show.SPARE,
}
"""Columns of tasks that are of more, or of less, use on a page about one document."""


class Page(Record):
    """A document, and every row of the ledger that cites it, as it stands on a day.

    `counts` tells of each target for a whole set how many criteria are met, by the code of the
    unit and the set. `products` are those with a target by the document or a recognition by it.
    """

    document: Document
    tasks: Sequence[Task] = ()
    targets: Sequence[aims.Line] = ()
    counts: Mapping[tuple[str, str], Counts] = MappingProxyType({})
    plans: Sequence[PlannedLine] = ()
    products: Sequence[ProductLine] = ()
    tallies: Sequence[tuple[Unit, Stated]] = ()
    works: Sequence[WorkLine] = ()
    drafts: Sequence[Draft] = ()


def page(told: Page, *, day: date) -> Report:
    """Everything that a document asked for on one page, what is late or missed first.

    Tasks are as `task list` tells them, targets as `target list`, planned values as `progress`,
    products and works as their own commands.
    """
    tasks = listed(told.tasks, day=day)
    columns = (_KIND, *(_seen(each) for each in tasks.columns), *_REACHED)
    keys = [each.key for each in columns]
    aimed = aims.build(told.targets, day=day)
    blocks = [
        *(
            block._replace(
                rows=tuple(
                    (CommitmentKind.TASK, *row, None, None, None, None) for row in block.rows
                )
            )
            for block in tasks.blocks
        ),
        *_targets(told, aimed, keys),
        *_others(told, keys, day),
    ]
    return Report(
        name="notice show",
        title=_title(told.document),
        columns=columns,
        blocks=tuple(each for each in blocks if each.rows),
        notes=(*_facts(told.document), *tasks.notes, *_counted(told, day)),
        as_of=day,
        empty=say("Nothing in the ledger rests on it but what is told below."),
        summary={
            "document": told.document.number,
            **tasks.summary,
            **TargetCounts.of(target_states(told, day))._asdict(),
            **clause_counts([clause for draft in told.drafts for clause in draft.clauses]),
        },
    )


def _seen(column: Column) -> Column:
    """A column of tasks as this page shows it: what is said in the head is not said again."""
    return column._replace(show=_SHOWN.get(column.key, column.show))


def _title(document: Document) -> Message:
    head = say("Document {number}", number=document.number)
    if document.kind:
        head = say("{told}, {fact}", told=head, fact=document.kind)
    if document.dated:
        head = say("{told}, dated {day}", told=head, day=document.dated)
    if document.issuer:
        head = say("{told}, {fact}", told=head, fact=document.issuer)
    return head


def _facts(document: Document) -> Iterator[Message]:
    if document.about:
        yield say("about: {about}", about=document.about)
    if not document.dated:
        yield say("no date is known")
    if document.path:
        yield say("file: {path}", path=document.path)
    if document.recipients:
        yield say("sent to: {names}", names=document.recipients)


def _counted(told: Page, day: date) -> Iterator[Message]:
    """How many of its targets became what, and what else rests on it."""
    counts = TargetCounts.of(target_states(told, day))
    if counts.targets:
        yield say(
            "Targets: {reached} reached, {missed} missed, {open} still to be reached",
            reached=counts.reached,
            missed=counts.missed,
            open=counts.waiting,
        )
    for draft in told.drafts:
        yield clauses_note(clause_counts(draft.clauses))
    count = told.document.assessments
    yield say_n("{count} judgement", "{count} judgements", count)


def target_states(told: Page, day: date) -> list[TargetState | None]:
    """How the targets of the document stand that no later one has taken the place of."""
    of_units = [line.state(day) for line in told.targets if line.moved_to is None]
    of_products = [
        each.state
        for line in told.products
        for each in line.targets
        if each.target.document_key == told.document.key and each.moved_to is None
    ]
    return [*of_units, *of_products]


_AIMED = {
    "missed": N_("Targets missed ({count})"),
    "unknown": N_("Targets past their last day, not assessed ({count})"),
    "open": N_("Targets still to be reached ({count})"),
    "reached": N_("Targets reached ({count})"),
    "unclear": N_("Targets of which no set or criterion is known ({count})"),
    "earlier": N_("Earlier targets, since moved ({count})"),
}


def _targets(told: Page, aimed: Report, keys: Sequence[str]) -> Iterator[Block]:
    """The targets as their own command tells them, under the columns of this page."""
    own = [each.key for each in aimed.columns]
    for block in aimed.blocks:
        rows = []
        for row in block.rows:
            cells = dict(zip(own, row, strict=True))
            whole = cells["number"] is None
            counts = told.counts.get((str(cells["unit"]), str(cells["set"]))) if whole else None
            rows.append(target_row(keys, cells, counts))
        yield Block(f"targets_{block.key}", say(_AIMED[block.key], count=len(rows)), tuple(rows))


def _others(told: Page, keys: Sequence[str], day: date) -> Iterator[Block]:
    number, key = told.document.number, told.document.key
    plans = [plan_row(keys, each, number) for each in told.plans]
    yield _block("plans", N_("Planned values ({count})"), plans)
    aimed = [
        aim_row(keys, line, each, day)
        for line in told.products
        for each in line.targets
        if each.target.document_key == key
    ]
    yield _block("product_targets", N_("Products to be reached ({count})"), aimed)
    grades = [
        grade_row(keys, line, grade)
        for line in told.products
        for grade in line.product.grades
        if grade.document_key == key
    ]
    yield _block("product_grades", N_("Products that it recognised ({count})"), grades)
    tallies = [tally_row(keys, unit, each) for unit, each in told.tallies]
    yield _block("product_tallies", N_("Products counted without their list ({count})"), tallies)
    works = [work_row(keys, each, number, day) for each in told.works]
    yield _block("works", N_("Works ({count})"), works)
    clauses = [
        clause_row(keys, clause, number)
        for draft in told.drafts
        if not draft.replaced
        for clause in draft.clauses
    ]
    yield _block("clauses", N_("Clauses ({count})"), clauses)


def _block(key: str, heading: str, rows: Sequence[Row]) -> Block:
    return Block(key, say(heading, count=len(rows)), tuple(rows))
