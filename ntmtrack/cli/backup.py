"""`backup`: a proved copy of the ledger; quiet in cron while all is well."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.app.schedule import Scheduler
from ntmtrack.cli.command import as_command
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import path
from ntmtrack.cli.output import OUT, Way, show, staged
from ntmtrack.cli.started import program
from ntmtrack.message import N_
from ntmtrack.render import Format
from ntmtrack.reports.report import Report

app = new_app()

MOST = 100_000


def _told(function: Callable[..., Report | bytes]) -> Callable[..., None]:
    """Make a command of what is told to somebody; where nobody asks and all is well, nothing is."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        answer = function(context, **given)
        if isinstance(answer, bytes):
            staged(answer, context, way)()
            return
        asked = way.format is not Format.AUTO or way.output is not None or sys.stdout.isatty()
        if asked or answer.summary["torn"]:
            show(answer, context, way)

    return as_command(function, run, OUT)


@app.command()
@_told
def backup(
    context: Context,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]", parser=path, help=N_("where to (default: beside the ledger)")
        ),
    ] = None,
    keep: Annotated[
        int,
        typer.Option("--keep", metavar="N", min=1, max=MOST, help=N_("so many copies are kept")),
    ] = 30,
    cron: Annotated[
        bool, typer.Option("--cron", help=N_("show the lines that make a copy every working day"))
    ] = False,
    system: Annotated[
        Scheduler | None,
        typer.Option("--system", help=N_("with --cron: only what one system wants")),
    ] = None,
) -> Report | bytes:
    if cron or system is not None:
        from ntmtrack.app.backing_cron import lines

        return lines(context, folder, keep=keep, program=program(), system=system)
    from ntmtrack.app.backing import backup

    return backup(context, folder, keep=keep)
