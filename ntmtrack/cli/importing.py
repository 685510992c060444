"""`import`: sheets as officers keep them; tried first, written with --apply."""

import sys
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.app.importing.kind import Options
from ntmtrack.cli import output
from ntmtrack.cli.command import as_command, makes
from ntmtrack.cli.group import Group, new_app
from ntmtrack.cli.options import Document, From, Region, SetOption, path, words
from ntmtrack.cli.output import OUT, Way
from ntmtrack.domain.assessment import Stage
from ntmtrack.domain.due import parse_day
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report


class _Importing(Group):
    """What is imported is named first, but for `--all DIR`: that takes everything."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        args = self.in_english(ctx, args)
        named = args and args[0] in self.known()
        if not named and any(word.partition("=")[0] in _ALL for word in args):
            args = ["everything", *args]
        return super().parse_args(ctx, args)


_ALL = ("--all", "--tat-ca")
"""The option by its names; which command it belongs to is not known yet where it is met."""

app = new_app(_Importing)


class OldFont(StrEnum):
    """The old encodings of Vietnamese that a text does not tell by itself."""

    TCVN3 = "tcvn3"
    VNI = "vni"


_TAKEN: dict[str, tuple[Any, Any]] = {
    "sheet": (
        Annotated[
            str | None,
            typer.Option(
                "--sheet", metavar="NAME", parser=words, help=N_("which sheet of a workbook")
            ),
        ],
        None,
    ),
    "map": (
        Annotated[
            Path | None,
            typer.Option(
                "--map",
                metavar="FILE",
                parser=path,
                help=N_("what the columns are, as --save-map wrote it"),
            ),
        ],
        None,
    ),
    "save_map": (
        Annotated[
            Path | None,
            typer.Option(
                "--save-map",
                metavar="FILE",
                parser=path,
                help=N_("write down what the columns were taken for, to be mended and used again"),
            ),
        ],
        None,
    ),
    "font": (
        Annotated[
            OldFont | None,
            typer.Option(
                "--font", help=N_("the old encoding of the text, where the file does not tell")
            ),
        ],
        None,
    ),
    "apply": (
        Annotated[
            bool, typer.Option("--apply", help=N_("write it; without this it is only tried"))
        ],
        False,
    ),
    "skip_rejected": (
        Annotated[
            bool,
            typer.Option(
                "--skip-rejected", help=N_("with --apply: write the others where some are rejected")
            ),
        ],
        False,
    ),
    "rejected": (
        Annotated[
            Path | None,
            typer.Option(
                "--rejected",
                metavar="FILE",
                parser=path,
                help=N_("where the rejected lines go, to be mended and taken in again (.xlsx)"),
            ),
        ],
        None,
    ),
    **OUT,
}
"""What is asked of every kind of sheet."""

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", parser=path, help=N_("a sheet: .xlsx, .xls, .ods, .csv, .tsv or .txt")
    ),
]
On = Annotated[
    date | None,
    typer.Option(
        "--on", metavar="DATE", parser=parse_day, help=N_("the day it was so, where no column says")
    ),
]
StageOption = Annotated[
    Stage | None,
    typer.Option("--stage", help=N_("who judged, where no column says (default: the unit itself)")),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="AGENCY", parser=words, help=N_("which agency judged")),
]
Below = Annotated[
    str | None,
    typer.Option(
        "--under", metavar="UNIT", parser=words, help=N_("the unit that those of the sheet are in")
    ),
]


_READ = ("sheet", "map", "save_map", "font", "rejected")
"""The options that say how the lines are read, and what is written beside them."""


def takes(function: Callable[..., Options]) -> Callable[..., None]:
    """Make a command of a kind of sheet, named as the function is: tried, or written in one change.

    The function hands back what the user says for every line.
    """

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        from importlib import import_module

        from ntmtrack.app.importing.flow import Source, take
        from ntmtrack.render import Format
        from ntmtrack.render.localise import Localiser
        from ntmtrack.render.progress import progress

        file = given.pop("file")
        read = {name: given.pop(name) for name in _READ}
        read["rejected"] = read["rejected"] or file.parent / f"{file.stem}-rejected.xlsx"
        source = Source(file, **read)
        apply, skip_rejected = given.pop("apply"), given.pop("skip_rejected")
        kind = import_module(f"ntmtrack.app.importing.{function.__name__}").KIND
        options = function(context, file=file, **given)
        words = Localiser(context.lang).say(say("lines of {file}", file=file.name))
        with (
            context.writing() if apply else context.rehearsing() as change,
            progress(sys.stderr, words, heard=context.form == Format.SPOKEN) as tell,
        ):
            within = context._replace(open_change=change)
            report = take(
                within, kind, source, options, apply=apply, skip_rejected=skip_rejected, tell=tell
            )
            answer = output.staged(output.content(report, context, output.plain(way)), context, way)
        answer()

    return as_command(function, run, _TAKEN)


@app.command("assessments", help=N_("judgements: a matrix of units and criteria, or a list"))
@takes
def assessments(
    context: Context,
    file: File,
    set: SetOption = None,
    on: On = None,
    stage: StageOption = None,
    by: By = None,
    document: Document = None,
) -> Options:
    return Options(set=set, on=on, stage=stage, by=by, document=document)


@app.command("tasks", help=N_("tasks: what, for whom, who leads, by when"))
@takes
def tasks(
    context: Context, file: File, set: SetOption = None, document: Document = None
) -> Options:
    return Options(set=set, document=document)


@app.command("units", help=N_("units, with their codes and what they belong to"))
@takes
def units(
    context: Context,
    file: File,
    under: Below = None,
    region: Region = None,
    from_: From = None,
) -> Options:
    return Options(under=under, region=region, on=from_)


@app.command("agencies", help=N_("agencies, with their persons and addresses"))
@takes
def agencies(context: Context, file: File) -> Options:
    return Options()


@app.command("milestones", help=N_("planned values, a line for each or a column for each month"))
@takes
def milestones(
    context: Context, file: File, set: SetOption = None, document: Document = None
) -> Options:
    return Options(set=set, document=document)


@app.command("products", help=N_("OCOP products, with their stars"))
@takes
def products(
    context: Context, file: File, under: Below = None, document: Document = None
) -> Options:
    return Options(under=under, document=document)


@app.command("everything", help=N_("a new ledger of what `export --all DIR` gave out: --all DIR"))
@makes
def everything(
    context: Context,
    all: Annotated[
        Path,
        typer.Option(
            "--all",
            metavar="DIR",
            parser=path,
            help=N_("the folder; the ledger that is made is the one of --db"),
        ),
    ],
) -> Report:
    from ntmtrack.app.whole import bring_in

    return bring_in(context, all)
