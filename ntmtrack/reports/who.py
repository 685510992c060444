"""Who said what of a criterion of a unit, and when; what was undone is marked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.domain.task import Role, TaskEventKind
from ntmtrack.message import N_, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.log import Change
from ntmtrack.reports.report import Block, Cell, Column, Measure, Report, Row, Show

COLUMNS = (
    Column("change", N_("Change"), Show.ALWAYS, right=True),
    Column("recorded_at", N_("Recorded at"), Show.ALWAYS),
    Column("actor", N_("By"), Show.ALWAYS),
    Column("office", N_("Office"), Show.DATA),
    Column("about", N_("Of what"), Show.ALWAYS, wrap=True),
    Column("number", N_("No."), Show.SPARE),
    Column("said", N_("Said"), Show.ALWAYS, wrap=True),
    Column("undone_by", N_("Undone by"), right=True),
    Column("value", N_("Value"), right=True),
    Column("day", N_("On")),
    Column("task", N_("Task"), Show.SPARE),
    Column("words", N_("In words"), Show.SPARE, wrap=True),
    Column("document", N_("Document"), Show.SPARE, wrap=True),
)


class Origin(Protocol):
    """Who wrote a row in another office, and when (UTC); `office` is its name, None is this one."""

    @property
    def actor(self) -> str: ...
    @property
    def recorded_at(self) -> str: ...
    @property
    def office(self) -> str | None: ...


class Said(Record):
    """One row about the criterion: the change that wrote it here, and which took it back.

    `row` is as it was written, `called` the names of what it refers to, by column without `_id`;
    `origin` is known of what came from another office.
    """

    change: Change
    table: LedgerTable
    undone_by: int | None
    row: Mapping[str, Any]
    called: Mapping[str, str]
    origin: Origin | None = None


def build(unit: Unit, numbers: Sequence[str], found: Sequence[Said], *, day: date) -> Report:
    """All of it, the newest first."""
    rows = tuple(_row(each) for each in reversed(found))
    taken = sum(each.undone_by is not None for each in found)
    notes = [say_n("{count} row", "{count} rows", len(rows))]
    if taken:
        notes.append(say_n("{count} of them was undone", "{count} of them were undone", taken))
    return Report(
        name="log who",
        title=say("Who said what of {unit}, {numbers}", unit=unit.name, numbers=tuple(numbers)),
        columns=COLUMNS,
        blocks=(Block("who", None, rows),),
        notes=tuple(notes),
        as_of=day,
        empty=say("Nothing has been recorded of this."),
    )


def _row(said: Said) -> Row:
    row, called = said.row, said.called
    author = said.origin or said.change
    return (
        said.change.number,
        datetime.fromisoformat(author.recorded_at),
        author.actor,
        said.origin.office if said.origin else None,
        said.table,
        called.get("item"),
        _said(said),
        said.undone_by,
        _value(row),
        _day(row),
        row.get("number") if said.table is LedgerTable.TASK else called.get("task"),
        next((row[each] for each in _WORDS if row.get(each)), None),
        called.get("document"),
    )


_WORDS = ("title", "words", "path", "paper", "note")
"""The columns that say something in words; the first that does."""

_DAYS = ("assessed_on", "happened_on", "measured_on", "counted_on", "assigned_on", "last_day")
"""The columns of the day that a row is about; the first that it has."""


def _said(said: Said) -> Cell:
    row = said.row
    if said.table is LedgerTable.ASSESSMENT:
        return Verdict(row["verdict"])
    if said.table is LedgerTable.TASK_EVENT:
        return TaskEventKind(row["kind"])
    if said.table is LedgerTable.TASK_PARTY:
        party = said.called.get("agency") or said.called.get("person")
        return say("{role}: {name}", role=Role(row["role"]), name=party)
    return None


def _value(row: Mapping[str, Any]) -> Cell:
    if row.get("value") is None:
        return None
    try:
        return Measure(Decimal(row["value"]), row.get("value_unit"))
    except InvalidOperation:
        return str(row["value"])


def _day(row: Mapping[str, Any]) -> date | None:
    found = next((row[each] for each in _DAYS if row.get(each)), None)
    return None if found is None else date.fromisoformat(found)
