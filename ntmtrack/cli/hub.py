"""`hub`: exchange through a PostgreSQL database that the province keeps."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import as_command
from ntmtrack.cli.diagnostics import ExitCode
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import words
from ntmtrack.cli.output import OUT, Way, show
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


def _reaches(function: Callable[..., Report]) -> Callable[..., None]:
    """Make a command of something that goes out on the network and comes back with a report."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        check = given.pop("check", False)
        report = function(context, **given)
        show(report, context, way)
        if check and report.found:
            raise typer.Exit(ExitCode.FOUND)

    return as_command(function, run, OUT)


Hub = Annotated[
    str | None,
    typer.Option(
        "--hub",
        metavar="URL",
        parser=words,
        help=N_("the hub (or NTMTRACK_HUB, or url under [hub] in the settings)"),
    ),
]
Insecure = Annotated[
    bool,
    typer.Option("--insecure", help=N_("accept an sslmode by which others could pass for the hub")),
]
Check = Annotated[
    bool, typer.Option("--check", help=N_("exit with 1 if there is something to push or pull"))
]


@app.command("init", help=N_("make a hub in a database that is there, as its owner"))
@_reaches
def init(
    context: Context,
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL", parser=words, help=N_("postgresql://ROLE@HOST:5432/DATABASE")
        ),
    ],
    insecure: Insecure = False,
) -> Report:
    from ntmtrack.app.hub import Way, init

    return init(context, Way(url, insecure))


@app.command("grant", help=N_("give an office its role on the hub, and a password"))
@_reaches
def grant(
    context: Context,
    office: Annotated[
        str,
        typer.Argument(metavar="OFFICE", parser=words, help=N_("office: its mark or its name")),
    ],
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            metavar="NAME",
            parser=words,
            help=N_("what it logs in as (default: ntm_ and its mark)"),
        ),
    ] = None,
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help=N_("read the password from standard input")),
    ] = False,
    hub: Hub = None,
    insecure: Insecure = False,
) -> Report:
    from ntmtrack.app.hub import Way, grant

    return grant(context, office, Way(hub, insecure), role=role, given=password_stdin)


@app.command("push", help=N_("give the hub what was done here and is not there yet"))
@_reaches
def push(context: Context, hub: Hub = None, insecure: Insecure = False) -> Report:
    from ntmtrack.app.hub import Way, push

    return push(context, Way(hub, insecure))


@app.command("pull", help=N_("take from the hub what concerns this office"))
@_reaches
def pull(context: Context, hub: Hub = None, insecure: Insecure = False) -> Report:
    from ntmtrack.app.hub import Way
    from ntmtrack.app.hub_pulling import pull

    return pull(context, Way(hub, insecure))


@app.command("status", help=N_("what is on the hub, and what is still to be pushed or pulled"))
@_reaches
def status(
    context: Context, hub: Hub = None, insecure: Insecure = False, check: Check = False
) -> Report:
    from ntmtrack.app.hub import Way, status

    return status(context, Way(hub, insecure))
