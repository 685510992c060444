"""`demo`: make a ledger of five real papers and show it."""

from pathlib import Path
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import path
from ntmtrack.cli.output import show
from ntmtrack.message import N_

app = new_app()


@app.command()
def demo(
    ctx: typer.Context,
    db: Annotated[
        Path | None,
        typer.Option(
            "--db",
            metavar="FILE",
            parser=path,
            help=N_("where to make it (default: a new file here)"),
        ),
    ] = None,
) -> None:
    from ntmtrack.app.demo import demo
    from ntmtrack.cli.diagnostics import tell_way

    context: Context = ctx.obj
    place = db or (context.path if context.path_given else Path("ntmtrack-demo.db"))
    told, reports = demo(context._replace(path=place))
    for report in reports:
        show(report, context)
        typer.echo()
    tell_way(told, context.lang)
