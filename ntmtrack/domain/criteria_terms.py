"""The closed words of criteria sets: levels, kinds, operators, confidence, pass rules."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ntmtrack.domain.operator import Operator as Operator


class Level(StrEnum):
    """Which units a set is written for; wards and townships are judged as communes."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    VILLAGE = "village"


class SetKind(StrEnum):
    """What a set is for: judging units, or the figures that a resolution or a plan lays down."""

    CRITERIA = "criteria"
    PLAN = "plan"


class Confidence(StrEnum):
    """How far an entry was compared with the paper it comes from."""

    VERIFIED = "verified"
    FROM_KNOWLEDGE = "from knowledge"
    UNVERIFIED = "unverified"


class Completeness(StrEnum):
    """How much of the published set the file holds."""

    FULL = "full"
    PARTIAL = "partial"
    CRITERIA_ONLY = "criteria only"


class IndicatorKind(StrEnum):
    """What is measured; LOCAL is what a province or ministry says, a figure or a yes."""

    BOOLEAN = "boolean"
    PERCENT = "percent"
    COUNT = "count"
    MONEY = "money"
    SCORE = "score"
    LOCAL = "local"

    @property
    def takes_threshold(self) -> bool:
        """Whether a figure can be a level of it."""
        return self is not IndicatorKind.BOOLEAN


class SetBy(StrEnum):
    """Who lays down the level; UNKNOWN: there is one, but it was not obtained."""

    PROVINCE = "province"
    MINISTRY = "ministry"
    UNKNOWN = "unknown"


class Amendable(StrEnum):
    """What an amendment rewords, where a criterion and its one indicator share a number."""

    INDICATOR = "indicator"
    CRITERION = "criterion"


class PassKind(StrEnum):
    """Which way a criterion adds its indicators up."""

    ALL = "all"
    ANY = "any"
    N_OF = "n of"


@dataclass(frozen=True, slots=True)
class PassRule:
    """How many indicators make the criterion met; `needed` and `of` belong to N_OF alone."""

    kind: PassKind = PassKind.ALL
    needed: int | None = None
    of: int | None = None

    @classmethod
    def from_words(cls, words: str) -> Self | None:
        """Read "all", "any" or "2 of 3"; None for anything else, "4 of 3" and "0 of 3" too."""
        if words in (PassKind.ALL, PassKind.ANY):
            return cls(PassKind(words))
        counts = re.fullmatch(r"([1-9][0-9]?) of ([1-9][0-9]?)", words)
        if counts is None or int(counts[1]) > int(counts[2]):
            return None
        return cls(PassKind.N_OF, int(counts[1]), int(counts[2]))

    @property
    def words(self) -> str:
        """The rule as a file writes it."""
        if self.kind is PassKind.N_OF:
            return f"{self.needed} of {self.of}"
        return self.kind.value


ALL_INDICATORS = PassRule()
"""The rule of a criterion that writes none: met when all its indicators are."""
