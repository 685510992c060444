"""`milestone`: planned values by the month: record, take back, load, list."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import DefaultGroup, new_app
from ntmtrack.cli.options import (
    Criteria,
    Document,
    Note,
    SetOption,
    Under,
    Unit,
    Units,
    one_number,
    path,
    together,
    words,
)
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app(DefaultGroup)

Number = Annotated[
    Any, typer.Argument(metavar="NUMBER", parser=one_number, help=N_("the number of an indicator"))
]
By = Annotated[
    str,
    typer.Option(
        "--by", metavar="WHEN", parser=words, help=N_("by when: T6/2024, quý II/2024, 2024, a day")
    ),
]


@app.command("add", help=N_("record a planned value; the word add can be left out"))
@writes
def add(
    context: Context,
    unit: Unit,
    number: Number,
    value: Annotated[
        list[str],
        typer.Argument(
            metavar="VALUE", parser=words, help=N_("its value, for example 15,5 or 82,5 %")
        ),
    ],
    by: By,
    set: SetOption = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.planning import milestone

    return milestone(
        context,
        unit,
        number,
        " ".join(value),
        by=by,
        set_words=set,
        document=document,
        note=note,
    )


@app.command("remove", help=N_("take back what was planned for a span"))
@writes
def remove(context: Context, unit: Unit, number: Number, by: By, set: SetOption = None) -> Report:
    from ntmtrack.app.planning import removal

    return removal(context, unit, number, by=by, set_words=set)


@app.command("load", help=N_("record the plans of a sheet: .csv, .tsv, .xlsx, .ods, .xls"))
@writes
def load(
    context: Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            parser=path,
            help=N_("columns unit, number, by, value; or unit, number and a column for each month"),
        ),
    ],
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="NAME", parser=words, help=N_("which sheet of a workbook")),
    ] = None,
    set: SetOption = None,
) -> Report:
    from ntmtrack.app.importing.flow import Source, take
    from ntmtrack.app.importing.kind import Options
    from ntmtrack.app.importing.milestones import KIND

    return take(context, KIND, Source(file, sheet), Options(set=set), apply=True)


@app.command("list", help=N_("the planned values that stand"))
@looks
def listing(
    context: Context,
    units: Units = None,
    set: SetOption = None,
    criterion: Criteria = None,
    under: Under = None,
) -> Report:
    from ntmtrack.app.planning import listing
    from ntmtrack.app.scope import Scope

    scope = Scope(units=units, under=under, set=set)
    return listing(context, scope, together(criterion))
