"""Reports as the list in a letter: short lines for a phone, which breaks lines by itself.

It owns what a letter tells first of a row and what stands beside it, for plain text and HTML.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from ntmtrack.render.columns import leading, shown
from ntmtrack.render.localise import Localiser, flat
from ntmtrack.render.text import NOTHING, cells
from ntmtrack.reports.report import Report, Row

# About what a phone shows of one line; a longer piece has a line of its own, never broken.
_LINE = 56
_NUMBER = re.compile(r"\d+(\.\d+)*")


class Telling:
    """How a letter tells the rows of one report: their main words, and the rest beside them."""

    __slots__ = ("_beside", "_headings", "_localiser", "main", "numbered", "report")

    def __init__(self, report: Report, localiser: Localiser) -> None:
        self.report = report
        self._localiser = localiser
        self.main = leading(report)
        """The places of the columns with the main words."""
        self._beside = tuple(place for place in shown(report) if place not in self.main)
        self._headings = tuple(flat(localiser.word(column.heading)) for column in report.columns)
        self.numbered = len(self.main) > 1 and all(
            _NUMBER.fullmatch(self.cell(row, self.main[0])) for row in report.rows
        )
        """Whether the rows have numbers of their own, so that nobody need count them."""

    def heading(self, place: int) -> str:
        """What stands over a column."""
        return self._headings[place]

    def cell(self, row: Row, place: int) -> str:
        """One cell on one line."""
        return flat(self._localiser.cell(row[place]))

    def beside(self, row: Row) -> list[str]:
        """The other columns with something in them, each as "heading: value"."""
        return [self._labelled(row, place) for place in self._beside if self.cell(row, place)]

    def names(self, row: Row) -> list[str]:
        """The main words of a row; a figure that is not the first of them says what it counts."""
        columns = self.report.columns
        return [
            self._labelled(row, place)
            if columns[place].right and place != self.main[0]
            else self.cell(row, place)
            for place in self.main
            if self.cell(row, place)
        ]

    def _labelled(self, row: Row, place: int) -> str:
        heading, value = self._headings[place], self.cell(row, place)
        return f"{heading}: {value}" if heading else value


def text(parts: Sequence[Report], localiser: Localiser) -> str:
    """The reports one after another as plain text; nothing is cut, no piece is broken."""
    return "\n\n".join(_part(report, localiser) for report in parts)


def told_when_empty(report: Report, localiser: Localiser) -> str:
    """What a letter says in the place of rows."""
    return flat(localiser.say(NOTHING if report.empty is None else report.empty))


def _part(report: Report, localiser: Localiser) -> str:
    telling = Telling(report, localiser)
    counted = count(1)
    sections = [[flat(localiser.say(report.title))]]
    for block in report.blocks:
        if block.rows:
            heading = [] if block.heading is None else [flat(localiser.say(block.heading))]
            sections.append([*heading, *_rows(block.rows, telling, counted)])
    if not report.rows:
        sections.append([told_when_empty(report, localiser)])
    sections.append([flat(localiser.say(note)) for note in report.told])
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _rows(rows: Iterable[Row], telling: Telling, counted: Iterator[int]) -> Iterator[str]:
    for row in rows:
        names = telling.names(row)
        number = names.pop(0) if telling.numbered else next(counted)
        yield f"{number}. {' · '.join(names)}".rstrip()
        yield from _packed(telling.beside(row), indent="   ")


def _packed(pieces: Iterable[str], *, indent: str) -> Iterator[str]:
    """As many whole pieces on a line as a phone shows, at least one."""
    line = ""
    for piece in pieces:
        joined = f"{line} · {piece}" if line else piece
        if line and cells(joined) > _LINE:
            yield indent + line
            line = piece
        else:
            line = joined
    if line:
        yield indent + line
