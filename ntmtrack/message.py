"""Sentences that are said later, in the reader's language.

The core never speaks to people: it hands on a `Message`, an English sentence with named
places, and the edge translates the sentence and fills the places.
"""

from collections.abc import Mapping
from typing import Final


class Message:
    """One sentence: its English text with `{places}`, their values, and a plural if it counts.

    `values` may hold text, numbers, dates, enumerated words and other messages. A class by hand:
    every run makes it, and a dataclass costs ten times as much to make. Nor is it a tuple, which
    a cell of several would be.
    """

    __slots__ = ("count", "many", "text", "values")

    def __init__(
        self,
        text: str,
        values: Mapping[str, object] | None = None,
        many: str | None = None,
        count: int | None = None,
    ) -> None:
        self.text: Final = text
        self.values: Final[Mapping[str, object]] = {} if values is None else values
        self.many: Final = many
        self.count: Final = count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self._facts == other._facts

    __hash__ = None  # type: ignore[assignment]  # its values are a mapping

    def __repr__(self) -> str:
        return f"Message{self._facts!r}"

    @property
    def _facts(self) -> tuple[object, ...]:
        return self.text, self.values, self.many, self.count


def say(text: str, /, **values: object) -> Message:
    """A sentence with its places filled later."""
    return Message(text, values)


def say_n(one: str, many: str, count: int, /, **values: object) -> Message:
    """A sentence that counts: `{count}` is one of its places."""
    return Message(one, {"count": count, **values}, many, count)


def N_(text: str) -> str:
    """Mark a text for the message catalogue and hand it back unchanged."""
    return text
