"""Verdicts of criteria that only say what follows from their indicators.

A matrix that the tool wrote has them beside the indicators; recorded, they would become words of
their own, which no later figure of an indicator could change.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from ntmtrack.app.importing.assessment_lines import Entry, Read
from ntmtrack.app.reading import criteria_of
from ntmtrack.domain.assessment import Judgement, Measured, Verdict, counting, derive
from ntmtrack.store.queries_importing import JudgedKey, units_with_indicators
from ntmtrack.store.queries_latest import latest
from ntmtrack.store.view import Pair, View

Group = tuple[int, date]
"""A set and a day."""


def derived(
    conn: sqlite3.Connection, lines: Sequence[Read], there: Collection[JudgedKey]
) -> set[JudgedKey]:
    """Which judgements of criteria follow from indicators, in their line or in the ledger.

    A criterion that was judged itself on that day (`there`) is not among them.
    """
    wanted: dict[Group, list[tuple[Entry, Read]]] = defaultdict(list)
    for line in lines:
        for entry in line.entries:
            if entry.ruling.item.parent is None and entry.key not in there and line.day is not None:
                wanted[entry.of.key, line.day].append((entry, line))
    found: set[JudgedKey] = set()
    for (of, day), pairs in wanted.items():
        criteria = {each.number: each for each in criteria_of(conn, [of], View(day))[of]}
        measured = [
            (entry, line) for entry, line in pairs if criteria[entry.ruling.item.number].indicators
        ]
        units = units_with_indicators(conn, of, {entry.owner.key for entry, _ in measured}, day)
        judged = latest(conn, units, [of], View(day)) if units else {}
        found.update(
            entry.key
            for entry, line in measured
            if _follows(entry, line, criteria[entry.ruling.item.number], judged)
        )
    return found


def _follows(
    entry: Entry,
    line: Read,
    criterion: Measured,
    judged: Mapping[Pair, Mapping[str, Sequence[Judgement]]],
) -> bool:
    here = {
        each.ruling.item.number: each.ruling.verdict
        for each in line.entries
        if each.owner.key == entry.owner.key
    }
    known = judged.get((entry.owner.key, entry.of.key), {})
    if known.get(criterion.number):
        return False
    verdicts = []
    for number in criterion.indicators:
        last = counting(known.get(number, ()))
        verdicts.append(here.get(number) or (last.verdict if last else Verdict.NOT_ASSESSED))
    return entry.ruling.value is None and derive(verdicts, criterion.needed) == entry.ruling.verdict
