"""Recording what was judged and counted: judgements, tallies, standing and evidence."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key, hashed_file
from ntmtrack.app.reading import standing_of
from ntmtrack.domain.assessment import Judged, Stage, Verdict
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.criteria import Indicator
from ntmtrack.domain.criteria_threshold import (
    NoThreshold,
    NoThresholdReason,
    ThresholdFound,
    judge,
    threshold_for,
)
from ntmtrack.domain.due import Due, parse_due
from ntmtrack.domain.numbers import parse_quantity
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports.recorded import Recorded, assessed, recorded
from ntmtrack.reports.report import Report
from ntmtrack.store.queries import View, latest, pairs

if False:  # pragma: no cover
    pass


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What all judgements of one command share."""

    on: date | None = None
    stage: Stage = Stage.SELF
    by: str | None = None
    document: str | None = None
    note: str | None = None
    evidence: str | None = None
    at_risk: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    item: Item
    verdict: Verdict
    judged: Judged = Judged.BY_HAND
    value: Decimal | None = None
    value_unit: str | None = None
    threshold: str | None = None
    reason: str | None = None


def assess_lists(
    context: Context,
    unit_words: str,
    set_words: str | None,
    lists: Mapping[Verdict, Sequence[str]],
    *,
    shared: Circumstances,
) -> Report:
    """Record a verdict for every number listed, all in one change.

    Raises DataError, and writes nothing, for an unknown number, a number in two lists, a day
    to come or a name that fits nothing or several.
    """
    _no_double(lists)
    day = _past(shared.on or context.today, context)
    with context.writing(reason=shared.note) as change:
        owner = resolve.unit(change.conn, unit_words, day)
        of = _set_of(change.conn, owner, set_words, day)
        numbers = [number for listed in lists.values() for number in listed]
        known = resolve.items(change.conn, of, numbers, day)
        rows = [
            _Row(known[number], verdict) for verdict, listed in lists.items() for number in listed
        ]
        return _record(context, change, owner, of, rows, day, shared)


def assess_value(
    context: Context,
    unit_words: str,
    set_words: str | None,
    number: str,
    quantity: str | None,
    *,
    verdict: Verdict | None,
    reason: str | None,
    shared: Circumstances,
) -> Report:
    """Record one indicator's value; its threshold on the day gives the verdict.

    `verdict` overrides that, with a reason, and stays marked. Where no verified threshold
    holds the verdict must be given. Raises DataError as `assess_lists` does.
    """
    day = _past(shared.on or context.today, context)
    value, given_unit = (None, None) if quantity is None else parse_quantity(quantity)
    if value is None and verdict is None:
        raise DataError(
            say("say what {number} comes to: a value, or --verdict", number=number),
            hint=say('for example `ntmtrack assess "Bản Bo" 17.8 "82,5 %"`'),
        )
    with context.writing(reason=shared.note) as change:
        owner = resolve.unit(change.conn, unit_words, day)
        of = _set_of(change.conn, owner, set_words, day)
        item = resolve.items(change.conn, of, [number], day)[number]
        row = _Row(item, verdict or Verdict.UNMET, reason=reason)
        if value is not None:
            row = _measured(change.conn, owner, of, item, value, given_unit, verdict, reason, day)
        return _record(context, change, owner, of, [row], day, shared)


def _measured(
    conn: sqlite3.Connection,
    owner: Unit,
    of: SetName,
    item: Item,
    value: Decimal,
    given_unit: str | None,
    verdict: Verdict | None,
    reason: str | None,
    day: date,
) -> _Row:
    from ntmtrack.store.criteria_store import read_stored

    criteria, overlays = read_stored(conn, of.key)
    indicator = criteria.in_force(overlays, day).indicator(item.number)
    if indicator is None:
        raise DataError(
            say("{number} is a criterion, it has no value of its own", number=item.number),
            hint=say("give its verdict with --met, --unmet …, or assess its indicators"),
        )
    found = threshold_for(indicator, region=owner.region, group=owner.group, day=day)
    value_unit = _unit_of(indicator, found, given_unit)
    if isinstance(found, NoThreshold):
        if verdict is None:
            raise _no_threshold(of, owner, indicator, found)
        return _Row(item, verdict, Judged.BY_HAND, value, value_unit, None, reason)
    by_threshold = judge(indicator, value, found.threshold)
    level = f"{found.op.value} {found.threshold.value}"
    if verdict is None or verdict is by_threshold:
        return _Row(item, by_threshold, Judged.BY_THRESHOLD, value, value_unit, level, reason)
    if reason is None:
        raise DataError(
            say(
                "the threshold says {computed}, you say {given}: give the reason",
                computed=by_threshold,
                given=verdict,
            ),
            hint=say("add --reason TEXT; the override stays marked"),
        )
    return _Row(item, verdict, Judged.OVERRIDDEN, value, value_unit, level, reason)


