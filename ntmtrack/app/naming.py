"""What a name typed by an officer may mean: the best of what fits, and what to say otherwise."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ntmtrack.domain.text import match, tokens
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say

Thing = TypeVar("Thing")

LISTED = 20
"""How many candidates are listed at most."""

_SUGGESTED = 5

OLD = r"(?i)\s+(?:cũ|\(\s*c[ũu]\s*\))\s*(?=,|$)"
"""How people mark a unit that is no more: "Xã Bản Bo cũ", "xã Bản Bo (cũ), Tam Đường"."""

OLD_UNMARKED = r"(?i)\s+(?:c[ũu]|\(\s*c[ũu]\s*\))\s*(?=,|$)"
"""The same typed without marks; it may be a piece of a name, so it is tried where nothing fits."""


def best(
    words: str, things: Sequence[Thing], names: Callable[[Thing], tuple[str, str | None]]
) -> list[Thing]:
    """Those that the words fit best: a whole name goes before a part of one."""
    ranked = []
    for thing in things:
        name, other = names(thing)
        rank = match(words, name, bare=other)
        if rank is not None:
            ranked.append((rank, thing))
    first = min((rank for rank, _ in ranked), default=None)
    return [thing for rank, thing in ranked if rank == first]


_SAY_MORE = say("give the whole number, code or name")


def ambiguous(words: str, candidates: Sequence[Message], hint: Message = _SAY_MORE) -> DataError:
    """The error for words that fit several, with the candidates."""
    return DataError(
        say("{words} may mean several:", words=words),
        hint=hint,
        details=tuple(candidates[:LISTED]),
    )


def unknown(sentence: Message, words: str, names: Sequence[str], hint: Message) -> DataError:
    """The error for words that fit nothing, with the names that are nearest to them."""
    from difflib import get_close_matches

    folded = {" ".join(tokens(name)): name for name in names}
    asked = " ".join(tokens(words))
    near = get_close_matches(asked, folded, n=_SUGGESTED, cutoff=0.7)
    if near:
        details = (say("did you mean {names}?", names=tuple(folded[each] for each in near)),)
        return DataError(sentence, hint=hint, details=details)
    return DataError(sentence, hint=hint)
