"""Verdicts through time: from the judgements of an item to the days on which its verdict turned."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from ntmtrack.domain.assessment import FAILED, Verdict
from ntmtrack.record import Record


class Turn(Record):
    """From `day` on the verdict holds, until the next turn; before the first: not assessed."""

    day: date
    verdict: Verdict


class Timeline(Record):
    """The turns of one unit under one set, by number.

    `criteria` has every criterion in force on the day of the look, those never judged without a
    turn; `indicators` has those that have been judged. `judged_from` is the day of the first
    judgement of any of them.
    """

    criteria: dict[str, list[Turn]]
    indicators: dict[str, list[Turn]]
    judged_from: date = date.max


def _turn(turns: list[Turn], day: date, verdict: Verdict) -> None:
    """Add a turn, later than those before it, if it is one."""
    if verdict is not (turns[-1].verdict if turns else Verdict.NOT_ASSESSED):
        turns.append(Turn(day, verdict))


def verdict_on(turns: Sequence[Turn], day: date) -> Verdict:
    """The verdict that holds on a day."""
    turn = turn_on(turns, day)
    return Verdict.NOT_ASSESSED if turn is None else turn.verdict


def turn_on(turns: Sequence[Turn], day: date) -> Turn | None:
    """The turn by which the verdict of a day holds; None before the first."""
    place = bisect_right(turns, day, key=attrgetter("day"))
    return turns[place - 1] if place else None


class Fall(Record):
    """What was met and is not any more.

    It was met from `met_from` up to the day before `ended_on`, and failed on `fell_on`, which is
    later where it was not applicable or not assessed in between. `verdict` is that of now.
    """

    verdict: Verdict
    met_from: date
    ended_on: date
    fell_on: date

    @property
    def days_held(self) -> int:
        """Days for which it had been met, the last time."""
        return (self.ended_on - self.met_from).days


def fall(turns: Sequence[Turn]) -> Fall | None:
    """How what is unmet or nearly met now was met before; None if it stands, or never was met."""
    if not turns or turns[-1].verdict not in FAILED:
        return None
    met = [place for place, turn in enumerate(turns) if turn.verdict is Verdict.MET]
    if not met:
        return None
    last = met[-1]
    fell_on = next(turn.day for turn in turns[last:] if turn.verdict in FAILED)
    return Fall(turns[-1].verdict, turns[last].day, turns[last + 1].day, fell_on)


def spliced(parts: Sequence[tuple[date, Sequence[Turn]]]) -> list[Turn]:
    """One list of turns from several, each of which holds from its day until the next one's.

    So a criterion is judged before an overlay by its old indicators, and after it by its new.
    `parts` come in the order of their days.
    """
    if len(parts) == 1 and parts[0][0] == date.min:
        return list(parts[0][1])
    turns: list[Turn] = []
    for place, (start, part) in enumerate(parts):
        end = parts[place + 1][0] if place + 1 < len(parts) else None
        _turn(turns, start, verdict_on(part, start))
        for turn in part:
            if turn.day > start and (end is None or turn.day < end):
                _turn(turns, turn.day, turn.verdict)
    return turns
