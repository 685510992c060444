"""What a unit was made of and what it became, with what may be derived of one made of others."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.reading import standings_of
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.lineage import Link, Relation
from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import level_of
from ntmtrack.importers.unit_changes import made_of
from ntmtrack.importers.unit_table import SWITCH
from ntmtrack.message import Message
from ntmtrack.reports.lineage import told
from ntmtrack.reports.report import Report
from ntmtrack.reports.successor import Related, build
from ntmtrack.store import queries_catalogue, queries_lineage
from ntmtrack.store.queries import standings
from ntmtrack.store.view import View

_DAY = timedelta(days=1)


def lineage(context: Context, words: str, *, set_words: str | None) -> Report:
    """What a unit was made of and became by a day, and what follows for it from its predecessors.

    They are told as they stood on their last day: under the set named, or the one that all of
    them were judged by, else under each set by itself.
    """
    day = context.as_of
    with context.reading() as conn:
        unit = resolve.unit_ever(conn, words, day)
        of = _set(conn, set_words, unit)
        links = queries_lineage.links(conn, [unit.key], day)
        before = _predecessors(conn, unit, links, of)
        after = _successors(conn, unit, links)
        own = standings(conn, [unit.key], View(day)).get(unit.key, [])
    return build(
        unit,
        before,
        after,
        day=day,
        own=own,
        of=None if of is None else of.code,
        unrecorded=_unrecorded(unit, before),
    )


def _set(conn: sqlite3.Connection, words: str | None, unit: Unit) -> SetName | None:
    return None if words is None else resolve.criteria_set(conn, words, level=level_of(unit.kind))


def _unrecorded(unit: Unit, before: Sequence[Related]) -> list[str]:
    """What a unit was made of by the shipped table, beside the predecessors that are recorded."""
    if not before or unit.valid_from != SWITCH:
        return []
    known = {each.unit.code for each in before} | {tokens(each.unit.name) for each in before}
    return [
        f"{each.name} ({each.code})"
        for each in made_of(unit.code, unit.name)
        if each.code not in known and tokens(each.name) not in known
    ]


def _predecessors(
    conn: sqlite3.Connection, unit: Unit, links: Sequence[Link], of: SetName | None
) -> list[Related]:
    """Those that the unit was made of, each as it stood on its last day.

    Where it took others in and went on, so is the unit itself, as it was before.
    """
    found: list[Related] = []
    by_day: dict[date, list[Link]] = defaultdict(list)
    for each in links:
        if each.after == unit.key:
            by_day[each.happened_on].append(each)
    for day, listed in by_day.items():
        last = day - _DAY
        keys = [each.before for each in listed]
        if queries_lineage.existed_before(conn, unit.key, day):
            keys.append(unit.key)
        units = queries_catalogue.units_near(conn, last, keys)
        stood = standings_of(conn, list(units.values()), View(last), of=of)
        over = {each.before: each for each in listed}
        for key in keys:
            link = over.get(key)
            found.append(
                Related(
                    units[key],
                    Relation.ITSELF if link is None else Relation.PREDECESSOR,
                    day,
                    link,
                    tuple(each for each in stood if each.unit_key == key),
                )
            )
    return found


def _successors(conn: sqlite3.Connection, unit: Unit, links: Sequence[Link]) -> list[Related]:
    found = []
    by_day: dict[date, list[Link]] = defaultdict(list)
    for each in links:
        if each.before == unit.key:
            by_day[each.happened_on].append(each)
    for day, listed in by_day.items():
        keys = [each.after for each in listed]
        units = queries_catalogue.units_near(conn, day, keys)
        found += [Related(units[link.after], Relation.SUCCESSOR, day, link) for link in listed]
    return found


def told_of(conn: sqlite3.Connection, unit: Unit, day: date) -> tuple[Message, ...]:
    """What `unit show` says of where a unit comes from and what it became by a day."""
    links = queries_lineage.links(conn, [unit.key], day)
    return told(unit.key, links, _names(conn, links))


def _names(conn: sqlite3.Connection, links: Iterable[Link]) -> dict[int, str]:
    """The names of all units of these links, each on the day on which it began or ended."""
    found: dict[int, str] = {}
    ends: dict[date, set[int]] = defaultdict(set)
    for each in links:
        ends[each.happened_on - _DAY].add(each.before)
        ends[each.happened_on].add(each.after)
    for day, keys in ends.items():
        near = queries_catalogue.units_near(conn, day, keys)
        found |= {key: unit.name for key, unit in near.items()}
    return found
