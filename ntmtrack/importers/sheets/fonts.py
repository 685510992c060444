"""Old fonts in a sheet: what is converted, what is left alone, and what cannot be told."""

from collections.abc import Mapping, Sequence

from ntmtrack.domain.old_fonts import (
    NamedFont,
    OldFont,
    Reading,
    converted,
    may_be_old,
    of_font,
    reading,
)
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.cells import Cell
from ntmtrack.importers.sheets.marks import Marks, Place
from ntmtrack.importers.sheets.texts import odd_ones
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record

_PREVIEW = 3
_TITLES = {OldFont.TCVN3: "TCVN3", OldFont.VNI: "VNI"}

Rows = list[list[Cell]]
"""Cells as they were read, line by line."""


class _Text(Record):
    """A text in an old font: where it is, its stretches, each with its font if that is old."""

    at: Place
    pieces: tuple[tuple[str, NamedFont | None], ...]
    old: OldFont

    @property
    def written(self) -> str:
        return "".join(words for words, _ in self.pieces)

    @property
    def weighed(self) -> str:
        """The stretches in an old font alone: the others are Unicode by their font."""
        return "".join(words if font else " " for words, font in self.pieces)

    @property
    def seen(self) -> str:
        return "".join(
            converted(words, font.old, capitals=font.capitals) if font else words
            for words, font in self.pieces
        )


class _Change(Record):
    """A text before and after."""

    before: str
    after: str


def convert(
    rows: Rows, marks: Marks, told: OldFont | None, texts: Sequence[str]
) -> tuple[Message, ...]:
    """Put what is in an old font into Unicode, in place; what cannot be told becomes a fault.

    `told` is the font that a user names: texts whose font is not known are in it. A text that
    is Unicode for certain is never touched. `texts` are all texts, each once. Handed back is
    what must be said.
    """
    marked = _marked(rows, marks)
    if told is not None and not marked:
        return _said(_settle(rows, marks, _all(rows, told), is_told=True))
    changes = _settle(rows, marks, marked, is_told=told is not None)
    found = {
        text: outcome
        for text in odd_ones(texts, may_be_old)
        if (outcome := _outcome(text, told)) is not None
    }
    if found:
        changes += _replace(rows, marks, {text.at for text in marked}, found)
    return _said(changes)


def _marked(rows: Rows, marks: Marks) -> list[_Text]:
    """The texts whose font is known to be old, wholly or in part."""
    texts = []
    for at in sorted({*marks.fonts, *marks.runs}):
        line, column = at
        cell = rows[line][column] if line < len(rows) and column < len(rows[line]) else ""
        if not isinstance(cell, str) or not cell:
            continue
        own = marks.fonts.get(at, "")
        pieces = tuple(
            (words, of_font(own if font is None else font))
            for words, font in marks.runs.get(at, ((cell, None),))
        )
        family = next((font.old for _, font in pieces if font), None)
        if family is not None:
            texts.append(_Text(at, pieces, family))
    return texts


def _all(rows: Rows, told: OldFont) -> list[_Text]:
    font = NamedFont(told, False)
    return [
        _Text((line, column), ((cell, font),), told)
        for line, row in enumerate(rows)
        for column, cell in enumerate(row)
        if isinstance(cell, str) and not cell.isascii()
    ]


def _settle(rows: Rows, marks: Marks, texts: Sequence[_Text], *, is_told: bool) -> list[_Change]:
    """Convert those of the texts that are old.

    A text that reads both ways stays where nothing shows that an old font is really at work,
    is converted where the user says so and nothing speaks against it, and is a fault otherwise.
    """
    readings = [reading(text.weighed, text.old) for text in texts]
    found = set(readings)
    either = Reading.EITHER
    if is_told and found.isdisjoint((Reading.UNICODE, Reading.MIXED)):
        either = Reading.OLD
    elif not is_told and found.isdisjoint((Reading.OLD, Reading.MIXED)):
        either = Reading.UNICODE
    changes = []
    for text, weighed in zip(texts, readings, strict=True):
        line, column = text.at
        read = either if weighed is Reading.EITHER else weighed
        if read is Reading.OLD:
            rows[line][column] = text.seen
            changes.append(_Change(text.written, text.seen))
        elif read is Reading.MIXED:
            marks.faults[text.at] = _mixed(text.written)
        elif read is Reading.EITHER:
            marks.faults[text.at] = _both_ways(text, is_told=is_told)
    return changes


def _replace(
    rows: Rows, marks: Marks, apart: set[Place], found: Mapping[str, DataError | _Change]
) -> list[_Change]:
    """Put the outcomes of texts whose font is not known where these texts stand."""
    changes = []
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            outcome = found.get(cell) if type(cell) is str else None
            if outcome is None or (line, column) in apart:
                continue
            if isinstance(outcome, DataError):
                marks.faults[line, column] = outcome
            else:
                row[column] = outcome.after
                changes.append(outcome)
    return changes


def _outcome(text: str, told: OldFont | None) -> DataError | _Change | None:
    """What becomes of a text whose font is not known; None if it is no old one."""
    readings = {font: reading(text, font) for font in OldFont}
    if told is not None and readings[told] is Reading.OLD:
        return _Change(text, converted(text, told))
    if Reading.MIXED in readings.values():
        return _mixed(text)
    old = [font for font, read in readings.items() if read is Reading.OLD]
    if not old:
        return None
    if len(old) > 1:
        return DataError(
            say("“{words}” seems to be in an old font, in TCVN3 or in VNI", words=text),
            hint=say("say which with --font tcvn3 or --font vni"),
        )
    return DataError(
        say(
            "“{words}” seems to be in an old font: in {font} it says “{seen}”",
            words=text,
            font=_TITLES[old[0]],
            seen=converted(text, old[0]),
        ),
        hint=say("if that is right, say --font {font}", font=old[0].value),
    )


def _both_ways(text: _Text, *, is_told: bool) -> DataError:
    return DataError(
        say(
            "it cannot be told whether it says “{words}” or, in {font}, “{seen}”",
            words=text.written,
            font=_TITLES[text.old],
            seen=text.seen,
        ),
        hint=say("the sheet is partly in Unicode: write this cell again in Unicode")
        if is_told
        else say("say --font {font}, or write this cell again in Unicode", font=text.old.value),
    )


def _mixed(words: str) -> DataError:
    return DataError(
        say("“{words}” is partly in Unicode, partly in an old font", words=words),
        hint=say("write this cell again in Unicode"),
    )


def _said(changes: Sequence[_Change]) -> tuple[Message, ...]:
    """How many cells were converted, with the first few of them."""
    if not changes:
        return ()
    shown = tuple(dict.fromkeys(changes))[:_PREVIEW]
    preview = tuple(f"{change.before} → {change.after}" for change in shown)
    return (
        say_n(
            "{count} cell was converted from an old font: {preview}",
            "{count} cells were converted from an old font: {preview}",
            len(changes),
            preview=preview,
        ),
    )
