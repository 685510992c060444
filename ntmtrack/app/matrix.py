"""The matrix of one set: from the ledger to units down and criteria across."""

import sqlite3
from collections.abc import Sequence

from ntmtrack.app.context import Context
from ntmtrack.app.glances import Glances
from ntmtrack.app.reading import beside, criteria_of, standings_of, with_ended
from ntmtrack.app.scope import Scope, chosen_units, set_named
from ntmtrack.domain.assessment import Counts, Finding, Measured, Verdict
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.domain.unit import level_of
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import matrix as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries, queries_catalogue
from ntmtrack.store.view import View


def matrix(context: Context, scope: Scope, *, indicators: bool = False) -> Report:
    """Units down, the criteria of one set across; `indicators` shows those too.

    Of units that were asked for, by name or by the unit above them, each of the set's level has
    a row, judged or not; else those that something has been said of. Raises DataError where
    several sets are in use and none is named.
    """
    view = View(context.as_of)
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        of = set_named(conn, scope, units) or _only_one(conn, units, view)
        if of is None:
            return with_ended(report.nothing(day=view.day), units, view.day)
        criteria = criteria_of(conn, [of.key], view)[of.key]
        found = standings_of(conn, units, view, of=of, stage=scope.stage, at_a_glance=True)
        rows, besides = _rows(units, found, of, criteria, all_of_them=_asked(scope))
        if indicators:
            rows = _with_indicators(conn, rows, of, view, scope)
        notes = beside(conn, [of.code], view.day)
    built = report.build(
        rows, criteria, of=of, day=view.day, indicators=indicators, besides=besides
    )
    built = built._replace(notes=(*built.notes, *notes))
    return with_ended(built, units, view.day)


def _asked(scope: Scope) -> bool:
    return bool(scope.units or scope.under)


def _only_one(conn: sqlite3.Connection, units: Sequence[Unit], view: View) -> SetName | None:
    """The one set in use for the units; None where none is. DataError where several are."""
    used = {key for _, key in queries.pairs(conn, [each.key for each in units], view)}
    sets = [each for each in queries_catalogue.sets(conn) if each.key in used]
    if len(sets) > 1:
        raise DataError(
            say("several criteria sets are in use, and a matrix is of one"),
            hint=say("name it with --set SET"),
            details=tuple(say("{code}: {name}", code=each.code, name=each.name) for each in sets),
        )
    return sets[0] if sets else None


def _rows(
    units: Sequence[Unit],
    found: Sequence[UnitStanding],
    of: SetName,
    criteria: Sequence[Measured],
    *,
    all_of_them: bool,
) -> tuple[list[report.Judged], int]:
    """A row for each unit, and how many of the set's level have been left out."""
    known = {each.unit_key: each for each in found}
    fitting = [each for each in units if each.key in known or level_of(each.kind) == of.level]
    shown = fitting if all_of_them else [each for each in fitting if each.key in known]
    rows = [report.Judged(each, known.get(each.key) or _bare(each, of, criteria)) for each in shown]
    return rows, len(fitting) - len(shown)


def _bare(unit: Unit, of: SetName, criteria: Sequence[Measured]) -> UnitStanding:
    """How a unit stands of which nothing has been said."""
    findings = tuple(Finding(each.number, each.name, Verdict.NOT_ASSESSED) for each in criteria)
    return UnitStanding(
        unit=unit.code,
        unit_name=unit.name,
        set_code=of.code,
        set_name=of.name,
        findings=findings,
        counts=Counts(not_assessed=len(findings)),
        unit_key=unit.key,
    )


def _with_indicators(
    conn: sqlite3.Connection,
    rows: Sequence[report.Judged],
    of: SetName,
    view: View,
    scope: Scope,
) -> list[report.Judged]:
    pairs = [(each.unit.key, of.key) for each in rows]
    glances = Glances(conn, pairs, {of.key: ()}, view, scope.stage)
    return [
        each._replace(indicators=glances.items(pair))
        for each, pair in zip(rows, pairs, strict=True)
    ]
