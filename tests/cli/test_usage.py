"""Every way in which a command line can be wrong, on every command, told in Vietnamese."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from ntmtrack.cli.app import build
from ntmtrack.cli.group import Group
from ntmtrack.cli.usage import fault
from ntmtrack.config import Settings
from ntmtrack.errors import NtmError
from ntmtrack.i18n import translator
from ntmtrack.render.localise import Localiser

LIBRARY = {
    *("aborted", "argument", "arguments", "choice", "choose", "command", "default", "does"),
    *("extra", "got", "invalid", "missing", "option", "perhaps", "range", "required", "requires"),
    *("such", "take", "takes", "try", "unexpected", "usage", "valid"),
}
"""What the library says in English of a command line, and our own words for it."""


@pytest.fixture(scope="module")
def root() -> Any:
    return build(Settings(), "vi", (), translator("vi").gettext)


def _contexts(root: Any) -> Iterator[Any]:
    """Every command and group, each in the context in which its words are read."""
    waiting = [root.make_context("ntmtrack", [], resilient_parsing=True)]
    while waiting:
        context = waiting.pop()
        yield context
        if isinstance(context.command, Group):
            for name in context.command.known():
                command = context.command.get_command(context, name)
                more = {"parent": context, "resilient_parsing": True}
                waiting.append(command.make_context(name, ["--help"], **more))


def _wrong(command: Any) -> Iterator[list[str]]:
    """Lines that the command cannot take: an option it has not, too much, too little, misfits."""
    yield ["--khong-co-tuy-chon-nay"]
    yield ["-Z"]
    yield []
    yield ["x"] * 12
    for param in command.params:
        if param.param_type_name != "option":
            continue
        name = param.opts[0]
        if param.is_flag:
            yield [f"{name}=x"]
        else:
            yield [name]
        if getattr(param.type, "choices", None) or hasattr(param.type, "min"):
            yield [name, "khong-co"]


def _complaint(at: Any, words: list[str]) -> str:
    """What is said of a line of a command; "" where it can be read."""
    try:
        context = at.command.make_context(at.info_name, list(words), parent=at.parent)
        rest = [*context._protected_args, *context.args]
        if isinstance(context.command, Group) and rest:
            context.command.resolve_command(context, rest)
    except typer.TyperException as error:
        wrong: NtmError = fault(error, words, "vi")
    except NtmError as error:
        wrong = error
    else:
        return ""
    told = [wrong.message, *wrong.details, *([wrong.hint] if wrong.hint else [])]
    return "\n".join(Localiser("vi").say(each) for each in told)


def _english(text: str) -> set[str]:
    """Words of the library's in a text, apart from what is typed as it stands."""
    plain = re.sub(r"`[^`]*`|--?[a-z][a-z-]*", " ", text)
    return {word for word in re.findall(r"[a-z]+", plain.casefold()) if word in LIBRARY}


def test_every_wrong_line_of_every_command_is_told_in_vietnamese(root: Any) -> None:
    tried = 0
    for at in _contexts(root):
        for words in _wrong(at.command):
            told = _complaint(at, words)
            assert _english(told) == set(), (at.command_path, words, told)
            tried += bool(told)
    assert tried > 900


def test_every_help_is_in_vietnamese(root: Any) -> None:
    for at in _contexts(root):
        shown = at.get_help()
        assert shown.startswith(f"Cách dùng: {at.command_path} ")
        told = re.sub(r"^  ntmtrack .*$", "", shown, flags=re.MULTILINE)
        assert _english(told) == set(), (at.command_path, told)


def test_the_words_of_the_library_are_known_when_they_are_met() -> None:
    assert _english("Missing option `--value`, takes a value") == {
        "missing",
        "option",
        "takes",
    }
    assert _english("thiếu --value") == set()
