"""The rule of withdrawal of a parsed criteria file, read out of its table."""

from collections.abc import Iterable
from decimal import Decimal

from ntmtrack.domain.criteria_table import Table
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.withdrawal import Case, Withdrawal
from ntmtrack.message import say

_WHOLE = Decimal(100)


def read_withdrawal(
    top: Table, *, decision: str, confidence: Confidence | None
) -> Withdrawal | None:
    """The rule under `withdrawal`; None if there is none.

    `decision` is its source where it names none. `confidence` stands where none is written,
    None where one has to be.
    """
    data = top.inner("withdrawal")
    if data is None:
        return None
    table = Table(data, say("[withdrawal]"), top.faults)
    cases = tuple(
        _case(
            Table(each, say("[[withdrawal.case]] no. {order}", order=order), top.faults), confidence
        )
        for order, each in enumerate(table.tables("case"), start=1)
    )
    rule = Withdrawal(
        source=table.text("source") or decision, cases=cases, beside=table.texts("beside")
    )
    if not (rule.cases or rule.beside):
        table.fault(say("the rule has no case"))
    table.close()
    return rule


def keys_not_among(rule: Withdrawal | None, numbers: Iterable[str]) -> tuple[str, ...]:
    """The key criteria of a rule that a set with these numbers does not have."""
    known = set(numbers)
    named = {number for case in (rule.cases if rule else ()) for number in case.key}
    return tuple(sorted(named - known))


def _case(table: Table, inherited: Confidence | None) -> Case:
    percent = table.figure("percent")
    if not 0 < percent <= _WHOLE:
        table.fault(say('"percent" has to lie above 0 and not above 100'))
    if inherited is None:
        confidence = table.needed_choice("confidence", Confidence) or Confidence.UNVERIFIED
    else:
        confidence = table.choice("confidence", Confidence) or inherited
    case = Case(
        percent=percent, key=table.texts("key"), confidence=confidence, words=table.text("words")
    )
    table.close()
    return case
