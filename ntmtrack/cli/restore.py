"""`restore`: go back to a copy of the ledger; what would change is shown first."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import as_command
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import path
from ntmtrack.cli.output import OUT, Way, plain, show
from ntmtrack.cli.prompt import agreed, interactive, put
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say

if TYPE_CHECKING:
    from ntmtrack.app.restoring import Plan

app = new_app()


def _puts_back(function: Callable[..., "AbstractContextManager[Plan]"]) -> Callable[..., None]:
    """Make a command of a plan that is shown, agreed to, and then carried out."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        yes, preview = given.pop("yes"), given.pop("preview")
        with function(context, **given) as plan:
            if preview or not yes:
                # What is only shown goes to no file.
                show(plan.shown(), context, plain(way if preview else way._replace(output=None)))
                sys.stdout.flush()
            if preview:
                return
            if not yes and not interactive():
                raise DataError(
                    say("nothing was changed"), hint=say("add --yes to do it without being asked")
                )
            if not yes and not agreed(
                say("Put the copy in the place of the ledger?"), context.lang
            ):
                put(say("Nothing has been changed."), context.lang)
                return
            done = plan.done()
        show(done, context, plain(way))

    return as_command(function, run, OUT)


@app.command()
@_puts_back
def restore(
    context: Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", parser=path, help=N_("the copy to go back to"))
    ],
    yes: Annotated[bool, typer.Option("--yes", help=N_("do it without being asked"))] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help=N_("only show what would change"))
    ] = False,
    other_office: Annotated[
        bool, typer.Option("--other-office", help=N_("also a copy of another office's ledger"))
    ] = False,
    unproved: Annotated[
        bool,
        typer.Option("--unproved", help=N_("also a copy that is not as its changes wrote it")),
    ] = False,
) -> "AbstractContextManager[Plan]":
    from ntmtrack.app.restoring import restoring

    return restoring(context, file, other_office=other_office, unproved=unproved)
