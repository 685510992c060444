"""Keeping the slates of units: settled as a change closes, for what it moved and nothing else."""

import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter

from ntmtrack.domain.slate import Places, Slate, slates
from ntmtrack.store import queries_slates
from ntmtrack.store.view import Pair

_PUT = (
    "insert into slate(unit_id, set_id, since, until, counted, self_said, verification, appraisal)"
    " values (?, ?, ?, ?, ?, ?, ?, ?)"
    " on conflict (unit_id, set_id, since) do update set until = excluded.until"
)


def settle(conn: sqlite3.Connection, change: int, extent: Mapping[str, list[int]]) -> None:
    """Bring the slates up to what a change wrote and took back; `extent` are its rows.

    What it said after all that had been said of a unit is written on from the last slate. Where
    it spoke of earlier days, or took something back, the slates from there on are written anew.
    """
    places = cache(lambda key: queries_slates.places(conn, [key])[key])
    anew: dict[Pair, str] = {}
    if "history" in extent:
        rows = change, *extent["history"]
        for unit, key, day in queries_slates.taken_back(conn, *rows):
            anew[unit, key] = day
        for pair in queries_slates.pairs_with_lost_items(conn, *rows):
            anew[pair] = ""
    if "assessment" in extent:
        said = queries_slates.words_written(conn, change, *extent["assessment"])
        for pair, of_pair in groupby(said, key=itemgetter(0, 1)):
            words = [row[2:] for row in of_pair]
            day = words[0][0]
            last = queries_slates.newest(conn, pair)
            if pair in anew or (last is not None and day <= last.until):
                anew[pair] = min(day, anew.get(pair, day))
            else:
                _put(conn, pair, slates(words, places(pair[1]), last))
    for pair, day in anew.items():
        _write_anew(conn, pair, day, places(pair[1]))


def write_all(conn: sqlite3.Connection) -> None:
    """Write every slate anew, from all that was ever said."""
    conn.execute("delete from slate")
    sets = [key for (key,) in conn.execute("select id from criteria_set")]
    units = [unit for unit, _ in queries_slates.units_with_any(conn)]
    for pair, found in queries_slates.worked_out(conn, units, sets):
        _put(conn, pair, found)


def kept_otherwise(conn: sqlite3.Connection) -> list[str]:
    """The names of the units whose slates are not those that their judgements write."""
    sets = [key for (key,) in conn.execute("select id from criteria_set")]
    return [
        name
        for unit, name in queries_slates.units_with_any(conn)
        if dict(queries_slates.worked_out(conn, [unit], sets)) != queries_slates.kept(conn, unit)
    ]


def _write_anew(conn: sqlite3.Connection, pair: Pair, day: str, places: Places) -> None:
    """Write the slates of a pair anew from a day on, beginning with the one in force on it."""
    reached = queries_slates.newest(conn, pair, day)
    start = day if reached is None else reached.since
    conn.execute(
        "delete from slate where unit_id = ? and set_id = ? and since >= ?", (*pair, start)
    )
    before = queries_slates.newest(conn, pair)
    said = queries_slates.words(conn, pair[0], [pair[1]], since=start)
    _put(conn, pair, slates(map(itemgetter(1, 2, 3, 4), said), places, before))


def _put(conn: sqlite3.Connection, pair: Pair, found: Iterable[Slate]) -> None:
    conn.executemany(_PUT, [(*pair, *each) for each in found])
