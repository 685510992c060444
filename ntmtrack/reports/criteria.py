"""Criteria sets and their criteria, what one says otherwise than another, what one leaves open."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.catalogue import SetName
from ntmtrack.domain.criteria import CriteriaSet, Criterion, Indicator, Threshold
from ntmtrack.domain.criteria_compare import Difference
from ntmtrack.domain.criteria_terms import Confidence, Level, SetKind
from ntmtrack.domain.division import Region
from ntmtrack.domain.withdrawal import Withdrawal
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Measure, Report, Row, Show

SET_COLUMNS = (
    Column("set", N_("Code"), Show.ALWAYS),
    Column("name", N_("Name"), wrap=True),
    Column("level", N_("Level")),
    Column("decision", N_("Decision")),
    Column("issued", N_("Issued")),
    Column("effective", N_("In force from")),
    Column("criteria", N_("Criteria"), right=True),
    Column("overlays", N_("Overlays"), wrap=True),
    Column("loaded", N_("Loaded")),
    Column("period", N_("Period"), Show.DATA),
    Column("hash", N_("Hash"), Show.DATA),
)


def sets(
    found: Sequence[SetName],
    shipped: Sequence[str],
    day: date,
    *,
    notes: tuple[Message, ...] = (),
) -> Report:
    """Loaded sets, and those that come with the program and are not loaded."""
    rows: list[Row] = [
        (
            each.code,
            each.name,
            Level(each.level),
            each.decision,
            each.issued,
            each.effective,
            each.criteria,
            each.overlays,
            True,
            each.period,
            each.hash,
        )
        for each in found
    ]
    known = {code for each in found for code in (each.code, *each.overlays)}
    rows += [
        (code, None, None, None, None, None, None, (), False, None, None)
        for code in shipped
        if code not in known
    ]
    return Report(
        name="criteria list",
        title=say("Criteria sets"),
        columns=SET_COLUMNS,
        blocks=(Block("sets", None, tuple(rows)),),
        notes=notes,
        as_of=day,
        empty=say("No criteria set is loaded: see `ntmtrack criteria load --help`."),
    )


CRITERIA_COLUMNS = (
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Criterion, indicator"), Show.ALWAYS, wrap=True),
    Column("kind", N_("Kind")),
    Column("thresholds", N_("Thresholds"), wrap=True),
    Column("confidence", N_("Confidence"), Show.ALWAYS),
    Column("baseline", N_("Baseline"), right=True),
    Column("baseline_on", N_("Baseline of"), Show.SPARE),
    Column("sum", N_("Adds up")),
    Column("set_by", N_("Set by")),
    Column("agency", N_("Agency in charge"), wrap=True),
    Column("pass_rule", N_("Pass rule"), Show.DATA),
    Column("source", N_("Source"), Show.DATA, wrap=True),
    Column("note", N_("Note"), Show.DATA, wrap=True),
)


def criteria(of: CriteriaSet, day: date, *, notes: tuple[Message, ...] = ()) -> Report:
    """The criteria and indicators of a set in force on a day, each with its confidence."""
    rows: list[Row] = []
    for criterion in of.criteria:
        rows.append(_criterion_row(criterion))
        rows += [_indicator_row(indicator) for indicator in criterion.indicators]
    facts = [
        say("{decision}, {period}", decision=of.decision, period=of.period or "…"),
        say("completeness: {words}", words=of.completeness),
    ]
    if of.kind is SetKind.PLAN:
        facts.append(say("a plan: it lays down figures to reach, and no unit is judged by it"))
    if of.notes:
        facts.append(say("{words}", words=of.notes))
    return Report(
        name="criteria show",
        title=say("{name}", name=of.name),
        columns=CRITERIA_COLUMNS,
        blocks=(Block("criteria", None, tuple(rows)),),
        notes=(*facts, *_withdrawal(of.withdrawal), *notes),
        as_of=day,
    )


def _withdrawal(rule: Withdrawal | None) -> list[Message]:
    """By what rule a recognition under the set is taken back, a sentence for each case."""
    if rule is None:
        return []
    cases = []
    for case in rule.cases:
        told = say("{percent} % of the criteria unmet, or more", percent=case.percent)
        if case.key:
            told = say("{told}, among them one of {numbers}", told=told, numbers=case.key)
        cases.append(
            say(
                "withdrawal of the recognition ({source}): {told} [{confidence}]",
                source=rule.source,
                told=told,
                confidence=case.confidence,
            )
        )
    cases += [
        say(
            "withdrawal of the recognition ({source}), not reckoned here: {words}",
            source=rule.source,
            words=words,
        )
        for words in rule.beside
    ]
    return cases


def _criterion_row(each: Criterion) -> Row:
    return (
        each.number,
        each.name,
        None,
        (),
        each.confidence,
        None,
        None,
        None,
        None,
        each.agency,
        each.pass_rule.words,
        each.source,
        each.note,
    )


def _indicator_row(each: Indicator) -> Row:
    return (
        each.number,
        each.name,
        each.kind,
        tuple(_level(each, threshold) for threshold in each.thresholds),
        each.confidence,
        None if each.baseline is None else Measure(each.baseline.value, each.unit),
        None if each.baseline is None else each.baseline.on,
        each.sum,
        each.set_by,
        None,
        None,
        each.source,
        each.note,
    )


def _level(indicator: Indicator, threshold: Threshold) -> Measure:
    named: list[object] = [threshold.group, threshold.year and str(threshold.year)]
    region = threshold.region
    named.append(Region(region) if region in set(Region) else region)
    named.append(threshold.measure)
    if threshold.confidence is not Confidence.VERIFIED:
        named.append(threshold.confidence)
    told = tuple(each for each in named if each)
    op = threshold.op or indicator.op
    return Measure(
        threshold.value,
        threshold.unit or indicator.unit,
        op.sign if op else "",
        say("{words}", words=told) if told else "",
    )


DIFFERENCE_COLUMNS = (
    Column("change", N_("Difference"), Show.ALWAYS),
    Column("part", N_("Part")),
    Column("number", N_("No."), Show.ALWAYS),
    Column("field", N_("Field")),
    Column("before", N_("Before"), Show.ALWAYS, wrap=True),
    Column("after", N_("After"), Show.ALWAYS, wrap=True),
)


def differences(before: str, after: str, found: Sequence[Difference], day: date) -> Report:
    """What one set says otherwise than another."""
    rows = tuple(
        (
            each.change,
            each.part,
            each.number,
            each.field,
            _fact(each.before),
            _fact(each.after),
        )
        for each in found
    )
    return Report(
        name="criteria diff",
        title=say("From {before} to {after}", before=before, after=after),
        columns=DIFFERENCE_COLUMNS,
        blocks=(Block("differences", None, rows),),
        notes=(say_n("{count} difference", "{count} differences", len(rows)),),
        as_of=day,
        empty=say("They say the same."),
    )


def _fact(fact: object) -> str | None:
    """A fact of a set as text, a list of facts with semicolons."""
    if isinstance(fact, tuple):
        return "; ".join(filter(None, (_fact(each) for each in fact)))
    return None if fact is None else str(fact)


FINDING_COLUMNS = (Column("finding", N_("Finding"), Show.ALWAYS, wrap=True),)


def findings(code: str, found: Sequence[Message], day: date) -> Report:
    """What a set leaves open, though it can be loaded."""
    return Report(
        name="criteria check",
        title=say("{code}: nothing forbids loading it", code=code),
        columns=FINDING_COLUMNS,
        blocks=(Block("findings", None, tuple((each,) for each in found)),),
        as_of=day,
        empty=say("Nothing to remark."),
    )
