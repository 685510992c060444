"""`status`: units and criteria at a glance."""

from datetime import date
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import SetOption, Under, Units
from ntmtrack.domain.assessment import Stage
from ntmtrack.domain.due import parse_as_of
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def status(
    context: Context,
    units: Units = None,
    set: SetOption = None,
    under: Under = None,
    bands: Annotated[
        bool, typer.Option("--bands", help=N_("count units by how many criteria they meet"))
    ] = False,
    stage: Annotated[
        Stage | None, typer.Option("--stage", help=N_("by the word of one stage alone"))
    ] = None,
    compare: Annotated[
        date | None,
        typer.Option(
            "--compare",
            metavar="DATE",
            parser=parse_as_of,
            help=N_("beside how it was on this earlier day"),
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.reading import Scope, status

    scope = Scope(units=units, under=under, set=set, stage=stage)
    if compare is None:
        return status(context, scope, bands=bands)
    if bands:
        raise DataError(
            say("--bands and --compare are two different looks"), hint=say("give one of them")
        )
    from ntmtrack.app.changes import compare as compared

    return compared(context, scope, compare)
