"""How many products there are: counted from the list, and as papers count them without one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.gone_over import ends, went_over
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past
from ntmtrack.app.products import StarsAsked
from ntmtrack.app.reading import with_ended
from ntmtrack.app.scope import Scope, chosen_units
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.product import Product, ProductTally
from ntmtrack.domain.product_count import Stated, added_up, stated
from ntmtrack.domain.text import tokens
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports import product_counts as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_plan, queries_products

if TYPE_CHECKING:
    import sqlite3

_COUNT = re.compile(r"[0-9]{1,6}")


class NewTally(Record):
    """A count of products as the user gives it; without stars the paper names none."""

    stars: StarsAsked | None = None
    on: date | None = None
    words: str | None = None
    document: str | None = None
    note: str | None = None


def tally(context: Context, unit_words: str, figure: str, given: NewTally) -> Report:
    """Record how many products a unit has, where a paper counts them without their list.

    Raises DataError, and writes nothing, for what is no count, a day to come, an unknown unit.
    """
    if _COUNT.fullmatch(figure) is None:
        raise DataError(
            say("{figure} is not a count", figure=figure),
            hint=say("write it as a whole number, for example 25; nothing was written"),
        )
    day = past(given.on or context.today, context)
    with context.writing() as change:
        unit = resolve.unit(change.conn, unit_words, day)
        paper = document_key(change, given.document)
        stars = given.stars
        change.insert(
            "product_tally",
            {
                "unit_id": unit.key,
                "stars": None if stars is None else stars.stars,
                "or_more": int(stars is not None and stars.or_more),
                "count": int(figure),
                "counted_on": day.isoformat(),
                "words": given.words,
                "document_id": paper.key if paper else None,
                "note": given.note,
            },
        )
        (line,) = _lines(change.conn, [unit.key], context.today)
    return report.recorded(line, day=context.today)


def counting(context: Context, scope: Scope) -> Report:
    """How many products units have with all below them, by stars, on the day of the question.

    Units that were asked for by name are told of even where they have none.
    """
    day = context.as_of
    with context.reading() as conn:
        units = chosen_units(conn, scope, context)
        lines = _lines(conn, [each.key for each in _top_down(units)], day)
    if not scope.units:
        lines = [each for each in lines if each.products or each.stated]
    return with_ended(report.counts(lines, day=day), units if scope.units else (), day)


def _top_down(units: Sequence[Unit]) -> list[Unit]:
    """Units below those that they belong to, by name; those whose own is not told of come first."""
    known = {each.key: each for each in units}

    def path(unit: Unit) -> tuple[tuple[tuple[str, ...], str], ...]:
        above = known.get(unit.parent) if unit.parent is not None else None
        return (*(() if above is None else path(above)), (tokens(unit.name), unit.code))

    return sorted(units, key=path)


def _lines(conn: "sqlite3.Connection", keys: Sequence[int], day: date) -> list[report.Line]:
    """What is listed and what was counted of units, by a day, in the order of the units."""
    counts: dict[int, list[Stated]] = defaultdict(list)
    wanted = set(keys)
    told = queries_products.product_tallies(conn, day)
    for each in against_list(conn, [each for each in told if each.unit_key in wanted]):
        counts[each.tally.unit_key].append(each)
    now = _listed(conn, day)
    named = queries_catalogue.units_near(conn, day, keys)
    return [
        report.Line(
            named[key],
            tuple(now.products.get(key, ())),
            tuple(counts[key]),
            sum(each.unit_key in now.split for each in now.products.get(key, ())),
        )
        for key in keys
    ]


def against_list(conn: "sqlite3.Connection", tallies: Iterable[ProductTally]) -> list[Stated]:
    """Counts without a list, each beside what is listed for its own day."""
    listed = cache(lambda on: _listed(conn, on).products)
    return [stated(each, listed(each.counted_on).get(each.unit_key, ())) for each in tallies]


class _Listed(Record):
    """The products of units with all below them, and the units that went over into several."""

    products: Mapping[int, list[Product]]
    split: frozenset[int]


def _listed(conn: "sqlite3.Connection", day: date) -> _Listed:
    found = queries_products.products(conn, day)
    owners = {each.unit_key for each in found}
    into = went_over(conn, owners, day)
    where = {key: ends(key, into) for key in owners & into.keys()}
    below = queries_plan.tree(conn, day)
    above = {child: parent for parent, children in below.items() for child in children}
    split = frozenset(key for key, units in where.items() if len(units) > 1)
    return _Listed(added_up(found, where, above), split)
