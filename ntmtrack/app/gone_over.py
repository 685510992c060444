"""What units that are no more went over into, at any remove."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from ntmtrack.store import queries_catalogue, queries_lineage

Into = Mapping[int, Collection[int]]
"""By unit that is no more, what it went over into, at one remove."""


def went_over(conn: sqlite3.Connection, owners: Collection[int], day: date) -> Into:
    """What those of some units that are no more on a day went over into, and that in its turn."""
    into: dict[int, set[int]] = {}
    gone = _gone(conn, owners, day)
    while gone:
        links = [each for each in queries_lineage.links(conn, gone, day) if each.before in gone]
        for each in links:
            into.setdefault(each.before, set()).add(each.after)
        gone = _gone(conn, {each.after for each in links} - into.keys(), day)
    return into


def ends(key: int, into: Into) -> set[int]:
    """What a unit came to at last; itself where it went over into nothing."""
    return set(_ends(key, into))


def home(key: int, into: Into) -> int:
    """Whose the works of a unit are: its own, or those of the one that it went over into.

    A unit that was split keeps them: which part got a work is not known.
    """
    while len(into.get(key, ())) == 1:
        (key,) = into[key]
    return key


def _gone(conn: sqlite3.Connection, keys: Collection[int], day: date) -> set[int]:
    near = queries_catalogue.units_near(conn, day, keys)
    return {key for key, each in near.items() if each.day_near(day) < day}


def _ends(key: int, into: Into) -> Iterator[int]:
    """Each end as often as ways lead to it; lineage never runs in a circle."""
    if key not in into:
        yield key
    for each in into.get(key, ()):
        yield from _ends(each, into)
