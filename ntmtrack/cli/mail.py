"""`mail`: letters about what is late, what falls due and the week, and what became of them."""

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.app.schedule import Scheduler
from ntmtrack.cli.command import looks, writes
from ntmtrack.cli.group import new_app
from ntmtrack.cli.mail_run import mails, tells
from ntmtrack.cli.options import days, hour, words
from ntmtrack.cli.prompt import interactive
from ntmtrack.cli.started import program
from ntmtrack.config import settings_file
from ntmtrack.domain.reminder import LetterKind, MailState
from ntmtrack.message import N_
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.mail_request import Request
    from ntmtrack.app.mailing import Done

app = new_app()

Letters = Annotated[
    list[str],
    typer.Argument(metavar="LETTER...", parser=words, help=N_("letters, by their numbers")),
]


@app.command("overdue", help=N_("tell each agency what it owes and is late with"))
@mails
def overdue(
    context: Context,
    heartbeat: Annotated[
        bool,
        typer.Option(
            "--heartbeat", help=N_("once a week, if nothing is late, tell the leaders so")
        ),
    ] = False,
) -> "Request":
    from ntmtrack.app.mail_request import Request

    return Request(LetterKind.OVERDUE, heartbeat=heartbeat)


@app.command("due", help=N_("tell each agency what falls due soon, once"))
@mails
def due(
    context: Context,
    within: Annotated[
        Any, typer.Option("--within", metavar="7d", parser=days, help=N_("how far to look ahead"))
    ] = "7d",
) -> "Request":
    from ntmtrack.app.mail_request import Request

    return Request(LetterKind.DUE, within=within)


@app.command("review", help=N_("send the review of the week, once a week"))
@mails
def review(
    context: Context,
    week: Annotated[
        bool, typer.Option("--week", help=N_("as is always done; a word that `review` knows"))
    ] = True,
) -> "Request":
    from ntmtrack.app.mail_request import Request

    # A letter never leaves out a day, so it has one way of counting its days, asked for or not.
    return Request(LetterKind.REVIEW)


@app.command("outbox", help=N_("letters and how they stand"))
@looks
def outbox(
    context: Context,
    state: Annotated[
        list[MailState] | None,
        typer.Option("--state", help=N_("only letters that stand so; may be given again")),
    ] = None,
    agency: Annotated[
        str | None,
        typer.Option("--agency", metavar="AGENCY", parser=words, help=N_("only letters to it")),
    ] = None,
) -> Report:
    from ntmtrack.app.outbox import listing

    return listing(context, states=state, agency=agency)


@app.command("show", help=N_("one letter: what it says and what became of it"))
@tells
def show_letter(
    context: Context,
    letter: Annotated[str, typer.Argument(metavar="LETTER", parser=words, help=N_("its number"))],
    raw: Annotated[
        bool, typer.Option("--raw", help=N_("the letter byte for byte, as it leaves"))
    ] = False,
) -> Report | bytes:
    from ntmtrack.app.outbox import exactly, showing

    return exactly(context, letter) if raw else showing(context, letter)


@app.command("retry", help=N_("try letters again now; alone: all that wait for their next try"))
@tells
def retry(
    context: Context,
    letters: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LETTER]...", parser=words, help=N_("letters, by their numbers")),
    ] = None,
) -> "Done":
    from ntmtrack.app.mailing import Surroundings
    from ntmtrack.app.outbox import retry

    return retry(context, letters or (), Surroundings(os.environ, interactive()))


@app.command("forget", help=N_("give letters over: they are not sent any more"))
@writes
def forget(
    context: Context,
    letters: Letters,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", parser=words, help=N_("why; it is kept"))
    ],
) -> Report:
    from ntmtrack.app.outbox import forget

    return forget(context, letters, reason)


@app.command("test", help=N_("try each step of sending to an address, and say what fails"))
@tells
def test(
    context: Context,
    address: Annotated[
        str,
        typer.Argument(metavar="ADDRESS", parser=words, help=N_("where a letter of trial goes")),
    ],
) -> "Done":
    from ntmtrack.app.mail_trial import trial
    from ntmtrack.app.mailing import Surroundings

    return trial(context, address, Surroundings(os.environ, interactive()))


@app.command("cron", help=N_("the lines that run the mail every working day, for this ledger"))
@tells
def cron(
    context: Context,
    at: Annotated[
        Any, typer.Option("--at", metavar="HH:MM", parser=hour, help=N_("at what time of the day"))
    ] = "06:30",
    system: Annotated[
        Scheduler | None,
        typer.Option("--system", help=N_("only what one system wants (default: all of them)")),
    ] = None,
) -> bytes:
    from ntmtrack.app.mail_cron import lines

    return lines(
        context,
        at,
        settings=settings_file(os.environ),
        program=program(),
        named="NTMTRACK_CONFIG" in os.environ,
        system=system,
    )
