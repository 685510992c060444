"""Criteria sets: loaded once and never changed, compared, checked, and laid over."""

import os
import re
import sqlite3
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.domain.catalogue import SetName
from ntmtrack.domain.criteria import (
    Charge,
    CriteriaSet,
    LaidThreshold,
    Overlay,
    Threshold,
)
from ntmtrack.domain.criteria_check import check as remarks_on
from ntmtrack.domain.criteria_check import misfits
from ntmtrack.domain.criteria_compare import content_hash, differences
from ntmtrack.domain.criteria_terms import Operator
from ntmtrack.domain.mapping import SetMapping
from ntmtrack.domain.numbers import parse_quantity
from ntmtrack.domain.text import clean, tokens
from ntmtrack.errors import DataError
from ntmtrack.importers.criteria_toml import Holding, read_file, read_shipped, shipped_codes
from ntmtrack.message import Message, say
from ntmtrack.reports import criteria as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue
from ntmtrack.store.criteria_store import read_stored, store_overlay, store_set
from ntmtrack.store.writing import Writing

_MANY = 30


def listing(context: Context) -> Report:
    """The sets loaded, and those that come with the program and are not."""
    with context.reading() as conn:
        return report.sets(queries_catalogue.sets(conn), shipped_codes(), context.as_of)


def showing(context: Context, words: str) -> Report:
    """A set as it is in force on a day."""
    with context.reading() as conn:
        found = resolve.criteria_set(conn, words)
        criteria, overlays = read_stored(conn, found.key)
    notes = tuple(
        say(
            "laid over it: {code}, {decision}, from {day}",
            code=o.code,
            decision=o.decision,
            day=o.effective,
        )
        for o in overlays
        if o.effective <= context.as_of
    )
    return report.criteria(criteria.in_force(overlays, context.as_of), context.as_of, notes=notes)


def load(context: Context, source: str) -> Report:
    """Load a set, an overlay or a mapping from a file, or what comes with the program by its code.

    A set that is loaded is never changed: the same content again does nothing, other content
    under the same code is refused, with what differs.
    """
    given = _given(source)
    with context.writing() as change:
        if isinstance(given, SetMapping):
            from ntmtrack.app.mapping_loading import take, taken

            return taken(change.conn, given, context.as_of, take(change, given))
        note = load_set(change, given) if isinstance(given, CriteriaSet) else lay(change, given)
        found = queries_catalogue.sets(change.conn)
    code = given.code if isinstance(given, CriteriaSet) else given.of
    return report.sets(
        [each for each in found if each.code == code], (), context.as_of, notes=(note,)
    )


def load_shipped(change: Writing) -> None:
    """Load every set and overlay that comes with the program."""
    given = [read_shipped(code) for code in shipped_codes()]
    for each in given:
        if isinstance(each, CriteriaSet):
            load_set(change, each)
    for each in given:
        if isinstance(each, Overlay):
            lay(change, each)


def load_set(change: Writing, given: CriteriaSet) -> Message:
    """Load one set within an open change; what was done, in words."""
    known = [each for each in queries_catalogue.sets(change.conn) if each.code == given.code]
    if not known:
        store_set(change, given)
        return say("{code} is loaded", code=given.code)
    if known[0].hash == content_hash(given):
        return say("{code} is loaded already, with the same content", code=given.code)
    stored, _ = read_stored(change.conn, known[0].key)
    found = differences(stored, given)
    raise DataError(
        say("{code} is loaded already, with other content", code=given.code),
        hint=say("a loaded set is never changed: give the new one a code of its own"),
        details=tuple(
            say(
                "{number} {field}: {before} → {after}",
                number=each.number,
                field=each.field,
                before="" if each.before is None else str(each.before),
                after="" if each.after is None else str(each.after),
            )
            for each in found[:_MANY]
        ),
    )


def lay(change: Writing, given: Overlay) -> Message:
    """Lay one overlay over its set within an open change; what was done, in words."""
    of, stored, overlays = _below(change.conn, given)
    if given in overlays:
        return say("{code} is loaded already, with the same content", code=given.code)
    store_overlay(change, of.key, given, over=stored)
    return say(
        "{code} lies over {set} from {day}", code=given.code, set=given.of, day=given.effective
    )


def _below(
    conn: sqlite3.Connection, given: Overlay
) -> tuple[SetName, CriteriaSet, tuple[Overlay, ...]]:
    """The set that an overlay can lie over, and what lies over it already.

    Raises DataError for a set that is not loaded, a code in use for other content, a misfit.
    """
    below = [each for each in queries_catalogue.sets(conn) if each.code == given.of]
    if not below:
        raise DataError(
            say("the set {code} is not loaded", code=given.of),
            hint=say("load it first: `ntmtrack criteria load {code}`", code=given.of),
        )
    stored, overlays = read_stored(conn, below[0].key)
    if given in overlays:
        return below[0], stored, overlays
    if any(each.code == given.code for each in overlays):
        raise DataError(
            say("{code} is loaded already, with other content", code=given.code),
            hint=say("a loaded decision is never changed: give the new one its own code"),
        )
    faults = misfits(stored.in_force(overlays, given.effective), given)
    if faults:
        raise DataError(
            say("{code} does not fit {set}", code=given.code, set=given.of),
            details=faults,
            hint=say("mend the file; nothing was written"),
        )
    return below[0], stored, overlays


