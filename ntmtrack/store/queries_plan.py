"""Reading plans and figures: milestones, what was measured, and values that came with judgements.

Measurements and the values of judgements are one series of figures. Which units have plans or
figures of which indicators is found by leaping down the indexes from one to the next, never by
going through the rows.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from ntmtrack.domain.due import Precision
from ntmtrack.domain.plan import Facts, Figure, Milestone, Planned
from ntmtrack.store.view import born

Pair = tuple[int, int]
"""A unit and an item, by their keys."""

_MOMENT = 2**80
"""What follows the moment of a uid."""


def plan_sets(conn: sqlite3.Connection) -> frozenset[int]:
    """The sets that lay down a plan and judge nobody."""
    rows = conn.execute(
        "select id from criteria_set where json_extract(body, '$.set.kind') = 'plan'"
    )
    return frozenset(row[0] for row in rows)


def tree(conn: sqlite3.Connection, day: date) -> dict[int, list[int]]:
    """The units right below each unit on a day."""
    rows = conn.execute(
        "select v.parent_id, v.unit_id from unit_version v"
        " where v.parent_id is not null"
        " and (v.valid_from is null or v.valid_from <= :day)"
        " and (v.valid_to is null or v.valid_to >= :day) order by v.unit_id",
        {"day": day.isoformat()},
    )
    below: dict[int, list[int]] = defaultdict(list)
    for parent, unit in rows:
        below[parent].append(unit)
    return dict(below)


def _leaps(table: str) -> str:
    """Each unit with each item that it has rows of in a table, one seek for each."""
    first, following = (
        f"(select t.item_id from {table} t where t.unit_id = u.unit_id{after}"
        " order by t.item_id limit 1)"
        for after in ("", " and t.item_id > u.item_id")
    )
    return (
        f"{table}_of(unit_id, item_id) as (select u.unit_id, {first} from asked u"
        f" union all select u.unit_id, {following} from {table}_of u where u.item_id is not null)"
    )


_PAIRS = f"""
with recursive asked(unit_id) as (select id from unit where id in ({{units}})),
{_leaps("milestone")},
{_leaps("measurement")},
pair(unit_id, item_id) as (
  select unit_id, item_id from milestone_of where item_id is not null
  union select unit_id, item_id from measurement_of where item_id is not null
  union select u.unit_id, i.id from asked u cross join item i
  where (i.set_id in ({{plans}}) or i.id in ({{items}}))
  and exists (select 1 from assessment a where a.unit_id = u.unit_id and a.item_id = i.id
              and a.value is not null))
