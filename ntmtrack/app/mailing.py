"""One run of the mail: who is to be told is settled and kept, then what waits is sent."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from ntmtrack.app import letters, reminding, sending, settling
from ntmtrack.app.context import Context
from ntmtrack.app.letters import Office, Written
from ntmtrack.app.mail_request import Request
from ntmtrack.domain.reminder import OPEN, LetterKind, MailState
from ntmtrack.errors import MailError
from ntmtrack.mail.outcome import Sent
from ntmtrack.mail.settings import MailSettings, read, require_sender, require_transport
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import outbox as report
from ntmtrack.reports.reminder import Unreachable
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_mail
from ntmtrack.store.queries_mail import Entry
from ntmtrack.store.writing import stamp


class Done(Record):
    """What a run came to: its letters, what did not go, and whom no letter reaches.

    `always`: the report is what was asked for, so that it is shown wherever it goes. `trial`: what
    did not go is no letter of the ledger.
    """

    report: Report
    undelivered: tuple[Message, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    always: bool = False
    trial: bool = False


class Surroundings(Record):
    """What a run may ask of the machine: its environment, and a person at a terminal."""

    environ: Mapping[str, str]
    interactive: bool


def run(context: Context, request: Request, attach: frozenset[str], around: Surroundings) -> Done:
    """Keep the letters that this day calls for, then send those of their kind that wait.

    Raises DataError for settings that do not say how, before anything is written.
    """
    settings = read(context.mail)
    require_sender(settings)
    require_transport(settings)
    with context.writing() as change:
        office = _office(change.conn, context, settings, attach)
        found = reminding.notices(change.conn, context, request, settings)
        queued = settling.settle(change, context, office, found)
    tried = sending.send_waiting(
        context,
        settings,
        environ=around.environ,
        interactive=around.interactive,
        # Whether others still hold, the run that writes such letters knows.
        chosen=lambda entry: found.scope(entry.kind, entry.receiver),
    )
    done = _told(context, tried, request.kind, found.unreachable)
    if request.agency is None and not around.interactive:
        _note_run(context, request.kind, queued, tried)
    return done


def rehearse(
    context: Context, request: Request, attach: frozenset[str]
) -> tuple[list[Written], tuple[Unreachable, ...]]:
    """The letters that would leave now; nothing is kept and nothing is sent."""
    settings = read(context.mail)
    with context.reading() as conn:
        office = _office(conn, context, settings, attach)
        found = reminding.notices(conn, context, request, settings)
        waiting = settling.waiting_letters(conn)
        written = [
            letters.write(office, called)
            for notice in found.notices
            for called in settling.called_for(conn, office, notice, waiting)
            if settling.leaves(called, office)
        ]
    return written, found.unreachable


def put_into(context: Context, folder: Path, written: Sequence[Written]) -> None:
    """Write letters into a folder, a file for each.

    Raises DataError where nobody is named whom they are from, MailError where one cannot be
    written.
    """
    from ntmtrack.mail.spool import Spool

    require_sender(read(context.mail))
    spool = Spool(folder)
    for letter in written:
        result = spool.deliver(letter.sender, letter.address, letter.content)
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
        present=context.moment,
        day=context.today,
        attach=attach or frozenset(settings.attach),
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
