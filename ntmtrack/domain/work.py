"""Investment works: what becomes of them, which criteria they serve, and their capital.

What holds on a day follows from all that was recorded up to it; nothing of it is kept.
"""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from ntmtrack.domain.text import fold
from ntmtrack.record import Record


class WorkEventKind(StrEnum):
    """What can happen to a work."""

    PLANNED = "planned"
    """It is to be finished by a time, as a paper says."""
    STARTED = "started"
    PROGRESS = "progress"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    FINISHED = "finished"
    STOPPED = "stopped"
    NOTED = "noted"
    SERVES = "serves"
    SERVES_NO_MORE = "serves_no_more"


class WorkState(StrEnum):
    """How far a work has come."""

    PLANNED = "planned"
    """No start is recorded."""
    UNDER_WAY = "under_way"
    FINISHED = "finished"
    STOPPED = "stopped"


class CapitalKind(StrEnum):
    """What a sum says."""

    APPROVED = "approved"
    DISBURSED = "disbursed"
    OWED = "owed"


STATE_AFTER = {
    WorkEventKind.STARTED: WorkState.UNDER_WAY,
    WorkEventKind.PROGRESS: WorkState.UNDER_WAY,
    WorkEventKind.FINISHED: WorkState.FINISHED,
    WorkEventKind.STOPPED: WorkState.STOPPED,
}
"""The state that an event brings; others leave it as it was."""

CLOSED = frozenset((WorkState.FINISHED, WorkState.STOPPED))
"""States in which nobody works on it any more."""


class Served(Record):
    """A criterion or indicator of a set; `criterion` is its number, or that of the one above."""

    set_code: str
    number: str
    criterion: str


class WorkEvent(Record):
    """Something that happened to a work; `order` rises with the recording.

    `serves` is the criterion that it is about; `words` and `last_day` say when the work is to be
    finished, where it was planned anew.
    """

    kind: WorkEventKind
    happened_on: date
    serves: Served | None = None
    percent: int | None = None
    words: str | None = None
    last_day: date | None = None
    document: str | None = None
    note: str | None = None
    order: int = 0


class Capital(Record):
    """A sum in đồng as a paper gives it, with its source and the year whose capital it is."""

    kind: CapitalKind
    source: str
    year: int
    amount: int
    counted_on: date
    document: str | None = None
    note: str | None = None
    order: int = 0

    @property
    def about(self) -> tuple[CapitalKind, str, int]:
        """Its kind, source and year; a source is the same however it is spelled."""
        return self.kind, fold(self.source), self.year


