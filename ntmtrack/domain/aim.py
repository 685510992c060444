"""A target as it was set, and which of several for the same thing is in force."""

from collections.abc import Hashable, Iterable
from datetime import date

from ntmtrack.record import Record


class Aim(Record):
    """A target as it was set; without a number it is for the whole set.

    `since` is the day from which it is known (None: ever since). A paper may name neither set
    nor a day that can be reckoned: then they are empty, and the words stay. `registered` marks
    one that came with a registration; `document_key` is the place of its paper in the file.
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
    document_key: int | None = None

    @property
    def thing(self) -> Hashable:
        """What is to be met: of several targets for the same thing the newest counts."""
        return self.unit_key, self.set_key, self.number


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
