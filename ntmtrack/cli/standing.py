"""`standing`: record events on the way to recognition."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, On, SetOption, Unit, words
from ntmtrack.domain.standing import StandingEvent
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@writes
def standing(
    context: Context,
    unit: Unit,
    event: Annotated[StandingEvent, typer.Argument(help=N_("what happened"))],
    set: SetOption = None,
    on: On = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar="YEAR", min=1990, max=2199, help=N_("the year of the standard")
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--target", metavar="WHEN", parser=words, help=N_("by when, as the paper says it")
        ),
    ] = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.counting import standing

    return standing(
        context,
        unit,
        event,
        set_words=set,
        on=on,
        year=year,
        target=target,
        document=document,
        note=note,
    )
