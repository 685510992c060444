"""Asking at the terminal: questions go to standard error, answers come line by line."""

import sys

from ntmtrack.message import Message, say
from ntmtrack.render.localise import Localiser

_YES = frozenset({"y", "yes", "c", "co", "có"})


def interactive() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def agreed(question: Message, lang: str) -> bool:
    """Whether somebody answers yes; no one there means no."""
    if not interactive():
        return False
    answer = ask(say("{question} [y/N] ", question=question), lang)
    return (answer or "").casefold() in _YES


def ask(question: Message, lang: str) -> str | None:
    """What is answered, without the spaces around it; None at the end of the input."""
    sys.stdout.flush()
    sys.stderr.write(Localiser(lang).say(question))
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None
