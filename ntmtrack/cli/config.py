"""`config`: the settings of this machine, where each comes from, and how to change them."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import as_command
from ntmtrack.cli.group import Group, new_app
from ntmtrack.cli.options import words
from ntmtrack.cli.output import OUT, Way, show, staged
from ntmtrack.config import settings_file
from ntmtrack.message import N_
from ntmtrack.render import Format
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.config_shown import Machine


class _Listing(Group):
    """Without a command of its own it lists: that is what it is asked for most."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or ["list"])


app = new_app(_Listing)

Key = Annotated[
    str, typer.Argument(metavar="KEY", parser=words, help=N_("its name, as `config list` has it"))
]


def _settles(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of a use case about the settings, which no day and no ledger bounds."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        show(function(context, **given), context, way)

    return as_command(function, run, OUT)


def _bare(function: Callable[..., Report]) -> Callable[..., None]:
    """The same of what a script asks for: by itself the values alone, a line for each."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        report = function(context, **given)
        if way.format is not Format.AUTO or way.output is not None:
            show(report, context, way)
            return
        from ntmtrack.render.localise import Localiser

        localiser = Localiser(context.lang)
        cells = [row[report.position("value")] for row in report.rows]
        flat = [part for cell in cells for part in (cell if isinstance(cell, tuple) else (cell,))]
        lines = [f"{localiser.cell(cell)}\n" for cell in flat if cell is not None]
        staged("".join(lines).encode(), context, way)()

    return as_command(function, run, OUT)


def _machine() -> "Machine":
    from ntmtrack.app.config_shown import Machine

    return Machine(settings_file(os.environ), os.environ)


@app.command("list", help=N_("every setting, and where it comes from"))
@_settles
def listing(
    context: Context,
    everything: Annotated[
        bool, typer.Option("--all", help=N_("those that nobody set too"))
    ] = False,
) -> Report:
    from ntmtrack.app.configuring import listing

    return listing(context, _machine(), everything=everything)


@app.command("get", help=N_("one setting as it holds now: its value alone"))
@_bare
def get(context: Context, key: Key) -> Report:
    from ntmtrack.app.configuring import showing

    return showing(context, _machine(), key)


@app.command("set", help=N_("write a setting into the file"))
@_settles
def put(
    context: Context,
    key: Key,
    value: Annotated[
        list[str],
        typer.Argument(
            metavar="VALUE...", parser=words, help=N_("its value; several where it is a list")
        ),
    ],
) -> Report:
    from ntmtrack.app.configuring import put

    return put(context, _machine(), key, value)


@app.command("unset", help=N_("take a setting out of the file"))
@_settles
def unset(context: Context, key: Key) -> Report:
    from ntmtrack.app.configuring import drop

    return drop(context, _machine(), key)


@app.command("path", help=N_("where the file of the settings is, or would be"))
@_bare
def where(context: Context) -> Report:
    from ntmtrack.app.configuring import showing

    return showing(context, _machine(), "config")
