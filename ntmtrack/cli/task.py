"""`task`: give tasks, look at them, hand them on; what becomes of them is in `task_steps`."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import task_steps
from ntmtrack.cli.command import looks, rehearsed, writes
from ntmtrack.cli.options import (
    Coordinator,
    Criteria,
    Document,
    Lead,
    Note,
    On,
    Person,
    SetOption,
    Under,
    Units,
    lines,
    one_number,
    together,
    words,
)
from ntmtrack.domain.due import parse_as_of, parse_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.choosing import Chosen

app = task_steps.app

_Task = Annotated[str, typer.Argument(metavar="TASK", parser=words, help=N_("its number"))]
_Title = Annotated[
    str | None,
    typer.Option("--title", metavar="TEXT", parser=words, help=N_("what is to be done")),
]
_Criterion = Annotated[
    str | None,
    typer.Option(
        "--criterion",
        metavar="NUMBER",
        parser=one_number,
        help=N_("the criterion or indicator it is about"),
    ),
]
_Due = Annotated[
    str | None,
    typer.Option(
        "--due",
        metavar="WHEN",
        parser=words,
        help=N_('as the paper says it: "trong tháng 5/2023"; "trước ngày D" includes D'),
    ),
]
_Assigned = Annotated[
    date | None,
    typer.Option(
        "--assigned",
        metavar="DATE",
        parser=parse_day,
        help=N_("the day it was given (default: the document's)"),
    ),
]
_Clause = Annotated[
    str | None,
    typer.Option(
        "--clause", metavar="TEXT", parser=words, help=N_("which clause of the document asks it")
    ),
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
    criterion: _Criterion = None,
    set: SetOption = None,
    lead: Leads = None,
    coordinator: Coordinators = None,
    person: Persons = None,
    due: _Due = None,
    document: Document = None,
    clause: _Clause = None,
    assigned: _Assigned = None,
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
@looks
def listing(
    context: Context,
    units: Units = None,
    under: Under = None,
    lead: Lead = None,
    coordinator: Coordinator = None,
    person: Person = None,
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
        person=person,
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


@app.command("assign", help=N_("hand tasks to others"))
@rehearsed
def assign(
    context: Context,
    chosen: "Chosen",
    lead: Leads = None,
    coordinator: Coordinators = None,
    person: Persons = None,
    on: On = None,
    document: Document = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", parser=lines, help=N_("why"))
    ] = None,
) -> Report:
    from ntmtrack.app.acting import Circumstance
    from ntmtrack.app.handing import assigned

    return assigned(
        context,
        chosen,
        Circumstance(on, document, reason),
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
    title: _Title = None,
    due: _Due = None,
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
    task: _Task,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", parser=lines, help=N_("why"))],
    title: _Title = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="UNIT", parser=words, help=N_("the unit it is for")),
    ] = None,
    criterion: _Criterion = None,
    set: SetOption = None,
    due: _Due = None,
    document: Document = None,
    clause: _Clause = None,
    assigned: _Assigned = None,
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
@looks
def stats(
    context: Context,
    units: Units = None,
    under: Under = None,
    lead: Lead = None,
    coordinator: Coordinator = None,
    person: Person = None,
    document: Document = None,
    set: SetOption = None,
    criterion: Criteria = None,
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
    from ntmtrack.app.reading import TaskScope
    from ntmtrack.app.task_figures import stats

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
    return stats(context, scope, by=by.value, period=period)
