"""`export`: everything in the ledger, as files that any program reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import output
from ntmtrack.cli.command import as_command
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import path
from ntmtrack.cli.output import OUT, Way
from ntmtrack.message import N_

app = new_app()


def _gives(function: Callable[..., Path]) -> Callable[..., None]:
    """Make a command that fills a folder: the folder is there only if the answer can be given."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        from ntmtrack.app.whole import taking_out

        with taking_out(context, function(context, **given)) as report:
            answer = output.staged(output.content(report, context, output.plain(way)), context, way)
        answer()

    return as_command(function, run, OUT)


@app.command()
@_gives
def export(
    context: Context,
    all: Annotated[
        Path,
        typer.Option(
            "--all",
            metavar="DIR",
            parser=path,
            help=N_("everything, into this new folder; for one table: -o FILE of its command"),
        ),
    ],
) -> Path:
    return all
