"""One product by its name: what it is to reach, and all that is known of it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.giving import due_remarks, read_due
from ntmtrack.app.naming import ambiguous, best, unknown
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past
from ntmtrack.app.products import lines_of
from ntmtrack.domain.product import Product
from ntmtrack.domain.text import match
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import product_life, products
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_products

if TYPE_CHECKING:
    import sqlite3

    from ntmtrack.domain.bodies import Document
    from ntmtrack.domain.due import Due


class NewTarget(Record):
    """A target of a product as the user gives it; without stars the paper names none."""

    by: str
    stars: int | None = None
    on: date | None = None
    document: str | None = None
    note: str | None = None


def set_target(context: Context, words: str, unit: str | None, given: NewTarget) -> Report:
    """Record what a product is to reach, and by when; the newest for so many stars counts.

    Raises DataError, and writes nothing, for words without a last day, a day to come and a name
    that fits no product or several.
    """
    with context.writing() as change:
        found = named(change.conn, words, unit, context.today)
        paper = document_key(change, given.document)
        dated = paper.dated if paper else None
        day = past(given.on or dated or context.today, context)
        due = _span(given.by, paper)
        change.insert(
            "product_target",
            {
                "product_id": found.key,
                "stars": given.stars,
                "words": due.words,
                "start": str(due.start),
                "last_day": str(due.last_day),
                "precision": str(due.precision),
                "set_on": None if given.on is None and dated else day.isoformat(),
                "document_id": paper.key if paper else None,
                "note": given.note,
            },
        )
        (line,) = lines_of(change.conn, [found], context.today)
    # Another target may be the one to be told of beside the product; here it is this one.
    latest = max(line.targets, key=lambda each: each.target.order)
    return products.target_set(
        line._replace(targets=(latest,)),
        day=context.today,
        remarks=[*due_remarks(due), *product_life.moved(line)],
    )


def showing(context: Context, words: str, unit: str | None) -> Report:
    """One product with every recognition it had and every target it was set, as of the day."""
    with context.reading() as conn:
        found = named(conn, words, unit, context.as_of)
        (line,) = lines_of(conn, [found], context.as_of)
    return product_life.showing(line, day=context.as_of)


def named(conn: "sqlite3.Connection", words: str, unit: str | None, day: date) -> Product:
    """The product named, with its recognitions up to a day; several are never picked from.

    "Chè, Bản Bo" names a product by its name and its unit or its maker; `unit` keeps to one unit.
    Raises DataError, with the candidates, when none or several fit.
    """
    keys = None if unit is None else [resolve.unit_ever(conn, unit, day).key]
    known = queries_products.products(conn, day, unit_keys=keys)
    owners = queries_catalogue.units_near(conn, day, {each.unit_key for each in known})
    found = best(words, known, lambda each: (each.name, None))
    name, _, whose = words.rpartition(",")
    if len(found) != 1 and name.strip():
        of_name = best(name, known, lambda each: (each.name, None))
        narrowed = [
            each
            for each in of_name
            if any(
                match(whose, said) is not None
                for said in (owners[each.unit_key].name, each.maker)
                if said
            )
        ]
        found = narrowed or found
    if len(found) == 1:
        return found[0]
    if found:
        raise ambiguous(
            words,
            _candidates(found, {key: each.name for key, each in owners.items()}),
            say("give its unit or its maker too: NAME, UNIT; or --unit"),
        )
    raise unknown(
        say("there is no product {words}", words=words),
        words,
        [each.name for each in known],
        say("add it with `ntmtrack product add`, or see `ntmtrack product list`"),
    )


def _candidates(found: Sequence[Product], owners: dict[int, str]) -> list[Message]:
    return [
        say("{name}, {maker} ({unit})", name=p.name, maker=p.maker, unit=owners[p.unit_key])
        if p.maker
        else say("{name} ({unit})", name=p.name, unit=owners[p.unit_key])
        for p in found
    ]


def _span(by: str, paper: "Document | None") -> "Due":
    due = read_due(by, paper)
    if due.start is None or due.last_day is None:
        raise DataError(
            say('"{words}" has no last day', words=due.words),
            hint=say(
                "give a day, a month, a quarter or a year, for example 12/2024; nothing was written"
            ),
        )
    return due
