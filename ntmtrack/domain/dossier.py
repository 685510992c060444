"""A recognition dossier: its papers, its steps, and who holds it.

It is open from the first thing that is known to have happened to it until the unit is
recognised or withdraws, or the dossier is closed; what happens after that belongs to the next
one. What was recorded is folded by day, on one day in the order of recording: when it was
recorded changes nothing else.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from ntmtrack.domain.standing import StandingEvent
from ntmtrack.domain.text import fold
from ntmtrack.record import Record


class DossierEventKind(StrEnum):
    """What happens to a dossier besides the unit's own steps."""

    REQUIRED = "required"
    RECEIVED = "received"
    HANDED = "handed"
    CLOSED = "closed"


class DossierEvent(Record):
    """One thing that happened: a paper asked for or received, a handing on, the closing.

    `paper` and `agency` are given where the kind needs them; `order` rises with the writing.
    """

    kind: DossierEventKind
    on: date
    order: int
    paper: str | None = None
    agency: str | None = None
    document: str | None = None
    note: str | None = None


class Step(Record):
    """One event on the unit's way to recognition.

    `told` is the day it is reckoned to, its own or else its place among the unit's events.
    """

    event: StandingEvent
    on: date | None
    told: date
    order: int
    document: str | None = None
    note: str | None = None


class Paper(Record):
    """One paper of the dossier: since when it is asked for, and when it first came."""

    name: str
    required_on: date | None = None
    received_on: date | None = None


class Handing(Record):
    """Who holds the dossier from a day on; `until` is the day it was handed further or ended."""

    agency: str
    since: date
    until: date | None = None
    document: str | None = None
    note: str | None = None


class Done(Record):
    """A step with the round it belongs to and the days since the step before it.

    A dossier that was returned begins another round.
    """

    step: Step
    round: int
    days_after: int | None


PATH = (
    StandingEvent.REGISTERED,
    StandingEvent.SELF_ASSESSED,
    StandingEvent.VERIFIED,
    StandingEvent.APPRAISED,
    StandingEvent.SUBMITTED,
    StandingEvent.RECOGNISED,
    StandingEvent.ANNOUNCED,
)
"""The steps of a dossier that goes straight through."""

STEPS = frozenset(
    {*PATH, StandingEvent.RETURNED, StandingEvent.CARRIED_OVER, StandingEvent.WITHDRAWN}
)
"""The events of a unit that belong to a dossier."""

_RECOGNISING = frozenset(
    {StandingEvent.RECOGNISED, StandingEvent.ANNOUNCED, StandingEvent.CARRIED_OVER}
)
_OPENING = frozenset({StandingEvent.SELF_ASSESSED, StandingEvent.SUBMITTED})


