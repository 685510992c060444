"""How wide the columns of a table become, and which of them find no room."""

from collections.abc import Callable, Iterable, Sequence

from ntmtrack.record import Record

GAP = 2
WRAP_MINIMUM = 16
WORD_KEPT = 40
"""Words of up to so many letters, and so every code and number, are kept whole in free text."""


class Lane(Record):
    """A column as it is laid out.

    `place` is its place in the report, `least` the width it can do with, `best` the one at
    which nothing in it is broken.
    """

    place: int
    heading: str
    wrap: bool
    least: int
    best: int
    width: int = 0


def measured(
    place: int, heading: str, texts: Iterable[str], *, wrap: bool, cells: Callable[[str], int]
) -> Lane:
    """The lane of a column with these texts; `cells` measures one."""
    texts = tuple(texts)
    widest = max(map(cells, texts), default=0)
    word = max(map(cells, heading.split(" ")))
    needed = widest
    if wrap and widest > WRAP_MINIMUM:
        longest = max(cells(each) for text in texts for each in text.split())
        needed = max(WRAP_MINIMUM, min(longest, WORD_KEPT))
    least = max(needed, word, 1)
    return Lane(place, heading, wrap, least, max(widest, cells(heading), 1))


def fitting(lanes: Sequence[Lane], room: int, *, keep: Iterable[int]) -> tuple[Lane, ...]:
    """The lanes without those that must go, from the right, to fit; never one of `keep`."""
    kept = list(lanes)
    spared = frozenset(keep)
    for candidate in reversed(lanes):
        if span(kept) <= room:
            break
        if candidate.place not in spared:
            kept.remove(candidate)
    return tuple(kept)


def span(lanes: Sequence[Lane]) -> int:
    """The least width at which these lanes stand side by side."""
    return sum(lane.least for lane in lanes) + GAP * (len(lanes) - 1)


def widened(lanes: Sequence[Lane], room: int) -> tuple[Lane, ...]:
    """The lanes with their widths: what is left goes to headings first, then to free text."""
    spare = room - span(lanes)
    widths = {lane.place: lane.least for lane in lanes}
    for lane in lanes:
        if not lane.wrap and lane.best - lane.least <= spare:
            spare -= lane.best - lane.least
            widths[lane.place] = lane.best
    hungry = sorted((lane for lane in lanes if lane.wrap), key=lambda lane: lane.best - lane.least)
    for waiting, lane in zip(range(len(hungry), 0, -1), hungry, strict=True):
        share = min(lane.best - lane.least, spare // waiting)
        spare -= share
        widths[lane.place] += share
    return tuple(lane._replace(width=widths[lane.place]) for lane in lanes)
