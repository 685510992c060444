"""`notice`: the documents that facts and tasks rest on."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import notice_draft
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.options import lines, path, words
from ntmtrack.domain.due import parse_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = notice_draft.app

Words = Annotated[
    str,
    typer.Argument(metavar="REF", parser=words, help=N_("its number, or words of it")),
]


@app.command("add", help=N_("note a document, or complete one"))
@writes
def add(
    context: Context,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", parser=words, help=N_("its number and symbol"))
    ],
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="TEXT", parser=words, help=N_("thông báo, kết luận …")),
    ] = None,
    dated: Annotated[
        date | None,
        typer.Option("--date", metavar="DATE", parser=parse_day, help=N_("its date")),
    ] = None,
    issuer: Annotated[
        str | None,
        typer.Option("--issuer", metavar="TEXT", parser=words, help=N_("who issued it")),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="TEXT", parser=words, help=N_("what it is about")),
    ] = None,
    excerpt: Annotated[
        str | None,
        typer.Option("--excerpt", metavar="TEXT", parser=lines, help=N_("words of it")),
    ] = None,
    recipient: Annotated[
        list[str] | None,
        typer.Option(
            "--recipient",
            metavar="NAME",
            parser=words,
            help=N_("to whom it was sent; may be given again"),
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", metavar="FILE", parser=path, help=N_("the file; its SHA-256 is kept")
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.papers import add_document

    return add_document(
        context,
        number,
        kind=kind,
        dated=dated,
        issuer=issuer,
        about=about,
        excerpt=excerpt,
        file=file,
        recipients=recipient or (),
    )


@app.command("list", help=N_("every document, and what became of what it asks for"))
@looks
def listing(context: Context) -> Report:
    from ntmtrack.app.documents import listing

    return listing(context)


@app.command("show", help=N_("one document followed up: its clauses, tasks and targets on a page"))
@looks
def show(context: Context, ref: Words) -> Report:
    from ntmtrack.app.documents import showing

    return showing(context, ref)
