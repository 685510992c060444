"""A parsed mapping file turned into a mapping, all its faults named at once; and the way back.

The keys are those of a file's [mapping] and [[relation]] tables.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ntmtrack.domain.criteria_table import Table
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.mapping import Counterpart, Link, SetMapping, in_order
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say, say_n

_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_MOST_RELATIONS = 1_000
_MOST_NUMBERS = 50


def read_mapping(data: Mapping[str, object]) -> SetMapping:
    """The mapping that a parsed file holds.

    A relation of several numbers links each of the old ones with each of the new ones; its
    confidence is the file's unless it has one of its own. Raises DataError with one detail for
    each fault, naming its place: an unknown or missing key, a wrong type or word, a number
    that is none, two criteria related twice, an exact relation that is not one to one, and
    what is said to be verified without a source. Whether the numbers are those of the sets is
    for `misfits` to say.
    """
    faults: list[Message] = []
    top = Table(data, say("the file"), faults)
    head = Table(top.table("mapping"), say("the mapping"), faults)
    old, new = head.needed_slug("old"), head.needed_slug("new")
    if old and old == new:
        head.fault(say("a set is not mapped to itself"))
    confidence = head.needed_choice("confidence", Confidence) or Confidence.UNVERIFIED
    links = tuple(_links(top, confidence))
    result = SetMapping(
        old=old,
        new=new,
        name=head.needed_text("name"),
        confidence=confidence,
        links=in_order(links),
        source=head.text("source"),
        notes=head.note("notes"),
    )
    told = (confidence, *(link.confidence for link in links))
    if result.source is None and Confidence.VERIFIED in told:
        head.fault(say('what is verified has a paper to show: "source" is missing'))
    for fault in _contradictions(links):
        top.fault(fault)
    head.close()
    top.close()
    if faults:
        raise DataError(
            say_n(
                "The mapping file {old} → {new} has {count} fault.",
                "The mapping file {old} → {new} has {count} faults.",
                len(faults),
                old=old or "…",
                new=new or "…",
            ),
            hint=say(
                "Mend the places named and load it again; `ntmtrack manual criteria-format` "
                "lists every key."
            ),
            details=tuple(faults),
        )
    return result


def as_data(mapping: SetMapping) -> dict[str, Any]:
    """A mapping as a file writes it, one relation for each link; `read_mapping` reads it back."""
    head = {
        "old": mapping.old,
        "new": mapping.new,
        "name": mapping.name,
        "confidence": str(mapping.confidence),
        "source": mapping.source,
        "notes": mapping.notes,
    }
    relations = [
        {
            "old": [link.old],
            "new": [link.new],
            "relation": str(link.relation),
            "confidence": str(link.confidence),
            "note": link.note,
        }
        for link in mapping.links
    ]
    return {"mapping": _said(head), "relation": [_said(each) for each in relations]}


def content_hash(mapping: SetMapping) -> str:
    """A sha256 over all that a mapping says, the same however its file is laid out."""
    text = json.dumps(as_data(mapping), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: fact for key, fact in facts.items() if fact is not None}


def _links(top: Table, default: Confidence) -> Iterator[Link]:
    tables = top.tables("relation")
    if len(tables) > _MOST_RELATIONS:
        top.fault(say("it holds more than {most} relations", most=_MOST_RELATIONS))
    for position, data in enumerate(tables[:_MOST_RELATIONS], start=1):
        table = Table(data, say("relation no. {number} in the file", number=position), top.faults)
        old, new = _numbers(table, "old"), _numbers(table, "new")
        relation = table.needed_choice("relation", Counterpart) or Counterpart.RELATED
        confidence = table.choice("confidence", Confidence) or default
        note = table.note("note")
        if relation is Counterpart.EXACT and len(old) * len(new) > 1:
            table.fault(say("an exact relation is between one old and one new criterion"))
            relation = Counterpart.RELATED
        table.close()
        yield from (Link(a, b, relation, confidence, note) for a in old for b in new)


def _numbers(table: Table, key: str) -> tuple[str, ...]:
    """The numbers of criteria under a key; those that are none are left out and named."""
    faults = len(table.faults)
    found = table.texts(key)
    if not found and len(table.faults) == faults:
        table.fault(say('"{key}" names no criterion', key=key))
    if len(found) > _MOST_NUMBERS:
        table.fault(say('"{key}" names more than {most} criteria', key=key, most=_MOST_NUMBERS))
    if len(set(found)) < len(found):
        table.fault(say('"{key}" names an entry twice', key=key))
    for number in found:
        if not _NUMBER.fullmatch(number):
            table.fault(
                say('"{number}" is not the number of a criterion, like "17"', number=number)
            )
    numbers = dict.fromkeys(number for number in found if _NUMBER.fullmatch(number))
    return tuple(numbers)[:_MOST_NUMBERS]


def _contradictions(links: tuple[Link, ...]) -> Iterator[Message]:
    """What the relations say against one another: two of one pair, a second of an exact one."""
    times = Counter((link.old, link.new) for link in links)
    of_old = Counter(old for old, _ in times)
    of_new = Counter(new for _, new in times)
    for link in in_order({(link.old, link.new): link for link in links}.values()):
        if times[link.old, link.new] > 1:
            yield say("{old} and {new} are related more than once", old=link.old, new=link.new)
        elif link.relation is Counterpart.EXACT and of_old[link.old] + of_new[link.new] > 2:
            yield say(
                "{old} and {new} are the same by an exact relation, so neither has another",
                old=link.old,
                new=link.new,
            )
