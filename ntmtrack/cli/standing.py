"""`standing`: record events on the way to recognition, and see where units stand on it."""

from datetime import date
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import Group, new_app
from ntmtrack.cli.options import Document, Note, On, SetOption, Under, Unit, Units, days, words
from ntmtrack.domain.due import parse_day
from ntmtrack.domain.standing import StandingEvent
from ntmtrack.message import N_
from ntmtrack.reports.report import Report


class AddsByDefault(Group):
    """`standing UNIT EVENT` is `standing add UNIT EVENT`: an event is what is most often typed."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        args = self.in_english(ctx, args)
        if args and args[0] not in (*self.known(), *ctx.help_option_names):
            args = ["add", *args]
        return super().parse_args(ctx, args)


app = new_app(AddsByDefault)

Happened = Annotated[StandingEvent, typer.Argument(metavar="EVENT", help=N_("what happened"))]
OfYear = Annotated[
    int | None,
    typer.Option("--year", metavar="YEAR", min=1990, max=2199, help=N_("the year of the standard")),
]
Target = Annotated[
    str | None,
    typer.Option(
        "--target", metavar="WHEN", parser=words, help=N_("by when, as the paper says it")
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until",
        metavar="DATE",
        parser=parse_day,
        help=N_("the last day of a recognition that ends by itself"),
    ),
]
Had = Annotated[
    list[StandingEvent] | None,
    typer.Option("--event", help=N_("only those that have had this event; may be given again")),
]
Expiring = Annotated[
    Any,
    typer.Option("--expiring", metavar="90d", parser=days, help=N_("which recognitions end soon")),
]


@app.command("add", help=N_("record an event; the word add may be left out"))
@writes
def add(
    context: Context,
    unit: Unit,
    event: Happened,
    set: SetOption = None,
    on: On = None,
    year: OfYear = None,
    target: Target = None,
    until: Until = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    from ntmtrack.app.standings import Given, standing

    given = Given(set, on, year, target, until, document, note)
    return standing(context, unit, event, given)


@app.command("list", help=N_("where units stand, what ends soon, what is at risk"))
@looks
def listing(
    context: Context,
    units: Units = None,
    set: SetOption = None,
    under: Under = None,
    event: Had = None,
    expiring: Expiring = "90d",
) -> Report:
    from ntmtrack.app.scope import Scope
    from ntmtrack.app.standings import listing

    scope = Scope(units=units, under=under, set=set)
    return listing(context, scope, events=event or (), within=expiring)


@app.command("show", help=N_("every event of one unit, and how it stands now"))
@looks
def show(context: Context, unit: Unit, set: SetOption = None) -> Report:
    from ntmtrack.app.standings import showing

    return showing(context, unit, set)
