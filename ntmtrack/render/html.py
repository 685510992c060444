"""Reports as the HTML of a letter, which must survive every mail program.

Styles stand in the elements; there is no class, script, picture or address to fetch. No colour is
set but the grey of the lines, so the same letter is read on white and on black.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from ntmtrack.render.letter import Telling, told_when_empty
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.reports.report import Block, Measure, Report, Row

_BODY = (
    "max-width:60em;margin:0 auto;padding:12px;font-family:Arial,Helvetica,sans-serif;"
    "font-size:16px;line-height:1.4;overflow-wrap:anywhere"
)
_TITLE = "font-size:1.25em;line-height:1.3;margin:1.5em 0 .5em"
_BLOCK = "font-size:1em;line-height:1.3;margin:1.25em 0 .25em"
_NOTE = "margin:.75em 0;font-size:.875em"
_PARAGRAPH = "margin:.75em 0"
_TABLE = "width:100%;border-collapse:collapse;border-spacing:0"
_HEAD = (
    "padding:4px 6px;vertical-align:bottom;border-bottom:2px solid #888888;font-size:.875em;"
    "overflow-wrap:normal"
)
_CELL = "padding:6px;vertical-align:top;border-bottom:1px solid #888888"
_BESIDE = "font-size:.875em;white-space:normal"
_WHOLE = "white-space:nowrap"
_ANYWHERE = "overflow-wrap:anywhere;word-break:break-word"
_BETWEEN_WORDS = "overflow-wrap:normal"

# Percent of the width: for one column of free text, and for all but the widest of them.
_SHARE, _SHARES = 25, 60

# A code or a figure; anything longer may have to be broken on a phone.
_CODE = re.compile(r"\S{0,16}")
_LONG = re.compile(r"\S{17}")
# What a program would break at its hyphens and strokes.
_FIGURE = re.compile(r"(?=.*\d)(?=.*[-/])[^&]{1,16}")
_EMPTY_LINES = re.compile(r"\n{2,}")


def table(parts: Sequence[Report], localiser: Localiser) -> str:
    """The reports as a fragment: a heading for each, a table for each of its blocks, the notes."""
    return "\n".join(line for report in parts for line in _part(report, localiser)) + "\n"


def paragraphs(text: str) -> str:
    """Plain text as paragraphs: an empty line ends one, a line break stays."""
    return "".join(
        f'<p style="{_PARAGRAPH}">{"<br>".join(map(_escaped, paragraph.splitlines()))}</p>\n'
        for paragraph in _EMPTY_LINES.split(text.strip())
        if paragraph
    )


def page(body: str, *, title: str, lang: str) -> str:
    """A whole document around fragments; `title` is plain text, `lang` a language code."""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{_escaped(lang)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_escaped(title)}</title>\n</head>\n"
        # On the element within: mail programs keep no style of the body itself.
        f'<body style="margin:0">\n<div style="{_BODY}">\n{body}</div>\n</body>\n</html>\n'
    )


def _part(report: Report, localiser: Localiser) -> Iterator[str]:
    telling = Telling(report, localiser)
    yield f'<h2 style="{_TITLE}">{_escaped(localiser.say(report.title))}</h2>'
    widths = _widths(telling)
    for block in report.blocks:
        if not block.rows:
            continue
        if block.heading is not None:
            yield f'<h3 style="{_BLOCK}">{_escaped(localiser.say(block.heading))}</h3>'
        yield from _table(block, telling, widths)
    if not report.rows:
        yield f'<p style="{_PARAGRAPH}">{_escaped(told_when_empty(report, localiser))}</p>'
    for note in report.told:
        yield f'<p style="{_NOTE}">{_escaped(localiser.say(note))}</p>'


def _table(block: Block, telling: Telling, widths: Mapping[int, str]) -> Iterator[str]:
    yield f'<table style="{_TABLE}">'
    yield "<thead><tr>"
    for place in telling.main:
        style = f"{_HEAD};{_align(telling, place)}{widths[place]}"
        yield f'<th scope="col" style="{style}">{_escaped(telling.heading(place))}</th>'
    yield "</tr></thead>"
    yield "<tbody>"
    for row in block.rows:
        yield "<tr>"
        for place in telling.main:
            style = f"{_CELL};{_align(telling, place)};{_breaking(telling, row, place)}"
            inside = _kept(telling.cell(row, place))
            # The widest column has room for the particulars.
            if not widths[place]:
                inside += "".join(
                    f'<div style="{_BESIDE};{_within(piece)}">{_kept(piece)}</div>'
                    for piece in telling.beside(row)
                )
            yield f'<td style="{style}">{inside}</td>'
        yield "</tr>"
    yield "</tbody>"
    yield "</table>"


def _widths(telling: Telling) -> dict[int, str]:
    """The same width for a column in every block; the one with most to say takes the rest."""
    rows = telling.report.rows
    letters = {place: sum(len(telling.cell(row, place)) for row in rows) for place in telling.main}
    most = max(letters, key=letters.__getitem__, default=None)
    short = {
        place for place in letters if all(_breaking(telling, row, place) == _WHOLE for row in rows)
    }
    share = min(_SHARE, _SHARES // max(len(letters.keys() - short - {most}), 1))
    return {
        place: "" if place == most else f";width:{1 if place in short else share}%"
        for place in letters
    }


def _align(telling: Telling, place: int) -> str:
    return "text-align:right" if telling.report.columns[place].right else "text-align:left"


def _breaking(telling: Telling, row: Row, place: int) -> str:
    cell = row[place]
    if isinstance(cell, (int, Decimal, date, Measure)):
        return _WHOLE
    text = telling.cell(row, place)
    return _WHOLE if _CODE.fullmatch(text) else _within(text)


def _within(text: str) -> str:
    # Allowed everywhere it would make columns narrower than a word.
    return _ANYWHERE if _LONG.search(text) else _BETWEEN_WORDS


def _kept(text: str) -> str:
    """Escaped text in which no line ends within a number, a date or a code."""
    return " ".join(
        f'<span style="{_WHOLE}">{word}</span>' if _FIGURE.fullmatch(word) else word
        for word in _escaped(text).split(" ")
    )


def _escaped(text: str) -> str:
    return html.escape(flat(text))
