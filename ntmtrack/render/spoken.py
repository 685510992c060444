"""Reports to be listened to: one fact a line with its heading, nothing drawn, nothing set out.

A screen reader says a line after the other. It cannot say in which column a word stands, or that
a dot in the middle of a line parts two facts, so each is told by its words alone.
"""

import re
from collections.abc import Iterator

from ntmtrack.domain.assessment import Verdict
from ntmtrack.message import Message, say
from ntmtrack.render.columns import shown
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.text import NOTHING
from ntmtrack.reports.report import Cell, Column, Report, Row
from ntmtrack.reports.status import LEGEND, Mark

_DRAWN = re.compile("\\s*[▁-█](?:[▁-█ ]*[▁-█])?")
"""A curve made of letters; the figures it starts and ends with stand beside it."""

_NAMED = say("A criterion that a unit is not told with has not been assessed.")
"""What the legend of a matrix says of the letters that are not there."""


def render(report: Report, localiser: Localiser) -> str:
    """Title, each row as lines of heading and value, then the notes; a line is never broken."""
    places = shown(report)
    headings = [_heading(column, localiser) for column in report.columns]
    parts = [[_said(report.title, localiser)]]
    for block in report.blocks:
        if block.rows and block.heading is not None:
            parts.append([_said(block.heading, localiser)])
        parts += ([*_facts(row, places, headings, localiser)] for row in block.rows)
    if not report.rows:
        parts.append([_said(NOTHING if report.empty is None else report.empty, localiser)])
    told = (_said(_NAMED if note == LEGEND else note, localiser) for note in report.told)
    parts.append([*filter(None, told)])
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _facts(
    row: Row, places: tuple[int, ...], headings: list[str], localiser: Localiser
) -> Iterator[str]:
    for place in places:
        value = _plain(localiser.cell(_whole(row[place])))
        if value:
            yield f"{headings[place]}: {value}" if headings[place] else value


def _whole(cell: Cell) -> Cell:
    """The verdict for which people who see a matrix get a letter; any other cell as it is."""
    return Verdict(cell.value) if isinstance(cell, Mark) else cell


def _heading(column: Column, localiser: Localiser) -> str:
    heading = flat(localiser.word(column.heading))
    return f"{heading} {flat(localiser.word(column.about))}" if column.about else heading


def _said(message: Message, localiser: Localiser) -> str:
    return _plain(localiser.say(message))


def _plain(words: str) -> str:
    """Words on one line, parted by what is heard as a pause."""
    return _DRAWN.sub("", flat(words)).replace(" · ", "; ").strip()
