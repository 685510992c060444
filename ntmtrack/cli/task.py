"""`task`: give tasks, look at them, and record what becomes of them."""

from datetime import date
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import (
    Coordinator,
    Criteria,
    Document,
    Lead,
    Note,
    On,
    SetOption,
    Under,
    Unit,
    Units,
    lines,
    one_number,
    together,
    words,
)
from ntmtrack.domain.due import parse_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()

Tasks = Annotated[
    list[str],
    typer.Argument(metavar="TASK...", parser=words, help=N_("numbers: NV2026-014, or 14")),
]
Leads = Annotated[
    list[str] | None,
    typer.Option(
        "--lead", metavar="AGENCY", parser=words, help=N_("who leads; may be given again")
    ),
]
Coordinators = Annotated[
    list[str] | None,
    typer.Option(
        "--coordinator",
        metavar="AGENCY",
        parser=words,
        help=N_("who coordinates; may be given again"),
    ),
]
Persons = Annotated[
    list[str] | None,
    typer.Option(
        "--person", metavar="NAME", parser=words, help=N_("who in person; may be given again")
    ),
]


@app.command("add", help=N_("give a task"))
@writes
def add(
    context: Context,
    unit: Unit,
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", parser=words, help=N_("what is to be done"))
    ],
    criterion: Annotated[
        str | None,
        typer.Option(
            "--criterion",
            metavar="NUMBER",
            parser=one_number,
            help=N_("the criterion or indicator it is about"),
        ),
    ] = None,
    set: SetOption = None,
    lead: Leads = None,
    coordinator: Coordinators = None,
    person: Persons = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due",
            metavar="WHEN",
            parser=words,
            help=N_('as the paper says it: "trong tháng 5/2023"; "trước ngày D" includes D'),
        ),
    ] = None,
    document: Document = None,
    assigned: Annotated[
        date | None,
        typer.Option(
            "--assigned",
            metavar="DATE",
            parser=parse_day,
            help=N_("the day it was given (default: the document's)"),
        ),
    ] = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.giving import NewTask, add

    return add(
        context,
        NewTask(
            title=title,
            unit=unit,
            set=set,
            criterion=criterion,
            leads=lead or (),
            coordinators=coordinator or (),
            persons=person or (),
            due=due,
            document=document,
            assigned=assigned,
            note=note,
        ),
    )


@app.command("list", help=N_("tasks by how they stand"))
@looks
def listing(
    context: Context,
    units: Units = None,
    under: Under = None,
    lead: Lead = None,
    coordinator: Coordinator = None,
    document: Document = None,
    set: SetOption = None,
    criterion: Criteria = None,
) -> Report:
    from ntmtrack.app.reading import TaskScope
    from ntmtrack.app.tasking import listing

    scope = TaskScope(
        units=units,
        under=under,
        set=set,
        criterion=together(criterion),
        lead=lead,
        coordinator=coordinator,
        document=document,
    )
    return listing(context, scope)


@app.command("show", help=N_("one task and its whole life"))
@looks
def show(
    context: Context,
    task: Annotated[str, typer.Argument(metavar="TASK", parser=words, help=N_("its number"))],
) -> Report:
    from ntmtrack.app.tasking import showing

    return showing(context, task)


@app.command("done", help=N_("tasks are done"))
@writes
def done(
    context: Context, tasks: Tasks, on: On = None, document: Document = None, note: Note = None
) -> Report:
    from ntmtrack.app.tasking import done

    return done(context, tasks, on=on, document=document, note=note)


@app.command("note", help=N_("put a note on tasks"))
@writes
def note(
    context: Context,
    tasks: Tasks,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", parser=lines, help=N_("the note"))],
    on: On = None,
    document: Document = None,
) -> Report:
    from ntmtrack.app.tasking import noted

    return noted(context, tasks, text, on=on, document=document)


@app.command("assign", help=N_("hand tasks to others"))
@writes
def assign(
    context: Context,
    tasks: Tasks,
    lead: Leads = None,
    coordinator: Coordinators = None,
    person: Persons = None,
    on: On = None,
    document: Document = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", parser=words, help=N_("why"))
    ] = None,
) -> Report:
    from ntmtrack.app.tasking import assigned

    return assigned(
        context,
        tasks,
        leads=lead or (),
        coordinators=coordinator or (),
        persons=person or (),
        on=on,
        document=document,
        reason=reason,
    )


@app.command("cancel", help=N_("tasks that are no longer owed"))
@writes
def cancel(
    context: Context,
    tasks: Tasks,
    reason: Annotated[Any, typer.Option("--reason", metavar="TEXT", parser=words, help=N_("why"))],
    on: On = None,
    document: Document = None,
) -> Report:
    from ntmtrack.app.tasking import cancelled

    return cancelled(context, tasks, reason=reason, on=on, document=document)
