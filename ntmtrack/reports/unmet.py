"""Which criteria are unmet, since when, by how much, and who works on them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from ntmtrack.domain.assessment import Finding, Judgement, Verdict
from ntmtrack.domain.due import days_left
from ntmtrack.domain.standing import Target, UnitStanding
from ntmtrack.domain.task import Task
from ntmtrack.message import N_, Message, say
from ntmtrack.reports.counts import (
    counts_note,
    difference_notes,
    summary_of,
    tally_notes,
    unjudged,
)
from ntmtrack.reports.report import Block, Cell, Column, Measure, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.DATA),
    Column("set", N_("Set"), Show.DATA),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Criterion"), Show.ALWAYS, wrap=True),
    Column("verdict", N_("Verdict"), Show.DATA),
    Column("indicators", N_("Indicators"), wrap=True),
    Column("value", N_("Value"), right=True),
    Column("threshold", N_("Threshold"), right=True),
    Column("gap", N_("Short by"), right=True),
    Column("stage", N_("Stage"), Show.SPARE),
    Column("since", N_("Since"), Show.SPARE),
    Column("assessed_on", N_("Assessed on"), Show.DATA),
    Column("tasks", N_("Tasks"), wrap=True),
    Column("due", N_("Nearest due")),
    Column("days_left", N_("Days left"), right=True),
    Column("leads", N_("Leads"), wrap=True),
    Column("documents", N_("Documents"), Show.DATA, wrap=True),
    Column("at_risk", N_("At risk"), Show.DATA),
    Column("reason", N_("Why"), Show.SPARE, wrap=True),
    Column("target", N_("Target"), Show.SPARE),
    Column("target_text", N_("Target as written"), Show.DATA),
    Column("works", N_("Works"), wrap=True),
)

_BLOCKS = {
    Verdict.UNMET: N_("{unit} · {set} · unmet ({count})"),
    Verdict.NEARLY_MET: N_("{unit} · {set} · nearly met ({count})"),
    Verdict.NOT_ASSESSED: N_("{unit} · {set} · not assessed ({count})"),
}
_SEVERAL_UNITS = 12


def build(
    standings: Sequence[UnitStanding],
    tasks: Sequence[Task],
    *,
    day: date,
    criteria: frozenset[str] = frozenset(),
    by_criterion: bool = False,
    no_task: bool = False,
    asked: Sequence[tuple[str, str]] = (),
    targets: Sequence[Target] = (),
    works: "Mapping[tuple[int, str, str], tuple[str, ...]] | None" = None,
    keep: Callable[[UnitStanding, Finding, Sequence[Task]], bool] | None = None,
) -> Report:
    """The unmet, nearly met and not assessed criteria of units, each in a block of its own.

    `criteria` keeps to some numbers, `no_task` to criteria that nobody works on, `keep` to those
    that a filter means by how they stand and what tasks are at work on them. A unit of
    which nothing was judged is a note, not a list. `asked` names the units
    that were asked for, by code and name. Of several targets of one criterion the last one set
    is shown. `works` are the names of the open works behind criteria, by unit, set and number.
    """
    working = _by_criterion(tasks)
    aims = {(each.unit_key, each.set_code, each.number): each for each in targets}
    rows: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    headings: dict[tuple[str, ...], Message] = {}
    for standing in standings:
        for finding in _listed(standing, criteria):
            about = (standing.unit_key, standing.set_code, finding.number)
            at_work = working.get(about, [])
            if (no_task and at_work) or not (keep is None or keep(standing, finding, at_work)):
                continue
            key, heading = _place(standing, finding, by_criterion=by_criterion)
            headings[key] = heading
            aim = aims.get(about)
            built = () if works is None else works.get(about, ())
            rows[key].append((*_row(standing, finding, at_work, day, aim), built))
    keys = sorted(rows, key=_block_order) if by_criterion else list(rows)
    if not by_criterion:
        keys = _in_blocks(keys)
    blocks = tuple(
        Block("/".join(key), _counted(headings[key], len(rows[key])), tuple(rows[key]))
        for key in keys
    )
    columns = _with_units(COLUMNS) if by_criterion else COLUMNS
    return Report(
        name="unmet",
        title=say("Unmet criteria as of {day}", day=day),
        columns=columns,
        blocks=blocks,
        notes=(*_notes(standings, asked=asked), *_whole_targets(standings, targets)),
        as_of=day,
        empty=say("Nothing of what was asked for is unmet.")
        if criteria or no_task or keep is not None
        else say("Nothing is recorded as unmet."),
        summary=summary_of(standings),
        finds=frozenset(block.key for block in blocks if block.key.endswith("/unmet")),
    )


def _by_criterion(tasks: Sequence[Task]) -> Mapping[tuple[int | None, str, str], list[Task]]:
    found: dict[tuple[int | None, str, str], list[Task]] = defaultdict(list)
    for task in tasks:
        if task.unit_key is not None and task.set_code and task.criterion:
            found[task.unit_key, task.set_code, task.criterion].append(task)
    return found


def _listed(standing: UnitStanding, criteria: frozenset[str]) -> list[Finding]:
    if unjudged(standing):
        return []
    return [
        finding
        for finding in standing.findings
        if finding.verdict in _BLOCKS and (not criteria or finding.number in criteria)
    ]


def _place(
    standing: UnitStanding, finding: Finding, *, by_criterion: bool
) -> tuple[tuple[str, ...], Message]:
    if by_criterion:
        return (standing.set_code, finding.number, str(finding.verdict)), say(
            "{set} · {number} {name} · {verdict} ({count})",
            set=standing.set_code,
            number=finding.number,
            name=finding.name,
            verdict=finding.verdict,
        )
    return (standing.unit, standing.set_code, str(finding.verdict)), say(
        _BLOCKS[finding.verdict], unit=standing.unit_name, set=standing.set_code
    )


def _counted(heading: Message, count: int) -> Message:
    return say(heading.text, **heading.values, count=count)


def _in_blocks(keys: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Units and sets as they come; within each the verdicts in their fixed order."""
    order = [str(verdict) for verdict in _BLOCKS]
    owners = {key[:2]: place for place, key in reversed([*enumerate(keys)])}
    return sorted(keys, key=lambda key: (owners[key[:2]], order.index(key[2])))


