"""Reading what may be wrong with units and agencies through time, and with the days of facts."""

import sqlite3
from collections import defaultdict
from datetime import date

from ntmtrack.domain.checks.content import Ahead, Folded
from ntmtrack.domain.checks.units import Body, Coded, Dated, Passed, Span, Version
from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import UnitKind, bare_name


def versions(conn: sqlite3.Connection) -> list[Version]:
    """What every unit was, and when."""
    rows = conn.execute(
        "select unit_id, name, folded, kind, parent_id, valid_from, valid_to from unit_version"
        " order by unit_id, uid"
    )
    return [
        Version(unit, name, folded, kind, parent, _span(first, last))
        for unit, name, folded, kind, parent, first, last in rows
    ]


def codes(conn: sqlite3.Connection) -> list[Coded]:
    """Every code of a unit, and when it was borne."""
    rows = conn.execute(
        "select unit_id, system, code, valid_from, valid_to from unit_code order by code, uid"
    )
    return [
        Coded(unit, system, code, _span(first, last)) for unit, system, code, first, last in rows
    ]


def bodies(conn: sqlite3.Connection) -> list[Body]:
    """Every agency."""
    rows = conn.execute(
        "select name, folded, unit_id, valid_from, valid_to from agency order by folded, uid"
    )
    return [
        Body(name, folded, unit, _span(first, last)) for name, folded, unit, first, last in rows
    ]


def passed(conn: sqlite3.Connection) -> list[Passed]:
    """Which units went over into which, and when."""
    rows = conn.execute("select from_id, to_id, kind, happened_on from lineage order by uid")
    return [
        Passed(before, after, kind == "merged", date.fromisoformat(on))
        for before, after, kind, on in rows
    ]


def unit_names(conn: sqlite3.Connection) -> list[Folded]:
    """Every name of a unit, with the forms by which it is sought: the whole one, then the bare."""
    rows = conn.execute("select name, kind, folded, bare from unit_version order by folded, uid")
    return [
        Folded("unit_version", name, f"{folded} / {bare}", f"{_folded(name)} / {_bare(name, kind)}")
        for name, kind, folded, bare in rows
    ]


def _bare(name: str, kind: str) -> str:
    return _folded(bare_name(name, UnitKind(kind)))


def other_names(conn: sqlite3.Connection) -> list[Folded]:
    """The names of agencies, persons, products, works, offices, documents; their folded forms."""
    rows = conn.execute(
        "select 'agency', name, folded, name from agency union all"
        " select 'person', name, folded, name from person union all"
        " select 'product', name, folded, name from product union all"
        " select 'work', name, folded, name from work union all"
        " select 'office', name, folded, name from office union all"
        " select 'document', number, folded, trim(number || ' ' || coalesce(about, ''))"
        " from document union all"
        " select 'criteria_set', name, folded, code || ' ' || name || ' ' || coalesce(decision, '')"
        " from criteria_set"
    )
    return [Folded(table, name, folded, _folded(whole)) for table, name, folded, whole in rows]


def _folded(words: str) -> str:
    return " ".join(tokens(words))


def item_numbers(conn: sqlite3.Connection) -> dict[int, frozenset[str]]:
    """The numbers of the items of each set, overlays and all."""
    found: dict[int, set[str]] = defaultdict(set)
    for of, number in conn.execute("select set_id, number from item"):
        found[of].add(number)
    return {of: frozenset(numbers) for of, numbers in found.items()}


_DATED = {
    "assessment": "assessed_on",
    "tally": "counted_on",
    "product_tally": "counted_on",
    "standing": "happened_on",
    "measurement": "measured_on",
    "dossier_event": "happened_on",
}
"""The facts about a unit, and the column of the day on which each was so."""


def days_of_facts(conn: sqlite3.Connection) -> list[Dated]:
    """On how many days there are how many facts about each unit; tasks by the day of giving."""
    parts = [
        f"select unit_id, {day} as day, count(*) from {table} where {day} is not null group by 1, 2"
        for table, day in _DATED.items()
    ]
    parts.append(
        "select unit_id, assigned_on, count(*) from task where unit_id is not null"
        " and assigned_on is not null group by 1, 2"
    )
    rows = conn.execute(" union all ".join(parts))
    return [Dated(unit, date.fromisoformat(day), count) for unit, day, count in rows]


def ahead(conn: sqlite3.Connection) -> list[Ahead]:
    """Facts dated after the day of the office on which their change was recorded."""
    recorded = "date(c.recorded_at, '+7 hours')"
    head = f"select c.id as change, {recorded} as recorded, {{day}} as day"
    late = f"join change c on c.id = n.change_id where {{day}} > {recorded}"
    parts = [
        f"{head} from {table} n {late}".format(day=f"n.{day}") for table, day in _DATED.items()
    ]
    parts.append(
        f"{head} from task_event n {late} and n.kind <> 'added'".format(day="n.happened_on")
    )
    parts += [
        f"{head} from {table} n {late}".format(day=f"n.{day}")
        for table, day in (("work_event", "happened_on"), ("capital", "counted_on"))
    ]
    rows = conn.execute(
        "select change, recorded, max(day), count(*)"
        f" from ({' union all '.join(parts)}) group by 1 order by 1"
    )
    return [
        Ahead(change, date.fromisoformat(recorded), date.fromisoformat(day), count)
        for change, recorded, day, count in rows
    ]


def _span(first: str | None, last: str | None) -> Span:
    return Span(*(None if day is None else date.fromisoformat(day) for day in (first, last)))
