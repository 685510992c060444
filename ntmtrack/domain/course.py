"""How an indicator of a unit went, period by period, beside what was planned for each."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from ntmtrack.domain.plan import (
    Facts,
    Figure,
    Planned,
    newest,
    planned_on,
)
from ntmtrack.domain.progress import NONE_BELOW, About, Line, added_up, line
from ntmtrack.domain.rhythm import Every, Occurrence, Rhythm, occurrences
from ntmtrack.record import Record

_LONGEST = timedelta(days=31)


class Series(Record):
    """The standing plans of an indicator of one unit, and its figures in order."""

    plans: Sequence[Planned] = ()
    figures: Sequence[Figure] = ()

    def on(self, day: date) -> Facts:
        """The plan in force and the newest figure on a day."""
        return Facts(planned=planned_on(self.plans, day), newest=newest(self.figures, day))

    @property
    def start(self) -> date | None:
        """The first day of the first plan; without plans, the day of the first figure."""
        planned = min((each.start for each in self.plans), default=None)
        return planned or (self.figures[0].on if self.figures else None)


class Step(Record):
    """One period: how plan and figure stood at its end, and the change since the one before.

    There is no change where one of the two is the unit's own figure and the other a sum.
    """

    stretch: Occurrence
    line: Line
    change: Decimal | None


def course(
    about: About,
    tree: Mapping[int, Sequence[int]],
    series: Mapping[int, Series],
    *,
    by: Every,
    day: date,
) -> list[Step]:
    """The periods from the first plan, or else the first figure, to a day.

    `series` holds the unit's own by its key, and where figures add up those of the units of
    `tree` below it.
    """
    starts = [start for each in series.values() if (start := each.start) is not None]
    steps: list[Step] = []
    unit = about.unit.key
    others = any(key != unit for key in series)
    for stretch in _stretches(min(starts), day, by) if starts else ():
        facts = {key: each.on(stretch.last_day) for key, each in series.items()}
        below = added_up(tree, facts).get(unit, NONE_BELOW) if others else NONE_BELOW
        now = line(about, facts.get(unit, Facts()), below)
        steps.append(Step(stretch, now, _change(steps[-1].line if steps else None, now)))
    return steps


def _change(before: Line | None, now: Line) -> Decimal | None:
    if before is None or before.actual is None or now.actual is None:
        return None
    alike = (before.below.newest is None) is (now.below.newest is None)
    return now.actual.value - before.actual.value if alike else None


@cache
def _stretches(first: date, last: date, by: Every) -> tuple[Occurrence, ...]:
    """The weeks or months from that of `first` to that of `last`, which ends with `last`."""
    turns = occurrences(Rhythm((by,)), first, last + _LONGEST)
    return tuple(
        turn._replace(last_day=min(turn.last_day, last)) for turn in turns if turn.start <= last
    )
