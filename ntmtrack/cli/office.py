"""`office`: this office, and those that exchange bundles with it."""

from pathlib import Path
from typing import Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Note, path, words
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

app = new_app()


@app.command("set", help=N_("say what this office is called, and what its numbers bear"))
@writes
def own(
    context: Context,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", parser=words, help=N_("its name"))
    ] = None,
    mark: Annotated[
        str | None,
        typer.Option(
            "--mark",
            metavar="MARK",
            parser=words,
            help=N_("what stands behind its numbers: NV2026-014/BB; kept once a bundle was made"),
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="UNIT", parser=words, help=N_("it writes about this unit and below")
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key", metavar="FILE", parser=path, help=N_("its public key, or the key beside it")
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="SET",
            parser=words,
            help=N_("the criteria set it works by; may be given again"),
        ),
    ] = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.offices import Own, set_own

    return set_own(context, Own(name, mark, unit, key, note, tuple(sets) if sets else None))


@app.command("add", help=N_("register the office that made a bundle"))
@writes
def add(
    context: Context,
    file: Annotated[
        Path, typer.Option("--from", metavar="FILE", parser=path, help=N_("a bundle of it"))
    ],
    unit: Annotated[
        str,
        typer.Option(
            "--unit",
            metavar="UNIT",
            parser=words,
            help=N_("it may write about this unit and below"),
        ),
    ],
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="FILE",
            parser=path,
            help=N_("its public key, got by another way (default: the one in the bundle)"),
        ),
    ] = None,
) -> Report:
    from ntmtrack.app.offices import add

    return add(context, file, unit, key=key)


@app.command("list", help=N_("every office, and how far the exchange with it has come"))
@looks
def listing(context: Context) -> Report:
    from ntmtrack.app.offices import listing

    return listing(context)


@app.command("show", help=N_("one office (default: this one)"))
@looks
def show(
    context: Context,
    office: Annotated[
        str | None,
        typer.Argument(metavar="[OFFICE]", parser=words, help=N_("its mark, or its name")),
    ] = None,
) -> Report:
    from ntmtrack.app.offices import showing

    return showing(context, office)
