"""All verdicts of one unit under one set at a glance: one letter for each item, day by day.

A slate says how every item stood from a day on, until the next slate. It follows from the words on
the items alone, in the order in which they count, and says all that verdicts of days need: what
each item was last said to be, and whether an indicator was spoken of since its criterion itself
was. How indicators add up to their criterion is no part of it; that is asked when it is read.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, zip_longest
from operator import itemgetter

from ntmtrack.domain.assessment import Measured, Stage, Verdict, derive
from ntmtrack.record import Record

NOTHING = "."
"""The letter of an item that has not been spoken of."""

_SILENT = {NOTHING}

_LETTERS: Mapping[str, str] = {
    Verdict.MET: "m",
    Verdict.NEARLY_MET: "n",
    Verdict.UNMET: "u",
    Verdict.NOT_APPLICABLE: "a",
}
_SPOKEN_LATER = {verdict: letter.upper() for verdict, letter in _LETTERS.items()}
VERDICTS = {NOTHING: Verdict.NOT_ASSESSED} | {
    spelled: Verdict(verdict)
    for verdict, letter in _LETTERS.items()
    for spelled in (letter, letter.upper())
}
"""What each letter says."""

Said = tuple[str, str, int, str]
"""One word: its day (ISO), its stage, the key of its item, its verdict, as a ledger spells them."""


class Slate(Record):
    """How a unit stood under a set from the day `since` on, ISO days both.

    `until` is the last day on which anything was said and left it so. `counted` has a letter for
    each item of the set, in the order of their keys: what the stages together say of it, that is
    the last word of the last day, on one day that of the higher stage. A capital letter tells
    that an indicator was spoken of later than its criterion itself. The others are the same by
    the words of one stage alone, None while it has not spoken.
    """

    since: str
    until: str
    counted: str
    self_said: str | None = None
    verification: str | None = None
    appraisal: str | None = None

    def of_stage(self, stage: Stage | None) -> str | None:
        """The letters by one stage's words, or by those of all."""
        return self.counted if stage is None else self[_BOARDS[stage]]

    @property
    def differing(self) -> list[int]:
        """The places of items of which the stages' latest words are not all the same."""
        spoken = [each.lower() for each in self[_FIRST_STAGE:] if each is not None]
        if len(spoken) < 2:
            return []
        of_items = zip_longest(*spoken, fillvalue=NOTHING)
        return [place for place, said in enumerate(of_items) if len(set(said) - _SILENT) > 1]


_COUNTED, _FIRST_STAGE = 2, 3
_BOARDS = {stage: _FIRST_STAGE + place for place, stage in enumerate(Stage)}


class Places(Record):
    """Where the items of a set have their letters, in the order of their keys.

    `at` is the place of each item by its key, `below` the places of a criterion's indicators by
    its key, `numbers` the place by number.
    """

    at: Mapping[int, int]
    below: Mapping[int, Sequence[int]]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, items: Sequence[tuple[int, int | None, str]]) -> "Places":
        """The places of items: each its key, its criterion's (None: it is one), its number."""
        at = {key: place for place, (key, _, _) in enumerate(items)}
        below: dict[int, list[int]] = {key: [] for key, parent, _ in items if parent is None}
        for key, parent, _ in items:
            if parent is not None:
                below[parent].append(at[key])
        return cls(at, below, {number: at[key] for key, _, number in items})


def slates(said: Iterable[Said], places: Places, before: Slate | None = None) -> Iterator[Slate]:
    """The slates that words write, oldest first, after the one `before` them.

    `said` comes in the order in which words count: by day, by stage, by writing; every day is
    later than `before.until`. A slate that words only repeat stays one, with the last day of them;
    `before` comes too where it was so prolonged.
    """
    size = len(places.at)
    counted, of_stage = _opened(before, size)
    last, told = before, True
    for day, of_day in groupby(said, key=itemgetter(0)):
        moved = False
        for _, stage, item, verdict in of_day:
            if stage not in of_stage:
                of_stage[stage] = [NOTHING] * size
            own, place, below = of_stage[stage], places.at[item], places.below.get(item)
            if below is None:
                letter = _SPOKEN_LATER[verdict]
                # Most words of a month only say again what was said before.
                if counted[place] != letter or own[place] != letter:
                    counted[place] = own[place] = letter
                    moved = True
            else:
                _say(counted, place, verdict, below)
                _say(own, place, verdict, below)
                moved = True
        if last is not None and not moved:
            last, told = last._replace(until=day), False
            continue
        now = Slate(day, day, _text(counted), *(_written(of_stage, each) for each in Stage))
        if last is not None and now[_COUNTED:] == last[_COUNTED:]:
            last, told = last._replace(until=day), False
            continue
        if last is not None and not told:
            yield last
        last, told = now, False
    if last is not None and not told:
        yield last


