"""What facts are about: units, and criteria sets with their items, as they stand on a day.

`key` is the place in the file, opaque to everything but the store.
"""

from datetime import date

from ntmtrack.domain.unit import UnitKind
from ntmtrack.record import Record

_UID_LENGTH = 36


class Unit(Record):
    """A unit as it stands on one day. `code` is its own code, or its uid where it has none."""

    key: int
    code: str
    name: str
    kind: UnitKind
    parent: int | None = None
    parent_name: str | None = None
    region: str | None = None
    group: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    """The names of what it went over into."""

    def day_near(self, day: date) -> date:
        """The day on which the unit existed that is nearest to a day."""
        if self.valid_from is not None and day < self.valid_from:
            return self.valid_from
        if self.valid_to is not None and day > self.valid_to:
            return self.valid_to
        return day

    @property
    def coded(self) -> bool:
        """Whether the code is one that people know, not a uid standing in for it."""
        return len(self.code) != _UID_LENGTH


class SetName(Record):
    """A loaded criteria set, by its names."""

    key: int
    code: str
    name: str
    level: str
    decision: str | None = None
    issued: date | None = None
    effective: date | None = None
    period: str | None = None
    hash: str = ""
    criteria: int = 0
    overlays: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether a day lies within what is known of the time the set is for."""
        start = self.effective or self.issued
        last_year = (self.period or "").partition("-")[2]
        before = start is not None and day < start
        after = last_year.isdigit() and day.year > int(last_year)
        return not (before or after)


class Item(Record):
    """A criterion (no parent) or an indicator of a set, in force on a day."""

    key: int
    number: str
    name: str
    set_key: int
    parent: str | None = None
    needed: int | None = None
