"""Enumerated words of a sheet: the keys of the ledger, or the words by which people read them."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.i18n import LANGUAGES, translator
from ntmtrack.message import say
from ntmtrack.render.words import WORDS

E = TypeVar("E", bound=StrEnum)

_YES = ("true", "yes", "x", "co", "1", "1.0")
_NO = ("false", "no", "khong", "0", "0.0")


def member(kind: type[E], text: str, *, also: Mapping[str, E] | None = None) -> E:
    """The member that words name in any language of the ledger, or by the folded words `also`.

    Raises DataError, naming all members, for other words.
    """
    asked = fold(text)
    value = _known(kind).get(asked) or (also or {}).get(asked)
    if value is None:
        raise DataError(
            say("{words} is none of {names}", words=text, names=tuple(kind)),
            hint=say("write one of these words"),
        )
    return kind(value)


def yes_or_no(text: str) -> bool:
    """Whether words say yes; DataError for what says neither."""
    asked = fold(text)
    if asked in _YES or asked in _NO:
        return asked in _YES
    raise DataError(
        say("{words} says neither yes nor no", words=text), hint=say("write có or không")
    )


@cache
def _known(kind: type[StrEnum]) -> dict[str, str]:
    """The folded words of every member: its key, and what each language says."""
    words = WORDS.get(kind.__name__, {})
    found = {fold(each.value): each.value for each in kind}
    for lang in LANGUAGES:
        said = translator(lang).gettext
        found |= {fold(said(word)): value for value, word in words.items()}
    return found
