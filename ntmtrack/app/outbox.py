"""The outbox in an officer's hands: looked at, tried again, given over."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from ntmtrack.app import bodies, sending
from ntmtrack.app.addressees import agency_key
from ntmtrack.app.context import Context
from ntmtrack.app.mailing import Done, Surroundings
from ntmtrack.app.settling import Current
from ntmtrack.domain.reminder import OPEN, LetterKind, MailState
from ntmtrack.errors import DataError
from ntmtrack.mail.settings import read, require_transport
from ntmtrack.message import say
from ntmtrack.reports import outbox as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_mail
from ntmtrack.store.queries_mail import Entry

_UNSETTLED = frozenset({*OPEN, MailState.UNKNOWN})


def listing(context: Context, *, states: Sequence[MailState] | None, agency: str | None) -> Report:
    """Letters as they stand, those that did not go first."""
    # Of today everything, also what a clock that ran ahead left behind.
    day = context.as_of if context.as_of < context.today else date.max
    with context.reading() as conn:
        found = queries_mail.entries(conn, states=states or None, day=day)
        if agency is not None:
            known = bodies.agency(conn, agency, context.as_of)
            addressees = queries_mail.agency_addressees(conn, context.as_of)
            keys = {agency_key(each) for each in addressees if each.key == known.key}
            found = [each for each in found if each.receiver in keys]
    return report.listing(found, day=context.as_of)


def showing(context: Context, number: str) -> Report:
    """The story of one letter, and what it says."""
    from ntmtrack.mail.reading import text_of

    with context.reading() as conn:
        letter = _known(conn, number)
        steps = queries_mail.story(conn, letter)
        content = queries_mail.content(conn, letter)
    return report.story(steps, text_of(content), day=context.today)


def exactly(context: Context, number: str) -> bytes:
    """One letter exactly as it leaves."""
    with context.reading() as conn:
        return queries_mail.content(conn, _known(conn, number))


def retry(context: Context, numbers: Sequence[str], around: Surroundings) -> Done:
    """Try letters again now: those named, or those of today that wait for their next try.

    What may have gone is tried again only if it is named: the receiver may get it twice. Raises
    DataError for a letter that has gone, or is not there.
    """
    settings = read(context.mail)
    require_transport(settings)
    with context.writing() as change:
        current = Current(change.conn, settings, context.today)
        again = _to_retry(change.conn, numbers, current, today=context.today)
        for each in again:
            sending.record(change, each, MailState.QUEUED, context.moment, attempt=0)
    asked = {(each.letter, each.address) for each in again}
    tried = sending.send_waiting(
        context,
        settings,
        environ=around.environ,
        interactive=around.interactive,
        chosen=lambda entry: (entry.letter, entry.address) in asked,
    )
    tried = [each for each in tried if (each.letter, each.address) in asked]
    failed = [each for each in tried if each.state in _UNSETTLED]
    listed = report.listing(tried, day=context.today, name="mail retry")
    return Done(listed, report.undelivered(failed))


def _to_retry(
    conn: sqlite3.Connection,
    numbers: Sequence[str],
    current: Current,
    *,
    today: date,
) -> list[Entry]:
    """The letters named, or all that wait and say how things stand today.

    What waits from another day the next run writes anew, and withdraws what no longer holds.
    `current` is where each receiver is written to; DataError for a letter named to elsewhere.
    """
    if not numbers:
        return [
            each
            for each in queries_mail.entries(conn, states=OPEN)
            if each.state is MailState.QUEUED or each.next_try is not None
            if each.written_on == today or each.kind is LetterKind.REVIEW
            if current.holds(each.receiver, each.address)
        ]
    found = [each for number in numbers for each in _unsettled(conn, number)]
    for each in found:
        if not current.holds(each.receiver, each.address):
            raise DataError(
                say(
                    "letter {number} is to {address}, where {receiver} is no longer written to",
                    number=each.number,
                    address=each.address,
                    receiver=each.name,
                ),
                hint=say("the next run writes to the address that holds; nothing was sent"),
            )
    return found


def _unsettled(conn: sqlite3.Connection, number: str) -> list[Entry]:
    """A letter to those of its addresses where it is not settled; DataError if there is none."""
    standing = queries_mail.entries_of(conn, [_known(conn, number)])
    found = [each for each in standing if each.state in _UNSETTLED]
    if not found:
        raise DataError(
            say(
                "letter {number} waits for nothing: {state}", number=number, state=standing[0].state
            ),
            hint=say("see `ntmtrack mail outbox`; nothing was written"),
        )
    return found


def forget(context: Context, numbers: Sequence[str], reason: str) -> Report:
    """Give letters over: they are not sent any more, and nobody is told of them."""
    with context.writing(reason=reason) as change:
        standing = [each for number in numbers for each in _unsettled(change.conn, number)]
        for each in standing:
            why = say("{words}", words=reason)
            sending.record(change, each, MailState.FORGOTTEN, context.moment, why=why)
        given_over = {(each.letter, each.address) for each in standing}
        found = [
            each
            for each in queries_mail.entries_of(change.conn, {letter for letter, _ in given_over})
            if (each.letter, each.address) in given_over
        ]
    return report.listing(found, day=context.today, name="mail forget")


def _known(conn: sqlite3.Connection, number: str) -> int:
    letter = queries_mail.numbered(conn, number.lstrip("0"))
    if letter is None:
        raise DataError(
            say("there is no letter {number}", number=number),
            hint=say("see `ntmtrack mail outbox`"),
        )
    return letter
