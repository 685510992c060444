"""Plan against fact: where each indicator stands, who is behind, and how it went by periods."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ntmtrack.domain.course import Step
from ntmtrack.domain.plan import Figure, NoProgress, PlanState
from ntmtrack.domain.progress import About, Line
from ntmtrack.domain.text import fold
from ntmtrack.message import N_, Message, say
from ntmtrack.reports.report import Block, Column, Measure, Report, Row, Show

_ABOUT = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.DATA),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Indicator"), Show.ALWAYS, wrap=True),
)

COLUMNS = (
    *_ABOUT,
    Column("baseline", N_("Baseline"), Show.SPARE, right=True),
    Column("baseline_on", N_("Baseline of"), Show.DATA),
    Column("baseline_first", N_("First figure"), Show.DATA),
    Column("planned", N_("Planned"), right=True),
    Column("planned_by", N_("Planned by")),
    Column("next_planned", N_("Planned next"), Show.SPARE, right=True),
    Column("next_by", N_("Next by"), Show.SPARE),
    Column("actual", N_("Reached"), right=True),
    Column("measured_on", N_("Measured on")),
    Column("gap", N_("Against plan"), right=True),
    Column("state", N_("State"), Show.DATA),
    Column("target", N_("Target"), right=True),
    Column("target_by", N_("Target by"), Show.SPARE),
    Column("progress", N_("Way gone"), right=True),
    Column("why", N_("Why"), Show.SPARE, wrap=True),
    Column("own", N_("Own figure"), Show.SPARE, right=True),
    Column("own_planned", N_("Own plan"), Show.SPARE, right=True),
    Column("reported", N_("Reported"), Show.DATA, right=True),
    Column("below", N_("Units below"), Show.DATA, right=True),
    Column("oldest_on", N_("Oldest figure"), Show.DATA),
    Column("value_unit", N_("Unit of measure"), Show.DATA),
)

_BLOCKS = {
    PlanState.BEHIND: N_("behind the plan ({count})"),
    PlanState.NO_FIGURE: N_("no figure yet ({count})"),
    PlanState.UNCLEAR: N_("other than planned, the set does not say which way is better ({count})"),
    PlanState.AS_PLANNED: N_("as planned ({count})"),
    PlanState.AHEAD: N_("ahead of the plan ({count})"),
    PlanState.NO_PLAN: N_("nothing planned by this day ({count})"),
}


def build(lines: Sequence[Line], *, day: date) -> Report:
    """One row for each indicator of a unit, those behind their plan first.

    What is behind is what `--check` finds.
    """
    listed: dict[PlanState, list[Line]] = defaultdict(list)
    for each in lines:
        listed[each.state].append(each)
    return Report(
        name="progress",
        title=say("Plan and fact as of {day}", day=day),
        columns=COLUMNS,
        blocks=tuple(
            Block(
                str(state),
                say(heading, count=len(listed[state])),
                tuple(_row(each) for each in listed[state]),
            )
            for state, heading in _BLOCKS.items()
            if state in listed
        ),
        notes=tuple(_notes(lines)),
        as_of=day,
        empty=say("Nothing has been planned, measured or set for this year."),
        summary={str(state): len(listed.get(state, ())) for state in _BLOCKS},
        finds=frozenset({str(PlanState.BEHIND)}),
    )


def _row(each: Line) -> Row:
    about, goal, below = each.about, each.about.goal, each.below
    reached = below.newest
    why = each.progress if isinstance(each.progress, NoProgress) else None
    return (
        about.unit.code,
        about.unit.name,
        about.set_code,
        about.number,
        about.name,
        _baseline(each),
        None if each.baseline is None else each.baseline.on,
        each.baseline_first,
        _measure(each.planned, goal.unit),
        None if each.planned is None else each.planned.on,
        _measure(each.following, goal.unit),
        None if each.following is None else each.following.on,
        _measure(each.actual, goal.unit),
        None if each.actual is None else each.actual.on,
        None if each.gap is None else Measure(each.gap, goal.unit),
        each.state,
        _target(each),
        goal.target_by,
        None if isinstance(each.progress, NoProgress) else Measure(each.progress, "%"),
        why,
        None if reached is None else _measure(each.own.newest, goal.unit),
        None if below.planned is None else _own_plan(each),
        None if reached is None else reached.reported,
        None if reached is None else reached.below,
        None if reached is None else reached.oldest,
        goal.unit,
    )


def _measure(figure: Figure | None, unit: str | None) -> Measure | None:
    return None if figure is None else Measure(figure.value, unit)


def _baseline(each: Line) -> Measure | None:
    if each.baseline is None or not each.baseline_first:
        return _measure(each.baseline, each.about.goal.unit)
    return Measure(each.baseline.value, each.about.goal.unit, label=_FIRST)


_FIRST = say("first figure")


def _target(each: Line) -> Measure | None:
    goal = each.about.goal
    if goal.target is None:
        return None
    return Measure(goal.target, goal.unit, "" if goal.op is None else goal.op.sign)


def _own_plan(each: Line) -> Measure | None:
    plan = each.own.planned
    if plan is None or plan.value is None:
        return None
    return Measure(plan.value, each.about.goal.unit)


def _notes(lines: Sequence[Line]) -> list[Message]:
    notes = []
    if any(not isinstance(each.progress, NoProgress) for each in lines):
        notes.append(say("way gone = (reached − baseline) / (target − baseline)"))
    if any(each.baseline_first and not isinstance(each.progress, NoProgress) for each in lines):
        notes.append(say("where a set names no baseline, the first figure recorded stands in"))
    return [*notes, *(note for each in lines for note in _warnings(each))]


def _warnings(each: Line) -> list[Message]:
    return [*_sum_notes(each), *_plan_notes(each), *_unit_notes(each)]


def _sum_notes(each: Line) -> list[Message]:
    """Where what is added up is not whole, or not what the unit itself says."""
    places = {"unit": each.about.unit.name, "number": each.about.number}
    notes = []
    reached, own = each.below.newest, each.own.newest
    if reached is not None and reached.reported < reached.below:
        notes.append(
            say(
                "{unit}, {number}: {reported} of {below} units below have reported",
                **places,
                reported=reached.reported,
                below=reached.below,
            )
        )
    if reached is not None and own is not None and own.value != reached.value:
        notes.append(
            say(
                "WARNING {unit}, {number}: its own figure of {day} is {own}, the units below add"
                " up to {added}; both are kept, the sum is held against the plan",
                **places,
                day=own.on,
                own=Measure(own.value, each.about.goal.unit),
                added=Measure(reached.value, each.about.goal.unit),
            )
        )
    return notes


def _plan_notes(each: Line) -> list[Message]:
    """Where plans contradict one another."""
    unit = each.about.goal.unit
    places = {"unit": each.about.unit.name, "number": each.about.number}
    notes = []
    added, own = each.below.planned, each.own.planned
    if added is not None and own is not None and own.value not in (None, added.value):
        notes.append(
            say(
                "WARNING {unit}, {number}: its own plan is {own}, the plans of the units below add"
                " up to {added}; both are kept, the sum is what figures are held against",
                **places,
                own=Measure(own.value or Decimal(0), unit),
                added=Measure(added.value, unit),
            )
        )
    if each.own.rival is not None and own is not None and own.value not in (None, each.own.rival):
        notes.append(
            say(
                "WARNING {unit}, {number}: two plans end on {day}, {value} and {other}; the one"
                " recorded last counts",
                **places,
                day=own.last_day,
                value=Measure(own.value or Decimal(0), unit),
                other=Measure(each.own.rival, unit),
            )
        )
    return notes


def _unit_notes(each: Line) -> list[Message]:
    """Where a figure or plan was recorded in another unit of measure than the set's of today."""
    unit = each.about.goal.unit
    return [
        say(
            "WARNING {unit}, {number}: recorded in {given}, the set measures in {expected}",
            unit=each.about.unit.name,
            number=each.about.number,
            given=given,
            expected=unit,
        )
        for given in each.own.units
        if unit is not None and given != unit and _folded(given) != _folded(unit)
    ]


