"""The first page of a day: each line names the command that shows more.

Where every row fits on a line of the terminal, the page has under 40 lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ntmtrack.domain.reminder import LetterKind
from ntmtrack.domain.standing import Tally, UnitStanding
from ntmtrack.domain.task import Split, Task
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.at_stake import AtStake, at_stake_notes
from ntmtrack.reports.counts import tally_warnings, unjudged
from ntmtrack.reports.report import Block, Column, Report, Row, Show
from ntmtrack.reports.status import score, standing_cell, tally_cell, units_notes
from ntmtrack.reports.tasks import orphans_notes, split_note

_UNITS = 12
_LATE = 6
_SOON = 4
_COUNTED = 3

COLUMNS = (
    Column("item", N_("What"), Show.ALWAYS, wrap=True),
    Column("figure", N_("Figure"), Show.ALWAYS, right=True),
    Column("detail", N_("Detail"), Show.ALWAYS, wrap=True),
    Column("command", N_("More"), Show.ALWAYS, wrap=True),
)


class Mail(Record):
    """How the mail goes: which runs are missed since when, and what is not delivered."""

    missed: Sequence[tuple[LetterKind, date]]
    undelivered: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the board is made of."""

    office: str | None
    units: int
    standings: Sequence[UnitStanding]
    tallies: Sequence[tuple[str, Sequence[Tally]]]
    late: Sequence[Task]
    soon: Sequence[Task]
    split: Split
    mail: Mail | None = None
    at_stake: AtStake | None = None
    orphaned: int = 0


def build(board: Board, *, day: date) -> Report:
    """The board of one day."""
    title = say("Board as of {day}", day=day)
    if board.office:
        title = say("{office}: board as of {day}", office=board.office, day=day)
    with_figures = len({each.unit_key for each in board.standings})
    return Report(
        name="board",
        title=title,
        columns=COLUMNS,
        blocks=(
            Block(
                "units",
                say("Units with figures ({count} of {all})", count=with_figures, all=board.units),
                _units(board),
            ),
            Block(
                "late",
                say("Overdue tasks ({count})", count=len(board.late)),
                _late(board.late, day),
            ),
            Block(
                "soon",
                say("Due within 7 days ({count})", count=len(board.soon)),
                _soon(board.soon),
            ),
        ),
        notes=(
            split_note(board.split),
            *orphans_notes(board.orphaned),
            *at_stake_notes(board.at_stake),
            *_mail(board.mail),
            *_counted(board),
        ),
        as_of=day,
        empty=say("Nothing has been recorded yet: see `ntmtrack assess --help`.")
        if board.units
        else say("The ledger is empty: see `ntmtrack unit import --help`."),
        summary={"overdue": len(board.late), "due_this_week": len(board.soon)},
        finds=frozenset({"late"}),
    )


def _units(board: Board) -> tuple[Row, ...]:
    rows: list[Row] = [
        (
            each.unit_name,
            _figure(each),
            _detail(each),
            f"ntmtrack unmet {each.unit}",
        )
        for each in board.standings[:_UNITS]
    ]
    more = len(board.standings) - _UNITS
    if more > 0:
        rows.append((say("… and {count} more", count=more), None, None, "ntmtrack status"))
    return tuple(rows)


def _figure(standing: UnitStanding) -> str:
    counted = tally_cell(standing.tallies) if unjudged(standing) else None
    return counted or score(standing)


def _detail(standing: UnitStanding) -> Message:
    counts = standing.counts
    event = standing_cell(standing.standings)
    if not unjudged(standing):
        told = say(
            "unmet {unmet}, nearly met {nearly}, not assessed {missing}",
            unmet=counts.unmet,
            nearly=counts.nearly_met,
            missing=counts.not_assessed,
        )
    elif tally_cell(standing.tallies) is not None:
        told = say("counted, criteria not named")
    else:
        told = say("nothing assessed")
    return told if event is None else say("{told}; {event}", told=told, event=event)


def _late(tasks: Sequence[Task], day: date) -> tuple[Row, ...]:
    rows: list[Row] = [
        (
            _named(task),
            say_n("{count} day late", "{count} days late", task.days_late(day)),
            task.title,
            f"ntmtrack task show {task.number}",
        )
        for task in tasks[:_LATE]
    ]
    if len(tasks) > _LATE:
        more = say("… and {count} more", count=len(tasks) - _LATE)
        rows.append((more, None, None, "ntmtrack overdue"))
    return tuple(rows)


def _soon(tasks: Sequence[Task]) -> tuple[Row, ...]:
    rows: list[Row] = [
        (
            _named(task),
            None,
            task.due_words,
            f"ntmtrack task show {task.number}",
        )
        for task in tasks[:_SOON]
    ]
    if len(tasks) > _SOON:
        more = say("… and {count} more", count=len(tasks) - _SOON)
        rows.append((more, None, None, "ntmtrack due"))
    return tuple(rows)


def _mail(mail: Mail | None) -> list[Message]:
    """A warning where cron no longer runs, or letters lie undelivered."""
    if mail is None:
        return []
    found = [
        say(
            "WARNING: `mail {kind}` has not run since {day}: see `ntmtrack doctor`",
            kind=kind.value,
            day=day,
        )
        for kind, day in mail.missed
    ]
    if mail.undelivered:
        found.append(
            say_n(
                "WARNING: {count} letter is not delivered: see `ntmtrack mail outbox`",
                "WARNING: {count} letters are not delivered: see `ntmtrack mail outbox`",
                mail.undelivered,
            )
        )
    return found


def _named(task: Task) -> str | Message:
    if task.unit_name is None:
        return task.number
    return say("{number}, {unit}", number=task.number, unit=task.unit_name)


def _counted(board: Board) -> list[Message]:
    notes = [note for each in board.standings for note in tally_warnings(each)]
    notes += [note for name, found in board.tallies for note in units_notes(name, found)]
    room = _COUNTED - len(at_stake_notes(board.at_stake))
    if len(notes) <= room:
        return notes
    kept = notes[: room - 1]
    return [*kept, say("… and {count} more", count=len(notes) - len(kept))]
