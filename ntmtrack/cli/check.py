"""`check`: everything that is wrong in the ledger, and the command that mends each."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import words
from ntmtrack.domain.checks.finding import Severity
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def check(
    context: Context,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule", metavar="RULE", parser=words, help=N_("only this rule; may be given again")
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(
            "--skip", metavar="RULE", parser=words, help=N_("not this rule; may be given again")
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="UNIT", parser=words, help=N_("only this unit and those below it")
        ),
    ] = None,
    severity: Annotated[
        Severity, typer.Option("--severity", help=N_("only what is at least this bad"))
    ] = Severity.NOTE,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            help=N_("not the slow rules, which read every page, every change and every file"),
        ),
    ] = False,
    rules: Annotated[bool, typer.Option("--rules", help=N_("list the rules instead"))] = False,
) -> Report:
    from ntmtrack.app import checking

    if rules:
        return checking.listing(context)
    return checking.check(
        context, rules=rule or (), skip=skip or (), unit=unit, severity=severity, quick=quick
    )
