"""The library's reading of a command line, with options and enumerated values in Vietnamese too.

Each is looked for in English first, so that a line in English costs nothing more.
"""

from typing import Any

from typer._click.exceptions import UsageError
from typer._click.parser import _OptionParser


class Parser(_OptionParser):
    """Reads the options of one command and hands on English values."""

    def _match_long_opt(self, opt: str, explicit_value: str | None, state: Any) -> None:
        if opt.startswith("--") and opt not in self._long_opt:
            from ntmtrack.cli.vietnamese import option

            path = getattr(self.ctx, "command_path", "").partition(" ")[2]
            opt = option(opt, self._long_opt, path) or opt
        super()._match_long_opt(opt, explicit_value, state)

    def parse_args(self, args: list[str]) -> Any:
        try:
            values, rest, order = super().parse_args(args)
        except UsageError as error:
            # Not all that the library raises says of which command it speaks.
            error.ctx = error.ctx or self.ctx
            raise
        for param in order:
            choices = getattr(param.type, "choices", None)
            if choices is not None and param.name is not None:
                values[param.name] = _chosen(values[param.name], choices)
        return values, rest, order


def reader(command: Any, ctx: Any) -> Parser:
    """What reads the command line of a command."""
    parser = Parser(ctx)
    for param in command.get_params(ctx):
        param.add_to_parser(parser, ctx)
    return parser


def _chosen(typed: Any, choices: Any) -> Any:
    """A value, or each of several, as one of the choices where it is one in other words."""
    if isinstance(typed, list | tuple):
        return type(typed)(_chosen(each, choices) for each in typed)
    if typed is None or typed in choices:
        return typed
    from ntmtrack.cli.vietnamese import value

    return value(typed, [str(each) for each in choices])
