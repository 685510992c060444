"""Groups of commands that load a command only when it is used, and say help in one language."""

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import typer
import typer.core
from typer.core import TyperGroup
from typer.main import get_command

from ntmtrack.cli.diagnostics import UsageFault
from ntmtrack.message import N_, say

Translate = Callable[[str], str]

PLACEHOLDERS = (
    N_("ADDRESS"),
    N_("AGENCY"),
    N_("ARGS"),
    N_("CHANGE"),
    N_("CODE"),
    N_("COMMAND"),
    N_("COUNT"),
    N_("DATE"),
    N_("DIR"),
    N_("DISTRICT"),
    N_("EVENT"),
    N_("FIELD"),
    N_("FILE"),
    N_("KEY"),
    N_("KEYS"),
    N_("LETTER"),
    N_("MARK"),
    N_("NAME"),
    N_("NEW"),
    N_("NUMBER"),
    N_("NUMBERS"),
    N_("OFFICE"),
    N_("OLD"),
    N_("OPTIONS"),
    N_("PERIOD"),
    N_("REF"),
    N_("RULE"),
    N_("ROW"),
    N_("SET"),
    N_("TASK"),
    N_("TEXT"),
    N_("TITLE"),
    N_("TOPIC"),
    N_("UNIT"),
    N_("VALUE"),
    N_("WHEN"),
    N_("YEAR"),
)
"""The words in capitals that stand for what is typed, in help and in usage."""


class Group(TyperGroup):
    """A group whose mistyped commands are answered with the nearest ones."""

    def known(self) -> list[str]:
        """The names of its commands."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if not name.startswith("-") and name not in self.known():
            from difflib import get_close_matches

            near = tuple(get_close_matches(name, self.known(), n=3))
            hint = say("see `{command} --help`", command=ctx.command_path)
            if near:
                hint = say("did you mean {names}?", names=near)
            raise UsageFault(say("there is no command {name}", name=name), hint=hint)
        return super().resolve_command(ctx, args)


class DefaultGroup(Group):
    """A group that records: what begins with none of its commands is for its `add`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.known() and args[0] not in ctx.help_option_names:
            args = ["add", *args]
        return super().parse_args(ctx, args)


class LazyGroup(Group):
    """The root: its table of commands is static, a command's module is imported on use."""

    table: Mapping[str, tuple[str, str]] = {}
    translate: Translate = staticmethod(str)

    def known(self) -> list[str]:
        return list(self.table)

    def list_commands(self, ctx: Any) -> list[str]:
        return self.known()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.table:
            return None
        module, help_text = self.table[cmd_name]
        command = get_command(import_module(module).app)
        command.name = cmd_name
        command.help = help_text
        localise(command, self.translate)
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        width = max(map(len, self.table))
        rows = [(name.ljust(width), self.translate(text)) for name, (_, text) in self.table.items()]
        with formatter.section(self.translate("Commands")):
            formatter.write_dl(rows)


def speak(translate: Translate) -> None:
    """Let Typer say its own words of help ("Options", "default: …") in the reader's language.

    It takes them by this name from gettext, which would read the whole catalogue for a few words.
    """
    typer.core._ = translate  # type: ignore[attr-defined, assignment]


def localise(command: Any, translate: Translate) -> None:
    """Let a command and those below it say their help in the reader's language.

    What help says is translated when it is asked for: most runs never say it.
    """
    plainly = command.format_help

    def format_help(ctx: Any, formatter: Any) -> None:
        _translate(command, ctx, translate)
        plainly(ctx, formatter)

    def format_usage(ctx: Any, formatter: Any) -> None:
        pieces = " ".join(command.collect_usage_pieces(ctx))
        usage = translate(N_("Usage:"))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{usage} ")

    command.format_help, command.format_usage = format_help, format_usage
    for child in getattr(command, "commands", {}).values():
        localise(child, translate)


def _translate(command: Any, ctx: Any, translate: Translate) -> None:
    """Put the help of a command and its options, and what it lists, into a language."""
    for each in (command, *getattr(command, "commands", {}).values()):
        for name in ("help", "short_help"):
            if getattr(each, name):
                setattr(each, name, translate(getattr(each, name)))
    for name in ("options_metavar", "subcommand_metavar"):
        if getattr(command, name, None):
            setattr(command, name, placeholders(getattr(command, name), translate))
    for param in command.params:
        if getattr(param, "help", None):
            param.help = translate(param.help)
        if getattr(param, "metavar", None):
            param.metavar = placeholders(param.metavar, translate)
    option = command.get_help_option(ctx)
    if option is not None:
        option.help = translate(N_("Show this message and exit."))


def placeholders(text: str, translate: Translate) -> str:
    """A text with its words in capitals in the reader's language."""
    return re.sub("[A-Z]{2,}", lambda found: translate(found[0]), text)


def new_app(group: type[Group] = Group, **settings: Any) -> typer.Typer:
    """A Typer application with plain help, plain errors and no completion options."""
    return typer.Typer(
        cls=group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        **settings,
    )
