"""Periods that were closed: what was kept of them, and how much came in since."""

from collections.abc import Iterator, Sequence
from datetime import date

from ntmtrack.domain.closing import Closing, Figures
from ntmtrack.errors import DataError
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Row, Show

LIST_COLUMNS = (
    Column("period", N_("Period"), Show.ALWAYS),
    Column("start", N_("First day")),
    Column("last_day", N_("Last day")),
    Column("closed_on", N_("Day of closing")),
    Column("units", N_("Units"), right=True),
    Column("late", N_("Added after closing"), right=True),
    Column("sound", N_("Seal fits")),
    Column("by", N_("By")),
    Column("note", N_("Note"), wrap=True),
    Column("change", N_("Change"), right=True),
    Column("hash", N_("SHA-256"), Show.DATA),
)


class Closed(Record):
    """One closing with the number of facts that came in after it."""

    closing: Closing
    late: int = 0


def closed(closing: Closing) -> Report:
    """What a period was closed with."""
    return Report(
        name="period close",
        title=say("Closed: {period}", period=closing.period),
        columns=LIST_COLUMNS,
        blocks=(Block("closed", None, (_list_row(Closed(closing)),)),),
        notes=(
            *_kept_notes(closing.figures),
            say("Sealed with SHA-256 {hash}", hash=closing.hash),
            say(
                "What is recorded from now on about days up to {day} is marked as added after"
                " closing: see `ntmtrack period show {period}`",
                day=closing.last_day,
                period=closing.period,
            ),
        ),
        as_of=closing.last_day,
    )


def listing(found: Sequence[Closed], *, day: date) -> Report:
    """The closed periods, the earliest first; what came in since, or a broken seal, is found."""
    wanting = any(each.late or not each.closing.sound for each in found)
    return Report(
        name="period list",
        title=say("Closed periods"),
        columns=LIST_COLUMNS,
        blocks=(Block("closings", None, tuple(map(_list_row, found))),),
        notes=tuple(broken_note(each.closing) for each in found if not each.closing.sound),
        as_of=day,
        empty=say("No period has been closed: see `ntmtrack period close --help`."),
        finds=frozenset({"closings"} if wanting else ()),
    )


def _unit_count(closing: Closing) -> int | None:
    """How many units the figures are of; None where nothing can be made of them any more."""
    try:
        return len({unit.uid for unit in closing.figures.units})
    except DataError:
        return None


def _list_row(each: Closed) -> Row:
    closing = each.closing
    return (
        closing.period,
        closing.start,
        closing.last_day,
        closing.closed_on,
        _unit_count(closing),
        each.late,
        closing.sound,
        closing.actor,
        closing.note,
        closing.change,
        closing.hash,
    )


def _kept_notes(figures: Figures) -> Iterator[Message]:
    for code in dict.fromkeys(each.set_code for each in figures.units):
        counts = [each.counts for each in figures.units if each.set_code == code]
        names = ("met", "nearly_met", "unmet", "not_applicable", "not_assessed", "total")
        yield say(
            "{set} in all: met {met}; nearly met {nearly_met}; unmet {unmet}; not"
            " applicable {not_applicable}; not assessed {not_assessed}; of {total}",
            set=code,
            **{name: sum(getattr(each, name) for each in counts) for name in names},
        )
    yield say(
        "Tasks: done on time {done_on_time}; done late {done_late}; open in time {open_in_time};"
        " open overdue {open_overdue}; no due {no_due}",
        **figures.tasks._asdict(),
    )


def given_unknown_notes(count: int, day: date) -> tuple[Message, ...]:
    """A warning that tasks count which may be younger than the day that is looked at."""
    if not count:
        return ()
    return (
        say_n(
            "WARNING {count} task counts that was recorded after {day} without the day on which it"
            " was given: `ntmtrack task correct TASK --assigned DATE --reason TEXT` says it",
            "WARNING {count} tasks count that were recorded after {day} without the day on which"
            " they were given: `ntmtrack task correct TASK --assigned DATE --reason TEXT` says it",
            count,
            day=day,
        ),
    )


def broken_note(closing: Closing) -> Message:
    """The warning that figures are not those that were sealed."""
    return say(
        "WARNING {period}: the figures kept are not those that were sealed; something else wrote"
        " to the ledger",
        period=closing.period,
    )


def over_note(closing: Closing, late: int) -> Message:
    """That a day that is looked at lies in a closed period, and how much came in since."""
    if not late:
        return say(
            "{period} was closed on {day}; nothing was added after closing",
            period=closing.period,
            day=closing.closed_on,
        )
    return say_n(
        "{period} was closed on {day}; {count} fact was added after closing: see `ntmtrack period"
        " show {period}`",
        "{period} was closed on {day}; {count} facts were added after closing: see `ntmtrack"
        " period show {period}`",
        late,
        period=closing.period,
        day=closing.closed_on,
    )
