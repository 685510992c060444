"""What a change did to each row, field by field, before and after."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from ntmtrack.domain.assessment import Judged, Stage, Verdict
from ntmtrack.domain.bundle import BundleWay, HubWay, Signature
from ntmtrack.domain.change import ChangeKind
from ntmtrack.domain.changed_row import (
    ChangedRow,
    ChangedRows,
    LedgerField,
    LedgerTable,
    RowAction,
    Value,
    field_of,
)
from ntmtrack.domain.criteria_terms import Level
from ntmtrack.domain.division import Region
from ntmtrack.domain.dossier import DossierEventKind
from ntmtrack.domain.draft import ClauseState, ProposalState
from ntmtrack.domain.due import Precision
from ntmtrack.domain.lineage import LineageKind
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.domain.reminder import LetterKind, MailState
from ntmtrack.domain.standing import CountedAs, StandingEvent
from ntmtrack.domain.task import Role, TaskEventKind, TaskState
from ntmtrack.domain.unit import UnitKind
from ntmtrack.domain.work import CapitalKind, WorkEventKind
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Cell, Column, Row, Show

COLUMNS = (
    Column("table", N_("Table"), Show.DATA),
    Column("row", N_("Which row"), Show.DATA),
    Column("action", N_("Action"), Show.DATA),
    Column("field", N_("Which field"), Show.ALWAYS),
    Column("before", N_("Before"), wrap=True),
    Column("after", N_("After"), wrap=True),
)

_WORDS: dict[tuple[str, str], type[StrEnum]] = {
    ("unit_version", "kind"): UnitKind,
    ("unit_version", "region"): Region,
    ("task", "state"): TaskState,
    ("task", "due_precision"): Precision,
    ("task_party", "role"): Role,
    ("task_event", "kind"): TaskEventKind,
    ("task_event", "precision"): Precision,
    ("clause", "state"): ClauseState,
    ("proposal", "state"): ProposalState,
    ("criteria_set", "level"): Level,
    ("assessment", "stage"): Stage,
    ("assessment", "verdict"): Verdict,
    ("assessment", "judged"): Judged,
    ("tally", "what"): CountedAs,
    ("standing", "event"): StandingEvent,
    ("standing", "target_precision"): Precision,
    ("target", "precision"): Precision,
    ("milestone", "precision"): Precision,
    ("product_target", "precision"): Precision,
    ("work_event", "kind"): WorkEventKind,
    ("work_event", "precision"): Precision,
    ("capital", "kind"): CapitalKind,
    ("lineage", "kind"): LineageKind,
    ("dossier_event", "kind"): DossierEventKind,
    ("letter", "kind"): LetterKind,
    ("delivery", "state"): MailState,
    ("mail_run", "kind"): LetterKind,
    ("bundle", "way"): BundleWay,
    ("bundle", "signature"): Signature,
    ("received", "kind"): ChangeKind,
    ("received_op", "action"): RowAction,
    ("op_outcome", "outcome"): OpOutcome,
    ("hub_cursor", "way"): HubWay,
}
"""The fields that hold an enumerated word."""

_YES_NO = ("at_risk", "or_more", "outside", "whole")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_MOMENTS = ("recorded_at", "happened_at", "next_try")
"""The fields that hold a moment (UTC); the ledger checks their form."""

_HEADINGS = {
    RowAction.INSERT: N_("Written: {table} {row}"),
    RowAction.UPDATE: N_("Corrected: {table} {row}"),
    RowAction.DELETE: N_("Taken back: {table} {row}"),
}


def blocks(found: ChangedRows) -> tuple[Block, ...]:
    """A block for every row that was touched, and in it a line for every field."""
    return tuple(_block(place, each) for place, each in enumerate(found.rows))


def _block(place: int, row: ChangedRow) -> Block:
    heading = say(_HEADINGS[row.action], table=row.table, row=row.name)
    return Block(str(place), heading, tuple(_lines(row)) or (_line(row, None, None, None),))


def _lines(row: ChangedRow) -> list[Row]:
    fields = [each for each in LedgerField if each in row.before or each in row.after]
    return [
        _line(row, each, _cell(row, each, row.before), _cell(row, each, row.after))
        for each in fields
    ]


def _line(row: ChangedRow, field: LedgerField | None, before: Cell, after: Cell) -> Row:
    called = None if field is None else field_of(row.table, field)
    return (row.table, row.name, row.action, called, before, after)


def _cell(row: ChangedRow, field: LedgerField, side: Mapping[LedgerField, Value]) -> Cell:
    """A field as it is told in every form: a word, a day, a moment, a number, or as written."""
    value = side.get(field)
    if value is None:
        return None
    if field in _YES_NO:
        return bool(value)
    words = _WORDS.get((row.table, field))
    if words is not None:
        return words(str(value)) if str(value) in {str(each) for each in words} else value
    if field in _MOMENTS:
        return datetime.fromisoformat(str(value))
    if field is LedgerField.AT_TABLE:
        return LedgerTable(str(value))
    return _number(value) if field is LedgerField.VALUE else _day(value)


def _number(value: Value) -> Cell:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


def _day(value: Value) -> Cell:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def counted(found: ChangedRows) -> tuple[Message, ...]:
    """How many rows of each kind a change touched."""
    return tuple(_count(action, count, table) for (table, action), count in found.counts.items())


def _count(action: RowAction, count: int, table: LedgerTable) -> Message:
    if action is RowAction.INSERT:
        return say_n(
            "{table}: {count} row written", "{table}: {count} rows written", count, table=table
        )
    if action is RowAction.UPDATE:
        return say_n(
            "{table}: {count} row corrected", "{table}: {count} rows corrected", count, table=table
        )
    return say_n(
        "{table}: {count} row taken back", "{table}: {count} rows taken back", count, table=table
    )


def left_out(found: ChangedRows) -> int:
    """How many rows are counted but not shown."""
    return sum(found.counts.values()) - len(found.rows)
