"""What the commands that write letters share: to whom, with what, and really or for show."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli.command import as_command
from ntmtrack.cli.diagnostics import UsageFault, folded, tell_way
from ntmtrack.cli.options import path, words
from ntmtrack.cli.output import OUT, Way, show, staged
from ntmtrack.cli.prompt import interactive
from ntmtrack.domain.reminder import ATTACHMENTS, To
from ntmtrack.errors import DataError, MailError
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.render import Format
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.letters import Written
    from ntmtrack.app.mail_request import Request
    from ntmtrack.app.mailing import Done
    from ntmtrack.reports.reminder import Unreachable

GROUPS = tuple(group.value for group in To)


class Asked(Record):
    """What was asked of a run beside what its letters are about."""

    to: list[frozenset[str]] | None
    agency: str | None
    attach: list[frozenset[str]] | None
    dry_run: bool
    outbox: Path | None


def _among(known: tuple[str, ...]) -> Callable[[str], frozenset[str]]:
    def parse(text: str) -> frozenset[str]:
        from ntmtrack.cli.vietnamese import value

        named = frozenset(value(word.strip(), known) for word in text.split(",") if word.strip())
        if not named or named - set(known):
            raise DataError(
                say("{text} is not one of these: {known}", text=text, known=known),
                hint=say("several stand with commas between"),
            )
        return named

    return parse


_OPTIONS: dict[str, tuple[Any, Any]] = {
    "to": (
        Annotated[
            list[Any] | None,
            typer.Option(
                "--to",
                metavar="|".join(GROUPS),
                parser=_among(GROUPS),
                help=N_("who is written to (default: agencies); may be given again"),
            ),
        ],
        None,
    ),
    "agency": (
        Annotated[
            str | None,
            typer.Option(
                "--agency", metavar="AGENCY", parser=words, help=N_("write to this agency alone")
            ),
        ],
        None,
    ),
    "attach": (
        Annotated[
            list[Any] | None,
            typer.Option(
                "--attach",
                metavar="|".join(ATTACHMENTS),
                parser=_among(ATTACHMENTS),
                help=N_("attach the list as a sheet, the dues as a calendar"),
            ),
        ],
        None,
    ),
    "dry_run": (
        Annotated[
            bool,
            typer.Option("--dry-run", help=N_("show the letters; keep nothing and send nothing")),
        ],
        False,
    ),
    "outbox": (
        Annotated[
            Path | None,
            typer.Option(
                "--outbox",
                metavar="DIR",
                parser=path,
                help=N_("write the letters into a folder as .eml; keep nothing, send nothing"),
            ),
        ],
        None,
    ),
}


def mails(function: Callable[..., "Request"]) -> Callable[..., None]:
    """Make a command of what letters are to be about: they are written and sent, or shown."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        asked = Asked(**{name: given.pop(name) for name in _OPTIONS})
        request = function(context, **given)
        if asked.to:
            request = request.to_these(frozenset[str]().union(*asked.to))
        if asked.agency is not None and (asked.to or request.heartbeat):
            raise UsageFault(
                say("--agency names the one who is written to"),
                hint=say("leave out --to and --heartbeat, or --agency"),
            )
        request = request._replace(agency=asked.agency)
        attach = frozenset[str]().union(*(asked.attach or ()))
        if asked.dry_run or asked.outbox is not None:
            _rehearse(context, request, attach, way, asked.outbox)
            return
        from ntmtrack.app.mailing import Surroundings, run

        around = Surroundings(os.environ, interactive())
        tell(run(context, request, attach, around), context, way)

    return as_command(function, run, {**_OPTIONS, **OUT})


def tells(function: Callable[..., "Report | bytes | Done"]) -> Callable[..., None]:
    """Make a command of what hands back a report, text as it is, or what a run came to."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        answer = function(context, **given)
        if isinstance(answer, bytes):
            staged(answer, context, way)()
        elif isinstance(answer, Report):
            show(answer, context, way)
        else:
            tell(answer, context, way)

    return as_command(function, run, OUT)


def tell(done: "Done", context: Context, way: Way) -> None:
    """Say what became of letters. In a pipe, where all is well, nothing: cron mails what is said.

    Raises MailError where letters did not go.
    """
    if done.always or _wanted(way):
        show(done.report, context, way)
    _warn(done.unreachable, context)
    if not done.undelivered:
        return
    if done.trial:
        raise MailError(
            say("the letter of trial did not arrive"),
            details=done.undelivered,
            hint=say("mend what fails, then try again: see `ntmtrack manual mail`"),
        )
    count = len(done.undelivered)
    raise MailError(
        say_n("{count} letter is not delivered", "{count} letters are not delivered", count),
        details=done.undelivered,
        hint=say(
            "the next run tries again what it can; for the rest see `ntmtrack mail outbox`,"
            " `mail retry`, `mail forget`"
        ),
    )


def _wanted(way: Way) -> bool:
    asked = way.format is not Format.AUTO or way.output is not None
    return asked or sys.stdout.isatty()


def _warn(unreachable: "tuple[Unreachable, ...]", context: Context) -> None:
    from ntmtrack.reports.reminder import unreachable_note

    for each in unreachable:
        note = unreachable_note(each)
        tell_way(say("ntmtrack: warning: {note}", note=note), context.lang)


def _rehearse(
    context: Context,
    request: "Request",
    attach: frozenset[str],
    way: Way,
    folder: Path | None,
) -> None:
    from ntmtrack.app.mailing import rehearse
    from ntmtrack.reports.outbox import rehearsed

    written, unreachable = rehearse(context, request, attach)
    if folder is not None:
        from ntmtrack.app.mailing import put_into

        put_into(context, folder, written)
    if way.format is not Format.AUTO or way.output is not None:
        show(rehearsed(written, day=context.today), context, way)
    elif folder is None:
        _print(written, context)
    _warn(unreachable, context)


def _print(written: "list[Written]", context: Context) -> None:
    from ntmtrack.render.localise import Localiser

    localiser = Localiser(context.lang)
    for letter in written:
        to: Message = say(
            "To: {receiver} <{address}>",
            receiver=letter.receiver.name,
            address=letter.address,
        )
        subject = say("Subject: {subject}", subject=letter.subject)
        lines = [localiser.say(to), localiser.say(subject), "", *letter.text.split("\n")]
        if sys.stdout.isatty():
            lines = [folded(line, hanging=0) for line in lines]
        typer.echo("\n".join([*lines, ""]))
    if not written:
        typer.echo(localiser.say(say("There is nothing to send.")))
