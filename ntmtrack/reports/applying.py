"""What became of a bundle, and where offices wrote different things of the same row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ntmtrack.domain.changed_row import LedgerField, LedgerTable, RowAction, TaskField
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.check import command_line
from ntmtrack.reports.report import Block, Column, Report, Row, Show

TAKEN_COLUMNS = (
    Column("outcome", N_("Result"), Show.ALWAYS),
    Column("table", N_("Kind of row"), Show.ALWAYS),
    Column("action", N_("Action")),
    Column("unit_name", N_("Unit")),
    Column("row", N_("Which row"), Show.ALWAYS, wrap=True),
    Column("why", N_("Reason"), wrap=True),
    Column("office", N_("Written by")),
    Column("actor", N_("By"), Show.SPARE),
    Column("recorded_at", N_("Recorded at"), Show.SPARE),
    Column("change", N_("Its change"), Show.SPARE, right=True),
    Column("uid", N_("Row's uid"), Show.DATA),
)

CONFLICT_COLUMNS = (
    Column("table", N_("Kind of row"), Show.ALWAYS),
    Column("row", N_("Which row"), Show.ALWAYS, wrap=True),
    Column("field", N_("Which field"), Show.ALWAYS),
    Column("value", N_("Value"), Show.ALWAYS, wrap=True),
    Column("office", N_("Written by")),
    Column("actor", N_("By")),
    Column("recorded_at", N_("Recorded at")),
    Column("stands", N_("Shown now")),
    Column("command", N_("Command"), wrap=True),
    Column("field_key", N_("Field's key"), Show.DATA),
    Column("uid", N_("Row's uid"), Show.DATA),
)


class Line(Record):
    """One op that was not taken in: of which row, whose it is, and why."""

    outcome: OpOutcome
    table: LedgerTable
    action: RowAction
    unit: str | None
    row: str
    why: Message | None
    office: str
    actor: str | None
    recorded_at: str | None
    change: int | None
    uid: str


class Missing(Record):
    """Changes of the sender that no bundle brought, and which of its bundles may hold them."""

    first: int
    last: int
    bundles: tuple[int, ...]


class Value(Record):
    """One of several values of a field that offices wrote; `command` lets it stand."""

    table: LedgerTable
    row: str
    field: LedgerField | TaskField
    key: str
    words: str | None
    office: str
    actor: str
    recorded_at: str
    stands: bool
    uid: str
    command: tuple[str, ...] = ()


class Applied(Record):
    """What is told of a bundle that was taken in."""

    office: str
    number: int
    counts: Mapping[OpOutcome, int]
    told: Sequence[Line]
    answers: Sequence[Line]
    moved: int
    missing: Sequence[Missing]
    new: bool


def applied(each: Applied, day: date, *, notes: Sequence[Message]) -> Report:
    """What became of a bundle: what came adds up, and each row not taken in has its reason."""
    received = sum(each.counts.values())
    blocks = [
        Block(
            str(outcome),
            heading,
            tuple(_row(line) for line in each.told if line.outcome is outcome),
        )
        for outcome, heading in (
            (OpOutcome.REFUSED, say("Refused")),
            (OpOutcome.WAITING, say("Waiting")),
        )
    ]
    heading = say("What {office} could not take of this ledger", office=each.office)
    blocks.append(Block("answers", heading, tuple(_row(line) for line in each.answers)))
    return Report(
        name="bundle apply",
        title=say("Bundle {number} of {office}", number=each.number, office=each.office),
        columns=TAKEN_COLUMNS,
        blocks=tuple(block for block in blocks if block.rows),
        notes=(*counted(each, received), *missing(each), *notes),
        as_of=day,
        empty=say("Nothing was refused, and nothing waits."),
        summary={
            "number": each.number,
            "received": received,
            **{str(outcome): each.counts[outcome] for outcome in OpOutcome},
            "moved": each.moved,
        },
        finds=frozenset((str(OpOutcome.REFUSED), str(OpOutcome.WAITING))),
    )


def counted(each: Applied, received: int) -> list[Message]:
    """How what came adds up, and what is to be done about it."""
    told = [
        say(
            "{received} received = {applied} applied + {same} already here + {conflict} in conflict"
            " + {waiting} waiting + {refused} refused",
            received=received,
            **{str(outcome): each.counts[outcome] for outcome in OpOutcome},
        )
    ]
    if not each.new:
        told.append(say("All of it was here already; nothing was written."))
    if each.counts[OpOutcome.CONFLICT]:
        told.append(say("Choose among the values in conflict: `ntmtrack bundle conflicts`."))
    if each.moved:
        told.append(
            say_n(
                "{count} row of before could be taken in now, or is refused for another reason.",
                "{count} rows of before could be taken in now, or are refused for another reason.",
                each.moved,
            )
        )
    return told


def missing(each: Applied) -> list[Message]:
    """Which changes of the sender never came."""
    told = []
    for gap in each.missing:
        span = str(gap.first) if gap.first == gap.last else f"{gap.first}–{gap.last}"
        if gap.bundles:
            told.append(
                say(
                    "Missing: bundle {bundles} of {office} (its changes {changes}); ask for it.",
                    bundles=tuple(map(str, gap.bundles)),
                    office=each.office,
                    changes=span,
                )
            )
        else:
            told.append(
                say(
                    "Missing: the changes {changes} of {office}; ask for a bundle with them.",
                    office=each.office,
                    changes=span,
                )
            )
    return told


def _row(each: Line) -> Row:
    moment = None if each.recorded_at is None else datetime.fromisoformat(each.recorded_at)
    return (*each[:8], moment, *each[9:])


def refused(found: Sequence[Line], day: date) -> Report:
    """What was refused and what waits, of all that ever came."""
    blocks = tuple(
        Block(str(outcome), heading, tuple(_row(line) for line in found if line.outcome is outcome))
        for outcome, heading in (
            (OpOutcome.REFUSED, say("Refused")),
            (OpOutcome.WAITING, say("Waiting")),
        )
    )
    return Report(
        name="bundle refused",
        title=say("What other offices wrote and was not taken in"),
        columns=TAKEN_COLUMNS,
        blocks=tuple(block for block in blocks if block.rows),
        notes=(say_n("{count} row", "{count} rows", len(found)),),
        as_of=day,
        empty=say("Nothing was refused, and nothing waits."),
        summary={"rows": len(found)},
    )


def conflicts(found: Sequence[Value], day: date) -> Report:
    """Every value that stands where offices wrote different things."""
    fields = len({(each.uid, each.field) for each in found})
    return Report(
        name="bundle conflicts",
        title=say("Written differently by several offices"),
        columns=CONFLICT_COLUMNS,
        blocks=(Block("conflicts", None, tuple(_value(each) for each in found)),),
        notes=(say_n("{count} field to choose", "{count} fields to choose", fields),),
        as_of=day,
        empty=say("No office wrote what another wrote differently."),
        summary={"fields": fields},
    )


def settled(found: Sequence[Value], day: date) -> Report:
    """What was chosen of a field, and what was dropped."""
    return Report(
        name="bundle settle",
        title=say("Chosen"),
        columns=CONFLICT_COLUMNS,
        blocks=(Block("conflicts", None, tuple(_value(each) for each in found)),),
        notes=(
            say("The other values are kept in the log; `ntmtrack undo` takes the choice back."),
        ),
        as_of=day,
    )


def _value(each: Value) -> Row:
    return (
        each.table,
        each.row,
        each.field,
        each.words,
        each.office,
        each.actor,
        datetime.fromisoformat(each.recorded_at),
        each.stands,
        command_line(each.command) if each.command else None,
        each.key,
        each.uid,
    )
