"""`measure`: record a figure without judging it."""

from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, On, SetOption, Unit, one_number, words
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@writes
def measure(
    context: Context,
    unit: Unit,
    number: Annotated[
        Any,
        typer.Argument(metavar="NUMBER", parser=one_number, help=N_("the number of an indicator")),
    ],
    value: Annotated[
        list[str],
        typer.Argument(
            metavar="VALUE", parser=words, help=N_("its value, for example 15,5 or 82,5 %")
        ),
    ],
    set: SetOption = None,
    on: On = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="AGENCY", parser=words, help=N_("which agency measured")),
    ] = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.measuring_plain import measure

    return measure(
        context,
        unit,
        number,
        " ".join(value),
        set_words=set,
        on=on,
        by=by,
        document=document,
        note=note,
    )
