"""Whether the mail goes, as `doctor` and the board tell it."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ntmtrack.app.addressees import unreached
from ntmtrack.app.context import Context
from ntmtrack.domain.reminder import LetterKind, MailState, Policy, runs_missed
from ntmtrack.errors import DataError
from ntmtrack.mail.settings import read, require_sender, require_transport
from ntmtrack.message import Message, say, say_n
from ntmtrack.reports.doctor import Finding, Health
from ntmtrack.reports.reminder import unreachable_note
from ntmtrack.store import queries_mail
from ntmtrack.store.queries_mail import Run


def of_mail(conn: sqlite3.Connection, context: Context, settings: Finding) -> list[Finding]:
    """How the mail went so far; nothing where it was never set up and never ran."""
    if settings.health is Health.UNSET and not queries_mail.last_runs(conn, context.today):
        return []
    return [
        _last_sent(queries_mail.last_sent(conn, context.today)),
        *_runs(conn, context),
        *_waiting(conn),
        *(
            Finding(say("reach"), Health.ILL, unreachable_note(each), "ntmtrack agency set --help")
            for each in unreached(conn, context.today)
        ),
    ]


def of_settings(context: Context, place: Path) -> Finding:
    """Whether the settings of the mail, in the file `place`, can be used."""
    item = say("settings")
    if context.mail is None:
        detail = say("{path} says nothing of mail", path=str(place))
        return Finding(item, Health.UNSET, detail, "ntmtrack manual mail")
    try:
        settings = read(context.mail)
        require_sender(settings)
        way = require_transport(settings)
    except DataError as error:
        why = (error.message, *error.details)
        return Finding(item, Health.ILL, say("{words}", words=why), "ntmtrack manual mail")
    return Finding(
        item,
        Health.WELL,
        say("{path}, by {way}", path=str(place), way=way.value),
        "ntmtrack mail test ADDRESS",
    )


def _last_sent(moment: datetime | None) -> Finding:
    if moment is None:
        return Finding(say("last letter sent"), Health.UNSET, say("none yet"))
    return Finding(
        say("last letter sent"), Health.WELL, say("{moment}", moment=moment), "ntmtrack mail outbox"
    )


def _runs(conn: sqlite3.Connection, context: Context) -> list[Finding]:
    runs = queries_mail.last_runs(conn, context.today)
    missed = missed_kinds(runs, context)
    return [
        Finding(
            say("last run of `mail {kind}`", kind=each.kind.value),
            Health.ILL if each.kind in missed else Health.WELL,
            say(
                "{moment}: {queued} written, {sent} sent, {undelivered} not delivered",
                moment=each.happened_at,
                queued=each.queued,
                sent=each.sent,
                undelivered=each.undelivered,
            ),
            "ntmtrack mail cron",
        )
        for each in runs
    ]


def missed_kinds(runs: Sequence[Run], context: Context) -> tuple[LetterKind, ...]:
    """Which runs cron owes since two of their periods; by the usual policy if none can be read."""
    try:
        policy = read(context.mail).policy
    except DataError:
        policy = Policy()
    return runs_missed({each.kind: each.happened_on for each in runs}, context.today, policy)


def _waiting(conn: sqlite3.Connection) -> list[Finding]:
    states = {MailState.QUEUED, MailState.SENDING, MailState.FAILED, MailState.UNKNOWN}
    standing = queries_mail.entries(conn, states=states)
    if not standing:
        return [Finding(say("letters not delivered"), Health.WELL, say("none"))]
    oldest = min(each.written_on for each in standing)
    count: Message = say_n(
        "{count} letter, written on {day}",
        "{count} letters, the oldest written on {day}",
        len(standing),
        day=oldest,
    )
    return [Finding(say("letters not delivered"), Health.ILL, count, "ntmtrack mail outbox")]
