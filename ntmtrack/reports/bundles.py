"""Bundles: what one holds, which were made and taken in, and what was refused elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ntmtrack.domain.bundle import BundleWay, Signature
from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Show

LIST_COLUMNS = (
    Column("way", N_("Way"), Show.ALWAYS),
    Column("number", N_("Bundle"), Show.ALWAYS, right=True),
    Column("office", N_("Made by")),
    Column("to", N_("For")),
    Column("recorded_at", N_("Recorded at")),
    Column("signature", N_("Signature")),
    Column("changes", N_("Changes"), right=True),
    Column("ops", N_("Rows"), right=True),
    Column("evidence", N_("Evidence"), Show.SPARE, right=True),
    Column("applied", N_("Applied"), right=True),
    Column("same", N_("Already here"), right=True),
    Column("conflict", N_("In conflict"), right=True),
    Column("waiting", N_("Waiting"), right=True),
    Column("refused", N_("Refused"), right=True),
    Column("change", N_("Change"), Show.SPARE, right=True),
    Column("sha256", N_("SHA-256"), Show.DATA),
)

INSIDE_COLUMNS = (
    Column("table", N_("Kind of row"), Show.ALWAYS),
    Column("insert", N_("New"), right=True),
    Column("update", N_("Corrected"), right=True),
    Column("delete", N_("Taken back"), right=True),
)

MADE_COLUMNS = (
    Column("number", N_("Bundle"), Show.ALWAYS, right=True),
    Column("file", N_("File"), Show.ALWAYS),
    Column("to", N_("For")),
    Column("changes", N_("Changes"), right=True),
    Column("ops", N_("Rows"), right=True),
    Column("evidence", N_("Evidence"), right=True),
    Column("bytes", N_("Bytes"), right=True),
    Column("signature", N_("Signature")),
    Column("sha256", N_("SHA-256"), Show.DATA),
)

_COUNTED = (
    *("changes", "ops", "evidence", "applied", "same", "conflict", "waiting"),
    "refused",
)


class Listed(Record):
    """One bundle that was made or taken in; offices by their names."""

    way: BundleWay
    number: int
    office: str
    to: str | None
    recorded_at: str
    signature: Signature
    counts: Mapping[str, int]
    change: int
    sha256: str | None


class Confirmed(Record):
    """What another office said of this one's changes: had up to `seq`, and so many refused."""

    office: str
    seq: int
    refused: int


class Made(Record):
    """A bundle that was just made."""

    number: int
    file: str
    to: str | None
    counts: Mapping[str, int]
    size: int
    signature: Signature
    sha256: str


def listed(found: Sequence[Listed], receipts: Sequence[Confirmed], day: date) -> Report:
    """Every bundle, oldest first, and below what other offices confirmed and refused."""
    rows = tuple(
        (
            each.way,
            each.number,
            each.office,
            each.to,
            datetime.fromisoformat(each.recorded_at),
            each.signature,
            *(each.counts.get(key) for key in _COUNTED),
            each.change,
            each.sha256,
        )
        for each in found
    )
    return Report(
        name="bundle list",
        title=say("Bundles made and taken in"),
        columns=LIST_COLUMNS,
        blocks=(Block("bundles", None, rows),),
        notes=tuple(note for each in receipts for note in _said(each)),
        as_of=day,
        empty=say("No bundle was made or taken in yet: `ntmtrack bundle make -o FILE`."),
        summary={"bundles": len(rows)},
    )


def _said(each: Confirmed) -> list[Message]:
    told = [
        say(
            "{office} has the changes of this ledger up to {number}.",
            office=each.office,
            number=each.seq,
        )
    ]
    if each.refused:
        told.append(
            say_n(
                "{count} row of this ledger was refused by {office}.",
                "{count} rows of this ledger were refused by {office}.",
                each.refused,
                office=each.office,
            )
        )
    return told


def inside(
    counted: Mapping[str, Mapping[str, int]],
    day: date,
    *,
    title: Message,
    notes: Sequence[Message],
    whole: Mapping[str, object],
) -> Report:
    """What a bundle does to each kind of row: `counted` by table and action."""
    rows = tuple(
        (
            LedgerTable(table),
            counted[table].get("insert", 0),
            counted[table].get("update", 0),
            counted[table].get("delete", 0),
        )
        for table in counted
    )
    return Report(
        name="bundle inspect",
        title=title,
        columns=INSIDE_COLUMNS,
        blocks=(Block("rows", None, rows),),
        notes=tuple(notes),
        as_of=day,
        empty=say("There is no change in it."),
        summary={"ops": sum(sum(each.values()) for each in counted.values())},
        whole={**whole, "rows": {table: dict(each) for table, each in counted.items()}},
    )


def made(each: Made, day: date, *, notes: Sequence[Message]) -> Report:
    """The bundle that was made."""
    row = (
        each.number,
        each.file,
        each.to,
        *(each.counts[key] for key in ("changes", "ops", "evidence")),
        each.size,
        each.signature,
        each.sha256,
    )
    return Report(
        name="bundle make",
        title=say("A bundle was made"),
        columns=MADE_COLUMNS,
        blocks=(Block("bundle", None, (row,)),),
        notes=tuple(notes),
        as_of=day,
    )
