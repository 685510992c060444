"""Groups of commands that load a command only when it is used, and say help in one language."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from ntmtrack.cli.diagnostics import UsageFault
from ntmtrack.message import say

Translate = Callable[[str], str]


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


def localise(command: Any, translate: Translate) -> None:
    """Put the help of a command, its options and its sub-commands into the reader's language."""
    if command.help:
        command.help = translate(command.help)
    if command.short_help:
        command.short_help = translate(command.short_help)
    for param in command.params:
        if getattr(param, "help", None):
            param.help = translate(param.help)
    for child in getattr(command, "commands", {}).values():
        localise(child, translate)


def new_app(**settings: Any) -> typer.Typer:
    """A Typer application with plain help, plain errors and no completion options."""
    return typer.Typer(
        cls=Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        **settings,
    )
