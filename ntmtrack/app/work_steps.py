"""What becomes of works: how far they have come, what holds them up, and every sum."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.app.context import Context
from ntmtrack.app.work_naming import work_named
from ntmtrack.app.work_rows import Occasion, Said, said_on, write_event, write_sum
from ntmtrack.domain.money import parse_amount
from ntmtrack.domain.work import (
    STATE_AFTER,
    Capital,
    CapitalKind,
    Work,
    WorkEventKind,
    WorkState,
    overdrawn,
)
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import works as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_works

if TYPE_CHECKING:
    from ntmtrack.store.writing import Writing


class Amount(Record):
    """A sum in the words of the user, with where it comes from and the year it is of."""

    words: str
    source: str
    year: int


def step(
    context: Context,
    words: str,
    kind: WorkEventKind,
    given: Occasion,
    *,
    percent: int | None = None,
) -> Report:
    """Record what happened to a work.

    Raises DataError, and writes nothing, for what does not follow from how the work stood on that
    day, a day to come, or a name that fits nothing or several.
    """
    with context.writing() as change:
        said = said_on(context, change, given)
        work = _stood(change, words, said)
        refused = _refused(work, kind)
        if refused is not None:
            raise DataError(refused, hint=say("see `ntmtrack work show`; nothing was written"))
        write_event(change, work.key, kind, said, percent=percent)
        (now,) = queries_works.works(change.conn, date.max, keys=[work.key])
        later = kind in STATE_AFTER and now.state_since != said.on
        remarks = (report.later_state(now),) if later else ()
        return _told(context, change, now, f"work {_VERBS[kind]}", remarks)


def capital(
    context: Context, words: str, kind: CapitalKind, amount: Amount, given: Occasion
) -> Report:
    """Record a sum of a work; of one kind, source and year the last sum holds.

    Raises DataError, and writes nothing, for words that are no sum or may be two, for a sum that
    holds already, a day to come, or a name that fits nothing or several.
    """
    with context.writing() as change:
        said = said_on(context, change, given)
        work = _stood(change, words, said)
        found = Capital(
            kind, amount.source, amount.year, parse_amount(amount.words), said.on, note=said.note
        )
        before = work.held(found)
        if before is not None and before.amount == found.amount and said.on == before.counted_on:
            raise DataError(
                say("this sum is there already"),
                hint=say("see `ntmtrack work show`; nothing was written"),
            )
        write_sum(change, work.key, found, said.paper)
        remarks = [] if before is None else [report.replaced(before)]
        (now,) = queries_works.works(change.conn, date.max, keys=[work.key])
        holds = now.held(found)
        if holds is not None and holds.counted_on > said.on:
            remarks.append(report.later_sum(holds))
        return _told(context, change, now, f"work {_SUMS[kind]}", remarks)


_VERBS = {
    WorkEventKind.STARTED: "start",
    WorkEventKind.PROGRESS: "progress",
    WorkEventKind.BLOCKED: "block",
    WorkEventKind.UNBLOCKED: "unblock",
    WorkEventKind.FINISHED: "finish",
    WorkEventKind.STOPPED: "stop",
    WorkEventKind.NOTED: "note",
}
_SUMS = {
    CapitalKind.APPROVED: "approve",
    CapitalKind.DISBURSED: "disburse",
    CapitalKind.OWED: "owe",
}


def _refused(work: Work, kind: WorkEventKind) -> Message | None:
    """Why something cannot happen to a work as it stands, if that is so."""
    if kind is WorkEventKind.UNBLOCKED and not work.blocks:
        return say("nothing holds {name} up", name=work.name)
    if kind is WorkEventKind.STARTED and work.state is WorkState.UNDER_WAY:
        return say("{name} is under way already", name=work.name)
    if kind is WorkEventKind.NOTED or (kind is WorkEventKind.STARTED and not work.finished):
        return None
    if work.closed:
        return say("{name} is {state} already", name=work.name, state=work.state)
    return None


def _stood(change: "Writing", words: str, said: Said) -> Work:
    """The work that is named, as it stood on the day of what is said of it."""
    named = work_named(change.conn, words, said.on)
    (work,) = queries_works.works(change.conn, said.on, keys=[named.key])
    return work


def _told(
    context: Context, change: "Writing", work: Work, name: str, remarks: Sequence[Message]
) -> Report:
    day = context.today
    (owner,) = queries_catalogue.units_near(change.conn, day, {work.unit_key}).values()
    beyond = tuple(report.overdrawn(each) for each in overdrawn(work))
    line = report.Line(owner, work)
    return report.recorded(line, day=day, name=name, remarks=(*remarks, *beyond))
