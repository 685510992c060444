"""What somebody may have meant by a word that names no command, option or value."""

from collections.abc import Iterable

from ntmtrack.cli.vietnamese import Names, names_of
from ntmtrack.domain.likeness import alike


def commands_like(typed: str, known: Iterable[str], path: str, *, both: bool) -> tuple[str, ...]:
    """The names of commands of the group `path` that are most like what was typed.

    `both` says whether Vietnamese ones are among them: who reads English would wonder at them.
    """
    from ntmtrack.cli.vietnamese_commands import COMMANDS

    return alike(typed, _spelled(COMMANDS if both else {}, known, path))


def options_like(typed: str, known: Iterable[str], path: str, *, both: bool) -> tuple[str, ...]:
    """The names of options of the command `path` that are most like what was typed."""
    from ntmtrack.cli.vietnamese_options import OPTIONS

    names = [each.removeprefix("--") for each in known if each.startswith("--")]
    near = alike(typed, _spelled(OPTIONS if both else {}, names, path))
    return tuple(f"--{each}" for each in near)


def values_like(typed: str, choices: Iterable[str], *, both: bool) -> tuple[str, ...]:
    """The names of enumerated values that are most like what was typed."""
    from ntmtrack.cli.vietnamese_values import VALUES

    return alike(typed, _spelled(VALUES if both else {}, choices, ""))


def _spelled(table: Names, known: Iterable[str], path: str) -> list[str]:
    """Every name that may be typed for each of several."""
    return [each for name in known for each in (name, *names_of(table, name, path))]
