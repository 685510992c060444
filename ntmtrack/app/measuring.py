"""From a measured value to a verdict: by the threshold in force, or by hand and marked so."""

import sqlite3
from datetime import date
from decimal import Decimal

from ntmtrack.app.ruling import Given, Ruling
from ntmtrack.domain.assessment import Judged, Verdict
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.criteria import CriteriaSet, Indicator
from ntmtrack.domain.criteria_threshold import (
    NoThreshold,
    NoThresholdReason,
    ThresholdFound,
    judge,
    threshold_for,
)
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import N_, Message, say
from ntmtrack.store.criteria_store import read_stored

_WHOLE = Decimal(100)


def measured(
    conn: sqlite3.Connection, owner: Unit, of: SetName, item: Item, given: Given, *, day: date
) -> Ruling:
    """Judge a value by the threshold that holds for the unit on the day.

    A verdict given against the threshold needs a reason and stays marked. Without a verified
    threshold the verdict must be given. Raises DataError, saying what to set or to give.
    """
    criteria, overlays = read_stored(conn, of.key)
    return ruled(criteria.in_force(overlays, day), owner, of, item, given, day=day)


def ruled(
    criteria: CriteriaSet, owner: Unit, of: SetName, item: Item, given: Given, *, day: date
) -> Ruling:
    """The same by the content of the set as it is in force on the day."""
    indicator = criteria.indicator(item.number)
    if indicator is None:
        raise DataError(
            say("{number} is a criterion, it has no value of its own", number=item.number),
            hint=say("give its verdict with --met, --unmet …, or assess its indicators"),
        )
    if indicator.unit == "%" and not 0 <= given.value <= _WHOLE and given.verdict is None:
        raise DataError(
            say("{value} is no share in %", value=given.value),
            hint=say("check the value; if it is right, give the verdict too, with --verdict"),
        )
    found = threshold_for(indicator, region=owner.region, group=owner.group, day=day)
    ruling = Ruling(
        item,
        given.verdict or Verdict.NOT_ASSESSED,
        value=given.value,
        value_unit=unit_of_measure(indicator, found, given.unit),
        reason=given.reason,
    )
    if isinstance(found, NoThreshold):
        if given.verdict is None:
            raise _no_threshold(of, owner, indicator, found)
        return ruling
    by_threshold = judge(indicator, given.value, found.threshold)
    ruling = ruling._replace(threshold=f"{found.op.value} {found.threshold.value}")
    if given.verdict in (None, by_threshold):
        return ruling._replace(verdict=by_threshold, judged=Judged.BY_THRESHOLD)
    if given.reason is None:
        raise DataError(
            say(
                "the threshold says {computed}, you say {given}: give the reason",
                computed=by_threshold,
                given=given.verdict,
            ),
            hint=say("add --reason TEXT; the override stays marked"),
        )
    return ruling._replace(judged=Judged.OVERRIDDEN)


def unit_of_measure(
    indicator: Indicator, found: ThresholdFound | NoThreshold, given: str | None
) -> str | None:
    """The unit that a value is in: the indicator's, or the one given where it names none.

    Raises DataError where the two are not the same.
    """
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
    NoThresholdReason.MISSING: N_("{number} has no threshold in {set}"),
    NoThresholdReason.UNVERIFIED: N_("{number} has no verified threshold in {set}"),
    NoThresholdReason.NEEDS_REGION: N_(
        "the threshold of {number} depends on the region of {unit}, which is not known"
    ),
    NoThresholdReason.NEEDS_GROUP: N_(
        "the threshold of {number} depends on the group of {unit}, which is not known"
    ),
    NoThresholdReason.NO_YEAR: N_("{number} has no threshold for that year in {set}"),
    NoThresholdReason.TWO_MEASURES: N_("{number} measures two quantities, one value cannot decide"),
    NoThresholdReason.NOT_NUMERIC: N_("{number} is not decided by a value"),
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
