"""The way to recognition: where units stand, and the whole story of one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.recognition import StandingState, Way, in_order
from ntmtrack.domain.standing import Standing, StandingEvent, UnitStanding
from ntmtrack.domain.withdrawal import AtRisk, Risk
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.counts import tally_notes, unjudged
from ntmtrack.reports.report import Block, Column, Report, Row, Show
from ntmtrack.reports.status import score

EVENT_COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.DATA),
    Column("set", N_("Set"), Show.ALWAYS),
    Column("event", N_("Event"), Show.ALWAYS),
    Column("happened_on", N_("On"), Show.ALWAYS),
    Column("decided_on", N_("Document dated")),
    Column("recorded_on", N_("Recorded on"), Show.SPARE),
    Column("year", N_("Year"), right=True),
    Column("target", N_("Target")),
    Column("target_last_day", N_("Last day"), Show.DATA),
    Column("until", N_("Until")),
    Column("document", N_("Document"), wrap=True),
    Column("note", N_("Note"), wrap=True),
)

LIST_COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("set", N_("Set"), Show.ALWAYS),
    Column("state", N_("State"), Show.DATA),
    Column("since", N_("Since")),
    Column("year", N_("Year"), right=True),
    Column("document", N_("Document"), Show.SPARE, wrap=True),
    Column("expires", N_("Ends on")),
    Column("days_left", N_("Days left"), right=True),
    Column("score", N_("Met"), right=True),
    Column("met", N_("Met"), Show.DATA, right=True),
    Column("total", N_("Of"), Show.DATA, right=True),
    Column("unmet", N_("Unmet"), Show.DATA, right=True),
    Column("nearly_met", N_("Nearly met"), Show.DATA, right=True),
    Column("not_assessed", N_("Not assessed"), Show.DATA, right=True),
    Column("at_risk", N_("Withdrawal risk")),
    Column("reason", N_("Why"), wrap=True),
    Column("next", N_("Next"), Show.SPARE, wrap=True),
)


class Line(Record):
    """One unit under one set: its criteria, its way, and the risk of one that is recognised."""

    standing: UnitStanding
    way: Way
    risk: Risk | None = None

    @property
    def at_risk(self) -> AtRisk | None:
        """Whether the recognition may be taken back; None where there is none."""
        return None if self.risk is None else self.risk.at_risk

    @property
    def recognised(self) -> bool:
        """Whether the unit is recognised on the day."""
        return self.way.state is StandingState.RECOGNISED

    @property
    def fallen(self) -> bool:
        """Whether it is recognised, and criteria are now judged not to be met.

        One that does not apply, or that nobody has assessed since, is no fall.
        """
        counts = self.standing.counts
        return self.recognised and counts.unmet + counts.nearly_met > 0


def told(
    unit: Unit,
    found: Sequence[Standing],
    lines: Sequence[Line],
    *,
    day: date,
    name: str = "standing",
    notes: Sequence[Message] = (),
) -> Report:
    """The events of a unit's way to recognition, oldest first, and how it stands now."""
    rows = tuple(
        (
            unit.code,
            unit.name,
            each.set_code,
            each.event,
            each.happened_on,
            each.decided_on,
            each.recorded_on,
            each.year,
            each.target_words,
            each.target_last,
            each.valid_to,
            each.document,
            each.note,
        )
        for each in in_order(found)
    )
    return Report(
        name=name,
        title=say("Way to recognition: {unit}", unit=unit.name),
        columns=EVENT_COLUMNS,
        blocks=(Block("standings", None, rows),),
        notes=(*notes, *(note for line in lines for note in _now(line, day))),
        as_of=day,
        empty=say("Nothing has been recorded."),
    )


def _now(line: Line, day: date) -> list[Message]:
    """How one unit stands under one set on the day, a sentence for each thing."""
    way, code = line.way, line.standing.set_code
    state = say("{set}, now: {state}", set=code, state=way.state)
    if way.since is not None:
        state = say_n(
            "{set}, now: {state} since {since} ({count} day)",
            "{set}, now: {state} since {since} ({count} days)",
            (day - way.since).days,
            set=code,
            state=way.state,
            since=way.since,
        )
    notes = [state]
    if way.until is not None:
        notes.append(say("{set}: recognition until {day}", set=code, day=way.until))
    if line.fallen:
        notes.append(
            say("{set}: recognised, and now {score}", set=code, score=score(line.standing))
        )
    else:
        notes.append(say("{set}: criteria met {score}", set=code, score=score(line.standing)))
    notes += tally_notes(line.standing)
    if line.risk is not None:
        notes.append(
            say(
                "{set}: withdrawal risk {risk}: {reason}",
                set=code,
                risk=line.risk.at_risk,
                reason=line.risk.reason,
            )
        )
    notes += _nearly([line])
    notes.append(say("{set}: next: {next}", set=code, next=next_step(line)))
    return notes


