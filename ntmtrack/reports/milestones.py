"""Plans by the month: what stands, what was recorded, taken back, or loaded from a sheet."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.catalogue import Item, Unit
from ntmtrack.domain.plan import Milestone, Planned
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Measure, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.DATA),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Indicator"), wrap=True),
    Column("by", N_("Planned by"), Show.ALWAYS),
    Column("value", N_("Value"), Show.ALWAYS, right=True),
    Column("start", N_("From"), Show.DATA),
    Column("last_day", N_("Last day"), Show.SPARE),
    Column("precision", N_("Precision"), Show.DATA),
    Column("value_unit", N_("Unit of measure"), Show.DATA),
    Column("document", N_("Document"), wrap=True),
    Column("note", N_("Note"), wrap=True),
)


class Line(Record):
    """One standing plan, and what it is about."""

    unit: Unit
    set_code: str
    item: Item
    milestone: Milestone


def listing(lines: Sequence[Line], *, day: date, notes: tuple[Message, ...] = ()) -> Report:
    """The plans that stand, one row for each span."""
    return _report("milestone list", say("Planned values"), lines, day, notes)


def recorded(
    lines: Sequence[Line], planned: Planned, *, replaced: Milestone | None, day: date
) -> Report:
    """The plans of one indicator after a new one was recorded, and what that one takes over."""
    notes = []
    if replaced is not None:
        notes.append(
            say(
                "{words}: {value} was planned before; it is kept in the ledger and counts no more",
                words=replaced.planned.words,
                value=_value(replaced),
            )
        )
    for line in lines:
        other = line.milestone.planned
        if other.last_day == planned.last_day and other.start != planned.start:
            notes.append(_rivals(line, planned))
    unit = lines[0].unit.name
    title = say("Planned: {unit}, {number}", unit=unit, number=lines[0].item.number)
    return _report("milestone add", title, lines, day, tuple(notes))


def _rivals(line: Line, planned: Planned) -> Message:
    return say(
        "WARNING {words} and {other} end on the same day, {day}; the one recorded last counts",
        words=planned.words,
        other=line.milestone.planned.words,
        day=planned.last_day,
    )


def removed(
    unit_name: str, number: str, lines: Sequence[Line], taken: Milestone, *, day: date
) -> Report:
    """The plans of one indicator that are left after one was taken back."""
    note = say("taken back: {value} by {words}", value=_value(taken), words=taken.planned.words)
    title = say("Planned: {unit}, {number}", unit=unit_name, number=number)
    return _report("milestone remove", title, lines, day, (note,))


def _report(
    name: str, title: Message, lines: Sequence[Line], day: date, notes: tuple[Message, ...]
) -> Report:
    return Report(
        name=name,
        title=title,
        columns=COLUMNS,
        blocks=(Block("milestones", None, tuple(_row(line) for line in lines)),),
        notes=notes,
        as_of=day,
        empty=say("Nothing is planned."),
        summary={"milestones": len(lines)},
    )


def _row(line: Line) -> Row:
    each = line.milestone
    return (
        line.unit.code,
        line.unit.name,
        line.set_code,
        line.item.number,
        line.item.name,
        each.planned.words,
        _value(each),
        each.planned.start,
        each.planned.last_day,
        each.precision,
        each.value_unit,
        each.document,
        each.note,
    )


def _value(each: Milestone) -> Measure:
    # What stands has a value: one taken back does not stand.
    assert each.planned.value is not None
    return Measure(each.planned.value, each.value_unit)
