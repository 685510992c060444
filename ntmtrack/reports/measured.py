"""A figure that was recorded, beside the one before it and what was planned by then."""

from datetime import date
from decimal import Decimal

from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.criteria import Indicator
from ntmtrack.domain.plan import Figure, Planned
from ntmtrack.message import N_, say
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Measure, Report, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.DATA),
    Column("set", N_("Set"), Show.DATA),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Indicator"), Show.ALWAYS, wrap=True),
    Column("value", N_("Value"), Show.ALWAYS, right=True),
    Column("measured_on", N_("Measured on")),
    Column("before", N_("Before"), right=True),
    Column("before_on", N_("On"), Show.SPARE),
    Column("change", N_("Up or down"), right=True),
    Column("planned", N_("Planned"), right=True),
    Column("planned_by", N_("Planned by"), Show.SPARE),
    Column("by", N_("By"), wrap=True),
    Column("document", N_("Document"), wrap=True),
    Column("note", N_("Note"), wrap=True),
    Column("value_unit", N_("Unit of measure"), Show.DATA),
)


class Measured(Record):
    """One figure as it was written; `before` and `planned` are what held on its day."""

    value: Decimal
    value_unit: str | None
    measured_on: date
    before: Figure | None = None
    planned: Planned | None = None
    by: str | None = None
    document: str | None = None
    note: str | None = None


def measured(unit: Unit, of: SetName, indicator: Indicator, figure: Measured) -> Report:
    """What was recorded, for a set that may be for other years: that is warned about."""
    before, planned = figure.before, figure.planned
    row = (
        unit.code,
        unit.name,
        of.code,
        indicator.number,
        indicator.name,
        Measure(figure.value, figure.value_unit),
        figure.measured_on,
        None if before is None else Measure(before.value, figure.value_unit),
        None if before is None else before.on,
        None if before is None else Measure(figure.value - before.value, figure.value_unit),
        None if planned is None else plan_cell(planned, figure.value_unit),
        None if planned is None else planned.last_day,
        figure.by,
        figure.document,
        figure.note,
        figure.value_unit,
    )
    notes = [
        say(
            "recorded as of {day} under the set {set}, without a judgement",
            day=figure.measured_on,
            set=of.code,
        )
    ]
    if not of.holds_on(figure.measured_on):
        notes.append(
            say(
                "WARNING {set} is for {period}, in force from {start}; the figure is of {day}",
                set=of.code,
                period=of.period or "…",
                start=of.effective or of.issued or "…",
                day=figure.measured_on,
            )
        )
    return Report(
        name="measure",
        title=say("Recorded: {unit}", unit=unit.name),
        columns=COLUMNS,
        blocks=(Block("measured", None, (row,)),),
        notes=tuple(notes),
        as_of=figure.measured_on,
    )


def plan_cell(planned: Planned, unit: str | None) -> Measure | None:
    """A planned value with its unit; nothing where the plan was taken back."""
    return None if planned.value is None else Measure(planned.value, unit)
