"""The changes of the ledger, and the rows of one change with before and after."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from ntmtrack.message import N_, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Show

CHANGE_COLUMNS = (
    Column("change", N_("Change"), Show.ALWAYS, right=True),
    Column("recorded_at", N_("Recorded at"), Show.ALWAYS),
    Column("actor", N_("By"), Show.ALWAYS),
    Column("rows", N_("Rows"), right=True),
    Column("command", N_("Command"), wrap=True),
    Column("reason", N_("Reason"), wrap=True),
    Column("kind", N_("Kind"), Show.DATA),
)

ROW_COLUMNS = (
    Column("table", N_("Table"), Show.ALWAYS),
    Column("action", N_("Action"), Show.ALWAYS),
    Column("before", N_("Before"), wrap=True),
    Column("after", N_("After"), wrap=True),
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
    def rows(self) -> int: ...


class ChangedRow(Protocol):
    """One row that a change wrote."""

    @property
    def table(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...


def changes(found: Sequence[Change], day: date) -> Report:
    """Changes, newest first."""
    rows = tuple(
        (
            each.number,
            datetime.fromisoformat(each.recorded_at),
            each.actor,
            each.rows,
            each.command,
            each.reason,
            each.kind,
        )
        for each in found
    )
    return Report(
        name="log",
        title=say("Changes"),
        columns=CHANGE_COLUMNS,
        blocks=(Block("changes", None, rows),),
        notes=(say_n("{count} change", "{count} changes", len(rows)),),
        as_of=day,
    )


def rows(change: Change, found: Sequence[ChangedRow], day: date) -> Report:
    """The rows of one change."""
    return Report(
        name="log rows",
        title=say("Change {number}: {command}", number=str(change.number), command=change.command),
        columns=ROW_COLUMNS,
        blocks=(
            Block(
                "rows",
                None,
                tuple((each.table, each.action, each.before, each.after) for each in found),
            ),
        ),
        notes=(
            say(
                "by {actor}, {moment}",
                actor=change.actor,
                moment=datetime.fromisoformat(change.recorded_at),
            ),
        ),
        as_of=day,
    )
