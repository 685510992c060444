"""The turns of every verdict of many units: what looks through time start from."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum

from ntmtrack.app.reading import criteria_of
from ntmtrack.domain.assessment import Measured, Stage, Verdict
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.slate import Places, Reading, padded, readings, verdicts
from ntmtrack.domain.slate_course import Course
from ntmtrack.domain.timeline import Timeline, spliced
from ntmtrack.store import queries_slates, queries_timeline
from ntmtrack.store.view import Pair, View

Forms = list[tuple[date, dict[str, Measured]]]
"""The criteria of one set by number, each form from its day on, oldest first."""


class Wanted(Enum):
    """Which turns are asked for."""

    ALL = "all"
    OF_CRITERIA = "of criteria"
    """Those of criteria alone."""
    OF_FAILED = "of failed"
    """Those of what is unmet or nearly met at last, of indicators if they were ever met."""


def timelines(
    conn: sqlite3.Connection,
    units: Sequence[Unit],
    set_keys: Iterable[int],
    view: View,
    *,
    wanted: Wanted = Wanted.ALL,
) -> dict[Pair, Timeline]:
    """The turns of the units' criteria and indicators up to the view's day, by (unit, set).

    Only pairs of which something was judged by then. What an overlay added counts from its day.
    """
    keys = list(set_keys)
    reads = {key: _Reads(forms, places) for key, forms, places in _of_sets(conn, keys, view)}
    return {
        pair: reads[pair[1]].timeline(Course(found, reads[pair[1]].places), wanted)
        for pair, found in queries_slates.through(conn, [each.key for each in units], keys, view)
    }


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
    criteria = criteria_of(conn, keys, view)
    places = queries_slates.places(conn, keys)
    read = {key: readings(criteria[key], places[key]) for key in places}
    numbers = {key: [each.number for each in read[key]] for key in read}
    found = {}
    for pair, slate in queries_slates.on_day(conn, [each.key for each in units], keys, view):
        of, letters = pair[1], slate.of_stage(stage)
        if letters is not None:
            said = verdicts(padded(letters, places[of]), read[of])
            found[pair] = dict(zip(numbers[of], said, strict=True))
    return found


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


def _of_sets(
    conn: sqlite3.Connection, set_keys: Sequence[int], view: View
) -> Iterator[tuple[int, Forms, Places]]:
    forms = forms_of(conn, set_keys, view.day)
    for key, places in queries_slates.places(conn, set_keys).items():
        yield key, forms[key], places


class _Reads:
    """How the slates of one set are read through all forms that its criteria had."""

    def __init__(self, forms: Forms, places: Places) -> None:
        self.places = places
        present = forms[-1][1]
        self._same_throughout = len(forms) == 1
        self._criteria = {number: _forms_of(forms, number, places) for number in present}
        self._indicators = {
            below: _since(forms, number, below)
            for number, criterion in present.items()
            for below in criterion.indicators
        }

    def timeline(self, course: Course, wanted: Wanted) -> Timeline:
        """The turns that slates tell of, as far as they are wanted."""
        of_failed = wanted is Wanted.OF_FAILED
        criteria = {
            number: spliced([(start, course.turns(read)) for start, read in parts])
            for number, parts in self._criteria.items()
            if not of_failed or course.fails(parts[-1][1])
        }
        if wanted is Wanted.OF_CRITERIA and self._same_throughout:
            return Timeline(criteria, {}, course.first_day)
        indicators = {
            number: spliced([(since, turns)])
            for number, since in self._indicators.items()
            if (not of_failed or course.fell(number)) and (turns := course.turns_of(number))
        }
        turned = [*criteria.values(), *indicators.values()]
        first = min((each[0].day for each in turned if each), default=date.max)
        return Timeline(criteria, indicators, first)


def _forms_of(forms: Forms, number: str, places: Places) -> list[tuple[date, Reading]]:
    """How a criterion is read, anew only from where its indicators changed."""
    parts: list[tuple[date, Reading]] = []
    last: Measured | None = None
    for start, criteria in forms:
        criterion = criteria.get(number)
        if criterion is not None and (last is None or criterion.indicators != last.indicators):
            parts += [(start, read) for read in readings([criterion], places)]
            last = criterion
    return parts


def _since(forms: Forms, number: str, indicator: str) -> date:
    """From which day an indicator is in force."""
    return next(
        start
        for start, criteria in forms
        if number in criteria and indicator in criteria[number].indicators
    )
