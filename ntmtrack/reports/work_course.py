"""One investment work through time: what happened to it, and every sum."""

from datetime import date
from decimal import Decimal

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.work import Capital, Work, WorkEvent, in_force, overdrawn
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports import works
from ntmtrack.reports.report import Block, Column, Measure, Report, Row, Show

COLUMNS = (
    Column("happened_on", N_("On"), Show.ALWAYS),
    Column("event", N_("What"), Show.ALWAYS),
    Column("set", N_("Set"), Show.DATA),
    Column("number", N_("Criterion")),
    Column("percent", N_("Done"), right=True),
    Column("due", N_("To be finished by")),
    Column("due_text", N_("To be finished (words)"), Show.SPARE),
    Column("source", N_("Source"), wrap=True),
    Column("year", N_("Year")),
    Column("amount", N_("Amount (đồng)"), right=True),
    Column("in_force", N_("In force")),
    Column("document", N_("Document"), wrap=True),
    Column("note", N_("Note"), wrap=True),
)


def build(unit: Unit, work: Work, *, day: date) -> Report:
    """All that was recorded of a work by a day, in the order of time."""
    held = in_force(work.capital)
    told = [(each.happened_on, each.order, _event(each)) for each in work.events]
    told += [(each.counted_on, each.order, _sum(each, held)) for each in work.capital]
    rows = tuple(row for _, _, row in sorted(told, key=lambda each: each[:2]))
    return Report(
        name="work show",
        title=say("{unit}: {work}, on {day}", unit=unit.name, work=work.name, day=day),
        columns=COLUMNS,
        blocks=(Block("events", None, rows),),
        notes=_notes(work, day),
        as_of=day,
        empty=say("Nothing has been recorded of {work} by then.", work=work.name),
    )


def _event(each: WorkEvent) -> Row:
    served = each.serves
    code, number = (None, None) if served is None else (served.set_code, served.number)
    percent = None if each.percent is None else Measure(Decimal(each.percent), "%")
    planned = (each.last_day, each.words)
    said = (each.document, each.note)
    return (each.happened_on, each.kind, code, number, percent, *planned, *[None] * 4, *said)


def _sum(each: Capital, held: list[Capital]) -> Row:
    about = (each.source, each.year, Decimal(each.amount), each in held)
    said = (each.document, each.note)
    return (each.counted_on, each.kind, *[None] * 5, *about, *said)


def _notes(work: Work, day: date) -> tuple[Message, ...]:
    notes = [say("state: {state}", state=work.state)]
    if work.percent is not None:
        notes.append(say("{percent} % is done", percent=work.percent))
    late = work.late(day)
    if late is not None:
        notes.append(say_n("late by {count} day", "late by {count} days", late))
    notes += [say("held up: {note}", note=each.note) for each in work.blocks]
    notes += works.totals(work.sums())
    notes += [works.overdrawn(each) for each in overdrawn(work)]
    return tuple(notes)
