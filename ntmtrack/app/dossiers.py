"""Recognition dossiers looked at: folded from what happened to them, whenever it was recorded."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.reading import with_ended
from ntmtrack.app.scope import Scope, chosen_units, set_named
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.dossier import fold_dossiers
from ntmtrack.reports import dossier as report
from ntmtrack.reports.dossier import About, Known
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue
from ntmtrack.store.queries import pairs
from ntmtrack.store.queries_dossier import dossier_events, steps
from ntmtrack.store.view import Pair, View


def showing(context: Context, unit_words: str, *, set_words: str | None) -> Report:
    """One dossier whole: the present one of the unit and set, or the last there was."""
    day = context.as_of
    with context.reading() as conn:
        unit = resolve.unit_ever(conn, unit_words, day)
        found = dossiers_of(conn, unit, set_of_dossier(conn, unit, set_words, day), day)
    return with_ended(report.showing(found, day=day), [unit], day)


def listing(context: Context, scope: Scope) -> Report:
    """The open dossiers of units, by how long their present holder has had them."""
    day = context.as_of
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        found = _all(conn, units, View(day))
        of = set_named(conn, scope, units)
    listed = [each for each in found.values() if of is None or of.code == each.about.set_code]
    return with_ended(report.listing(listed, day=day), units, day)


def set_of_dossier(conn: sqlite3.Connection, unit: Unit, words: str | None, day: date) -> SetName:
    """The set named; else that of the unit's only open dossier; else the only one in use."""
    found = _all(conn, [unit], View(day))
    opened = {key[1] for key, known in found.items() if known.last.open}
    used = {key for _, key in pairs(conn, [unit.key], View(day))} | {key[1] for key in found}
    return resolve.set_for(conn, unit, words, opened if len(opened) == 1 else used)


def dossiers_of(conn: sqlite3.Connection, unit: Unit, of: SetName, day: date) -> Known:
    """The dossiers of one unit under one set as they stand on a day; there may be none."""
    found = _all(conn, [unit], View(day)).get((unit.key, of.key))
    return found or Known(About(unit.code, unit.name, of.code), ())


def _all(conn: sqlite3.Connection, units: Sequence[Unit], view: View) -> dict[Pair, Known]:
    """All dossiers of units, folded, by unit and set in the order of the units."""
    keys = [each.key for each in units]
    events, walked = dossier_events(conn, keys, view), steps(conn, keys, view)
    sets = {each.key: each.code for each in queries_catalogue.sets(conn)}
    named = {each.key: each for each in units}
    order = {key: place for place, key in enumerate(keys)}
    wanted = sorted({*events, *walked}, key=lambda pair: (order[pair[0]], sets[pair[1]]))
    found = {}
    for pair in wanted:
        unit = named[pair[0]]
        folded = fold_dossiers(events.get(pair, ()), walked.get(pair, ()))
        found[pair] = Known(About(unit.code, unit.name, sets[pair[1]]), tuple(folded))
    return found
