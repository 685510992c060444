"""The lines of a page about one document, each under the columns of the page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ntmtrack.domain.assessment import Counts
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.commitment import CommitmentKind
from ntmtrack.domain.draft import DraftClause
from ntmtrack.domain.due import days_left
from ntmtrack.domain.plan import Milestone
from ntmtrack.domain.product import Grade
from ntmtrack.domain.product_count import Stated
from ntmtrack.domain.product_target import TargetLine
from ntmtrack.domain.progress import Line as PlanLine
from ntmtrack.domain.work import Work
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports.draft_object import state_of
from ntmtrack.reports.product_counts import counted_words
from ntmtrack.reports.products import Line as ProductLine
from ntmtrack.reports.report import Cell, Measure, Row

_WORDS = 100
"""How many characters of a clause are shown; `ntmtrack notice draft` shows the whole."""


class PlannedLine(Record):
    """A planned value of the document, and how its indicator stands on the day."""

    unit: Unit
    set_code: str
    milestone: Milestone
    line: PlanLine | None


class WorkLine(Record):
    """A work that the document speaks of, and its unit."""

    unit: Unit
    work: Work


def _row(keys: Sequence[str], kind: CommitmentKind, **cells: Cell) -> Row:
    """A row that has these cells, and nothing in the other columns."""
    told: dict[str, Any] = {"kind": kind, **cells}
    return tuple(told.get(key) for key in keys)


def target_row(keys: Sequence[str], cells: Mapping[str, Cell], counts: Counts | None) -> Row:
    """A target as its own list tells it, by the keys of that list.

    `counts` say of a whole set how many criteria are met, of how many.
    """
    return _row(
        keys,
        CommitmentKind.TARGET,
        title=cells["name"],
        due=cells["last_day"],
        due_text=cells["words"],
        value=None if counts is None else counts.met,
        aimed=None if counts is None else counts.total,
        **{key: cells[key] for key in _AS_LISTED},
    )


_AS_LISTED = (
    *("unit", "unit_name", "set", "number", "precision", "days_left", "state", "document"),
    *("verdict", "reached_on"),
)


def plan_row(keys: Sequence[str], each: PlannedLine, document: str) -> Row:
    """A planned value beside the figure that was reached by the day."""
    planned, line = each.milestone.planned, each.line
    actual = None if line is None else line.actual
    measured = each.milestone.value_unit
    # What stands has a value: one taken back does not stand.
    assert planned.value is not None
    return _row(
        keys,
        CommitmentKind.PLAN,
        title=None if line is None else line.about.name,
        unit=each.unit.code,
        unit_name=each.unit.name,
        set=each.set_code,
        number=None if line is None else line.about.number,
        due=planned.last_day,
        due_text=planned.words,
        precision=each.milestone.precision,
        document=document,
        value=None if actual is None else Measure(actual.value, measured),
        aimed=Measure(planned.value, measured),
        reached_on=None if actual is None else actual.on,
    )


def aim_row(keys: Sequence[str], line: ProductLine, each: TargetLine, day: date) -> Row:
    """A target of a product beside the stars that it has on the day."""
    target, grade = each.target, line.product.grade
    return _row(
        keys,
        CommitmentKind.PRODUCT_TARGET,
        title=line.product.name,
        unit=line.unit.code,
        unit_name=line.unit.name,
        due=target.last_day,
        due_text=target.words,
        precision=target.precision,
        days_left=days_left(target.last_day, day) if each.waits else None,
        state=each.state,
        document=target.document,
        value=None if grade is None else grade.stars,
        aimed=target.stars,
        reached_on=None if each.grade is None else each.grade.recognised_on,
    )


def grade_row(keys: Sequence[str], line: ProductLine, grade: Grade) -> Row:
    """A recognition of a product by the document."""
    return _row(
        keys,
        CommitmentKind.PRODUCT_GRADE,
        title=line.product.name,
        unit=line.unit.code,
        unit_name=line.unit.name,
        due_text=grade.words,
        value=grade.stars,
        reached_on=grade.recognised_on,
        document=grade.document,
    )


def tally_row(keys: Sequence[str], unit: Unit, counted: Stated) -> Row:
    """A count of products that the document gives without their list."""
    tally = counted.tally
    return _row(
        keys,
        CommitmentKind.PRODUCT_TALLY,
        title=counted_words(tally),
        unit=unit.code,
        unit_name=unit.name,
        value=tally.number,
        reached_on=tally.counted_on,
        document=tally.document,
    )


def work_row(keys: Sequence[str], each: WorkLine, document: str, day: date) -> Row:
    """A work: what was disbursed of what was approved, and how far it has come."""
    work, plan = each.work, each.work.plan
    sums = work.sums()
    return _row(
        keys,
        CommitmentKind.WORK,
        title=work.name,
        unit=each.unit.code,
        unit_name=each.unit.name,
        due=None if plan is None else plan.last_day,
        due_text=None if plan is None else plan.words,
        days_late=work.late(day),
        state=work.state,
        progress=work.percent,
        document=document,
        value=sums.disbursed,
        aimed=sums.approved,
    )


def clause_row(keys: Sequence[str], clause: DraftClause, document: str) -> Row:
    """A clause by its first words, with what was decided of it and the tasks that it gave."""
    tasks = tuple(each.task for each in clause.proposals if each.task is not None)
    words = clause.words if len(clause.words) <= _WORDS else _shortened(clause.words)
    return _row(
        keys,
        CommitmentKind.CLAUSE,
        title=say("{words} ({tasks})", words=words, tasks=tasks) if tasks else words,
        clause=clause.number,
        state=state_of(clause),
        document=document,
    )


def _shortened(words: str) -> str:
    """The first words of a clause, whole ones."""
    return f"{words[:_WORDS].rpartition(' ')[0] or words[:_WORDS]} …"