def _block_order(key: tuple[str, ...]) -> tuple[object, ...]:
    set_code, number, verdict = key
    places = tuple(int(part) if part.isdigit() else 0 for part in number.split("."))
    return [str(each) for each in _BLOCKS].index(verdict), set_code, places, number


def _whole_targets(
    standings: Sequence[UnitStanding], targets: Sequence[Target]
) -> Iterator[Message]:
    """By when units are to reach their sets as a whole."""
    for standing in standings:
        own = [each for each in targets if each.unit_key == standing.unit_key]
        for target in own:
            if target.number is None and target.set_code == standing.set_code:
                yield say(
                    "{unit}, {set}: target {words} ({day})",
                    unit=standing.unit_name,
                    set=standing.set_code,
                    words=target.words,
                    day=target.last_day,
                )


def _row(
    standing: UnitStanding,
    finding: Finding,
    at_work: Sequence[Task],
    day: date,
    aim: Target | None,
) -> Row:
    nearest = min((task.last_day for task in at_work if task.last_day), default=None)
    below = tuple(j for j in finding.failing if j.number != finding.number)
    return (
        standing.unit,
        standing.unit_name,
        standing.set_code,
        finding.number,
        finding.name,
        finding.verdict,
        tuple(judgement.number for judgement in below),
        _measures(finding.failing, _value),
        _measures(finding.failing, _threshold),
        _measures(finding.failing, gap),
        finding.stage,
        finding.since,
        finding.assessed_on,
        tuple(task.number for task in at_work),
        nearest,
        None if nearest is None else days_left(nearest, day),
        tuple(dict.fromkeys(lead for task in at_work for lead in task.leads)),
        finding.documents,
        finding.at_risk,
        finding.reason,
        None if aim is None else aim.last_day,
        None if aim is None else aim.words,
    )


def _measures(failing: Sequence[Judgement], read: Callable[[Judgement], Measure | None]) -> Cell:
    """One number, or several with the indicators they belong to."""
    found = [(each.number, read(each)) for each in failing]
    measured = [(number, measure) for number, measure in found if measure is not None]
    if not measured:
        return None
    if len(failing) == 1:
        return measured[0][1]
    return tuple(
        Measure(measure.value, measure.unit, measure.sign, number) for number, measure in measured
    )


def _value(judgement: Judgement) -> Measure | None:
    if judgement.value is None:
        return None
    return Measure(judgement.value, judgement.value_unit)


def _threshold(judgement: Judgement) -> Measure | None:
    if judgement.threshold is None:
        return None
    from ntmtrack.reports.recorded import threshold_cell  # noqa: PLC0415 (start-up)

    return threshold_cell(judgement.threshold, judgement.value_unit)


def gap(judgement: Judgement) -> Measure | None:
    """How far the value is from its threshold; percentages differ by points.

    None where the threshold is reached: the verdict was given by hand, against it.
    """
    level = _threshold(judgement)
    value = judgement.value
    if level is None or value is None:
        return None
    from ntmtrack.domain.operator import Operator  # noqa: PLC0415 (start-up)

    if Operator.from_sign(level.sign).holds(value, level.value):
        return None
    unit = say("percentage points") if judgement.value_unit == "%" else judgement.value_unit
    return Measure(abs(level.value - value), unit)


def _with_units(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Where blocks are criteria, the unit is what tells the rows apart."""
    return tuple(
        Column(column.key, column.heading, Show.ALWAYS if column.key == "unit_name" else Show.DATA)
        if column.key in ("unit_name", "number", "name")
        else column
        for column in columns
    )


def _notes(standings: Sequence[UnitStanding], *, asked: Sequence[tuple[str, str]]) -> list[Message]:
    judged = {standing.unit for standing in standings}
    notes = [
        say("Nothing has been recorded of {unit} yet: see `ntmtrack assess --help`.", unit=name)
        for code, name in asked
        if code not in judged
    ]
    if not standings:
        nobody = say("No unit here has been judged, counted or registered by any set yet.")
        return notes or [nobody]
    if len(standings) <= _SEVERAL_UNITS:
        notes += [counts_note(standing) for standing in standings]
    by_set: dict[str, list[UnitStanding]] = defaultdict(list)
    for standing in standings:
        by_set[standing.set_code].append(standing)
    for code, listed in by_set.items():
        if len(listed) > 1:
            notes.append(
                say(
                    "{set} in all: met {met}; nearly met {nearly_met}; unmet {unmet}; not"
                    " applicable {not_applicable}; not assessed {not_assessed}; of {total}",
                    set=code,
                    **summary_of(listed),
                )
            )
    for standing in standings:
        notes += [*tally_notes(standing), *difference_notes(standing)]
    if len({standing.set_code for standing in standings}) > 1:
        notes.append(say("Several criteria sets are shown; their counts are not comparable."))
    return notes
