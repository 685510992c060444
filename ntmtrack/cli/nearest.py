"""`nearest`: which units are closest to their whole set."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import SetOption, Under, Units
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def nearest(
    context: Context,
    units: Units = None,
    set: SetOption = None,
    under: Under = None,
    registered: Annotated[
        bool, typer.Option("--registered", help=N_("only units that are registered"))
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", metavar="COUNT", min=1, help=N_("only so many of each set, the nearest")
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.nearest import nearest
    from ntmtrack.app.scope import Scope

    scope = Scope(units=units, under=under, set=set)
    return nearest(context, scope, registered_only=registered, limit=limit)
