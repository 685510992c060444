"""How much of the approved capital was disbursed: of some works, by source or by year."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from ntmtrack.domain.text import fold
from ntmtrack.domain.work import Sums, Work, added
from ntmtrack.record import Record


class By(StrEnum):
    """What sums are told apart by."""

    UNIT = "unit"
    SOURCE = "source"
    YEAR = "year"


class Pace(StrEnum):
    """What can be said of the disbursing of some works."""

    SHARE = "share"
    """A share can be worked out."""
    NOTHING_SAID = "nothing_said"
    """Capital was approved, and there is no word of any disbursed."""
    NO_BASE = "no_base"
    """Nothing was approved, so there is nothing to take a share of."""


class Group(Record):
    """Some works and what they come to; `silent` are those approved with no word of disbursing.

    `without_base` was disbursed, in đồng, of sources and years of which nothing was approved.
    """

    works: int
    silent: int
    sums: Sums
    without_base: int = 0

    @property
    def pace(self) -> Pace:
        """What can be said of it."""
        if not self.sums.approved:
            return Pace.NO_BASE
        return Pace.NOTHING_SAID if self.sums.disbursed is None else Pace.SHARE

    @property
    def slowness(self) -> tuple[int, Decimal, int]:
        """Puts the slow ones first: the least share, and of one share what is left the most."""
        share = self.sums.share
        place = list(Pace).index(self.pace)
        return (place, Decimal(0) if share is None else share, -(self.sums.difference or 0))


def group(works: Iterable[Work], *, year: int | None = None, source: str | None = None) -> Group:
    """What works come to; those without any sum of that year and source are left out."""
    asked = list(works)
    found = [each.sums(year=year, source=source) for each in asked]
    listed = [sums for sums in found if sums != Sums()]
    unbased = sum(each.without_base(year=year, source=source) for each in asked)
    silent = sum(bool(each.approved) and each.disbursed is None for each in listed)
    return Group(len(listed), silent, added(listed), unbased)


def sources(works: Iterable[Work]) -> list[str]:
    """The sources of capital, each once, as it was last spelled, in the order of their letters."""
    found = {fold(each.source): each.source for work in works for each in work.capital}
    return [found[key] for key in sorted(found)]


def years(works: Iterable[Work]) -> list[int]:
    """The years that capital is of, in order."""
    return sorted({each.year for work in works for each in work.capital})
