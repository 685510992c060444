"""Sentences and cells as a person reads them in one language, safe to put on a terminal."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from gettext import NullTranslations
from typing import TYPE_CHECKING

from ntmtrack.i18n import translator
from ntmtrack.message import N_, Message
from ntmtrack.reports.report import Cell, Measure

if TYPE_CHECKING:
    from decimal import Decimal

# Vietnam has one zone and no summer time; zone files are missing on some Windows machines.
_VIETNAM = timezone(timedelta(hours=7))
_GROUPED = 7
"""A decimal number of so many whole digits is written in groups of three, as sums are."""

_YES = N_("yes")
_NO = N_("no")

# C0 (but the ones that are white space), DEL, C1, and what turns the direction of writing.
_CONTROLS = "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_BREAKS = "\r\n|[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]"


class Localiser:
    """Turns messages and typed cells into words of one language."""

    __slots__ = ("_gettext", "_grouped", "_ngettext", "_point", "lang")

    def __init__(
        self, lang: str, *, catalogue: NullTranslations | None = None, grouped: bool = True
    ) -> None:
        """`catalogue` stands in for the shipped one.

        `grouped` parts the digits of sums, which programs would take for words.
        """
        translations = translator(lang) if catalogue is None else catalogue
        self.lang = lang
        self._gettext = translations.gettext
        self._ngettext = translations.ngettext
        self._grouped = grouped
        self._point = "," if lang == "vi" else "."

    def word(self, text: str) -> str:
        """A marked text, for example a heading, in this language.

        The heading of a matrix is a number of the ledger's, and as little to be trusted as a cell.
        """
        # The empty id is the catalogue's own header.
        return harmless(self._gettext(text)) if text else ""

    def say(self, message: Message) -> str:
        """The sentence with its places filled; a message without values is taken literally.

        A translation that asks for a place that is not there gives way to the English text.
        """
        if message.many is None or message.count is None:
            translated, english = self.word(message.text), message.text
        else:
            translated = self._ngettext(message.text, message.many, message.count)
            english = message.text if message.count == 1 else message.many
        if not message.values:
            return harmless(translated)
        places = {name: self._place(value) for name, value in message.values.items()}
        return harmless(_filled((translated, english), places))

    def cell(self, cell: Cell) -> str:
        """A cell for people: dd/mm/yyyy, the language's decimal mark, translated words."""
        if isinstance(cell, StrEnum):
            from ntmtrack.render.words import word

            return harmless(self.word(word(cell)))
        if isinstance(cell, str):
            return harmless(cell)
        if cell is None:
            return ""
        if isinstance(cell, tuple):
            return "; ".join(self.cell(part) for part in cell)
        if isinstance(cell, bool):
            return self.word(_YES if cell else _NO)
        if isinstance(cell, int):
            return str(cell)
        if isinstance(cell, datetime):
            return _moment(cell)
        if isinstance(cell, date):
            return _day(cell)
        if isinstance(cell, Message):
            return self.say(cell)
        if isinstance(cell, Measure):
            return self._measure(cell)
        return self._number(cell)

    def _place(self, value: object) -> str:
        if isinstance(value, (tuple, list)):
            parts = [self._place(part) for part in value]
            # A sentence among others ends with what parts them.
            parts[:-1] = [
                words.removesuffix(".") if isinstance(part, Message) else words
                for part, words in zip(value[:-1], parts[:-1], strict=True)
            ]
            return ("; " if any("," in part for part in parts) else ", ").join(parts)
        if value is None or isinstance(value, (str, int, date, Message, Measure)):
            return self.cell(value)
        from decimal import Decimal

        return self.cell(value) if isinstance(value, Decimal) else str(value)

    def _measure(self, measure: Measure) -> str:
        unit = measure.unit
        words = (
            harmless(measure.sign),
            self._number(measure.value),
            self.say(unit) if isinstance(unit, Message) else harmless(unit or ""),
        )
        amount = " ".join(filter(None, words))
        label = measure.label
        name = self.say(label) if isinstance(label, Message) else harmless(label)
        return f"{name}: {amount}" if name else amount

    def _number(self, number: "Decimal") -> str:
        text = format(number, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if text == "-0":
            return "0"
        whole, point, fraction = text.partition(".")
        digits = whole.lstrip("-")
        if self._grouped and len(digits) >= _GROUPED and digits.isdigit():
            apart = "." if self._point == "," else ","
            whole = f"{int(whole):,}".replace(",", apart)
        return f"{whole}{self._point}{fraction}" if point else whole


def harmless(text: str) -> str:
    """Text that cannot steer a terminal or turn the direction of writing around it."""
    return text if text.isprintable() else re.sub(_CONTROLS, "\ufffd", text)


def flat(text: str) -> str:
    """Text on one line: line breaks and tabs become spaces."""
    return text if text.isprintable() else re.sub(_BREAKS, " ", text)


def _filled(templates: tuple[str, str], places: Mapping[str, str]) -> str:
    for template in templates:
        try:
            return template.format_map(places)
        except (LookupError, ValueError, AttributeError, TypeError):
            continue
    return templates[-1]


def _day(day: date) -> str:
    # strftime does not pad years before 1000 on every system.
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _moment(moment: datetime) -> str:
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    local = aware.astimezone(_VIETNAM)
    return f"{_day(local)} {local.hour:02}:{local.minute:02}"
