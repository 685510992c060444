"""Products of the programme OCOP: their stars, and until when a recognition holds."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from ntmtrack.domain.due import parse_due
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record

MONTHS_VALID = 36
"""A certificate holds for so many months (Quyết định 148/QĐ-TTg of 24/2/2023)."""

FEWEST_CERTIFIED = 3
"""Certificates are given from three stars on (the same decision)."""

MOST = 5

_STARS = re.compile(r"(?:hang |dat |ocop )*([1-5])(?:[.,]0)?(?: ?(?:\*|sao|stars?))?")
_DRAWN = re.compile(r"(?:[*★⭐] ?){1,5}")
_IN_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}


class Validity(StrEnum):
    """How it is known until when a recognition holds."""

    GIVEN = "given"
    DERIVED = "derived"


class Grade(Record):
    """One recognition: its stars and the day, or the words where no day was said.

    `valid_to` is the last day as the paper gives it; `order` rises with the recording,
    `document_key` is the place of its paper in the file.
    """

    stars: int
    recognised_on: date | None = None
    words: str | None = None
    valid_to: date | None = None
    document: str | None = None
    note: str | None = None
    order: int = 0
    document_key: int | None = None

    @property
    def span(self) -> tuple[date | None, date | None]:
        """The first and the last day on which it may have been; None where words tell no day."""
        if self.recognised_on is not None or self.words is None:
            return self.recognised_on, self.recognised_on
        try:
            due = parse_due(self.words)
        except DataError:
            return None, None
        return due.start, due.last_day

    def known_by(self, day: date) -> bool:
        """Whether it may have been by a day: of "năm 2023" from 1/1/2023 on."""
        first, _ = self.span
        return first is None or first <= day

    @property
    def holds_to(self) -> date | None:
        """The last day on which it holds: as given, else as the law has it; None if unknown."""
        return self.valid_to or certificate_end(self.stars, self.recognised_on)

    @property
    def validity(self) -> Validity | None:
        """Where `holds_to` comes from."""
        if self.valid_to is not None:
            return Validity.GIVEN
        return None if self.holds_to is None else Validity.DERIVED

    def expired(self, day: date) -> bool | None:
        """Whether it holds no more on a day; None where its end is not known."""
        return None if self.holds_to is None else self.holds_to < day


class Product(Record):
    """A product of a unit, with every recognition it had, the oldest first."""

    key: int
    unit_key: int
    name: str
    maker: str | None = None
    note: str | None = None
    grades: tuple[Grade, ...] = ()

    @property
    def grade(self) -> Grade | None:
        """The recognition that counts: the newest."""
        return self.grades[-1] if self.grades else None


class ProductTally(Record):
    """How many products a unit has, as a paper counts them without their list.

    `stars` are those of the products counted, `or_more` counts those with more of them too;
    without stars nothing was said of them.
    """

    unit_key: int
    stars: int | None
    or_more: bool
    number: int
    counted_on: date
    words: str | None = None
    document: str | None = None
    document_key: int | None = None
    note: str | None = None

    @property
    def typed(self) -> str | None:
        """The stars that the count is about, as they are typed: "3+", "4"; None: it names none."""
        if self.stars is None:
            return None
        return f"{self.stars}+" if self.or_more else f"{self.stars}"

    def takes(self, product: Product) -> bool:
        """Whether a product is of those counted: recognised, and not expired, on its day."""
        if self.stars is None:
            return True
        grade = product.grade
        if grade is None or grade.expired(self.counted_on):
            return False
        return grade.stars >= self.stars if self.or_more else grade.stars == self.stars


def in_order(grades: Iterable[Grade]) -> tuple[Grade, ...]:
    """Recognitions by the first days on which they may have been, those without one before all.

    Of one day the last recorded is last.
    """
    return tuple(sorted(grades, key=lambda each: (each.span[0] or date.min, each.order)))


def certificate_end(stars: int, recognised_on: date | None) -> date | None:
    """The last day of a certificate: the same day of the month, 36 months on.

    None without a day, and below three stars, for which there is no certificate (Quyết định
    148/QĐ-TTg of 24/2/2023). A month without that day ends it with its last one (Bộ luật Dân sự
    2015, article 148).
    """
    if recognised_on is None or stars < FEWEST_CERTIFIED:
        return None
    year = recognised_on.year + MONTHS_VALID // 12
    last = monthrange(year, recognised_on.month)[1]
    return date(year, recognised_on.month, min(recognised_on.day, last))


def stars_of(text: str) -> int:
    """How many stars words say: "3 sao", "***", "★★★", "Ba sao", 3. DataError for anything else."""
    asked = fold(text)
    found = _STARS.fullmatch(asked)
    if found is not None:
        return int(found[1])
    if _DRAWN.fullmatch(asked):
        return len(asked.replace(" ", ""))
    word, _, rest = asked.partition(" ")
    if rest == "sao" and word in _IN_WORDS:
        return _IN_WORDS[word]
    raise DataError(
        say("{text} is no number of stars", text=text), hint=say("write 1 to 5, or 3 sao")
    )
