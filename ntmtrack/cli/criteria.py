"""`criteria`: the published sets, and an office's decisions laid over them."""

from datetime import date
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Under, one_number, words
from ntmtrack.domain.due import parse_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()

Source = Annotated[
    str,
    typer.Argument(
        metavar="FILE|CODE", parser=words, help=N_("a criteria file, or the code of a shipped one")
    ),
]
Named = Annotated[
    str, typer.Argument(metavar="SET", parser=words, help=N_("a loaded set: its code or name"))
]


@app.command("list", help=N_("sets that are loaded, and those that can be"))
@looks
def listing(context: Context) -> Report:
    from ntmtrack.app.criteria import listing

    return listing(context)


@app.command("show", help=N_("the criteria of a set, with thresholds and confidence"))
@looks
def show(context: Context, criteria_set: Named) -> Report:
    from ntmtrack.app.criteria import showing

    return showing(context, criteria_set)


@app.command(
    "load", help=N_("load a set, an overlay or a mapping; what is loaded is never changed")
)
@writes
def load(context: Context, source: Source) -> Report:
    from ntmtrack.app.criteria import load

    return load(context, source)


@app.command("check", help=N_("check a criteria file, and say what it leaves open"))
@looks
def check(context: Context, source: Source) -> Report:
    from ntmtrack.app.criteria import check

    return check(context, source)


@app.command("diff", help=N_("what one set says otherwise than another"))
@looks
def diff(context: Context, before: Source, after: Source) -> Report:
    from ntmtrack.app.criteria import diff

    return diff(context, before, after)


@app.command("map", help=N_("how one set corresponds to another, and what both say of units"))
@looks
def mapping(
    context: Context,
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[OLD|FILE]", parser=words, help=N_("the old set, or a mapping file to look at")
        ),
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", parser=words, help=N_("the new set"))
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit", metavar="UNIT", parser=words, help=N_("what both sets say of this unit")
        ),
    ] = None,
    under: Under = None,
) -> Report:
    from ntmtrack.app.mapping import show
    from ntmtrack.app.scope import Scope

    return show(context, old, new, Scope(units=unit, under=under))


@app.command("overlay", help=N_("lay a decision over a set: a file, or one threshold or agency"))
@writes
def overlay(
    context: Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|SET", parser=words, help=N_("an overlay file, or the set to lay over")
        ),
    ],
    number: Annotated[
        str | None,
        typer.Option(
            "--number", metavar="NUMBER", parser=one_number, help=N_("which indicator or criterion")
        ),
    ] = None,
    threshold: Annotated[
        str | None,
        typer.Option("--threshold", metavar='">= 85 %"', parser=words, help=N_("its threshold")),
    ] = None,
    agency: Annotated[
        str | None,
        typer.Option("--agency", metavar="NAME", parser=words, help=N_("the agency in charge")),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="KEY", parser=words, help=N_("only in this region")),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="KEY", parser=words, help=N_("only for this group")),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", metavar="YEAR", min=1990, max=2199, help=N_("only for this year")),
    ] = None,
    decision: Annotated[
        str | None,
        typer.Option(
            "--decision", metavar="NUMBER", parser=words, help=N_("the decision that says so")
        ),
    ] = None,
    effective: Annotated[
        date | None,
        typer.Option("--effective", metavar="DATE", parser=parse_day, help=N_("in force from")),
    ] = None,
) -> Report:
    from ntmtrack.app.criteria import Laying, overlay

    given = Laying(number, threshold, region, group, year, agency, decision, effective)
    return overlay(context, source, given)
