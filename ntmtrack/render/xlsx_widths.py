"""How wide the columns of a sheet are, in letters, and what of it stays in sight."""

from collections.abc import Sequence
from math import ceil

from ntmtrack.render.text import cells
from ntmtrack.reports.report import Column, Show

_NARROWEST, _WIDEST, _WIDEST_WRAPPED = 8, 55, 40
_SPAN, _WIDEST_SPAN = 70, 110
"""What a sentence over several columns takes, at least and about at most."""
_BUTTON = 4
"""Letters of a heading that the button of its filter hides."""


def widest(*, wrapped: bool) -> int:
    """How wide a column may become; one of sentences is better broken over lines."""
    return _WIDEST_WRAPPED if wrapped else _WIDEST


def column_width(heading: str, longest: int, *, most: int) -> float:
    """How wide a column is to be for its longest line and its heading, which may be broken."""
    word = max(map(cells, heading.split()), default=0)
    needed = min(cells(heading), max(word, _NARROWEST)) + _BUTTON
    return min(max(longest + 1, needed, _NARROWEST), most)


def heading_lines(heading: str, width: float) -> int:
    """How many lines a heading takes; upon a narrow column the button has one to itself."""
    room = width - _BUTTON if width >= _NARROWEST else width / 2
    return ceil(cells(heading) / room)


def spanned(widths: Sequence[float]) -> tuple[int, float]:
    """The last column, and the width in letters, of a sentence that goes over several columns."""
    room = 0.0
    for place, width in enumerate(widths):
        room += width
        if room >= _WIDEST_SPAN:
            return place, room
    missing = max(ceil((_SPAN - room) / _NARROWEST), 0)
    return max(len(widths) - 1 + missing, 0), room + missing * _NARROWEST


def frozen(columns: Sequence[Column], widths: Sequence[float], lettered: frozenset[int]) -> int:
    """How many columns name a row and stay in sight, while there is room for others beside them."""
    count = 0
    for place, column in enumerate(columns):
        names = column.show is Show.ALWAYS and not column.right and place not in lettered
        if not names or sum(widths[: place + 1]) > _SPAN:
            break
        count += 1
    return count if count < len(columns) else 0
