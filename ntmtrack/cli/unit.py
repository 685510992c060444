"""`unit`: the units of the ledger, as they were and are."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import From, Note, Region, SetOption, To, Under, Unit, Units, path, words
from ntmtrack.domain.due import parse_day
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
    from ntmtrack.app.scope import Scope
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


FirstDay = Annotated[
    date,
    typer.Option(
        "--on", metavar="DATE", parser=parse_day, help=N_("the first day of the new division")
    ),
]
Decided = Annotated[
    str,
    typer.Option("--document", metavar="REF", parser=words, help=N_("the decision: its number")),
]


@app.command("merge", help=N_("merge units into one; what is recorded of them stays theirs"))
@writes
def merge(
    context: Context,
    units: Annotated[
        list[str],
        typer.Argument(metavar="UNIT...", parser=words, help=N_("the units that end")),
    ],
    into: Annotated[
        str,
        typer.Option(
            "--into",
            metavar="NAME",
            parser=words,
            help=N_("what they become: a full name, or the code of a unit that is there"),
        ),
    ],
    on: FirstDay,
    document: Decided,
    kind: Kind = None,
    code: Code = None,
    under: Parent = None,
    region: Region = None,
    group: UnitGroup = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.unit_changes import Decision, merged
    from ntmtrack.app.unit_parts import Part
    from ntmtrack.app.units import region_key

    new = Part(into, kind, code, under, region_key(region), group)
    return merged(context, units, new, Decision(on, document, note))


@app.command("split", help=N_("split a unit into several; what is recorded of it stays its own"))
@writes
def split(
    context: Context,
    unit: Unit,
    into: Annotated[
        list[str],
        typer.Option(
            "--into",
            metavar="NAME",
            parser=words,
            help=N_("a part: a full name, or the code of a unit that is there; once for each"),
        ),
    ],
    on: FirstDay,
    document: Decided,
    below: Annotated[
        list[str] | None,
        typer.Option(
            "--village",
            metavar="UNIT=NAME",
            parser=words,
            help=N_('below which part a unit of it goes on: "Thôn 1=Xã A"; once for each'),
        ),
    ] = None,
    under: Parent = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.unit_changes import Decision, split
    from ntmtrack.app.unit_parts import Part

    parts = [Part(each, under=under) for each in into]
    return split(context, unit, parts, Decision(on, document, note), below=below or ())


@app.command("lineage", help=N_("what a unit was made of and became; what follows for it"))
@looks
def lineage(context: Context, unit: Unit, set: SetOption = None) -> Report:
    from ntmtrack.app.lineage import lineage

    return lineage(context, unit, set_words=set)


@app.command("import", help=N_("fill in units from the shipped table, or from a sheet"))
@writes
def fill(
    context: Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            parser=path,
            help=N_("a sheet with a column of names, and more; `import units` tries it first"),
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
    changes: Annotated[
        date | None,
        typer.Option(
            "--changes",
            metavar="DATE",
            parser=parse_day,
            help=N_("what the units of the ledger became on this day, by the shipped table"),
        ),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help=N_("with --changes: write what is sure"))
    ] = False,
    document: Annotated[
        str | None,
        typer.Option(
            "--document", metavar="REF", parser=words, help=N_("with --changes: the decision")
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.unit_filling import import_province
    from ntmtrack.app.units import region_key

    if changes is not None:
        from ntmtrack.app.succession import import_changes

        _refuse_beside_changes(file, as_of, under, region)
        return import_changes(context, changes, province=province, apply=apply, document=document)
    if (file is None) == (province is None):
        raise DataError(
            say("say where the units come from"),
            hint=say("either --province NAME or the file of a sheet; nothing was written"),
        )
    if file is not None:
        from ntmtrack.app.importing.flow import Source, take
        from ntmtrack.app.importing.kind import Options
        from ntmtrack.app.importing.units import KIND

        given = Options(under=under, region=region_key(region))
        return take(context, KIND, Source(file), given, apply=True)
    assert province is not None
    day = as_of or context.today.isoformat()
    return import_province(context, province, day, region=region_key(region), under=under)


def _refuse_beside_changes(*others: object) -> None:
    if any(each is not None for each in others):
        raise DataError(
            say("--changes goes with --province, --apply and --document only"),
            hint=say("leave the rest out; nothing was written"),
        )
