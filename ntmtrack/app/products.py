"""OCOP products: recorded with their recognitions, and listed."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past
from ntmtrack.app.scope import Scope, keys_chosen
from ntmtrack.app.units import iso
from ntmtrack.domain.due import Precision, parse_due
from ntmtrack.domain.product import MONTHS_VALID, Grade, Product
from ntmtrack.domain.product_target import target_lines
from ntmtrack.domain.text import tokens
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports import products as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_products

if TYPE_CHECKING:
    import sqlite3

    from ntmtrack.domain.bodies import Document
    from ntmtrack.domain.catalogue import Unit
    from ntmtrack.store.writing import Writing


class Recognition(Record):
    """A recognition in the words of the user; `on` is a day, or words such as "năm 2024"."""

    stars: int | None = None
    on: str | None = None
    document: str | None = None
    valid_to: date | None = None


class StarsAsked(Record):
    """How many stars are asked for: exactly so many, or that many and more."""

    stars: int
    or_more: bool = False

    def takes(self, product: Product) -> bool:
        """Whether a product has them."""
        had = 0 if product.grade is None else product.grade.stars
        return had >= self.stars if self.or_more else had == self.stars


def add(
    context: Context,
    unit_words: str,
    name: str,
    recognition: Recognition,
    *,
    maker: str | None,
    note: str | None,
) -> Report:
    """Record a product, or a further recognition of one that is there.

    Raises DataError, and writes nothing, for what is there already, a day to come, a recognition
    without its stars or a name that fits nothing or several.
    """
    with context.writing() as change:
        owner = resolve.unit(change.conn, unit_words, context.today)
        known = known_product(change.conn, owner.key, name, maker)
        grade = read_grade(context, recognition)
        if known is not None and (grade is None or any(same(grade, g) for g in known.grades)):
            raise DataError(
                say("{name} is there already", name=known.name),
                hint=say("see `ntmtrack product list`; nothing was written"),
            )
        key = write_product(change, owner, name, maker, note) if known is None else known.key
        if grade is not None:
            write_grade(change, key, grade, document_key(change, recognition.document))
        (found,) = queries_products.products(change.conn, date.max, keys=[key])
        (line,) = lines_of(change.conn, [found], context.today)
    return report.added(line, day=context.today)


def listing(
    context: Context, scope: Scope, stars: StarsAsked | None, *, expiring: int | None = None
) -> Report:
    """Products with the recognition that counts on the day; of units that are no more too.

    `expiring` keeps to those whose recognition ends within so many days from the day on.
    """
    day = context.as_of
    with context.reading() as conn:
        keys = None if expiring is None else _may_end(conn, day)
        units = keys_chosen(conn, scope, context)
        if units is None:
            found = queries_products.products(conn, day, keys=keys)
        else:
            found = queries_products.products(conn, day, unit_keys=units)
            found = [each for each in found if keys is None or each.key in keys]
        found = [each for each in found if stars is None or stars.takes(each)]
        if expiring is not None:
            found = ending(found, day, expiring)
        lines = sorted(lines_of(conn, found, day), key=by_name)
    if expiring is not None:
        lines.sort(key=lambda line: _end(line.product) or date.max)
        return report.expiring(lines, day=day, last=day + timedelta(days=expiring))
    return report.listing(lines, day=day)


def by_name(line: report.Line) -> tuple[object, ...]:
    """The place of a product in a list: by its unit, its name and its maker."""
    unit, product = line.unit, line.product
    return tokens(unit.name), unit.code, tokens(product.name), tokens(product.maker or "")


def lines_of(conn: "sqlite3.Connection", found: Sequence[Product], day: date) -> list[report.Line]:
    """Each product with its unit and how its targets stand on a day."""
    units = queries_catalogue.units_near(conn, day, {each.unit_key for each in found})
    targets = queries_products.product_targets(conn, [each.key for each in found], day)
    return [
        report.Line(units[each.unit_key], each, target_lines(each, targets.get(each.key, ()), day))
        for each in found
    ]


def expiring_soon(conn: "sqlite3.Connection", day: date, days: int) -> int:
    """How many products `product list --expiring` lists on a day, without reading the others."""
    return len(ending(queries_products.products(conn, day, keys=_may_end(conn, day)), day, days))


def ending(found: Iterable[Product], day: date, days: int) -> list[Product]:
    """The products whose recognition ends from a day on within so many days.

    One that was recognised anew counts by its newest recognition.
    """
    last = day + timedelta(days=days)
    return [each for each in found if (end := _end(each)) is not None and day <= end <= last]


def _end(product: Product) -> date | None:
    """The last day of the recognition that counts, where it is known."""
    return None if product.grade is None else product.grade.holds_to


def _may_end(conn: "sqlite3.Connection", day: date) -> list[int]:
    """The products of which a recognition may end on a day or later."""
    since = date(max(day.year - MONTHS_VALID // 12, 1), day.month, 1)
    return queries_products.recognised_since(conn, since)


def read_grade(context: Context, given: Recognition) -> Grade | None:
    """The recognition that is meant; None where none is said. DataError where it lacks its stars.

    Without a day the words that say when are kept, and no day is made of them.
    """
    if given.stars is None:
        if given.on or given.document or given.valid_to:
            raise DataError(
                say("a recognition has no stars"), hint=say("say how many; nothing was written")
            )
        return None
    grade = Grade(given.stars, *_when(given.on), given.valid_to)
    first, _ = grade.span
    if first is not None:
        past(first, context)
        if given.valid_to is not None and given.valid_to < first:
            raise DataError(
                say("{end} is before {start}", end=given.valid_to, start=first),
                hint=say("check both days; nothing was written"),
            )
    return grade


def _when(words: str | None) -> tuple[date | None, str | None]:
    if words is None:
        return None, None
    due = parse_due(words)
    if due.last_day is None:
        raise DataError(
            say('"{words}" names no date.', words=due.words),
            hint=say("Give the day, for example 30/6/2024 or 2024-06-30."),
        )
    one_day = due.precision is Precision.DAY and due.start == due.last_day
    return (due.last_day, None) if one_day else (None, due.words)


def same(one: Grade, other: Grade) -> bool:
    """Whether two recognitions are one: of the same stars and time, and none says otherwise.

    A last day that is the one the law gives says nothing new.
    """
    when = (one.stars, one.recognised_on, one.words)
    return when == (other.stars, other.recognised_on, other.words) and (
        one.holds_to == other.holds_to
    )


def known_product(
    conn: "sqlite3.Connection", unit: int, name: str, maker: str | None
) -> Product | None:
    """The product of a unit by its name and maker; one without a maker may get one.

    Raises DataError where the name alone fits several.
    """
    alike = [
        each
        for each in queries_products.products(conn, date.max, unit_keys=[unit])
        if tokens(each.name) == tokens(name)
    ]
    if maker is not None:
        its = [each for each in alike if each.maker and tokens(each.maker) == tokens(maker)]
        alike = its or [each for each in alike if each.maker is None]
    if len(alike) > 1:
        raise DataError(
            say("{words} may mean several:", words=name),
            details=tuple(say("{name}, {maker}", name=p.name, maker=p.maker or "…") for p in alike),
            hint=say("say who makes it; nothing was written"),
        )
    return alike[0] if alike else None


def write_product(
    change: "Writing", owner: "Unit", name: str, maker: str | None, note: str | None
) -> int:
    """Write a product; its key."""
    return change.insert(
        "product",
        {
            "unit_id": owner.key,
            "name": name,
            "folded": " ".join(tokens(name)),
            "maker": maker,
            "note": note,
        },
    )


def write_grade(change: "Writing", product: int, grade: Grade, document: "Document | None") -> None:
    """Write a recognition of a product."""
    change.insert(
        "product_grade",
        {
            "product_id": product,
            "stars": grade.stars,
            "recognised_on": iso(grade.recognised_on),
            "words": grade.words,
            "valid_to": iso(grade.valid_to),
            "document_id": None if document is None else document.key,
            "note": grade.note,
        },
    )
