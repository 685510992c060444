"""`product`: OCOP products: their stars, what they are to reach, and how many there are."""

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, On, Under, Unit, Units, days, words
from ntmtrack.domain.due import parse_day
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.products import StarsAsked

app = new_app()

Named = Annotated[
    str,
    typer.Argument(
        metavar="PRODUCT", parser=words, help=N_("its name; with its unit where several bear it")
    ),
]
OfUnit = Annotated[
    str | None,
    typer.Option("--unit", metavar="UNIT", parser=words, help=N_("the unit it is of")),
]


def _stars(text: str) -> "StarsAsked":
    """ "3" for three stars, "3+" for three and more."""
    from ntmtrack.app.products import StarsAsked

    found = re.fullmatch(r"([1-5])(\+?)", text.strip())
    if found is None:
        raise DataError(
            say("{text} is no number of stars", text=text),
            hint=say("write 1 to 5; 3+ for three and more"),
        )
    return StarsAsked(int(found[1]), bool(found[2]))


@app.command("add", help=N_("record a product, or a further recognition of one"))
@writes
def add(
    context: Context,
    unit: Unit,
    name: Annotated[
        str, typer.Argument(metavar="NAME", parser=words, help=N_("the name of the product"))
    ],
    maker: Annotated[
        str | None,
        typer.Option("--maker", metavar="NAME", parser=words, help=N_("who makes it")),
    ] = None,
    stars: Annotated[
        int | None,
        typer.Option("--stars", metavar="N", min=1, max=5, help=N_("the stars it got")),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="WHEN",
            parser=words,
            help=N_("the day of the recognition; a month or year is kept as words"),
        ),
    ] = None,
    document: Document = None,
    valid_to: Annotated[
        date | None,
        typer.Option(
            "--to",
            metavar="DATE",
            parser=parse_day,
            help=N_("its last day (default: 36 months on, from three stars)"),
        ),
    ] = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.products import Recognition, add

    given = Recognition(stars, on, document, valid_to)
    return add(context, unit, name, given, maker=maker, note=note)


@app.command("list", help=N_("products, their stars and until when they hold"))
@looks
def listing(
    context: Context,
    units: Units = None,
    under: Under = None,
    stars: Annotated[
        Any,
        typer.Option(
            "--stars", metavar="N", parser=_stars, help=N_("only of so many stars; 3+: and more")
        ),
    ] = None,
    expiring: Annotated[
        int | None,
        typer.Option(
            "--expiring",
            metavar="WHEN",
            parser=days,
            help=N_("only those whose recognition ends within so many days: 90d, 12w"),
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.products import listing
    from ntmtrack.app.scope import Scope

    return listing(context, Scope(units=units, under=under), stars, expiring=expiring)


@app.command("show", help=N_("one product: its recognitions and its targets"))
@looks
def show(context: Context, product: Named, unit: OfUnit = None) -> Report:
    from ntmtrack.app.product_targets import showing

    return showing(context, product, unit)


@app.command("target", help=N_("record what a product is to reach, and by when"))
@writes
def target(
    context: Context,
    product: Named,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="WHEN", parser=words, help=N_("by when, as the paper says it")
        ),
    ],
    stars: Annotated[
        int | None,
        typer.Option(
            "--stars",
            metavar="N",
            min=1,
            max=5,
            help=N_("the stars to reach (default: those of a certificate, 3)"),
        ),
    ] = None,
    unit: OfUnit = None,
    on: Annotated[
        date | None,
        typer.Option(
            "--on",
            metavar="DATE",
            parser=parse_day,
            help=N_("the day it was set (default: its document's, else today)"),
        ),
    ] = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.product_targets import NewTarget, set_target

    return set_target(context, product, unit, NewTarget(by, stars, on, document, note))


@app.command("count", help=N_("how many products units have by stars, with all below them"))
@looks
def count(context: Context, units: Units = None, under: Under = None) -> Report:
    from ntmtrack.app.product_counts import counting
    from ntmtrack.app.scope import Scope

    return counting(context, Scope(units=units, under=under))


@app.command("tally", help=N_("record a count of products that comes without its list"))
@writes
def tally(
    context: Context,
    unit: Unit,
    figure: Annotated[
        str, typer.Argument(metavar="COUNT", parser=words, help=N_("how many products"))
    ],
    stars: Annotated[
        Any,
        typer.Option(
            "--stars", metavar="N", parser=_stars, help=N_("of so many stars; 3+: and more")
        ),
    ] = None,
    on: On = None,
    words: Annotated[
        str | None,
        typer.Option("--words", metavar="TEXT", parser=words, help=N_("as the paper says it")),
    ] = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.product_counts import NewTally, tally

    return tally(context, unit, figure, NewTally(stars, on, words, document, note))
