"""A command line that was kept, read again as if it were typed: only a look is read so."""

from collections.abc import Sequence
from typing import Any

from ntmtrack.cli.diagnostics import UsageFault
from ntmtrack.cli.group import Group
from ntmtrack.message import say

_PROGRAM = "ntmtrack"


def as_saved(line: Sequence[str]) -> list[str]:
    """The words of a command line as it is kept: without the sign before it and the program."""
    given = list(line)
    if given[:1] == ["--"]:
        del given[0]
    if given[:1] == [_PROGRAM]:
        del given[0]
    return given


def looking(root: Any, line: Sequence[str]) -> Any:
    """The context in which the command of a line can be invoked, all of its words read.

    `root` is the context of the run. Raises what a command line raises that cannot be read, and
    UsageFault for a command that does more than look.
    """
    context, words = root, list(line)
    while isinstance(context.command, Group):
        if not words or words[0].startswith("-"):
            raise UsageFault(
                say("a view begins with a command"),
                hint=say(
                    "for example `ntmtrack view save NAME -- overdue`; --db, --lang, --today and"
                    " --actor come before `view`"
                ),
            )
        name, command, rest = context.command.resolve_command(context, words)
        if isinstance(command, Group):
            # What the group itself reads comes first; what it hands on are the words behind it.
            context = command.make_context(name, rest, parent=context)
            words = [*context._protected_args, *context.args]
        else:
            context, words = command.make_context(name, rest, parent=context), []
    if not only_looks(context.command):
        raise UsageFault(
            say("`{command}` does more than look: it is no view", command=context.command_path),
            hint=say("a view shows what is in the ledger and changes nothing"),
        )
    return context


def only_looks(command: Any) -> bool:
    """Whether a command only looks: these and no others can be asked as it had been recorded."""
    return any(param.name == "known" for param in command.params)
