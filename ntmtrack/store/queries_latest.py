"""Reading the latest judgement of every item, stage by stage, and since when its verdict holds."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from ntmtrack.domain.assessment import Judgement, Stage, Verdict
from ntmtrack.store import queries_slates
from ntmtrack.store.queries import judgement
from ntmtrack.store.view import Pair, View, is_settled

_Item = tuple[int, int]
"""A unit and an item, by their keys."""

_Row = tuple[Any, ...]

_BROKEN = """coalesce(
            (select b.assessed_on from assessment b
             where b.unit_id = a.unit_id and b.item_id = a.item_id and b.stage = '{stage}'
             and b.assessed_on <= a.assessed_on and b.verdict <> a.verdict
             and not exists (
               select 1 from assessment n
               where n.unit_id = b.unit_id and n.item_id = b.item_id and n.stage = b.stage
               and n.assessed_on = b.assessed_on and n.uid > b.uid)
             order by b.assessed_on desc limit 1), '')"""
"""The last day on which a stage said otherwise."""

_SINCE = """coalesce(
            (select e.assessed_on from assessment e
             where e.unit_id = newest.unit_id and e.item_id = newest.item_id and e.stage = '{stage}'
             and e.assessed_on <= newest.assessed_on and e.assessed_on > newest.broken
             order by e.assessed_on limit 1), '9999')"""
"""The first day after it on which a stage said anything."""


def latest(
    conn: sqlite3.Connection,
    unit_keys: Iterable[int],
    set_keys: Iterable[int],
    view: View,
    *,
    stage: Stage | None = None,
) -> dict[Pair, dict[str, list[Judgement]]]:
    """The latest judgement of every item at every stage: by (unit, set), then by number.

    For each unit, item and stage the newest row is sought down an index; history is never
    scanned. Of several judgements of one day the last written is the day's.
    """
    asked = (
        f"unit u cross join item i on u.id in ({_listed(unit_keys)})"
        f" and i.set_id in ({_listed(set_keys)})"
    )
    stages = [stage] if stage else list(Stage)
    if is_settled(conn):
        return _gathered(_with_since(conn, asked, view, stage))
    return _gathered(_rows(conn, asked, view.places, stages, since=True))


def last_said(
    conn: sqlite3.Connection, items: Collection[_Item], view: View
) -> dict[Pair, dict[str, list[Judgement]]]:
    """The same of some items, each asked for by its unit and itself.

    But `since` is the day of the judgement: since when it holds is not sought.
    """
    if not items:
        return {}
    asked = (
        "json_each(:items) n cross join unit u on u.id = json_extract(n.value, '$[0]')"
        " cross join item i on i.id = json_extract(n.value, '$[1]')"
    )
    # Whole numbers: they need no library to be written as JSON.
    listed = ", ".join(f"[{int(unit)}, {int(item)}]" for unit, item in items)
    places = {**view.places, "items": f"[{listed}]"}
    return _gathered(_rows(conn, asked, places, list(Stage), since=False))


def _with_since(
    conn: sqlite3.Connection, asked: str, view: View, stage: Stage | None
) -> Iterator[_Row]:
    """The newest rows; the slates tell since when they hold, and history need not be gone through.

    Where several stages have spoken of an item, they tell where to look.
    """
    stages = [stage] if stage else list(Stage)
    of_pair: Pair | None = None
    several: list[_Row] = []
    bounds: list[tuple[object, ...]] = []
    rows = _rows(conn, asked, view.places, stages, since=False)
    for (unit, item), of_item in groupby(rows, key=itemgetter(0, 2)):
        row, *others = of_item
        if of_pair != row[:2]:
            of_pair = row[:2]
            held = queries_slates.held(conn, of_pair, view)
        if not others:
            yield (*row[:_SINCE_AT], held.since(item, stage), *row[_SINCE_AT + 1 :])
            continue
        for each in (row, *others):
            verdict, _, day = each[4:7]
            several.append(each)
            before = held.otherwise_before(item, Verdict(verdict), day)
            bounds.append((unit, item, day, *before))
    if several:
        for each, (since,) in zip(several, _sought(conn, bounds), strict=True):
            yield (*each[:_SINCE_AT], since, *each[_SINCE_AT + 1 :])


def _sought(conn: sqlite3.Connection, bounds: Sequence[tuple[object, ...]]) -> Iterator[tuple[str]]:
    """The first day on which any stage spoke after the last on which one said otherwise.

    Each of `bounds` is a unit, an item, the day of the judgement, and by stage the day before
    which its last word was another.
    """
    import json

    before = ", ".join(
        f"""coalesce((select max(b.assessed_on) from assessment b
          where b.unit_id = n.value ->> 0 and b.item_id = n.value ->> 1 and b.stage = '{stage}'
          and b.assessed_on < n.value ->> {place}), '')"""
        for place, stage in enumerate(Stage, 3)
    )
    after = ", ".join(
        f"""coalesce((select min(e.assessed_on) from assessment e
          where e.unit_id = o.value ->> 0 and e.item_id = o.value ->> 1 and e.stage = '{stage}'
          and e.assessed_on > o.broken and e.assessed_on <= o.value ->> 2), '9999')"""
        for stage in Stage
    )
    return conn.execute(
        f"""
        with o as materialized (
          select n.key, n.value, max({before}) as broken from json_each(:bounds) n)
        select min(o.value ->> 2, {after}) from o order by o.key
        """,
        {"bounds": json.dumps(bounds)},
    )


def _rows(
    conn: sqlite3.Connection,
    asked: str,
    places: Mapping[str, str],
    stages: Sequence[Stage],
    *,
    since: bool,
) -> Iterator[_Row]:
    """The newest rows, unit by unit and item by item; their own day for `since` if told so."""
    broken, first = "''", "assessed_on"
    if since:
        # A verdict has held since the last other one, whoever gave that: it is sought backwards
        # stage by stage, then the first that says the same after it. Materialised, or it is
        # sought anew for every row that it is compared with.
        broken = f"max('', {', '.join(_BROKEN.format(stage=each) for each in stages)})"
        first = f"min(assessed_on, {', '.join(_SINCE.format(stage=each) for each in stages)})"
    return conn.execute(
        f"""
        with stage(name) as (values {", ".join(f"('{name}')" for name in stages)}),
        newest as materialized (
          select a.*, i.set_id, i.number, {broken} as broken
          from {asked}
          cross join stage
          join assessment a on a.id = (
            select l.id from assessment l
            where l.unit_id = u.id and l.item_id = i.id and l.stage = stage.name
            and l.assessed_on <= :day
            order by l.assessed_on desc, l.uid desc limit 1))
        select newest.unit_id, newest.set_id, newest.item_id, newest.number, verdict, stage,
               assessed_on, newest.uid, {first},
               judged, at_risk, value, value_unit, threshold, reason, g.name, d.number,
               newest.note
        from newest
        left join agency g on g.id = newest.agency_id
        left join document d on d.id = newest.document_id
        """,
        places,
    )


_SINCE_AT = 8


def _gathered(rows: Iterable[_Row]) -> dict[Pair, dict[str, list[Judgement]]]:
    found: dict[Pair, dict[str, list[Judgement]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row[0], row[1]][row[3]].append(judgement(row[3:]))
    return found


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
