"""The slates of a unit through time: what became of each item, and of each criterion."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from ntmtrack.domain.assessment import FAILED, Verdict
from ntmtrack.domain.slate import NOTHING, VERDICTS, Places, Reading, verdict_of
from ntmtrack.domain.timeline import Turn


class Course:
    """The slates of a unit under a set as what became of each item, day after day."""

    def __init__(self, found: Sequence[tuple[str, str]], places: Places) -> None:
        """`found` has the first day (ISO) and the counted letters of each, oldest first."""
        self._size = len(places.at)
        self._days = [day for day, _ in found]
        self._rows = [counted.ljust(self._size, NOTHING) for _, counted in found]
        self._numbers = places.numbers
        self._written = "".join(self._rows)
        self._changes: dict[int, Sequence[int]] = {}

    @property
    def first_day(self) -> date:
        """The first day on which anything was said."""
        return date.fromisoformat(self._days[0])

    def turns(self, read: Reading) -> list[Turn]:
        """The turns of a criterion by its own words and those on its indicators.

        On every day its verdict is that of `verdict_of`; before the first it is not assessed.
        """
        moved = sorted({row for place in read.places for row in self._moved(place)})
        rows, days, pick, needed = self._rows, self._days, read.pick, read.needed
        turns = []
        before = Verdict.NOT_ASSESSED
        for row in moved:
            verdict = verdict_of(pick(rows[row]), needed)
            if verdict is not before:
                turns.append(_turn(days[row], verdict))
                before = verdict
        return turns

    def turns_of(self, number: str) -> list[Turn]:
        """The turns of one item alone, nothing added up; none if it has not been judged."""
        place = self._numbers[number]
        rows, days = self._rows, self._days
        turns = []
        before = Verdict.NOT_ASSESSED
        for row in self._moved(place):
            verdict = VERDICTS[rows[row][place]]
            if verdict is not before:
                turns.append(_turn(days[row], verdict))
                before = verdict
        return turns

    def fails(self, read: Reading) -> bool:
        """Whether a criterion is unmet or nearly met at last."""
        return verdict_of(read.pick(self._rows[-1]), read.needed) in FAILED

    def fell(self, number: str) -> bool:
        """Whether an item that is unmet or nearly met at last has been met before."""
        place = self._numbers[number]
        if VERDICTS[self._rows[-1][place]] not in FAILED:
            return False
        said = self._written[place :: self._size]
        return "m" in said or "M" in said

    def _moved(self, place: int) -> Sequence[int]:
        found = self._changes.get(place)
        if found is None:
            found = self._changes[place] = _changes(self._written[place :: self._size])
        return found


@lru_cache(maxsize=16384)
def _turn(day: str, verdict: Verdict) -> Turn:
    # Of a nation's turns of a month most are on the same few days.
    return Turn(date.fromisoformat(day), verdict)


def _changes(letters: str) -> Sequence[int]:
    """Where letters are not those before them, the first place among them."""
    rest = letters.lstrip(letters[0])
    if not rest:
        return _AT_FIRST
    found = [0]
    while rest:
        found.append(len(letters) - len(rest))
        rest = rest.lstrip(rest[0])
    return found


_AT_FIRST = (0,)
