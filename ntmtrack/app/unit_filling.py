"""Filling a ledger with the units of the shipped table: all of them or none."""

from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.app.context import Context
from ntmtrack.app.naming import ambiguous, best, unknown
from ntmtrack.app.units import NewUnit, iso, new_version
from ntmtrack.domain.division import ListedUnit
from ntmtrack.domain.due import parse_due
from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import UnitKind, bare_name
from ntmtrack.errors import DataError
from ntmtrack.importers import unit_table
from ntmtrack.message import Message, say, say_n
from ntmtrack.reports import catalogue as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue
from ntmtrack.store.writing import Writing


def import_province(
    context: Context, province: str, as_of: str, *, region: str | None, under: str | None
) -> Report:
    """Fill the ledger with a province's units from the shipped table, as they were on a day.

    `as_of` may be a day or a span on one side of 1/7/2025. Units already there are left alone.
    `under` keeps to one district of the old division. All in one change.
    """
    span = parse_due(as_of)
    if span.start is None or span.last_day is None:
        raise DataError(
            say("{words} names no day", words=as_of), hint=say("give a day, a month or a year")
        )
    day = unit_table.day_for_table(span.start, span.last_day)
    listed = unit_table.units_of_province(province, day)
    if under is not None:
        listed = _below(listed, under)
    with context.writing() as change:
        added, placed = fill(change, listed, region, day)
        codes = {each.code for each in listed}
        found = [unit for unit in queries_catalogue.units(change.conn, day) if unit.code in codes]
    notes: list[Message] = [
        say("{added} added, {same} there already", added=added, same=len(listed) - added)
    ]
    if placed:
        notes.append(
            say_n(
                "{count} unit was given its region", "{count} units were given their region", placed
            )
        )
    if day < unit_table.SWITCH:
        notes.append(unit_table.NOTE)
    if region is None:
        notes.append(say("No region was set; thresholds that depend on it need --region."))
    return report.units(found, day, name="unit import", title=say("Imported"), notes=tuple(notes))


def fill(
    change: Writing, listed: Sequence[ListedUnit], region: str | None, day: date
) -> tuple[int, int]:
    """Add units of the shipped table, parents first, within an open change.

    Those that are there are left alone, but that one without a region gets it. How many were
    added, and how many were given the region.
    """
    # A unit that was added by hand bears its code: it is the same one.
    keys = {unit.code: unit.key for unit in queries_catalogue.units(change.conn, day)}
    added = placed = 0
    for each in listed:
        uid = unit_table.stable_uid(each)
        known = keys.get(each.code) or queries_catalogue.unit_row(change.conn, uid)
        if known is not None:
            keys[each.code] = known
            placed += _place(change, known, region, day)
            continue
        keys[each.code] = add_listed(change, each, uid, keys, region)
        added += 1
    return added, placed


def around(listed: Sequence[ListedUnit], one: ListedUnit) -> tuple[ListedUnit, ...]:
    """Of the units of a province, parents first, one with all above it and all below it."""
    parents = {each.code: each.parent_code for each in listed}
    above = {one.code}
    parent = one.parent_code
    while parent is not None:
        above.add(parent)
        parent = parents[parent]
    below = {one.code}
    for each in listed:
        if each.parent_code in below:
            below.add(each.code)
    return tuple(each for each in listed if each.code in above | below)


def one_of(listed: Sequence[ListedUnit], words: str) -> ListedUnit:
    """The unit listed that is named by code or by enough of its name.

    Raises DataError, with the candidates, where none or several fit.
    """
    for each in listed:
        if each.code == words:
            return each
    found = best(words, listed, lambda each: (each.name, bare_name(each.name, each.kind)))
    if len(found) == 1:
        return found[0]
    if found:
        lines = [say("{name} ({code})", name=each.name, code=each.code) for each in found]
        raise ambiguous(words, lines, say("give the code, or the whole name"))
    names = [each.name for each in listed if each.kind is not UnitKind.PROVINCE]
    raise unknown(
        say("there is no unit {words} in {province}", words=words, province=listed[0].name),
        words,
        names,
        say("give its name or its code as it has been since 1/7/2025"),
    )


def _place(change: Writing, key: int, region: str | None, day: date) -> int:
    """Give a unit that is there already the region it lacks; how many units that changed."""
    found = queries_catalogue.units_by_key(change.conn, day, [key])
    if region is None or not found or found[0].region is not None:
        return 0
    row = queries_catalogue.version_row(change.conn, key, found[0].valid_from)
    change.correct("unit_version", row, {"region": region})
    return 1


def _below(listed: Sequence[ListedUnit], words: str) -> tuple[ListedUnit, ...]:
    asked = tokens(words)
    tops = [
        each
        for each in listed
        if each.code == words
        or asked in (tokens(each.name), tokens(bare_name(each.name, each.kind)))
        if each.kind is UnitKind.DISTRICT
    ]
    if len(tops) != 1:
        raise DataError(
            say("there is no district {words} in this province on that day", words=words),
            hint=unit_table.NOTE,
            details=tuple(each.name for each in listed if each.kind is UnitKind.DISTRICT),
        )
    return tuple(
        each
        for each in listed
        if each.parent_code in (None, tops[0].code) or each.code == tops[0].code
        if each.kind is not UnitKind.DISTRICT or each.code == tops[0].code
    )


def add_listed(
    change: Writing, each: ListedUnit, uid: str, keys: Mapping[str, int], region: str | None
) -> int:
    """Add a unit of the shipped table below its parent, if `keys` has one by its code; its key."""
    key = change.insert("unit", {"uid": uid})
    given = NewUnit(
        name=each.name,
        kind=each.kind,
        region=region,
        valid_from=each.valid_from,
        valid_to=each.valid_to,
    )
    new_version(change, key, given, keys.get(each.parent_code) if each.parent_code else None)
    change.insert(
        "unit_code",
        {
            "unit_id": key,
            "code": each.code,
            "valid_from": iso(each.valid_from),
            "valid_to": iso(each.valid_to),
        },
    )
    return key
