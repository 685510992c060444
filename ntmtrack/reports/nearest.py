"""Which units are closest to their whole set, what they lack, and by when they are to have it."""

from collections.abc import Iterable, Sequence
from datetime import date

from ntmtrack.domain.nearest import ON_THEIR_WAY, Contender, Nearness, ranked
from ntmtrack.domain.target import TargetState, state_of
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.counts import tally_notes, unjudged
from ntmtrack.reports.report import Block, Column, Measure, Report, Row, Show
from ntmtrack.reports.status import score
from ntmtrack.reports.unmet import gap

COLUMNS = (
    Column("rank", N_("Rank"), Show.ALWAYS, right=True),
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.DATA),
    Column("group", N_("Group"), Show.DATA),
    Column("score", N_("Met"), Show.ALWAYS, right=True),
    Column("met", N_("Met"), Show.DATA, right=True),
    Column("total", N_("Of"), Show.DATA, right=True),
    Column("missing_count", N_("Missing"), Show.DATA, right=True),
    Column("missing", N_("Criteria missing"), wrap=True),
    Column("nearly", N_("Of these nearly met"), wrap=True),
    Column("not_assessed", N_("Of these not assessed"), wrap=True),
    Column("missing_indicators_count", N_("Indicators missing"), right=True),
    Column("missing_indicators", N_("Which indicators"), Show.DATA, wrap=True),
    Column("gap", N_("Short by"), wrap=True),
    Column("tasks_open", N_("Open tasks"), right=True),
    Column("tasks_late", N_("Late"), right=True),
    Column("target", N_("Target"), wrap=True),
    Column("target_last_day", N_("Last day"), Show.SPARE),
    Column("days_left", N_("Days left"), right=True),
    Column("state", N_("State")),
    Column("reached_on", N_("Reached on")),
    Column("recognised_on", N_("Recognised on")),
)

_BLOCKS = {
    Nearness.READY: N_("{set} · all criteria met, recognition awaited ({count})"),
    Nearness.UNDER_WAY: N_("{set} · under way, the nearest first ({count})"),
    Nearness.UNASSESSED: N_("{set} · nothing assessed yet ({count})"),
    Nearness.RECOGNISED: N_("{set} · recognised, and what is missing now ({count})"),
}
_WAITS = frozenset({TargetState.OPEN, TargetState.MISSED, TargetState.UNKNOWN})


def build(contenders: Iterable[Contender], *, day: date, limit: int | None = None) -> Report:
    """The units of each set by how little they lack; no rank without a judgement.

    `limit` keeps to so many of each set that are ranked, and says how many were left out.
    """
    by_set = ranked(contenders)
    blocks: list[Block] = []
    notes: list[Message] = []
    for code, listed in by_set.items():
        shown = listed
        if limit is not None:
            shown = [each for each in listed if each.group in ON_THEIR_WAY][:limit]
        blocks += _blocks(code, shown)
        notes += _counted(shown)
        if len(shown) < len(listed):
            notes.append(
                say_n(
                    "{set}: {count} more unit is not shown",
                    "{set}: {count} more units are not shown",
                    len(listed) - len(shown),
                    set=code,
                )
            )
    if by_set:
        notes.append(
            say(
                "Order: criteria missing, indicators missing, days left to the target, name. Tasks"
                " that name no criterion count too."
            )
        )
    if len(by_set) > 1:
        notes.append(say("Several criteria sets are shown; their counts are not comparable."))
    return Report(
        name="nearest",
        title=say("Nearest to the whole set, as of {day}", day=day),
        columns=COLUMNS,
        blocks=tuple(blocks),
        notes=tuple(notes),
        as_of=day,
        empty=say("No unit has been judged, counted or registered yet."),
    )


def _blocks(code: str, listed: Sequence[Contender]) -> list[Block]:
    ranks = {
        each.standing.unit_key: place
        for place, each in enumerate((c for c in listed if c.group in ON_THEIR_WAY), start=1)
    }
    blocks = []
    for group, heading in _BLOCKS.items():
        rows = tuple(
            _row(each, ranks.get(each.standing.unit_key)) for each in listed if each.group is group
        )
        if rows:
            blocks.append(Block(f"{code}/{group}", say(heading, set=code, count=len(rows)), rows))
    return blocks


def _row(each: Contender, rank: int | None) -> Row:
    standing, missing, aim = each.standing, each.missing, each.aim
    reached_on = None if each.reached is None else each.reached.on
    state = None
    if aim is not None and each.reached is not None:
        state = state_of(aim, each.reached, each.day)
    return (
        rank,
        standing.unit,
        standing.unit_name,
        standing.set_code,
        each.group,
        score(standing),
        None if unjudged(standing) else standing.counts.met,
        standing.counts.total,
        len(missing.criteria),
        missing.criteria,
        missing.nearly,
        missing.not_assessed,
        len(missing.indicators),
        missing.indicators,
        _gaps(each),
        each.tasks_open,
        each.tasks_late,
        None if aim is None else aim.words,
        None if aim is None else aim.last_day,
        each.days_left if state in _WAITS else None,
        state,
        reached_on,
        each.recognised_on,
    )


def _counted(listed: Sequence[Contender]) -> list[Message]:
    """What was counted of units whose criteria nobody named: they have no rank for all that."""
    return [
        note
        for each in listed
        if each.group is Nearness.UNASSESSED
        for note in tally_notes(each.standing)
    ]


def _gaps(each: Contender) -> tuple[Measure, ...]:
    """How far each measured indicator is from its threshold, by its number."""
    found = ((judgement.number, gap(judgement)) for judgement in each.missing.failing)
    return tuple(
        Measure(measure.value, measure.unit, measure.sign, number)
        for number, measure in found
        if measure is not None
    )
