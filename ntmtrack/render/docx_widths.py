"""How wide the columns of a printed table are, and in how large a letter, so that it fits a page.

Word settles that by itself; other programs print what the file says.
"""

from collections.abc import Iterable, Sequence

from ntmtrack.record import Record
from ntmtrack.render.text import cells

SIZES = (11, 10, 9, 8)
"""Points: the largest in which no word has to be broken is taken."""

_TWIPS = 20
"""Twentieths of a point."""
_LETTER = 0.52
"""The mean width of a letter of Times New Roman, in its size; bold ones and capitals are wider."""
_EDGES = 150
"""Twips that the edges of a cell take."""
_NATURAL = 42
"""Letters beyond which a text is better broken over lines, and a word has to be."""


class Lane(Record):
    """A column by its texts: the longest word in it, and the longest line, in letters."""

    word: int
    line: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Lane":
        """What these texts need."""
        word = line = 1
        for text in set(texts):
            for each in text.splitlines():
                line = max(line, cells(each))
                word = max(word, *map(cells, each.split()), 1)
        return cls(min(word, _NATURAL), min(max(line, word), _NATURAL))


def divided(lanes: Sequence[Lane], leading: int, room: int) -> list[list[int]]:
    """The places of the columns, in as many tables as it takes to fit each on the page.

    The first `leading` columns name the rows and stand in every table.
    """
    names = list(range(leading))
    taken = _least(lanes[:leading], SIZES[-1])
    parts: list[list[int]] = []
    left = 0
    for place in range(leading, len(lanes)):
        needed = _least(lanes[place : place + 1], SIZES[-1])
        if not parts or needed > left:
            parts.append(list(names))
            left = room - taken
        parts[-1].append(place)
        left -= needed
    return parts or [names]


def laid_out(lanes: Sequence[Lane], room: int) -> tuple[int, list[int]]:
    """The size of the letters in points, and the widths in twips, which add up to the room.

    What is left over the longest words goes to those columns that have more to say.
    """
    size = next((each for each in SIZES if _least(lanes, each) <= room), SIZES[-1])
    least = [_twips(lane.word, size) for lane in lanes]
    if sum(least) > room:
        return size, _shared(least, room)
    wanted = [_twips(lane.line, size) - width for lane, width in zip(lanes, least, strict=True)]
    rest = room - sum(least)
    if sum(wanted) <= rest:
        # Room to spare: all columns grow alike.
        return size, _shared([a + b for a, b in zip(least, wanted, strict=True)], room)
    more = _shared(wanted, rest)
    return size, [a + b for a, b in zip(least, more, strict=True)]


def _least(lanes: Sequence[Lane], size: int) -> int:
    return sum(_twips(lane.word, size) for lane in lanes)


def _twips(letters: int, size: int) -> int:
    return round((letters + 1) * _LETTER * size * _TWIPS) + _EDGES


def _shared(parts: Sequence[int], room: int) -> list[int]:
    """The room in the proportion of the parts, to the last twip."""
    whole = sum(parts)
    ends = [sum(parts[: place + 1]) * room // whole for place in range(len(parts))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]
