"""Groups of commands that load a command only when it is used, and say help in one language."""

import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

import typer
import typer._click.core
import typer.core
from typer._click.exceptions import UsageError
from typer._click.parser import _OptionParser
from typer.core import TyperGroup
from typer.main import get_command

from ntmtrack.cli.diagnostics import UsageFault
from ntmtrack.message import N_, say

Translate = Callable[[str], str]

PLACEHOLDERS = (
    N_("ADDRESS"),
    N_("AGENCY"),
    N_("AMOUNT"),
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
    N_("PRODUCT"),
    N_("REF"),
    N_("RULE"),
    N_("ROW"),
    N_("SET"),
    N_("SHELL"),
    N_("TASK"),
    N_("TEXT"),
    N_("TITLE"),
    N_("TOPIC"),
    N_("UNIT"),
    N_("VALUE"),
    N_("VIEW"),
    N_("WHEN"),
    N_("WORDS"),
    N_("WORK"),
    N_("YEAR"),
)
"""The words in capitals that stand for what is typed, in help and in usage."""


class Parser(_OptionParser):
    """The library's reading of a line, with options and enumerated values in Vietnamese too.

    Each is looked for in English first, so that a line in English costs nothing more.
    """

    def _match_long_opt(self, opt: str, explicit_value: str | None, state: Any) -> None:
        if opt not in self._long_opt and opt.startswith("--"):
            from ntmtrack.cli.vietnamese import option

            opt = option(opt, self._long_opt, path_of(self.ctx)) or opt
        super()._match_long_opt(opt, explicit_value, state)

    def parse_args(self, args: list[str]) -> Any:
        try:
            values, rest, order = super().parse_args(args)
        except UsageError as error:
            # Not all that the library raises says of which command it speaks.
            error.ctx = error.ctx or self.ctx
            raise
        for param in order:
            choices, name = getattr(param.type, "choices", None), param.name or ""
            if choices and values[name] is not None and values[name] not in choices:
                from ntmtrack.cli.vietnamese import chosen

                values[name] = chosen(values[name], choices)
        return values, rest, order


class Group(TyperGroup):
    """A group whose commands have Vietnamese names too; mistyped ones bring the nearest."""

    def known(self) -> list[str]:
        """The names of its commands."""
        return list(self.commands)

    def helps(self) -> Iterator[tuple[str, str]]:
        """The name of each command and what it does, in the reader's language."""
        for name, command in self.commands.items():
            yield name, command.help or ""

    def in_english(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments with the command they begin with under its English name."""
        if not args or args[0] in self.known() or args[0] in ctx.help_option_names:
            return args
        from ntmtrack.cli.vietnamese import command, option

        if args[0].startswith("-"):
            return [option(args[0], ctx.help_option_names, "") or args[0], *args[1:]]
        return command(args, self.known(), path_of(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.known():
            args = self.in_english(ctx, args)
            if args[0] not in self.known() and not args[0].startswith("-"):
                raise self._unknown(ctx, args[0])
        return super().resolve_command(ctx, args)

    def _unknown(self, ctx: Any, name: str) -> UsageFault:
        from ntmtrack.cli.meant import commands_like

        near = commands_like(name, self.known(), path_of(ctx), both=_in_vietnamese(ctx))
        hint = say("see `{command} --help`", command=ctx.command_path)
        if near:
            hint = say("did you mean {names}?", names=near)
        return UsageFault(say("there is no command {name}", name=name), hint=hint)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        helps = dict(self.helps())
        names = {name: name for name in helps}
        if _in_vietnamese(ctx):
            from ntmtrack.cli.vietnamese import with_first
            from ntmtrack.cli.vietnamese_commands import COMMANDS

            names = {name: with_first(COMMANDS, name, path_of(ctx)) for name in helps}
        width = max(map(len, names.values()))
        rows = [(names[name].ljust(width), text) for name, text in helps.items()]
        with formatter.section(typer.core._("Commands")):  # type: ignore[attr-defined]
            formatter.write_dl(rows, col_max=width + 2)


class DefaultGroup(Group):
    """A group that records: what begins with none of its commands is for its `add`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        args = self.in_english(ctx, args)
        if args and args[0] not in self.known() and args[0] not in ctx.help_option_names:
            args = ["add", *args]
        return super().parse_args(ctx, args)


class LazyGroup(Group):
    """The root: its table of commands is static, a command's module is imported on use."""

    table: Mapping[str, tuple[str, str]] = {}
    translate: Translate = staticmethod(str)
    lang = "en"

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

    def helps(self) -> Iterator[tuple[str, str]]:
        for name, (_, text) in self.table.items():
            yield name, self.translate(text)


def path_of(ctx: Any) -> str:
    """The words of a command behind the program's own name: "notice review"; "" for the root."""
    return str(ctx.command_path).partition(" ")[2]


def _in_vietnamese(ctx: Any) -> bool:
    """Whether help is read in Vietnamese: the root knows."""
    return getattr(ctx.find_root().command, "lang", "en") == "vi"


def speak(translate: Translate) -> None:
    """Let Typer say its own words of help ("Options", "default: …") in the reader's language.

    It takes them by this name from gettext, which would read the whole catalogue for a few words.
    What reads a line it takes by name too: classes of our own for commands, which could say so
    for themselves, cost every start more.
    """
    typer.core._ = translate  # type: ignore[attr-defined, assignment]
    typer._click.core._OptionParser = Parser  # type: ignore[attr-defined]


def localise(command: Any, translate: Translate) -> None:
    """Let a command and those below it say their help in the reader's language.

    What help says is translated when it is asked for: most runs never say it.
    """
    plainly = command.format_help

    def format_help(ctx: Any, formatter: Any) -> None:
        _translate(command, ctx, translate)
        plainly(ctx, formatter)
        _end_with_examples(ctx, formatter, translate)

    def format_usage(ctx: Any, formatter: Any) -> None:
        pieces = " ".join(command.collect_usage_pieces(ctx))
        usage = translate(N_("Usage:"))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{usage} ")

    command.format_help, command.format_usage = format_help, format_usage
    for child in getattr(command, "commands", {}).values():
        localise(child, translate)


def _end_with_examples(ctx: Any, formatter: Any, translate: Translate) -> None:
    """Show two command lines that do something, as they are typed: they are never broken."""
    from ntmtrack.cli.examples import examples

    words = []
    while ctx.parent is not None:
        words.append(ctx.command.name)
        ctx = ctx.parent
    lines = examples(" ".join(reversed(words)))
    if lines:
        heading = translate(N_("Examples:"))
        formatter.write("\n" + "\n  ".join((heading, *lines)) + "\n")


def _translate(command: Any, ctx: Any, translate: Translate) -> None:
    """Put the help of a command and its options, and what it lists, into a language."""
    from ntmtrack.cli.helping import keep_words_whole, name_options, put_choices_in_words

    keep_words_whole()
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
    put_choices_in_words(command.params, translate, vietnamese=_in_vietnamese(ctx))
    option = command.get_help_option(ctx)
    if option is not None:
        option.help = translate(N_("Show this message and exit."))
    if _in_vietnamese(ctx):
        name_options(command.get_params(ctx), path_of(ctx))


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
