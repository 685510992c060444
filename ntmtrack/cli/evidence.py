"""`evidence`: attach a file or a document to a judgement."""

from pathlib import Path
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, SetOption, Unit, one_number, path
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@writes
def evidence(
    context: Context,
    unit: Unit,
    number: Annotated[
        str,
        typer.Argument(metavar="NUMBER", parser=one_number, help=N_("the criterion or indicator")),
    ],
    set: SetOption = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", parser=path, help=N_("a file; its SHA-256 is kept")),
    ] = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.counting import evidence

    return evidence(context, unit, number, set_words=set, file=file, document=document, note=note)
