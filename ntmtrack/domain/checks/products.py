"""What may be wrong with products: a recognition that has ended, a count that the list exceeds."""

from collections.abc import Iterable, Iterator
from datetime import date

from ntmtrack.domain.checks.finding import UNIT, Finding, Rule
from ntmtrack.domain.product import Product
from ntmtrack.domain.product_count import Stated
from ntmtrack.message import say


def expired(products: Iterable[Product], day: date) -> Iterator[Finding]:
    """Products whose newest recognition has ended by a day; they count among no stars any more."""
    for each in products:
        grade = each.grade
        if grade is None or grade.holds_to is None or not grade.expired(day):
            continue
        maker = ("--maker", each.maker) if each.maker else ()
        yield Finding(
            Rule.PRODUCT_EXPIRED,
            say(
                "{product}: the recognition with {stars} stars ended on {day}",
                product=each.name,
                stars=grade.stars,
                day=grade.holds_to,
            ),
            each.unit_key,
            document=grade.document,
            command=(
                *("product", "add", UNIT, each.name, *maker),
                *("--stars", str(grade.stars), "--on", "WHEN"),
            ),
        )


def fewer_counted(counts: Iterable[Stated]) -> Iterator[Finding]:
    """Counts without a list of fewer products than are listed on their day."""
    for each in counts:
        tally = each.tally
        if each.difference >= 0:
            continue
        stars = () if tally.typed is None else ("--stars", tally.typed)
        yield Finding(
            Rule.COUNT_AND_LIST,
            say(
                "counted {number} OCOP products ({stars}) on {day}; the list of that day says"
                " {listed}",
                number=tally.number,
                stars=tally.typed or "…",
                day=tally.counted_on,
                listed=each.listed,
            ),
            tally.unit_key,
            document=tally.document,
            command=(
                *("product", "tally", UNIT, "COUNT", *stars),
                *("--on", tally.counted_on.isoformat()),
            ),
        )
