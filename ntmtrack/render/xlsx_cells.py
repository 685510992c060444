"""What a sheet holds of a cell of a report: a number, a day, or words in pieces that fit.

Words are never taken for a formula, an address or a number.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from math import ceil

from ntmtrack.message import Message
from ntmtrack.record import Record
from ntmtrack.render.localise import Localiser, harmless
from ntmtrack.render.shades import Shade, shade_of
from ntmtrack.render.text import cells
from ntmtrack.reports.report import Cell, Column, Measure

_DAY = "dd/mm/yyyy"
_MOMENT = "dd/mm/yyyy hh:mm"

# Sheet programs count with 15 digits; of a longer number the rest would be lost.
_DIGITS = 15
_LARGEST = 200
# As people are shown them: sums of money stand in groups of three digits.
_GROUPED = 10**6
# Their February of 1900 has a day too many; before it they know no dates.
FIRST_DAY = date(1900, 3, 1)
# A cell holds 32,767 UTF-16 units; so many characters are never more.
_LONGEST = 16_000
# Excel takes about 200 ways to show a number; every unit of measure needs one.
_PATTERNS = 150
# Lines end before their last letter's place, at a space.
_WIDER = 1.08
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")


class Fitted(Record):
    """A cell as a sheet takes it: a `value`, else words, with its look.

    `width` is in letters, `lines` how many lines it takes.
    """

    value: float | Decimal | date | None
    pieces: tuple[str, ...]
    look: Mapping[str, object]
    width: int
    lines: int = 1


def fitted(
    cell: Cell, column: Column, localiser: Localiser, *, most: int, patterns: set[str]
) -> Fitted:
    """A cell as what it is, else as words; `most` is how wide its column may become.

    `patterns` are those that the book has already, and grows: what would be one too many for
    Excel stands in words.
    """
    words = localiser.cell(cell)
    lines = [cells(line) for line in words.splitlines()]
    width = max(lines, default=0)
    typed = _typed(cell, localiser)
    look = shading(shade_of(cell, column))
    if typed is None or (typed[1] not in patterns and len(patterns) >= _PATTERNS):
        high = sum(ceil(line * _WIDER / most) if line > most else 1 for line in lines)
        return Fitted(None, pieces(words), look, width, high)
    value, pattern = typed
    patterns.add(pattern)
    return Fitted(value, (), {"num_format": pattern, **look}, width)


def shading(shade: Shade) -> Mapping[str, object]:
    """A shade as the properties of a format."""
    found: dict[str, object] = {"bold": True} if shade.bold else {}
    if shade.italic:
        found["italic"] = True
    if shade.fill:
        found["bg_color"] = f"#{shade.fill}"
    return found


def pieces(text: str) -> tuple[str, ...]:
    """A text as cells can hold it: in most cases one piece, none of an empty one."""
    if text.isprintable() and 0 < len(text) <= _LONGEST:
        return (text,)
    # A sheet breaks its lines with line feeds.
    whole = _BREAKS.sub("\n", encodable(text))
    return tuple(whole[start : start + _LONGEST] for start in range(0, len(whole), _LONGEST))


def encodable(text: str) -> str:
    """Without lone surrogates, which no file can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _typed(cell: Cell, localiser: Localiser) -> tuple[float | Decimal | date, str] | None:
    """A number or a day with the pattern that shows it as people read it; None for words."""
    match cell:
        case bool():
            return None
        case int() | Decimal():
            grouped = isinstance(cell, Decimal) and cell == cell.to_integral_value() >= _GROUPED
            return (cell, "#,##0" if grouped else "General") if _is_exact(cell) else None
        case Measure():
            pattern = _pattern(cell, localiser)
            return (cell.value, pattern) if pattern and _is_exact(cell.value) else None
        case datetime():
            # The table knows which hour of which zone people read.
            moment = datetime.strptime(localiser.cell(cell), "%d/%m/%Y %H:%M")
            return (moment, _MOMENT) if moment.date() >= FIRST_DAY else None
        case date():
            return (cell, _DAY) if cell >= FIRST_DAY else None
        case _:
            return None


def _is_exact(number: int | Decimal) -> bool:
    exact = Decimal(number)
    return (
        exact.is_finite()
        and len(exact.as_tuple().digits) <= _DIGITS
        and (not exact or abs(exact.adjusted()) <= _LARGEST)
    )


def _pattern(measure: Measure, localiser: Localiser) -> str | None:
    """How "≥ 82,5 %" is shown while the cell holds 82.5; None where that cannot be."""
    unit = measure.unit
    words = localiser.say(unit) if isinstance(unit, Message) else harmless(unit or "")
    # A program writes the minus before all of it.
    if measure.label or '"' in measure.sign + words or (measure.sign and measure.value < 0):
        return None
    before = f'"{harmless(measure.sign)} "' if measure.sign else ""
    after = f'" {words}"' if words else ""
    return f"{before}General{after}"
