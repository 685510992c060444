"""What units became of which: mergers, splits, and what may be derived of a unit made of others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from ntmtrack.domain.assessment import Finding, Verdict
from ntmtrack.record import Record


class LineageKind(StrEnum):
    """How a unit went over into another."""

    MERGED = "merged"
    """The whole of it."""
    SPLIT = "split"
    """A part of it."""


class Relation(StrEnum):
    """What a unit is to another."""

    PREDECESSOR = "predecessor"
    ITSELF = "itself"
    """The unit as it was, where it goes on under its own name with more area."""
    SUCCESSOR = "successor"


class Link(Record):
    """One unit that went over into another, whole or in part; units by their keys.

    `happened_on` is the first day of the new division.
    """

    before: int
    after: int
    kind: LineageKind
    happened_on: date
    document: str | None = None
    note: str | None = None


Edge = tuple[int, int]
"""From a unit to one that it went over into, by their keys."""


def closes_circle(known: Iterable[Edge], added: Iterable[Edge]) -> bool:
    """Whether a unit would come out of itself once the added links stand beside the known."""
    further = list(added)
    after: dict[int, set[int]] = defaultdict(set)
    for start, end in (*known, *further):
        after[start].add(end)
    return any(start in _reached(after, end) for start, end in further)


def _reached(after: Mapping[int, set[int]], start: int) -> set[int]:
    """A unit and everything that it went over into, at any remove."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += after.get(key, ())
    return found


class Derived(Record):
    """What follows for a criterion of a new unit from those that it was made of; no assessment.

    The names are those of the predecessors in which it stood at each verdict.
    """

    number: str
    name: str
    verdict: Verdict
    met_in: tuple[str, ...] = ()
    nearly_met_in: tuple[str, ...] = ()
    unmet_in: tuple[str, ...] = ()
    not_applicable_in: tuple[str, ...] = ()
    not_assessed_in: tuple[str, ...] = ()


def derived(parts: Sequence[tuple[str, Sequence[Finding]]]) -> tuple[Derived, ...]:
    """Every criterion of one set, from the names and findings of all predecessors.

    The rule is the tool's own: met only where all met it, unmet where any did not; otherwise
    nearly met where all are at least that, not applicable where it is so in all, and not
    assessed where anything is missing. A predecessor without a finding has not been assessed.
    """
    names: dict[str, str] = {}
    for _, findings in parts:
        for finding in findings:
            names.setdefault(finding.number, finding.name)
    stood = [(part, {each.number: each.verdict for each in findings}) for part, findings in parts]
    found = []
    for number, name in names.items():
        by: dict[Verdict, list[str]] = defaultdict(list)
        for part, verdicts in stood:
            by[verdicts.get(number, Verdict.NOT_ASSESSED)].append(part)
        verdict = _together(set(by))
        found.append(Derived(number, name, verdict, *(tuple(by[each]) for each in Verdict)))
    return tuple(found)


def _together(verdicts: set[Verdict]) -> Verdict:
    if Verdict.UNMET in verdicts:
        return Verdict.UNMET
    if len(verdicts) == 1:
        return next(iter(verdicts))
    if verdicts == {Verdict.MET, Verdict.NEARLY_MET}:
        return Verdict.NEARLY_MET
    return Verdict.NOT_ASSESSED
