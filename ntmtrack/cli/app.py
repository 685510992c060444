"""The root command: its global options, and the table of everything it can do."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ntmtrack import __version__
from ntmtrack.app.context import Context, office_day
from ntmtrack.cli.group import LazyGroup, Translate, localise, speak
from ntmtrack.cli.options import path, words
from ntmtrack.config import Settings, default_ledger
from ntmtrack.domain.due import parse_day
from ntmtrack.domain.text import clean
from ntmtrack.errors import NtmError
from ntmtrack.message import N_

COMMANDS = {
    "init": ("ntmtrack.cli.init", N_("set an office up: its ledger, units, sets, agencies, mail")),
    "config": ("ntmtrack.cli.config", N_("settings: what each is, where it comes from, set it")),
    "demo": ("ntmtrack.cli.demo", N_("make a ledger of five real papers and show it")),
    "unmet": ("ntmtrack.cli.unmet", N_("which criteria are unmet, and who works on them")),
    "status": ("ntmtrack.cli.status", N_("units and criteria at a glance")),
    "overdue": ("ntmtrack.cli.overdue", N_("which tasks are late")),
    "due": ("ntmtrack.cli.due", N_("which tasks fall due soon")),
    "review": ("ntmtrack.cli.review", N_("the week: done, late, to come, and left to nobody")),
    "when": ("ntmtrack.cli.when", N_("what the words of a deadline mean")),
    "trend": ("ntmtrack.cli.trend", N_("how counts went, period by period")),
    "regressions": ("ntmtrack.cli.regressions", N_("what was met and is not any more")),
    "nearest": ("ntmtrack.cli.nearest", N_("which units are closest to their set")),
    "differences": ("ntmtrack.cli.differences", N_("where those who judge disagree")),
    "completeness": ("ntmtrack.cli.completeness", N_("what has not been reported, or is old")),
    "progress": ("ntmtrack.cli.progress", N_("what was planned and what was reached")),
    "history": ("ntmtrack.cli.history", N_("every judgement of a unit")),
    "assess": ("ntmtrack.cli.assess", N_("record judgements of criteria and indicators")),
    "tally": ("ntmtrack.cli.tally", N_("record a count that comes without its list")),
    "standing": ("ntmtrack.cli.standing", N_("the way to recognition: record, list, show")),
    "target": ("ntmtrack.cli.target", N_("by when a criterion or a set is to be met")),
    "dossier": ("ntmtrack.cli.dossier", N_("a dossier's papers, and who holds it")),
    "milestone": ("ntmtrack.cli.milestone", N_("planned values: record, load, list")),
    "measure": ("ntmtrack.cli.measure", N_("record a figure without judging it")),
    "evidence": ("ntmtrack.cli.evidence", N_("attach a file or a document to a judgement")),
    "task": (
        "ntmtrack.cli.task",
        N_("tasks: given, done, extended, handed on, counted"),
    ),
    "notice": ("ntmtrack.cli.notice", N_("documents: noted, and read for the tasks they give")),
    "mail": (
        "ntmtrack.cli.mail",
        N_("letters: to each agency its own list, and what became of it"),
    ),
    "unit": ("ntmtrack.cli.unit", N_("units: add, list, show, set, merge, split, import")),
    "agency": ("ntmtrack.cli.agency", N_("agencies and persons: add, list, show, set")),
    "criteria": (
        "ntmtrack.cli.criteria",
        N_("criteria sets: list, show, load, check, diff, overlay, map"),
    ),
    "product": ("ntmtrack.cli.product", N_("OCOP products: their stars, their targets, how many")),
    "work": ("ntmtrack.cli.work", N_("investment works, their capital, what holds them up")),
    "import": ("ntmtrack.cli.importing", N_("take in sheets as officers keep them")),
    "export": ("ntmtrack.cli.export", N_("give out everything, to be read again")),
    "report": ("ntmtrack.cli.report", N_("the periodic report, as a paper or a page")),
    "period": ("ntmtrack.cli.period", N_("close a period, and see what came after")),
    "view": ("ntmtrack.cli.view", N_("looks saved under a name: save, list, show, drop")),
    "log": ("ntmtrack.cli.log", N_("who changed what, and when")),
    "undo": ("ntmtrack.cli.undo", N_("take one whole change back")),
    "check": ("ntmtrack.cli.check", N_("everything that is wrong, and what mends it")),
    "backup": ("ntmtrack.cli.backup", N_("make a copy of the ledger, proved; the newest are kept")),
    "restore": ("ntmtrack.cli.restore", N_("go back to a copy of the ledger")),
    "office": ("ntmtrack.cli.office", N_("this office, and those it exchanges bundles with")),
    "bundle": ("ntmtrack.cli.bundle", N_("what one office gives another, as a file")),
    "hub": ("ntmtrack.cli.hub", N_("the same through a database of the province")),
    "doctor": ("ntmtrack.cli.doctor", N_("whether all is well with the ledger and its mail")),
    "manual": ("ntmtrack.cli.manual", N_("the manual, page by page")),
    "completion": ("ntmtrack.cli.completion", N_("words at TAB: the script for a shell")),
}
"""Every command: the module that holds it, and its help."""


def build(settings: Settings, lang: str, typed: Sequence[str], translate: Translate) -> Any:
    """The root command for one run, whose command line was typed so, in a language."""

    class Root(LazyGroup):
        table = COMMANDS

        def invoke(self, ctx: Any) -> Any:
            try:
                return super().invoke(ctx)
            except _OF_THE_RUN:
                raise
            except Exception as error:
                _blame_the_ledger(ctx.obj, error)
                raise

    Root.translate = staticmethod(translate)
    Root.lang = lang
    app = typer.Typer(
        cls=Root,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        invoke_without_command=True,
        context_settings={"help_option_names": ["--help", "-h"]},
        help=N_(
            "Which Nông thôn mới criteria each unit still fails, who was told to do what about"
            " it, by when, and what is late. Alone: today's board."
        ),
    )

    @app.callback()
    def root(
        ctx: typer.Context,
        db: Annotated[
            Path | None,
            typer.Option(
                "--db", metavar="FILE", parser=path, help=N_("the ledger (or NTMTRACK_DB)")
            ),
        ] = None,
        language: Annotated[
            str | None,
            typer.Option("--lang", metavar="vi|en", help=N_("language (or NTMTRACK_LANG)")),
        ] = None,
        today: Annotated[
            date | None,
            typer.Option(
                "--today",
                metavar="DATE",
                parser=parse_day,
                help=N_("take this day for today (or NTMTRACK_TODAY)"),
            ),
        ] = None,
        actor: Annotated[
            str | None,
            typer.Option("--actor", metavar="NAME", parser=words, help=N_("who is doing this")),
        ] = None,
        person: Annotated[
            str | None,
            typer.Option("--person", metavar="NAME", parser=words, help=N_("whose board is shown")),
        ] = None,
        version: Annotated[
            bool, typer.Option("--version", help=N_("show the version and end"))
        ] = False,
    ) -> None:
        if version:
            typer.echo(f"ntmtrack {__version__}")
            raise typer.Exit
        _check_language(language)
        now = datetime.now(UTC)
        day = today or (parse_day(settings.today) if settings.today else None)
        day = day or office_day(now)
        ctx.obj = Context(
            path=db or (path(settings.db) if settings.db else default_ledger()),
            path_given=bool(db or settings.db),
            today=day,
            now=now,
            as_of=day,
            lang=lang,
            actor=actor or _seen(settings.actor or "") or _login(),
            typed=typed,
            day_given=bool(today or settings.today),
            mail=settings.mail,
            form=settings.format,
            options=frozenset(name for name, value in ctx.params.items() if value),
            person=person or (_seen(settings.person) if settings.person else None),
        )
        if ctx.invoked_subcommand is not None:
            _refuse_person(person)
        else:
            from ntmtrack.app.board import board
            from ntmtrack.cli.output import show

            show(board(ctx.obj), ctx.obj)

    speak(translate)
    group = typer.main.get_command(app)
    localise(group, translate)
    return group


_OF_THE_RUN = (NtmError, OSError, typer.Abort, typer.Exit, typer.TyperException)
"""What a run may end with that says nothing against the program."""


def _blame_the_ledger(context: Context | None, error: Exception) -> None:
    """Raise DatabaseError if what looks like a fault of the program is one of its ledger."""
    if context is not None:
        from ntmtrack.store.damage import refusal

        refused = refusal(context.path)
        if refused is not None:
            raise refused from error


def _refuse_person(person: str | None) -> None:
    """Before a command `--person` would say nothing: whose tasks is said behind it."""
    if person is not None:
        from ntmtrack.cli.diagnostics import UsageFault
        from ntmtrack.message import say

        raise UsageFault(
            say("--person before a command says whose board is shown"),
            hint=say("write it behind the command"),
        )


def _check_language(language: str | None) -> None:
    from ntmtrack.i18n import LANGUAGES

    if language is not None and language not in LANGUAGES:
        from ntmtrack.cli.diagnostics import UsageFault
        from ntmtrack.message import say

        raise UsageFault(
            say("there is no language {name}", name=language),
            hint=say("choose one of {names}", names=LANGUAGES),
        )


def _seen(name: str) -> str:
    """What can be seen of a name that the environment gives, decodable or not."""
    return clean(name.encode("utf-8", "replace").decode())


def _login() -> str:
    """The user's name as the system knows it; cron sets no variable for it."""
    import os

    for variable in ("USER", "LOGNAME", "USERNAME"):
        name = _seen(os.environ.get(variable, ""))
        if name:
            return name
    try:
        import pwd
    except ImportError:
        return "?"
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
