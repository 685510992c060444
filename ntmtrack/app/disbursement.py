"""Which works a question of disbursement is about, and whom they are counted for."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.gone_over import ends, home, went_over
from ntmtrack.domain.disbursement import By, group, sources, years
from ntmtrack.domain.work import Work
from ntmtrack.message import Message, say
from ntmtrack.reports import disbursement as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_works

Shares = Mapping[int, list[Work]]
"""By unit, the works that are counted for it."""

Ends = Mapping[int, set[int]]
"""By unit, what it came to by the day: itself, or what it went over into."""


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
    into = went_over(conn, {each.unit_key for each in works}, day)
    for each in works:
        at[home(each.unit_key, into)].append(each)
    came_to = {unit: ends(unit, into) for unit in at}
    if units:
        asked = {each.key for each in resolve.units(conn, units, day)}
        return _of_each(conn, asked, at, came_to, day)
    if under is not None:
        top = resolve.unit(conn, under, day, above=True)
        return _right_below(conn, top.key, at, came_to, day)
    return at, []


def _of_each(
    conn: sqlite3.Connection, asked: set[int], at: Shares, came_to: Ends, day: date
) -> tuple[Shares, list[Message]]:
    """The works of each unit and of all below it; of a split one where all its parts are there."""
    found: dict[int, list[Work]] = {}
    within, left = False, set()
    for key in asked:
        below = {each.key for each in queries_catalogue.children(conn, key, day)}
        within = within or bool(below & asked)
        there = {unit for unit, came in came_to.items() if came <= {key, *below}}
        left |= {unit for unit, came in came_to.items() if came & {key, *below}} - there
        found[key] = [work for unit, listed in at.items() if unit in there for work in listed]
    twice = [say("A unit lies below another; in all each work is counted once.")] if within else []
    return found, [*twice, *_left_out(conn, left, day)]


def _right_below(
    conn: sqlite3.Connection, top: int, at: Shares, came_to: Ends, day: date
) -> tuple[Shares, list[Message]]:
    """The works of each unit right below one, with all below it, and of that one by itself.

    A unit that was split among several of these stands by itself.
    """
    parents = {each.key: each.parent for each in queries_catalogue.children(conn, top, day)}
    found: dict[int, list[Work]] = defaultdict(list)
    left = set()
    for unit, listed in at.items():
        places = {_place(each, top, parents) for each in came_to[unit]}
        there = {each for each in places if each is not None}
        if there == places:
            found[there.pop() if len(there) == 1 else unit] += listed
        elif there:
            left.add(unit)
    return found, _left_out(conn, left, day)


def _place(key: int, top: int, parents: Mapping[int, int | None]) -> int | None:
    """The unit right below the top that a unit is, or lies below; the top for itself."""
    while (above := parents.get(key)) is not None and above != top:
        key = above
    return key if key in parents or key == top else None


def _left_out(conn: sqlite3.Connection, left: set[int], day: date) -> list[Message]:
    """Whose works are not counted, for only some of the parts that it was split into lie there."""
    named = queries_catalogue.units_near(conn, day, left)
    return [
        say(
            "{unit} was split; which part has its works is not known: they are not counted here",
            unit=named[key].name,
        )
        for key in sorted(left)
    ]
