"""`period`: close a period, list those closed, and see what came after."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Note, words
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()

Period = Annotated[
    str,
    typer.Argument(
        metavar="PERIOD",
        parser=words,
        help=N_('the period: 2026-Q3, T9/2026, "6 tháng đầu năm 2026", 2026'),
    ),
]


@app.command("close", help=N_("keep the figures of a period's last day as they are known now"))
@writes
def close(context: Context, period: Period, note: Note = None) -> Report:
    from ntmtrack.app.closing import close

    return close(context, period, note=note)


@app.command("list", help=N_("the periods that were closed"))
@looks
def listing(context: Context) -> Report:
    from ntmtrack.app.closing import listing

    return listing(context)


@app.command("show", help=N_("a period as it was closed and as it is told now"))
@looks
def show(context: Context, period: Period) -> Report:
    from ntmtrack.app.closing import showing

    return showing(context, period)
