"""Which sets and indicators a question about plans and figures is about."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.scope import Scope
from ntmtrack.domain.catalogue import Item, SetName, Unit
from ntmtrack.domain.unit import level_of
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import queries_catalogue, queries_plan


class Chosen(Record):
    """Sets and items by their keys; `plans` are the sets that are plans, chosen or not."""

    sets: dict[int, SetName]
    items: dict[int, Item]
    plans: frozenset[int]


def chosen_items(
    conn: sqlite3.Connection,
    scope: Scope,
    criteria: Sequence[str] | None,
    units: Sequence[Unit],
    *,
    day: date,
) -> Chosen:
    """The items of the set asked for, or of all, as they are on a day; `criteria` keeps to some.

    A criterion stands for its indicators too. Raises DataError for a set that none or several
    fit, and for numbers that no set asked for has: an empty answer would read as "no plan".
    """
    plans = queries_plan.plan_sets(conn)
    loaded = queries_catalogue.sets(conn)
    if scope.set is not None:
        levels = {level_of(each.kind) for each in units} if scope.units else set()
        level = levels.pop() if len(levels) == 1 else None
        loaded = [resolve.criteria_set(conn, scope.set, level=level, besides=plans)]
    sets = {each.key: each for each in loaded}
    items = queries_catalogue.items(conn, sets, day)
    wanted = set(criteria or ())
    missing = tuple(
        number for number in criteria or () if number not in {each.number for each in items}
    )
    if missing:
        raise DataError(
            say("no criteria set has {numbers}", numbers=missing)
            if scope.set is None
            else say(
                "{set} has no criterion or indicator {numbers}",
                set=loaded[0].code,
                numbers=missing,
            ),
            hint=say("see `ntmtrack criteria list` and `ntmtrack criteria show`"),
        )
    kept = [each for each in items if not wanted or each.number in wanted or each.parent in wanted]
    return Chosen(sets, {each.key: each for each in kept}, plans)
