"""Reports as CSV and TSV: keys as headers, the same bytes in every language.

One form apart is for a double click in a sheet program: it speaks the reader's language.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from ntmtrack.message import Message
from ntmtrack.render.localise import Localiser, flat, harmless
from ntmtrack.reports.report import Cell, Measure, Report

# A sheet program would run these as formulas.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ENGLISH = Localiser("en")
_TO_QUOTE = re.compile('[",\r\n]')
_EXCEL_TO_QUOTE = '[",;\t\r\n]'
_NUMBER = "-?[0-9]+(?:[.,][0-9]+)?"
_FIGURES = f"{_NUMBER}(?:; {_NUMBER})*"
_NO_TSV = "\r\n|[\t\n\v\f\r]"


def csv(report: Report) -> str:
    """RFC 4180 with line feeds; text that a sheet would take for a formula gets a leading '."""
    lines = [[harmless(column.key) for column in report.columns]]
    lines += [[_guarded(cell, plain(cell)) for cell in row] for row in report.rows]
    return "".join(_csv_line(line) for line in lines)


def excel_csv(report: Report, localiser: Localiser) -> str:
    """What people see, as a sheet program set to their language opens it by itself.

    With a byte order mark, or it would take the letters for another code; days as dd/mm/yyyy,
    words and headings of the language. Vietnamese has a decimal comma, so semicolons part the
    cells, as programs set to Viet Nam expect. (A line "sep=;" would settle that for all, but
    Excel then no longer heeds the mark.) Lines end as in RFC 4180.
    """
    from ntmtrack.render.columns import flattened
    from ntmtrack.reports.matrix import letter, verdict_columns

    columns, rows = flattened(report)
    lettered = {report.columns[place].key for place in verdict_columns(report)}
    mark = ";" if localiser.lang == "vi" else ","
    needed = re.compile(_EXCEL_TO_QUOTE)
    lines = [[flat(localiser.word(column.heading)) for column in columns]]
    for row in rows:
        read = [
            letter(cell) if column.key in lettered else cell
            for column, cell in zip(columns, row, strict=True)
        ]
        lines.append([_guarded(cell, localiser.cell(cell)) for cell in read])
    return "\ufeff" + "".join(
        mark.join(_quoted(text, needed) for text in line) + "\r\n" for line in lines
    )


def tsv(report: Report) -> str:
    """One line a row, never quoted; tabs and line breaks inside cells become spaces."""
    lines = [[harmless(column.key) for column in report.columns]]
    lines += [[plain(cell) for cell in row] for row in report.rows]
    breaks = re.compile(_NO_TSV)
    return "".join("\t".join(breaks.sub(" ", text) for text in line) + "\n" for line in lines)


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
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Measure):
        return plain(cell.value)
    if isinstance(cell, Message):
        return _ENGLISH.say(cell)
    return format(cell, "f")


def _part(part: str | Measure) -> str:
    """One of several in a cell; a measure among others keeps its name, operator and unit."""
    if not isinstance(part, Measure):
        return plain(part)
    words = (part.operator, plain(part.value), plain(part.unit))
    amount = " ".join(filter(None, words))
    label = plain(part.label)
    return f"{label}: {amount}" if label else amount


def _guarded(cell: Cell, text: str) -> str:
    runs = text.startswith(_FORMULA) and (_is_words(cell) or not re.fullmatch(_FIGURES, text))
    return "'" + text if runs else text


def _is_words(cell: Cell) -> bool:
    first = cell[0] if isinstance(cell, tuple) and cell else cell
    return isinstance(first, (str, Message))


def _csv_line(texts: Iterable[str]) -> str:
    # Not the csv module: before Python 3.13 it leaves a lone carriage return unquoted.
    line = ",".join(_quoted(text, _TO_QUOTE) for text in texts)
    return (line or '""') + "\n"


def _quoted(text: str, needed: re.Pattern[str]) -> str:
    return '"' + text.replace('"', '""') + '"' if needed.search(text) else text
