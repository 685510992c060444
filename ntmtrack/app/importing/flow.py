"""The one way of every import: read, judge line by line, and write all of it or nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path

from ntmtrack.app.backing import before
from ntmtrack.app.context import Context
from ntmtrack.app.importing import beside
from ntmtrack.app.importing.kind import Kind, Options, Run
from ntmtrack.domain.importing import Judged, LineOutcome, count
from ntmtrack.domain.sheet_map import UNSAID, SheetMap
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.grid import Font, read_grid
from ntmtrack.importers.sheets.table import Table, find_table
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports import importing as report
from ntmtrack.reports.report import Report

_TOLD = 50
"""Rejected lines that an error lists at most; the sheet of them has all."""


class Source(Record):
    """Where the lines come from, how they are to be read, and what is written beside.

    `map` says what the columns are; what they were taken for goes to `save_map`, and the rejected
    lines to `rejected`, where they are named.
    """

    path: Path
    sheet: str | None = None
    font: Font | None = None
    map: Path | None = None
    save_map: Path | None = None
    rejected: Path | None = None


def _silent(_done: int, _all: int) -> None:
    """Nobody watches."""


def take(
    context: Context,
    kind: Kind,
    source: Source,
    options: Options,
    *,
    apply: bool,
    skip_rejected: bool = False,
    copy: bool = True,
    tell: Callable[[int, int], object] = _silent,
) -> Report:
    """Take in a sheet, in one change; without `apply` all of it is only tried.

    With rejected lines nothing is written, unless they are to be skipped. Before anything is, a
    copy of the ledger is kept; without `copy`, of one that is being made, none is. `tell` hears
    how many of how many lines are done. Raises DataError for a file that cannot be read, and for
    rejected lines that were to be written; DatabaseError where no copy can be kept.
    """
    said, options = _said(source, options)
    grid = read_grid(source.path, sheet=source.sheet or said.sheet, font=source.font)
    found = find_table(grid, kind.vocabulary, said)
    if apply and copy:
        before(context, "import")
    with context.writing() if apply or context.open_change else context.rehearsing() as change:
        run = Run(context, change, options, tell, said)
        table = kind.settle(run, found)
        judged = list(kind.judge(run, table))
        if apply and any(each.new or each.changed for each in judged):
            change.because(beside.named_by_hash(source.path))
        notes = _beside(kind, table, judged, source, said, options, context)
        rejected = [each for each in judged if each.outcome is LineOutcome.REJECTED]
        if apply and rejected and not skip_rejected:
            raise _refused(rejected, notes)
    return _told(table, judged, notes, context, apply=apply)


def _said(source: Source, options: Options) -> tuple[SheetMap, Options]:
    """What a map says of the sheet; what the command says of every line goes before it."""
    if source.map is None:
        return UNSAID, options
    from ntmtrack.importers.sheets.map_file import read_map

    said = read_map(source.map)
    return said, options._replace(
        set=options.set or said.set,
        on=options.on or said.on,
        stage=options.stage or said.stage,
    )


def _beside(
    kind: Kind,
    table: Table,
    judged: Sequence[Judged],
    source: Source,
    said: SheetMap,
    options: Options,
    context: Context,
) -> list[Message]:
    """Write what goes beside the ledger, and say where it is."""
    notes = []
    if source.save_map is not None:
        notes.append(beside.save_map(source.save_map, kind, table, said, options, context.lang))
    rejected = [each for each in judged if each.outcome is LineOutcome.REJECTED]
    if rejected and source.rejected is not None:
        try:
            place = beside.save_rejected(source.rejected, table, rejected, said, context.lang)
            notes.append(place)
        except DataError as error:
            # The folder of the sheet may be one that only its owner writes to.
            notes.append(
                say(
                    "the rejected lines are in no sheet: {fault}; name one with --rejected FILE",
                    fault=error.message,
                )
            )
    return notes


def _refused(rejected: Sequence[Judged], notes: Sequence[Message]) -> DataError:
    told = [
        say("line {line}: {fault}", line=each.line, fault=each.said) for each in rejected[:_TOLD]
    ]
    if len(rejected) > _TOLD:
        more = len(rejected) - _TOLD
        told.append(say_n("… and {count} more line", "… and {count} more lines", more))
    return DataError(
        say_n(
            "{count} line cannot be taken; nothing was written",
            "{count} lines cannot be taken; nothing was written",
            len(rejected),
        ),
        details=(*told, *notes),
        hint=say("mend them, or take in the others with --skip-rejected"),
    )


def _told(
    table: Table,
    judged: list[Judged],
    notes: Sequence[Message],
    context: Context,
    *,
    apply: bool,
) -> Report:
    return report.imported(
        table.grid.file,
        judged,
        count(judged),
        columns=beside.columns_told(table),
        notes=(*notes, *table.grid.remarks, *table.remarks),
        applied=apply,
        day=context.today,
    )
