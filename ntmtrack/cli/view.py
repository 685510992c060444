"""`view`: looks that are saved under a name; showing one runs it as if it were typed."""

import os
from collections.abc import Callable
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import as_command
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import words
from ntmtrack.cli.output import OUT, Way, show
from ntmtrack.config import load, settings_file
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()

Name = Annotated[str, typer.Argument(metavar="VIEW", parser=words, help=N_("the view's name"))]


def _of_this_machine(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a use case about the views of this machine: no ledger is asked."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        show(function(context, **given), context, way)

    return as_command(function, run, OUT)


@app.command("list", help=N_("every saved view"))
@_of_this_machine
def listing(context: Context) -> Report:
    from ntmtrack.app.views import listing

    return listing(context, load(os.environ).views)


@app.command(
    "show",
    help=N_("run a view as if it were typed; its options may follow: -f csv"),
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
def showing(
    ctx: typer.Context,
    name: Name,
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="[OPTIONS]...", help=N_("further options of its command")),
    ] = None,
) -> None:
    from ntmtrack.app.views import named, words_of
    from ntmtrack.cli.typed import looking

    line = words_of(named(load(os.environ).views, name))
    command = looking(ctx.find_root(), [*line, *(more or ())])
    command.command.invoke(command)


@app.command(
    "save",
    help=N_("save a command line that looks: view save NAME -- overdue --lead AGENCY"),
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
def save(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", parser=words, help=N_("its new name"))],
    line: Annotated[
        list[str],
        typer.Argument(metavar="COMMAND...", help=N_("the command line to save")),
    ],
) -> None:
    from ntmtrack.app.views import save
    from ntmtrack.cli.typed import as_saved, looking

    given = as_saved(line)
    looking(ctx.find_root(), given)
    place = settings_file(os.environ)
    show(save(ctx.obj, place, load(os.environ).views, name, given), ctx.obj)


@app.command("drop", help=N_("take a view away"))
@_of_this_machine
def drop(context: Context, name: Name) -> Report:
    from ntmtrack.app.views import drop

    return drop(context, settings_file(os.environ), load(os.environ).views, name)
