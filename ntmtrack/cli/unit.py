"""`unit`: the units of the ledger, as they were and are."""

from pathlib import Path
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import From, To, Under, Unit, Units, path, words
from ntmtrack.domain.unit import UnitKind
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

app = new_app()

Kind = Annotated[
    UnitKind | None, typer.Option("--kind", help=N_("what kind of unit (default: by its name)"))
]
Code = Annotated[
    str | None,
    typer.Option("--code", metavar="CODE", parser=words, help=N_("its code, zeros and all")),
]
Parent = Annotated[
    str | None,
    typer.Option("--under", metavar="UNIT", parser=words, help=N_("the unit it belongs to")),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="KEY",
        parser=words,
        help=N_("region that thresholds name: tay-nguyen, dong-bang-song-hong …"),
    ),
]
UnitGroup = Annotated[
    str | None,
    typer.Option("--group", metavar="KEY", parser=words, help=N_("group that thresholds name")),
]


@app.command("add", help=N_("add one unit"))
@writes
def add(
    context: Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", parser=words, help=N_("its full name: Xã …"))
    ],
    kind: Kind = None,
    code: Code = None,
    under: Parent = None,
    region: Region = None,
    group: UnitGroup = None,
    valid_from: From = None,
    valid_to: To = None,
) -> Report:
    from ntmtrack.app.units import NewUnit, add, kind_of, region_key

    given = NewUnit(
        name=name,
        kind=kind_of(name, kind),
        code=code,
        under=under,
        region=region_key(region),
        group=group,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return add(context, given)


@app.command("list", help=N_("the units of a day"))
@looks
def listing(context: Context, units: Units = None, under: Under = None) -> Report:
    from ntmtrack.app.reading import Scope
    from ntmtrack.app.units import listing

    return listing(context, Scope(units=units, under=under))


@app.command("show", help=N_("one unit through time"))
@looks
def show(context: Context, unit: Unit) -> Report:
    from ntmtrack.app.units import showing

    return showing(context, unit)


@app.command("set", help=N_("change a unit from a day on, or mend a wrong entry"))
@writes
def change(
    context: Context,
    unit: Unit,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", parser=words, help=N_("its new name"))
    ] = None,
    kind: Kind = None,
    code: Code = None,
    under: Parent = None,
    region: Region = None,
    group: UnitGroup = None,
    valid_from: From = None,
    valid_to: To = None,
) -> Report:
    from ntmtrack.app.units import UnitChange, change_unit, region_key

    given = UnitChange(
        name=name,
        kind=kind,
        under=under,
        region=region_key(region),
        group=group,
        code=code,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return change_unit(context, unit, given)


@app.command("import", help=N_("fill in units from the shipped table, or from a CSV file"))
@writes
def fill(
    context: Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", parser=path, help=N_("a CSV file with a column name, and more")
        ),
    ] = None,
    province: Annotated[
        str | None,
        typer.Option(
            "--province", metavar="NAME", parser=words, help=N_("a province of the shipped table")
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            parser=words,
            help=N_("the division of this day, month or year (it changed on 1/7/2025)"),
        ),
    ] = None,
    under: Annotated[
        str | None,
        typer.Option("--under", metavar="DISTRICT", parser=words, help=N_("only this district")),
    ] = None,
    region: Region = None,
) -> Report:
    from ntmtrack.app.unit_filling import import_file, import_province
    from ntmtrack.app.units import region_key

    if (file is None) == (province is None):
        raise DataError(
            say("say where the units come from"),
            hint=say("either --province NAME or a CSV file; nothing was written"),
        )
    if file is not None:
        return import_file(context, file)
    assert province is not None
    day = as_of or context.today.isoformat()
    return import_province(context, province, day, region=region_key(region), under=under)