"""


def pairs(
    conn: sqlite3.Connection,
    unit_keys: Iterable[int],
    plans: Iterable[int],
    items: Iterable[int] = (),
) -> dict[Pair, int]:
    """Which units have plans or figures of which items, with the set of each item.

    Values of judgements count by themselves in the sets `plans` and for `items` alone.
    """
    rows = conn.execute(
        _pairs(unit_keys, plans, items)
        + "select p.unit_id, p.item_id, i.set_id from pair p join item i on i.id = p.item_id"
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _pairs(unit_keys: Iterable[int], plans: Iterable[int], items: Iterable[int]) -> str:
    return _PAIRS.format(units=_listed(unit_keys), plans=_listed(plans), items=_listed(items))


# A plan stands unless a newer one was recorded for the same span; one taken back has no value.
STANDING = """m.value is not null and not exists (
  select 1 from milestone n where n.unit_id = m.unit_id and n.item_id = m.item_id
  and n.last_day = m.last_day and n.start = m.start and n.uid > m.uid)"""


def _plan(when: str, order: str) -> str:
    return (
        "(select m.id from milestone m where m.unit_id = p.unit_id and m.item_id = p.item_id"
        f" and m.last_day {when} :day and {STANDING}"
        f" order by m.last_day {order}, m.uid desc limit 1)"
    )


def _measured(order: str) -> str:
    return (
        "(select f.id from measurement f where f.unit_id = p.unit_id and f.item_id = p.item_id"
        f" and f.measured_on <= :day order by f.measured_on {order}, f.uid desc limit 1)"
    )


def _judged(order: str) -> str:
    return (
        "(select a.id from (values ('self'), ('verification'), ('appraisal')) stage"
        " cross join assessment a on a.id = ("
        "select b.id from assessment b where b.unit_id = p.unit_id and b.item_id = p.item_id"
        " and b.stage = stage.column1 and b.assessed_on <= :day and b.value is not null"
        f" order by b.assessed_on {order}, b.uid desc limit 1)"
        f" order by a.assessed_on {order}, a.uid desc limit 1)"
    )


def facts(
    conn: sqlite3.Connection,
    unit_keys: Iterable[int],
    plans: Iterable[int],
    day: date,
    *,
    items: Iterable[int] = (),
) -> dict[Pair, Facts]:
    """The plan in force, the next one, the newest and the first figure of each pair of `pairs`."""
    rows = conn.execute(
        _pairs(unit_keys, plans, items)
        + f"""
        select p.unit_id, p.item_id,
               c.value, c.start, c.last_day, c.words, c.uid,
               x.value, x.start, x.last_day, x.words, x.uid,
               f.value, f.measured_on, f.uid, a.value, a.assessed_on, a.uid,
               g.value, g.measured_on, g.uid, b.value, b.assessed_on, b.uid,
               (select m.value from milestone m where m.unit_id = p.unit_id
                and m.item_id = p.item_id and m.last_day = c.last_day and m.id <> c.id
                and {STANDING} order by m.uid desc limit 1),
               c.value_unit, f.value_unit, a.value_unit
        from pair p
        left join milestone c on c.id = {_plan("<=", "desc")}
        left join milestone x on x.id = {_plan(">", "asc")}
        left join measurement f on f.id = {_measured("desc")}
        left join measurement g on g.id = {_measured("asc")}
        left join assessment a on a.id = {_judged("desc")}
        left join assessment b on b.id = {_judged("asc")}
        """,
        {"day": day.isoformat()},
    )
    return {(row[0], row[1]): _facts(row[2:]) for row in rows}


def _facts(row: tuple[Any, ...]) -> Facts:
    return Facts(
        planned=_planned(*row[0:5]),
        rival=None if row[22] is None else Decimal(row[22]),
        following=_planned(*row[5:10]),
        newest=_later(_figure(*row[10:13], measured=1), _figure(*row[13:16])),
        first=_earlier(_figure(*row[16:19], measured=1), _figure(*row[19:22])),
        units=tuple({each: None for each in row[23:26] if each is not None}),
    )


def _planned(value: str | None, start: str, last_day: str, words: str, uid: str) -> Planned | None:
    if value is None:
        return None
    days = date.fromisoformat(start), date.fromisoformat(last_day)
    return Planned(Decimal(value), *days, words, born(uid))


def _figure(value: str | None, on: str, uid: str, *, measured: int = 0) -> Figure | None:
    """A figure of either table: their uids say which was written later, in one change the measured.

    The uids of a change share the moment that they begin with.
    """
    if value is None:
        return None
    moment, place = divmod(born(uid), _MOMENT)
    order = (2 * moment + measured) * _MOMENT + place
    return Figure(Decimal(value), date.fromisoformat(on), order)


def _later(one: Figure | None, other: Figure | None) -> Figure | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda each: (each.on, each.order))


def _earlier(one: Figure | None, other: Figure | None) -> Figure | None:
    """The first figure; of one day the last recorded."""
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda each: (each.on, -each.order))


def figures(
    conn: sqlite3.Connection, unit_keys: Iterable[int], item_keys: Iterable[int], day: date
) -> dict[Pair, list[Figure]]:
    """Every figure of items by a day, measured or judged, in the order of recording."""
    found: dict[Pair, list[Figure]] = defaultdict(list)
    where = f"t.unit_id in ({_listed(unit_keys)}) and t.item_id in ({_listed(item_keys)})"
    rows = conn.execute(
        f"""
        select t.unit_id, t.item_id, t.value, t.measured_on, substr(t.uid, 1, 13), 1, t.uid
        from measurement t where {where} and t.measured_on <= :day
        union all
        select t.unit_id, t.item_id, t.value, t.assessed_on, substr(t.uid, 1, 13), 0, t.uid
        from assessment t where {where} and t.assessed_on <= :day and t.value is not null
        order by 5, 6, 7
        """,
        {"day": day.isoformat()},
    )
    for order, (unit, item, value, on, *_) in enumerate(rows):
        found[unit, item].append(Figure(Decimal(value), date.fromisoformat(on), order))
    return found


def milestones(
    conn: sqlite3.Connection, unit_keys: Iterable[int], item_keys: Iterable[int] | None = None
) -> list[Milestone]:
    """The plans that stand, by unit and item in print order, in the order of their last days."""
    only = "" if item_keys is None else f"and m.item_id in ({_listed(item_keys)})"
    rows = conn.execute(
        f"""
        select m.unit_id, m.item_id, m.value, m.start, m.last_day, m.words, m.uid, m.precision,
               m.value_unit, d.number, m.note
        from milestone m join item i on i.id = m.item_id
        join criteria_set s on s.id = i.set_id
        left join document d on d.id = m.document_id
        where m.unit_id in ({_listed(unit_keys)}) {only} and {STANDING}
        order by m.unit_id, s.code, i.sort_key, m.last_day, m.uid
        """
    )
    return [
        Milestone(
            unit_key=row[0],
            item_key=row[1],
            planned=Planned(
                Decimal(row[2]),
                date.fromisoformat(row[3]),
                date.fromisoformat(row[4]),
                row[5],
                born(row[6]),
            ),
            precision=Precision(row[7]),
            value_unit=row[8],
            document=row[9],
            note=row[10],
        )
        for row in rows
    ]


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
