"""From a function of a `Context` to a command: shared options in, a report out.

A look is shown. What a write did is put into its form before the change is closed, so that an
answer that cannot be given leaves nothing written.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial, wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context, Seen
from ntmtrack.cli import output
from ntmtrack.cli.diagnostics import ExitCode
from ntmtrack.cli.options import known
from ntmtrack.cli.output import OUT, Way, show, staged
from ntmtrack.domain.due import parse_as_of
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.render import Format
from ntmtrack.reports.report import Basis, Report

if TYPE_CHECKING:
    from ntmtrack.app.report_paper import Paper

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
    "known": (
        Annotated[
            Any,
            typer.Option(
                "--known",
                metavar="DATE",
                parser=known,
                help=N_("as it had been recorded by this day, or by a change: c412"),
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
    **OUT,
}


def looks(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a question: it gets the shared reading options, its report is shown."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        check = given.pop("check")
        context = context._replace(seen=Seen())
        with _said_of_known(context):
            report = function(context, **given)
        _look(report, context, way, check=check)

    return as_command(function, run, _LOOK)


def hands_in(function: Callable[..., "Report | Paper"]) -> Callable[..., None]:
    """Make a command of a question that is answered by several reports, or by a file of them."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        context = context._replace(seen=Seen())
        with _said_of_known(context):
            answer = function(context, **given)
        if isinstance(answer, Report):
            show(answer, context, way)
            return
        basis = _basis(answer.periodic.part("counts"), context)
        staged(output.paper(answer, basis, context, way), context, way)()

    return as_command(function, run, {name: _LOOK[name] for name in _HANDED_IN})


_HANDED_IN = ("as_of", "known", "format", "output", "width")


def looks_at_tasks(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a question about tasks: what narrows them reaches it as its `scope`."""
    from ntmtrack.cli import choice

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        check = given.pop("check")
        context = context._replace(seen=Seen())
        with _said_of_known(context):
            report = function(context, scope=choice.scope(given), **given)
        _look(report, context, way, check=check)

    return as_command(function, run, {**choice.LOOKED_AT, **_LOOK})


@contextmanager
def _said_of_known(context: Context) -> Iterator[None]:
    """What cannot be found may merely not have been recorded by the day asked for."""
    try:
        yield
    except DataError as error:
        if context.known is None:
            raise
        seen = say("only what had been recorded by {known} was looked at", known=context.known)
        if isinstance(context.known, int):
            seen = say("only changes up to {number} were looked at", number=context.known)
        raise DataError(error.message, hint=error.hint, details=(*error.details, seen)) from error


def _look(report: Report, context: Context, way: Way, *, check: bool) -> None:
    report = report._replace(basis=_basis(report, context))
    # Cron mails whatever is said: with nothing found, a check says nothing.
    by_itself = way.format is Format.AUTO and way.output is None and not sys.stdout.isatty()
    if not (check and by_itself and not report.found):
        show(report, context, way)
    if check and report.found:
        raise typer.Exit(ExitCode.FOUND)


_SETS = ("set", "old_set", "new_set")
"""The columns that name criteria sets."""


def _basis(report: Report, context: Context) -> Basis | None:
    seen = context.seen
    known = f"c{context.known}" if isinstance(context.known, int) else context.known
    if seen is None or (seen.change is None and known is None):
        return None
    named = dict.fromkeys(code for key in _SETS for code in report.codes(key))
    return Basis(seen.change, {code: seen.sets[code] for code in named if code in seen.sets}, known)


def writes(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a use case that writes: one change, and the report of what it did."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        _write(partial(function, **given), context, way)

    return as_command(function, run, OUT)


def prepares(function: Callable[..., Callable[[Context], Report]]) -> Callable[..., None]:
    """Make a command of something slow that hands back what is to be written, and how.

    The ledger is held only while that is written.
    """

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        _write(function(context, **given), context, way)

    return as_command(function, run, OUT)


def rehearsed(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a use case that changes tasks: what it would do can be seen before.

    The tasks are named by number, or by what they share: then nothing is written unseen.
    """
    from ntmtrack.cli import choice

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
        if not unseen:
            _write(do, context, way)
            return
        from ntmtrack.cli.prompt import agreed, interactive, put

        if not interactive():
            raise DataError(
                say("nothing was written"), hint=say("add --yes to write it without being asked")
            )
        if not agreed(say("Write this?"), context.lang):
            put(say("Nothing has been written."), context.lang)
            return
        _write(do, context, way)

    taken = "lead" in inspect.signature(function).parameters
    return as_command(function, run, {**choice.options(lead_is_taken=taken), **OUT})


def _write(do: Callable[[Context], Report], context: Context, way: Way) -> None:
    with context.writing() as change:
        report = do(context._replace(open_change=change))
        answer = output.staged(output.content(report, context, output.plain(way)), context, way)
    answer()


def _rehearse(do: Callable[[Context], Report], context: Context, way: Way) -> None:
    with context.rehearsing() as change:
        report = do(context._replace(open_change=change))
    told = report._replace(notes=(say("Preview: nothing has been written."), *report.notes))
    show(told, context, output.plain(way))
    sys.stdout.flush()


def talks(function: Callable[..., None]) -> Callable[..., None]:
    """Make a command of a conversation: every answer is a change of its own."""

    def run(context: Context, _way: Way, given: dict[str, Any]) -> None:
        function(context, **given)

    return as_command(function, run, {})


def makes(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a use case that makes the ledger; if it cannot answer, none is made."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        report = function(context, **given)
        try:
            answer = output.staged(output.content(report, context, output.plain(way)), context, way)
        except DataError:
            context.path.unlink()
            raise
        answer()

    return as_command(function, run, OUT)


def as_command(
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
        as_of, by = common.pop("as_of", None), common.pop("known", None)
        given |= {name: value for name, value in common.items() if name not in Way._fields}
        run(context._replace(as_of=as_of or context.as_of, known=by), way, given)

    own = [
        each
        for each in list(inspect.signature(function).parameters.values())[1:]
        if each.name not in ("chosen", "scope")
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
