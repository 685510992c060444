"""Which of an office's changes are all there: spans of their sequence numbers, first to last."""

from collections.abc import Iterable, Mapping, Sequence

Span = tuple[int, int]
Spans = Sequence[Sequence[int]]
"""Pairs of a first and a last number, both within."""

Coverage = Mapping[str, Spans]
"""By the uid of an office, which of its changes."""


def union(*several: Spans) -> list[Span]:
    """All numbers of several, rising, and no two spans that touch."""
    found: list[Span] = []
    for first, last in sorted((first, last) for spans in several for first, last in spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def without(spans: Spans, taken: Spans) -> list[Span]:
    """The numbers of the first that are not among the second."""
    found = union(spans)
    for first, last in union(taken):
        found = [part for span in found for part in _around(span, first, last)]
    return found


def _around(span: Span, first: int, last: int) -> Iterable[Span]:
    if span[0] < first:
        yield (span[0], min(span[1], first - 1))
    if span[1] > last:
        yield (max(span[0], last + 1), span[1])


def holds(spans: Spans, number: int) -> bool:
    """Whether a number is within."""
    return any(first <= number <= last for first, last in spans)


def holes(spans: Spans) -> list[Span]:
    """What is missing of 1 to the last number that is within."""
    found = union(spans)
    return without([(1, found[-1][1])], found) if found else []


def joined(several: Iterable[Coverage]) -> dict[str, list[Span]]:
    """The coverage of several together, offices in the order of their uids."""
    found: dict[str, list[Span]] = {}
    for coverage in several:
        for office, spans in coverage.items():
            found[office] = union(found.get(office, ()), spans)
    return dict(sorted(found.items()))


def less(coverage: Coverage, taken: Coverage) -> dict[str, list[Span]]:
    """What one covers and the other does not; no office of which that is nothing."""
    left = {office: without(spans, taken.get(office, ())) for office, spans in coverage.items()}
    return {office: spans for office, spans in left.items() if spans}
