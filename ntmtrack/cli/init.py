"""`init`: make a new ledger."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import writes
from ntmtrack.domain.text import clean
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@writes
def init(
    context: Context,
    office: Annotated[
        str | None,
        typer.Option("--office", metavar="NAME", parser=clean, help=N_("whose ledger it is")),
    ] = None,
) -> Report:
    from ntmtrack.app.office import init

    return init(context, office)
