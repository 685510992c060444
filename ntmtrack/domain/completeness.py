"""How much of what a set asks has been judged of a unit, how old it is, and when it was told.

None of it says whether a unit does well: a unit that fails everything may have reported all.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from ntmtrack.domain.assessment import Measured
from ntmtrack.record import Record


class Covered(StrEnum):
    """How far the judgements of a unit under a set go."""

    NOTHING = "nothing"
    PARTIAL = "partial"
    STALE = "stale"
    """Nothing is missing, but something is older than it may be."""
    COMPLETE = "complete"


class Reporting(StrEnum):
    """Whether a unit has told of a period, and when."""

    NOT_REPORTED = "not_reported"
    LATE = "late"
    NOT_DUE = "not_due"
    """Nothing yet, and there is time still."""
    ON_TIME = "on_time"


class Coverage(Record):
    """What of a set has been judged of a unit: `assessed` and `missing` add up to `expected`.

    `stale` are numbers that were assessed, but too long ago. `whole` are criteria that were
    judged as a whole while indicators of theirs are missing: one word does not stand for many.
    """

    expected: int
    assessed: int = 0
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    last: date | None = None

    @property
    def state(self) -> Covered:
        """The coverage in one word; what is missing weighs more than what is old."""
        if self.last is None:
            return Covered.NOTHING
        if self.missing:
            return Covered.PARTIAL
        return Covered.STALE if self.stale else Covered.COMPLETE


def expected_of(criterion: Measured) -> tuple[str, ...]:
    """The numbers that are to be judged: the indicators of a criterion, or itself if it has none.

    An indicator without a number of its own carries its criterion's: it is the same item.
    """
    below = tuple(number for number in criterion.indicators if number != criterion.number)
    return below or (criterion.number,)


def coverage(
    criteria: Sequence[Measured], newest: Mapping[str, date], *, day: date, stale_after: int
) -> Coverage:
    """How far the judgements of one unit cover the criteria of one set on a day.

    `newest` is the day of the newest judgement by number, whoever gave it; `stale_after` is how
    many days old a judgement may be.
    """
    oldest = day - timedelta(days=min(stale_after, (day - date.min).days))
    expected, missing, stale, whole = 0, [], [], []
    for criterion in criteria:
        numbers = expected_of(criterion)
        expected += len(numbers)
        lacking = [number for number in numbers if number not in newest]
        missing += lacking
        if lacking and criterion.number in newest:
            whole.append(criterion.number)
        stale += [number for number in numbers if number in newest and newest[number] < oldest]
    return Coverage(
        expected=expected,
        assessed=expected - len(missing),
        missing=tuple(missing),
        stale=tuple(stale),
        whole=tuple(whole),
        last=max(newest.values(), default=None),
    )


def in_short(criteria: Sequence[Measured], numbers: Sequence[str]) -> tuple[str, ...]:
    """The same numbers with a criterion's own in place of all its indicators, where all are there.

    In the order of the criteria: "1, 2, 17.3" for all of 1 and 2, and one of 17.
    """
    given = set(numbers)
    short: list[str] = []
    for criterion in criteria:
        every = expected_of(criterion)
        if given.issuperset(every):
            short.append(criterion.number)
        else:
            short += [number for number in (criterion.number, *every) if number in given]
    return tuple(short)


class Told(Record):
    """On which days of the office judgements dated within a period were recorded."""

    first: date | None = None
    last: date | None = None


def reporting(told: Told, *, last_day: date, on: date) -> Reporting:
    """How a unit told of a period that could be told of until `last_day`, as known on a day."""
    if told.first is not None:
        return Reporting.ON_TIME if told.first <= last_day else Reporting.LATE
    return Reporting.NOT_REPORTED if on > last_day else Reporting.NOT_DUE
