"""What is said of a unit as a whole: counts without their lists, and its way to recognition."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from ntmtrack.domain.assessment import Counts, Finding
from ntmtrack.record import Record


class StandingEvent(StrEnum):
    """What happens to a unit on its way to being recognised under a set, and after."""

    REGISTERED = "registered"
    SELF_ASSESSED = "self_assessed"
    VERIFIED = "verified"
    APPRAISED = "appraised"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RECOGNISED = "recognised"
    ANNOUNCED = "announced"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CARRIED_OVER = "carried_over"
    """Taken over from its predecessors after a merger (thừa nhận)."""


GRANTS = frozenset({StandingEvent.RECOGNISED, StandingEvent.ANNOUNCED, StandingEvent.CARRIED_OVER})
"""Events after which a unit is recognised; the announcement tells of a decision."""

ENDS = frozenset({StandingEvent.EXPIRED, StandingEvent.REVOKED})
"""Events that end a recognition."""

DECISIONS = GRANTS | ENDS
"""Events that their document makes, on the day that it bears."""


class CountedAs(StrEnum):
    """What criteria, or units below, are counted as in a figure without its list."""

    MET = "met"
    NEARLY_MET = "nearly_met"
    UNMET = "unmet"
    REGISTERED = "registered"
    UNDER_WAY = "under_way"
    APPRAISED = "appraised"
    SUBMITTED = "submitted"
    RECOGNISED = "recognised"

    @property
    def of_units(self) -> bool:
        """Whether units are counted, not criteria."""
        return self not in (CountedAs.MET, CountedAs.NEARLY_MET, CountedAs.UNMET)


class Tally(Record):
    """A figure given without its list, as written: "9/19", "22 villages registered"."""

    what: CountedAs
    figure: int
    total: int | None
    counted_on: date
    set_code: str | None = None
    words: str | None = None
    document: str | None = None
    note: str | None = None
    listed: Counts | None = None
    """What the list said on the day of the count."""


class Standing(Record):
    """One dated event of a unit under a set, with the target it names, if any.

    It happened on one day, its document is dated `decided_on`, and it came into the ledger on
    `recorded_on`. `valid_to` is the last day of a recognition that ends by itself; `order` rises
    with the recording.
    """

    event: StandingEvent
    set_code: str
    happened_on: date | None
    year: int | None = None
    target_words: str | None = None
    target_last: date | None = None
    document: str | None = None
    note: str | None = None
    decided_on: date | None = None
    recorded_on: date | None = None
    valid_to: date | None = None
    order: int = 0

    @property
    def day(self) -> date | None:
        """The day it is known to be of: its own, or that of the decision that made it so.

        The document of another event only tells of it, perhaps long after.
        """
        return self.happened_on or (self.decided_on if self.event in DECISIONS else None)

    @property
    def told_at(self) -> tuple[date, int]:
        """Its place among others.

        Without a day of its own it comes no later than its document, and at the end of its
        year; a registration for a year comes before what else that year brought.
        """
        day = self.day
        if day is None:
            first = self.event is StandingEvent.REGISTERED
            of_year = self.year and (date(self.year, 1, 1) if first else date(self.year, 12, 31))
            known = [each for each in (self.decided_on, of_year) if each]
            day = min(known, default=self.recorded_on or date.max)
        return day, self.order


def in_order(events: Iterable[Standing]) -> list[Standing]:
    """The events as they happened, whenever they were recorded."""
    return sorted(events, key=lambda event: event.told_at)


class Target(Record):
    """By when a unit is to reach a criterion, or its whole set (no number); no due of any task."""

    unit_key: int | None
    set_code: str | None
    number: str | None
    words: str
    last_day: date
    precision: str
    document: str | None = None


class UnitStanding(Record):
    """Everything about one unit under one set on a day: what every look starts from."""

    unit: str
    unit_name: str
    set_code: str
    set_name: str
    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...] = ()
    standings: tuple[Standing, ...] = ()
    parent_name: str | None = None
    counts: Counts = Counts()
    unit_key: int = 0
