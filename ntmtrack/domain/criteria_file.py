"""A parsed criteria file turned into a set or an overlay; all its faults are named at once.

The keys are those of the manual page `criteria-format`. The data are what a TOML reader gives,
with exact decimals for floats.
"""

from collections.abc import Mapping

from ntmtrack.domain.criteria import (
    AmendedItem,
    Charge,
    CriteriaSet,
    Group,
    LaidThreshold,
    Overlay,
)
from ntmtrack.domain.criteria_items import (
    Scope,
    read_criteria,
    read_indicators,
    read_number,
    read_threshold,
    report_repeated,
)
from ntmtrack.domain.criteria_table import Table
from ntmtrack.domain.criteria_terms import (
    Amendable,
    Completeness,
    Confidence,
    IndicatorKind,
    Level,
    Operator,
    SetKind,
)
from ntmtrack.domain.criteria_withdrawal import keys_not_among, read_withdrawal
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say, say_n

_MOST_CRITERIA = 200
_MOST_INDICATORS = 2_000
_OVERLAID = Scope(regions=None, groups=None, whole=True, confidence=Confidence.VERIFIED)


def read_set(data: Mapping[str, object]) -> CriteriaSet:
    """The set that a parsed file holds.

    Raises DataError with one detail for each fault, naming its place: an unknown or missing
    key, a wrong type or word, a bad or repeated number, a count that does not agree, a region
    or group that the set does not have, a pass rule that cannot be, a threshold on a yes-or-no
    indicator or without an operator.
    """
    faults: list[Message] = []
    top = Table(data, say("the file"), faults)
    head = Table(top.table("set"), say("the set"), faults)
    code = head.needed_slug("code")
    completeness = head.needed_choice("completeness", Completeness) or Completeness.FULL
    regions = head.slugs("regions")
    groups = tuple(Group(*pair) for pair in head.words_by_key("groups"))
    # That a set judges units is not said: files from before there were plans stay as they are.
    plan = head.choice("kind", SetKind) is SetKind.PLAN
    scope = Scope(
        regions=frozenset(regions),
        groups=frozenset(group.key for group in groups),
        whole=completeness is Completeness.FULL,
        confidence=None,
        plan=plan,
    )
    criteria = read_criteria(top, scope)
    decision = head.needed_text("decision")
    result = CriteriaSet(
        code=code,
        name=head.needed_text("name"),
        level=head.needed_choice("level", Level) or Level.COMMUNE,
        decision=decision,
        annex=head.text("annex"),
        issued=head.day("issued"),
        effective=head.day("effective"),
        period=head.text("period"),
        criteria_count=head.needed_count("criteria_count", low=1, high=_MOST_CRITERIA),
        indicator_count=head.count("indicator_count", low=0, high=_MOST_INDICATORS),
        province=head.text("province"),
        regions=regions,
        groups=groups,
        requires=head.slug("requires"),
        superseded_by=head.slug("superseded_by"),
        amended_by=head.texts("amended_by"),
        other_annexes=head.texts("other_annexes"),
        conditions=head.texts("conditions"),
        extra_rules=head.texts("extra_rules"),
        completeness=completeness,
        kind=SetKind.PLAN if plan else None,
        notes=head.note("notes"),
        sources=head.texts("sources"),
        criteria=criteria,
        withdrawal=read_withdrawal(top, decision=decision, confidence=None),
    )
    for number in keys_not_among(result.withdrawal, (item.number for item in criteria)):
        top.fault(say("[withdrawal]: the set has no criterion {number}", number=number))
    if result.criteria_count and result.criteria_count != len(criteria):
        head.fault(
            say(
                '"criteria_count" is {declared}, but the file lists {listed}',
                declared=result.criteria_count,
                listed=len(criteria),
            )
        )
    head.close()
    top.close()
    _raise(faults, code)
    return result


