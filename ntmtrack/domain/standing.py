"""What is said of a unit as a whole: counts without their lists, and its way to recognition."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ntmtrack.domain.assessment import Counts, Finding


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


class Tally(NamedTuple):
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


class Standing(NamedTuple):
    """One dated event of a unit under a set, with the target it names, if any."""

    event: StandingEvent
    set_code: str
    happened_on: date | None
    year: int | None = None
    target_words: str | None = None
    target_last: date | None = None
    document: str | None = None
    note: str | None = None


class Target(NamedTuple):
    """By when a unit is to reach a criterion, or its whole set (no number); no due of any task."""

    unit_key: int | None
    set_code: str | None
    number: str | None
    words: str
    last_day: date
    precision: str
    document: str | None = None


class UnitStanding(NamedTuple):
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
