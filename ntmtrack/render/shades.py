"""How verdicts and what is late look in print: beside their words and letters, never instead."""

from collections.abc import Mapping

from ntmtrack.domain.assessment import Verdict
from ntmtrack.record import Record
from ntmtrack.reports.report import Cell, Column
from ntmtrack.reports.status import Mark


class Shade(Record):
    """A colour behind a word (RRGGBB; none: the paper's) and the weight of the word itself."""

    fill: str | None = None
    bold: bool = False
    italic: bool = False


SHADES: Mapping[str, Shade] = {
    Verdict.MET.value: Shade("F2F9EE"),
    Verdict.NEARLY_MET.value: Shade("FFE08A", italic=True),
    Verdict.UNMET.value: Shade("F0A58F", bold=True),
    Verdict.NOT_APPLICABLE.value: Shade("D5D5D5"),
}
"""By the value of a verdict or its letter. As greys they are apart too; what is unmet is bold and
what is nearly met slanted, for a copier that knows black and white alone."""

HEAD = "E7E6E6"
"""Behind headings of columns and of blocks."""

GRID = "7F7F7F"
"""The lines of tables."""

_PLAIN, _LATE = Shade(), Shade(bold=True)
_DAYS_LATE = "days_late"


def shade_of(cell: Cell, column: Column) -> Shade:
    """How a cell looks: a verdict by what it says, days late in bold."""
    if isinstance(cell, (Verdict, Mark)):
        return SHADES.get(cell.value, _PLAIN)
    late = column.key == _DAYS_LATE and isinstance(cell, int) and cell > 0
    return _LATE if late else _PLAIN
