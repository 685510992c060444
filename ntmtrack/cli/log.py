"""`log`: who changed what, and when."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()

MOST = 2**31


@app.command()
@looks
def log(
    context: Context,
    change: Annotated[
        int | None,
        typer.Argument(metavar="[CHANGE]", min=1, max=MOST, help=N_("the rows of one change")),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, max=MOST, help=N_("only the newest")),
    ] = None,
    mail: Annotated[
        bool, typer.Option("--mail", help=N_("also what only tells how letters went"))
    ] = False,
) -> Report:
    from ntmtrack.app.journal import log

    return log(context, change, limit=limit, mail=mail)
