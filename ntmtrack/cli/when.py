"""`when`: what the words of a deadline mean."""

from datetime import date
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import words
from ntmtrack.domain.due import parse_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command(
    help=N_(
        'what the words of a deadline mean. "Trước ngày D" includes D: a due is late only from'
        " the day after its last day."
    )
)
@looks
def when(
    context: Context,
    written: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...", parser=words, help=N_("the words as written, for one deadline")
        ),
    ],
    document_date: Annotated[
        date | None,
        typer.Option(
            "--document-date",
            metavar="DATE",
            parser=parse_day,
            help=N_("the date of the paper they stand in"),
        ),
    ] = None,
    trigger_date: Annotated[
        date | None,
        typer.Option(
            "--trigger-date",
            metavar="DATE",
            parser=parse_day,
            help=N_("the day of the event that a term runs from"),
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.when import when

    return when(context, " ".join(written), document_date=document_date, trigger_date=trigger_date)
