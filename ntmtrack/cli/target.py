"""`target`: by when a criterion, or a whole set, is to be met."""

from datetime import date
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import (
    Document,
    Note,
    SetOption,
    Under,
    Unit,
    Units,
    one_number,
    words,
)
from ntmtrack.domain.due import parse_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command("add", help=N_("record by when something is to be met; the newest counts"))
@writes
def add(
    context: Context,
    unit: Unit,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="WHEN", parser=words, help=N_("by when, as the paper says it")
        ),
    ],
    number: Annotated[
        str | None,
        typer.Argument(
            metavar="[NUMBER]",
            parser=one_number,
            help=N_("the criterion or indicator (default: the whole set)"),
        ),
    ] = None,
    set: SetOption = None,
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
    from ntmtrack.app.target_setting import NewTarget, add

    return add(context, unit, NewTarget(by, number, set, on, document, note))


@app.command("list", help=N_("targets, and whether they were reached"))
@looks
def listing(
    context: Context, units: Units = None, set: SetOption = None, under: Under = None
) -> Report:
    from ntmtrack.app.scope import Scope
    from ntmtrack.app.targets import listing

    return listing(context, Scope(units=units, under=under, set=set))
