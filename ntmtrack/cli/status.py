"""`status`: units and criteria at a glance."""

from datetime import date
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import SetOption, Under, Units, Where, sifted
from ntmtrack.domain.assessment import Stage
from ntmtrack.domain.due import parse_as_of
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

app = new_app()


@app.command()
@looks
def status(
    context: Context,
    units: Units = None,
    set: SetOption = None,
    under: Under = None,
    bands: Annotated[
        bool, typer.Option("--bands", help=N_("count units by how many criteria they meet"))
    ] = False,
    matrix: Annotated[
        bool, typer.Option("--matrix", help=N_("units down, the criteria of one set across"))
    ] = False,
    indicators: Annotated[
        bool, typer.Option("--indicators", help=N_("with --matrix: the indicators across too"))
    ] = False,
    stage: Annotated[
        Stage | None, typer.Option("--stage", help=N_("by the word of one stage alone"))
    ] = None,
    compare: Annotated[
        date | None,
        typer.Option(
            "--compare",
            metavar="DATE",
            parser=parse_as_of,
            help=N_("beside how it was on this earlier day"),
        ),
    ] = None,
    where: Where = None,
) -> Report:
    from ntmtrack.app.reading import status
    from ntmtrack.app.scope import Scope

    asked = {"--bands": bands, "--matrix": matrix, "--compare": compare is not None}
    _one_look([name for name, given in asked.items() if given])
    units, terms = sifted(units, where)
    scope = Scope(units=units, under=under, set=set, stage=stage)
    if terms:
        from ntmtrack.app.filtering import of_units

        scope = of_units(scope, terms)
    if matrix:
        from ntmtrack.app.matrix import matrix as as_matrix

        return as_matrix(context, scope, indicators=indicators)
    if indicators:
        raise DataError(say("--indicators belongs to --matrix"), hint=say("give --matrix too"))
    if compare is None:
        return status(context, scope, bands=bands)
    from ntmtrack.app.changes import compare as compared

    return compared(context, scope, compare)


def _one_look(asked: list[str]) -> None:
    if len(asked) > 1:
        raise DataError(
            say("{first} and {second} are two different looks", first=asked[0], second=asked[1]),
            hint=say("give one of them"),
        )
