"""`regressions`: what was met and is not any more."""

from datetime import date
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Criteria, SetOption, Under, Units, together
from ntmtrack.domain.periods import first_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def regressions(
    context: Context,
    units: Units = None,
    recognised: Annotated[
        bool, typer.Option("--recognised", help=N_("only units that stand recognised"))
    ] = False,
    since: Annotated[
        date | None,
        typer.Option(
            "--since",
            metavar="DATE",
            parser=first_day,
            help=N_("only what fell on this day or later"),
        ),
    ] = None,
    criterion: Criteria = None,
    set: SetOption = None,
    under: Under = None,
) -> Report:
    from ntmtrack.app.changes import regressions
    from ntmtrack.app.scope import Scope

    scope = Scope(units=units, under=under, set=set)
    return regressions(
        context, scope, recognised=recognised, since=since, criterion=together(criterion)
    )
