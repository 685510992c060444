"""The first page of a day, under 40 lines: each line names the command that shows more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ntmtrack.domain.assessment import Tally, UnitStanding
from ntmtrack.domain.task import Split, Task
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Row, Show
from ntmtrack.reports.status import score, standing_cell, tally_cell, units_notes
from ntmtrack.reports.tasks import split_note

_UNITS = 12
_TASKS = 6

COLUMNS = (
    Column("item", N_("What"), Show.ALWAYS, wrap=True),
    Column("figure", N_("Figure"), Show.ALWAYS, right=True),
    Column("detail", N_("Detail"), Show.SPARE, wrap=True),
    Column("command", N_("More")),
)


@dataclass(frozen=True, slots=True)
class Board:
    """What the board is made of."""

    office: str | None
    units: int
    standings: Sequence[UnitStanding]
    tallies: Mapping[str, Sequence[Tally]]
    late: Sequence[Task]
    soon: Sequence[Task]
    split: Split


def build(board: Board, *, day: date) -> Report:
    """The board of one day."""
    title = say("Board as of {day}", day=day)
    if board.office:
        title = say("{office}: board as of {day}", office=board.office, day=day)
    notes = [split_note(board.split)]
    for name, tallies in board.tallies.items():
        notes += units_notes(name, tallies)
    return Report(
        name="board",
        title=title,
        columns=COLUMNS,
        blocks=(
            Block("units", say("Units ({count})", count=board.units), _units(board)),
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
        notes=tuple(notes),
        as_of=day,
        empty=say("The ledger is empty: see `ntmtrack unit import --help`."),
        summary={"overdue": len(board.late), "due_this_week": len(board.soon)},
        finds=frozenset({"late"}),
    )


def _units(board: Board) -> tuple[Row, ...]:
    rows: list[Row] = [
        (
            each.unit_name,
            tally_cell(each.tallies) if _unjudged(each) and each.tallies else score(each),
            _detail(each),
            f"ntmtrack unmet {each.unit}",
        )
        for each in board.standings[:_UNITS]
    ]
    more = len(board.standings) - _UNITS
    if more > 0:
        rows.append((say("… and {count} more", count=more), None, None, "ntmtrack status"))
    return tuple(rows)


def _unjudged(standing: UnitStanding) -> bool:
    return standing.counts.not_assessed == standing.counts.total


def _detail(standing: UnitStanding) -> Message:
    counts = standing.counts
    event = standing_cell(standing.standings)
    if not _unjudged(standing):
        told = say(
            "unmet {unmet}, nearly met {nearly}, not assessed {missing}",
            unmet=counts.unmet,
            nearly=counts.nearly_met,
            missing=counts.not_assessed,
        )
    elif standing.tallies:
        told = say("counted, criteria not named")
    else:
        told = say("nothing assessed")
    return told if event is None else say("{told}; {event}", told=told, event=event)


def _late(tasks: Sequence[Task], day: date) -> tuple[Row, ...]:
    rows: list[Row] = [
        (
            say("{number}, {unit}", number=task.number, unit=task.unit_name or ""),
            say_n("{count} day late", "{count} days late", task.days_late(day)),
            task.title,
            f"ntmtrack task show {task.number}",
        )
        for task in tasks[:_TASKS]
    ]
    if len(tasks) > _TASKS:
        more = say("… and {count} more", count=len(tasks) - _TASKS)
        rows.append((more, None, None, "ntmtrack overdue"))
    return tuple(rows)


def _soon(tasks: Sequence[Task]) -> tuple[Row, ...]:
    rows: list[Row] = [
        (
            say("{number}, {unit}", number=task.number, unit=task.unit_name or ""),
            None,
            task.due_words,
            f"ntmtrack task show {task.number}",
        )
        for task in tasks[:_TASKS]
    ]
    if len(tasks) > _TASKS:
        more = say("… and {count} more", count=len(tasks) - _TASKS)
        rows.append((more, None, None, "ntmtrack due"))
    return tuple(rows)
