"""`completion`: the script by which a shell completes words at TAB."""

from enum import StrEnum
from typing import Annotated

import typer

from ntmtrack.cli.group import new_app
from ntmtrack.message import N_

app = new_app()


class ShellName(StrEnum):
    """The shells that can ask."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


@app.command()
def completion(
    shell: Annotated[
        ShellName,
        typer.Argument(metavar="SHELL", help=N_("the shell that is to complete words")),
    ],
) -> None:
    from ntmtrack.cli.shells import SCRIPTS

    # Bytes: what a shell reads has the same ends of lines everywhere.
    typer.echo(SCRIPTS[shell.value].encode(), nl=False)