def _say(board: list[str], place: int, verdict: str, below: Sequence[int]) -> None:
    """A criterion's own word: its indicators have not been spoken of since."""
    board[place] = _LETTERS[verdict]
    for each in below:
        board[each] = board[each].lower()


def _opened(before: Slate | None, size: int) -> tuple[list[str], dict[str, list[str]]]:
    """The letters to write on: those of all stages together, then of each that has spoken."""
    if before is None:
        return [NOTHING] * size, {}
    spoken = {str(each): before.of_stage(each) for each in Stage}
    boards = {stage: list(text.ljust(size, NOTHING)) for stage, text in spoken.items() if text}
    return list(before.counted.ljust(size, NOTHING)), boards


def _written(of_stage: Mapping[str, Sequence[str]], stage: Stage) -> str | None:
    return _text(of_stage[stage]) if stage in of_stage else None


def _text(board: Sequence[str]) -> str:
    # An item that comes to the set later must not change what was written before it.
    return "".join(board).rstrip(NOTHING)


class Reading(Record):
    """How one criterion is read off letters: where its own is, then those of its indicators."""

    number: str
    places: tuple[int, ...]
    needed: int | None
    pick: Callable[[str], Sequence[str]]


def readings(criteria: Iterable[Measured], places: Places) -> list[Reading]:
    """How criteria are read, as they are in force."""
    return [_reading(each, places.numbers) for each in criteria]


def _reading(criterion: Measured, numbers: Mapping[str, int]) -> Reading:
    below = (each for each in criterion.indicators if each != criterion.number)
    places = tuple(numbers[each] for each in (criterion.number, *below))
    # Of one place alone it hands over the letter itself, which is as good as a tuple of it.
    return Reading(criterion.number, places, criterion.needed, itemgetter(*places))


@lru_cache(maxsize=16384)
def verdict_of(letters: Sequence[str], needed: int | None) -> Verdict:
    """The verdict of a criterion by its own letter and those of its indicators.

    It is that of `assessment.roll_up` for the judgements that wrote them: the criterion's own
    word counts where none of its indicators was spoken of since, or where they do not add up.
    """
    own, *below = letters
    derived = derive([VERDICTS[each] for each in below], needed)
    own_is_last = own != NOTHING and not any(each.isupper() for each in below)
    return VERDICTS[own] if own_is_last or derived is Verdict.NOT_ASSESSED else derived


def padded(letters: str, places: Places) -> str:
    """Letters for all items of a set: those that came later have not been spoken of."""
    return letters.ljust(len(places.at), NOTHING)


def verdicts(letters: str, read: Sequence[Reading]) -> list[Verdict]:
    """The verdict of each criterion, by letters for all items."""
    return [verdict_of(each.pick(letters), each.needed) for each in read]


def alone(letters: str, places: Places) -> dict[str, Verdict]:
    """What each item by itself was last said to be, by its number; letters for all items."""
    return dict(zip(places.numbers, map(VERDICTS.__getitem__, letters), strict=True))


class Held:
    """Since when items stand as they do on a day, by what was said up to it."""

    def __init__(self, found: Sequence[Slate], places: Places) -> None:
        """`found` are the slates up to the day, oldest first."""
        self._found = found
        self._days = [each.since for each in found]
        self._places = places
        self._boards: dict[Stage | None, str] = {}

    def since(self, item: int, stage: Stage | None = None) -> str:
        """The first day (ISO) from which an item, by its key, has stood as it does at last.

        By the words of all stages, or of one.
        """
        letters = self._letters(item, stage)
        return self._days[len(letters.rstrip(letters[-1]))]

    def otherwise_before(self, item: int, verdict: Verdict, day: str) -> list[str]:
        """By stage, a day before which its last word on an item was not `verdict`.

        Of a stage that says otherwise on `day` (ISO) itself it is the moment after that day; of
        one that has not spoken by then it is empty.
        """
        upto = bisect_right(self._days, day)
        found = []
        for stage in Stage:
            letters = self._letters(item, stage)[:upto]
            if letters[-1] == NOTHING:
                found.append("")
            elif VERDICTS[letters[-1]] is not verdict:
                found.append(day + _LATER)
            else:
                found.append(self._days[len(letters.rstrip(letters[-1]))])
        return found

    def _letters(self, item: int, stage: Stage | None) -> str:
        size = len(self._places.at)
        written = self._boards.get(stage)
        if written is None:
            # Whether an indicator was spoken of later than its criterion is nothing to it alone.
            said = ((each.of_stage(stage) or "").ljust(size, NOTHING) for each in self._found)
            written = self._boards[stage] = "".join(said).lower()
        return written[self._places.at[item] :: size]


_LATER = "~"
"""Behind an ISO day it sorts after that day and before the next."""
