"""One table of a parsed criteria file, read key by key, collecting its faults.

Nothing is raised here: a value that is missing or wrong leaves a fault and a stand-in, so
that every fault of a file is found in one reading.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ntmtrack.domain.text import clean, clean_note
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say

_Choice = TypeVar("_Choice", bound=StrEnum)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 4_000
_LARGEST = Decimal(10) ** 15
_DECIMALS = 6


class Table:
    """A table at a named place of the file; `close` reports the keys that were not asked for."""

    def __init__(self, data: Mapping[str, object], place: Message, faults: list[Message]) -> None:
        self._data = data
        self._known: set[str] = set()
        self.place = place
        self.faults = faults

    def fault(self, what: Message) -> None:
        """Add a fault of this table."""
        self.faults.append(say("{place}: {what}", place=self.place, what=what))

    def close(self) -> None:
        """Report every key that the format does not have."""
        for key in self._data:
            if key not in self._known:
                self.fault(say('there is no key "{key}"', key=clean(key)))

    def text(self, key: str) -> str | None:
        """One line of text, None if it is not there."""
        value = self._take(key)
        return None if value is None else self._line(key, value)

    def needed_text(self, key: str) -> str:
        """One line of text that has to be there; "" if it is not."""
        return self._line(key, self._needed(key)) or ""

    def note(self, key: str) -> str | None:
        """Text of several lines, None if it is not there."""
        value = self._take(key)
        return None if value is None else self._line(key, value, lines=True)

    def slug(self, key: str) -> str | None:
        """A code or key in small letters, figures and hyphens, None if it is not there."""
        value = self._take(key)
        return None if value is None else self._slug(key, value)

    def needed_slug(self, key: str) -> str:
        """A code that has to be there; "" if it is not."""
        return self._slug(key, self._needed(key)) or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of lines, empty if it is not there."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.fault(say('"{key}" has to be a list of texts', key=key))
            return ()
        return tuple(line for line in (self._line(key, item) for item in value) if line)

    def slugs(self, key: str) -> tuple[str, ...]:
        """A list of keys, each once."""
        found = self.texts(key)
        if len(set(found)) < len(found):
            self.fault(say('"{key}" names an entry twice', key=key))
        return tuple(slug for slug in (self._slug(key, item) for item in found) if slug)

    def words_by_key(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of key and words, empty if it is not there."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            self.fault(say('"{key}" has to be a table of keys and words', key=key))
            return ()
        pairs = ((self._slug(key, name), self._line(key, words)) for name, words in value.items())
        return tuple((name, words) for name, words in pairs if name and words)

    def day(self, key: str) -> date | None:
        """A date without a time, None if it is not there."""
        value = self._take(key)
        return None if value is None else self._date(key, value)

    def needed_day(self, key: str) -> date:
        """A date that has to be there; the first of all days if it is not."""
        return self._date(key, self._needed(key)) or date.min

    def count(self, key: str, *, low: int, high: int) -> int | None:
        """A whole number within bounds, None if it is not there."""
        value = self._take(key)
        return None if value is None else self._whole(key, value, low, high)

    def needed_count(self, key: str, *, low: int, high: int) -> int:
        """A whole number that has to be there; 0 if it is not."""
        return self._whole(key, self._needed(key), low, high) or 0

    def figure(self, key: str) -> Decimal:
        """A number that has to be there; 0 if it is not."""
        value = self._needed(key)
        if value is None:
            return Decimal(0)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.fault(say('"{key}" has to be a number, without quotes', key=key))
            return Decimal(0)
        figure = Decimal(value)
        if not figure.is_finite() or abs(figure) > _LARGEST or _decimals(figure) > _DECIMALS:
            self.fault(say('"{key}" is not a number of a usable size', key=key))
            return Decimal(0)
        return figure

    def choice(self, key: str, kinds: type[_Choice]) -> _Choice | None:
        """One of a closed list of words, None if it is not there."""
        value = self._take(key)
        return None if value is None else self._member(key, value, kinds)

    def needed_choice(self, key: str, kinds: type[_Choice]) -> _Choice | None:
        """One of a closed list of words; a fault if it is not there."""
        value = self._needed(key)
        return None if value is None else self._member(key, value, kinds)

    def tables(self, key: str) -> tuple[Mapping[str, object], ...]:
        """A list of tables, empty if it is not there."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.fault(say('"{key}" has to be a list of tables, [[{key}]]', key=key))
            return ()
        return tuple(value)

    def table(self, key: str) -> Mapping[str, object]:
        """A table that has to be there; empty if it is not."""
        value = self._needed(key)
        if value is None or isinstance(value, Mapping):
            return value or {}
        self.fault(say('"{key}" has to be a table, [{key}]', key=key))
        return {}

    def inner(self, key: str) -> Mapping[str, object] | None:
        """A table written within a line, None if it is not there."""
        value = self._take(key)
        if value is None or isinstance(value, Mapping):
            return value
        self.fault(say('"{key}" has to be a table within one line', key=key))
        return None

    def flag(self, key: str) -> bool:
        """Whether something is so; false if it is not there."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault(say('"{key}" has to be true or false, without quotes', key=key))
        return False

    def _take(self, key: str) -> object:
        self._known.add(key)
        return self._data.get(key)

    def _needed(self, key: str) -> object:
        value = self._take(key)
        if value is None:
            self.fault(say('"{key}" is missing', key=key))
        return value

    def _line(self, key: str, value: object, *, lines: bool = False) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            self.fault(say('"{key}" has to be text, in quotes', key=key))
            return None
        try:
            text = clean_note(value) if lines else clean(value)
        except DataError as error:
            self.fault(error.message)
            return None
        if not text:
            self.fault(say('"{key}" is empty', key=key))
        elif len(text) > _LONGEST:
            self.fault(say('"{key}" is longer than {most} letters', key=key, most=_LONGEST))
        return text or None

    def _slug(self, key: str, value: object) -> str | None:
        text = self._line(key, value)
        if text is None or _SLUG.fullmatch(text):
            return text
        self.fault(
            say(
                '"{key}": "{written}" is not a code of small letters without marks, figures and '
                "hyphens",
                key=key,
                written=text,
            )
        )
        return None

    def _date(self, key: str, value: object) -> date | None:
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault(say('"{key}" has to be a date without quotes, like 2025-12-29', key=key))
            return None
        return value

    def _whole(self, key: str, value: object, low: int, high: int) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault(
                say(
                    '"{key}" has to be a whole number from {low} to {high}, without quotes',
                    key=key,
                    low=low,
                    high=high,
                )
            )
            return None
        return value

    def _member(self, key: str, value: object, kinds: type[_Choice]) -> _Choice | None:
        words = [member.value for member in kinds]
        if isinstance(value, str) and value in words:
            return kinds(value)
        self.fault(say('"{key}" has to be one of: {choices}', key=key, choices=", ".join(words)))
        return None


def _decimals(figure: Decimal) -> int:
    exponent = figure.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
