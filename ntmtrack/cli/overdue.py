"""`overdue`: which tasks are late."""

from enum import StrEnum
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import (
    Coordinator,
    Criteria,
    Document,
    Lead,
    Person,
    SetOption,
    Under,
    Units,
    together,
)
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


class Sort(StrEnum):
    """What comes first."""

    DAYS = "days"
    TASK = "task"
    UNIT = "unit"


@app.command()
@looks
def overdue(
    context: Context,
    units: Units = None,
    under: Under = None,
    lead: Lead = None,
    coordinator: Coordinator = None,
    person: Person = None,
    document: Document = None,
    set: SetOption = None,
    criterion: Criteria = None,
    sort: Annotated[
        Sort, typer.Option("--sort", help=N_("by days late, task number or unit"))
    ] = Sort.DAYS,
) -> Report:
    from ntmtrack.app.reading import TaskScope, overdue

    scope = TaskScope(
        units=units,
        under=under,
        set=set,
        criterion=together(criterion),
        lead=lead,
        coordinator=coordinator,
        document=document,
        person=person,
    )
    return overdue(context, scope, sort=sort.value)
