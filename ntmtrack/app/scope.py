"""What a question is about: from the units, the set and the numbers that were named."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.domain.assessment import Stage
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.unit import level_of
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import queries_catalogue
from ntmtrack.store.view import View

if TYPE_CHECKING:
    from ntmtrack.domain.filter_grammar import Term


class Scope(Record):
    """Which units, which set and whose judgement a question is about.

    `where` are the terms of a filter that no option says.
    """

    units: Sequence[str] | None = None
    under: str | None = None
    set: str | None = None
    stage: Stage | None = None
    where: "tuple[Term, ...]" = ()


def chosen_units(conn: sqlite3.Connection, scope: Scope, context: Context) -> list[Unit]:
    """The units of a question on its day."""
    found = resolve.units(conn, scope.units, context.as_of)
    if scope.where:
        from ntmtrack.app.filtering import kept_units

        found = kept_units(conn, scope.where, found, context)
    if scope.under is None:
        return found
    top = resolve.unit(conn, scope.under, context.as_of, above=True)
    below = {each.key for each in queries_catalogue.children(conn, top.key, context.as_of)}
    return [each for each in found if each.key in below]


def keys_chosen(conn: sqlite3.Connection, scope: Scope, context: Context) -> list[int] | None:
    """The units of a question with those that went over into them; None where it names none."""
    if not (scope.units or scope.under):
        return None
    from ntmtrack.store.queries_lineage import gone_over_into

    keys = [each.key for each in chosen_units(conn, scope, context)]
    return [*keys, *gone_over_into(conn, keys, context.as_of)]


def set_named(conn: sqlite3.Connection, scope: Scope, units: Sequence[Unit]) -> SetName | None:
    """The set of a question; among sets of the level of the units named, if they have one."""
    if scope.set is None:
        return None
    levels = {level_of(each.kind) for each in units} if scope.units else set()
    level = levels.pop() if len(levels) == 1 else None
    return resolve.criteria_set(conn, scope.set, level=level)


def known_numbers(
    conn: sqlite3.Connection, numbers: Sequence[str] | None, of: SetName | None, view: View
) -> None:
    """Refuse a number that no set has: an empty answer would read as "nothing is unmet"."""
    if not numbers:
        return
    sets = [each.key for each in queries_catalogue.sets(conn)] if of is None else [of.key]
    known = {item.number for item in queries_catalogue.items(conn, sets, view.day)}
    missing = tuple(number for number in numbers if number not in known)
    if missing:
        raise DataError(
            say("no criteria set has {numbers}", numbers=missing)
            if of is None
            else say("{set} has no criterion or indicator {numbers}", set=of.code, numbers=missing),
            hint=say("see `ntmtrack criteria list` and `ntmtrack criteria show`"),
        )
