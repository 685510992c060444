"""Taking a whole change back: which one, whether it can be, and what that does."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ntmtrack.app.context import Context
from ntmtrack.app.journal import FIRST
from ntmtrack.domain.undo import Undone, undone
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports import undo as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_changed, queries_closing, queries_log
from ntmtrack.store.expected_schema import odd_parts
from ntmtrack.store.undoing import take_back
from ntmtrack.store.writing import Occasion, Writing, writing


class _Rehearsed(Exception):
    """Ends an undo that was only tried out."""


def chosen(context: Context, asked: int | None) -> int:
    """The change that is meant: the one asked for, or the newest that an officer made.

    Raises DataError where there is none.
    """
    if asked is not None:
        return asked
    with context.reading() as conn:
        return _newest(conn, queries_log.changes(conn), undone(queries_log.links(conn)))


def _held(conn: sqlite3.Connection, asked: int) -> int:
    """The change that is to be undone: the one asked for.

    What was brought back is held by the change that brought it back: that one is meant then.
    Raises DataError for a change that is not there, or that is not undone, with the reason.
    """
    _require_rules(conn)
    links = queries_log.links(conn)
    state = undone(links)
    if asked not in state.origin:
        raise DataError(
            say("there is no change {number}", number=str(asked)),
            hint=say("see `ntmtrack log`; nothing was written"),
        )
    if not state.stands(asked):
        by = state.by[asked]
        raise DataError(
            say("change {number} was undone by change {by}", number=asked, by=by),
            hint=say("`ntmtrack undo {number}` takes that back; nothing was written", number=by),
        )
    held = state.holder(asked)
    reason = _not_undone(conn, held, first=links[0].number)
    if reason is not None:
        raise DataError(
            say("change {number} is not undone: {reason}", number=held, reason=reason),
            hint=say("nothing was written; name another change, see `ntmtrack log`"),
        )
    _bundles(state, held)
    return held


def _require_rules(conn: sqlite3.Connection) -> None:
    """Raise DataError where triggers are not as they were laid down: they write the history."""
    if any(odd_parts(conn)):
        raise DataError(
            say("the rules of the ledger are not those it was made with"),
            hint=say("see `ntmtrack check --rule schema`; nothing was written"),
        )


def _newest(conn: sqlite3.Connection, entries: list[queries_log.ChangeEntry], state: Undone) -> int:
    for each in entries:
        made = each.kind in ("command", "bundle") and not each.only_mail
        if not made or not state.stands(each.number):
            continue
        # What was given away or sent stays; the officer means what was done before.
        if _not_undone(conn, each.number, first=entries[-1].number) is None:
            return each.number
    raise DataError(
        say("there is no change to undo"), hint=say("see `ntmtrack log`; nothing was written")
    )


def _not_undone(conn: sqlite3.Connection, number: int, *, first: int) -> Message | None:
    """Why a change is never undone, whatever came after it."""
    if number == first:
        return say("it made the ledger")
    trait = queries_changed.trait(conn, number)
    if trait is queries_changed.Trait.MIGRATION:
        return say("it brought the ledger up to date with the program")
    if trait is queries_changed.Trait.LETTERS:
        return say("letters belong to it, and what was sent is sent")
    if trait is queries_changed.Trait.GIVEN:
        return say("it gave changes to others, and what was given is given")
    return None


def _bundles(state: Undone, number: int) -> None:
    later = state.bundles_in_the_way(number)
    if later:
        raise DataError(
            say(
                "change {number} took in a bundle, and later ones build on it: {later}",
                number=number,
                later=tuple(map(str, reversed(later))),
            ),
            hint=say(
                "undo those first, the newest first: `ntmtrack undo {number}`; nothing was written",
                number=later[-1],
            ),
        )


@contextmanager
def reversing(
    context: Context, asked: int, *, reason: str | None, kept: bool = True
) -> Iterator[Report]:
    """Undo a change; what that did, while it is not yet final: an error within gives it up.

    With `kept` the report says how the undo itself is taken back.
    Raises DataError where later changes stand on it, or where it is never undone.
    """
    with context.reading() as conn:
        number = _held(conn, asked)
    occasion = Occasion(context.actor, context.command, context.now, reason, "undo", number)
    with writing(context.path, occasion) as change:
        # Another command may have done it while this one waited for the lock.
        _held(change.conn, number)
        closed = [each for each in queries_closing.closings(change.conn) if each.change == number]
        take_back(change, number)
        found = _told(context, change, number, asked=asked, kept=kept)
        yield found._replace(notes=(*report.opened_again(closed), *found.notes))


@contextmanager
def rehearsing(context: Context, asked: int, *, reason: str | None) -> Iterator[Report]:
    """What undoing a change would do; nothing of it is kept."""
    with suppress(_Rehearsed), reversing(context, asked, reason=reason, kept=False) as found:
        yield found
        raise _Rehearsed


def _told(context: Context, change: Writing, number: int, *, asked: int, kept: bool) -> Report:
    conn = change.conn
    entry = queries_log.change(conn, number)
    assert entry is not None
    days = queries_changed.days(conn, change.change)
    closings = [
        each
        for each in queries_closing.closings(conn)
        if each.change != number and any(each.start <= day <= each.last_day for day in days)
    ]
    rows = queries_changed.rows(conn, change.change, most=FIRST)
    return report.reversed_change(
        entry, rows, closings, asked=asked, undo=change.change, kept=kept, day=context.as_of
    )