@dataclass(frozen=True, slots=True)
class Laying:
    """One threshold or agency in charge, given on the command line with its decision."""

    number: str | None = None
    threshold: str | None = None
    region: str | None = None
    group: str | None = None
    year: int | None = None
    agency: str | None = None
    decision: str | None = None
    effective: date | None = None


def overlay(context: Context, source: str, given: Laying) -> Report:
    """Lay a decision over a set: a file, or one threshold or agency with its decision."""
    if given.number is None:
        return load(context, source)
    with context.writing() as change:
        found = resolve.criteria_set(change.conn, source)
        laid = _from_options(change, found.code, given)
        _same_unit(*read_stored(change.conn, found.key), laid)
        note = lay(change, laid)
        sets = queries_catalogue.sets(change.conn)
    return report.sets(
        [each for each in sets if each.code == found.code], (), context.as_of, notes=(note,)
    )


_LEVEL = re.compile(r"(>=|<=|≥|≤|>|<|=)?\s*(.+)")


def _from_options(change: Writing, code: str, given: Laying) -> Overlay:
    if given.decision is None or given.effective is None:
        raise DataError(
            say("say which decision lays it down, and from when"),
            hint=say("with --decision NUMBER --effective DATE"),
        )
    if given.number is None or (given.threshold is None) == (given.agency is None):
        raise DataError(
            say("give one thing: a threshold or an agency in charge"),
            hint=say("with --threshold or --agency"),
        )
    thresholds: tuple[LaidThreshold, ...] = ()
    charges: tuple[Charge, ...] = ()
    if given.threshold is not None:
        found = _LEVEL.fullmatch(clean(given.threshold))
        sign, level = (found[1], found[2]) if found else (None, given.threshold)
        value, unit = parse_quantity(level)
        threshold = Threshold(
            Decimal(value),
            region=given.region,
            group=given.group,
            year=given.year,
            source=given.decision,
            op=Operator.from_sign(sign) if sign else None,
            unit=unit,
        )
        thresholds = (LaidThreshold(given.number, threshold),)
    else:
        assert given.agency is not None
        charges = (Charge(given.number, given.agency),)
    parts = [code, given.decision, given.number, given.region, given.group, given.year]
    return Overlay(
        code="-".join("-".join(tokens(str(part))) for part in parts if part is not None),
        of=code,
        name=given.decision,
        decision=given.decision,
        effective=given.effective,
        thresholds=thresholds,
        charges=charges,
    )


def _same_unit(stored: CriteriaSet, overlays: tuple[Overlay, ...], laid: Overlay) -> None:
    """Refuse a level in another unit: what is laid down stays, and no value would fit it."""
    below = stored.in_force(overlays, laid.effective)
    for each in laid.thresholds:
        indicator = below.indicator(each.number)
        unit = each.threshold.unit
        if indicator is None or None in (indicator.unit, unit):
            continue
        if tokens(str(indicator.unit)) != tokens(str(unit)) or (indicator.unit == "%") != (
            unit == "%"
        ):
            raise DataError(
                say(
                    "{number} is measured in {expected}, not in {given}",
                    number=each.number,
                    expected=indicator.unit,
                    given=unit,
                ),
                hint=say("a decision that changes the unit is laid down by a file"),
            )


def check(context: Context, source: str) -> Report:
    """What a set or a mapping leaves open.

    Raises DataError, with every fault, for one that cannot load.
    """
    given = _given(source)
    if isinstance(given, SetMapping):
        from ntmtrack.app.mapping_loading import left_open

        with context.reading() as conn:
            found = left_open(conn, given)
        return report.findings(f"{given.old} → {given.new}", found, context.as_of)
    if isinstance(given, Overlay):
        with context.reading() as conn:
            _below(conn, given)
        return report.findings(given.code, (), context.as_of)
    return report.findings(given.code, remarks_on(given), context.as_of)


def diff(context: Context, before: str, after: str) -> Report:
    """What one set says otherwise than another; files and codes may be mixed."""
    first, second = _set_of(context, before), _set_of(context, after)
    return report.differences(first.code, second.code, differences(first, second), context.as_of)


def _set_of(context: Context, source: str) -> CriteriaSet:
    given = _given(source) if _is_file(source) or source in shipped_codes() else None
    if given is None:
        with context.reading() as conn:
            given = read_stored(conn, resolve.criteria_set(conn, source).key)[0]
    if isinstance(given, CriteriaSet):
        return given
    sentence = say("{source} holds a mapping, not a set", source=source)
    if isinstance(given, Overlay):
        sentence = say("{code} is an overlay, not a set", code=given.code)
    raise DataError(sentence, hint=say("compare sets, or check it with `ntmtrack criteria check`"))


def _given(source: str) -> Holding:
    return read_file(Path(source)) if _is_file(source) else read_shipped(source)


def _is_file(source: str) -> bool:
    return source.endswith(".toml") or os.path.isfile(source) or os.sep in source
