"""A target: by when a unit is to meet a criterion, or its whole set, and what became of it.

A target is no due of any task: nobody is late with it, it is reached or missed.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby

from ntmtrack.domain.aim import Aim
from ntmtrack.domain.assessment import Verdict, derive
from ntmtrack.domain.timeline import Turn
from ntmtrack.record import Record


class TargetState(StrEnum):
    """How a target stands on a day."""

    REACHED_EARLY = "reached_early"
    """Met since before its span began, and on its last day."""
    REACHED_ON_TIME = "reached_on_time"
    REACHED_LATE = "reached_late"
    REACHED = "reached"
    """It is met; on which day is not known."""
    OPEN = "open"
    MISSED = "missed"
    """Its last day is past and it is not met."""
    UNKNOWN = "unknown"
    """Its last day is past, and whether it is met has not been assessed."""
    NOT_APPLICABLE = "not_applicable"
    """What was to be met does not apply to the unit (any more)."""


class Reached(Record):
    """How what is to be met stands on a day, and from which day it was met, for its target."""

    verdict: Verdict
    on: date | None = None


def reached(turns: Sequence[Turn], by: date | None = None) -> Reached:
    """How something stands, by the turns of its verdict up to the day, and when it was reached.

    What was met on the last day of its target (`by`) was reached, whatever became of it later:
    that it fell back is told elsewhere. Otherwise the first day after counts, and without a last
    day the one since which it has been met.
    """
    if not turns:
        return Reached(Verdict.NOT_ASSESSED)
    since = None
    for turn in turns:
        if turn.verdict is Verdict.MET:
            since = since or turn.day
        elif since is not None and by is not None and turn.day > by:
            break
        else:
            since = None
    return Reached(turns[-1].verdict, since)


def set_turns(criteria: Iterable[Sequence[Turn]]) -> list[Turn]:
    """The turns of a whole set: met while every criterion that applies is.

    What does not apply holds nothing back: a commune is recognised without it.
    """
    each = list(criteria)
    now = [Verdict.NOT_ASSESSED for _ in each]
    found: list[Turn] = []
    moves = [
        (turn.day, place, turn.verdict) for place, listed in enumerate(each) for turn in listed
    ]
    for day, on_day in groupby(sorted(moves), key=lambda move: move[0]):
        for _, place, verdict in on_day:
            now[place] = verdict
        whole = derive(now, None)
        if not found or found[-1].verdict is not whole:
            found.append(Turn(day, whole))
    return found


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
