"""What becomes of tasks, one command for each thing that can happen to them."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import rehearsed
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, On, lines, words
from ntmtrack.cli.task_options import Reason
from ntmtrack.domain.due import parse_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.choosing import Chosen

app = new_app()


@app.command("start", help=N_("work on tasks has begun"))
@rehearsed
def start(
    context: Context, chosen: "Chosen", on: On = None, document: Document = None, note: Note = None
) -> Report:
    from ntmtrack.app.acting import Circumstance, started

    return started(context, chosen, Circumstance(on, document, note))


@app.command("progress", help=N_("how far tasks have come"))
@rehearsed
def progress(
    context: Context,
    chosen: "Chosen",
    percent: Annotated[
        int, typer.Option("--percent", metavar="0-100", min=0, max=100, help=N_("how much is done"))
    ],
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.acting import Circumstance, progressed

    return progressed(context, chosen, percent, Circumstance(on, document, note))


@app.command("done", help=N_("tasks are reported done; they wait to be confirmed"))
@rehearsed
def done(
    context: Context,
    chosen: "Chosen",
    on: On = None,
    document: Document = None,
    note: Note = None,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help=N_("confirmed at once: nothing is left to do"))
    ] = False,
) -> Report:
    from ntmtrack.app.acting import Circumstance, done

    return done(context, chosen, Circumstance(on, document, note), confirmed=confirmed)


@app.command("confirm", help=N_("tasks reported done are done"))
@rehearsed
def confirm(
    context: Context, chosen: "Chosen", on: On = None, document: Document = None, note: Note = None
) -> Report:
    from ntmtrack.app.acting import Circumstance, confirmed

    return confirmed(context, chosen, Circumstance(on, document, note))


@app.command("return", help=N_("tasks reported done are not done"))
@rehearsed
def give_back(
    context: Context, chosen: "Chosen", reason: Reason, on: On = None, document: Document = None
) -> Report:
    from ntmtrack.app.acting import Circumstance, returned

    return returned(context, chosen, Circumstance(on, document, reason))


@app.command("note", help=N_("put a note on tasks"))
@rehearsed
def note(
    context: Context,
    chosen: "Chosen",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", parser=lines, help=N_("the note"))],
    on: On = None,
    document: Document = None,
) -> Report:
    from ntmtrack.app.acting import Circumstance, noted

    return noted(context, chosen, Circumstance(on, document, text))


@app.command("extend", help=N_("a later due for tasks; the first stays on record"))
@rehearsed
def extend(
    context: Context,
    chosen: "Chosen",
    due: Annotated[
        str,
        typer.Option("--due", "--to", metavar="WHEN", parser=words, help=N_("the new due")),
    ],
    reason: Reason,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="TEXT", parser=words, help=N_("who allowed it")),
    ] = None,
    on: On = None,
    document: Document = None,
) -> Report:
    from ntmtrack.app.acting import Circumstance, extended

    return extended(context, chosen, due, Circumstance(on, document, reason), by=by)


@app.command("trigger", help=N_("the event came from which a due is reckoned"))
@rehearsed
def trigger(
    context: Context,
    chosen: "Chosen",
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.acting import Circumstance
    from ntmtrack.app.calling import triggered

    return triggered(context, chosen, Circumstance(on, document, note))


@app.command("pause", help=N_("tasks rest for a while"))
@rehearsed
def pause(
    context: Context,
    chosen: "Chosen",
    reason: Reason,
    until: Annotated[
        date | None,
        typer.Option(
            "--until", metavar="DATE", parser=parse_day, help=N_("the last day of the pause")
        ),
    ] = None,
    stop_clock: Annotated[
        bool,
        typer.Option(
            "--stop-clock", help=N_("the days do not count; the document says so (--document)")
        ),
    ] = False,
    on: On = None,
    document: Document = None,
) -> Report:
    from ntmtrack.app.acting import Circumstance, paused

    given = Circumstance(on, document, reason)
    return paused(context, chosen, until, given, stop_clock=stop_clock)


@app.command("resume", help=N_("paused tasks go on"))
@rehearsed
def resume(
    context: Context, chosen: "Chosen", on: On = None, document: Document = None, note: Note = None
) -> Report:
    from ntmtrack.app.acting import Circumstance, resumed

    return resumed(context, chosen, Circumstance(on, document, note))


@app.command("cancel", help=N_("tasks that are no longer owed"))
@rehearsed
def cancel(
    context: Context, chosen: "Chosen", reason: Reason, on: On = None, document: Document = None
) -> Report:
    from ntmtrack.app.acting import Circumstance, cancelled

    return cancelled(context, chosen, Circumstance(on, document, reason))


@app.command("reopen", help=N_("tasks done or cancelled are owed again"))
@rehearsed
def reopen(
    context: Context, chosen: "Chosen", reason: Reason, on: On = None, document: Document = None
) -> Report:
    from ntmtrack.app.acting import Circumstance, reopened

    return reopened(context, chosen, Circumstance(on, document, reason))
