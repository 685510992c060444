"""What a name typed by an officer may mean: the best of what fits, and what to say otherwise."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from ntmtrack.domain.text import match
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say

Thing = TypeVar("Thing")

LISTED = 20
"""How many candidates are listed at most."""

_SUGGESTED = 5
_LIKE = 0.7
"""How much alike names are that are suggested, at least; 1 is the same letters."""

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


def unknown(
    sentence: Message, words: str, names: Iterable[str] | Mapping[str, str], hint: Message
) -> DataError:
    """The error for words that fit nothing, with the names that are nearest to them.

    `names` may be a mapping from what may be typed (a code, a bare name) to the name it stands for.
    """
    from ntmtrack.domain.likeness import alike

    near = alike(words, names, most=_SUGGESTED, least=_LIKE)
    details = (say("did you mean {names}?", names=near),) if near else ()
    return DataError(sentence, hint=hint, details=details)
