"""Reading how units stood, item by item: the kept slates, and the words that they follow from."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from ntmtrack.domain.assessment import Stage, rank_of
from ntmtrack.domain.slate import Held, Places, Slate, slates
from ntmtrack.store.view import Pair, View, is_settled

_RANK = " ".join(f"when '{stage.value}' then {rank_of(stage)}" for stage in Stage)
_STAGES = ", ".join(f"'{stage.value}'" for stage in Stage)
_COLUMNS = "since, until, counted, self_said, verification, appraisal"


def places(conn: sqlite3.Connection, set_keys: Iterable[int]) -> dict[int, Places]:
    """Where the items of each set have their letters."""
    sets = list(set_keys)
    rows = conn.execute(
        "select set_id, id, parent_id, number from item"
        f" where set_id in ({_listed(sets)}) order by set_id, id"
    )
    items = {key: [row[1:] for row in of_set] for key, of_set in groupby(rows, key=itemgetter(0))}
    return {key: Places.of(items.get(key, ())) for key in sets}


def through(
    conn: sqlite3.Connection, unit_keys: Iterable[int], set_keys: Iterable[int], view: View
) -> Iterator[tuple[Pair, list[tuple[str, str]]]]:
    """The first day and the counted letters of every slate up to a day, oldest first.

    By (unit, set), of pairs that have one.
    """
    sets = list(set_keys)
    if not is_settled(conn):
        for pair, found in worked_out(conn, unit_keys, sets, view):
            yield pair, [(each.since, each.counted) for each in found]
        return
    rows = conn.execute(
        f"select unit_id, set_id, since, counted from slate where unit_id in ({_listed(unit_keys)})"
        f" and set_id in ({_listed(sets)}) and since <= :day order by unit_id, set_id, since",
        view.places,
    )
    for pair, of_pair in groupby(rows, key=itemgetter(0, 1)):
        yield pair, [row[2:] for row in of_pair]


def held(conn: sqlite3.Connection, pair: Pair, view: View) -> Held:
    """Since when the items of a unit under a set stand as they do on a day; it has slates kept."""
    rows = conn.execute(
        f"select {_COLUMNS} from slate where unit_id = ? and set_id = ? and since <= ?"
        " order by since",
        (*pair, view.places["day"]),
    )
    return Held([Slate._make(row) for row in rows], places(conn, [pair[1]])[pair[1]])


def on_day(
    conn: sqlite3.Connection, unit_keys: Iterable[int], set_keys: Iterable[int], view: View
) -> Iterator[tuple[Pair, Slate]]:
    """The slate of a day, by (unit, set); of pairs that have one."""
    sets = list(set_keys)
    if not is_settled(conn):
        for pair, found in worked_out(conn, unit_keys, sets, view):
            yield pair, found[-1]
        return
    rows = conn.execute(
        f"""
        select k.unit_id, k.set_id, {_COLUMNS}
        from unit u cross join criteria_set s cross join slate k
        where u.id in ({_listed(unit_keys)}) and s.id in ({_listed(sets)})
        and k.unit_id = u.id and k.set_id = s.id
        and k.since = (select max(l.since) from slate l
                       where l.unit_id = u.id and l.set_id = s.id and l.since <= :day)
        """,
        view.places,
    )
    for row in rows:
        yield row[:2], Slate._make(row[2:])


def worked_out(
    conn: sqlite3.Connection,
    unit_keys: Iterable[int],
    set_keys: Iterable[int],
    view: View | None = None,
) -> Iterator[tuple[Pair, list[Slate]]]:
    """The slates up to a day from the judgements themselves, as far as the connection sees them."""
    where = places(conn, set_keys)
    for unit in unit_keys:
        rows = words(conn, unit, where, upto=view and view.places["day"])
        for key, of_set in groupby(rows, key=itemgetter(0)):
            yield (unit, key), list(slates(map(itemgetter(1, 2, 3, 4), of_set), where[key]))


def words(
    conn: sqlite3.Connection,
    unit_key: int,
    set_keys: Iterable[int],
    *,
    since: str = "",
    upto: str | None = None,
) -> Iterator[tuple[int, str, str, int, str]]:
    """What was said of a unit, by set in the order in which it counts: the set, and the word."""
    return conn.execute(
        f"""
        select i.set_id, a.assessed_on, a.stage, a.item_id, a.verdict
        from item i cross join assessment a
        where i.set_id in ({_listed(set_keys)}) and a.unit_id = :unit and a.item_id = i.id
        and a.stage in ({_STAGES}) and a.assessed_on >= :since
        and a.assessed_on <= coalesce(:upto, '9999-12-31')
        order by i.set_id, a.assessed_on, case a.stage {_RANK} end, a.uid
        """,
        {"unit": unit_key, "since": since, "upto": upto},
    )


def words_written(
    conn: sqlite3.Connection, change: int, first: int, last: int
) -> Iterator[tuple[int, int, str, str, int, str]]:
    """What a change said, between two rows: the unit, the set and the word, in order."""
    return conn.execute(
        f"""
        select a.unit_id, i.set_id, a.assessed_on, a.stage, a.item_id, a.verdict
        from assessment a join item i on i.id = a.item_id
        where a.id between ? and ? and a.change_id = ?
        order by a.unit_id, i.set_id, a.assessed_on, case a.stage {_RANK} end, a.uid
        """,
        (first, last, change),
    )


def taken_back(
    conn: sqlite3.Connection, change: int, first: int, last: int
) -> Iterator[tuple[int, int, str]]:
    """The units and sets of which a change took judgements back, and since which day.

    `first` and `last` are rows of history.
    """
    return conn.execute(
        """
        select json_extract(h.before, '$.unit_id'), i.set_id,
               min(json_extract(h.before, '$.assessed_on'))
        from history h join item i on i.id = json_extract(h.before, '$.item_id')
        where h.id between ? and ? and h.change_id = ? and h.action = 'delete'
        and h.at_table = 'assessment'
        group by 1, 2
        """,
        (first, last, change),
    )


def pairs_with_lost_items(
    conn: sqlite3.Connection, change: int, first: int, last: int
) -> list[Pair]:
    """The units and sets with slates that have places for items that a change took back."""
    rows = conn.execute(
        """
        select distinct unit_id, set_id from slate where set_id in (
          select json_extract(before, '$.set_id') from history
          where id between ? and ? and change_id = ? and action = 'delete' and at_table = 'item')
        """,
        (first, last, change),
    )
    return rows.fetchall()


def newest(conn: sqlite3.Connection, pair: Pair, upto: str = "9999-12-31") -> Slate | None:
    """The last slate of a unit under a set, of those that began by a day."""
    row = conn.execute(
        f"select {_COLUMNS} from slate where unit_id = ? and set_id = ? and since <= ?"
        " order by since desc limit 1",
        (*pair, upto),
    ).fetchone()
    return None if row is None else Slate._make(row)


def kept(conn: sqlite3.Connection, unit_key: int) -> dict[Pair, list[Slate]]:
    """All slates of a unit as they are kept, oldest first."""
    rows = conn.execute(
        f"select unit_id, set_id, {_COLUMNS} from slate where unit_id = ? order by set_id, since",
        (unit_key,),
    )
    return {
        pair: [Slate._make(row[2:]) for row in of_pair]
        for pair, of_pair in groupby(rows, key=itemgetter(0, 1))
    }


def units_with_any(conn: sqlite3.Connection) -> list[tuple[int, str]]:
    """Every unit that has been judged, or of which a slate is kept, with its last name."""
    rows = conn.execute(
        """
        with known(id) as (
          select u.id from unit u where exists (select 1 from assessment a where a.unit_id = u.id)
          union select unit_id from slate)
        select k.id, coalesce((select v.name from unit_version v where v.unit_id = k.id
                               order by v.uid desc limit 1), k.id)
        from known k order by k.id
        """
    )
    return [(key, str(name)) for key, name in rows]


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