class Dossier(Record):
    """A dossier as it stands. `opened_on` is empty while nothing but other steps is known."""

    opened_on: date | None = None
    ended_on: date | None = None
    recognised: bool = False
    papers: tuple[Paper, ...] = ()
    handings: tuple[Handing, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.opened_on is not None and self.ended_on is None

    @property
    def holder(self) -> Handing | None:
        """Who holds it, and since when without a break; None if that was never recorded."""
        return self.handings[-1] if self.handings else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The papers asked for that have not come."""
        return tuple(paper.name for paper in self.papers if paper.received_on is None)

    @property
    def done(self) -> tuple[Done, ...]:
        """The steps done, each with its round and the days since the last step with a day."""
        found = []
        number = 1
        before: date | None = None
        for step in self.steps:
            after = None if step.on is None or before is None else (step.on - before).days
            found.append(Done(step, number, after))
            before = step.on or before
            number += step.event is StandingEvent.RETURNED
        return tuple(found)

    @property
    def to_come(self) -> tuple[StandingEvent, ...]:
        """The steps not yet done; what was returned is to be submitted again."""
        events = [step.event for step in self.steps]
        if self.ended_on is not None:
            announced = StandingEvent.RECOGNISED not in events or StandingEvent.ANNOUNCED in events
            return () if announced else (StandingEvent.ANNOUNCED,)
        turns = [e for e in events if e in (StandingEvent.SUBMITTED, StandingEvent.RETURNED)]
        back = turns[-1:] == [StandingEvent.RETURNED]
        return tuple(
            event
            for event in PATH
            if event not in events or (back and event is StandingEvent.SUBMITTED)
        )


def fold_dossiers(events: Iterable[DossierEvent], steps: Iterable[Step]) -> list[Dossier]:
    """The dossiers of one unit under one set, oldest first; the last one is the present one.

    In comes everything known of them up to the day, in any order.
    """
    found: list[_Folding] = []
    for happened in _in_order(events, steps):
        if isinstance(happened, Step) and happened.event not in STEPS:
            continue
        if not found or (found[-1].ended_on is not None and not _belongs(happened)):
            if isinstance(happened, Step) and happened.event is StandingEvent.WITHDRAWN:
                continue
            found.append(_Folding())
        found[-1].take(happened)
    return [each.dossier() for each in found]


def _belongs(happened: "DossierEvent | Step") -> bool:
    """Whether something that happens after the end still tells of the dossier that ended."""
    if isinstance(happened, Step):
        return happened.event in _RECOGNISING
    return happened.kind is DossierEventKind.CLOSED


def _in_order(
    events: Iterable[DossierEvent], steps: Iterable[Step]
) -> Iterator["DossierEvent | Step"]:
    """All of it by day, on one day as it was written, but a recognition last."""
    dated: list[tuple[date, bool, int, DossierEvent | Step]] = [
        *((each.on, False, each.order, each) for each in events),
        *((each.told, each.event in _RECOGNISING, each.order, each) for each in steps),
    ]
    return (each for *_, each in sorted(dated, key=lambda entry: entry[:3]))


class _Folding:
    """One dossier while it is put together."""

    def __init__(self) -> None:
        self.opened_on: date | None = None
        self.ended_on: date | None = None
        self.recognised = False
        self.papers: dict[str, Paper] = {}
        self.handings: list[Handing] = []
        self.steps: list[Step] = []

    def take(self, happened: "DossierEvent | Step") -> None:
        """Go on by one thing that happened."""
        if isinstance(happened, Step):
            self._step(happened)
        else:
            self._event(happened)

    def _step(self, step: Step) -> None:
        self.steps.append(step)
        if step.event in _OPENING:
            self._open(step.told)
        elif step.event in _RECOGNISING:
            self.recognised = True
            self._end(step.told)
        elif step.event is StandingEvent.WITHDRAWN:
            self._end(step.told)

    def _event(self, event: DossierEvent) -> None:
        if event.kind is DossierEventKind.CLOSED:
            self._end(event.on)
            return
        self._open(event.on)
        if event.paper is not None:
            self._paper(event, event.paper)
        else:
            assert event.agency is not None
            self._hand(event, event.agency)

    def _paper(self, event: DossierEvent, name: str) -> None:
        known = self.papers.get(fold(name), Paper(name))
        if event.kind is DossierEventKind.RECEIVED:
            known = known._replace(received_on=known.received_on or event.on)
        else:
            known = known._replace(required_on=known.required_on or event.on)
        self.papers[fold(name)] = known

    def _hand(self, event: DossierEvent, agency: str) -> None:
        if self.handings and self.handings[-1].agency == agency:
            return
        self._let_go(event.on)
        self.handings.append(Handing(agency, event.on, document=event.document, note=event.note))

    def _let_go(self, day: date) -> None:
        if self.handings and self.handings[-1].until is None:
            self.handings[-1] = self.handings[-1]._replace(until=day)

    def _open(self, day: date) -> None:
        if self.opened_on is None:
            self.opened_on = day

    def _end(self, day: date) -> None:
        if self.ended_on is None:
            self.ended_on = day
            self._let_go(day)

    def dossier(self) -> Dossier:
        """What it came to."""
        return Dossier(
            self.opened_on,
            self.ended_on,
            self.recognised,
            tuple(self.papers.values()),
            tuple(self.handings),
            tuple(self.steps),
        )
