"""Units: added by hand, looked at, and changed from a day on."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.scope import Scope, chosen_units
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.division import Region
from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import UnitKind, bare_name, kind_from_name, level_of
from ntmtrack.errors import DataError
from ntmtrack.message import say, say_n
from ntmtrack.reports import catalogue as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue
from ntmtrack.store.writing import Value, Writing

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_DAY_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit as the user gives it."""

    name: str
    kind: UnitKind
    code: str | None = None
    under: str | None = None
    region: str | None = None
    group: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def add(context: Context, given: NewUnit) -> Report:
    """Add one unit. Raises DataError if its code or its name below the same parent is taken."""
    with context.writing() as change:
        key = add_unit(change, given, context.today)
        found = queries_catalogue.unit_versions(change.conn, key)
    return report.units(found, context.today, name="unit add", title=say("Added"))


def add_unit(change: Writing, given: NewUnit, today: date) -> int:
    """Add one unit within an open change; its key. Raises DataError as `add` does."""
    day = given.valid_from or today
    parent = resolve.unit(change.conn, given.under, day) if given.under else None
    return add_below(change, given, parent, day)


def add_below(change: Writing, given: NewUnit, parent: Unit | None, day: date) -> int:
    """Add one unit below a parent that is known; its key. Raises DataError as `add` does."""
    in_order(given.valid_from, given.valid_to)
    _fits_below(given.name, given.kind, parent)
    _group_known(change, given.group)
    _code_free(change, given.code, given.valid_from, given.valid_to)
    folded = " ".join(tokens(given.name))
    for twin in queries_catalogue.units_by_name(change.conn, folded, day):
        if twin.name == given.name and twin.parent == (parent.key if parent else None):
            raise DataError(
                say("{name} is there already ({code})", name=twin.name, code=twin.code),
                hint=say("two units of one name need parents: --under; nothing was written"),
            )
    key = change.insert("unit", {})
    new_version(change, key, given, parent.key if parent else None)
    if given.code:
        change.insert(
            "unit_code",
            {
                "unit_id": key,
                "code": given.code,
                "valid_from": iso(given.valid_from),
                "valid_to": iso(given.valid_to),
            },
        )
    return key


def in_order(start: date | None, end: date | None) -> None:
    """Refuse a span that ends before it starts."""
    if start is not None and end is not None and end < start:
        raise DataError(
            say("{end} is before {start}", end=end, start=start),
            hint=say("check --from and --to; nothing was written"),
        )


_RANKS = {"province": 0, "district": 1, "commune": 2, "village": 3}


def _fits_below(name: str, kind: UnitKind, parent: Unit | None) -> None:
    """Refuse a parent that is not of a higher level."""
    if parent is not None and _RANKS[level_of(kind)] <= _RANKS[level_of(parent.kind)]:
        raise DataError(
            say("{name} cannot be below {parent}", name=name, parent=parent.name),
            hint=say("check --kind and --under; nothing was written"),
        )


def _group_known(change: Writing, group: str | None) -> None:
    known = queries_catalogue.group_keys(change.conn)
    if group is not None and group not in known:
        raise DataError(
            say("no criteria set has levels for a group {group}", group=group),
            hint=say("groups: {names}; nothing was written", names=tuple(sorted(known))),
        )


def _code_free(
    change: Writing,
    code: str | None,
    start: date | None,
    end: date | None,
    *,
    but: int | None = None,
) -> None:
    """Refuse a code that another unit bears on any day of the span: it would name neither."""
    if code is None:
        return
    if not _CODE.fullmatch(code):
        raise DataError(
            say("{code} is not a code", code=code),
            hint=say("letters and figures, at most 20, for example 02416; nothing was written"),
        )
    taken = [
        name for key, name in queries_catalogue.bearers(change.conn, code, start, end) if key != but
    ]
    if taken:
        raise DataError(
            say("{name} has the code {code} already", name=taken[0], code=code),
            hint=say("see `ntmtrack unit show {code}`; nothing was written", code=code),
        )


def new_version(change: Writing, key: int, given: NewUnit, parent: int | None) -> None:
    """Write what a unit is for a span in which nothing about it changes."""
    change.insert(
        "unit_version",
        {
            "unit_id": key,
            "valid_from": iso(given.valid_from),
            "valid_to": iso(given.valid_to),
            "kind": str(given.kind),
            **_names(given.name, given.kind),
            "parent_id": parent,
            "region": given.region,
            "unit_group": given.group,
        },
    )


def _names(name: str, kind: UnitKind) -> dict[str, Value]:
    return {
        "name": name,
        "folded": " ".join(tokens(name)),
        "bare": " ".join(tokens(bare_name(name, kind))),
    }


def kind_of(name: str, given: UnitKind | None) -> UnitKind:
    """The kind given, or the one that the name begins with; DataError if it does not say."""
    kind = given or kind_from_name(name)
    if kind is None:
        raise DataError(
            say("what kind of unit is {name}?", name=name),
            hint=say("say it with --kind: {kinds}", kinds=tuple(str(kind) for kind in UnitKind)),
        )
    return kind


