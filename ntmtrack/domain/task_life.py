"""What a task has become by a day: its events folded in the order in which they happened."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import CLOSED, STATE_AFTER, TaskEventKind, TaskState
from ntmtrack.record import Record

MOVES = frozenset(STATE_AFTER) | {
    TaskEventKind.EXTENDED,
    TaskEventKind.TRIGGERED,
    TaskEventKind.PROGRESS,
}
"""The events that change how a task stands; the others only tell of it."""


class Happening(Record):
    """One event of a task: `body` holds what its kind carries, in stored words.

    extended, triggered: `words`, `last_day`, `precision`. paused: `until` and `clock`
    ("stopped" where a document says that the days do not count). progress: `percent`.
    """

    kind: TaskEventKind
    on: date
    body: Mapping[str, Any]


class FirstDue(Record):
    """The due that a task was given with."""

    words: str | None
    last_day: date | None
    precision: Precision


class Life(Record):
    """What the events of a task add up to."""

    state: TaskState
    closed_on: date | None
    last_day: date | None
    due_words: str | None
    precision: Precision
    original_due: date | None
    extensions: int
    progress: int | None
    paused_until: date | None
    stopped_days: int
    written_last_day: date | None
    """The last day of the due in force, the days of stopped pauses aside."""


class _Pause(Record):
    since: date
    until: date | None
    stops: bool


def fold(happenings: Iterable[Happening], first: FirstDue, day: date) -> Life:
    """A task's life up to and including a day; `happenings` come in the order of their days.

    A task is done on the day for which it was reported, whenever that is confirmed. A due that
    waits for an event has no original day until the event comes. The days of a pause count
    against nobody only where a document stopped the clock; they end with the pause, with the
    day it was meant to last to, or when the task is closed.
    """
    state, closed_on = TaskState.OPEN, None
    due, extensions, progress, stopped, stopped_before = first, 0, None, 0, 0
    original = first.last_day
    pause: _Pause | None = None
    for kind, on, body in happenings:
        if on > day:
            continue
        if kind in (TaskEventKind.EXTENDED, TaskEventKind.TRIGGERED):
            due = FirstDue(
                str(body["words"]),
                date.fromisoformat(body["last_day"]),
                Precision(body["precision"]),
            )
            # A new due is the day that was meant: what stood still before is in it already.
            stopped_before = stopped + (0 if pause is None else _stopped(pause, on))
            extensions += kind is TaskEventKind.EXTENDED
            original = original or due.last_day
        elif kind is TaskEventKind.PROGRESS:
            progress = int(body["percent"])
        elif kind in STATE_AFTER:
            if pause is not None:
                stopped += _stopped(pause, on)
                pause = None
            if kind is TaskEventKind.PAUSED:
                pause = _Pause(on, _until(body), body.get("clock") == "stopped")
            closed_on = _closed_on(kind, on, state, closed_on)
            state = STATE_AFTER[kind]
    if pause is not None:
        # The day itself is still a day of the pause.
        stopped += _stopped(pause, min(day, date.max - timedelta(1)) + timedelta(1))
    return Life(
        state=state,
        closed_on=closed_on,
        last_day=_later(due.last_day, stopped - stopped_before),
        due_words=due.words,
        precision=due.precision,
        original_due=original,
        extensions=extensions,
        progress=progress,
        paused_until=None if pause is None else pause.until,
        stopped_days=stopped,
        written_last_day=due.last_day,
    )


def can_be_told(kind: TaskEventKind, body: object) -> bool:
    """Whether the body of an event, from wherever it came, holds what its kind cannot be without.

    What it takes back is named by uid: a number would be the key of a row in another ledger.
    """
    if not isinstance(body, Mapping) or isinstance(body.get("takes_back"), int):
        return False
    try:
        fold([Happening(kind, date.min, body)], FirstDue(None, None, Precision.NONE), date.min)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def _closed_on(
    kind: TaskEventKind, on: date, state: TaskState, closed_on: date | None
) -> date | None:
    if STATE_AFTER[kind] not in CLOSED:
        return None
    if kind is TaskEventKind.CONFIRMED and state is TaskState.REPORTED:
        return closed_on
    return on


def _until(body: Mapping[str, Any]) -> date | None:
    until = body.get("until")
    return None if until is None else date.fromisoformat(until)


def _stopped(pause: _Pause, resumed: date) -> int:
    """Days for which the clock stood still, up to the day before work goes on."""
    if not pause.stops:
        return 0
    end = resumed if pause.until is None else min(resumed, pause.until + timedelta(1))
    return max(0, (end - pause.since).days)


def _later(last_day: date | None, days: int) -> date | None:
    if last_day is None:
        return None
    return last_day + timedelta(min(days, (date.max - last_day).days))
