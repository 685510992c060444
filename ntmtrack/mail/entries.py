"""One table of the settings file, read entry by entry, collecting its faults by dotted keys.

Nothing is raised here: what is missing or wrong leaves a fault and a stand-in, so that every fault
of the file is found in one reading.
"""

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from ntmtrack.domain.address import Mailbox, parse_mailbox
from ntmtrack.domain.text import clean, clean_note, fold
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say

_Choice = TypeVar("_Choice")


class Entries:
    """The entries under a dotted key; `close` reports those that were not asked for."""

    def __init__(self, key: str, data: Mapping[str, object], *, faults: list[Message]) -> None:
        self._key = key
        self._data = data
        self._known: set[str] = set()
        self.faults = faults

    def fault(self, name: str, what: Message) -> None:
        """Add a fault of one entry."""
        self.faults.append(say("{key}: {what}", key=self._dotted(name), what=what))

    def close(self) -> None:
        """Report every entry that the format does not have."""
        for name in self._data:
            if name not in self._known:
                self.faults.append(say("there is no entry {key}", key=self._dotted(name)))

    def has(self, name: str) -> bool:
        """Whether the entry is there at all."""
        self._known.add(name)
        return name in self._data

    def inner(self, name: str) -> "Entries":
        """The table inside, empty if it is not there."""
        value = self._take(name)
        if not isinstance(value, Mapping | None):
            self.faults.append(
                say('"{key}" has to be a table, [{key}]', key=self._dotted(name)),
            )
        data = value if isinstance(value, Mapping) else {}
        return Entries(self._dotted(name), data, faults=self.faults)

    def each(self, name: str) -> tuple["Entries", ...]:
        """The tables of a list, none if it is not there."""
        value = self._take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.faults.append(
                say('"{key}" has to be a list of tables, [[{key}]]', key=self._dotted(name))
            )
            return ()
        return tuple(
            Entries(f"{self._dotted(name)}.{place}", item, faults=self.faults)
            for place, item in enumerate(value, start=1)
        )

    def line(self, name: str) -> str | None:
        """One line of text, None if it is not there."""
        return self._text(name, self._take(name))

    def lines(self, name: str) -> str | None:
        """Text of several lines, None if it is not there."""
        return self._text(name, self._take(name), several=True)

    def path(self, name: str) -> Path | None:
        """A file or folder, by its whole path; `~` is the home of who runs the program."""
        text = self.line(name)
        if text is None:
            return None
        path = Path(os.path.expanduser(text))
        if not path.is_absolute():
            # Cron starts a program somewhere else.
            self.fault(name, say("takes a whole path, from the root on"))
        return path

    def command(self, name: str) -> tuple[str, ...]:
        """A program and its arguments, as a list or as it is typed; empty if it is not there."""
        value = self._take(name)
        if isinstance(value, list):
            return self._texts(name, value)
        text = self._text(name, value)
        try:
            return () if text is None else tuple(shlex.split(text))
        except ValueError:
            self.fault(name, say("a quotation mark is not closed"))
            return ()

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of lines, empty if it is not there."""
        value = self._take(name)
        if value is None or isinstance(value, list):
            return self._texts(name, value or [])
        self.faults.append(say('"{key}" has to be a list of texts', key=self._dotted(name)))
        return ()

    def mailbox(self, name: str) -> Mailbox | None:
        """A mail address, perhaps with a name; None if it is not there."""
        value = self._take(name)
        return self.mailbox_in(name, value) if self._text(name, value) else None

    def mailbox_in(self, name: str, value: object) -> Mailbox | None:
        """The mail address that one value of an entry is; None with a fault if it is none."""
        try:
            return parse_mailbox(value) if isinstance(value, str) else None
        except DataError as error:
            self.fault(name, error.message)
            return None

    def mailboxes(self, name: str) -> tuple[Mailbox, ...]:
        """A list of mail addresses, empty if it is not there."""
        found = (self.mailbox_in(name, text) for text in self.texts(name))
        return tuple(mailbox for mailbox in found if mailbox is not None)

    def whole(self, name: str, *, low: int, high: int, default: int) -> int:
        """A whole number within bounds."""
        value = self._take(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.faults.append(
                say(
                    '"{key}" has to be a whole number from {low} to {high}, without quotes',
                    key=self._dotted(name),
                    low=low,
                    high=high,
                )
            )
            return default
        return value

    def seconds(self, name: str, *, most: int, default: float) -> float:
        """A time in seconds, more than none."""
        value = self._take(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
            self.faults.append(
                say(
                    '"{key}" has to be a number of seconds up to {most}, without quotes',
                    key=self._dotted(name),
                    most=most,
                )
            )
            return default
        return value

    def truth(self, name: str, *, default: bool) -> bool:
        """Yes or no."""
        value = self._take(name)
        if isinstance(value, bool | None):
            return default if value is None else value
        self.faults.append(
            say('"{key}" has to be true or false, without quotes', key=self._dotted(name))
        )
        return default

    def choice(
        self, name: str, choices: Mapping[str, _Choice], *, shown: Sequence[str] = ()
    ) -> _Choice | None:
        """What one of a closed list of words stands for, marks and case aside; None without it.

        `shown` are the words to be named to somebody who wrote another one.
        """
        text = self.line(name)
        if text is None:
            return None
        if (word := fold(text)) in choices:
            return choices[word]
        named = ", ".join(shown or choices)
        self.faults.append(
            say('"{key}" has to be one of: {choices}', key=self._dotted(name), choices=named)
        )
        return None

    def _dotted(self, name: str) -> str:
        return f"{self._key}.{clean(name)}"

    def _take(self, name: str) -> object:
        self._known.add(name)
        return self._data.get(name)

    def _texts(self, name: str, values: Sequence[object]) -> tuple[str, ...]:
        return tuple(text for value in values if (text := self._text(name, value)) is not None)

    def _text(self, name: str, value: object, *, several: bool = False) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            self.faults.append(
                say('"{key}" has to be text, in quotes', key=self._dotted(name)),
            )
            return None
        text = clean_note(value) if several else clean(value)
        if not text:
            self.faults.append(say('"{key}" is empty', key=self._dotted(name)))
        return text or None
