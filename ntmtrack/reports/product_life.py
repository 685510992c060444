"""One product: every recognition it had, and every target it was set."""

from collections.abc import Iterator
from datetime import date

from ntmtrack.domain.product import Grade
from ntmtrack.domain.product_target import TargetLine
from ntmtrack.message import N_, Message, say
from ntmtrack.reports.products import Line, law_notes
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.DATA),
    Column("product", N_("Product"), Show.DATA),
    Column("stars", N_("Stars"), Show.ALWAYS, right=True),
    Column("words", N_("As written"), wrap=True),
    Column("start", N_("From"), Show.ROOM),
    Column("last_day", N_("To")),
    Column("validity", N_("Validity"), Show.DATA),
    Column("expired", N_("Expired"), Show.DATA),
    Column("state", N_("State")),
    Column("reached_on", N_("Reached on")),
    Column("precision", N_("Precision"), Show.DATA),
    Column("document", N_("Document"), wrap=True),
    Column("note", N_("Note"), wrap=True),
)


def showing(line: Line, *, day: date) -> Report:
    """The recognitions of a product, the oldest first, and its targets by their last days."""
    product = line.product
    title = say("{name}, {unit}, on {day}", name=product.name, unit=line.unit.name, day=day)
    blocks = (
        Block(
            "recognised",
            say("recognised ({count})", count=len(product.grades)),
            tuple(_recognition(line, each, day) for each in product.grades),
        ),
        Block(
            "targets",
            say("to be reached ({count})", count=len(line.targets)),
            tuple(_target(line, each) for each in line.targets),
        ),
    )
    notes = [
        *([say("made by {maker}", maker=product.maker)] if product.maker else []),
        *([say("{note}", note=product.note)] if product.note else []),
        *moved(line),
        *law_notes([product]),
    ]
    return Report(
        name="product show",
        title=title,
        columns=COLUMNS,
        blocks=tuple(each for each in blocks if each.rows),
        notes=tuple(notes),
        as_of=day,
        empty=say("It was never recognised, and nothing says what it is to reach."),
        summary={"recognised": len(product.grades), "targets": len(line.targets)},
    )


def moved(line: Line) -> Iterator[Message]:
    """The targets of a product that later ones have taken the place of."""
    for each in line.targets:
        if each.moved_to is not None:
            yield say(
                "moved: {words} ({day}) is now {later}",
                words=each.target.words,
                day=each.target.last_day,
                later=each.moved_to.words,
            )


def _recognition(line: Line, grade: Grade, day: date) -> Row:
    return (
        *(line.unit.code, line.unit.name, line.product.name),
        grade.stars,
        grade.words,
        grade.recognised_on,
        grade.holds_to,
        grade.validity,
        grade.expired(day),
        None,
        None,
        None,
        grade.document,
        grade.note,
    )


def _target(line: Line, each: TargetLine) -> Row:
    target = each.target
    return (
        *(line.unit.code, line.unit.name, line.product.name),
        target.stars,
        target.words,
        target.start,
        target.last_day,
        None,
        None,
        each.state,
        None if each.grade is None else each.grade.recognised_on,
        target.precision,
        target.document,
        target.note,
    )
