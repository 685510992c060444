"""What commands share: their options, their parameter types, and the way out of a report."""

import inspect
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.diagnostics import ExitCode
from ntmtrack.domain.due import parse_as_of, parse_day
from ntmtrack.domain.text import clean, clean_note
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.render import Format
from ntmtrack.reports.report import Report

Unit = Annotated[
    str,
    typer.Argument(
        metavar="UNIT", parser=clean, help=N_("unit: its code, its name or enough of the name")
    ),
]
Units = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[UNIT]...", parser=clean, help=N_("units: codes, names or enough of the names")
    ),
]
SetOption = Annotated[
    str | None,
    typer.Option("--set", metavar="SET", parser=clean, help=N_("criteria set: its code or name")),
]
Document = Annotated[
    str | None,
    typer.Option(
        "--document",
        metavar="REF",
        parser=clean,
        help=N_("the document that says so: its number, or words of it"),
    ),
]
Note = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", parser=clean_note, help=N_("a note, kept as written")),
]
On = Annotated[
    date | None,
    typer.Option("--on", metavar="DATE", parser=parse_day, help=N_("the day it was so")),
]
Under = Annotated[
    str | None,
    typer.Option(
        "--under", metavar="UNIT", parser=clean, help=N_("only units below this one, at any depth")
    ),
]
Lead = Annotated[
    str | None,
    typer.Option("--lead", metavar="AGENCY", parser=clean, help=N_("only tasks it leads")),
]
Coordinator = Annotated[
    str | None,
    typer.Option(
        "--coordinator", metavar="AGENCY", parser=clean, help=N_("only tasks it coordinates")
    ),
]


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of a list such as 1,2,5-6; DataError for anything else."""
    from ntmtrack.domain.numbers import parse_numbers

    return parse_numbers(text)


def one_number(text: str) -> str:
    """The number of one criterion or indicator; DataError for anything else."""
    found = numbers(text)
    if len(found) != 1:
        raise DataError(
            say("{text} is more than one number", text=text), hint=say("give one number")
        )
    return found[0]


def numbers_option(name: str, help_text: str) -> Any:
    """An option that takes a list of numbers such as 1,2,5-6."""
    return typer.Option(name, metavar="NUMBERS", parser=numbers, help=help_text)


Criteria = Annotated[Any, numbers_option("--criterion", N_("only about these criteria"))]


def _columns(text: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in text.split(",") if key.strip())


_OUT: dict[str, tuple[Any, Any]] = {
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

_LOOK: dict[str, tuple[Any, Any]] = {
    "as_of": (
        Annotated[
            date | None,
            typer.Option(
                "--as-of",
                metavar="DATE",
                parser=parse_as_of,
                help=N_("what was true on this day (default: today)"),
            ),
        ],
        None,
    ),
    "check": (
        Annotated[bool, typer.Option("--check", help=N_("exit with 1 if there are rows"))],
        False,
    ),
    **_OUT,
}


def looks(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a question: it gets the shared reading options, its report is shown."""
    return _command(function, _LOOK)


def writes(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a use case that writes: the report of what it did is shown."""
    return _command(function, _OUT)


def _command(
    function: Callable[..., Report], shared: dict[str, tuple[Any, Any]]
) -> Callable[..., None]:
    """`function(context, …)` as Typer wants it: a `ctx` first, the shared options last."""

    @wraps(function)
    def command(ctx: typer.Context, **given: Any) -> None:
        way = {name: given.pop(name) for name in shared}
        context: Context = ctx.obj
        if way.get("as_of") is not None:
            context = context._replace(as_of=way["as_of"])
        report = function(context, **given)
        show(
            report,
            context.lang,
            format=way["format"],
            output=way["output"],
            columns=way["columns"],
            width=way["width"],
        )
        raise typer.Exit(ExitCode.FOUND if way.get("check") and report.found else ExitCode.DONE)

    own = list(inspect.signature(function).parameters.values())[1:]
    kind = inspect.Parameter.KEYWORD_ONLY
    first = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_ONLY, annotation=typer.Context)
    parameters = [
        first,
        *(parameter.replace(kind=kind) for parameter in own),
        *(
            inspect.Parameter(name, kind, default=default, annotation=annotation)
            for name, (annotation, default) in shared.items()
        ),
    ]
    signature = inspect.Signature(parameters)
    command.__signature__ = signature  # type: ignore[attr-defined]  # read by inspect
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del command.__wrapped__  # or inspect would look through it
    return command


def show(
    report: Report,
    lang: str,
    *,
    format: Format = Format.AUTO,
    output: Path | None = None,
    columns: tuple[str, ...] | None = None,
    width: int | None = None,
) -> None:
    """Write a report to standard output or to a file, in the form asked for.

    Raises DataError for an unknown column or suffix, or a file that cannot be written.
    """
    from ntmtrack.render import write, write_file

    if output is not None:
        write_file(report, output, format=format, lang=lang, columns=columns, width=width)
        return
    tty = sys.stdout.isatty()
    write(
        report,
        format=format,
        stream=sys.stdout.buffer,
        lang=lang,
        width=width,
        tty=tty,
        colour=tty and not os.environ.get("NO_COLOR"),
        columns=columns,
    )
