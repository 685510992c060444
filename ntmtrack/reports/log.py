"""The changes of the ledger, and the rows of one change with before and after."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from ntmtrack.domain.changed_row import ChangedRows
from ntmtrack.domain.undo import Undone
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.changed_rows import COLUMNS as ROW_COLUMNS
from ntmtrack.reports.changed_rows import blocks, counted, left_out
from ntmtrack.reports.report import Block, Column, Report, Show

CHANGE_COLUMNS = (
    Column("change", N_("Change"), Show.ALWAYS, right=True),
    Column("recorded_at", N_("Recorded at"), Show.ALWAYS),
    Column("actor", N_("By"), Show.ALWAYS),
    Column("rows", N_("Rows"), right=True),
    Column("command", N_("Command"), wrap=True),
    Column("reason", N_("Reason"), wrap=True),
    Column("kind", N_("Kind"), Show.DATA),
    Column("undoes", N_("Undoes"), right=True),
    Column("undone_by", N_("Undone by"), right=True),
)


class Change(Protocol):
    """One change."""

    @property
    def number(self) -> int: ...
    @property
    def recorded_at(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def command(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def undoes(self) -> int | None: ...
    @property
    def rows(self) -> int: ...


def changes(
    found: Sequence[Change], state: Undone, day: date, *, about: Message | None = None
) -> Report:
    """Changes, newest first, the undone ones marked; `about` says what they were chosen by."""
    rows = tuple(
        (
            each.number,
            datetime.fromisoformat(each.recorded_at),
            each.actor,
            each.rows,
            each.command,
            each.reason,
            each.kind,
            each.undoes,
            state.by.get(each.number),
        )
        for each in found
    )
    return Report(
        name="log",
        title=say("Changes") if about is None else say("Changes: {about}", about=about),
        columns=CHANGE_COLUMNS,
        blocks=(Block("changes", None, rows),),
        notes=(say_n("{count} change", "{count} changes", len(rows)),),
        as_of=day,
    )


def rows(change: Change, found: ChangedRows, state: Undone, day: date) -> Report:
    """The rows of one change, field by field."""
    return Report(
        name="log rows",
        title=say("Change {number}: {command}", number=change.number, command=change.command),
        columns=ROW_COLUMNS,
        blocks=blocks(found),
        notes=(
            say(
                "by {actor}, {moment}",
                actor=change.actor,
                moment=datetime.fromisoformat(change.recorded_at),
            ),
            *(() if change.reason is None else (say("reason: {reason}", reason=change.reason),)),
            *_came_to(change, state),
            *counted(found),
            *rows_left_out(left_out(found), change.number),
        ),
        as_of=day,
    )


def _came_to(change: Change, state: Undone) -> tuple[Message, ...]:
    """That it took another back, and that it was taken back itself."""
    taken = (
        () if change.undoes is None else (say("it undoes change {number}", number=change.undoes),)
    )
    by = state.by.get(change.number)
    return taken if by is None else (*taken, say("it was undone by change {number}", number=by))


def rows_left_out(count: int, number: int) -> tuple[Message, ...]:
    """That only the first rows are shown, and how all of them are."""
    if not count:
        return ()
    return (
        say_n(
            "{count} row more is not shown: `ntmtrack log show {number} --all`",
            "{count} rows more are not shown: `ntmtrack log show {number} --all`",
            count,
            number=number,
        ),
    )
