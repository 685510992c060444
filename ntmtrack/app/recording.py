"""Recording judgements: lists of numbers with one verdict each, or one value at a time."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ntmtrack.app import bodies, resolve
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key, hashed_file
from ntmtrack.app.premises import past, set_of
from ntmtrack.app.reading import standing_of
from ntmtrack.app.ruling import Given, Ruling
from ntmtrack.domain.assessment import Stage, Verdict
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.numbers import parse_quantity
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports.recorded import Recorded, assessed
from ntmtrack.reports.report import Report
from ntmtrack.store.queries_latest import latest
from ntmtrack.store.view import View

if TYPE_CHECKING:
    from ntmtrack.store.writing import Writing


class Circumstances(Record):
    """What all judgements of one command share."""

    on: date | None = None
    stage: Stage = Stage.SELF
    by: str | None = None
    document: str | None = None
    note: str | None = None
    evidence: Path | None = None
    at_risk: bool = False


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
    day = past(shared.on or context.today, context)
    with context.writing() as change:
        owner = resolve.unit(change.conn, unit_words, day)
        of = set_of(change.conn, owner, set_words, day)
        numbers = [number for listed in lists.values() for number in listed]
        known = resolve.items(change.conn, of, numbers, day)
        rows = [
            Ruling(known[number], verdict) for verdict, listed in lists.items() for number in listed
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
    day = past(shared.on or context.today, context)
    value, given_unit = (None, None) if quantity is None else _quantity(quantity)
    if value is None and verdict is None:
        raise DataError(
            say("say what {number} comes to: a value, or --verdict", number=number),
            hint=say('for example `ntmtrack assess "Bản Bo" 17.8 "82,5 %"`'),
        )
    with context.writing() as change:
        owner = resolve.unit(change.conn, unit_words, day)
        of = set_of(change.conn, owner, set_words, day)
        item = resolve.items(change.conn, of, [number], day)[number]
        row = Ruling(item, verdict or Verdict.UNMET, reason=reason)
        if value is not None:
            from ntmtrack.app.measuring import measured

            given = Given(value, given_unit, verdict, reason)
            row = measured(change.conn, owner, of, item, given, day=day)
        return _record(context, change, owner, of, [row], day, shared)


def _quantity(words: str) -> tuple[Decimal, str | None]:
    try:
        return parse_quantity(words)
    except DataError as error:
        by_hand = say("what has no value is judged by --met, --unmet … or by --verdict")
        raise DataError(error.message, hint=error.hint, details=(by_hand,)) from error


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


def _record(
    context: Context,
    change: "Writing",
    owner: Unit,
    of: SetName,
    rows: Sequence[Ruling],
    day: date,
    shared: Circumstances,
) -> Report:
    before = latest(change.conn, [owner.key], [of.key], View(day)).get((owner.key, of.key), {})
    if shared.at_risk and any(row.verdict is not Verdict.MET for row in rows):
        raise DataError(
            say("only what is met can be at risk"),
            hint=say("leave out --at-risk, or record what is met by itself; nothing was written"),
        )
    agency = bodies.agency(change.conn, shared.by, day) if shared.by else None
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
                "agency_id": agency.key if agency else None,
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
                    (
                        j.verdict
                        for j in before.get(item.item.number, ())
                        if j.stage is shared.stage
                    ),
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
        by=agency.name if agency else None,
        of=of,
        now=standing_of(change.conn, owner, of, View(context.today)),
    )
