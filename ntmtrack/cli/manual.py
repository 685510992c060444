"""`manual`: the manual, page by page."""

from pathlib import Path
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import words
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say

app = new_app()

PAGES = Path(__file__).resolve().parent.parent / "manual"


@app.command()
def manual(
    ctx: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[TOPIC]", parser=words, help=N_("a page; alone: which there are")),
    ] = None,
) -> None:
    context: Context = ctx.obj
    topics = sorted(page.name.removesuffix(".vi.md") for page in PAGES.glob("*.vi.md"))
    if topic is None:
        typer.echo("\n".join(topics))
        return
    if topic not in topics:
        raise DataError(
            say("the manual has no page {topic}", topic=topic),
            hint=say("pages: {topics}", topics=tuple(topics)),
        )
    ending = ".vi.md" if context.lang == "vi" else ".md"
    typer.echo((PAGES / f"{topic}{ending}").read_text("utf-8").rstrip())
