"""`dossier`: the papers of a recognition dossier, its steps, and who holds it."""

from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, On, SetOption, Under, Unit, Units, words
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command("paper", help=N_("record papers that it needs, or that have come"))
@writes
def paper(
    context: Context,
    unit: Unit,
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME...", parser=words, help=N_("the papers, by their names")),
    ],
    received: Annotated[
        bool, typer.Option("--received", help=N_("they have come (default: they are asked for)"))
    ] = False,
    set: SetOption = None,
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.dossier_keeping import Circumstances, paper

    shared = Circumstances(set, on, document, note)
    return paper(context, unit, names, received=received, shared=shared)


@app.command("hand", help=N_("record who holds it from a day on"))
@writes
def hand(
    context: Context,
    unit: Unit,
    to: Annotated[
        str,
        typer.Option("--to", metavar="AGENCY", parser=words, help=N_("the agency it went to")),
    ],
    set: SetOption = None,
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.dossier_keeping import Circumstances, hand

    return hand(context, unit, to, shared=Circumstances(set, on, document, note))


@app.command("close", help=N_("close it without a recognition"))
@writes
def close(
    context: Context,
    unit: Unit,
    set: SetOption = None,
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.dossier_keeping import Circumstances, close

    return close(context, unit, shared=Circumstances(set, on, document, note))


@app.command("show", help=N_("its steps and papers, done or not, and who held it"))
@looks
def show(context: Context, unit: Unit, set: SetOption = None) -> Report:
    from ntmtrack.app.dossiers import showing

    return showing(context, unit, set_words=set)


@app.command("list", help=N_("the open dossiers, by how long their holder has had them"))
@looks
def listing(
    context: Context, units: Units = None, set: SetOption = None, under: Under = None
) -> Report:
    from ntmtrack.app.dossiers import listing
    from ntmtrack.app.scope import Scope

    return listing(context, Scope(units=units, under=under, set=set))