class Work(Record):
    """A work of a unit, with all that was recorded of it up to a day, in order."""

    key: int
    unit_key: int
    name: str
    note: str | None = None
    events: tuple[WorkEvent, ...] = ()
    capital: tuple[Capital, ...] = ()

    @property
    def state(self) -> WorkState:
        """How far it has come, by the last event that says so."""
        turned = [STATE_AFTER[each.kind] for each in self.events if each.kind in STATE_AFTER]
        return turned[-1] if turned else WorkState.PLANNED

    @property
    def state_since(self) -> date | None:
        """The day of the last event that says how far it has come."""
        return max((e.happened_on for e in self.events if e.kind in STATE_AFTER), default=None)

    @property
    def finished(self) -> bool:
        """Whether it is finished."""
        return self.state is WorkState.FINISHED

    @property
    def closed(self) -> bool:
        """Whether nobody works on it any more."""
        return self.state in CLOSED

    @property
    def percent(self) -> int | None:
        """How much of it is done: all of what is finished, else as was last said."""
        if self.finished:
            return 100
        said = [each.percent for each in self.events if each.kind is WorkEventKind.PROGRESS]
        return said[-1] if said else None

    @property
    def plan(self) -> WorkEvent | None:
        """When it is to be finished, as was last said."""
        planned = [each for each in self.events if each.kind is WorkEventKind.PLANNED]
        return planned[-1] if planned else None

    @property
    def blocks(self) -> tuple[WorkEvent, ...]:
        """What holds it up: what was said since it was last said to be held up no more."""
        found: list[WorkEvent] = []
        for each in self.events:
            if each.kind is WorkEventKind.BLOCKED:
                found.append(each)
            elif each.kind is WorkEventKind.UNBLOCKED or STATE_AFTER.get(each.kind) in CLOSED:
                found = []
        return tuple(found)

    @property
    def serves(self) -> tuple[Served, ...]:
        """The criteria and indicators that it serves, in the order in which they were named."""
        found: dict[Served, None] = {}
        for each in self.events:
            if each.kind is WorkEventKind.SERVES and each.serves:
                found[each.serves] = None
            elif each.kind is WorkEventKind.SERVES_NO_MORE and each.serves:
                found.pop(each.serves, None)
        return tuple(found)

    def late(self, day: date) -> int | None:
        """By how many days it is late; None where it is not, or is to be finished by no day."""
        due = None if self.plan is None else self.plan.last_day
        if self.closed or due is None or due >= day:
            return None
        return (day - due).days

    def held(self, other: Capital) -> Capital | None:
        """The sum that holds of the kind, source and year of another."""
        return next((each for each in in_force(self.capital) if each.about == other.about), None)

    def sums(self, *, year: int | None = None, source: str | None = None) -> "Sums":
        """What was approved, disbursed and is owed; of one year or source where one is given."""
        held = self._held(year, source)
        return Sums(*(_total(c.amount for c in held if c.kind is kind) for kind in CapitalKind))

    def without_base(self, *, year: int | None = None, source: str | None = None) -> int:
        """What was disbursed of a source and year of which nothing is recorded as approved."""
        held = self._held(year, source)
        based = {each.about[1:] for each in held if each.kind is CapitalKind.APPROVED}
        return sum(
            each.amount
            for each in held
            if each.kind is CapitalKind.DISBURSED and each.about[1:] not in based
        )

    def _held(self, year: int | None, source: str | None) -> "list[Capital]":
        """The sums in force of one year or source, where one is given."""
        named = None if source is None else fold(source)
        return [
            each
            for each in in_force(self.capital)
            if year in (None, each.year) and named in (None, fold(each.source))
        ]


class Sums(Record):
    """Sums in đồng: None where none was recorded, which is not nothing."""

    approved: int | None = None
    disbursed: int | None = None
    owed: int | None = None

    @property
    def difference(self) -> int | None:
        """What of the approved capital was not disbursed; less than nothing where it was more."""
        if self.approved is None or self.disbursed is None:
            return None
        return self.approved - self.disbursed

    @property
    def share(self) -> Decimal | None:
        """The disbursed in percent of the approved, to one decimal; None without a base."""
        if not self.approved or self.disbursed is None:
            return None
        share = Decimal(self.disbursed) * 100 / Decimal(self.approved)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def in_order(events: Iterable[WorkEvent]) -> tuple[WorkEvent, ...]:
    """Events by their days; of one day the last recorded last."""
    return tuple(sorted(events, key=lambda each: (each.happened_on, each.order)))


def in_force(sums: Iterable[Capital]) -> list[Capital]:
    """Of one kind, source and year the last sum."""
    held: dict[tuple[CapitalKind, str, int], Capital] = {}
    for each in sorted(sums, key=lambda each: (each.counted_on, each.order)):
        held[each.about] = each
    return list(held.values())


def added(sums: Iterable[Sums]) -> Sums:
    """What several come to; None where none of them has a sum."""
    listed = list(sums)
    return Sums(*(_total(column) for column in zip(*listed, strict=True))) if listed else Sums()


def _total(amounts: Iterable[int | None]) -> int | None:
    known = [each for each in amounts if each is not None]
    return sum(known) if known else None


class Overdrawn(Record):
    """More was disbursed than approved, of one source and year; sums in đồng."""

    source: str
    year: int
    approved: int
    disbursed: int


def overdrawn(work: Work) -> list[Overdrawn]:
    """Where more of a work's capital was disbursed than approved, by source and year.

    A year's capital of a source for which nothing was said to be approved is not compared.
    """
    held = {each.about: each for each in in_force(work.capital)}
    found = []
    for (kind, source, year), each in held.items():
        approved = held.get((CapitalKind.APPROVED, source, year))
        if kind is CapitalKind.DISBURSED and approved and each.amount > approved.amount:
            found.append(Overdrawn(each.source, year, approved.amount, each.amount))
    return found
