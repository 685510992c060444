"""Which letters are to be kept: who has not been told, and what of all that waits still holds.

Each address of a receiver is told for itself: a letter goes to one address, and what went to
another is no reason not to write.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.app import letters, sending
from ntmtrack.app.addressees import LEADERS, current_addresses
from ntmtrack.app.context import Context
from ntmtrack.app.letters import Office, Written
from ntmtrack.app.mail_request import Found, Notice
from ntmtrack.domain.address import parse_mailbox
from ntmtrack.domain.reminder import (
    OPEN,
    REPEATED,
    WEEKLY,
    LetterKind,
    MailState,
    Policy,
    Told,
    again,
    to_tell,
)
from ntmtrack.mail.settings import MailSettings
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.store import queries_mail
from ntmtrack.store.queries_mail import Pending
from ntmtrack.store.writing import stamp

if TYPE_CHECKING:
    from ntmtrack.store.writing import Writing

_SAID_ANEW = say("a new letter says it")
_HOLDS_NO_MORE = say("what it says no longer holds")
_ADDRESS_ENDED = say("the address is no longer the receiver's")

_Place = tuple[LetterKind, str, str, str]
"""What a letter is about, to whom, at which address, and what it says."""


class Called(Record):
    """A letter that a day calls for. `same` waits already and says just this."""

    notice: Notice
    address: str
    marks: frozenset[str]
    told: Told
    policy: Policy
    same: Pending | None

    def is_ahead(self, office: Office) -> bool:
        """Whether what waits is of a day to come: a clock ran ahead."""
        same = self.same
        return same is not None and max(same.written_on, same.tried_on) > office.day

    def is_to_be_written(self, office: Office) -> bool:
        """Whether it is written (anew), rather than left as it waits.

        What waited into another day says how things stand now when it is tried again. One that
        was given up is tried again as a new letter when it would be time to say it again.
        """
        same = self.same
        if same is None or self.is_ahead(office):
            return True
        if same.given_up:
            repeated = self.notice.kind in REPEATED
            return repeated and again(same.tried_on, self.policy, office.day)
        if self.notice.kind in WEEKLY or same.written_on >= office.day:
            return False
        return is_due(same, office)


def leaves(called: Called, office: Office) -> bool:
    """Whether a letter would leave now: written, or as it waits."""
    if called.is_to_be_written(office):
        return True
    return called.same is not None and is_due(called.same, office)


def is_due(waiting: Pending, office: Office) -> bool:
    """Whether a letter that waits is to be tried now."""
    return not waiting.given_up and (waiting.next_try or "") <= stamp(office.present)


def called_for(
    conn: sqlite3.Connection,
    office: Office,
    notice: Notice,
    waiting: Mapping[_Place, Pending],
) -> Iterator[Called]:
    """The letters that a notice calls for, one for each address that has not been told."""
    settings = office.settings
    leaders = notice.receiver.key == LEADERS
    policy = settings.leaders_policy if leaders else settings.policy
    for address in notice.receiver.addresses:
        to = (notice.receiver.key, address)
        told = queries_mail.told(conn, notice.kind, to, marks=notice.marks, day=office.day)
        marks = to_tell(notice.kind, notice.marks, told, policy=policy, day=office.day)
        if marks:
            says = letters.content_hash(office, notice, address, marks)
            same = waiting.get((notice.kind, *to, says))
            yield Called(notice, address, marks, told, policy, same)


def waiting_letters(conn: sqlite3.Connection) -> dict[_Place, Pending]:
    """Every letter that waits, by what it says and where it goes."""
    return {
        (each.kind, each.receiver, each.address, each.content_hash): each
        for each in queries_mail.pending(conn)
    }


def settle(change: "Writing", context: Context, office: Office, found: Found) -> int:
    """Keep the letters that are called for; those that wait and no longer hold give way.

    What another run could write is left to that run. Hands back how many letters were written.
    """
    waiting = waiting_letters(change.conn)
    left = dict(waiting)
    queued = 0
    for notice in found.notices:
        for called in called_for(change.conn, office, notice, waiting):
            same = called.same
            if same is not None:
                left.pop((same.kind, same.receiver, same.address, same.content_hash), None)
            if not called.is_to_be_written(office):
                continue
            for place, older in list(left.items()):
                if _says_it_anew(called, older):
                    _give_way(change, context, [left.pop(place)], why=_SAID_ANEW)
            if same is not None:
                _give_way(change, context, [same], why=_SAID_ANEW)
            afresh = called.is_ahead(office) or (same is not None and same.given_up)
            carried = 0 if same is None or afresh else same.attempts
            _keep(change, context, letters.write(office, called), attempts=carried)
            queued += 1
    in_scope = [each for each in left.values() if found.scope(each.kind, each.receiver)]
    current = Current(change.conn, office.settings, office.day)
    ended = [each for each in in_scope if not current.holds(each.receiver, each.address)]
    _give_way(change, context, ended, why=_ADDRESS_ENDED)
    over = [each for each in in_scope if each not in ended and each.kind is not LetterKind.REVIEW]
    _give_way(change, context, over, why=_HOLDS_NO_MORE)
    return queued


def _says_it_anew(called: Called, older: Pending) -> bool:
    """Whether a letter stands for one that waits; of reviews only for one of its own week."""
    notice = called.notice
    return (older.kind, older.receiver, older.address) == (
        notice.kind,
        notice.receiver.key,
        called.address,
    ) and (older.kind is not LetterKind.REVIEW or older.period == notice.period)


class Current:
    """Where each receiver is written to on a day: as the ledger says, and as the settings do."""

    def __init__(self, conn: sqlite3.Connection, settings: MailSettings, day: date) -> None:
        known = current_addresses(conn, day)
        known[LEADERS] = tuple(each.address for each in settings.leaders)
        named = {name for rung in settings.escalation for name in rung.to if "@" in name}
        for address in {parse_mailbox(name).address for name in named}:
            known[f"address:{address}"] = (address,)
        self._known = {key: {each.casefold() for each in known[key]} for key in known}

    def holds(self, receiver: str, address: str) -> bool:
        """Whether a receiver is written to at an address, in whatever case it is spelled."""
        return address.casefold() in self._known.get(receiver, ())


def _give_way(
    change: "Writing", context: Context, letters: Collection[Pending], *, why: Message
) -> None:
    """Letters that have not gone do not go any more."""
    given = {(each.letter, each.address) for each in letters}
    for entry in queries_mail.entries_of(change.conn, {letter for letter, _ in given}):
        if entry.state in OPEN and (entry.letter, entry.address) in given:
            sending.record(change, entry, MailState.SUPERSEDED, context.moment, why=why)


def _keep(change: "Writing", context: Context, written: Written, *, attempts: int) -> None:
    """A letter and what it tells, waiting to be sent.

    `attempts` counts those that a letter made which this one takes the place of.
    """
    receiver = written.receiver
    letter = queries_mail.same_letter(change.conn, written.header_id)
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
    change.insert(
        "delivery",
        {
            "letter_id": letter,
            "address": written.address,
            "state": MailState.QUEUED.value,
            "happened_on": context.today.isoformat(),
            "happened_at": stamp(context.moment),
            "attempt": attempts,
        },
    )
