"""`review`: the week that was, and what nobody follows."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Lead, Under, Where, sifted, words
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def review(
    context: Context,
    week: Annotated[
        bool, typer.Option("--week", help=N_("from Monday on, not the last seven days"))
    ] = False,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="WORDS",
            parser=words,
            help=N_('the days to review: "tuần trước", 5/2024, "quý II/2024"'),
        ),
    ] = None,
    lead: Lead = None,
    under: Under = None,
    where: Where = None,
) -> Report:
    from ntmtrack.app.task_figures import review

    _, terms = sifted(None, where)
    return review(context, week=week, period=period, lead=lead, under=under, where=terms)
