"""The criteria set that a paper speaks of: by its words, or the one in use for its unit."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from ntmtrack.app.matching import PaperNames, chain_above
from ntmtrack.app.premises import used_for
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.text import fold, tokens
from ntmtrack.domain.unit import bare_name, level_of
from ntmtrack.store import queries_catalogue as catalogue


def set_meant(
    conn: sqlite3.Connection, found: dict[str, Any] | None, units: Sequence[Unit], names: PaperNames
) -> SetName | None:
    """The set whose numbers a paper uses: the one it names, else the one in use for its unit.

    `found` are the paper's words for it, if it has any. None where that leaves none or several.
    """
    of = _named(conn, found, units, names)
    if of is not None or len(units) != 1:
        return of
    return _in_use(conn, found, used_for(conn, units[0], names.looked_at))


_GRADES = {
    "advanced": ("nang cao",),
    "model": ("kieu mau",),
    "smart": ("thong minh",),
}


def _named(
    conn: sqlite3.Connection, found: dict[str, Any] | None, units: Iterable[Unit], names: PaperNames
) -> SetName | None:
    """The one loaded set that the words of a paper can mean; None if none or several.

    Level, grade and number of criteria must fit, and the time the set is for where the paper's
    day is known. A province's own set is meant only by papers of that province.
    """
    if found is None:
        return None
    levels = {found["level"]} if found["level"] else {level_of(each.kind) for each in units}
    places = {
        tokens(bare_name(above.name, above.kind))
        for unit in units
        for above in chain_above(conn, unit, names.looked_at)
    } | {tokens(bare_name(each)) for each in names.others}
    fitting = [
        each
        for each in catalogue.sets(conn)
        if each.level in levels
        and _is_so_called(each, found)
        and (names.day is None or each.holds_on(names.day))
        and _of_places(each, places)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _in_use(
    conn: sqlite3.Connection, found: dict[str, Any] | None, used: Collection[int]
) -> SetName | None:
    """The one set of those in use that the words of a paper do not speak against, if any.

    Another grade, or another number of criteria, is another set; a paper may also name none.
    """
    fitting = [
        each
        for each in catalogue.sets(conn)
        if each.key in used
        and (found is None or (found["level"] in (None, each.level) and _is_so_called(each, found)))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _is_so_called(of: SetName, found: dict[str, Any]) -> bool:
    """Whether a set has the grade and the number of criteria that a paper says."""
    return _grade(of) == found["grade"] and found["total"] in (None, of.criteria)


def _grade(of: SetName) -> str:
    said = f"{fold(of.name)} {of.code.replace('-', ' ')}"
    for grade, words in _GRADES.items():
        if any(each in said for each in words):
            return grade
    return "base"


def _of_places(of: SetName, places: set[tuple[str, ...]]) -> bool:
    """Whether a set is the country's, or that of a province the paper is of."""
    _, marker, province = fold(of.name).partition(" tinh ")
    if not marker:
        return True
    words = tuple(province.split())
    return any(place and words[: len(place)] == place for place in places)
