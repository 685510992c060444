"""Letters that wait, sent one by one: each step is on record before the next is taken."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ntmtrack.app.context import Context, office_day
from ntmtrack.domain.kept import as_kept
from ntmtrack.domain.reminder import MOST_ATTEMPTS, OPEN, MailState, next_try
from ntmtrack.errors import DataError, MailError
from ntmtrack.mail.outcome import NotSent, Result, Sent
from ntmtrack.mail.settings import MailSettings
from ntmtrack.message import Message, say
from ntmtrack.store import queries_mail
from ntmtrack.store.holding import sole_sender
from ntmtrack.store.queries_mail import Entry
from ntmtrack.store.writing import stamp

if TYPE_CHECKING:
    from ntmtrack.mail.transport import Transport
    from ntmtrack.store.writing import Writing

PATIENCE = 600.0
"""So many seconds a run waits for another that is still sending; cron has time."""

PATIENCE_OF_A_PERSON = 10.0
"""The same where somebody sits there."""

_ABANDONED = say("the run that was sending it ended before there was an answer")


class Clock:
    """The moments of a run that goes on: those of its context, moved on by what it takes."""

    def __init__(self, context: Context) -> None:
        self._moment = context.moment
        self._started = time.monotonic()

    def now(self) -> datetime:
        """The present moment."""
        return self._moment + timedelta(seconds=time.monotonic() - self._started)


def send_waiting(
    context: Context,
    settings: MailSettings,
    *,
    environ: Mapping[str, str],
    interactive: bool,
    chosen: Callable[[Entry], bool],
) -> list[Entry]:
    """Send the chosen letters whose time has come; how each of those tried now stands.

    What a run that died left in the middle comes back too, marked as unknown. Raises MailError
    where another run does not end.
    """
    from ntmtrack.mail.transport import opened

    clock = Clock(context)
    patience = PATIENCE_OF_A_PERSON if interactive else PATIENCE
    touched: dict[tuple[int, str], None] = {}
    with sole_sender(context.path, patience=patience) as alone:
        if not alone:
            raise MailError(
                say("another run is still sending"),
                hint=say("what waits is left to it: see `ntmtrack mail outbox`"),
            )
        for entry in _abandoned(context, clock):
            touched[entry.letter, entry.address] = None
        while waiting := _waiting(context, clock.now(), touched, chosen):
            try:
                with opened(settings, environ=environ, interactive=interactive) as way:
                    touched |= _round(context, clock, way, waiting)
            except DataError as error:
                touched |= _hold_back(context, clock, waiting, _without_password(error))
    with context.reading() as conn:
        known = {letter for letter, _ in touched}
        return [
            each
            for each in queries_mail.entries_of(conn, known)
            if (each.letter, each.address) in touched
        ]


def _abandoned(context: Context, clock: Clock) -> list[Entry]:
    """Letters that were being sent by a run that is no more: nobody knows whether they went."""
    with context.reading() as conn:
        found = queries_mail.entries(conn, states={MailState.SENDING})
    if found:
        with context.writing() as change:
            for entry in found:
                record(change, entry, MailState.UNKNOWN, clock.now(), why=_ABANDONED)
    return found


def _waiting(
    context: Context,
    moment: datetime,
    touched: Mapping[tuple[int, str], None],
    chosen: Callable[[Entry], bool],
) -> list[Entry]:
    with context.reading() as conn:
        found = queries_mail.entries(conn, states=OPEN)
    return [
        each
        for each in found
        if (each.letter, each.address) not in touched and is_due(each, moment) and chosen(each)
    ]


def is_due(entry: Entry, moment: datetime) -> bool:
    """Whether a letter that waits is to be tried by a moment; what was given up is not."""
    if entry.state is MailState.FAILED:
        return entry.next_try is not None and entry.next_try <= moment
    return entry.state is MailState.QUEUED


def _round(
    context: Context, clock: Clock, way: "Transport", waiting: Sequence[Entry]
) -> dict[tuple[int, str], None]:
    """Try these one by one; a fault that is not theirs holds back all that come after."""
    touched: dict[tuple[int, str], None] = {}
    for place, entry in enumerate(waiting):
        content = _claimed(context, clock, entry)
        if content is None:
            touched[entry.letter, entry.address] = None
            continue
        result = way.deliver(entry.sender, entry.address, content)
        with context.writing() as change:
            _record_result(change, entry, result, clock.now())
        touched[entry.letter, entry.address] = None
        if isinstance(result, NotSent) and result.of_server:
            return touched | _hold_back(context, clock, waiting[place + 1 :], result)
    return touched


def _hold_back(
    context: Context, clock: Clock, waiting: Sequence[Entry], why: NotSent
) -> dict[tuple[int, str], None]:
    """None of these can go now, for one reason; what was settled meanwhile stays as it is."""
    with context.writing() as change:
        for entry in waiting:
            if _stands(change, entry).state in OPEN:
                _record_result(change, entry, why, clock.now())
    return dict.fromkeys((each.letter, each.address) for each in waiting)


def _without_password(error: DataError) -> NotSent:
    """Why nothing can go where a password is not there, or not to be trusted with."""
    if error.hint is None:
        return NotSent(error.message, of_server=True)
    why = say("{reason}: {hint}", reason=error.message, hint=error.hint)
    return NotSent(why, of_server=True)


def _stands(change: "Writing", entry: Entry) -> Entry:
    """The same letter to the same address as it stands now."""
    standing = queries_mail.entries_of(change.conn, [entry.letter])
    return next(each for each in standing if each.address == entry.address)


def _claimed(context: Context, clock: Clock, entry: Entry) -> bytes | None:
    """The letter, put on record as being sent; None where it no longer waits."""
    with context.writing() as change:
        if _stands(change, entry).state not in OPEN:
            return None
        record(change, entry, MailState.SENDING, clock.now(), attempt=entry.attempt + 1)
        return queries_mail.content(change.conn, entry.letter)


def _record_result(change: "Writing", entry: Entry, result: Result, moment: datetime) -> None:
    attempt = entry.attempt + 1
    if isinstance(result, Sent):
        answer = say("{words}", words=result.answer)
        record(change, entry, MailState.SENT, moment, attempt=attempt, why=answer)
    elif isinstance(result, NotSent):
        # What the server is to blame for is held against no address.
        counted = entry.attempt if result.of_server else attempt
        given_up = result.permanent or counted >= MOST_ATTEMPTS
        again = None if given_up else next_try(max(counted, 1), moment)
        record(
            change, entry, MailState.FAILED, moment, attempt=counted, why=result.why, again=again
        )
    else:
        record(change, entry, MailState.UNKNOWN, moment, attempt=attempt, why=result.why)


def record(
    change: "Writing",
    entry: Entry,
    state: MailState,
    moment: datetime,
    *,
    attempt: int | None = None,
    why: Message | None = None,
    again: datetime | None = None,
) -> None:
    """One more step in the life of a letter to one address."""
    change.insert(
        "delivery",
        {
            "letter_id": entry.letter,
            "address": entry.address,
            "state": state.value,
            "happened_on": office_day(moment).isoformat(),
            "happened_at": stamp(moment),
            "attempt": entry.attempt if attempt is None else attempt,
            "why": None if why is None else as_kept(why),
            "next_try": None if again is None else stamp(again),
        },
    )
