"""`product`: OCOP products and their stars."""

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, Under, Unit, Units, words
from ntmtrack.domain.due import parse_day
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.products import StarsAsked

app = new_app()


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
) -> Report:
    from ntmtrack.app.products import listing
    from ntmtrack.app.scope import Scope

    return listing(context, Scope(units=units, under=under), stars)
