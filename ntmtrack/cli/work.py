"""`work`: record works and look at them; what becomes of them is in `work_steps`."""

from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import work_steps
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.options import (
    Document,
    Note,
    On,
    SetOption,
    Under,
    Unit,
    Units,
    numbers_option,
    together,
    words,
)
from ntmtrack.cli.work_steps import Named
from ntmtrack.domain.disbursement import By
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = work_steps.app

Serves = Annotated[
    list[Any] | None, numbers_option("--criterion", N_("the criteria or indicators it serves"))
]
Due = Annotated[
    str | None,
    typer.Option(
        "--due", metavar="WHEN", parser=words, help=N_("when it is to be finished, as written")
    ),
]


@app.command("add", help=N_("record a work of a unit, with the criteria it serves"))
@writes
def add(
    context: Context,
    unit: Unit,
    name: Annotated[
        str, typer.Argument(metavar="NAME", parser=words, help=N_("the name of the work"))
    ],
    criterion: Serves = None,
    set: SetOption = None,
    due: Due = None,
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.work_rows import Occasion
    from ntmtrack.app.works import Facts, add

    facts = Facts(together(criterion), (), set, due, note)
    return add(context, unit, name, facts, Occasion(on, document))


@app.command("set", help=N_("another name, other criteria, another time to be finished by"))
@writes
def correct(
    context: Context,
    work: Named,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", parser=words, help=N_("its name"))
    ] = None,
    criterion: Serves = None,
    no_criterion: Annotated[
        list[Any] | None, numbers_option("--no-criterion", N_("what it serves no more"))
    ] = None,
    set: SetOption = None,
    due: Due = None,
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.work_rows import Occasion
    from ntmtrack.app.works import Facts, correct

    facts = Facts(together(criterion), together(no_criterion), set, due, note)
    return correct(context, work, name, facts, Occasion(on, document))


@app.command("list", help=N_("works, how far they have come, and their capital"))
@looks
def listing(
    context: Context,
    units: Units = None,
    under: Under = None,
    set: SetOption = None,
    criterion: Annotated[
        list[Any] | None, numbers_option("--criterion", N_("only those that serve these criteria"))
    ] = None,
    held_up: Annotated[
        bool, typer.Option("--held-up", help=N_("only what something holds up"))
    ] = False,
    late: Annotated[
        bool, typer.Option("--late", help=N_("only what was to be finished before"))
    ] = False,
    open: Annotated[
        bool, typer.Option("--open", help=N_("only what is neither finished nor stopped"))
    ] = False,
) -> Report:
    from ntmtrack.app.scope import Scope
    from ntmtrack.app.works import Only, listing

    scope = Scope(units=units, under=under, set=set)
    return listing(context, scope, Only(held_up, late, open), criteria=together(criterion))


@app.command("show", help=N_("what happened to a work, and every sum"))
@looks
def show(context: Context, work: Named) -> Report:
    from ntmtrack.app.works import show

    return show(context, work)


@app.command(
    "disbursement", help=N_("how much of the approved capital was disbursed, slow ones first")
)
@looks
def disbursement(
    context: Context,
    units: Units = None,
    under: Annotated[
        str | None,
        typer.Option(
            "--under",
            metavar="UNIT",
            parser=words,
            help=N_("each unit right below this one, with all below it"),
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar="YEAR", min=1900, max=2200, help=N_("only the capital of this year")
        ),
    ] = None,
    by: Annotated[By, typer.Option("--by", help=N_("what sums are told apart by"))] = By.UNIT,
) -> Report:
    from ntmtrack.app.disbursement import disbursement

    return disbursement(context, units=units, under=under, year=year, by=by)
