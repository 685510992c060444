"""What became of several bundles that were taken in together: a row for each."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.merging import OpOutcome
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.applying import Applied, Line, counted, missing
from ntmtrack.reports.report import Block, Column, Report, Row, Show

SEVERAL_COLUMNS = (
    Column("file", N_("File"), Show.ALWAYS),
    Column("office", N_("Made by"), Show.ALWAYS),
    Column("number", N_("Bundle"), Show.ALWAYS, right=True),
    Column("received", N_("Received"), Show.ALWAYS, right=True),
    Column("applied", N_("Applied"), right=True),
    Column("same", N_("Already here"), right=True),
    Column("conflict", N_("In conflict"), right=True),
    Column("waiting", N_("Waiting"), right=True),
    Column("refused", N_("Refused"), right=True),
    Column("change", N_("Change"), Show.SPARE, right=True),
)

_MOST_LINES = 3
"""So many rows of a bundle that were not taken in are told in words."""


class Several(Record):
    """One of the bundles: its file, and the change that took it in (None: all was here already).

    What waited and came in with a later one of them is not among what is `told` of it.
    """

    file: str
    change: int | None
    applied: Applied


def several(
    found: Sequence[Several], others: Sequence[str], day: date, *, notes: Sequence[Message]
) -> Report:
    """What became of each bundle, in the order in which they were taken in, and of all together.

    `others` are files of the folders that are no bundles.
    """
    total = {outcome: sum(each.applied.counts[outcome] for each in found) for outcome in OpOutcome}
    together = Applied(
        office="",
        number=0,
        counts=total,
        told=(),
        answers=(),
        moved=sum(each.applied.moved for each in found),
        missing=(),
        new=any(each.applied.new for each in found),
    )
    received = sum(total.values())
    blocks = (
        Block("taken", None, tuple(_row(each) for each in found if not each.applied.told)),
        Block(
            "unsettled",
            say("Rows of these were refused, or wait"),
            tuple(_row(each) for each in found if each.applied.told),
        ),
    )
    return Report(
        name="bundle apply",
        title=say_n("{count} bundle", "{count} bundles", len(found)),
        columns=SEVERAL_COLUMNS,
        blocks=tuple(block for block in blocks if block.rows),
        notes=(
            *counted(together, received),
            *(note for each in found for note in _of_one(each)),
            *notes,
            *_passed_over(others),
        ),
        as_of=day,
        summary={
            "bundles": len(found),
            "received": received,
            **{str(outcome): count for outcome, count in total.items()},
            "moved": together.moved,
        },
        finds=frozenset(("unsettled",)),
    )


def _row(each: Several) -> Row:
    counts = each.applied.counts
    return (
        each.file,
        each.applied.office,
        each.applied.number,
        sum(counts.values()),
        *(counts[outcome] for outcome in OpOutcome),
        each.change,
    )


def _of_one(each: Several) -> list[Message]:
    told = [_line(each.file, line) for line in each.applied.told[:_MOST_LINES]]
    if len(each.applied.told) > _MOST_LINES:
        told.append(
            say_n(
                "{file}: {count} more row; `ntmtrack bundle refused` lists it.",
                "{file}: {count} more rows; `ntmtrack bundle refused` lists them.",
                len(each.applied.told) - _MOST_LINES,
                file=each.file,
            )
        )
    if each.applied.answers:
        told.append(
            say_n(
                "{office} could not take {count} row of this ledger:"
                " `ntmtrack bundle apply {file}` by itself lists it.",
                "{office} could not take {count} rows of this ledger:"
                " `ntmtrack bundle apply {file}` by itself lists them.",
                len(each.applied.answers),
                office=each.applied.office,
                file=each.file,
            )
        )
    return [*told, *missing(each.applied)]


def _line(file: str, line: Line) -> Message:
    why = line.why or ""
    if line.outcome is OpOutcome.REFUSED:
        return say("{file}: {row} was refused: {why}", file=file, row=line.row, why=why)
    return say("{file}: {row} waits: {why}", file=file, row=line.row, why=why)


def _passed_over(others: Sequence[str]) -> list[Message]:
    if not others:
        return []
    return [
        say_n(
            "{count} file is no bundle and was passed over: {files}",
            "{count} files are no bundles and were passed over: {files}",
            len(others),
            files=tuple(others),
        )
    ]
