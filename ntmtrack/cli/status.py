"""`status`: units and criteria at a glance."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import SetOption, Under, Units
from ntmtrack.domain.assessment import Stage
from ntmtrack.message import N_
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
) -> Report:
    from ntmtrack.app.reading import Scope, status

    return status(context, Scope(units=units, under=under, set=set, stage=stage), bands=bands)
