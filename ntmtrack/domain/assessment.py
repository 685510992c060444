"""Verdicts on criteria and indicators, and how indicators add up to their criterion."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ntmtrack.message import Message, say
from ntmtrack.record import Record

if TYPE_CHECKING:
    from decimal import Decimal


class Verdict(StrEnum):
    """What one judgement says; NOT_ASSESSED is the absence of any."""

    MET = "met"
    NEARLY_MET = "nearly_met"
    UNMET = "unmet"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"


class Stage(StrEnum):
    """Who judged, in rising order of authority."""

    SELF = "self"
    VERIFICATION = "verification"
    APPRAISAL = "appraisal"


class Judged(StrEnum):
    """How a verdict came about."""

    BY_HAND = "by_hand"
    BY_THRESHOLD = "by_threshold"
    OVERRIDDEN = "overridden"
    """Given by hand against what the threshold says, with a reason."""


_RANK = {stage: rank for rank, stage in enumerate(Stage)}


def rank_of(stage: Stage) -> int:
    """The authority of a stage: the higher one counts on one day."""
    return _RANK[stage]


FAILED = frozenset({Verdict.UNMET, Verdict.NEARLY_MET})
"""Verdicts that hold back, and that what was met falls to.

Not applicable and not assessed are no fall.
"""


class Judgement(Record):
    """The latest judgement of one criterion or indicator at one stage.

    `order` rises with the recording; `since` is the day from which the verdict has held.
    """

    number: str
    verdict: Verdict
    stage: Stage
    assessed_on: date
    order: int
    since: date
    judged: Judged = Judged.BY_HAND
    at_risk: bool = False
    value: "Decimal | None" = None
    value_unit: str | None = None
    threshold: str | None = None
    reason: str | None = None
    by: str | None = None
    document: str | None = None
    note: str | None = None


class Finding(Record):
    """How one criterion of one unit stands on a day, and from what that follows.

    `failing` are the judgements that hold it back, the criterion's own or its indicators';
    `differing` are the stages' latest words where they disagree, side by side.
    """

    number: str
    name: str
    verdict: Verdict
    stage: Stage | None = None
    since: date | None = None
    assessed_on: date | None = None
    at_risk: bool = False
    failing: tuple[Judgement, ...] = ()
    differing: tuple[Judgement, ...] = ()
    reason: Message | None = None
    documents: tuple[str, ...] = ()


_COUNTED = tuple(Verdict)


class Counts(Record):
    """How many criteria stand at each verdict; they add up to the criteria of the set."""

    met: int = 0
    nearly_met: int = 0
    unmet: int = 0
    not_applicable: int = 0
    not_assessed: int = 0

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Counts":
        """Count verdicts."""
        listed = list(verdicts)
        return cls(*(listed.count(verdict) for verdict in _COUNTED))

    @property
    def total(self) -> int:
        """All criteria."""
        return self.met + self.nearly_met + self.unmet + self.not_applicable + self.not_assessed


def counting(judgements: Iterable[Judgement]) -> Judgement | None:
    """Which of the stages' latest judgements counts: the latest day's.

    On one day the higher stage counts, then the one recorded later. The others are never
    overwritten; where they differ they are shown beside it.
    """
    return max(
        judgements,
        key=_moment,
        default=None,
    )


def derive(verdicts: Sequence[Verdict], needed: int | None) -> Verdict:
    """The verdict of a criterion from those of its indicators.

    `needed` is how many must be met (None: all that apply). A missing indicator gives
    NOT_ASSESSED, never UNMET, unless those that are known already decide.
    """
    met, nearly_met, not_applicable, not_assessed = (verdicts.count(each) for each in _DECIDING)
    applicable = len(verdicts) - not_applicable
    if applicable == 0:
        return Verdict.NOT_APPLICABLE if verdicts else Verdict.NOT_ASSESSED
    need = applicable if needed is None else min(needed, applicable)
    if met >= need:
        return Verdict.MET
    if met + nearly_met + not_assessed < need:
        return Verdict.UNMET
    return Verdict.NOT_ASSESSED if not_assessed else Verdict.NEARLY_MET


_DECIDING = (Verdict.MET, Verdict.NEARLY_MET, Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED)


class Measured(Record):
    """What roll-up needs to know of a criterion of the set in force."""

    number: str
    name: str
    indicators: tuple[str, ...] = ()
    needed: int | None = None


def roll_up(criterion: Measured, judgements: Mapping[str, Sequence[Judgement]]) -> Finding:
    """How a criterion stands, from its own judgements and those of its indicators.

    `judgements` holds, by number, the latest judgement of each stage. The criterion's own
    word and what its indicators add up to are compared by day, on one day by stage, then by
    recording: the later or higher one counts. Indicators that do not add up to a verdict
    leave the criterion's own word.
    """
    own = counting(judgements.get(criterion.number, ()))
    # An indicator without a number of its own carries its criterion's: it is the same item.
    below = [number for number in criterion.indicators if number != criterion.number]
    latest = {number: counting(judgements.get(number, ())) for number in below}
    known = [judgement for judgement in latest.values() if judgement is not None]
    apart = differing(criterion, judgements)
    derived = derive(
        [Verdict.NOT_ASSESSED if j is None else j.verdict for j in latest.values()],
        criterion.needed,
    )
    last = max(known, key=_moment, default=None)
    if own is not None and (
        derived is Verdict.NOT_ASSESSED or last is None or _moment(own) > _moment(last)
    ):
        return _from_own(criterion, own, apart)
    if last is None:
        return Finding(criterion.number, criterion.name, Verdict.NOT_ASSESSED)
    return _from_indicators(criterion, derived, latest, last, apart)


def _moment(judgement: Judgement) -> tuple[date, int, int]:
    return judgement.assessed_on, _RANK[judgement.stage], judgement.order


def _from_own(criterion: Measured, own: Judgement, differing: tuple[Judgement, ...]) -> Finding:
    return Finding(
        criterion.number,
        criterion.name,
        own.verdict,
        stage=own.stage,
        since=own.since,
        assessed_on=own.assessed_on,
        at_risk=own.at_risk,
        failing=(own,) if own.verdict in FAILED else (),
        differing=differing,
        reason=say("{words}", words=own.reason) if own.reason else None,
        documents=(own.document,) if own.document else (),
    )


def _from_indicators(
    criterion: Measured,
    verdict: Verdict,
    latest: Mapping[str, Judgement | None],
    last: Judgement,
    differing: tuple[Judgement, ...],
) -> Finding:
    known = [judgement for judgement in latest.values() if judgement is not None]
    failing = tuple(j for j in known if j.verdict in FAILED)
    met = sum(j.verdict is Verdict.MET for j in known)
    applicable = len(latest) - sum(j.verdict is Verdict.NOT_APPLICABLE for j in known)
    missing = tuple(number for number, judgement in latest.items() if judgement is None)
    reason = say("{met}/{applicable} indicators met", met=met, applicable=applicable)
    if missing:
        reason = say(
            "{met}/{applicable} indicators met, not assessed: {missing}",
            met=met,
            applicable=applicable,
            missing=missing,
        )
    since: date | None
    if verdict is Verdict.UNMET:
        # It fails since so many had failed that what was left could not be enough.
        fell = sorted(j.since for j in failing if j.verdict is Verdict.UNMET)
        need = applicable if criterion.needed is None else min(criterion.needed, applicable)
        since = fell[applicable - need]
    else:
        since = max((j.since for j in known), default=None)
    return Finding(
        criterion.number,
        criterion.name,
        verdict,
        stage=last.stage,
        since=since,
        assessed_on=last.assessed_on,
        at_risk=any(j.at_risk for j in known),
        failing=failing if verdict is not Verdict.MET else (),
        differing=differing,
        reason=reason,
        documents=tuple(dict.fromkeys(j.document for j in known if j.document)),
    )


def differing(
    criterion: Measured, judgements: Mapping[str, Sequence[Judgement]]
) -> tuple[Judgement, ...]:
    """The latest words of the stages on a criterion and its indicators where they disagree."""
    below = (number for number in criterion.indicators if number != criterion.number)
    return tuple(
        judgement
        for each in (criterion.number, *below)
        if len({j.verdict for j in judgements.get(each, ())}) > 1
        for judgement in judgements[each]
    )