_AT_RISK, _EXPIRING = "at_risk", "expiring"
_ORDER = (
    StandingState.RECOGNISED,
    StandingState.EXPIRED,
    StandingState.UNDER_APPRAISAL,
    StandingState.RETURNED,
    StandingState.REGISTERED,
    StandingState.WITHDRAWN,
    StandingState.REVOKED,
)


def listed(lines: Sequence[Line], *, day: date, within: int, loadable: Mapping[str, str]) -> Report:
    """Units and sets by their state, those first whose recognition may be lost.

    `within` is in days; `loadable` names, by set, the shipped decision that holds the set's rule
    of withdrawal and is not loaded.
    """
    grouped: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        grouped[_group(line, day, within)].append(line)
    headings = {
        _AT_RISK: say("recognised, at risk of withdrawal ({count})", count=len(grouped[_AT_RISK])),
        _EXPIRING: say_n(
            "recognition ends within {count} day ({units})",
            "recognition ends within {count} days ({units})",
            within,
            units=len(grouped[_EXPIRING]),
        ),
    } | {
        state.value: say("{state} ({count})", state=state, count=len(grouped[state.value]))
        for state in _ORDER
    }
    return Report(
        name="standing list",
        title=say("Ways to recognition as of {day}", day=day),
        columns=LIST_COLUMNS,
        blocks=tuple(
            Block(key, heading, tuple(_row(line, day) for line in grouped[key]))
            for key, heading in headings.items()
        ),
        notes=tuple(_notes(lines, loadable)),
        as_of=day,
        empty=say("No unit has been registered, recognised or taken over."),
        summary={
            "recognised": sum(line.recognised for line in lines),
            "at_risk": len(grouped[_AT_RISK]),
            "expiring": sum(line.way.ends_within(within, day) for line in lines),
        },
        finds=frozenset({_AT_RISK, _EXPIRING, StandingState.EXPIRED.value}),
    )


def _group(line: Line, day: date, within: int) -> str:
    """The block of a line: of one that may be taken back and ends soon, the former."""
    if line.at_risk is AtRisk.YES:
        return _AT_RISK
    return _EXPIRING if line.way.ends_within(within, day) else line.way.state.value


def _row(line: Line, day: date) -> Row:
    standing, way = line.standing, line.way
    counts, unknown = standing.counts, unjudged(standing)
    return (
        standing.unit,
        standing.unit_name,
        standing.set_code,
        way.state,
        way.since,
        way.year,
        way.document,
        way.until,
        way.days_left(day) if line.recognised else None,
        score(standing),
        None if unknown else counts.met,
        counts.total,
        None if unknown else counts.unmet,
        None if unknown else counts.nearly_met,
        counts.not_assessed,
        line.at_risk,
        None if line.risk is None else line.risk.reason,
        next_step(line),
    )


_NEXT = {
    StandingEvent.REGISTERED: N_("self-assessment"),
    StandingEvent.SELF_ASSESSED: N_("verification"),
    StandingEvent.VERIFIED: N_("appraisal"),
    StandingEvent.APPRAISED: N_("submission"),
    StandingEvent.SUBMITTED: N_("decision on recognition"),
    StandingEvent.RETURNED: N_("complete the dossier and submit it again"),
}


def next_step(line: Line) -> Message:
    """What comes next on the way, with the target that was set for it."""
    way = line.way
    if way.step is not None:
        step = say(_NEXT[way.step])
        return (
            step
            if way.target is None
            else say("{step}, target {target}", step=step, target=way.target)
        )
    if not line.recognised:
        return say("register anew")
    if way.until is not None:
        return say("hold the criteria; assess anew before the recognition ends")
    if line.fallen:
        return say("bring back the criteria that are not met")
    return say("hold the criteria") if way.announced else say("announce it; hold the criteria")


def _notes(lines: Sequence[Line], loadable: Mapping[str, str]) -> list[Message]:
    notes: list[Message] = []
    fallen = sum(line.fallen for line in lines)
    if fallen:
        notes.append(
            say_n(
                "{count} recognised unit no longer meets every criterion of its set",
                "{count} recognised units no longer meet every criterion of their set",
                fallen,
            )
        )
    notes += _nearly(lines)
    notes += [
        say(
            "{set}: its rule of withdrawal is not loaded: `ntmtrack criteria load {code}`",
            set=of,
            code=code,
        )
        for of, code in loadable.items()
    ]
    if len({line.standing.set_code for line in lines}) > 1:
        notes.append(say("Several criteria sets are shown; their counts are not comparable."))
    return notes


def _nearly(lines: Sequence[Line]) -> list[Message]:
    """The units whose risk hangs on how the criteria nearly met are counted."""
    units = tuple(
        dict.fromkeys(
            line.standing.unit_name for line in lines if line.risk and line.risk.nearly_tips
        )
    )
    if not units:
        return []
    return [
        say(
            "nearly met is reckoned neither as met nor as unmet; counted as unmet it would put at"
            " risk: {units}",
            units=units,
        )
    ]