def iso(day: date | None) -> str | None:
    """A day as the ledger keeps it."""
    return None if day is None else day.isoformat()


def listing(context: Context, scope: Scope) -> Report:
    """The units of a day."""
    with context.reading() as conn:
        return report.units(chosen_units(conn, scope, context), context.as_of)


def showing(context: Context, words: str) -> Report:
    """One unit through time, with what it was made of, what it became and how many are below it."""
    from ntmtrack.app.lineage import told_of

    with context.reading() as conn:
        unit = resolve.unit_ever(conn, words, context.as_of)
        versions = queries_catalogue.unit_versions(conn, unit.key)
        below = len(queries_catalogue.children(conn, unit.key, context.as_of))
        lineage = told_of(conn, unit, context.as_of)
    return report.units(
        versions,
        context.as_of,
        name="unit show",
        title=say("{name} through time", name=unit.name),
        notes=(say_n("{count} unit below it", "{count} units below it", below), *lineage),
    )


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What becomes of a unit; None leaves a part as it is."""

    name: str | None = None
    kind: UnitKind | None = None
    under: str | None = None
    region: str | None = None
    group: str | None = None
    code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def change_unit(context: Context, words: str, given: UnitChange) -> Report:
    """Change a unit from a day on, or correct it where no day is given.

    From a day on: what was true before stays true of the days before. Without --from a wrong
    entry is mended, with before and after in the log.
    """
    if given == UnitChange():
        raise DataError(say("nothing to change"), hint=say("see `ntmtrack unit set --help`"))
    day = given.valid_from or context.today
    with context.writing() as change:
        unit = resolve.unit(change.conn, words, day)
        above = resolve.unit(change.conn, given.under, day) if given.under else None
        revise(change, unit, given, above, day)
        found = queries_catalogue.unit_versions(change.conn, unit.key)
    return report.units(found, context.today, name="unit set", title=say("Changed"))


def revise(change: Writing, unit: Unit, given: UnitChange, above: Unit | None, day: date) -> None:
    """Change a unit below a parent that is known, or leave it below its own.

    `unit` is as it stands on the day. Raises DataError as `change_unit` does.
    """
    in_order(given.valid_from or unit.valid_from, given.valid_to)
    _group_known(change, given.group)
    _code_free(change, given.code, given.valid_from, None, but=unit.key)
    _fits_below(given.name or unit.name, given.kind or unit.kind, above)
    parent = above.key if above else unit.parent
    if parent is not None and parent in _and_below(change, unit, day):
        raise DataError(
            say("{name} cannot be below itself", name=unit.name),
            hint=say("check --under; nothing was written"),
        )
    row = queries_catalogue.version_row(change.conn, unit.key, unit.valid_from)
    _revise(change, row, unit, parent, given)
    if given.code is not None:
        _recode(change, unit, given)


def _and_below(change: Writing, unit: Unit, day: date) -> set[int]:
    below = queries_catalogue.children(change.conn, unit.key, day)
    return {unit.key, *(each.key for each in below)}


def _revise(change: Writing, row: int, unit: Unit, parent: int | None, given: UnitChange) -> None:
    revised = NewUnit(
        name=given.name or unit.name,
        kind=given.kind or unit.kind,
        region=given.region if given.region is not None else unit.region,
        group=given.group if given.group is not None else unit.group,
        valid_from=given.valid_from,
        valid_to=given.valid_to or unit.valid_to,
    )
    if given.valid_from is None or given.valid_from == unit.valid_from:
        change.correct(
            "unit_version",
            row,
            {
                "kind": str(revised.kind),
                **_names(revised.name, revised.kind),
                "parent_id": parent,
                "region": revised.region,
                "unit_group": revised.group,
                "valid_to": iso(revised.valid_to),
            },
        )
        return
    change.correct("unit_version", row, {"valid_to": iso(given.valid_from - _DAY_BEFORE)})
    new_version(change, unit.key, revised, parent)


def _recode(change: Writing, unit: Unit, given: UnitChange) -> None:
    rows = queries_catalogue.open_code_rows(change.conn, unit.key)
    if given.valid_from is None and rows:
        change.correct("unit_code", rows[0], {"code": given.code})
        return
    start = queries_catalogue.open_code_start(change.conn, unit.key)
    if start is not None and given.valid_from is not None and given.valid_from.isoformat() <= start:
        raise DataError(
            say("{name} has its present code only from {day}", name=unit.name, day=start),
            hint=say("give a later day with --from, or none to mend the code"),
        )
    for row in rows:
        assert given.valid_from is not None
        change.correct("unit_code", row, {"valid_to": iso(given.valid_from - _DAY_BEFORE)})
    change.insert(
        "unit_code",
        {"unit_id": unit.key, "code": given.code, "valid_from": iso(given.valid_from)},
    )


def region_key(words: str | None) -> str | None:
    """One of the seven regions that thresholds depend on; DataError for anything else."""
    if words is None:
        return None
    asked = tokens(words)
    for region in Region:
        if tokens(region.value) == asked:
            return region.value
    raise DataError(
        say("there is no region {words}", words=words),
        hint=say("regions: {names}", names=tuple(region.value for region in Region)),
    )
