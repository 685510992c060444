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
    found: list[Span] = []
    gone, place = union(taken), 0
    for first, last in union(spans):
        # One walk along both: they may come from someone who means no good.
        begin = first
        while place < len(gone) and gone[place][0] <= last:
            start, end = gone[place]
            if start > begin:
                found.append((begin, start - 1))
            begin = max(begin, end + 1)
            if end > last:
                break
            place += 1
        if begin <= last:
            found.append((begin, last))
    return found


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
