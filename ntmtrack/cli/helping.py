"""What the help of a command shows of its options beside their texts; loaded for help alone."""

from collections.abc import Callable, Iterable
from typing import Any

from ntmtrack.cli.vietnamese import names_of
from ntmtrack.message import N_


def keep_words_whole() -> None:
    """Let no line of help end within a name that has a hyphen: it would be copied in two pieces.

    The library takes what breaks its lines by this name whenever it breaks one.
    """
    from typer._click import _textwrap

    class Whole(_textwrap.TextWrapper):
        def __init__(self, *args: Any, **settings: Any) -> None:
            super().__init__(*args, **settings)
            self.break_on_hyphens = False

    if _textwrap.TextWrapper.__name__ != Whole.__name__:
        _textwrap.TextWrapper = Whole  # type: ignore[misc]


def name_options(params: Iterable[Any], path: str) -> None:
    """Show the Vietnamese name of each option of the command `path` with its own."""
    from ntmtrack.cli.vietnamese_options import OPTIONS

    for param in params:
        if param.param_type_name != "option":
            continue
        for opts in (param.opts, param.secondary_opts):
            long = [opt.removeprefix("--") for opt in opts if opt.startswith("--")]
            opts += [f"--{name}" for each in long[:1] for name in names_of(OPTIONS, each, path)[:1]]


def put_choices_in_words(
    params: Iterable[Any], translate: Callable[[str], str], *, vietnamese: bool
) -> None:
    """List the values an option may take behind its text, where a line can be broken."""
    for param in params:
        choices = _choices(param)
        if choices:
            listed = ", ".join(told_choices(choices, vietnamese=vietnamese))
            words = translate(N_("one of: {choices}")).format(choices=listed)
            param.help = f"{param.help}; {words}"
            if param.metavar is None or "|" in param.metavar:
                param.metavar = translate(N_("VALUE"))


def _choices(param: Any) -> tuple[str, ...]:
    """The values a parameter takes; a list of them may stand in its placeholder instead."""
    choices = tuple(map(str, getattr(param.type, "choices", ())))
    if not choices and getattr(param, "multiple", False) and "|" in (param.metavar or ""):
        choices = tuple(param.metavar.split("|"))
    return choices


def told_choices(choices: Iterable[str], *, vietnamese: bool) -> tuple[str, ...]:
    """Enumerated values as they are listed: in Vietnamese with the names they have there."""
    from ntmtrack.cli.vietnamese_values import VALUES

    told = []
    for each in choices:
        names = names_of(VALUES, each) if vietnamese else ()
        told.append(f"{each} ({names[0]})" if names else each)
    return tuple(told)
