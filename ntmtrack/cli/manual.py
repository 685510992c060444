"""`manual`: the manual, page by page."""

import os
import shutil
import sys
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.diagnostics import UsageFault
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import words
from ntmtrack.cli.output import coloured, show
from ntmtrack.message import N_, say

app = new_app()


@app.command()
def manual(
    ctx: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[TOPIC]", parser=words, help=N_("a page; alone: which there are")),
    ] = None,
    search: Annotated[
        str | None,
        typer.Option(
            "--search",
            metavar="TEXT",
            parser=words,
            help=N_("where these words stand, in all pages or in the one named"),
        ),
    ] = None,
    man: Annotated[
        bool, typer.Option("--man", help=N_("the man page, as `man -l -` takes it"))
    ] = False,
) -> None:
    from ntmtrack.app import manual

    context: Context = ctx.obj
    if man and (topic or search):
        raise UsageFault(say("--man goes with no page and no words"))
    if man:
        typer.echo(manual.man_page(context.lang), nl=False)
        return
    named = None if topic is None else manual.topic_of(topic, context.lang)
    if search is not None:
        show(manual.search(search, context.lang, topic=named), context)
    elif named is None:
        show(manual.contents(context.lang), context)
    else:
        _open(manual.page(named, context.lang), listened_to=context.form == "spoken")


def _open(page: str, *, listened_to: bool) -> None:
    """A page as a terminal shows it, a screen at a time; anywhere else as it was written.

    It stays so for whoever has the screen read out: a table that is drawn is read across.
    """
    if listened_to or not sys.stdout.isatty():
        typer.echo(page, nl=False)
        return
    from ntmtrack.cli import pager
    from ntmtrack.render.manual_page import render

    width = min(shutil.get_terminal_size().columns, _WIDEST)
    pager.page(render(page, width=width, styled=coloured(True, os.environ)))


_WIDEST = 90
"""Lines that are longer than this tire whoever reads them."""
