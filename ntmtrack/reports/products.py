"""OCOP products: their stars, since when and until when, and what they are to reach."""

from collections.abc import Iterable, Sequence
from datetime import date

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.due import days_left
from ntmtrack.domain.product import FEWEST_CERTIFIED, MONTHS_VALID, MOST, Product, Validity
from ntmtrack.domain.product_target import TargetLine, in_force
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
    Column("days_left", N_("Days left"), right=True),
    Column("target", N_("Stars aimed at"), Show.SPARE, right=True),
    Column("target_words", N_("By when"), Show.SPARE, wrap=True),
    Column("target_last_day", N_("Last day"), Show.DATA),
    Column("target_state", N_("Target")),
)


class Line(Record):
    """A product, the unit it is of, and how its targets stand, in the order of their last days."""

    unit: Unit
    product: Product
    targets: tuple[TargetLine, ...] = ()


def listing(lines: Sequence[Line], *, day: date) -> Report:
    """Products with the recognition that counts on a day, and their number by stars."""
    return _report("product list", say("OCOP products on {day}", day=day), lines, day)


def expiring(lines: Sequence[Line], *, day: date, last: date) -> Report:
    """The products whose recognition ends from one day to another, the nearest first."""
    title = say("OCOP recognitions that end from {day} to {last}", day=day, last=last)
    found = _report("product list", title, lines, day)
    return found._replace(empty=say("No recognition ends in these days."))


def target_set(line: Line, *, day: date, remarks: Sequence[Message] = ()) -> Report:
    """One product after a target of it was recorded."""
    title = say("Target of {name}, {unit}", name=line.product.name, unit=line.unit.name)
    found = _report("product target", title, [line], day)
    return found._replace(notes=(*remarks, *found.notes))


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
    aimed = _aimed(line)
    if grade is None:
        return (*named, *[None] * 7, product.note, None, *aimed)
    ends = grade.holds_to
    return (
        *named,
        grade.stars,
        grade.recognised_on,
        grade.words,
        ends,
        grade.validity,
        grade.expired(day),
        grade.document,
        product.note,
        days_left(ends, day) if ends is not None and ends >= day else None,
        *aimed,
    )


def _aimed(line: Line) -> Row:
    """The target that is told of beside a product."""
    each = in_force(line.targets)
    if each is None:
        return (None, None, None, None)
    return (each.target.stars, each.target.words, each.target.last_day, each.state)


def _counted(lines: Sequence[Line], day: date) -> dict[str, int]:
    """How many there are of each number of stars; the expired and the unrecognised apart."""
    return by_stars([line.product for line in lines], day)


def by_stars(products: Sequence[Product], day: date) -> dict[str, int]:
    """How many products have so many stars on a day; those expired or never recognised apart.

    They add up to `products`. A recognition whose end is not known is taken to hold.
    """
    grades = [each.grade for each in products]
    holding = [each.stars for each in grades if each is not None and not each.expired(day)]
    return {
        "products": len(products),
        **{f"stars_{stars}": holding.count(stars) for stars in range(MOST, 0, -1)},
        "no_stars": grades.count(None),
        "expired": sum(bool(each is not None and each.expired(day)) for each in grades),
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
    aimed = [each.target for line in lines if (each := in_force(line.targets)) is not None]
    if any(each.stars is None for each in aimed):
        notes.append(
            say(
                "A target that names no stars is reached with {stars} stars, from which a"
                " certificate is given (Quyết định 148/QĐ-TTg of 24/2/2023)",
                stars=FEWEST_CERTIFIED,
            )
        )
    return (*notes, *law_notes([line.product for line in lines]))


def law_notes(products: Iterable[Product]) -> list[Message]:
    """Where the last days come from that no paper gives, if there are any."""
    if not any(each.grade and each.grade.validity is Validity.DERIVED for each in products):
        return []
    return [
        say(
            "Where no last day was given it is {months} months after the recognition"
            " (Quyết định 148/QĐ-TTg of 24/2/2023)",
            months=MONTHS_VALID,
        )
    ]
