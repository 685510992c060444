"""Asking at the terminal: questions go to standard error, answers come line by line."""

import sys

from ntmtrack.cli.diagnostics import folded
from ntmtrack.domain.text import clean
from ntmtrack.message import Message, say
from ntmtrack.render.localise import Localiser

_YES = frozenset({"y", "yes", "c", "co", "có"})
_NO = frozenset({"n", "no", "k", "khong", "không"})


def interactive() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def agreed(question: Message, lang: str, *, usually: bool = False) -> bool:
    """Whether somebody answers yes; `usually` takes Enter alone for it, and asks until it is clear.

    What is usual loses nothing but by a plain no, or the end of the input.
    """
    while usually:
        answer = ask(say("{question} [Y/n]", question=question), lang)
        if not answer or answer.casefold() in _YES | _NO:
            return answer is not None and answer.casefold() not in _NO
    answer = ask(say("{question} [y/N]", question=question), lang)
    return (answer or "").casefold() in _YES


def secret(question: Message, lang: str) -> str:
    """What is answered without being shown, as it was typed; empty at the end of the input."""
    from getpass import getpass

    sys.stdout.flush()
    try:
        # It says the question once nothing is shown any more: no letter typed early is seen.
        return getpass(f"{_filled(question, lang, indent=0)} ", stream=sys.stderr)
    except EOFError:
        return ""


def ask(question: Message, lang: str, *, indent: int = 0) -> str | None:
    """What is answered, as text fit to store; None at the end of the input.

    Raises DataError for what was not decoded properly.
    """
    sys.stdout.flush()
    _write(question, lang, indent=indent, end=" ")
    line = sys.stdin.readline()
    return clean(line) if line else None


def choose(keys: str, question: Message, meaning: Message, lang: str) -> int | None:
    """Which of several is chosen, by its place among the keys; None at the end of the input.

    The keys are letters with spaces between, in the reader's language. Whatever else is typed
    is answered by what they mean.
    """
    letters = Localiser(lang).word(keys).split()
    while True:
        answer = ask(say("{question}:", question=question), lang)
        if answer is None:
            return None
        if answer.casefold() in letters:
            return letters.index(answer.casefold())
        put(meaning, lang, indent=2)


def put(message: Message, lang: str, *, indent: int = 0) -> None:
    """Say something between questions, on lines that fit any terminal."""
    _write(message, lang, indent=indent, end="\n")


def _write(message: Message, lang: str, *, indent: int, end: str) -> None:
    sys.stderr.write(f"{_filled(message, lang, indent=indent)}{end}")
    sys.stderr.flush()


def _filled(message: Message, lang: str, *, indent: int) -> str:
    words = " ".join(Localiser(lang).say(message).split())
    return folded(" " * indent + words)
