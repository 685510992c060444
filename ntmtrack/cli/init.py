"""`init`: set an office up; what was not said is asked, where somebody sits at a terminal."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ntmtrack.app.context import Context
from ntmtrack.cli import output
from ntmtrack.cli.command import as_command
from ntmtrack.cli.group import new_app
from ntmtrack.cli.options import Region, path, words
from ntmtrack.cli.output import OUT, Way
from ntmtrack.cli.prompt import interactive
from ntmtrack.cli.started import program
from ntmtrack.config import settings_file
from ntmtrack.message import N_
from ntmtrack.render import Format
from ntmtrack.reports.report import Report

if TYPE_CHECKING:
    from ntmtrack.app.setting_up_answers import Answers
    from ntmtrack.app.setting_up_next import Ready, Starting
    from ntmtrack.app.setting_up_steps import Making

app = new_app()


def _option(name: str, metavar: str, help_text: str) -> Any:
    return typer.Option(name, metavar=metavar, parser=words, help=help_text)


def _file(name: str, help_text: str) -> Any:
    return typer.Option(name, metavar="FILE", parser=path, help=help_text)


def _sets_up(function: Callable[..., "Answers"]) -> Callable[..., None]:
    """Make a command of what says what is known of an office: the rest is asked or left out."""

    def run(context: Context, way: Way, given: dict[str, Any]) -> None:
        from ntmtrack.app.config_shown import Machine
        from ntmtrack.app.setting_up import making
        from ntmtrack.app.setting_up_next import Starting

        asks = given.pop("ask") and interactive()
        file = settings_file(os.environ)
        starting = Starting(program(), file, "NTMTRACK_CONFIG" in os.environ, os.name == "nt")
        said = function(context, **given)
        with making(context, Machine(file, os.environ)) as made:
            if asks:
                from ntmtrack.cli.init_talk import talk

                context = talk(made, said, context)
            else:
                made.take(said)
                _try_mail(made, said, context, way)
            report = made.finish(starting)
            answer = output.staged(output.content(report, context, output.plain(way)), context, way)
            ready = made.ready
        answer()
        if way.format is Format.AUTO and way.output is None:
            _what_next(report, starting, ready, context)

    return as_command(function, run, OUT)


def _try_mail(made: "Making", said: "Answers", context: Context, way: Way) -> None:
    """Send the letter of trial that was asked for; MailError where it does not arrive."""
    if said.trial is None:
        return
    from ntmtrack.cli.mail_run import tell

    done = made.try_mail(said.trial, interactive=interactive())
    if done.undelivered:
        tell(done, context, way)


def _what_next(report: Report, starting: "Starting", ready: "Ready", context: Context) -> None:
    """Below the report, lines to copy: they are never broken."""
    from ntmtrack.app.setting_up_next import to_run, to_type
    from ntmtrack.render.localise import Localiser

    (row,) = report.rows
    jobs = [row[report.position(key)] for key in ("mail_job", "backup_job")]
    lines = ["", *to_run([str(each) for each in jobs if each is not None], starting)]
    lines += ["", *to_type(ready, context.today)]
    localiser = Localiser(context.lang)
    said = (each if isinstance(each, str) else localiser.say(each) for each in lines)
    sys.stdout.write("".join(f"{line}\n" for line in said))


@app.command()
@_sets_up
def init(
    context: Context,
    office: Annotated[
        str | None, _option("--office", "NAME", N_("what the office is called"))
    ] = None,
    province: Annotated[
        str | None,
        _option("--province", "NAME", N_("the province whose units are filled in, as they are")),
    ] = None,
    unit: Annotated[
        str | None,
        _option("--unit", "UNIT", N_("the unit that it keeps (default: the whole province)")),
    ] = None,
    region: Region = None,
    sets: Annotated[
        list[str] | None,
        _option("--set", "SET", N_("the criteria set it works by; may be given again")),
    ] = None,
    agencies: Annotated[
        Path | None, _file("--agencies", N_("a sheet of agencies, with persons and addresses"))
    ] = None,
    agency: Annotated[
        list[str] | None,
        _option("--agency", "NAME [<ADDRESS>]", N_("an agency; may be given again")),
    ] = None,
    mail_from: Annotated[
        str | None, _option("--mail-from", "NAME <ADDRESS>", N_("whom letters are from"))
    ] = None,
    mail_host: Annotated[str | None, _option("--mail-host", "NAME", N_("the mail server"))] = None,
    mail_user: Annotated[
        str | None, _option("--mail-user", "NAME", N_("who logs in to it"))
    ] = None,
    mail_password_file: Annotated[
        Path | None, _file("--mail-password-file", N_("the file whose first line is the password"))
    ] = None,
    mail_password_command: Annotated[
        str | None,
        _option("--mail-password-command", "COMMAND", N_("the program that prints the password")),
    ] = None,
    mail_test: Annotated[
        str | None,
        _option("--mail-test", "ADDRESS", N_("send a letter of trial; if it fails, stop")),
    ] = None,
    person: Annotated[
        str | None, _option("--person", "NAME[, AGENCY]", N_("whose board `ntmtrack` alone shows"))
    ] = None,
    language: Annotated[
        str | None, _option("--language", "vi|en", N_("the language of screens from now on"))
    ] = None,
    usual: Annotated[
        bool, typer.Option("--usual", help=N_("open this ledger from now on where none is named"))
    ] = False,
    ask: Annotated[
        bool, typer.Option("--ask/--no-ask", help=N_("ask for the rest, at a terminal"))
    ] = True,
) -> "Answers":
    from ntmtrack.app.setting_up_answers import Answers, mail_answers

    mail = mail_answers(
        mail_from,
        host=mail_host,
        user=mail_user,
        password_file=mail_password_file,
        password_command=mail_password_command,
    )
    return Answers(
        language=language,
        office=office,
        province=province,
        unit=unit,
        region=region,
        sets=tuple(sets or ()),
        file=agencies,
        agencies=tuple(agency or ()),
        mail=mail,
        trial=mail_test,
        person=person,
        usual=usual,
    )
