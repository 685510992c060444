"""A target: by when a unit is to meet a criterion, or its whole set, and what became of it.

A target is no due of any task: nobody is late with it, it is reached or missed.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ntmtrack.domain.assessment import Verdict, derive
from ntmtrack.domain.timeline import Turn


class TargetState(StrEnum):
    """How a target stands on a day."""

    REACHED_EARLY = "reached_early"
    """Met without a break since before its span began."""
    REACHED_ON_TIME = "reached_on_time"
    REACHED_LATE = "reached_late"
    OPEN = "open"
    MISSED = "missed"
    """Its last day is past and it is not met."""
    UNKNOWN = "unknown"
    """Its last day is past, and whether it is met has not been assessed."""
    NOT_APPLICABLE = "not_applicable"
    """What was to be met does not apply to the unit (any more)."""


class Aim(NamedTuple):
    """A target as it was set; without a number it is for the whole set.

    `since` is the day from which it is known (None: ever since). A paper may name neither set
    nor a day that can be reckoned: then they are empty, and the words stay. `registered` marks
    one that came with a registration.
    """

    unit_key: int
    set_key: int | None
    set_code: str | None
    number: str | None
    words: str
    start: date | None
    last_day: date | None
    precision: str
    since: date | None = None
    document: str | None = None
    note: str | None = None
    registered: bool = False

    @property
    def thing(self) -> Hashable:
        """What is to be met: of several targets for the same thing the newest counts."""
        return self.unit_key, self.set_key, self.number


class Reached(NamedTuple):
    """How what is to be met stands on a day, and since when it has been met without a break."""

    verdict: Verdict
    on: date | None = None


_SETTLED = frozenset({Verdict.MET, Verdict.NOT_APPLICABLE})


def criterion_reached(turns: Sequence[Turn]) -> Reached:
    """How one criterion or indicator stands, by the turns of its verdict up to the day."""
    if not turns:
        return Reached(Verdict.NOT_ASSESSED)
    return Reached(turns[-1].verdict, _unbroken(turns, frozenset({Verdict.MET})))


def set_reached(criteria: Iterable[Sequence[Turn]]) -> Reached:
    """How a whole set stands: met when every criterion that applies is.

    What does not apply holds nothing back: a commune is recognised without it.
    """
    each = list(criteria)
    verdict = derive([turns[-1].verdict if turns else Verdict.NOT_ASSESSED for turns in each], None)
    if verdict is not Verdict.MET:
        return Reached(verdict)
    days = (_unbroken(turns, _SETTLED) for turns in each)
    return Reached(verdict, max(day for day in days if day is not None))


def _unbroken(turns: Sequence[Turn], good: frozenset[Verdict]) -> date | None:
    """The day since which the verdict has been a good one; None if the last is not."""
    since = None
    for turn in reversed(turns):
        if turn.verdict not in good:
            break
        since = turn.day
    return since


def with_recognition(reached: Reached, aim: Aim, granted: Iterable[date]) -> Reached:
    """What is reached of a whole set, a recognition since the target was set among it.

    `granted` are the days of recognitions that were not revoked. Recognised is not "all criteria
    met" and outlives it, but it is what was aimed at. An earlier recognition does not count: to
    be recognised anew is a target of its own.
    """
    days = [day for day in granted if aim.since is None or day >= aim.since]
    if not days:
        return reached
    return reached._replace(on=min(days if reached.on is None else [*days, reached.on]))


def state_of(aim: Aim, reached: Reached, day: date) -> TargetState:
    """How a target stands on a day. Its last day is still in time; without one it stays open."""
    if reached.on is not None:
        if aim.start is not None and reached.on < aim.start:
            return TargetState.REACHED_EARLY
        if aim.last_day is not None and reached.on > aim.last_day:
            return TargetState.REACHED_LATE
        return TargetState.REACHED_ON_TIME
    if reached.verdict is Verdict.NOT_APPLICABLE:
        return TargetState.NOT_APPLICABLE
    if aim.last_day is not None and day > aim.last_day:
        unknown = reached.verdict is Verdict.NOT_ASSESSED
        return TargetState.UNKNOWN if unknown else TargetState.MISSED
    return TargetState.OPEN


def newest(aims: Iterable[Aim]) -> dict[Hashable, Aim]:
    """The target in force for each thing, of targets in the order in which they were set.

    Of one that names no set it cannot be told what it is for: it takes nothing's place. Nor do
    words without a last day ("soon") take the place of a day.
    """
    found: dict[Hashable, Aim] = {}
    for aim in aims:
        if aim.set_key is not None and (aim.last_day is not None or aim.thing not in found):
            found[aim.thing] = aim
    return found
