"""What an indicator asks for: from where a unit's figure is to come, to where, and by when."""

from datetime import date
from decimal import Decimal

from ntmtrack.domain.criteria import Baseline, Indicator
from ntmtrack.domain.criteria_threshold import ThresholdFound, threshold_for
from ntmtrack.domain.operator import Operator
from ntmtrack.record import Record


class Goal(Record):
    """The direction, baseline and target of an indicator for one kind of unit on a day.

    `target_by` is the last day of the year that the target is for, None where it is for no year
    of its own. `adds_up` says that figures add up over the units below.
    """

    op: Operator | None = None
    unit: str | None = None
    adds_up: bool = False
    baseline: Baseline | None = None
    target: Decimal | None = None
    target_by: date | None = None

    def is_of(self, year: int) -> bool:
        """Whether the target was set for this very year."""
        return self.target_by is not None and self.target_by.year == year

    def without_target(self) -> "Goal":
        """The same for a unit that baseline and target were not laid down for."""
        return self._replace(baseline=None, target=None, target_by=None)


def goal_of(indicator: Indicator, *, region: str | None, group: str | None, day: date) -> Goal:
    """What holds for a unit of this region and group on a day.

    The target is the threshold of the day's year; where that year has none, of the next year
    that has one. Only verified thresholds are targets.
    """
    goal = Goal(
        op=indicator.op,
        unit=indicator.unit,
        adds_up=bool(indicator.sum),
        baseline=indicator.baseline,
    )
    named = {each.year for each in indicator.thresholds if each.year is not None}
    for year in (day.year, *sorted(each for each in named if each > day.year)):
        end = date(year, 12, 31)
        found = threshold_for(indicator, region=region, group=group, day=end)
        if isinstance(found, ThresholdFound):
            return goal._replace(
                op=found.op,
                unit=found.unit,
                target=found.threshold.value,
                target_by=None if found.threshold.year is None else end,
            )
    return goal