def _folded(unit: str) -> str:
    return fold(unit).replace(" ", "")


COURSE_COLUMNS = (
    *(column._replace(show=Show.DATA) for column in _ABOUT),
    Column("period", N_("Period"), Show.ALWAYS),
    Column("start", N_("From"), Show.DATA),
    Column("last_day", N_("Last day"), Show.SPARE),
    Column("planned", N_("Planned"), right=True),
    Column("planned_by", N_("Planned by"), Show.DATA),
    Column("actual", N_("Reached"), right=True),
    Column("measured_on", N_("Measured on"), Show.SPARE),
    Column("gap", N_("Against plan"), right=True),
    Column("change", N_("Up or down"), right=True),
    Column("state", N_("State")),
    Column("own", N_("Own figure"), Show.SPARE, right=True),
    Column("reported", N_("Reported"), Show.DATA, right=True),
    Column("below", N_("Units below"), Show.DATA, right=True),
    Column("value_unit", N_("Unit of measure"), Show.DATA),
)


def build_course(steps: Sequence[Step], *, day: date) -> Report:
    """One row for each period of each indicator of a unit, from its first plan to the day."""
    listed: dict[About, list[Step]] = defaultdict(list)
    for step in steps:
        listed[step.line.about].append(step)
    last = [found[-1].line for found in listed.values()]
    return Report(
        name="progress",
        title=say("Plan and fact up to {day}", day=day),
        columns=COURSE_COLUMNS,
        blocks=tuple(
            Block(
                " ".join((about.unit.code, about.set_code, about.number)),
                say(
                    "{unit} · {set} · {number} {name}",
                    unit=about.unit.name,
                    set=about.set_code,
                    number=about.number,
                    name=about.name,
                ),
                tuple(_step_row(step) for step in found),
            )
            for about, found in listed.items()
        ),
        notes=tuple(note for each in last for note in _warnings(each)),
        as_of=day,
        empty=say("Nothing has been planned or measured by this day."),
        summary=dict(Counter(str(step.line.state) for step in steps)),
    )


def _step_row(step: Step) -> Row:
    each, goal = step.line, step.line.about.goal
    reached = each.below.newest
    return (
        each.about.unit.code,
        each.about.unit.name,
        each.about.set_code,
        each.about.number,
        each.about.name,
        step.stretch.period,
        step.stretch.start,
        step.stretch.last_day,
        _measure(each.planned, goal.unit),
        None if each.planned is None else each.planned.on,
        _measure(each.actual, goal.unit),
        None if each.actual is None else each.actual.on,
        None if each.gap is None else Measure(each.gap, goal.unit),
        None if step.change is None else Measure(step.change, goal.unit),
        each.state,
        None if reached is None else _measure(each.own.newest, goal.unit),
        None if reached is None else reached.reported,
        None if reached is None else reached.below,
        goal.unit,
    )
