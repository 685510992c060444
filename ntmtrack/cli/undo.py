"""`undo`: one whole change taken back, as a change of its own."""

import sys
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import output
from ntmtrack.cli.command import as_command
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import lines
from ntmtrack.cli.output import OUT, Way, show
from ntmtrack.cli.prompt import agreed, interactive, put
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say

app = new_app()

MOST = 2**31

Number = Annotated[
    int | None,
    typer.Argument(
        metavar="[CHANGE]",
        min=1,
        max=MOST,
        help=N_("the number of the change (default: the newest that stands)"),
    ),
]
Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", parser=lines, help=N_("why; it is kept in the log")),
]
Preview = Annotated[
    bool, typer.Option("--preview", help=N_("show what it would do and write nothing"))
]
Yes = Annotated[bool, typer.Option("--yes", help=N_("write without being asked"))]


def _run(context: Context, way: Way, given: dict[str, Any]) -> None:
    from ntmtrack.app.undoing import chosen, rehearsing, reversing

    number, reason = chosen(context, given["change"]), given["reason"]
    if given["preview"] or not given["yes"]:
        with rehearsing(context, number, reason=reason) as report:
            told = (say("Preview: nothing has been written."), *report.notes)
            # What is only shown goes to no file.
            shown = output.plain(way if given["preview"] else way._replace(output=None))
            show(report._replace(notes=told), context, shown)
            sys.stdout.flush()
    if given["preview"] or not (given["yes"] or _wanted(context)):
        return
    with reversing(context, number, reason=reason) as report:
        answer = output.staged(output.content(report, context, output.plain(way)), context, way)
    answer()


def _wanted(context: Context) -> bool:
    if not interactive():
        raise DataError(
            say("nothing was written"), hint=say("add --yes to write it without being asked")
        )
    if agreed(say("Undo this?"), context.lang):
        return True
    put(say("Nothing has been written."), context.lang)
    return False


def undo(
    context: Context,
    change: Number = None,
    reason: Reason = None,
    preview: Preview = False,
    yes: Yes = False,
) -> None:
    """Only says which options there are."""


app.command()(as_command(undo, _run, OUT))
