"""How the criteria of one set correspond to those of the set that follows it.

A mapping says what criteria are about. It judges nothing: a criterion of the new set counts as
assessed only by an assessment of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from ntmtrack.domain.assessment import Finding, Verdict
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.numbers import number_key
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record


class Counterpart(StrEnum):
    """What a new criterion is to an old one.

    The four are the mapping relations of SKOS (W3C Recommendation of 18 August 2009, section
    10: exactMatch, broadMatch, narrowMatch, relatedMatch). Several old criteria that become
    one are each `broader`, one that is split is `narrower` with each of its parts.
    """

    EXACT = "exact"
    """The same matter; each is the other's only counterpart."""
    BROADER = "broader"
    """The new one is about all that the old one is about, and more."""
    NARROWER = "narrower"
    """The new one is about a part of what the old one is about."""
    RELATED = "related"
    """They have some matter in common; neither is known to hold the other."""


class Link(Record):
    """One old and one new criterion, by number, and what the new is to the old."""

    old: str
    new: str
    relation: Counterpart
    confidence: Confidence
    note: str | None = None

    @property
    def carries(self) -> bool:
        """Whether a verdict on the old criterion is one on the matter of the new one too.

        Only where both are the same, and a paper says so: a likeness of names is no proof.
        """
        return self.relation is Counterpart.EXACT and self.confidence is Confidence.VERIFIED


class SetMapping(Record):
    """The links from one set to another, by the sets' codes, in the order of the numbers."""

    old: str
    new: str
    name: str
    confidence: Confidence
    links: tuple[Link, ...] = ()
    source: str | None = None
    notes: str | None = None


def in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    """Links by old number, then by new."""
    return tuple(sorted(links, key=lambda link: (number_key(link.old), number_key(link.new))))


class Coverage(Record):
    """Links between criteria that there are, and the criteria that none of them names."""

    links: tuple[Link, ...]
    old_only: tuple[str, ...]
    new_only: tuple[str, ...]


def coverage(mapping: SetMapping, old: Sequence[str], new: Sequence[str]) -> Coverage:
    """What a mapping says of the criteria in force in both sets, given by number in print order.

    Every number is in a link or listed as without counterpart, never both. Links to criteria
    that are not in force, for example before a decision added them, are left out.
    """
    of_old, of_new = set(old), set(new)
    links = tuple(link for link in mapping.links if link.old in of_old and link.new in of_new)
    linked_old, linked_new = {link.old for link in links}, {link.new for link in links}
    return Coverage(
        links,
        tuple(number for number in old if number not in linked_old),
        tuple(number for number in new if number not in linked_new),
    )


def misfits(mapping: SetMapping, old: Iterable[str], new: Iterable[str]) -> tuple[Message, ...]:
    """Why a mapping does not fit its sets: one sentence for each number that is not theirs.

    `old` and `new` are the numbers of all criteria that the sets ever have.
    """
    return (
        *_unknown(mapping.old, (link.old for link in mapping.links), old),
        *_unknown(mapping.new, (link.new for link in mapping.links), new),
    )


def _unknown(code: str, named: Iterable[str], known: Iterable[str]) -> Iterator[Message]:
    for number in sorted(set(named) - set(known), key=number_key):
        yield say("{set} has no criterion {number}", set=code, number=number)


def remarks(mapping: SetMapping, found: Coverage) -> tuple[Message, ...]:
    """What a reader should know of a mapping that is no fault of it: gaps, unverified links."""
    unverified = [link for link in found.links if link.confidence is not Confidence.VERIFIED]
    remarks = [
        _gap(code, numbers)
        for code, numbers in ((mapping.old, found.old_only), (mapping.new, found.new_only))
        if numbers
    ]
    if unverified:
        remarks.append(
            say_n(
                "{count} relation is not verified: no verdict is carried over by it",
                "{count} relations are not verified: no verdict is carried over by them",
                len(unverified),
            )
        )
    return tuple(remarks)


def _gap(code: str, numbers: Sequence[str]) -> Message:
    return say_n(
        "{count} criterion of {set} has no counterpart: {numbers}",
        "{count} criteria of {set} have no counterpart: {numbers}",
        len(numbers),
        set=code,
        numbers=tuple(numbers),
    )


class Carried(Record):
    """One criterion of the new set for one unit: its own finding, and what the old set said.

    `own` is None while the unit has not been judged by it. `said` are the findings on its
    counterparts, empty if none of them has been judged.
    """

    number: str
    name: str
    own: Finding | None = None
    links: tuple[Link, ...] = ()
    said: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """The old set's verdict, where the counterpart is verified to be the same criterion."""
        if len(self.said) == 1 and all(link.carries for link in self.links):
            return self.said[0].verdict
        return None

    @property
    def said_on(self) -> date | None:
        """The last day on which any of the counterparts was judged."""
        return max((each.assessed_on for each in self.said if each.assessed_on), default=None)


def carry(
    links: Iterable[Link],
    criteria: Iterable[tuple[str, str]],
    *,
    old: Mapping[str, Finding],
    new: Mapping[str, Finding],
) -> tuple[Carried, ...]:
    """What both sets say of one unit, by each criterion (number and name) of the new set.

    `old` and `new` hold the unit's findings under each set by number; a set by which the unit
    was never judged has none.
    """
    by_new: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_new[link.new].append(link)
    found = []
    for number, name in criteria:
        own = new.get(number)
        said = tuple(old[link.old] for link in by_new[number] if link.old in old)
        found.append(
            Carried(
                number,
                name,
                own if own is not None and _judged(own) else None,
                tuple(by_new[number]),
                said if any(_judged(each) for each in said) else (),
            )
        )
    return tuple(found)


def _judged(finding: Finding) -> bool:
    """Whether anything was judged of a criterion, were it one of its indicators."""
    return finding.assessed_on is not None
