"""Taking in what another office did, from a bundle or from a hub: one change, all of it or nothing.

Nothing is dropped: what cannot be taken in is kept, told with its reason, and tried again whenever
more comes. What brings nothing new writes nothing.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from types import MappingProxyType
from typing import Any

from ntmtrack.domain.change import Change
from ntmtrack.domain.coverage import Coverage, Span, holes, union, without
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import queries_received
from ntmtrack.store.merging import Merging
from ntmtrack.store.merging_before import Before, read
from ntmtrack.store.merging_settling import Told
from ntmtrack.store.queries_offices import own_uid
from ntmtrack.store.writing import Writing

_MOST_BUNDLES = 100
"""So many missing bundles are told by their numbers."""


class Source(Record):
    """What is taken in, and who says so.

    `office` made the bundle, by its uid, or keeps what was read of a hub; `sender` answers for
    all that is in it (None: each change's own author does, as a hub proves it). `number` is the
    office's own count of its bundles. `covers` are the changes, by office, of which nothing was
    left out; `have` is what the sender has of others, and `answers` what it could not take of
    theirs. `body` is the manifest, as it is kept, `counts` what it says to hold.
    """

    way: str
    office: str
    sender: str | None
    number: int
    changes: Iterable[Change]
    covers: Coverage
    have: Coverage = MappingProxyType({})
    answers: tuple[Mapping[str, Any], ...] = ()
    to: str | None = None
    sha256: str | None = None
    signature: str = "none"
    body: Mapping[str, Any] = MappingProxyType({})
    counts: Mapping[str, int] = MappingProxyType({})


class Gap(Record):
    """Changes of an office that no bundle brought: the first and the last of their numbers.

    `bundles` are the numbers of its bundles that lie between those that came, if any do.
    """

    first: int
    last: int
    bundles: tuple[int, ...]


class Taken(Record):
    """What became of it all.

    `counts` are the ops of the source by what became of them, and add up to what it brought;
    `told` those that wait or were refused, `moved` those of before of which something else became
    now. `gaps` are changes of the sender that are missing; `open` the rows of which several
    values stand since. `new` is false where nothing at all was written.
    """

    counts: Mapping[OpOutcome, int]
    told: tuple[Told, ...]
    moved: tuple[Told, ...]
    gaps: tuple[Gap, ...]
    open: frozenset[tuple[str, str]]
    new: bool

    @property
    def received(self) -> int:
        """How many ops came."""
        return sum(self.counts.values())


def apply(change: Writing, source: Source, known: Before | None = None) -> Taken:
    """Take in what a source holds, within an open change of kind bundle.

    `known` is what was read of the ledger as it is now (None: it is read here).
    Raises DataError for a table or a column that this program does not know, for rows that do not
    go together, and in a ledger that has no name for itself.
    """
    own = own_uid(change.conn)
    if own is None:
        raise DataError(
            say("this ledger has no office of its own yet"),
            hint=say("`ntmtrack office set --name NAME --mark BB --unit UNIT`"),
        )
    before = change.conn.total_changes
    merging = Merging(change, own, known or read(change.conn))
    bundle = merging.rows.next_key("bundle")
    merging.take(source.changes, bundle, source.sender)
    new = change.conn.total_changes != before
    if new or not _is_noted(change.conn, source):
        _note(merging, bundle, source, own)
        new = True
    return Taken(
        merging.counts,
        tuple(merging.told),
        tuple(merging.moved),
        tuple(gaps(change.conn, source.office)) if source.sender else (),
        frozenset(merging.open),
        new,
    )


def gaps(conn: sqlite3.Connection, office: str) -> Iterator[Gap]:
    """The changes of an office that are missing between those that its bundles brought."""
    bundles = queries_received.bundles_of(conn, office)
    told: list[tuple[int, list[Span]]] = [
        # What a bundle about a unit left out is not missing: it was not asked for.
        (
            number,
            union(*(body.get(part, {}).get(office, ()) for part in ("covers", "reach"))),
        )
        for number, body in bundles
    ]
    here = {number for number, _ in told}
    for first, last in holes(union(*(spans for _, spans in told))):
        below = [n for n, spans in told if spans and spans[0][1] < first]
        above = [n for n, spans in told if spans and spans[-1][0] > last]
        between = [(max(below, default=0) + 1, min(above) - 1)]
        missing = without(between, [(number, number) for number in here])
        listed = chain.from_iterable(range(start, end + 1) for start, end in missing)
        numbers = tuple(islice(listed, _MOST_BUNDLES + 1))
        # So many are not lost one by one.
        yield Gap(first, last, numbers if len(numbers) <= _MOST_BUNDLES else ())


def _is_noted(conn: sqlite3.Connection, source: Source) -> bool:
    if source.way == "pulled":
        # How far a hub was read is kept elsewhere.
        return True
    row = conn.execute(
        "select 1 from bundle where way = ? and office_uid = ? and number = ? and sha256 is ?",
        (source.way, source.office, source.number, source.sha256),
    ).fetchone()
    return row is not None


def _note(merging: Merging, bundle: int, source: Source, own: str) -> None:
    rows = merging.rows
    received = sum(merging.counts.values())
    counts = {str(outcome): count for outcome, count in merging.counts.items()}
    # What an office says of others it need not know.
    covers = {
        office: spans
        for office, spans in source.covers.items()
        if merging.speaks_for(source.sender, office)
    }
    body = {**source.body, "covers": covers, "have": dict(source.have)}
    rows.put(
        "bundle",
        {
            "id": bundle,
            "way": source.way,
            "office_uid": source.office,
            "number": source.number,
            "to_uid": source.to,
            "sha256": source.sha256,
            "signature": source.signature,
            "counts": json.dumps({**source.counts, "received": received, **counts}),
            "body": json.dumps(body, ensure_ascii=False),
        },
    )
    if source.have or source.answers:
        mine = union(source.have.get(own, ()))
        whole = mine[0][1] if mine and mine[0][0] == 1 else 0
        rows.put(
            "receipt",
            {
                "bundle_id": bundle,
                "office_uid": source.office,
                "seq": whole,
                "number": source.number,
                "refusals": json.dumps(
                    [each for each in source.answers if each["office"] == own],
                    ensure_ascii=False,
                ),
            },
        )
    rows.flush()
