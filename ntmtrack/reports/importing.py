"""What an import did, or would do: line by line, and in figures."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.importing import Counted, Judged, LineOutcome
from ntmtrack.message import N_, Message, say
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("line", N_("Line"), Show.ALWAYS, right=True),
    Column("outcome", N_("Result"), Show.ALWAYS),
    Column("what", N_("What"), Show.ALWAYS, wrap=True),
    Column("said", N_("Remarks"), wrap=True),
    Column("new", N_("New"), Show.DATA, right=True),
    Column("changed", N_("Changed"), Show.DATA, right=True),
    Column("same", N_("Same"), Show.DATA, right=True),
)

MOST_LISTED = 500
"""Lines up to which all are listed once they are written; of more, those that need a look."""

_NEEDS_A_LOOK = (LineOutcome.REJECTED, LineOutcome.CHANGED)


def imported(
    file: str,
    judged: Sequence[Judged],
    counted: Counted,
    *,
    columns: Sequence[Message] = (),
    notes: Sequence[Message],
    applied: bool,
    day: date,
) -> Report:
    """Every line of a sheet with what it came to; rejected lines first.

    `columns` tell what each column was taken for: they come before the lines of a trial. Of a long
    sheet that was written only the lines are listed that were rejected or changed something.
    """
    listed = judged
    if applied and len(judged) > MOST_LISTED:
        listed = [each for each in judged if each.outcome in _NEEDS_A_LOOK]
    lines = tuple(
        map(_row, sorted(listed, key=lambda each: each.outcome is not LineOutcome.REJECTED))
    )
    found = say(
        "{new} new, {changed} changed, {same} same, {rejected} rejected",
        new=counted.new,
        changed=counted.changed,
        same=counted.same,
        rejected=counted.rejected,
    )
    return Report(
        name="import",
        title=say("Taken in: {file}", file=file)
        if applied
        else say("To take in: {file}", file=file),
        columns=COLUMNS,
        blocks=(Block("lines", None, lines),),
        notes=(
            *(() if applied else (_TRIED,)),
            found,
            *((_PARTLY,) if len(listed) < len(judged) else ()),
            *columns,
            *notes,
        ),
        as_of=day,
        empty=say("No line had to be looked at.") if judged else say("The sheet has no entry."),
        summary=counted._asdict(),
    )


_TRIED = say("Nothing has been written: this was a trial. Write it with --apply.")
_PARTLY = say("Only the lines that were rejected or changed something are listed.")


def _row(each: Judged) -> Row:
    said = say("{words}", words=each.said) if each.said else None
    return (each.line, each.outcome, each.what, said, each.new, each.changed, each.same)
