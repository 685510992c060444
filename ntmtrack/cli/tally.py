"""`tally`: record a count that comes without its list."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, On, SetOption, Unit, words
from ntmtrack.domain.standing import CountedAs
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@writes
def tally(
    context: Context,
    unit: Unit,
    figure: Annotated[str, typer.Argument(metavar="COUNT", parser=words, help=N_("9/19, or 22"))],
    what: Annotated[
        CountedAs,
        typer.Option(
            "--what",
            help=N_("criteria counted as met …, or units below counted as registered …"),
        ),
    ] = CountedAs.MET,
    set: SetOption = None,
    on: On = None,
    words: Annotated[
        str | None,
        typer.Option("--words", metavar="TEXT", parser=words, help=N_("as the paper says it")),
    ] = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.counting import tally

    return tally(
        context,
        unit,
        figure,
        what=what,
        set_words=set,
        on=on,
        words=words,
        document=document,
        note=note,
    )
