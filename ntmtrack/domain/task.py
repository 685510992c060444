"""The life of a task: its state on a day, and how it counts against its due."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from ntmtrack.domain.due import Precision, days_late
from ntmtrack.record import Record


class TaskState(StrEnum):
    """What has become of a task."""

    OPEN = "open"
    REPORTED = "reported"
    """Reported done by the agency, not yet confirmed."""
    DONE = "done"
    CANCELLED = "cancelled"
    PAUSED = "paused"


class Outcome(StrEnum):
    """The official split of tasks against their dues, for one day."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    NO_DUE = "no_due"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What a party owes on a task."""

    LEAD = "lead"
    COORDINATOR = "coordinator"
    PERSON = "person"


class TaskEventKind(StrEnum):
    """What can happen to a task."""

    ADDED = "added"
    STARTED = "started"
    PROGRESS = "progress"
    REPORTED = "reported"
    DONE = "done"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    HANDED_ON = "handed_on"
    REASSIGNED = "reassigned"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    NOTED = "noted"
    TRIGGERED = "triggered"
    """The event came from which its due is reckoned."""
    CORRECTED = "corrected"


STATE_AFTER = {
    TaskEventKind.REPORTED: TaskState.REPORTED,
    TaskEventKind.DONE: TaskState.DONE,
    TaskEventKind.CONFIRMED: TaskState.DONE,
    TaskEventKind.CANCELLED: TaskState.CANCELLED,
    TaskEventKind.PAUSED: TaskState.PAUSED,
    TaskEventKind.RESUMED: TaskState.OPEN,
    TaskEventKind.RETURNED: TaskState.OPEN,
    TaskEventKind.REOPENED: TaskState.OPEN,
}
"""The events that change a task's state; every other event leaves it as it is."""

CLOSED = frozenset({TaskState.REPORTED, TaskState.DONE, TaskState.CANCELLED})
"""The states in which those who were asked owe nothing more."""


class Task(Record):
    """A task as it stands on one day.

    `last_day` is the due in force (None: no due), later by the days for which a document stopped
    the clock; `original_due` is the first one, which never changes. `closed_on` is set while the
    task is reported done, done or cancelled: the day on which it was so, whenever confirmed.
    """

    number: str
    title: str
    state: TaskState
    unit: str | None = None
    unit_name: str | None = None
    set_code: str | None = None
    item: str | None = None
    leads: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    last_day: date | None = None
    due_words: str | None = None
    precision: Precision = Precision.NONE
    original_due: date | None = None
    extensions: int = 0
    closed_on: date | None = None
    document: str | None = None
    assigned_on: date | None = None
    unit_key: int | None = None
    original_words: str | None = None
    progress: int | None = None
    paused_until: date | None = None
    stopped_days: int = 0
    parent: str | None = None
    period: str | None = None
    bound: str | None = None
    clause: str | None = None

    @property
    def criterion(self) -> str | None:
        """The number of the criterion that the task is about ("17" for "17.8")."""
        return None if self.item is None else self.item.split(".")[0]

    @property
    def closed(self) -> bool:
        """Whether nothing more is owed."""
        return self.state in CLOSED

    def outcome(self, day: date) -> Outcome:
        """How the task counts on a day. Overdue is computed here and never stored."""
        return self._against(self.last_day, day)

    def original_outcome(self, day: date) -> Outcome:
        """How it counts against its first due, whatever extensions and pauses came after."""
        return self._against(self.original_due, day)

    def _against(self, last_day: date | None, day: date) -> Outcome:
        if self.state is TaskState.CANCELLED:
            return Outcome.CANCELLED
        if last_day is None:
            return Outcome.NO_DUE
        if self.closed:
            done_on = self.closed_on or day
            return Outcome.DONE_LATE if done_on > last_day else Outcome.DONE_ON_TIME
        return Outcome.OPEN_OVERDUE if day > last_day else Outcome.OPEN_IN_TIME

    def days_late(self, day: date) -> int:
        """Whole days since the last day: 0 unless the task is open and late."""
        if self.last_day is None or self.closed:
            return 0
        return days_late(self.last_day, day)


class Split(Record):
    """The official four-way count, and beside it the tasks with no due.

    The five add up to all tasks that were not cancelled.
    """

    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    no_due: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[Outcome] | Mapping[Outcome, int]) -> "Split":
        """Count outcomes, one by one or as they were counted; cancelled tasks count nowhere."""
        counts = Counter(outcomes)
        return cls(
            done_on_time=counts[Outcome.DONE_ON_TIME],
            done_late=counts[Outcome.DONE_LATE],
            open_in_time=counts[Outcome.OPEN_IN_TIME],
            open_overdue=counts[Outcome.OPEN_OVERDUE],
            no_due=counts[Outcome.NO_DUE],
        )
