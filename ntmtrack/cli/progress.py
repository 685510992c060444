"""`progress`: what was planned and what was reached."""

from enum import StrEnum
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Criteria, SetOption, Under, Units, together
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


class By(StrEnum):
    """How long each period is."""

    WEEK = "week"
    MONTH = "month"


@app.command()
@looks
def progress(
    context: Context,
    units: Units = None,
    set: SetOption = None,
    criterion: Criteria = None,
    under: Under = None,
    by: Annotated[
        By | None,
        typer.Option("--by", help=N_("week by week or month by month, up to the day")),
    ] = None,
) -> Report:
    from ntmtrack.app.progress import progress
    from ntmtrack.app.scope import Scope
    from ntmtrack.domain.rhythm import Every

    scope = Scope(units=units, under=under, set=set)
    return progress(context, scope, together(criterion), by=Every(by) if by else None)
