"""Reports as CSV and TSV: keys as headers, the same bytes in every language."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ntmtrack.message import Message
from ntmtrack.render.localise import Localiser, harmless
from ntmtrack.reports.report import Cell, Measure, Report

# A sheet program would run these as formulas.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ENGLISH = Localiser("en")
_TO_QUOTE = re.compile('[",\r\n]')
_NO_TSV = re.compile("\r\n|[\t\n\v\f\r]")


def csv(report: Report) -> str:
    """RFC 4180 with line feeds; text that a sheet would take for a formula gets a leading '."""
    lines = [[column.key for column in report.columns]]
    lines += [[_guarded(cell) for cell in row] for row in report.rows]
    return "".join(_csv_line(line) for line in lines)


def tsv(report: Report) -> str:
    """One line a row, never quoted; tabs and line breaks inside cells become spaces."""
    lines = [[column.key for column in report.columns]]
    lines += [[plain(cell) for cell in row] for row in report.rows]
    return "".join("\t".join(_NO_TSV.sub(" ", text) for text in line) + "\n" for line in lines)


def plain(cell: Cell) -> str:
    """A cell for programs: ISO dates, decimal point, true or false, English enumerations.

    Control characters become U+FFFD, for these formats have no escape for them; JSON has.
    """
    if isinstance(cell, StrEnum):
        return str(cell.value)
    if isinstance(cell, str):
        return harmless(cell)
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return "; ".join(_part(part) for part in cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Measure):
        return plain(cell.value)
    if isinstance(cell, Message):
        return _ENGLISH.say(cell)
    return str(cell)


def _part(part: str | Measure) -> str:
    """One of several in a cell; a measure among others keeps its name, operator and unit."""
    if not isinstance(part, Measure):
        return plain(part)
    words = (part.operator, plain(part.value), plain(part.unit))
    amount = " ".join(filter(None, words))
    label = plain(part.label)
    return f"{label}: {amount}" if label else amount


def _guarded(cell: Cell) -> str:
    text = plain(cell)
    return "'" + text if text.startswith(_FORMULA) and _is_words(cell) else text


def _is_words(cell: Cell) -> bool:
    first = cell[0] if isinstance(cell, tuple) and cell else cell
    return isinstance(first, (str, Message))


def _csv_line(texts: Iterable[str]) -> str:
    # Not the csv module: before Python 3.13 it leaves a lone carriage return unquoted.
    line = ",".join(
        '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text for text in texts
    )
    return (line or '""') + "\n"
