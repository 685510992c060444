"""`due`: which tasks fall due soon."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks_at_tasks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import days
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.task_reading import TaskScope

app = new_app()


@app.command()
@looks_at_tasks
def due(
    context: Context,
    scope: "TaskScope",
    within: Annotated[
        Any, typer.Option("--within", metavar="7d", parser=days, help=N_("how far to look ahead"))
    ] = "7d",
) -> Report:
    from ntmtrack.app.task_reading import due

    return due(context, scope, days=within)
