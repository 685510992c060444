"""The turns of every verdict of many units: what looks through time start from."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ntmtrack.app.reading import criteria_of
from ntmtrack.domain.assessment import Measured, Stage, Verdict
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.timeline import (
    Timeline,
    Turn,
    Word,
    replay,
    replay_item,
    spliced,
    verdict_on,
)
from ntmtrack.store import queries_timeline
from ntmtrack.store.queries import Pair, View

Forms = list[tuple[date, dict[str, Measured]]]
"""The criteria of one set by number, each form from its day on, oldest first."""


def timelines(
    conn: sqlite3.Connection, units: Sequence[Unit], set_keys: Iterable[int], view: View
) -> dict[Pair, Timeline]:
    """The turns of the units' criteria and indicators up to the view's day, by (unit, set).

    Only pairs of which something was judged by then. What an overlay added counts from its day.
    """
    keys = list(set_keys)
    forms = forms_of(conn, keys, view.day)
    said = queries_timeline.words(conn, [each.key for each in units], keys, view)
    return {pair: _timeline(forms[pair[1]], below) for pair, below in said.items()}


def verdicts_on(
    conn: sqlite3.Connection,
    units: Sequence[Unit],
    set_keys: Iterable[int],
    view: View,
    *,
    stage: Stage | None = None,
) -> dict[Pair, dict[str, Verdict]]:
    """How every criterion of every judged unit stood on one day: by (unit, set), then by number.

    The same as `timelines` says of that day, without its history; `stage` hears one stage alone.
    """
    keys = list(set_keys)
    said = queries_timeline.last_words(conn, [each.key for each in units], keys, view, stage=stage)
    criteria = criteria_of(conn, keys, view)
    return {
        pair: {
            each.number: verdict_on(replay(each, below.get(each.number, ())), view.day)
            for each in criteria[pair[1]]
        }
        for pair, below in said.items()
    }


def forms_of(conn: sqlite3.Connection, set_keys: Sequence[int], day: date) -> dict[int, Forms]:
    """By set, its criteria as they were from the beginning, and from each overlay on."""
    laid = queries_timeline.overlay_days(conn, set_keys, day)
    found: dict[int, Forms] = {}
    for key in set_keys:
        starts = [date.min, *laid.get(key, ())]
        found[key] = [
            (start, {each.number: each for each in criteria_of(conn, [key], View(start))[key]})
            for start in starts
        ]
    return found


def _timeline(forms: Forms, said: Mapping[str, Sequence[Word]]) -> Timeline:
    present = forms[-1][1]
    criteria: dict[str, list[Turn]] = {}
    indicators: dict[str, list[Turn]] = {}
    for number, criterion in present.items():
        words = said.get(number, ())
        criteria[number] = _in_forms(forms, number, words) if words else []
        by_number: dict[str, list[Word]] = defaultdict(list)
        for word in words:
            by_number[word.number].append(word)
        for below in criterion.indicators:
            if below in by_number:
                since = _since(forms, number, below)
                indicators[below] = spliced([(since, replay_item(by_number[below]))])
    return Timeline(criteria, indicators)


def _in_forms(forms: Forms, number: str, words: Sequence[Word]) -> list[Turn]:
    """The turns of a criterion, replayed anew only from where its indicators changed."""
    parts: list[tuple[date, list[Turn]]] = []
    last: Measured | None = None
    for start, criteria in forms:
        criterion = criteria.get(number)
        if criterion is not None and (last is None or criterion.indicators != last.indicators):
            parts.append((start, replay(criterion, words)))
            last = criterion
    return spliced(parts)


def _since(forms: Forms, number: str, indicator: str) -> date:
    """From which day an indicator is in force."""
    return next(
        start
        for start, criteria in forms
        if number in criteria and indicator in criteria[number].indicators
    )
