"""Investment works: how far they have come, what holds them up, and their capital."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.work import Capital, Overdrawn, Sums, Work, WorkState, added
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Cell, Column, Measure, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("work", N_("Work"), Show.ALWAYS, wrap=True),
    Column("state", N_("State")),
    Column("percent", N_("Done"), right=True),
    Column("set", N_("Set"), Show.DATA, wrap=True),
    Column("numbers", N_("Serves criteria"), Show.SPARE, wrap=True),
    Column("due", N_("To be finished by"), Show.SPARE),
    Column("due_text", N_("To be finished (words)"), Show.DATA),
    Column("days_late", N_("Days late"), right=True),
    Column("held_up", N_("Held up by"), wrap=True),
    Column("approved", N_("Approved (đồng)"), Show.SPARE, right=True),
    Column("disbursed", N_("Disbursed (đồng)"), Show.SPARE, right=True),
    Column("share", N_("Share"), right=True),
    Column("difference", N_("Not disbursed (đồng)"), Show.SPARE, right=True),
    Column("owed", N_("Debt (đồng)"), Show.SPARE, right=True),
    Column("documents", N_("Documents"), Show.DATA, wrap=True),
    Column("note", N_("Note"), Show.SPARE, wrap=True),
)


class Line(Record):
    """A work and the unit it is of."""

    unit: Unit
    work: Work


def listing(lines: Sequence[Line], *, day: date) -> Report:
    """Works as they are on a day, with their number by state and the sums of all."""
    return _report("work list", say("Works on {day}", day=day), lines, day)


def recorded(line: Line, *, day: date, name: str, remarks: Sequence[Message] = ()) -> Report:
    """One work after something of it was recorded."""
    report = _report(name, say("Recorded: {name}", name=line.work.name), [line], day)
    return report._replace(notes=tuple(remarks))


def replaced(before: Capital) -> Message:
    """What a new sum takes the place of."""
    return say(
        "before: {amount} đồng on {day}", amount=Decimal(before.amount), day=before.counted_on
    )


def later_sum(holds: Capital) -> Message:
    """That a sum of a later day holds, not the one just recorded."""
    return say(
        "a sum of a later day holds: {amount} đồng on {day}",
        amount=Decimal(holds.amount),
        day=holds.counted_on,
    )


def later_state(work: Work) -> Message:
    """That what was recorded of a later day says how a work stands."""
    return say("by what was recorded of a later day it is: {state}", state=work.state)


def overdrawn(each: Overdrawn) -> Message:
    """That more was disbursed than approved."""
    return say(
        "WARNING {source}, {year}: {disbursed} đồng disbursed, {approved} đồng approved",
        source=each.source,
        year=str(each.year),
        disbursed=Decimal(each.disbursed),
        approved=Decimal(each.approved),
    )


def amount(sum_: int | None) -> Decimal | None:
    """A sum in đồng as a cell: a decimal number, which people are shown in groups of digits."""
    return None if sum_ is None else Decimal(sum_)


def share(sums: Sums) -> Measure | None:
    """The disbursed in percent of the approved, as a cell."""
    return None if sums.share is None else Measure(sums.share, "%")


def _report(name: str, title: Message, lines: Sequence[Line], day: date) -> Report:
    counted = _counted(lines, day)
    return Report(
        name=name,
        title=title,
        columns=COLUMNS,
        blocks=(Block("works", None, tuple(_row(line, day) for line in lines)),),
        notes=_notes(lines, counted),
        as_of=day,
        empty=say("There is no work: see `ntmtrack work add --help`."),
        summary=counted,
    )


def _row(line: Line, day: date) -> Row:
    work, sums = line.work, line.work.sums()
    plan = work.plan
    sets = tuple(dict.fromkeys(each.set_code for each in work.serves))
    said = [*(each.document for each in work.events), *(each.document for each in work.capital)]
    return (
        line.unit.code,
        line.unit.name,
        work.name,
        work.state,
        None if work.percent is None else Measure(Decimal(work.percent), "%"),
        sets,
        tuple(each.number for each in work.serves),
        None if plan is None else plan.last_day,
        None if plan is None else plan.words,
        work.late(day),
        tuple(each.note for each in work.blocks if each.note),
        *cells(sums),
        tuple(dict.fromkeys(number for number in said if number)),
        work.note,
    )


def _counted(lines: Sequence[Line], day: date) -> dict[str, int | str]:
    works = [line.work for line in lines]
    sums = added(work.sums() for work in works)
    counted: dict[str, int | str] = {"works": len(works)}
    counted |= {str(state): sum(work.state is state for work in works) for state in WorkState}
    counted["held_up"] = sum(bool(work.blocks) for work in works)
    counted["late"] = sum(work.late(day) is not None for work in works)
    told = zip(Sums._fields, sums, strict=True)
    return counted | {name: value for name, value in told if value is not None}


def _notes(lines: Sequence[Line], counted: dict[str, int | str]) -> tuple[Message, ...]:
    if not lines:
        return ()
    notes = [say_n("{count} work", "{count} works", len(lines))]
    notes += [
        say("{state}: {number}", state=state, number=counted[str(state)])
        for state in WorkState
        if counted[str(state)]
    ]
    if counted["held_up"]:
        notes.append(say("held up: {number}", number=counted["held_up"]))
    if counted["late"]:
        notes.append(say("late: {number}", number=counted["late"]))
    return (*notes, *totals(added(line.work.sums() for line in lines)))


def totals(sums: Sums) -> tuple[Message, ...]:
    """What several works come to, in a sentence for each sum that is known."""
    notes = []
    if sums.approved is not None:
        notes.append(say("approved in all: {amount} đồng", amount=Decimal(sums.approved)))
    if sums.disbursed is not None:
        notes.append(say("disbursed in all: {amount} đồng", amount=Decimal(sums.disbursed)))
    if sums.share is not None:
        notes.append(say("disbursed of what was approved: {share} %", share=sums.share))
    if sums.owed is not None:
        notes.append(say("debt in all: {amount} đồng", amount=Decimal(sums.owed)))
    return tuple(notes)


def cells(sums: Sums) -> tuple[Cell, ...]:
    """The cells of sums: approved, disbursed, share, difference, owed."""
    return (
        amount(sums.approved),
        amount(sums.disbursed),
        share(sums),
        amount(sums.difference),
        amount(sums.owed),
    )
