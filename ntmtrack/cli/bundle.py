"""`bundle`: what one office gives another, as a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import bundle_taking, output
from ntmtrack.cli.command import as_command, looks
from ntmtrack.cli.options import path, words
from ntmtrack.cli.output import OUT, Way
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.bundling import Making

app = bundle_taking.app


def _since(text: str) -> date | int:
    """A change by its number (412, c412), or a day. Raises DataError for anything else."""
    from ntmtrack.cli.options import known

    return int(text) if text.strip().isascii() and text.strip().isdigit() else known(text)


def _makes(function: Callable[..., "Making"]) -> Callable[..., None]:
    """Make a command that writes a bundle: it is there only if the answer can be given."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        from ntmtrack.app.bundling import making

        with making(context, function(context, **given)) as report:
            answer = output.staged(output.content(report, context, output.plain(way)), context, way)
        answer()

    # -o is the bundle, not what is said of it.
    return as_command(function, run, {name: OUT[name] for name in OUT if name != "output"})


@app.command("make", help=N_("make a file of what was done here, for another office"))
@_makes
def make(
    context: Context,
    file: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="FILE", parser=path, help=N_("the bundle, a new file")
        ),
    ],
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="OFFICE",
            parser=words,
            help=N_("for this office: only what it has not confirmed yet"),
        ),
    ] = None,
    since: Annotated[
        Any,
        typer.Option(
            "--since",
            metavar="CHANGE",
            parser=_since,
            help=N_("from this change on, or from this day on"),
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="UNIT",
            parser=words,
            help=N_("only what is about this unit and those below, and what that needs"),
        ),
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help=N_("with the files of evidence"))
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key", metavar="FILE", parser=path, help=N_("sign with this private key of OpenSSH")
        ),
    ] = None,
    unsigned: Annotated[
        bool, typer.Option("--unsigned", help=N_("do not sign, though the settings name a key"))
    ] = False,
) -> "Making":
    from ntmtrack.app.bundling import Making

    return Making(file, to, since, unit, evidence, key, unsigned)


@app.command("inspect", help=N_("look into a bundle; nothing of it is taken in"))
@looks
def inspect(
    context: Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", parser=path, help=N_("a bundle of an office"))
    ],
) -> Report:
    from ntmtrack.app.inspecting import inspecting

    return inspecting(context, file)


@app.command("list", help=N_("bundles made and taken in, and what others confirmed"))
@looks
def listing(context: Context) -> Report:
    from ntmtrack.app.bundling import listing

    return listing(context)
