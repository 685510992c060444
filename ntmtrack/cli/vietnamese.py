"""Commands, options and values under Vietnamese names, beside their English ones.

The English name is the one that is stored, printed and promised; the Vietnamese ones are typed,
with or without marks. Nothing here is loaded for a line that is all English, but for help in
Vietnamese, which shows the first name of each.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from ntmtrack.domain.text import tokens

Names = Mapping[str, tuple[str, ...]]
"""An English name, or one behind its command ("notice review"): its Vietnamese ones."""


def plain(word: str) -> str:
    """A word as the tables spell it: "Quá hạn" is "qua-han"."""
    return "-".join(tokens(word))


def names_of(table: Names, english: str, path: str = "") -> tuple[str, ...]:
    """The Vietnamese names that go with an English one in the command `path`; () if none do."""
    return table.get(f"{path} {english}") or table.get(english, ())


def command(args: Sequence[str], known: Iterable[str], path: str = "") -> list[str]:
    """The words of a line with the command it begins with in English.

    `known` are the commands of the group `path`. The words of a name may stand apart: "quá hạn"
    is two arguments. A line that begins with no such name comes back as it is.
    """
    from ntmtrack.cli.vietnamese_commands import COMMANDS, LONGEST

    known = list(known)
    words = list(takewhile(lambda word: not word.startswith("-"), args[:LONGEST]))
    # The longest first: "giao lại" is not "giao" with something behind it.
    for taken in range(len(words), 0, -1):
        typed = plain(" ".join(words[:taken]))
        for english in known:
            if typed == english or typed in names_of(COMMANDS, english, path):
                return [english, *args[taken:]]
    return list(args)


def option(typed: str, known: Iterable[str], path: str) -> str | None:
    """The English name of an option of the command `path`, such as "--han"; None if it has none."""
    from ntmtrack.cli.vietnamese_options import OPTIONS

    word = plain(typed.removeprefix("--"))
    for english in known:
        name = english.removeprefix("--")
        if word == name or word in names_of(OPTIONS, name, path):
            return english
    return None


def value(typed: str, choices: Iterable[str]) -> str:
    """One of several enumerated words, in English; what is none of them comes back as it is."""
    from ntmtrack.cli.vietnamese_values import VALUES

    word = plain(typed)
    for english in choices:
        if word == plain(english) or word in VALUES.get(english, ()):
            return english
    return typed


def chosen(typed: Any, choices: Iterable[str]) -> Any:
    """What was typed for an enumerated parameter, one word or several, in English."""
    if isinstance(typed, str):
        return value(typed, map(str, choices))
    return type(typed)(chosen(each, choices) for each in typed)


def with_first(table: Names, english: str, path: str = "") -> str:
    """An English name and the Vietnamese one that goes with it, as help shows them."""
    return ", ".join((english, *names_of(table, english, path)[:1]))
