"""`bundle apply`, `conflicts`, `settle` and `refused`: what other offices give, taken in."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import output
from ntmtrack.cli.command import as_command, looks, writes
from ntmtrack.cli.diagnostics import ExitCode
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import path, words
from ntmtrack.cli.output import OUT, Way, show
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

app = new_app()


def _apply(context: Context, way: Way, given: dict[str, Any]) -> None:
    from ntmtrack.app.applying import rehearsing, taking

    files, unsigned = given["files"], given["unsigned"]
    if given["preview"]:
        with rehearsing(context, files, unsigned=unsigned) as report:
            notes = (say("Preview: nothing has been written."), *report.notes)
            show(report._replace(notes=notes), context, output.plain(way))
    else:
        with taking(context, files, unsigned=unsigned) as report:
            answer = output.staged(output.content(report, context, output.plain(way)), context, way)
        answer()
    if given["check"] and report.found:
        raise typer.Exit(ExitCode.FOUND)


def apply(
    context: Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|DIR...",
            parser=path,
            help=N_("bundles of other offices; of a folder all that lie in it"),
        ),
    ],
    preview: Annotated[
        bool, typer.Option("--preview", help=N_("show what it would do and write nothing"))
    ] = False,
    unsigned: Annotated[
        bool,
        typer.Option("--unsigned", help=N_("take it though it is not signed as its office signs")),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help=N_("exit with 1 if rows were refused or wait"))
    ] = False,
) -> None:
    """Only says which options there are."""


app.command("apply", help=N_("take in bundles of other offices"))(as_command(apply, _apply, OUT))


@app.command("conflicts", help=N_("what offices wrote differently, to be chosen"))
@looks
def conflicts(context: Context) -> Report:
    from ntmtrack.app.differing import differing

    return differing(context)


@app.command("settle", help=N_("choose among values that offices wrote differently"))
@writes
def settle(
    context: Context,
    row: Annotated[
        str,
        typer.Argument(
            metavar="ROW", parser=words, help=N_("a task's number, or the uid of the row")
        ),
    ],
    field: Annotated[
        str,
        typer.Argument(metavar="FIELD", parser=words, help=N_("the field's key, such as title")),
    ],
    value: Annotated[
        str | None,
        typer.Argument(metavar="[VALUE]", parser=words, help=N_("the value that is to stand")),
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option("--keep", metavar="OFFICE", parser=words, help=N_("what this office wrote")),
    ] = None,
) -> Report:
    from ntmtrack.app.differing import choose

    return choose(context, row, field, value=value, keep=keep)


@app.command("refused", help=N_("what was refused of other offices, or waits, and why"))
@looks
def refused(context: Context) -> Report:
    from ntmtrack.app.applying import refused

    return refused(context)
