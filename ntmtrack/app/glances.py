"""How criteria stand at a glance: their verdicts, and where the stages differ, and nothing else."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence

from ntmtrack.domain.assessment import Finding, Judgement, Measured, Stage, Verdict, differing
from ntmtrack.domain.slate import alone, padded, readings, verdict_of
from ntmtrack.store import queries_slates
from ntmtrack.store.queries_latest import last_said
from ntmtrack.store.view import Pair, View


class Glances:
    """The findings of units under sets on a day, without who said what, when and why.

    `criteria` are those in force, by set; `stage` hears one stage alone.
    """

    def __init__(
        self,
        conn: sqlite3.Connection,
        pairs: Sequence[Pair],
        criteria: Mapping[int, Sequence[Measured]],
        view: View,
        stage: Stage | None,
    ) -> None:
        units, sets = {pair[0] for pair in pairs}, list(criteria)
        self._stage = stage
        self._places = queries_slates.places(conn, sets)
        self._read = {
            key: [
                _Read(each, read.pick)
                for each, read in zip(listed, readings(listed, self._places[key]), strict=True)
            ]
            for key, listed in criteria.items()
        }
        self._slates = dict(queries_slates.on_day(conn, sorted(units), sets, view))
        self._said = {} if stage else self._differing(conn, view)

    def of(self, pair: Pair) -> tuple[Finding, ...]:
        """How each criterion of the set stands for the unit, in print order."""
        letters = self._letters(pair)
        said = self._said.get(pair)
        if said is None:
            return tuple(each.finding(letters) for each in self._read[pair[1]])
        return tuple(each.with_words(letters, said) for each in self._read[pair[1]])

    def items(self, pair: Pair) -> dict[str, Verdict]:
        """What each criterion and indicator by itself was last said to be, by its number."""
        return alone(self._letters(pair), self._places[pair[1]])

    def _letters(self, pair: Pair) -> str:
        slate = self._slates.get(pair)
        return padded((slate and slate.of_stage(self._stage)) or "", self._places[pair[1]])

    def _differing(
        self, conn: sqlite3.Connection, view: View
    ) -> dict[Pair, dict[str, list[Judgement]]]:
        """By unit and set, what the stages last said of the items on which they differ."""
        keys = {key: list(places.at) for key, places in self._places.items()}
        asked = [
            (unit, keys[of][place])
            for (unit, of), slate in self._slates.items()
            for place in slate.differing
        ]
        return last_said(conn, asked, view)


class _Read:
    """How one criterion is read off letters; what the same letters say is found once."""

    def __init__(self, criterion: Measured, pick: Callable[[str], Sequence[str]]) -> None:
        self._criterion = criterion
        self._numbers = {criterion.number, *criterion.indicators}
        self._pick = pick
        self._known: dict[Sequence[str], Finding] = {}

    def finding(self, letters: str) -> Finding:
        """How it stands by these letters."""
        own = self._pick(letters)
        found = self._known.get(own)
        if found is None:
            number, name, _, needed = self._criterion
            found = self._known[own] = Finding(number, name, verdict_of(own, needed))
        return found

    def with_words(self, letters: str, said: Mapping[str, Sequence[Judgement]]) -> Finding:
        """The same with what the stages said where they differ."""
        found = self.finding(letters)
        if self._numbers.isdisjoint(said):
            return found
        return found._replace(differing=differing(self._criterion, said))
