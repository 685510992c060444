"""`init`: make a new ledger."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import makes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import words
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@makes
def init(
    context: Context,
    office: Annotated[
        str | None,
        typer.Option("--office", metavar="NAME", parser=words, help=N_("whose ledger it is")),
    ] = None,
) -> Report:
    from ntmtrack.app.office import init

    return init(context, office)
