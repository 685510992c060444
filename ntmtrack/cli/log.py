"""`log`: who changed what, and when; `log show`: one change, field by field; `log who`."""

from datetime import date
from typing import Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import looks
from ntmtrack.cli.group import Group, new_app
from ntmtrack.cli.options import Criteria, Unit, numbers, together, words
from ntmtrack.domain.due import parse_day
from ntmtrack.message import N_
from ntmtrack.reports.report import Report


class ListsByDefault(Group):
    """`log` is `log list`, and `log 12` is `log show 12`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        args = self.in_english(ctx, args)
        if not args or args[0] not in (*self.known(), *ctx.help_option_names):
            named = bool(args) and not args[0].startswith("-")
            args = ["show" if named else "list", *args]
        return super().parse_args(ctx, args)


app = new_app(ListsByDefault)

MOST = 2**31


@app.command("list", help=N_("the changes, newest first; the word list may be left out"))
@looks
def listing(
    context: Context,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="UNIT", parser=words, help=N_("only about this unit")),
    ] = None,
    task: Annotated[
        str | None,
        typer.Option("--task", metavar="TASK", parser=words, help=N_("only about this task")),
    ] = None,
    criterion: Criteria = None,
    since: Annotated[
        date | None,
        typer.Option("--since", metavar="DATE", parser=parse_day, help=N_("only from this day on")),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--actor", metavar="NAME", parser=words, help=N_("only what this one did")),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, max=MOST, help=N_("only the newest")),
    ] = None,
    mail: Annotated[
        bool, typer.Option("--mail", help=N_("also what only tells how letters went"))
    ] = False,
) -> Report:
    from ntmtrack.app.journal import Wanted, log

    return log(context, Wanted(unit, task, together(criterion), since, by, limit, mail))


@app.command("show", help=N_("one change, field by field; the word show may be left out"))
@looks
def show(
    context: Context,
    change: Annotated[
        int,
        typer.Argument(metavar="CHANGE", min=1, max=MOST, help=N_("the number of the change")),
    ],
    every: Annotated[
        bool, typer.Option("--all", help=N_("all rows, not only the first of each kind"))
    ] = False,
) -> Report:
    from ntmtrack.app.journal import show

    return show(context, change, every=every)


@app.command("who", help=N_("who said what of a criterion of a unit, and when"))
@looks
def who(
    context: Context,
    unit: Unit,
    criterion: Annotated[
        Any,
        typer.Argument(
            metavar="NUMBER", parser=numbers, help=N_("a criterion with its indicators")
        ),
    ],
) -> Report:
    from ntmtrack.app.journal_of import who

    return who(context, unit, criterion)
