"""Letters and what became of them: the outbox, the story of one letter, the state of the mail."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Protocol

from ntmtrack.domain.kept import from_kept
from ntmtrack.domain.reminder import LetterKind, MailState
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Row, Show


class Entry(Protocol):
    """A letter to one address, as it stands or stood."""

    @property
    def number(self) -> str: ...
    @property
    def kind(self) -> LetterKind: ...
    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def written_on(self) -> date: ...
    @property
    def tasks(self) -> int: ...
    @property
    def state(self) -> MailState: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def attempt(self) -> int: ...
    @property
    def why(self) -> str | None: ...
    @property
    def next_try(self) -> datetime | None: ...


COLUMNS = (
    Column("letter", N_("Letter"), Show.ALWAYS, right=True),
    Column("receiver", N_("Receiver"), Show.ALWAYS, wrap=True),
    Column("address", N_("Address"), Show.ROOM),
    Column("kind", N_("Letter about"), Show.ROOM),
    Column("period", N_("Period"), Show.DATA),
    Column("written_on", N_("Written on"), Show.SPARE),
    Column("state", N_("State"), Show.ALWAYS),
    Column("happened_at", N_("Stands so since"), Show.ROOM),
    Column("attempts", N_("Attempts"), Show.SPARE, right=True),
    Column("next_try", N_("Next try"), Show.ROOM),
    Column("why", N_("Why, or the answer"), Show.ROOM, wrap=True),
    Column("tells", N_("Tells"), Show.DATA, right=True),
    Column("subject", N_("Subject"), Show.DATA, wrap=True),
)

_ORDER = (
    MailState.UNKNOWN,
    MailState.FAILED,
    MailState.SENDING,
    MailState.QUEUED,
    MailState.SENT,
    MailState.FORGOTTEN,
    MailState.SUPERSEDED,
)

_FINDS = frozenset({"unknown", "failed"})


def _row(entry: Entry) -> Row:
    return (
        entry.number,
        entry.name,
        entry.address,
        entry.kind,
        entry.period,
        entry.written_on,
        entry.state,
        entry.happened_at,
        entry.attempt,
        entry.next_try,
        None if entry.why is None else from_kept(entry.why),
        entry.tasks,
        entry.subject,
    )


def listing(entries: Sequence[Entry], *, day: date, name: str = "mail outbox") -> Report:
    """Letters by how they stand; what did not go comes first."""
    counted = {state: [each for each in entries if each.state is state] for state in _ORDER}
    return Report(
        name=name,
        title=say("Outbox as of {day}", day=day),
        columns=COLUMNS,
        blocks=tuple(
            Block(
                state.value,
                say("{state} ({count})", state=state, count=len(found)),
                tuple(_row(each) for each in found),
            )
            for state, found in counted.items()
            if found
        ),
        notes=(say_n("{count} letter", "{count} letters", len(entries)),) if entries else (),
        as_of=day,
        empty=say("There is no letter."),
        summary={state.value: len(found) for state, found in counted.items()},
        finds=_FINDS,
    )


class Draft(Protocol):
    """A letter that was only written to be looked at."""

    @property
    def kind(self) -> LetterKind: ...
    @property
    def receiver(self) -> "Whom": ...
    @property
    def address(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def marks(self) -> frozenset[str]: ...
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...


class Whom(Protocol):
    """Who a letter is to."""

    @property
    def name(self) -> str: ...


_DRAFTS = (
    Column("receiver", N_("Receiver"), Show.ALWAYS, wrap=True),
    Column("address", N_("Address"), Show.ROOM),
    Column("kind", N_("Letter about"), Show.ROOM),
    Column("period", N_("Period"), Show.DATA),
    Column("tells", N_("Tells"), Show.ROOM, right=True),
    Column("subject", N_("Subject"), Show.ALWAYS, wrap=True),
    Column("text", N_("Text"), Show.DATA, wrap=True),
)


def rehearsed(drafts: Sequence[Draft], *, day: date) -> Report:
    """The letters that a run would write."""
    rows = tuple(
        (
            each.receiver.name,
            each.address,
            each.kind,
            each.period,
            len(each.marks),
            each.subject,
            each.text,
        )
        for each in drafts
    )
    return Report(
        name="mail rehearsal",
        title=say("Letters that would be written on {day}", day=day),
        columns=_DRAFTS,
        blocks=(Block("letters", None, rows),),
        notes=(say("Nothing was kept and nothing was sent."),),
        as_of=day,
        empty=say("There is nothing to send."),
    )


_STORY = (
    Column("happened_at", N_("When"), Show.ALWAYS),
    Column("address", N_("Address"), Show.ALWAYS),
    Column("state", N_("State"), Show.ALWAYS),
    Column("attempts", N_("Attempts"), Show.ROOM, right=True),
    Column("next_try", N_("Next try"), Show.ROOM),
    Column("why", N_("Why, or the answer"), Show.ROOM, wrap=True),
)


def story(steps: Sequence[Entry], text: str, *, day: date) -> Report:
    """Everything that became of one letter, and the letter itself as notes, line by line."""
    first = steps[0]
    rows = tuple(
        (
            each.happened_at,
            each.address,
            each.state,
            each.attempt,
            each.next_try,
            None if each.why is None else from_kept(each.why),
        )
        for each in steps
    )
    return Report(
        name="mail show",
        title=say("Letter {number} to {receiver}", number=first.number, receiver=first.name),
        columns=_STORY,
        blocks=(Block("story", None, rows),),
        notes=(
            *_not_counted(steps),
            say("subject: {subject}", subject=first.subject),
            *(say("{words}", words=line) for line in text.splitlines()),
        ),
        as_of=day,
        summary={
            "letter": first.number,
            "receiver": first.name,
            "kind": first.kind.value,
            "period": first.period,
            "subject": first.subject,
        },
    )


def _not_counted(steps: Sequence[Entry]) -> tuple[Message, ...]:
    """Why a letter that was tried and failed may have fewer attempts after it than before."""
    for before, after in pairwise(steps):
        if after.state is MailState.FAILED and after.attempt < before.attempt:
            return (say("what fails on the server's side is not counted as an attempt"),)
    return ()


def undelivered(entries: Sequence[Entry]) -> tuple[Message, ...]:
    """One sentence for each letter that did not go, with why and what comes next."""
    return tuple(_undelivered(each) for each in entries)


def _undelivered(entry: Entry) -> Message:
    places = {
        "number": entry.number,
        "receiver": entry.name,
        "address": entry.address,
        "why": from_kept(entry.why) if entry.why else say("not tried yet"),
    }
    if entry.state is MailState.UNKNOWN:
        return say(
            "letter {number} to {receiver} <{address}> may have gone or not: {why}", **places
        )
    if entry.state is MailState.FAILED and entry.next_try is None:
        return say("letter {number} to {receiver} <{address}> is given up: {why}", **places)
    if entry.next_try is not None:
        return say(
            "letter {number} to {receiver} <{address}> did not go: {why}; it is tried again by the"
            " first run from {moment} on",
            moment=entry.next_try,
            **places,
        )
    return say("letter {number} to {receiver} <{address}> did not go: {why}", **places)
