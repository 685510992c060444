"""How a report leaves the program: its form, its file, and the options that say so."""

import os
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.options import path
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.record import Record
from ntmtrack.render import Format
from ntmtrack.reports.report import Basis, Report

if TYPE_CHECKING:
    from ntmtrack.app.report_paper import Paper


class Way(Record):
    """How a report is to come out."""

    format: Format = Format.AUTO
    output: Path | None = None
    columns: tuple[str, ...] | None = None
    width: int | None = None


def _columns(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not keys:
        raise DataError(say("--columns names no column"), hint=say("name keys with commas"))
    return keys


OUT: dict[str, tuple[Any, Any]] = {
    "format": (
        Annotated[
            Format,
            typer.Option(
                "--format",
                "-f",
                help=N_("form of the output; auto: a table on a terminal, text elsewhere"),
            ),
        ],
        Format.AUTO,
    ),
    "output": (
        Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE",
                parser=path,
                help=N_("write to a file; its suffix gives the form"),
            ),
        ],
        None,
    ),
    "columns": (
        Annotated[
            Any,
            typer.Option(
                "--columns",
                metavar="KEYS",
                parser=_columns,
                help=N_("which columns, by their English keys, with commas"),
            ),
        ],
        None,
    ),
    "width": (
        Annotated[
            int | None,
            typer.Option(
                "--width", metavar="N", min=20, max=1000, help=N_("characters a line may hold")
            ),
        ],
        None,
    ),
}


def show(report: Report, context: Context, way: Way | None = None) -> None:
    """Write a report to standard output or to a file, in the form asked for.

    Raises DataError for an unknown column or suffix, or a file that cannot be written.
    """
    way = way or Way()
    staged(content(report, context, way), context, way)()


def plain(way: Way) -> Way:
    """What a write says is text: it does not wait for a table, nor does the ledger."""
    to_screen = way.format is Format.AUTO and way.output is None
    return way._replace(format=Format.TEXT) if to_screen else way


def content(report: Report, context: Context, way: Way) -> bytes:
    """A report in the form asked for; DataError for an unknown column or suffix."""
    from ntmtrack.render import write

    tty = way.output is None and sys.stdout.isatty()
    form = way.format
    if form is Format.AUTO and way.output is not None:
        form = Format.of_path(way.output)
    whole = BytesIO()
    write(
        report,
        format=form,
        stream=whole,
        lang=context.lang,
        width=way.width,
        tty=tty,
        colour=tty and not os.environ.get("NO_COLOR"),
        columns=way.columns,
    )
    return whole.getvalue()


def paper(given: "Paper", basis: Basis | None, context: Context, way: Way) -> bytes:
    """A periodic report in the form asked for.

    Raises DataError for a form that cannot hold it, and for a template that asks for what is not
    there.
    """
    from ntmtrack.render.periodic import Look

    form = way.format
    if form is Format.AUTO and way.output is not None:
        form = Format.of_path(way.output)
    own = given.template
    if own and way.output and os.path.realpath(own.path) == os.path.realpath(way.output):
        raise DataError(
            say("{file} is the template itself", file=str(way.output)),
            hint=say("choose another place with -o FILE"),
        )
    tty = way.output is None and sys.stdout.isatty()
    colour = tty and not os.environ.get("NO_COLOR")
    return given.content(context, form, basis, Look(width=way.width, tty=tty, colour=colour))


def staged(given: bytes, context: Context, way: Way) -> Callable[[], object]:
    """The last step of an answer: all that can be refused has been tried before."""
    if way.output is None:
        return lambda: sys.stdout.buffer.write(given)
    from ntmtrack.render import files

    if os.path.realpath(way.output) == os.path.realpath(context.path):
        raise DataError(
            say("{file} is the ledger itself", file=str(way.output)),
            hint=say("choose another place with -o FILE"),
        )
    return files.staged(way.output, given)
