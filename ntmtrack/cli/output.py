"""How a report leaves the program: its form, its file, and the options that say so."""

import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
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
    plain: bool = False
    """Whether what is said by itself is text on a terminal too."""


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


def coloured(tty: bool, environ: Mapping[str, str]) -> bool:
    """Whether tables are coloured; `tty` says whether a person watches.

    NO_COLOR and FORCE_COLOR stand for what their names say when they hold anything, the first
    before the second; a terminal of TERM=dumb knows no colours.
    """
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    if not tty or environ.get("TERM") == "dumb":
        return False
    system: str = sys.platform
    if system == "win32":
        from ntmtrack.cli.windows import understands_colour

        return understands_colour()
    return True


def plain(way: Way) -> Way:
    """What a write says is text: it does not wait for a table, nor does the ledger."""
    return way._replace(plain=True)


def content(report: Report, context: Context, way: Way) -> bytes:
    """A report in the form asked for; DataError for an unknown column or suffix."""
    from ntmtrack.render import write

    tty = way.output is None and sys.stdout.isatty()
    form = _form(context, way, tty=tty)
    whole = BytesIO()
    write(
        report,
        format=form,
        stream=whole,
        lang=context.lang,
        width=way.width,
        tty=tty,
        colour=way.output is None and coloured(tty, os.environ),
        columns=way.columns,
    )
    return whole.getvalue()


def _form(context: Context, way: Way, *, tty: bool) -> Format:
    """The form asked for; by itself a file's is that of its suffix, a terminal's the reader's."""
    if way.format is not Format.AUTO:
        return way.format
    if way.output is not None:
        return Format.of_path(way.output)
    # A table is what a terminal gets by itself, where a table fits.
    if tty and context.form not in (None, Format.TABLE):
        return Format(context.form)
    return Format.TEXT if way.plain else Format.AUTO


def paper(given: "Paper", basis: Basis | None, context: Context, way: Way) -> bytes:
    """A periodic report in the form asked for.

    Raises DataError for a form that cannot hold it, and for a template that asks for what is not
    there.
    """
    from ntmtrack.render.periodic import Look

    tty = way.output is None and sys.stdout.isatty()
    form = _form(context, way, tty=tty)
    own = given.template
    if own and way.output and os.path.realpath(own.path) == os.path.realpath(way.output):
        raise DataError(
            say("{file} is the template itself", file=str(way.output)),
            hint=say("choose another place with -o FILE"),
        )
    colour = way.output is None and coloured(tty, os.environ)
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
    return partial(_put, files.staged(way.output, given), way.output, context.lang)


def _put(move: Callable[[], None], place: Path, lang: str) -> None:
    from ntmtrack.cli.diagnostics import tell_written

    move()
    # A device or a pipe is no file that would be looked for.
    if place.is_file():
        tell_written(place, lang)
