"""Taking from a hub what concerns this office: read first, then taken in as one change."""

import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from ntmtrack.app.context import Context
from ntmtrack.app.hub import Way, logged_in
from ntmtrack.app.offices import ready_office
from ntmtrack.app.op_words import OpWords
from ntmtrack.domain.change import Change
from ntmtrack.domain.coverage import Coverage
from ntmtrack.domain.merging import OpOutcome
from ntmtrack.domain.text import fold
from ntmtrack.exchange import wire
from ntmtrack.exchange.hub import pulling, pushing
from ntmtrack.exchange.hub.connection import faults
from ntmtrack.exchange.hub.pulling import Cursor, OfficeThere
from ntmtrack.record import Record
from ntmtrack.reports import hub_pulled as report
from ntmtrack.reports.report import Report
from ntmtrack.store.queries_hub import hub_cursor, not_here, number_after, units_like
from ntmtrack.store.queries_offices import Office, offices
from ntmtrack.store.writing import Occasion, Writing, writing

if TYPE_CHECKING:
    from ntmtrack.exchange.applying import Taken


class _Read(Record):
    """What was read of a hub: the changes lie in a file, a line each."""

    hub: str
    file: IO[str]
    pieces: int
    cursor: Cursor
    covers: Coverage
    offices: Sequence[OfficeThere]
    own_last: int

    def changes(self, only: Collection[str] | None = None) -> Iterator[Change]:
        """The changes; with `only`, of each the units with these uids, and nothing else."""
        self.file.seek(0)
        for line in self.file:
            change = wire.read(line)
            if only is None:
                yield change
                continue
            ops = tuple(op for op in change.ops if op.table == "unit" and op.uid in only)
            if ops:
                yield Change(change.head, ops, whole=False)


def pull(context: Context, way: Way) -> Report:
    """Take in what other offices gave the hub, since the last time.

    It is read to its end first: the ledger is not held while the network is slow. Raises
    DatabaseError where the hub cannot be reached; nothing was written then.
    """
    with context.reading() as conn:
        office = ready_office(conn)
    with _read(context, way, office) as read:
        if not read.pieces:
            return report.build(report.Pulled(read.hub, {}), context.today)
        from ntmtrack.app.backing import before

        before(context, "pull")
        occasion = Occasion(context.actor, context.command, context.now, kind="bundle")
        with writing(context.path, occasion) as change:
            taken = _take(change, read, office)
            words = OpWords(change.conn)
            told = [words.line(*each) for each in taken.told]
            moved = sum(each.outcome is not OpOutcome.WAITING for each in taken.moved)
    pulled = report.Pulled(
        read.hub,
        taken.counts,
        tuple(told),
        moved,
        len(taken.open),
    )
    return report.build(pulled, context.today)


@contextmanager
def _read(context: Context, way: Way, office: Office) -> Iterator[_Read]:
    """All that is new on the hub, in a file without a name that nobody else can open."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as file:
        with logged_in(way, office) as there, faults(there.address):
            name = there.address.name
            with context.reading() as conn:
                before = Cursor.of(hub_cursor(conn, name, "pull"))
                own = pushing.own_there(there.hub, office.uid)
                # A ledger put back from a copy has lost what it gave the hub since.
                lost = not_here(conn, own.values())
            done = pushing.covered(there.hub, office.uid)
            own_last = max((last for _, last in done), default=0) if lost else 0
            count = 0
            with pulling.news(there.hub, there.who, before, lost) as news:
                for change in news:
                    file.write(f"{wire.line(change)}\n")
                    count += 1
                covers = news.covers
                cursor = news.cursor
            found = pulling.offices(there.hub)
        yield _Read(name, file, count, cursor, covers, found, max(own_last, *own) if lost else 0)


def _take(change: Writing, read: _Read, own: Office) -> "Taken":
    from ntmtrack.exchange.applying import Source, apply

    def source(changes: Iterable[Change], covers: Coverage) -> Source:
        number = change.next_number("hub")
        return Source("pulled", own.uid, None, number, changes, covers, body={"hub": read.hub})

    writers = {each.head.office for each in read.changes()}
    there = [each for each in read.offices if each.uid in writers]
    missing = {each.unit for each in _register(change, there, own)}
    if missing:
        # Who may write about a unit is asked by its row: it comes before all that is said of it.
        apply(change, source(read.changes(missing), {}))
        _register(change, there, own)
    taken = apply(change, source(read.changes(), read.covers))
    if read.own_last:
        number_after(change.conn, read.own_last)
    change.insert("hub_cursor", {"hub": read.hub, "way": "pull", "cursor": read.cursor.text})
    return taken


def _register(change: Writing, there: Sequence[OfficeThere], own: Office) -> list[OfficeThere]:
    """Keep the offices that the province let onto the hub; those whose unit is not here yet.

    What was said of an office here, by its own officers, stays as it is.
    """
    known = {each.uid: each for each in offices(change.conn)}
    without: list[OfficeThere] = []
    for each in there:
        if each.uid == own.uid:
            continue
        here = known.get(each.uid)
        if here is not None and here.unit_id is not None:
            continue
        units = units_like(change.conn, each.unit, list(each.codes), list(each.names))
        unit = units[0] if len(units) == 1 else None
        if unit is None:
            without.append(each)
        if here is not None:
            if unit is not None:
                change.correct("office", here.id, {"unit_id": unit})
            continue
        mark = None if any(each.mark == other.mark for other in known.values()) else each.mark
        change.insert(
            "office",
            {"uid": each.uid, "name": each.name, "folded": fold(each.name), "mark": mark,
             "unit_id": unit},
        )  # fmt: skip
    return without
