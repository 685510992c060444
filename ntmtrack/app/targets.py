"""Targets looked at: by when what is to be met, and since when it has been."""

import sqlite3
from collections.abc import Hashable, Sequence
from datetime import date

from ntmtrack.app.context import Context
from ntmtrack.app.reading import with_ended
from ntmtrack.app.scope import Scope, chosen_units, set_named
from ntmtrack.app.timelines import timelines
from ntmtrack.domain.aim import Aim, newest
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.recognition import granted
from ntmtrack.domain.target import Reached, reached, set_turns, with_recognition
from ntmtrack.domain.timeline import Timeline
from ntmtrack.reports import targets as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_standing
from ntmtrack.store.queries_targets import aims
from ntmtrack.store.view import View


def listing(context: Context, scope: Scope) -> Report:
    """The targets of units that are known on the day, registrations' among them."""
    view = View(context.as_of)
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        of = set_named(conn, scope, units)
        found = aims(conn, [each.key for each in units], view.day)
        if of is not None:
            found = [each for each in found if each.set_key == of.key]
        lines = lines_of(conn, units, found, view)
    return with_ended(report.build(lines, day=view.day), units, view.day)


def lines_of(
    conn: sqlite3.Connection, units: Sequence[Unit], found: Sequence[Aim], view: View
) -> list[report.Line]:
    """Each target with how what is to be met stands on the view's day."""
    aimed = {each.unit_key for each in found}
    named = {each.key: each for each in units if each.key in aimed}
    set_keys = sorted({each.set_key for each in found if each.set_key is not None})
    names: dict[tuple[int | None, str | None], str] = {
        (item.set_key, item.number): item.name
        for item in queries_catalogue.items(conn, set_keys, view.day)
    }
    names |= {(each.key, None): each.name for each in queries_catalogue.sets(conn)}
    times = timelines(conn, list(named.values()), set_keys, view)
    recognised = _recognitions(conn, list(named), view)
    counts = newest(found)
    settled: set[Hashable] = set()
    lines = []
    for aim in found:
        unit, name = named[aim.unit_key], names.get((aim.set_key, aim.number))
        outcome = None
        if aim.set_key is not None and name is not None:
            time = times.get((aim.unit_key, aim.set_key), _NOTHING)
            outcome = _reached(aim, time, recognised.get((aim.unit_key, aim.set_code), ()))
        last = counts.get(aim.thing, aim)
        if last is aim:
            settled.add(aim.thing)
        moved = None if aim.thing in settled else last
        lines.append(report.Line(unit.code, unit.name, aim, name, outcome, moved))
    return lines


_NOTHING = Timeline({}, {})


def _reached(aim: Aim, time: Timeline, recognised: Sequence[date]) -> Reached:
    if aim.number is None:
        whole = reached(set_turns(time.criteria.values()), aim.last_day)
        return with_recognition(whole, aim, recognised)
    turns = {**time.indicators, **time.criteria}.get(aim.number, ())
    return reached(turns, aim.last_day)


def _recognitions(
    conn: sqlite3.Connection, unit_keys: Sequence[int], view: View
) -> dict[tuple[int, str | None], Sequence[date]]:
    """The days on which units were recognised, by unit and code of the set."""
    known = queries_standing.events(conn, unit_keys, view.day)
    return {pair: granted(events) for pair, events in known.items()}
