"""OCOP products: their stars, since when and until when, and how many there are of each."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.product import MONTHS_VALID, MOST, Product, Validity
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("product", N_("Product"), Show.ALWAYS, wrap=True),
    Column("maker", N_("Maker"), wrap=True),
    Column("stars", N_("Stars"), right=True),
    Column("recognised_on", N_("Recognised on")),
    Column("words", N_("Recognised (words)"), Show.SPARE),
    Column("valid_to", N_("Valid to")),
    Column("validity", N_("Validity"), Show.DATA),
    Column("expired", N_("Expired"), Show.SPARE),
    Column("document", N_("Document"), Show.SPARE, wrap=True),
    Column("note", N_("Note"), Show.SPARE, wrap=True),
)


class Line(Record):
    """A product and the unit it is of."""

    unit: Unit
    product: Product


def listing(lines: Sequence[Line], *, day: date) -> Report:
    """Products with the recognition that counts on a day, and their number by stars."""
    return _report("product list", say("OCOP products on {day}", day=day), lines, day)


def added(line: Line, *, day: date) -> Report:
    """One product after something of it was recorded."""
    return _report("product add", say("Recorded: {name}", name=line.product.name), [line], day)


def _report(name: str, title: Message, lines: Sequence[Line], day: date) -> Report:
    counted = _counted(lines, day)
    return Report(
        name=name,
        title=title,
        columns=COLUMNS,
        blocks=(Block("products", None, tuple(_row(line, day) for line in lines)),),
        notes=_notes(lines, counted),
        as_of=day,
        empty=say("There is no product: see `ntmtrack product add --help`."),
        summary=counted,
    )


def _row(line: Line, day: date) -> Row:
    product, grade = line.product, line.product.grade
    named = (line.unit.code, line.unit.name, product.name, product.maker)
    if grade is None:
        return (*named, None, None, None, None, None, None, None, product.note)
    return (
        *named,
        grade.stars,
        grade.recognised_on,
        grade.words,
        grade.holds_to,
        grade.validity,
        grade.expired(day),
        grade.document,
        product.note,
    )


def _counted(lines: Sequence[Line], day: date) -> dict[str, int]:
    grades = [line.product.grade for line in lines]
    by_stars = {
        f"stars_{stars}": sum(each is not None and each.stars == stars for each in grades)
        for stars in range(MOST, 0, -1)
    }
    expired = sum(bool(each is not None and each.expired(day)) for each in grades)
    return {
        "products": len(lines),
        **by_stars,
        "no_stars": sum(each is None for each in grades),
        "expired": expired,
    }


def _notes(lines: Sequence[Line], counted: dict[str, int]) -> tuple[Message, ...]:
    if not lines:
        return ()
    notes = [say_n("{count} product", "{count} products", counted["products"])]
    notes += [
        say("{stars} stars: {number}", stars=stars, number=counted[f"stars_{stars}"])
        for stars in range(MOST, 0, -1)
        if counted[f"stars_{stars}"]
    ]
    if counted["expired"]:
        notes.append(
            say_n(
                "{count} recognition has expired",
                "{count} recognitions have expired",
                counted["expired"],
            )
        )
    if any(
        line.product.grade and line.product.grade.validity is Validity.DERIVED for line in lines
    ):
        notes.append(
            say(
                "Where no last day was given it is {months} months after the recognition"
                " (Quyết định 148/QĐ-TTg of 24/2/2023)",
                months=MONTHS_VALID,
            )
        )
    return tuple(notes)
