"""`completeness`: what has not been reported, what is old, who was late."""

from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import SetOption, Under, Units, days, words
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def completeness(
    context: Context,
    units: Units = None,
    set: SetOption = None,
    under: Under = None,
    stale: Annotated[
        Any,
        typer.Option("--stale", metavar="180d", parser=days, help=N_("how old a judgement may be")),
    ] = "180d",
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="PERIOD",
            parser=words,
            help=N_('who has told of this period, and when: 2026-Q3, "6 tháng đầu năm 2026"'),
        ),
    ] = None,
    late: Annotated[
        Any,
        typer.Option(
            "--late",
            metavar="15d",
            parser=days,
            help=N_("how long after the period there is still time to report"),
        ),
    ] = "15d",
) -> Report:
    from ntmtrack.app.completeness import completeness
    from ntmtrack.app.scope import Scope

    scope = Scope(units=units, under=under, set=set)
    return completeness(context, scope, stale=stale, period=period, late=late)
