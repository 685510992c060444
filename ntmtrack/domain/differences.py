"""Where those who judge disagree: the latest words of the stages on one item, side by side."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import combinations

from ntmtrack.domain.assessment import Judgement, Stage, Verdict, counting
from ntmtrack.record import Record


class Parting(StrEnum):
    """Which way the words part; what fell before a higher judge comes first."""

    LOWER_IN_APPRAISAL = "lower_in_appraisal"
    LOWER_IN_VERIFICATION = "lower_in_verification"
    OTHERWISE = "otherwise"


class Precedence(StrEnum):
    """Why one of several words counts."""

    LATEST_DAY = "latest_day"
    HIGHER_STAGE = "higher_stage"
    """Of the words of the latest day, that of the higher stage."""


_HEIGHT = {Verdict.UNMET: 0, Verdict.NEARLY_MET: 1, Verdict.MET: 2}
"""How much each verdict grants; "not applicable" is neither more nor less than any other."""


class Difference(Record):
    """One item of one unit on which the latest words of the stages are not all the same.

    `words` holds the latest judgement of each stage that has judged it; in each, `since` is the
    day from which that stage has said so.
    """

    unit_key: int
    set_key: int
    item_key: int
    words: tuple[Judgement, ...]

    @property
    def number(self) -> str:
        """The number of the criterion or indicator."""
        return self.words[0].number

    @property
    def by_stage(self) -> dict[Stage, Judgement]:
        """The same words by who said them."""
        return {each.stage: each for each in self.words}

    @property
    def counts(self) -> Judgement:
        """The word that counts today."""
        found = counting(self.words)
        assert found is not None
        return found

    @property
    def precedence(self) -> Precedence:
        """Why it counts."""
        last = self.counts.assessed_on
        same_day = [each for each in self.words if each.assessed_on == last]
        return Precedence.HIGHER_STAGE if len(same_day) > 1 else Precedence.LATEST_DAY

    @property
    def since(self) -> date:
        """The day from which two of today's words have stood against each other.

        A pair disagrees from the later of its two days; of several pairs the oldest counts: a
        third judge who joins one side does not make the disagreement any younger.
        """
        return min(max(a.since, b.since) for a, b in _apart(self.words))

    @property
    def parting(self) -> Parting:
        """Whether a higher stage grants less than the unit says of itself, and which."""
        said = self.by_stage
        if _lower(said, Stage.APPRAISAL):
            return Parting.LOWER_IN_APPRAISAL
        if _lower(said, Stage.VERIFICATION):
            return Parting.LOWER_IN_VERIFICATION
        return Parting.OTHERWISE


def _apart(words: Sequence[Judgement]) -> list[tuple[Judgement, Judgement]]:
    return [(a, b) for a, b in combinations(words, 2) if a.verdict is not b.verdict]


def _lower(said: dict[Stage, Judgement], stage: Stage) -> bool:
    if Stage.SELF not in said or stage not in said:
        return False
    own, judged = (_HEIGHT.get(said[each].verdict) for each in (Stage.SELF, stage))
    return own is not None and judged is not None and judged < own


class SeenByOne(Record):
    """How much only one stage has judged: nobody is there to disagree."""

    items: int = 0
    units: int = 0
