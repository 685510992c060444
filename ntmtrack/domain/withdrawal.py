"""When a recognition may be taken back: a rule kept as data of its set, and its risk on a day."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from enum import StrEnum

from ntmtrack.domain.assessment import Counts, Finding, Verdict
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.message import Message, say
from ntmtrack.record import Record


class Case(Record):
    """So many of the criteria unmet, and one of the key ones among them where there are any.

    `percent` is of all criteria of the set ("số tiêu chí xã", 18/2022/QĐ-TTg). A case has no
    upper end: where the paper names one, its next case begins there.
    """

    percent: Decimal
    key: tuple[str, ...] = ()
    confidence: Confidence = Confidence.VERIFIED
    words: str | None = None

    def holds(self, unmet: Collection[str], of: int) -> bool:
        """Whether these criteria unmet, of so many, make the case."""
        enough = of > 0 and len(unmet) * 100 >= self.percent * of
        return enough and (not self.key or any(number in unmet for number in self.key))


class Withdrawal(Record):
    """The rule of a set: any one case is enough.

    `beside` are cases that rest on more than the criteria, in the paper's words; they are not
    reckoned.
    """

    source: str
    cases: tuple[Case, ...] = ()
    beside: tuple[str, ...] = ()


class AtRisk(StrEnum):
    """Whether a recognition may be taken back."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Risk(Record):
    """The answer for one unit under one set, and from what it follows.

    `nearly_tips` says that it would be YES, were the criteria nearly met counted as unmet.
    """

    at_risk: AtRisk
    reason: Message
    nearly_tips: bool = False


def risk(rule: Withdrawal | None, findings: Sequence[Finding]) -> Risk:
    """Whether a rule would take a recognition back, as the criteria stand.

    Only what is judged unmet counts as unmet: nearly met counts as neither, not assessed never.
    YES rests on verified cases alone. NO is said only where no case could hold, whatever the
    criteria not assessed turn out to be, and whether or not those that do not apply are counted
    in: the source does not say. Everything else is UNKNOWN. None: the set has no rule.
    """
    if rule is None:
        return _unknown(say("the set names no rule of withdrawal"))
    counts = Counts.of(each.verdict for each in findings)
    if counts.not_assessed == counts.total:
        return _unknown(say("no criterion has been assessed"))
    unmet = {each.number for each in findings if each.verdict is Verdict.UNMET}
    verified = [case for case in rule.cases if case.confidence is Confidence.VERIFIED]
    if not verified:
        return _unknown(say("the set has no verified rule of withdrawal"))
    nearly = {each.number for each in findings if each.verdict is Verdict.NEARLY_MET}
    told = _told(counts)
    certain = [case for case in verified if case.holds(unmet, counts.total)]
    if certain:
        case = max(certain, key=lambda each: each.percent)
        return Risk(AtRisk.YES, _reached(case, unmet, told, rule.source))
    tips = any(case.holds(unmet | nearly, counts.total) for case in verified)
    worst = unmet | {each.number for each in findings if each.verdict is Verdict.NOT_ASSESSED}
    doubt = _doubt(rule, verified, worst, counts)
    if doubt is None:
        return Risk(AtRisk.NO, told, tips)
    return Risk(AtRisk.UNKNOWN, say("{told}; {doubt}", told=told, doubt=doubt), tips)


def _doubt(
    rule: Withdrawal, verified: Sequence[Case], worst: set[str], counts: Counts
) -> Message | None:
    """What keeps the answer from being no."""
    applicable = counts.total - counts.not_applicable
    if any(case.holds(worst, counts.total) for case in verified):
        return say(
            "{missing} not assessed could bring it to the rule of {source}",
            missing=counts.not_assessed,
            source=rule.source,
        )
    if any(case.holds(worst, applicable) for case in verified):
        return say(
            "{source} does not say whether the {na} not applicable are counted",
            source=rule.source,
            na=counts.not_applicable,
        )
    if any(case.holds(worst, applicable) for case in rule.cases):
        return say("a case of {source} is not verified", source=rule.source)
    if rule.beside:
        return say(
            "{source} also says: {words}; that is not reckoned here",
            source=rule.source,
            words=rule.beside,
        )
    return None


def _told(counts: Counts) -> Message:
    """How many are unmet, and how many with those nearly met: a paper may count either way."""
    if not counts.nearly_met:
        return say("{unmet}/{total} criteria unmet", unmet=counts.unmet, total=counts.total)
    return say(
        "{unmet}/{total} criteria unmet ({all}/{total} with those nearly met)",
        unmet=counts.unmet,
        all=counts.unmet + counts.nearly_met,
        total=counts.total,
    )


def _reached(case: Case, unmet: set[str], told: Message, source: str) -> Message:
    among = tuple(number for number in case.key if number in unmet)
    if among:
        return say(
            "{told}, {percent} % or more, among them {numbers} ({source})",
            told=told,
            percent=case.percent,
            numbers=among,
            source=source,
        )
    return say(
        "{told}, {percent} % or more ({source})", told=told, percent=case.percent, source=source
    )


def _unknown(reason: Message) -> Risk:
    return Risk(AtRisk.UNKNOWN, reason)