def _unit_of(
    indicator: Indicator, found: ThresholdFound | NoThreshold, given: str | None
) -> str | None:
    expected = found.unit if isinstance(found, ThresholdFound) else indicator.unit
    if given is None or expected is None:
        return given or expected
    if fold(given).replace(" ", "") != fold(expected).replace(" ", ""):
        raise DataError(
            say(
                "{number} is measured in {expected}, not in {given}",
                number=indicator.number,
                expected=expected,
                given=given,
            ),
            hint=say("give the value in {expected}", expected=expected),
        )
    return expected


_WHY = {
    NoThresholdReason.MISSING: "{number} has no threshold in {set}",
    NoThresholdReason.UNVERIFIED: "{number} has no verified threshold in {set}",
    NoThresholdReason.NEEDS_REGION: "the threshold of {number} depends on the region of {unit},"
    " which is not known",
    NoThresholdReason.NEEDS_GROUP: "the threshold of {number} depends on the group of {unit},"
    " which is not known",
    NoThresholdReason.NO_YEAR: "{number} has no threshold for that year in {set}",
    NoThresholdReason.TWO_MEASURES: "{number} measures two quantities, one value cannot decide",
    NoThresholdReason.NOT_NUMERIC: "{number} is not decided by a value",
}


def _no_threshold(of: SetName, owner: Unit, indicator: Indicator, why: NoThreshold) -> DataError:
    details: tuple[Message, ...] = ()
    if why.reason in (NoThresholdReason.NEEDS_REGION, NoThresholdReason.NEEDS_GROUP):
        details = (
            say(
                'set it: `ntmtrack unit set "{unit}" --region … --group … --from DATE`',
                unit=owner.name,
            ),
        )
    elif why.reason not in (NoThresholdReason.NOT_NUMERIC, NoThresholdReason.TWO_MEASURES):
        details = (
            say(
                "set the threshold: `ntmtrack criteria overlay {set} --number {number}"
                ' --threshold "≥ …" --decision … --effective DATE`',
                set=of.code,
                number=indicator.number,
            ),
        )
    return DataError(
        say(_WHY[why.reason], number=indicator.number, set=of.code, unit=owner.name),
        details=details,
        hint=say("or give the verdict by hand: --verdict met|nearly_met|unmet|not_applicable"),
    )


def _no_double(lists: Mapping[Verdict, Sequence[str]]) -> None:
    seen: dict[str, Verdict] = {}
    for verdict, listed in lists.items():
        for number in listed:
            if number in seen:
                raise DataError(
                    say(
                        "{number} is listed twice, as {first} and as {second}",
                        number=number,
                        first=seen[number],
                        second=verdict,
                    ),
                    hint=say("take it out of one list; nothing was written"),
                )
            seen[number] = verdict
    if not seen:
        raise DataError(
            say("nothing to record"),
            hint=say("list numbers with --met, --nearly, --unmet or --na, or give NUMBER VALUE"),
        )


def _past(day: date, context: Context) -> date:
    if day > context.today:
        raise DataError(
            say("{day} is still to come", day=day),
            hint=say("give the day on which it was so; nothing was written"),
        )
    return day


def _set_of(conn: sqlite3.Connection, owner: Unit, words: str | None, day: date) -> SetName:
    used = {key for _, key in pairs(conn, [owner.key], View(day))}
    return resolve.set_for(conn, owner, words, used)


def _record(
    context: Context,
    change: "Writing",
    owner: Unit,
    of: SetName,
    rows: Sequence[_Row],
    day: date,
    shared: Circumstances,
) -> Report:
    before = latest(change.conn, [owner.key], [of.key], View(day)).get((owner.key, of.key), {})
    agency = resolve.agency(change.conn, shared.by, day).key if shared.by else None
    document = document_key(change, shared.document)
    for row in rows:
        key = change.insert(
            "assessment",
            {
                "unit_id": owner.key,
                "item_id": row.item.key,
                "stage": str(shared.stage),
                "verdict": str(row.verdict),
                "assessed_on": day.isoformat(),
                "at_risk": int(shared.at_risk),
                "value": None if row.value is None else str(row.value),
                "value_unit": row.value_unit,
                "threshold": row.threshold,
                "judged": str(row.judged),
                "reason": row.reason,
                "agency_id": agency,
                "document_id": document.key if document else None,
                "note": shared.note,
            },
        )
        if shared.evidence is not None:
            change.insert("evidence", {"assessment_id": key, **hashed_file(shared.evidence)})
    return assessed(
        standing_of(change.conn, owner, of, View(day)),
        [
            Recorded(
                item.item.number,
                item.item.name,
                item.verdict,
                before=next(
                    (j.verdict for j in before.get(item.item.number, ()) if j.stage is shared.stage),
                    None,
                ),
                value=item.value,
                value_unit=item.value_unit,
                threshold=item.threshold,
                judged=item.judged,
                reason=item.reason,
            )
            for item in rows
        ],
        stage=shared.stage,
        day=day,
        document=document,
    )
