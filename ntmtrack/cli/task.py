"""`task`: give tasks, look at them, hand them on; what becomes of them is in `task_steps`."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import task_steps
from ntmtrack.cli.command import looks, looks_at_tasks, rehearsed, writes
from ntmtrack.cli.options import (
    Document,
    Note,
    On,
    SetOption,
    Units,
    words,
)
from ntmtrack.cli.task_options import (
    Assigned,
    Clause,
    Coordinators,
    Criterion,
    Due,
    Leads,
    MaybeReason,
    Persons,
    Reason,
    Task,
    Title,
    UnitFor,
)
from ntmtrack.domain.due import parse_as_of
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.choosing import Chosen
    from ntmtrack.app.task_reading import TaskScope

app = task_steps.app


@app.command("add", help=N_("give a task, or the same one to several units"))
@writes
def add(
    context: Context,
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", parser=words, help=N_("what is to be done"))
    ],
    units: Units = None,
    under: Annotated[
        str | None,
        typer.Option(
            "--under",
            metavar="UNIT",
            parser=words,
            help=N_("to every unit below this one, a task each"),
        ),
    ] = None,
    criterion: Criterion = None,
    set: SetOption = None,
    lead: Leads = None,
    coordinator: Coordinators = None,
    person: Persons = None,
    due: Due = None,
    document: Document = None,
    clause: Clause = None,
    assigned: Assigned = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.giving import NewTask, add

    return add(
        context,
        NewTask(
            title=title,
            units=units or (),
            under=under,
            set=set,
            criterion=criterion,
            leads=lead or (),
            coordinators=coordinator or (),
            persons=person or (),
            due=due,
            document=document,
            clause=clause,
            assigned=assigned,
            note=note,
        ),
    )


@app.command("list", help=N_("tasks by how they stand"))
@looks_at_tasks
def listing(
    context: Context,
    scope: "TaskScope",
    orphaned: Annotated[
        bool,
        typer.Option(
            "--orphaned", help=N_("only open tasks whose unit or leading agency is no more")
        ),
    ] = False,
) -> Report:
    from ntmtrack.app.tasking import listing

    return listing(context, scope, orphaned=orphaned)


@app.command("show", help=N_("one task and its whole life"))
@looks
def show(
    context: Context,
    task: Task,
) -> Report:
    from ntmtrack.app.tasking import showing

    return showing(context, task)


@app.command("assign", help=N_("hand tasks to others"))
@rehearsed
def assign(
    context: Context,
    chosen: "Chosen",
    from_agency: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="AGENCY",
            parser=words,
            help=N_("who leads no more; other leads stay. Alone: all open tasks that it leads"),
        ),
    ] = None,
    lead: Leads = None,
    coordinator: Coordinators = None,
    person: Persons = None,
    on: On = None,
    document: Document = None,
    reason: MaybeReason = None,
) -> Report:
    from ntmtrack.app.acting import Circumstance
    from ntmtrack.app.handing import assigned

    return assigned(
        context,
        chosen,
        Circumstance(on, document, reason),
        instead_of=from_agency,
        leads=lead or (),
        coordinators=coordinator or (),
        persons=person or (),
    )


@app.command("split", help=N_("hand tasks on in parts: one for each agency"))
@rehearsed
def split(
    context: Context,
    chosen: "Chosen",
    lead: Leads = None,
    title: Title = None,
    due: Due = None,
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.acting import Circumstance
    from ntmtrack.app.handing import split

    given = Circumstance(on, document, note)
    return split(context, chosen, given, to=lead or (), title=title, due=due)


@app.command("occur", help=N_("make the tasks of a task that comes round, up to a day"))
@writes
def occur(
    context: Context,
    tasks: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TASK]...", parser=words, help=N_("only of these tasks")),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(
            "--until",
            metavar="DATE",
            parser=parse_as_of,
            help=N_("up to this day (default: today)"),
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.recurring import occurred

    return occurred(context, tasks or (), until)


class Event(StrEnum):
    """What may have been recorded of a task by mistake."""

    STARTED = "started"
    PROGRESS = "progress"
    REPORTED = "reported"
    DONE = "done"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    TRIGGERED = "triggered"
    CANCELLED = "cancelled"
    REOPENED = "reopened"


@app.command("correct", help=N_("mend what was typed wrongly; before and after are kept"))
@writes
def correct(
    context: Context,
    task: Task,
    reason: Reason,
    title: Title = None,
    unit: UnitFor = None,
    criterion: Criterion = None,
    set: SetOption = None,
    due: Due = None,
    document: Document = None,
    clause: Clause = None,
    assigned: Assigned = None,
    take_back: Annotated[
        Event | None,
        typer.Option(
            "--take-back", help=N_("the last event of this kind was a mistake and counts no more")
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.correcting import Correction, corrected
    from ntmtrack.domain.task import TaskEventKind

    kind = None if take_back is None else TaskEventKind(take_back.value)
    given = Correction(title, unit, set, criterion, due, document, clause, assigned, kind)
    return corrected(context, task, given, reason=reason)


class By(StrEnum):
    """Whose tasks are counted together."""

    LEAD = "lead"
    UNIT = "unit"
    CRITERION = "criterion"
    DOCUMENT = "document"
    PERSON = "person"


@app.command("stats", help=N_("tasks counted: on time, late, open, overdue, without a due"))
@looks_at_tasks
def stats(
    context: Context,
    scope: "TaskScope",
    by: Annotated[By, typer.Option("--by", help=N_("whose tasks make one row"))] = By.LEAD,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="WORDS",
            parser=words,
            help=N_('only tasks owed in these days: "tháng 6/2024", "quý II/2024", 2024'),
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.task_figures import stats

    return stats(context, scope, by=by.value, period=period)
