"""`trend`: how counts went, period by period."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import SetOption, Under, Units
from ntmtrack.domain.due import parse_as_of
from ntmtrack.domain.periods import first_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


class By(StrEnum):
    """How long the periods are."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@app.command()
@looks
def trend(
    context: Context,
    units: Units = None,
    by: Annotated[By, typer.Option("--by", help=N_("how long each period is"))] = By.MONTH,
    first: Annotated[
        date | None,
        typer.Option(
            "--from",
            metavar="DATE",
            parser=first_day,
            help=N_("the first period looked at (default: twelve periods back)"),
        ),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option(
            "--to", metavar="DATE", parser=parse_as_of, help=N_("the last period looked at")
        ),
    ] = None,
    set: SetOption = None,
    under: Under = None,
) -> Report:
    from ntmtrack.app.changes import trend
    from ntmtrack.app.scope import Scope
    from ntmtrack.domain.rhythm import Every

    scope = Scope(units=units, under=under, set=set)
    return trend(context, scope, every=Every(by.value), first=first, last=last)
