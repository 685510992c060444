"""What becomes of works, one command for each thing that can happen to them, and their sums."""

from typing import TYPE_CHECKING, Annotated

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Document, Note, On, lines, words
from ntmtrack.domain.work import CapitalKind, WorkEventKind
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from datetime import date

app = new_app()

Named = Annotated[
    str,
    typer.Argument(
        metavar="WORK",
        parser=words,
        help=N_("work: enough of its name, or NAME, UNIT where several bear it"),
    ),
]
Amount = Annotated[
    list[str],
    typer.Argument(
        metavar="AMOUNT",
        parser=words,
        help=N_("sum as written: 3,5 tỷ · 850 triệu đồng · 1.250.000.000"),
    ),
]
Source = Annotated[
    str,
    typer.Option("--source", metavar="NAME", parser=words, help=N_("where the capital comes from")),
]
Year = Annotated[
    int,
    typer.Option(
        "--year", metavar="YEAR", min=1900, max=2200, help=N_("the year whose capital it is")
    ),
]
Text = Annotated[
    str, typer.Option("--text", metavar="TEXT", parser=lines, help=N_("what there is to say"))
]
Why = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEXT", parser=lines, help=N_("why, for example a debt, or the ground")
    ),
]


def _happened(
    context: Context,
    work: str,
    kind: WorkEventKind,
    on: "date | None",
    document: str | None,
    note: str | None,
    percent: int | None = None,
) -> Report:
    from ntmtrack.app.work_rows import Occasion
    from ntmtrack.app.work_steps import step

    return step(context, work, kind, Occasion(on, document, note), percent=percent)


def _capital(
    context: Context,
    work: str,
    kind: CapitalKind,
    amount: list[str],
    source: str,
    year: int,
    on: "date | None",
    document: str | None,
    note: str | None,
) -> Report:
    from ntmtrack.app.work_rows import Occasion
    from ntmtrack.app.work_steps import Amount, capital

    given = Amount(" ".join(amount), source, year)
    return capital(context, work, kind, given, Occasion(on, document, note))


@app.command("approve", help=N_("capital approved for a work; of a source and year the last holds"))
@writes
def approve(
    context: Context,
    work: Named,
    amount: Amount,
    source: Source,
    year: Year,
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    return _capital(context, work, CapitalKind.APPROVED, amount, source, year, on, document, note)


@app.command("disburse", help=N_("capital disbursed so far, all of that source and year together"))
@writes
def disburse(
    context: Context,
    work: Named,
    amount: Amount,
    source: Source,
    year: Year,
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    return _capital(context, work, CapitalKind.DISBURSED, amount, source, year, on, document, note)


@app.command("owe", help=N_("what is owed for a work; 0 when it is paid"))
@writes
def owe(
    context: Context,
    work: Named,
    amount: Amount,
    source: Source,
    year: Year,
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    return _capital(context, work, CapitalKind.OWED, amount, source, year, on, document, note)


@app.command("start", help=N_("building has begun"))
@writes
def start(
    context: Context, work: Named, on: On = None, document: Document = None, note: Note = None
) -> Report:
    return _happened(context, work, WorkEventKind.STARTED, on, document, note)


@app.command("progress", help=N_("how much of a work is done"))
@writes
def progress(
    context: Context,
    work: Named,
    percent: Annotated[
        int, typer.Option("--percent", metavar="0-100", min=0, max=100, help=N_("how much is done"))
    ],
    on: On = None,
    document: Document = None,
    note: Note = None,
) -> Report:
    return _happened(context, work, WorkEventKind.PROGRESS, on, document, note, percent)


@app.command("block", help=N_("what holds a work up: a debt, the ground, a paper"))
@writes
def block(
    context: Context, work: Named, reason: Why, on: On = None, document: Document = None
) -> Report:
    return _happened(context, work, WorkEventKind.BLOCKED, on, document, reason)


@app.command("unblock", help=N_("nothing holds a work up any more"))
@writes
def unblock(
    context: Context, work: Named, on: On = None, document: Document = None, note: Note = None
) -> Report:
    return _happened(context, work, WorkEventKind.UNBLOCKED, on, document, note)


@app.command("finish", help=N_("a work is finished"))
@writes
def finish(
    context: Context, work: Named, on: On = None, document: Document = None, note: Note = None
) -> Report:
    return _happened(context, work, WorkEventKind.FINISHED, on, document, note)


@app.command("stop", help=N_("a work is stopped for good, or until it is started again"))
@writes
def stop(
    context: Context, work: Named, reason: Why, on: On = None, document: Document = None
) -> Report:
    return _happened(context, work, WorkEventKind.STOPPED, on, document, reason)


@app.command("note", help=N_("a remark about a work"))
@writes
def note(
    context: Context, work: Named, text: Text, on: On = None, document: Document = None
) -> Report:
    return _happened(context, work, WorkEventKind.NOTED, on, document, text)
