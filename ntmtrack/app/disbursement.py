"""Which works a question of disbursement is about, and whom they are counted for."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.domain.disbursement import By, group, sources, years
from ntmtrack.domain.work import Work
from ntmtrack.message import Message, say
from ntmtrack.reports import disbursement as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_lineage, queries_works

Shares = Mapping[int, list[Work]]
"""By unit, the works that are counted for it."""


def disbursement(
    context: Context,
    *,
    units: list[str] | None,
    under: str | None,
    year: int | None = None,
    by: By = By.UNIT,
) -> Report:
    """How much of the approved capital was disbursed as of the day, the slow ones first.

    Of units named each is counted with all below it; with `under` each unit right below that one,
    with all below it, and that one by itself; else each unit that has works. A unit that is no more
    counts for the one that it went over into.
    """
    day = context.as_of
    with context.reading() as conn:
        found = queries_works.works(conn, day)
        shares, remarks = _shares(conn, found, units, under, day)
        told = queries_catalogue.units_near(conn, day, shares)
    counted = list({work.key: work for listed in shares.values() for work in listed}.values())
    if by is By.UNIT:
        lines = [
            report.Line(group(listed, year=year), unit=told[key]) for key, listed in shares.items()
        ]
    elif by is By.SOURCE:
        lines = [
            report.Line(group(counted, year=year, source=each), source=each)
            for each in sources(counted)
        ]
    else:
        lines = [
            report.Line(group(counted, year=each), year=each)
            for each in years(counted)
            if year in (None, each)
        ]
    return report.build(
        [line for line in lines if line.group.works],
        group(counted, year=year),
        by=by,
        day=day,
        year=year,
        remarks=remarks,
    )


def _shares(
    conn: sqlite3.Connection,
    works: Iterable[Work],
    units: list[str] | None,
    under: str | None,
    day: date,
) -> tuple[Shares, list[Message]]:
    """The works of each unit asked about, and what a reader must know of how they were counted."""
    at: dict[int, list[Work]] = defaultdict(list)
    homes = _homes(conn, {each.unit_key for each in works}, day)
    for each in works:
        at[homes[each.unit_key]].append(each)
    if units:
        return _of_each(conn, {each.key for each in resolve.units(conn, units, day)}, at, day)
    if under is not None:
        top = resolve.unit(conn, under, day, above=True)
        return _right_below(conn, top.key, at, day), []
    return at, []


def _of_each(
    conn: sqlite3.Connection, asked: set[int], at: Shares, day: date
) -> tuple[Shares, list[Message]]:
    """The works of each unit and of all below it."""
    found, within = {}, False
    for key in asked:
        below = {each.key for each in queries_catalogue.children(conn, key, day)}
        within = within or bool(below & asked)
        found[key] = [
            work for unit, listed in at.items() if unit in {key, *below} for work in listed
        ]
    twice = [say("A unit lies below another; in all each work is counted once.")] if within else []
    return found, twice


def _right_below(conn: sqlite3.Connection, top: int, at: Shares, day: date) -> Shares:
    """The works of each unit right below one, with all below it, and of that one by itself."""
    parents = {each.key: each.parent for each in queries_catalogue.children(conn, top, day)}
    found: dict[int, list[Work]] = defaultdict(list)
    for unit, listed in at.items():
        place: int | None = unit
        for _ in parents:
            if place is None or parents.get(place, top) == top:
                break
            place = parents[place]
        if place in parents or place == top:
            found[place] += listed
    return found


def _homes(conn: sqlite3.Connection, keys: set[int], day: date) -> dict[int, int]:
    """For whom the works of units are counted on a day: the unit, or the one it went over into.

    A unit that was split is left as it is: which part got a work is not known.
    """
    alive = {each.key for each in queries_catalogue.units_by_key(conn, day, keys)}
    found = {key: key for key in keys}
    for key in keys - alive:
        home, seen = key, {key}
        while True:
            after = {
                link.after
                for link in queries_lineage.links(conn, [home], day)
                if link.before == home
            }
            if len(after) != 1 or after <= seen:
                break
            (home,) = after
            seen.add(home)
        found[key] = home
    return found
