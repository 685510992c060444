"""`report`: the periodic report, in text, as a workbook, as a page, and as a paper to be signed."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import hands_in
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import SetOption, Under, Units, lines, path, words
from ntmtrack.domain.due import parse_day
from ntmtrack.errors import DataError
from ntmtrack.message import N_, say
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.report_paper import Paper

app = new_app()


@app.command()
@hands_in
def report(
    context: Context,
    period: Annotated[
        str | None,
        typer.Argument(
            metavar="PERIOD",
            parser=words,
            help=N_('the period: 2026-Q3, T9/2026, "6 tháng đầu năm 2026", 2026-W47'),
        ),
    ] = None,
    units: Units = None,
    under: Under = None,
    set: SetOption = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE",
            parser=path,
            help=N_("a template: a file .docx or .xlsx, or one that is shipped, by its name"),
        ),
    ] = None,
    templates: Annotated[
        bool,
        typer.Option("--templates", help=N_("list the shipped templates and all they may ask for")),
    ] = False,
    template_out: Annotated[
        Path | None,
        typer.Option(
            "--template-out",
            metavar="DIR",
            parser=path,
            help=N_("put the shipped templates into a folder, to be edited"),
        ),
    ] = None,
    issuer: Annotated[
        str | None,
        typer.Option(
            "--issuer",
            metavar="NAME",
            parser=words,
            help=N_("the body that issues it (default: the office of the ledger)"),
        ),
    ] = None,
    superior: Annotated[
        str | None,
        typer.Option("--superior", metavar="NAME", parser=words, help=N_("the body above it")),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option("--number", metavar="NUMBER", parser=words, help=N_("the paper's number")),
    ] = None,
    symbol: Annotated[
        str | None,
        typer.Option(
            "--symbol", metavar="TEXT", parser=words, help=N_("its sign, for example BC-UBND")
        ),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option("--place", metavar="TEXT", parser=words, help=N_("where it is issued")),
    ] = None,
    dated: Annotated[
        date | None,
        typer.Option("--dated", metavar="DATE", parser=parse_day, help=N_("its day")),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="TEXT", parser=words, help=N_("what it is about")),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="NAME", parser=words, help=N_("who is addressed")),
    ] = None,
    recipient: Annotated[
        list[str] | None,
        typer.Option("--recipient", metavar="NAME", parser=words, help=N_("who gets it as well")),
    ] = None,
    signed_as: Annotated[
        list[str] | None,
        typer.Option(
            "--signed-as",
            metavar="TEXT",
            parser=words,
            help=N_("a line above the signature: authority, then office"),
        ),
    ] = None,
    signer: Annotated[
        str | None,
        typer.Option("--signer", metavar="NAME", parser=words, help=N_("who signs")),
    ] = None,
    request: Annotated[
        list[str] | None,
        typer.Option(
            "--request", metavar="TEXT", parser=lines, help=N_("what the office asks for")
        ),
    ] = None,
) -> "Report | Paper":
    from ntmtrack.app import templates as shipped

    if templates:
        return shipped.listing()
    if template_out is not None:
        return shipped.hand_out(context, template_out, template)
    if period is None:
        raise DataError(
            say("a report is of a period"),
            hint=say("name it: `ntmtrack report 2026-H1`, `ntmtrack report 2026-W47`"),
        )
    from ntmtrack.app.report_frame import office_frame
    from ntmtrack.app.report_paper import prepare
    from ntmtrack.app.reporting import Asked
    from ntmtrack.app.scope import Scope
    from ntmtrack.domain.decree30 import Frame

    typed = Frame(
        issuer=issuer,
        superior=superior,
        number=number,
        symbol=symbol,
        place=place,
        dated=dated,
        about=about,
        to=tuple(to or ()),
        recipients=tuple(recipient or ()),
        signed_as=tuple(signed_as or ()),
        signer=signer,
    )
    chosen = None if template is None else shipped.named(template, context.lang)
    scope = Scope(units=units, under=under, set=set)
    asked = Asked(period, scope, office_frame(typed), tuple(request or ()))
    return prepare(context, asked, chosen)