def read_overlay(data: Mapping[str, object]) -> Overlay:
    """The overlay that a parsed file holds.

    Raises DataError as `read_set` does. Whether the numbers, regions and groups are those of
    the set is for `misfits` to say.
    """
    faults: list[Message] = []
    top = Table(data, say("the file"), faults)
    head = Table(top.table("overlay"), say("the overlay"), faults)
    code, of = head.needed_slug("code"), head.needed_slug("of")
    if code and code == of:
        head.fault(say("an overlay needs a code of its own, not that of its set"))
    decision = head.needed_text("decision")
    result = Overlay(
        code=code,
        of=of,
        name=head.needed_text("name"),
        decision=decision,
        issued=head.day("issued"),
        effective=head.needed_day("effective"),
        province=head.text("province"),
        groups=tuple(Group(*pair) for pair in head.words_by_key("groups")),
        source=head.text("source"),
        notes=head.note("notes"),
        thresholds=_laid_thresholds(top),
        charges=_charges(top),
        criteria=read_criteria(top, _OVERLAID),
        indicators=read_indicators(top, _OVERLAID),
        amended=_amended(top),
        withdrawal=read_withdrawal(top, decision=decision, confidence=Confidence.VERIFIED),
    )
    if not _changes_anything(result):
        top.fault(say("the overlay changes nothing"))
    head.close()
    top.close()
    _raise(faults, code)
    return result


def _laid_thresholds(top: Table) -> tuple[LaidThreshold, ...]:
    found = []
    for table in _listed(top, "threshold"):
        number = read_number(table)
        op, unit = table.choice("op", Operator), table.text("unit")
        threshold = read_threshold(table, _OVERLAID, Confidence.VERIFIED, op=op, unit=unit)
        found.append(LaidThreshold(number, threshold))
        table.close()
    keys = [(item.number, item.threshold.key) for item in found]
    for number in sorted({key[0] for key in keys if keys.count(key) > 1}):
        top.fault(
            say(
                "indicator {number}: two thresholds for the same region, group, year and measure",
                number=number,
            )
        )
    return tuple(found)


def _charges(top: Table) -> tuple[Charge, ...]:
    found = []
    for table in _listed(top, "agency"):
        number = read_number(table, of_criterion=True)
        found.append(Charge(number, table.needed_text("agency")))
        table.close()
    report_repeated(top, (item.number for item in found), of_criteria=True)
    return tuple(found)


def _amended(top: Table) -> tuple[AmendedItem, ...]:
    found = []
    for table in _listed(top, "amended"):
        item = AmendedItem(
            number=read_number(table),
            name=table.text("name"),
            kind=table.choice("kind", IndicatorKind),
            op=table.choice("op", Operator),
            unit=table.text("unit"),
            of_criterion=table.choice("item", Amendable) is Amendable.CRITERION,
            confidence=table.choice("confidence", Confidence) or Confidence.VERIFIED,
            source=table.text("source"),
        )
        if not (item.name or item.kind or item.op or item.unit):
            table.fault(say("the amendment says nothing"))
        found.append(item)
        table.close()
    for of_criterion in (True, False):
        numbers = (item.number for item in found if item.of_criterion is of_criterion)
        report_repeated(top, numbers, of_criteria=of_criterion)
    return tuple(found)


def _listed(top: Table, key: str) -> list[Table]:
    return [
        Table(data, say("[[{key}]] no. {order}", key=key, order=order), top.faults)
        for order, data in enumerate(top.tables(key), start=1)
    ]


def _changes_anything(overlay: Overlay) -> bool:
    return bool(
        overlay.thresholds
        or overlay.charges
        or overlay.criteria
        or overlay.indicators
        or overlay.amended
        or overlay.withdrawal
    )


def _raise(faults: list[Message], code: str) -> None:
    if faults:
        raise DataError(
            say_n(
                "The criteria file {code} has {count} fault.",
                "The criteria file {code} has {count} faults.",
                len(faults),
                code=code,
            ),
            hint=say(
                "Mend the places named and load it again; `ntmtrack manual criteria-format` "
                "lists every key."
            ),
            details=tuple(faults),
        )
