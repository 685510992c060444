"""`history`: every judgement of a unit."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import SetOption, Unit, one_number
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def history(
    context: Context,
    unit: Unit,
    number: Annotated[
        str | None,
        typer.Argument(
            metavar="[NUMBER]", parser=one_number, help=N_("a criterion with its indicators")
        ),
    ] = None,
    set: SetOption = None,
) -> Report:
    from ntmtrack.app.reading import history

    return history(context, unit, number, set_words=set)
