"""Two sets at once: how they correspond, and what both say of the same units."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ntmtrack.app import resolve
from ntmtrack.app.context import Context, office_day
from ntmtrack.app.mapping_loading import criteria_of, fitting
from ntmtrack.app.mapping_notes import known_pairs
from ntmtrack.app.reading import standings_of
from ntmtrack.app.scope import Scope, chosen_units
from ntmtrack.domain.assessment import Finding
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.mapping import SetMapping, carry, coverage
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.domain.unit import level_of
from ntmtrack.errors import DataError
from ntmtrack.importers.mapping_toml import read_shipped, shipped_pairs
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_mapping
from ntmtrack.store.view import View


class InForce(Record):
    """A mapping with the two sets it is between, and where it comes from."""

    mapping: SetMapping
    old: SetName
    new: SetName
    origin: Message


def show(context: Context, old: str | None, new: str | None, scope: Scope) -> Report:
    """The mapping between two sets, or of a file (no `new`); with units, what both sets say.

    Without any set, the mappings that there are. Raises DataError for unknown sets, a file at
    fault, and two sets between which there is no mapping.
    """
    with context.reading() as conn:
        if old is None:
            return _listing(conn, scope, context.as_of)
        given = _of_file(conn, old) if new is None else _in_force(conn, old, new)
        if scope.units or scope.under:
            return _carried(conn, given, scope, context)
        return _relations(conn, given, context.as_of)


def _in_force(conn: sqlite3.Connection, old_words: str, new_words: str) -> InForce:
    """The mapping last recorded between two sets, else the shipped one."""
    old, new = resolve.criteria_set(conn, old_words), resolve.criteria_set(conn, new_words)
    stored = queries_mapping.newest_mapping(conn, old.key, new.key)
    if stored is not None:
        origin = say(
            "It was loaded on {day} (change {change}).",
            day=office_day(stored.recorded_at),
            change=stored.change,
        )
        return InForce(stored.mapping, old, new, origin)
    shipped = read_shipped(old.code, new.code)
    if shipped is None:
        raise _no_mapping(conn, old.code, new.code)
    fitting(conn, shipped)
    return InForce(
        shipped, old, new, say("It comes with the program; none has been loaded instead of it.")
    )


def _no_mapping(conn: sqlite3.Connection, old: str, new: str) -> DataError:
    hint = say(
        "write one and load it with `ntmtrack criteria load FILE`; `ntmtrack criteria map`"
        " lists those that there are"
    )
    if (new, old) in known_pairs(conn):
        hint = say(
            "there is one the other way: `ntmtrack criteria map {old} {new}`", old=new, new=old
        )
    return DataError(say("there is no mapping from {old} to {new}", old=old, new=new), hint=hint)


def _of_file(conn: sqlite3.Connection, source: str) -> InForce:
    """The mapping in a file, as it would be once loaded."""
    from ntmtrack.importers.criteria_toml import read_file

    if not source.endswith(".toml"):
        raise DataError(
            say("say which two sets, the old one first"),
            hint=say("`ntmtrack criteria map OLD NEW`, or a mapping file (.toml)"),
        )
    given = read_file(Path(source))
    if not isinstance(given, SetMapping):
        raise DataError(
            say("{file} holds no mapping", file=Path(source).name),
            hint=say("see `ntmtrack criteria check --help`"),
        )
    old, new = fitting(conn, given)
    origin = say("It is read from the file and not loaded: `ntmtrack criteria load FILE` does.")
    return InForce(given, old, new, origin)


def _listing(conn: sqlite3.Connection, scope: Scope, day: date) -> Report:
    from ntmtrack.reports import mapping as report

    if scope.units or scope.under:
        raise DataError(
            say("say which two sets, the old one first"),
            hint=say("`ntmtrack criteria map OLD NEW`, or a mapping file (.toml)"),
        )
    loaded = queries_mapping.mappings(conn)
    known = {(each.mapping.old, each.mapping.new) for each in loaded}
    shipped = [read_shipped(*pair) for pair in shipped_pairs() if pair not in known]
    return report.mappings(
        [
            *((each.mapping, each.recorded_at) for each in loaded),
            *((each, None) for each in shipped if each is not None),
        ],
        day,
    )


def _relations(conn: sqlite3.Connection, given: InForce, day: date) -> Report:
    from ntmtrack.reports import mapping as report

    old, new = criteria_of(conn, given.old, day), criteria_of(conn, given.new, day)
    return report.relations(
        given.mapping,
        coverage(given.mapping, list(old), list(new)),
        old_names=old,
        new_names=new,
        origin=given.origin,
        day=day,
    )


def _carried(conn: sqlite3.Connection, given: InForce, scope: Scope, context: Context) -> Report:
    from ntmtrack.reports import mapping as report

    day = context.as_of
    units = _of_level(chosen_units(conn, scope, context), given.new, named=bool(scope.units))
    old, new = criteria_of(conn, given.old, day), criteria_of(conn, given.new, day)
    found = coverage(given.mapping, list(old), list(new))
    before, after = _standings(conn, units, given.old, day), _standings(conn, units, given.new, day)
    sides = [
        report.SideBySide(
            unit.code,
            unit.name,
            carry(
                found.links,
                new.items(),
                old=_findings(before.get(unit.key)),
                new=_findings(after.get(unit.key)),
            ),
            before.get(unit.key),
        )
        for unit in units
    ]
    return report.carried(given.mapping, found, sides, origin=given.origin, day=day)


def _of_level(units: Sequence[Unit], of: SetName, *, named: bool) -> list[Unit]:
    """The units that a set is written for; DataError for one that was named and is not."""
    fitting = [each for each in units if level_of(each.kind) == of.level]
    if named and len(fitting) < len(units):
        from ntmtrack.domain.criteria_terms import Level

        others = tuple(each.name for each in units if each not in fitting)
        raise DataError(
            say(
                "{set} is a set for the level {level}, {unit} is not of it",
                set=of.code,
                level=Level(of.level),
                unit=others,
            ),
            hint=say("see `ntmtrack criteria list`"),
        )
    return fitting


def _standings(
    conn: sqlite3.Connection, units: Sequence[Unit], of: SetName, day: date
) -> dict[int, UnitStanding]:
    """Those of the units that were judged, counted or registered under a set, by their keys."""
    return {each.unit_key: each for each in standings_of(conn, units, View(day), of=of)}


def _findings(standing: UnitStanding | None) -> dict[str, Finding]:
    return {} if standing is None else {each.number: each for each in standing.findings}
