"""What a run of the mail is asked for, and what it finds that might be told."""

from collections.abc import Callable, Mapping
from datetime import date

from ntmtrack.app.addressees import Receiver
from ntmtrack.domain.reminder import LetterKind, To, Told, mark_of
from ntmtrack.domain.task import Task
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports.reminder import Unreachable
from ntmtrack.reports.report import Report

Parts = Callable[[frozenset[str], Told], tuple[Report, ...]]
"""Makes what is to be told of the marks that are wanted, and of what was told before."""


class Request(Record):
    """What a run is asked for. `agency`: write to this one alone."""

    kind: LetterKind
    to: frozenset[To] = frozenset({To.AGENCIES})
    within: int = 7
    heartbeat: bool = False
    agency: str | None = None

    def to_these(self, groups: frozenset[str]) -> "Request":
        """The same to other groups, by their words."""
        return self._replace(to=frozenset(To(group) for group in groups))


class Notice(Record):
    """What one receiver might be told. `parts` makes of it what is to be told this time.

    `period` is when it may be told once, `span` the days it is about, in words.
    """

    kind: LetterKind
    receiver: Receiver
    marks: Mapping[str, str]
    period: str
    span: Message
    parts: Parts
    tasks: tuple[Task, ...] = ()


class Found(Record):
    """All that a day may call for, and whom no letter reaches.

    `scope` says which letters, still waiting, such a run would write again if they still held.
    """

    notices: tuple[Notice, ...]
    unreachable: tuple[Unreachable, ...] = ()
    scope: Callable[[LetterKind, str], bool] = lambda _kind, _receiver: False


def mark(task: Task, *, step: int | None = None) -> str:
    """What telling of a task leaves behind; `step` of the ladder, in days."""
    assert task.last_day is not None
    return mark_of(task.number, task.last_day, step=step)


def late_by(day: date) -> Message:
    """The days that a list of what is late is about."""
    return say("up to {day}", day=day)
