"""Where those who judge disagree, since when, and whose word counts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ntmtrack.domain.assessment import Stage
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.differences import Difference, Parting, SeenByOne
from ntmtrack.domain.due import days_late
from ntmtrack.domain.task import Task
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.SPARE),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Criterion, indicator"), wrap=True),
    Column("self", N_("Self-assessment")),
    Column("verification", N_("Verification")),
    Column("appraisal", N_("Appraisal")),
    Column("self_on", N_("Self-assessed on"), Show.SPARE),
    Column("verification_on", N_("Verified on"), Show.SPARE),
    Column("appraisal_on", N_("Appraised on"), Show.SPARE),
    Column("since", N_("Apart since")),
    Column("days", N_("Days apart"), right=True),
    Column("counts", N_("Counts today")),
    Column("counts_stage", N_("Whose word"), Show.DATA),
    Column("counts_why", N_("Why"), Show.SPARE),
    Column("tasks", N_("Tasks"), wrap=True),
    Column("kind", N_("Kind"), Show.DATA),
)

_HEADINGS = {
    Parting.LOWER_IN_APPRAISAL: N_("Lower in appraisal than by the unit itself ({count})"),
    Parting.LOWER_IN_VERIFICATION: N_("Lower in verification than by the unit itself ({count})"),
    Parting.OTHERWISE: N_("Other differences ({count})"),
}


def build(
    found: Sequence[Difference],
    units: Mapping[int, Unit],
    items: Mapping[int, Item],
    sets: Mapping[int, SetName],
    tasks: Sequence[Task],
    *,
    alone: SeenByOne,
    day: date,
) -> Report:
    """One row for each item on which the stages differ, in blocks by which way they part.

    `units`, `items` and `sets` say by key what the rows are about; their order is that of
    `found`. `alone` is what one stage alone has judged: it is counted and no difference.
    """
    working: dict[tuple[int | None, str | None, str | None], list[str]] = defaultdict(list)
    for task in tasks:
        working[task.unit_key, task.set_code, task.criterion].append(task.number)
    rows: dict[Parting, list[Row]] = defaultdict(list)
    for each in found:
        item, code = items[each.item_key], sets[each.set_key].code
        at_work = working.get((each.unit_key, code, item.parent or item.number), ())
        row = _row(each, units[each.unit_key], item, code, tuple(at_work), day)
        rows[each.parting].append(row)
    return Report(
        name="differences",
        title=say("Where those who judge disagree, as of {day}", day=day),
        columns=COLUMNS,
        blocks=tuple(
            Block(str(parting), say(_HEADINGS[parting], count=len(rows[parting])), tuple(listed))
            for parting in Parting
            if (listed := rows.get(parting))
        ),
        notes=tuple(_notes(found, alone)),
        as_of=day,
        empty=say("No two of those who judge disagree."),
        summary={
            **{str(parting): len(rows.get(parting, ())) for parting in Parting},
            "seen_by_one": alone.items,
        },
    )


def _row(
    each: Difference, unit: Unit, item: Item, code: str, tasks: tuple[str, ...], day: date
) -> Row:
    said = each.by_stage
    return (
        unit.code,
        unit.name,
        code,
        item.number,
        item.name,
        *(said[stage].verdict if stage in said else None for stage in Stage),
        *(said[stage].assessed_on if stage in said else None for stage in Stage),
        each.since,
        days_late(each.since, day),
        each.counts.verdict,
        each.counts.stage,
        each.precedence,
        tasks,
        each.parting,
    )


def _notes(found: Sequence[Difference], alone: SeenByOne) -> Iterator[Message]:
    if found:
        yield say_n(
            "{count} difference, in {units}",
            "{count} differences, in {units}",
            len(found),
            units=_units(len({each.unit_key for each in found})),
        )
        yield say(
            "The word of the latest day counts, on one day that of the higher stage; none is"
            " overwritten."
        )
    if alone.items:
        yield say_n(
            "{count} criterion or indicator, in {units}, has been judged by one stage alone:"
            " that is no difference",
            "{count} criteria and indicators, in {units}, have been judged by one stage alone:"
            " that is no difference",
            alone.items,
            units=_units(alone.units),
        )


def _units(count: int) -> Message:
    return say_n("{count} unit", "{count} units", count)
