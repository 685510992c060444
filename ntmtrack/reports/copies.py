"""Copies of the ledger: what was made and let go, and what going back to one would change."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Row, Show


class CopyState(StrEnum):
    """What became of a copy."""

    MADE = "made"
    THERE = "there"
    """It was there already, and holds everything."""
    REMOVED = "removed"
    """Newer ones have taken its place."""


class ChangeFate(StrEnum):
    """What becomes of a change when a ledger goes back to a copy."""

    GOES = "goes"
    """The copy does not have it."""
    COMES = "comes"
    """Only the copy has it."""


class CopyLine(Record):
    """A copy: when it was made (time of the office), its last change, its size in bytes."""

    state: CopyState
    file: str
    made_at: datetime
    change: int
    bytes: int | None = None


class FatedChange(Record):
    """A change that one of two ledgers has alone; `recorded_at` is a moment (UTC)."""

    fate: ChangeFate
    number: int
    recorded_at: datetime
    actor: str
    command: str


class TableCount(Record):
    """How many rows of a kind there are now, and in the copy; None where that knows none."""

    table: LedgerTable
    now: int | None
    then: int | None


class Comparison(Record):
    """What is here and what a copy holds.

    `number` and `recorded_at` are those of the copy's last change. `fault` says why what is here
    could not be read. `sent` counts the bundles that went out and of which the copy does not know.
    """

    file: str
    number: int | None
    recorded_at: datetime | None
    changes: tuple[FatedChange, ...]
    tables: tuple[TableCount, ...]
    fault: Message | None = None
    sent: int = 0


BACKUP_COLUMNS = (
    Column("state", N_("State"), Show.ALWAYS),
    Column("file", N_("File"), Show.ALWAYS),
    Column("made_at", N_("Made at"), Show.ALWAYS),
    Column("change", N_("Change"), right=True),
    Column("bytes", N_("Bytes"), right=True),
)

RESTORE_COLUMNS = (
    Column("fate", N_("Becomes of it"), Show.ALWAYS),
    Column("change", N_("Change"), right=True),
    Column("recorded_at", N_("Recorded at")),
    Column("actor", N_("By")),
    Column("command", N_("Command"), wrap=True),
    Column("table", N_("Table")),
    Column("now", N_("Now"), right=True),
    Column("then", N_("In the copy"), right=True),
)


def backup(
    copy: CopyLine, removed: Sequence[CopyLine], torn: Sequence[Message], *, day: date
) -> Report:
    """The copy that holds the ledger now, and the older ones that went.

    `torn` is what in the ledger is not as its changes wrote it.
    """
    if copy.state is CopyState.MADE:
        told = say("The copy is proved: change {number}.", number=copy.change)
    else:
        told = say("Nothing has been recorded since change {number}: no copy.", number=copy.change)
    return Report(
        name="backup",
        title=say("A copy of the ledger"),
        columns=BACKUP_COLUMNS,
        blocks=(Block("copies", None, tuple(tuple(each) for each in (copy, *removed))),),
        notes=(
            told,
            *(say("The ledger itself is not as it was written: {why}.", why=why) for why in torn),
            say("To go back to it: `ntmtrack restore FILE`."),
        ),
        as_of=day,
        summary={"removed": len(removed), "torn": len(torn)},
    )


def restore(found: Comparison, *, day: date, kept: str | None, done: bool) -> Report:
    """What going back to a copy changes, or has changed; `kept` is where what was here is kept."""
    goes = [each for each in found.changes if each.fate is ChangeFate.GOES]
    comes = [each for each in found.changes if each.fate is ChangeFate.COMES]
    tables = [each for each in found.tables if each.now != each.then]
    return Report(
        name="restore",
        title=say("Gone back to {file}", file=found.file)
        if done
        else say("To go back to {file}", file=found.file),
        columns=RESTORE_COLUMNS,
        blocks=(
            Block("goes", say("Goes: the copy does not have it"), tuple(map(_fated, goes))),
            Block("comes", say("Comes: only the copy has it"), tuple(map(_fated, comes))),
            Block(
                "tables",
                say("Rows of each table that differs"),
                tuple((None, *(None,) * 4, *each) for each in tables),
            ),
        ),
        notes=tuple(_notes(found, len(goes), len(comes), kept, done=done)),
        as_of=day,
        empty=None if found.fault else say("The ledger and the copy hold the same changes."),
        summary={"goes": len(goes), "comes": len(comes), "sent": found.sent},
    )


def _fated(each: FatedChange) -> Row:
    return (*each, None, None, None)


def _notes(
    found: Comparison, goes: int, comes: int, kept: str | None, *, done: bool
) -> list[Message]:
    notes = []
    if not done:
        notes.append(say("Nothing has been changed yet."))
    if found.number is None:
        notes.append(say("The copy is proved; nothing was ever recorded in it."))
    else:
        notes.append(
            say(
                "The copy is proved; its last change is {number}, of {moment}.",
                number=found.number,
                moment=found.recorded_at,
            )
        )
    if found.fault is not None:
        notes.append(say("What is here cannot be compared: {why}.", why=found.fault))
    else:
        notes.append(
            say(
                "{goes}; {comes}",
                goes=say_n("{count} change goes", "{count} changes go", goes),
                comes=say_n("{count} change comes", "{count} changes come", comes),
            )
        )
    if found.sent:
        notes.append(
            say_n(
                "{count} bundle went out that the copy does not know of: what was in it comes back"
                " with the next bundle of whoever received it.",
                "{count} bundles went out that the copy does not know of: what was in them comes"
                " back with the next bundle of whoever received them.",
                found.sent,
            )
        )
    if kept is not None:
        notes.append(say("What was here is kept: {file}", file=kept))
        notes.append(say("To take this back: `ntmtrack restore FILE` with that file."))
    return notes
