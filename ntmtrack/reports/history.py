"""Every judgement of a unit, with the day it was true and the moment it was recorded."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from ntmtrack.domain.assessment import Judgement
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.message import N_, say, say_n
from ntmtrack.reports.counts import event_notes, tally_notes
from ntmtrack.reports.recorded import threshold_cell
from ntmtrack.reports.report import Block, Column, Measure, Report, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("set", N_("Set")),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Criterion, indicator"), wrap=True),
    Column("verdict", N_("Verdict"), Show.ALWAYS),
    Column("value", N_("Value"), right=True),
    Column("threshold", N_("Threshold"), right=True),
    Column("stage", N_("Stage")),
    Column("by", N_("Assessed by"), wrap=True),
    Column("assessed_on", N_("Assessed on"), Show.ALWAYS),
    Column("recorded_at", N_("Recorded at")),
    Column("document", N_("Document"), wrap=True),
    Column("note", N_("Note"), wrap=True),
    Column("judged", N_("Judged"), Show.SPARE),
    Column("at_risk", N_("At risk"), Show.SPARE),
    Column("evidence", N_("Evidence"), Show.SPARE, wrap=True),
    Column("reason", N_("Reason"), wrap=True),
    Column("change", N_("Change"), right=True),
)


class Entry(Protocol):
    """One judgement with both of its days."""

    @property
    def name(self) -> str: ...
    @property
    def set_code(self) -> str: ...
    @property
    def judgement(self) -> Judgement: ...
    @property
    def recorded_at(self) -> str: ...
    @property
    def change(self) -> int: ...
    @property
    def evidence(self) -> tuple[str, ...]: ...


def build(
    unit: Unit,
    entries: Sequence[Entry],
    *,
    day: date,
    standings: Sequence[UnitStanding] = (),
) -> Report:
    """The judgements of one unit up to a day, the newest first, with its counts and events."""
    rows = tuple(
        (
            unit.code,
            entry.set_code,
            entry.judgement.number,
            entry.name,
            entry.judgement.verdict,
            None
            if entry.judgement.value is None
            else Measure(entry.judgement.value, entry.judgement.value_unit),
            threshold_cell(entry.judgement.threshold, entry.judgement.value_unit),
            entry.judgement.stage,
            entry.judgement.by,
            entry.judgement.assessed_on,
            datetime.fromisoformat(entry.recorded_at),
            entry.judgement.document,
            entry.judgement.note,
            entry.judgement.judged,
            entry.judgement.at_risk,
            entry.evidence,
            entry.judgement.reason,
            entry.change,
        )
        for entry in entries
    )
    return Report(
        name="history",
        title=say("Judgements of {unit} up to {day}", unit=unit.name, day=day),
        columns=COLUMNS,
        blocks=(Block("history", None, rows),),
        notes=(
            say_n("{count} judgement", "{count} judgements", len(rows)),
            *(note for each in standings for note in (*tally_notes(each), *event_notes(each))),
        ),
        as_of=day,
        empty=say("Nothing has been recorded of this unit."),
    )
