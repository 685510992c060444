"""One run of the mail: who is to be told is settled and kept, then what waits is sent."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ntmtrack.app import letters, reminding, sending
from ntmtrack.app.addressees import LEADERS
from ntmtrack.app.context import Context
from ntmtrack.app.letters import Office, Written
from ntmtrack.app.mail_request import Found, Notice, Request
from ntmtrack.domain.reminder import OPEN, LetterKind, MailState, Told, to_tell
from ntmtrack.errors import MailError
from ntmtrack.mail.outcome import Sent
from ntmtrack.mail.settings import MailSettings, read, require_sender, require_transport
from ntmtrack.message import Message, say
from ntmtrack.reports import outbox as report
from ntmtrack.reports.reminder import Unreachable
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_mail
from ntmtrack.store.queries_mail import Entry
from ntmtrack.store.writing import stamp

if TYPE_CHECKING:
    from ntmtrack.store.writing import Writing


class Done(NamedTuple):
    """What a run came to: its letters, what did not go, and whom no letter reaches.

    `always`: the report is what was asked for, so that it is shown wherever it goes. `trial`: what
    did not go is no letter of the ledger.
    """

    report: Report
    undelivered: tuple[Message, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    always: bool = False
    trial: bool = False


class Surroundings(NamedTuple):
    """What a run may ask of the machine: its environment, and a person at a terminal."""

    environ: Mapping[str, str]
    interactive: bool


def run(context: Context, request: Request, attach: frozenset[str], around: Surroundings) -> Done:
    """Keep the letters that this day calls for, then send whatever waits.

    Raises DataError for settings that do not say how, before anything is written.
    """
    settings = read(context.mail)
    require_sender(settings)
    require_transport(settings)
    with context.writing() as change:
        office = _office(change.conn, context, settings, attach)
        found = reminding.notices(change.conn, context, request, settings)
        queued = _settle(change, context, office, found)
    tried = sending.send_waiting(
        context, settings, environ=around.environ, interactive=around.interactive
    )
    done = _told(context, tried, request.kind, found.unreachable)
    if request.agency is None and not around.interactive:
        _note_run(context, request.kind, queued, tried)
    return done


def rehearse(
    context: Context, request: Request, attach: frozenset[str]
) -> tuple[list[Written], tuple[Unreachable, ...]]:
    """The letters that a run would write now; nothing is kept and nothing is sent."""
    settings = read(context.mail)
    with context.reading() as conn:
        office = _office(conn, context, settings, attach)
        found = reminding.notices(conn, context, request, settings)
        written = []
        for notice in found.notices:
            wanted, told = _wanted(conn, notice, office)
            if wanted:
                written.append(letters.write(office, notice, wanted, told))
    return written, found.unreachable


def put_into(folder: Path, written: Sequence[Written]) -> None:
    """Write letters into a folder, a file for each address. MailError where one cannot be."""
    from ntmtrack.mail.spool import Spool

    spool = Spool(folder)
    for letter in written:
        for address in letter.receiver.addresses:
            result = spool.deliver(letter.sender, address, letter.content)
            if not isinstance(result, Sent):
                raise MailError(result.why, hint=say("choose another folder with --outbox DIR"))


def _office(
    conn: sqlite3.Connection, context: Context, settings: MailSettings, attach: frozenset[str]
) -> Office:
    known = queries_catalogue.settings(conn)
    return Office(
        uid=known.get("office_uid", ""),
        name=settings.office or known.get("office", ""),
        settings=settings,
        moment=context.now,
        day=context.today,
        attach=attach or frozenset(settings.attach),
    )


def _wanted(
    conn: sqlite3.Connection, notice: Notice, office: Office
) -> tuple[frozenset[str], Told]:
    settings = office.settings
    policy = settings.leaders_policy if notice.receiver.key == LEADERS else settings.policy
    told = queries_mail.told(conn, notice.kind, notice.receiver.key, notice.marks.keys())
    return to_tell(notice.kind, notice.marks, told, policy=policy, day=office.day), told


_ONE_EACH_WEEK = frozenset({LetterKind.REVIEW})
"""Each of them is told whatever comes after it: one stands only for another of its week."""

_SAID_ANEW = say("a new letter says it")
_HOLDS_NO_MORE = say("what it says no longer holds")
_ADDRESS_ENDED = say("the address is no longer the receiver's")


def _settle(change: "Writing", context: Context, office: Office, found: Found) -> int:
    """Keep the letters that are called for; those that wait and no longer hold give way."""
    conn, queued = change.conn, 0
    waiting = {
        (kind, each.receiver, each.content_hash): each
        for kind in LetterKind
        for each in queries_mail.pending(conn, kind, stamp(context.moment))
    }
    for notice in found.notices:
        wanted, told = _wanted(conn, notice, office)
        if not wanted:
            continue
        receiver = notice.receiver.key
        same = waiting.pop(
            (notice.kind, receiver, letters.content_hash(office, notice, wanted)), None
        )
        # What was written on another day is written anew before it is tried again.
        if same is not None and not (same.is_due and same.written_on < context.today):
            continue
        week = notice.period if notice.kind in _ONE_EACH_WEEK else None
        older = queries_mail.open_beside(conn, notice.kind, receiver, period=week)
        _give_way(change, context, older, why=_SAID_ANEW)
        written = letters.write(office, notice, wanted, told)
        _keep(change, context, written, attempts=0 if same is None else same.attempts)
        queued += 1
    for (kind, receiver, _), each in waiting.items():
        if kind not in _ONE_EACH_WEEK and found.scope(kind, receiver):
            open_still = [(each.letter, address) for address in each.addresses]
            _give_way(change, context, open_still, why=_HOLDS_NO_MORE)
    ended = queries_mail.open_to_ended_addresses(conn, context.today)
    _give_way(change, context, ended, why=_ADDRESS_ENDED)
    return queued


def _give_way(
    change: "Writing", context: Context, entries: Collection[tuple[int, str]], *, why: Message
) -> None:
    """Letters that have not gone to these addresses do not go there any more."""
    standing = queries_mail.entries_of(change.conn, {letter for letter, _ in entries})
    for each in standing:
        if each.state in OPEN and (each.letter, each.address) in entries:
            sending.record(change, each, MailState.SUPERSEDED, context.moment, why=why)


def _keep(change: "Writing", context: Context, written: Written, *, attempts: int) -> None:
    """A letter and what it tells, waiting for each of its addresses.

    `attempts` counts those that a letter made which this one takes the place of.
    """
    receiver = written.receiver
    letter = queries_mail.same_letter(
        change.conn, written.kind, receiver.key, written.period, written.content_hash
    )
    if letter is None:
        letter = change.insert(
            "letter",
            {
                "number": str(change.next_number("letter")),
                "kind": written.kind.value,
                "receiver": receiver.key,
                "receiver_name": receiver.name,
                "lang": written.lang,
                "period": written.period,
                "written_on": context.today.isoformat(),
                "content_hash": written.content_hash,
                "sender": written.sender,
                "subject": written.subject,
                "header_id": written.header_id,
                "content": written.content.decode("ascii"),
            },
        )
        change.insert_many(
            "told", [{"letter_id": letter, "mark": mark} for mark in sorted(written.marks)]
        )
    for address in receiver.addresses:
        change.insert(
            "delivery",
            {
                "letter_id": letter,
                "address": address,
                "state": MailState.QUEUED.value,
                "happened_on": context.today.isoformat(),
                "happened_at": stamp(context.moment),
                "attempt": attempts,
            },
        )


def _told(
    context: Context,
    tried: Sequence[Entry],
    kind: LetterKind,
    unreachable: tuple[Unreachable, ...],
) -> Done:
    """What a run came to. What does not go is told by each run until it is settled."""
    with context.reading() as conn:
        standing = queries_mail.entries(conn, states={*OPEN, MailState.UNKNOWN})
    return Done(
        report.listing(tried, day=context.today, name=f"mail {kind.value}"),
        report.undelivered(standing),
        unreachable,
    )


def _note_run(context: Context, kind: LetterKind, queued: int, tried: Sequence[Entry]) -> None:
    """Put on record that cron has run, also where there was nothing to tell.

    A run by hand, or for one agency, is none of cron's.
    """
    with context.writing() as change:
        change.insert(
            "mail_run",
            {
                "kind": kind.value,
                "happened_on": context.today.isoformat(),
                "happened_at": stamp(context.moment),
                "queued": queued,
                "sent": sum(each.state is MailState.SENT for each in tried),
                "undelivered": queries_mail.undelivered(change.conn),
            },
        )
