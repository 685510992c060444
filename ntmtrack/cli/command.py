"""From a function of a `Context` to a command: shared options in, a report out.

A look is shown. What a write did is put into its form before the change is closed, so that an
answer that cannot be given leaves nothing written.
"""

import inspect
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import partial, wraps
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import choice
from ntmtrack.cli.diagnostics import ExitCode
from ntmtrack.cli.options import path
from ntmtrack.cli.prompt import agreed, interactive, put
from ntmtrack.domain.due import parse_as_of
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.render import Format
from ntmtrack.reports.report import Report


class Way(NamedTuple):
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
        Annotated[
            bool,
            typer.Option(
                "--check", help=N_("exit with 1 if there are rows; say nothing if there are none")
            ),
        ],
        False,
    ),
    **_OUT,
}


def looks(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a question: it gets the shared reading options, its report is shown."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        check = given.pop("check")
        report = function(context, **given)
        # Cron mails whatever is said: with nothing found, a check says nothing.
        by_itself = way.format is Format.AUTO and way.output is None and not sys.stdout.isatty()
        if not (check and by_itself and not report.found):
            show(report, context, way)
        if check and report.found:
            raise typer.Exit(ExitCode.FOUND)

    return _command(function, run, _LOOK)


def writes(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a use case that writes: one change, and the report of what it did."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        _write(partial(function, **given), context, way)

    return _command(function, run, _OUT)


def prepares(function: Callable[..., Callable[[Context], Report]]) -> Callable[..., None]:
    """Make a command of something slow that hands back what is to be written, and how.

    The ledger is held only while that is written.
    """

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        _write(function(context, **given), context, way)

    return _command(function, run, _OUT)


def rehearsed(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a use case that changes tasks: what it would do can be seen before.

    The tasks are named by number, or by what they share: then nothing is written unseen.
    """

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        preview, yes = given.pop("preview"), given.pop("yes")
        chosen = choice.chosen(given)
        do = partial(function, chosen=chosen, **given)
        unseen = chosen.by_what_they_share and not yes
        if preview or unseen:
            # What is only shown goes to no file.
            _rehearse(do, context, way if preview else way._replace(output=None))
        if preview:
            return
        if unseen and not interactive():
            raise DataError(
                say("nothing was written"), hint=say("add --yes to write it without being asked")
            )
        if unseen and not agreed(say("Write this?"), context.lang):
            put(say("Nothing has been written."), context.lang)
            return
        _write(do, context, way)

    taken = "lead" in inspect.signature(function).parameters
    return _command(function, run, {**choice.options(lead_is_taken=taken), **_OUT})


def _write(do: Callable[[Context], Report], context: Context, way: Way) -> None:
    with context.writing() as change:
        report = do(context._replace(open_change=change))
        staged = _staged(_content(report, context, _plain(way)), context, way)
    staged()


def _rehearse(do: Callable[[Context], Report], context: Context, way: Way) -> None:
    with context.rehearsing() as change:
        report = do(context._replace(open_change=change))
    told = report._replace(notes=(say("Preview: nothing has been written."), *report.notes))
    show(told, context, _plain(way))
    sys.stdout.flush()


def talks(function: Callable[..., None]) -> Callable[..., None]:
    """Make a command of a conversation: every answer is a change of its own."""

    def run(context: Context, _way: Way, given: dict[str, Any]) -> None:
        function(context, **given)

    return _command(function, run, {})


def makes(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a use case that makes the ledger; if it cannot answer, none is made."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        report = function(context, **given)
        try:
            staged = _staged(_content(report, context, _plain(way)), context, way)
        except DataError:
            context.path.unlink()
            raise
        staged()

    return _command(function, run, _OUT)


def _command(
    function: Callable[..., object],
    run: Callable[[Context, Way, dict[str, Any]], None],
    shared: dict[str, tuple[Any, Any]],
) -> Callable[..., None]:
    """`function(context, …)` as Typer wants it: a `ctx` first, the shared options last."""

    @wraps(function)
    def command(ctx: typer.Context, **given: Any) -> None:
        common = {name: given.pop(name) for name in shared}
        way = Way(**{name: common[name] for name in Way._fields if name in common})
        context: Context = ctx.obj
        as_of = common.pop("as_of", None)
        given |= {name: value for name, value in common.items() if name not in Way._fields}
        run(context._replace(as_of=as_of or context.as_of), way, given)

    own = [
        each
        for each in list(inspect.signature(function).parameters.values())[1:]
        if each.name != "chosen"
    ]
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
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del command.__wrapped__  # or inspect would look through it
    return command


def show(report: Report, context: Context, way: Way | None = None) -> None:
    """Write a report to standard output or to a file, in the form asked for.

    Raises DataError for an unknown column or suffix, or a file that cannot be written.
    """
    way = way or Way()
    _staged(_content(report, context, way), context, way)()


def _plain(way: Way) -> Way:
    """What a write says is text: it does not wait for a table, nor does the ledger."""
    to_screen = way.format is Format.AUTO and way.output is None
    return way._replace(format=Format.TEXT) if to_screen else way


def _content(report: Report, context: Context, way: Way) -> bytes:
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


def _staged(content: bytes, context: Context, way: Way) -> Callable[[], object]:
    """The last step of an answer: all that can be refused has been tried before."""
    if way.output is None:
        return lambda: sys.stdout.buffer.write(content)
    from ntmtrack.render.files import staged

    if os.path.realpath(way.output) == os.path.realpath(context.path):
        raise DataError(
            say("{file} is the ledger itself", file=str(way.output)),
            hint=say("choose another place with -o FILE"),
        )
    return staged(way.output, content)
