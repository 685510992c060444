"""Which units are closest to a whole set: what holds each back, and the order among them.

Money goes first where a unit can finish soonest. Units are only ever held against units under
the same set.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from ntmtrack.domain.aim import Aim
from ntmtrack.domain.assessment import Finding, Judgement, Verdict
from ntmtrack.domain.due import days_left
from ntmtrack.domain.recognition import StandingState, follow, in_order
from ntmtrack.domain.standing import Standing, StandingEvent, UnitStanding
from ntmtrack.domain.target import Reached
from ntmtrack.domain.text import fold
from ntmtrack.record import Record


class Nearness(StrEnum):
    """How a unit stands towards its set; the order of the members is that of the answer."""

    READY = "ready"
    """Everything that applies is met; the recognition is awaited."""
    UNDER_WAY = "under_way"
    UNASSESSED = "unassessed"
    """Registered, aimed at or counted, but nothing that applies was judged."""
    RECOGNISED = "recognised"


ON_THEIR_WAY = frozenset({Nearness.READY, Nearness.UNDER_WAY})
"""Those that are ranked: something is judged, and nothing granted yet."""


class Missing(Record):
    """What keeps a unit from its whole set, by number.

    `criteria` are all those not met that apply, `nearly` and `not_assessed` those of them that
    are so; the others are unmet. `indicators` are those below them that fail or were never
    judged, `failing` the judgements of those that fail.
    """

    criteria: tuple[str, ...]
    nearly: tuple[str, ...]
    not_assessed: tuple[str, ...]
    indicators: tuple[str, ...]
    failing: tuple[Judgement, ...]


_SETTLED = frozenset({Verdict.MET, Verdict.NOT_APPLICABLE})


def missing_of(
    findings: Iterable[Finding],
    below: Mapping[str, Sequence[str]],
    judged: Mapping[str, Judgement],
) -> Missing:
    """What is missing of a set.

    `below` holds the indicators of each criterion, `judged` the judgement that counts of each
    indicator that was judged.
    """
    open_ones = [finding for finding in findings if finding.verdict not in _SETTLED]
    indicators: list[str] = []
    failing: list[Judgement] = []
    for finding in open_ones:
        failing += [each for each in finding.failing if each.number == finding.number]
        for number in below.get(finding.number, ()):
            judgement = judged.get(number)
            if number == finding.number or (judgement and judgement.verdict in _SETTLED):
                continue
            indicators.append(number)
            if judgement is not None:
                failing.append(judgement)
    return Missing(
        criteria=tuple(finding.number for finding in open_ones),
        nearly=_with(open_ones, Verdict.NEARLY_MET),
        not_assessed=_with(open_ones, Verdict.NOT_ASSESSED),
        indicators=tuple(indicators),
        failing=tuple(failing),
    )


def _with(findings: Iterable[Finding], verdict: Verdict) -> tuple[str, ...]:
    return tuple(finding.number for finding in findings if finding.verdict is verdict)


class Contender(Record):
    """One unit under one set on a day, with what is missing and by when it is to be reached."""

    standing: UnitStanding
    missing: Missing
    group: Nearness
    day: date
    aim: Aim | None = None
    reached: Reached | None = None
    recognised_on: date | None = None
    tasks_open: int = 0
    tasks_late: int = 0

    @property
    def days_left(self) -> int | None:
        """Days to the last day of the target, negative when it is gone."""
        if self.aim is None or self.aim.last_day is None:
            return None
        return days_left(self.aim.last_day, self.day)

    @property
    def place(self) -> tuple[object, ...]:
        """Its place among the units of its set: no two are the same.

        The group comes first, then the fewest criteria missing, the fewest indicators, the
        least time left (a target that is gone is the most urgent, none the least), the name.
        """
        left = self.days_left
        return (
            list(Nearness).index(self.group),
            len(self.missing.criteria),
            len(self.missing.indicators),
            left is None,
            left or 0,
            fold(self.standing.unit_name),
            self.standing.unit_name,
            self.standing.unit_key,
        )


def group_of(standing: UnitStanding, day: date) -> tuple[Nearness, date | None]:
    """How a unit stands towards its set, and since when it is recognised, if it is."""
    if standing.standings:
        way = follow(standing.standings, day)
        if way.state is StandingState.RECOGNISED:
            return Nearness.RECOGNISED, way.since
    verdicts = {finding.verdict for finding in standing.findings}
    if verdicts <= {Verdict.NOT_ASSESSED, Verdict.NOT_APPLICABLE}:
        return Nearness.UNASSESSED, None
    return (Nearness.READY if verdicts <= _SETTLED else Nearness.UNDER_WAY), None


def registered(events: Iterable[Standing]) -> bool:
    """Whether a unit was registered under a set and has not withdrawn since."""
    last = None
    for event in in_order(events):
        if event.event in (StandingEvent.REGISTERED, StandingEvent.WITHDRAWN):
            last = event.event
    return last is StandingEvent.REGISTERED


def ranked(contenders: Iterable[Contender]) -> dict[str, list[Contender]]:
    """The units of each set, the nearest first; sets are never held against one another."""
    found: dict[str, list[Contender]] = {}
    for each in sorted(contenders, key=lambda c: (c.standing.set_code, c.place)):
        found.setdefault(each.standing.set_code, []).append(each)
    return found
