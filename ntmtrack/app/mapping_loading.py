"""Taking a mapping between two sets into the ledger, and whether it fits its sets."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.app.context import office_day
from ntmtrack.domain.catalogue import SetName
from ntmtrack.domain.mapping import SetMapping, coverage, misfits, remarks
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_mapping

if TYPE_CHECKING:
    from ntmtrack.store.writing import Writing

_MANY = 30


def take(change: "Writing", given: SetMapping) -> Message:
    """Take a mapping into the ledger within an open change; what was done, in words.

    The mapping last recorded between two sets is the one in force; the same content again
    does nothing. Raises DataError, with every fault, for one that does not fit its sets.
    """
    from ntmtrack.domain.mapping_file import content_hash
    from ntmtrack.store.mapping_store import store_mapping

    old, new = fitting(change.conn, given)
    before = queries_mapping.newest_mapping(change.conn, old.key, new.key)
    if before is not None and before.hash == content_hash(given):
        return say(
            "the mapping from {old} to {new} is loaded already, with the same content",
            old=old.code,
            new=new.code,
        )
    store_mapping(change, given, old_key=old.key, new_key=new.key)
    if before is None:
        return say("the mapping from {old} to {new} is loaded", old=old.code, new=new.code)
    return say(
        "the mapping from {old} to {new} is loaded, and counts instead of the one of {day}",
        old=old.code,
        new=new.code,
        day=office_day(before.recorded_at),
    )


def taken(conn: sqlite3.Connection, given: SetMapping, day: date, note: Message) -> Report:
    """The mapping that is now in force between the sets of one that was given."""
    from ntmtrack.reports import mapping as report

    found = [
        (each.mapping, each.recorded_at)
        for each in queries_mapping.mappings(conn)
        if (each.mapping.old, each.mapping.new) == (given.old, given.new)
    ]
    return report.mappings(found, day, notes=(note,))


def left_open(conn: sqlite3.Connection, given: SetMapping) -> tuple[Message, ...]:
    """What a mapping leaves open, though it can be loaded; raises DataError if it cannot."""
    old, new = fitting(conn, given)
    return remarks(given, coverage(given, _ever(conn, old), _ever(conn, new)))


def fitting(conn: sqlite3.Connection, given: SetMapping) -> tuple[SetName, SetName]:
    """The two loaded sets of a mapping.

    Raises DataError for sets that are not loaded, sets of two levels, and numbers that are not
    theirs, all of them named.
    """
    loaded = {each.code: each for each in queries_catalogue.sets(conn)}
    faults: Sequence[Message] = [
        say("the set {code} is not loaded", code=code)
        for code in (given.old, given.new)
        if code not in loaded
    ]
    if not faults:
        old, new = loaded[given.old], loaded[given.new]
        if old.level != new.level:
            faults = [say("{old} and {new} are not of one level", old=old.code, new=new.code)]
        else:
            faults = misfits(given, _ever(conn, old), _ever(conn, new))
        if not faults:
            return old, new
    raise DataError(
        say("the mapping from {old} to {new} does not fit", old=given.old, new=given.new),
        hint=say(
            "mend it, or load what is missing with `ntmtrack criteria load`; nothing was written"
        ),
        details=tuple(faults[:_MANY]),
    )


def _ever(conn: sqlite3.Connection, of: SetName) -> list[str]:
    """The numbers of all criteria that a set ever has, those of coming decisions too."""
    return list(criteria_of(conn, of, date.max))


def criteria_of(conn: sqlite3.Connection, of: SetName, day: date) -> dict[str, str]:
    """The criteria of a set in force on a day, by number: their names, in print order."""
    items = queries_catalogue.items(conn, [of.key], day)
    return {item.number: item.name for item in items if item.parent is None}
