"""What undoing a change does, and how that is taken back."""

from collections.abc import Sequence
from datetime import date, datetime

from ntmtrack.domain.changed_row import ChangedRows
from ntmtrack.domain.closing import Closing
from ntmtrack.message import Message, say
from ntmtrack.reports.changed_rows import COLUMNS, blocks, counted, left_out
from ntmtrack.reports.log import Change, rows_left_out
from ntmtrack.reports.report import Report


def reversed_change(
    change: Change,
    found: ChangedRows,
    closings: Sequence[Closing],
    *,
    asked: int,
    undo: int,
    kept: bool,
    day: date,
) -> Report:
    """The rows that go, come again and turn back when a change is undone.

    `asked` is the change that was named, where `change` stands for it; `undo` is the number of
    the undo, which is `kept` or only tried; `closings` are the closed periods that the change
    lies in.
    """
    return Report(
        name="undo",
        title=say(
            "Change {number} undone: {command}", number=change.number, command=change.command
        ),
        columns=COLUMNS,
        blocks=blocks(found),
        notes=(
            say(
                "by {actor}, {moment}",
                actor=change.actor,
                moment=datetime.fromisoformat(change.recorded_at),
            ),
            *_standing_for(asked, change.number),
            *counted(found),
            *rows_left_out(left_out(found), undo if kept else change.number),
            *(_closed(each) for each in closings),
            *((_back(undo),) if kept else ()),
        ),
        as_of=day,
        summary={"undone": change.number, **({"change": undo} if kept else {})},
    )


def opened_again(closings: Sequence[Closing]) -> tuple[Message, ...]:
    """What a reader must know where the change that is undone had closed periods."""
    return tuple(
        say(
            "WARNING {period} was closed on {day} and is open again: the figures that were sealed"
            " stand only in the log, `ntmtrack log show {change}`",
            period=each.period,
            day=each.closed_on,
            change=each.change,
        )
        for each in closings
    )


def _back(undo: int) -> Message:
    return say("the undo is change {undo}; `ntmtrack undo {undo}` takes it back", undo=undo)


def _standing_for(asked: int, number: int) -> tuple[Message, ...]:
    if asked == number:
        return ()
    return (
        say(
            "what change {asked} wrote was undone and stands again by change {number}: that is"
            " undone",
            asked=asked,
            number=number,
        ),
    )


def _closed(closing: Closing) -> Message:
    return say(
        "{period} was closed on {day}: its figures stay as they were closed, `ntmtrack period show"
        " {period}` tells what differs",
        period=closing.period,
        day=closing.closed_on,
    )
