"""`overdue`: which tasks are late."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks_at_tasks
from ntmtrack.cli.group import new_app
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.task_reading import TaskScope

app = new_app()


class Sort(StrEnum):
    """What comes first."""

    DAYS = "days"
    TASK = "task"
    UNIT = "unit"


@app.command()
@looks_at_tasks
def overdue(
    context: Context,
    scope: "TaskScope",
    sort: Annotated[
        Sort, typer.Option("--sort", help=N_("by days late, task number or unit"))
    ] = Sort.DAYS,
) -> Report:
    from ntmtrack.app.task_reading import overdue

    return overdue(context, scope, sort=sort.value)
