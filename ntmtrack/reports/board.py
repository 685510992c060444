"""The first page of a day: a line for each thing that asks for a look, and what shows more of it.

Each line's figure is that of the command at its end. Where every row fits on two lines of the
terminal, the page has under 40 lines.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.domain.task import Task
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Cell, Column, Report, Row, Show

if TYPE_CHECKING:
    from ntmtrack.domain.reminder import LetterKind

LATE = 3
"""So many of the tasks that are late are named: those that have been so longest."""

_TITLE = 32

COLUMNS = (
    Column("item", N_("What"), Show.ALWAYS, wrap=True),
    Column("figure", N_("Figure"), Show.ALWAYS, right=True),
    Column("command", N_("More"), Show.ALWAYS, wrap=True),
    Column("key", N_("Key"), Show.DATA),
)


class Line(Record):
    """One thing that asks for a look: `key` names it for programs, `command` shows more."""

    key: str
    item: Message
    figure: Cell
    command: str


class Board(Record):
    """What the board is made of; `late` are the tasks late longest, `asking` what they belong to.

    `person` is whose board it is, if it is not the whole office's.
    """

    office: str | None
    person: str | None
    lines: Sequence[Line]
    late: Sequence[Task] = ()
    units: int = 0


def build(board: Board, *, day: date) -> Report:
    """The board of one day."""
    return Report(
        name="board",
        title=_title(board, day),
        columns=COLUMNS,
        blocks=(
            Block("today", None, tuple(_row(each) for each in board.lines)),
            Block("late", say("Late longest"), tuple(_of_task(each, day) for each in board.late)),
        ),
        as_of=day,
        empty=say("Nothing has been recorded yet: see `ntmtrack assess --help`.")
        if board.units
        else say("The ledger is empty: see `ntmtrack unit import --help`."),
        summary={each.key: each.figure for each in board.lines if isinstance(each.figure, int)},
        finds=frozenset({"late"}),
    )


def _title(board: Board, day: date) -> Message:
    if board.office and board.person:
        return say(
            "{office}, {person}: board as of {day}",
            office=board.office,
            person=board.person,
            day=day,
        )
    named = board.person or board.office
    if named:
        return say("{office}: board as of {day}", office=named, day=day)
    return say("Board as of {day}", day=day)


def mail_notes(missed: "Sequence[tuple[LetterKind, date]]", undelivered: int) -> list[Message]:
    """A warning where cron no longer runs, since when, or letters lie undelivered."""
    found = [
        say(
            "WARNING: `mail {kind}` has not run since {day}: see `ntmtrack doctor`",
            kind=kind.value,
            day=day,
        )
        for kind, day in missed
    ]
    if undelivered:
        found.append(
            say_n(
                "WARNING: {count} letter is not delivered: see `ntmtrack mail outbox`",
                "WARNING: {count} letters are not delivered: see `ntmtrack mail outbox`",
                undelivered,
            )
        )
    return found


def _row(line: Line) -> Row:
    return (line.item, line.figure, line.command, line.key)


def _of_task(task: Task, day: date) -> Row:
    title = _short(task.title)
    named = say("{number}: {title}", number=task.number, title=title)
    if task.unit_name is not None:
        named = say(
            "{number}, {unit}: {title}", number=task.number, unit=task.unit_name, title=title
        )
    late = say_n("{count} day", "{count} days", task.days_late(day))
    return (named, late, f"ntmtrack task show {task.number}", "late_task")


def _short(title: str) -> str:
    """A title as far as a line has room for it, whole words of it."""
    if len(title) <= _TITLE:
        return title
    return f"{title[:_TITLE].rpartition(' ')[0] or title[:_TITLE]} …"
