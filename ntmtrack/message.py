"""Sentences that are said later, in the reader's language.

The core never speaks to people: it hands on a `Message`, an English sentence with named
places, and the edge translates the sentence and fills the places.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: its English text with `{places}`, their values, and a plural if it counts.

    `values` may hold text, numbers, dates, enumerated words and other messages.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    many: str | None = None
    count: int | None = None


def say(text: str, /, **values: object) -> Message:
    """A sentence with its places filled later."""
    return Message(text, values)


def say_n(one: str, many: str, count: int, /, **values: object) -> Message:
    """A sentence that counts: `{count}` is one of its places."""
    return Message(one, {"count": count, **values}, many, count)


def N_(text: str) -> str:
    """Mark a text for the message catalogue and hand it back unchanged."""
    return text
