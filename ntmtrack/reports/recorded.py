"""What a judging command recorded, and how the unit stands after it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ntmtrack.domain.assessment import Judged, Stage, Verdict
from ntmtrack.domain.bodies import Document
from ntmtrack.domain.catalogue import SetName
from ntmtrack.domain.operator import Operator
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.reports.counts import counts_note, summary_of, tally_notes
from ntmtrack.reports.report import Block, Column, Measure, Report, Show

COLUMNS = (
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Criterion"), Show.ALWAYS, wrap=True),
    Column("verdict", N_("Verdict"), Show.ALWAYS),
    Column("before", N_("Before")),
    Column("value", N_("Value"), right=True),
    Column("threshold", N_("Threshold"), right=True),
    Column("judged", N_("Judged")),
    Column("reason", N_("Reason"), wrap=True),
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.DATA),
    Column("set", N_("Set"), Show.DATA),
    Column("stage", N_("Stage"), Show.DATA),
    Column("assessed_on", N_("Assessed on"), Show.DATA),
    Column("document", N_("Document"), Show.DATA),
)


class Recorded(Record):
    """One judgement as it was written, and the verdict that stood there before."""

    number: str
    name: str
    verdict: Verdict
    before: Verdict | None = None
    value: Decimal | None = None
    value_unit: str | None = None
    threshold: str | None = None
    judged: Judged = Judged.BY_HAND
    reason: str | None = None


def _columns(records: Sequence[Recorded]) -> tuple[Column, ...]:
    """How a verdict came about is told where it was not simply given."""
    plain = all(each.judged is Judged.BY_HAND for each in records)
    return tuple(
        column._replace(show=Show.DATA) if column.key == "judged" and plain else column
        for column in COLUMNS
    )


def threshold_cell(threshold: str | None, unit: str | None) -> Measure | None:
    """A threshold as kept with a judgement (">= 85") as a cell."""
    if threshold is None:
        return None
    operator, level = threshold.split()
    return Measure(Decimal(level), unit, Operator(operator).sign)


def assessed(
    standing: UnitStanding,
    records: Sequence[Recorded],
    *,
    stage: Stage,
    day: date,
    document: Document | None,
    of: SetName,
    by: str | None = None,
    now: UnitStanding | None = None,
) -> Report:
    """What was recorded of one unit in one change.

    `standing` is that of the day it was recorded for, `now` today's if that day is past.
    """
    rows = tuple(
        (
            each.number,
            each.name,
            each.verdict,
            each.before,
            None if each.value is None else Measure(each.value, each.value_unit),
            threshold_cell(each.threshold, each.value_unit),
            each.judged,
            each.reason,
            standing.unit,
            standing.unit_name,
            standing.set_code,
            stage,
            day,
            None if document is None else document.number,
        )
        for each in records
    )
    notes: list[Message] = [
        say(
            "recorded as of {day}, {stage}, under the set {set}",
            day=day,
            stage=stage,
            set=standing.set_code,
        )
    ]
    if by is not None:
        notes.append(say("assessed by {agency}", agency=by))
    if not of.holds_on(day):
        notes.append(
            say(
                "WARNING {set} is for {period}, in force from {start}; the judgement is of {day}",
                set=of.code,
                period=of.period or "…",
                start=of.effective or of.issued or "…",
                day=day,
            )
        )
    if document is not None:
        notes.append(say("document: {number}", number=document.number))
    notes += [counts_note(standing), *tally_notes(standing)]
    if now is not None and now.counts != standing.counts:
        notes.append(
            say(
                "that is the count of {day}; with what was judged later it is {met}/{total} today",
                day=day,
                met=now.counts.met,
                total=now.counts.total,
            )
        )
    return Report(
        name="assess",
        title=say("Recorded: {unit}", unit=standing.unit_name),
        columns=_columns(records),
        blocks=(Block("recorded", None, rows),),
        notes=tuple(notes),
        as_of=day,
        summary=summary_of([standing]),
    )
