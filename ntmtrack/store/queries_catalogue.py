"""Reading what facts are about: units, criteria sets and their items."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.unit import UnitKind

_NEAR = "max(coalesce(v.valid_from, ''), min(:day, coalesce(v.valid_to, :day)))"
"""The day asked for, or the nearest to it on which the unit was what the row says."""

_UNITS = f"""
select v.unit_id, coalesce(
         (select c.code from unit_code c where c.unit_id = v.unit_id
          and (c.valid_from is null or c.valid_from <= {_NEAR})
          and (c.valid_to is null or c.valid_to >= {_NEAR})
          order by c.system <> 'gso', c.code limit 1),
         u.uid),
       v.name, v.kind, v.parent_id,
       (select p.name from unit_version p where p.unit_id = v.parent_id
        and (p.valid_from is null or p.valid_from <= {_NEAR})
        and (p.valid_to is null or p.valid_to >= {_NEAR})
        order by p.uid limit 1),
       v.region, v.unit_group, v.valid_from, v.valid_to,
       case when v.valid_to is not null then (select group_concat(name, char(10)) from (
         select s.name from lineage l join unit_version s on s.unit_id = l.to_id
         where l.from_id = v.unit_id and l.happened_on <= :day
         and (s.valid_from is null or s.valid_from <= l.happened_on)
         and (s.valid_to is null or s.valid_to >= l.happened_on) order by l.uid)) end
