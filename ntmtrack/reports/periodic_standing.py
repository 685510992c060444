"""Recognition in a periodic report: what was decided in the period, and what waits."""

from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.recognition import StandingState, follow, in_order
from ntmtrack.domain.report_period import ReportPeriod
from ntmtrack.domain.standing import ENDS, GRANTS, Standing, StandingEvent
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("block", N_("Block"), Show.DATA),
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.ALWAYS),
    Column("event", N_("Event"), Show.ALWAYS),
    Column("on", N_("On")),
    Column("year", N_("Year"), right=True),
    Column("days", N_("Days since"), right=True),
    Column("document", N_("Document"), wrap=True),
)

_BLOCKS = {
    "granted": N_("Recognised in the period ({count})"),
    "ended": N_("Recognition ended in the period ({count})"),
    "steps": N_("Other steps in the period ({count})"),
    "waiting": N_("Dossiers under way on {day} ({count})"),
}


def build(
    ways: Mapping[tuple[int, str], Sequence[Standing]],
    units: Mapping[int, Unit],
    period: ReportPeriod,
) -> Report:
    """Events that happened in the period, and units that were assessed or submitted and wait.

    `ways` are the events known by the day, by unit and code of the set. An event of which only
    the year is known counts where the whole year lies in the period; else it is only counted.
    """
    found: dict[str, list[Row]] = {key: [] for key in _BLOCKS}
    undated = 0
    for (key, code), events in ways.items():
        unit = units[key]
        for event in in_order(events):
            within = _within(event, period)
            undated += within is None
            if within:
                block = _block(event.event)
                found[block].append(_row(block, unit, code, event, period.day))
        way = follow(events, period.day)
        if way.state is StandingState.UNDER_APPRAISAL:
            last = [event for event in in_order(events) if event.event is way.step][-1]
            found["waiting"].append(_row("waiting", unit, code, last, period.day))
    return Report(
        name="report recognition",
        title=say("Recognition: {first} to {day}", first=period.start, day=period.day),
        columns=COLUMNS,
        blocks=tuple(
            Block(key, say(heading, count=len(found[key]), day=period.day), tuple(found[key]))
            for key, heading in _BLOCKS.items()
            if found[key]
        ),
        notes=_notes(undated),
        as_of=period.day,
        empty=say("Nothing happened on the way to recognition, and no dossier is under way."),
        summary={key: len(rows) for key, rows in found.items()},
    )


def _within(event: Standing, period: ReportPeriod) -> bool | None:
    """Whether an event lies in the period; None where its year does and its day is not known."""
    if event.day is not None:
        return period.start <= event.day <= period.day
    if event.year is None:
        return False
    if period.start <= date(event.year, 1, 1) and date(event.year, 12, 31) <= period.last:
        return True
    return None if period.start.year <= event.year <= period.last.year else False


def _block(event: StandingEvent) -> str:
    return "granted" if event in GRANTS else "ended" if event in ENDS else "steps"


def _row(block: str, unit: Unit, code: str, event: Standing, day: date) -> Row:
    since = None if event.day is None else (day - event.day).days
    return (
        block,
        unit.code,
        unit.name,
        code,
        event.event,
        event.day,
        event.year,
        since if block == "waiting" else None,
        event.document,
    )


def _notes(undated: int) -> tuple[Message, ...]:
    if not undated:
        return ()
    return (
        say_n(
            "{count} event of which only the year is known is not listed.",
            "{count} events of which only the year is known are not listed.",
            undated,
        ),
    )
