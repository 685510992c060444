"""Where a unit stands on its way to recognition, as its events say; nothing of it is kept."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from ntmtrack.domain.standing import ENDS, GRANTS, Standing, StandingEvent
from ntmtrack.domain.standing import in_order as in_order
from ntmtrack.record import Record


class StandingState(StrEnum):
    """How a unit stands under a set on a day."""

    REGISTERED = "registered"
    UNDER_APPRAISAL = "under_appraisal"
    """Assessed by itself or by others, or submitted, and not decided."""
    RETURNED = "returned"
    RECOGNISED = "recognised"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """By a decision, or by itself once its last day has passed."""
    REVOKED = "revoked"


CLOSING = GRANTS | {StandingEvent.WITHDRAWN, StandingEvent.RETURNED}
"""Events after which a unit may register anew; one returned often does so for another year."""

_STATES = {
    StandingEvent.REGISTERED: StandingState.REGISTERED,
    StandingEvent.RETURNED: StandingState.RETURNED,
    StandingEvent.WITHDRAWN: StandingState.WITHDRAWN,
    StandingEvent.EXPIRED: StandingState.EXPIRED,
    StandingEvent.REVOKED: StandingState.REVOKED,
}
"""States that an event makes by itself; the other steps are UNDER_APPRAISAL."""


class Way(Record):
    """How far a unit has come under one set.

    `since` is the day from which the state has held, None where no paper gives it; `year` and
    `document` are those of the event that made it. `until` is the last day of the recognition
    that there is or was. `step` is the last event of an application that is not decided, beside
    a recognition that goes on too, and `target` the words of its target. `announced` says that
    the recognition has been made public.
    """

    state: StandingState
    since: date | None
    year: int | None = None
    document: str | None = None
    until: date | None = None
    step: StandingEvent | None = None
    target: str | None = None
    announced: bool = False

    def days_left(self, day: date) -> int | None:
        """Days until the recognition ends, 0 on its last day; None if it does not end."""
        return None if self.until is None else (self.until - day).days

    def ends_within(self, days: int, day: date) -> bool:
        """Whether the unit is recognised, and will not be after so many days."""
        left = self.days_left(day)
        return self.state is StandingState.RECOGNISED and left is not None and left <= days


class _Held(Record):
    """A recognition: the event that granted it last, and the span it has held for."""

    by: Standing
    since: date | None
    until: date | None
    announced: bool

    def lapsed(self, day: date) -> bool:
        return self.until is not None and self.until < day


def follow(events: Iterable[Standing], day: date) -> Way:
    """How a unit stands on a day after its events under one set, at least one.

    A recognition lasts until it is revoked, expires or its last day passes; meanwhile an
    application for a new one may be under way. Where there is none, the application counts,
    then what ended.
    """
    held: _Held | None = None
    applied: list[Standing] = []
    ended: Standing | None = None
    for event in in_order(events):
        if event.event in GRANTS:
            held, applied = _granted(held, event), []
        elif event.event in ENDS:
            held, ended = None, event
        elif event.event is StandingEvent.WITHDRAWN:
            applied, ended = [], event
        else:
            applied = [event] if event.event is StandingEvent.REGISTERED else [*applied, event]
    if held is not None and not held.lapsed(day):
        return _with_application(_recognised(held), applied)
    if applied:
        last = applied[-1]
        way = Way(_STATES.get(last.event, StandingState.UNDER_APPRAISAL), last.day)
        until = None if held is None else held.until
        return _with_application(way._replace(until=until), applied)
    if held is not None and held.until is not None:
        past = held.until + timedelta(days=1)
        return _recognised(held)._replace(state=StandingState.EXPIRED, since=past)
    assert ended is not None
    return Way(_STATES[ended.event], ended.day, ended.year, ended.document)


def granted(events: Iterable[Standing]) -> tuple[date, ...]:
    """The days on which a unit was recognised under one set, and recognised anew.

    What was revoked since is left out; that a recognition ran its time takes nothing from it. An
    announcement counts only where it is all that is known of a decision.
    """
    held: _Held | None = None
    days: list[date] = []
    for event in in_order(events):
        if event.event is StandingEvent.REVOKED:
            held, days = None, []
        elif event.event in ENDS:
            held = None
        elif event.event in GRANTS:
            told_of = held is not None and not held.lapsed(event.told_at[0])
            if event.day is not None and not (told_of and event.event is StandingEvent.ANNOUNCED):
                days.append(event.day)
            held = _granted(held, event)
    return tuple(days)


def open_registration(events: Iterable[Standing]) -> Standing | None:
    """The registration that nothing has come of yet: it was not withdrawn, returned or granted."""
    found: Standing | None = None
    for event in in_order(events):
        if event.event is StandingEvent.REGISTERED:
            found = event
        elif event.event in CLOSING:
            found = None
    return found


def _granted(held: _Held | None, event: Standing) -> _Held:
    announced = event.event is StandingEvent.ANNOUNCED
    if held is None or held.lapsed(event.told_at[0]):
        return _Held(event, event.day, event.valid_to, announced)
    if announced:
        # It tells of the decision before it, and may give a last day that the decision left out.
        return held._replace(until=event.valid_to or held.until, announced=True)
    return _Held(event, held.since, event.valid_to, announced=False)


def _recognised(held: _Held) -> Way:
    return Way(
        StandingState.RECOGNISED,
        held.since,
        held.by.year,
        held.by.document,
        until=held.until,
        announced=held.announced,
    )


def _with_application(way: Way, applied: list[Standing]) -> Way:
    """The way with the last step of an application, and what its papers say."""
    if not applied:
        return way
    targets = [event.target_words for event in applied if event.target_words]
    way = way._replace(step=applied[-1].event, target=targets[-1] if targets else None)
    if way.state is StandingState.RECOGNISED:
        return way
    years = [event.year for event in applied if event.year]
    return way._replace(year=years[-1] if years else None, document=applied[-1].document)