from unit_version v join unit u on u.id = v.unit_id
where {{where}}
order by v.kind, v.folded, 2, u.uid
"""

_ALIVE = (
    "(v.valid_from is null or v.valid_from <= :day) and (v.valid_to is null or v.valid_to >= :day)"
)


def units(conn: sqlite3.Connection, day: date) -> list[Unit]:
    """Every unit that exists on a day."""
    return _units(conn, day, _ALIVE)


def units_by_key(conn: sqlite3.Connection, day: date, keys: Iterable[int]) -> list[Unit]:
    """The units with these keys, as they stand on a day."""
    listed = ", ".join(str(int(key)) for key in keys)
    return _units(conn, day, f"v.unit_id in ({listed}) and {_ALIVE}")


def unit_versions(conn: sqlite3.Connection, key: int, day: date = date.max) -> list[Unit]:
    """One unit through time, oldest first; with what it had become by a day."""
    found = _units(conn, day, "v.unit_id = :key", key=key)
    return sorted(found, key=lambda unit: unit.valid_from or date.min)


def units_near(conn: sqlite3.Connection, day: date, keys: Iterable[int]) -> dict[int, Unit]:
    """Units by their keys as they stand on a day, else on the nearest on which they existed."""
    wanted = set(keys)
    found = {each.key: each for each in units_by_key(conn, day, wanted)}
    for key in sorted(wanted - found.keys()):
        versions = unit_versions(conn, key, day)
        found[key] = min(versions, key=lambda each: abs(each.day_near(day) - day))
    return found


def units_by_code(conn: sqlite3.Connection, code: str, day: date) -> list[Unit]:
    """Units with this code or uid on a day; a code may have meant another area before."""
    return _units(
        conn,
        day,
        f"{_ALIVE} and v.unit_id in (select id from unit where uid = :code"
        " union select c.unit_id from unit_code c where c.code = :code"
        " and (c.valid_from is null or c.valid_from <= :day)"
        " and (c.valid_to is null or c.valid_to >= :day))",
        code=code,
    )


def units_that_bore(conn: sqlite3.Connection, code: str, day: date) -> list[Unit]:
    """Units that bore this code, or bear this uid, on other days."""
    return _units(
        conn,
        day,
        "(u.uid = :code or exists"
        " (select 1 from unit_code c where c.unit_id = v.unit_id and c.code = :code))",
        code=code,
    )


def units_by_name(
    conn: sqlite3.Connection, folded: str, day: date, *, alive: bool = True
) -> list[Unit]:
    """Units whose folded name holds these words; of the whole name first, else of a part.

    `alive` looks among the units of the day, else among all that ever were.
    """
    when = _ALIVE if alive else "1"
    whole = _units(conn, day, f"{when} and (v.folded = :name or v.bare = :name)", name=folded)
    if whole:
        return whole
    return _units(conn, day, f"{when} and instr(' ' || v.folded, ' ' || :name) > 0", name=folded)


def children(conn: sqlite3.Connection, key: int, day: date) -> list[Unit]:
    """All units below one, at any depth, on a day."""
    return _units(
        conn,
        day,
        f"{_ALIVE} and v.unit_id in (with recursive below(id) as ("
        f"select v.unit_id from unit_version v where v.parent_id = :key and {_ALIVE}"
        " union select v.unit_id from unit_version v join below on v.parent_id = below.id"
        f" and {_ALIVE})"
        " select id from below)",
        key=key,
    )


def _units(conn: sqlite3.Connection, day: date, where: str, **places: object) -> list[Unit]:
    rows = conn.execute(_UNITS.format(where=where), {"day": day.isoformat(), **places})
    return [
        Unit(
            key=row[0],
            code=row[1],
            name=row[2],
            kind=UnitKind(row[3]),
            parent=row[4],
            parent_name=row[5],
            region=row[6],
            group=row[7],
            valid_from=_day(row[8]),
            valid_to=_day(row[9]),
            successors=tuple(row[10].split("\n")) if row[10] else (),
        )
        for row in rows
    ]


def bearers(
    conn: sqlite3.Connection, code: str, start: date | None, end: date | None
) -> list[tuple[int, str]]:
    """Which units bear a code on any day of a span: their keys and names."""
    rows = conn.execute(
        "select c.unit_id, (select v.name from unit_version v where v.unit_id = c.unit_id"
        " order by v.valid_from desc, v.uid desc limit 1) from unit_code c where c.code = :code"
        " and coalesce(c.valid_from, '') <= :end and coalesce(c.valid_to, '9999') >= :start",
        {
            "code": code,
            "start": "" if start is None else start.isoformat(),
            "end": "9999" if end is None else end.isoformat(),
        },
    )
    return [(row[0], row[1]) for row in rows]


def open_code_start(conn: sqlite3.Connection, key: int) -> str | None:
    """From which day a unit has borne the code it bears still; None: from the beginning."""
    row = conn.execute(
        "select max(coalesce(valid_from, '')) from unit_code"
        " where unit_id = ? and valid_to is null",
        (key,),
    ).fetchone()
    return row[0] or None


def unit_row(conn: sqlite3.Connection, uid: str) -> int | None:
    """The unit with this uid."""
    row = conn.execute("select id from unit where uid = ?", (uid,)).fetchone()
    return None if row is None else int(row[0])


def version_row(conn: sqlite3.Connection, key: int, valid_from: date | None) -> int:
    """The row that says what a unit is from a day on."""
    start = None if valid_from is None else valid_from.isoformat()
    row = conn.execute(
        "select id from unit_version where unit_id = ? and valid_from is ?", (key, start)
    ).fetchone()
    return int(row[0])


def open_code_rows(conn: sqlite3.Connection, key: int) -> list[int]:
    """The rows of the codes that a unit still bears."""
    rows = conn.execute(
        "select id from unit_code where unit_id = ? and valid_to is null order by id", (key,)
    )
    return [row[0] for row in rows]


def sets(conn: sqlite3.Connection) -> list[SetName]:
    """Every loaded set, with the overlays laid over it."""
    rows = conn.execute(
        "select s.id, s.code, s.name, s.level, s.decision, s.issued, s.effective, s.period,"
        " s.hash, (select count(*) from item i where i.set_id = s.id and i.parent_id is null),"
        " (select group_concat(code, char(10)) from"
        " (select o.code from overlay o where o.set_id = s.id order by o.uid))"
        " from criteria_set s order by s.level, s.code"
    )
    return [
        SetName(
            key=row[0],
            code=row[1],
            name=row[2],
            level=row[3],
            decision=row[4],
            issued=_day(row[5]),
            effective=_day(row[6]),
            period=row[7],
            hash=row[8],
            criteria=row[9],
            overlays=tuple(row[10].split("\n")) if row[10] else (),
        )
        for row in rows
    ]


def lies_in_closed(conn: sqlite3.Connection, day: date) -> bool:
    """Whether a day lies in a period that was closed."""
    row = conn.execute(
        "select 1 from closing where start <= :day and last_day >= :day limit 1",
        {"day": day.isoformat()},
    ).fetchone()
    return row is not None


def set_bodies(conn: sqlite3.Connection, key: int) -> tuple[str, list[str]]:
    """The whole content of a set and of its overlays, as JSON."""
    body = conn.execute("select body from criteria_set where id = ?", (key,)).fetchone()[0]
    laid = conn.execute("select body from overlay where set_id = ? order by uid", (key,))
    return body, [row[0] for row in laid]


def items(conn: sqlite3.Connection, set_keys: Iterable[int], day: date) -> list[Item]:
    """Criteria and indicators of sets, in print order, with what overlays made of them by a day."""
    listed = ", ".join(str(int(key)) for key in set_keys)
    rows = conn.execute(
        f"""
        select i.id, i.number,
               coalesce((select m.name from amendment m join overlay o on o.id = m.overlay_id
                         where m.item_id = i.id and o.effective <= :day
                         order by o.effective desc, o.issued desc, o.code desc limit 1),
                        i.name),
               i.set_id, p.number, i.needed
        from item i
        join criteria_set s on s.id = i.set_id
        left join item p on p.id = i.parent_id
        left join overlay o on o.id = i.overlay_id
        where i.set_id in ({listed}) and (o.id is null or o.effective <= :day)
        order by s.code, i.sort_key, i.uid
        """,
        {"day": day.isoformat()},
    )
    return [Item(*row) for row in rows]


def group_keys(conn: sqlite3.Connection) -> set[str]:
    """The groups of units that loaded sets and overlays have levels for."""
    rows = conn.execute(
        "select k.key from criteria_set s, json_each(s.body, '$.set.groups') k"
        " union select k.key from overlay o, json_each(o.body, '$.overlay.groups') k"
    )
    return {row[0] for row in rows}


def settings(conn: sqlite3.Connection) -> dict[str, str]:
    """What the file knows of the office that keeps it."""
    return dict(conn.execute("select key, value from setting").fetchall())


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
