"""How many products units have: what is listed, and beside it what was counted without a list."""

from collections.abc import Iterator, Sequence
from datetime import date

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.product import MOST, Product, ProductTally
from ntmtrack.domain.product_count import Stated
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.products import by_stars, law_notes
from ntmtrack.reports.report import Block, Column, Report, Row, Show

_STARS = tuple(range(MOST, 0, -1))

_FIGURES = ("products", "three_up", *(f"stars_{stars}" for stars in _STARS), "no_stars", "expired")

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("products", N_("Products"), right=True),
    Column("three_up", N_("3 stars up"), right=True),
    Column("stars_5", N_("5 stars"), right=True),
    Column("stars_4", N_("4 stars"), right=True),
    Column("stars_3", N_("3 stars"), right=True),
    Column("stars_2", N_("2 stars"), Show.SPARE, right=True),
    Column("stars_1", N_("1 star"), Show.SPARE, right=True),
    Column("no_stars", N_("Not recognised"), Show.SPARE, right=True),
    Column("expired", N_("Expired"), right=True),
    Column("stated", N_("Stars counted")),
    Column("count", N_("Count"), right=True),
    Column("counted_on", N_("On")),
    Column("listed", N_("Listed then"), right=True),
    Column("words", N_("As written"), Show.SPARE, wrap=True),
    Column("document", N_("Document"), Show.SPARE, wrap=True),
    Column("note", N_("Note"), Show.SPARE, wrap=True),
)


class Line(Record):
    """A unit, the products it has with all below it, and what was counted of it without a list.

    `shared` is how many of the products are of a unit that was split among several.
    """

    unit: Unit
    products: tuple[Product, ...]
    stated: tuple[Stated, ...] = ()
    shared: int = 0


def counts(lines: Sequence[Line], *, day: date) -> Report:
    """The products of units by stars, up the tree; counts without a list in their own block."""
    return _report("product count", say("OCOP products counted on {day}", day=day), lines, day)


def recorded(line: Line, *, day: date) -> Report:
    """A unit after a count of its products was recorded."""
    title = say("Products of {unit}", unit=line.unit.name)
    return _report("product tally", title, [line], day)


def _report(name: str, title: Message, lines: Sequence[Line], day: date) -> Report:
    listed = tuple(_listed(each, day) for each in lines if each.products or not each.stated)
    stated = tuple(_stated(line.unit, each) for line in lines for each in line.stated)
    blocks = (
        Block("listed", say("listed, with all units below"), listed),
        Block("stated", say("counted without their list, as papers give it"), stated),
    )
    return Report(
        name=name,
        title=title,
        columns=COLUMNS,
        blocks=tuple(each for each in blocks if each.rows),
        notes=(*_notes(lines), *law_notes([each for line in lines for each in line.products])),
        as_of=day,
        empty=say("There is no product: see `ntmtrack product add --help`."),
        summary={"units": len(listed), "stated": len(stated)},
    )


def _listed(line: Line, day: date) -> Row:
    found = by_stars(line.products, day)
    found["three_up"] = found["stars_5"] + found["stars_4"] + found["stars_3"]
    return (line.unit.code, line.unit.name, *(found[key] for key in _FIGURES), *[None] * 7)


def _stated(unit: Unit, each: Stated) -> Row:
    tally = each.tally
    return (
        *(unit.code, unit.name),
        *[None] * len(_FIGURES),
        tally.typed,
        tally.number,
        tally.counted_on,
        each.listed,
        tally.words,
        tally.document,
        tally.note,
    )


def _notes(lines: Sequence[Line]) -> Iterator[Message]:
    for line in lines:
        for each in line.stated:
            yield from _held(line.unit, each)
    shared = max((line.shared for line in lines), default=0)
    if shared:
        yield say_n(
            "{count} product is of a unit that was split: it is counted at each of what that"
            " became, and once above them",
            "{count} products are of units that were split: they are counted at each of what those"
            " became, and once above them",
            shared,
        )


def _held(unit: Unit, each: Stated) -> Iterator[Message]:
    """A count held against the list of its own day; both stay as they are."""
    tally = each.tally
    if each.difference > 0:
        yield say(
            "{unit}: {counted} on {day}; of them the list has {listed}",
            unit=unit.name,
            counted=counted_words(tally),
            day=tally.counted_on,
            listed=each.listed,
        )
    elif each.difference < 0:
        yield say(
            "WARNING {unit}: {counted} on {day}, but the list has {listed}; both are kept",
            unit=unit.name,
            counted=counted_words(tally),
            day=tally.counted_on,
            listed=each.listed,
        )


def counted_words(tally: ProductTally) -> Message:
    """What a count says, in words: "25 OCOP products of 3 stars or more"."""
    if tally.stars is None:
        return say_n("{count} OCOP product", "{count} OCOP products", tally.number)
    if tally.or_more:
        return say_n(
            "{count} OCOP product of {stars} stars or more",
            "{count} OCOP products of {stars} stars or more",
            tally.number,
            stars=tally.stars,
        )
    return say_n(
        "{count} OCOP product of {stars} stars",
        "{count} OCOP products of {stars} stars",
        tally.number,
        stars=tally.stars,
    )
