"""What a document can commit people to, and how many of its tasks came to what."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from ntmtrack.domain.target import TargetState
from ntmtrack.domain.task import Outcome, Task, TaskState
from ntmtrack.record import Record


class CommitmentKind(StrEnum):
    """What a line about a document tells of."""

    TASK = "task"
    TARGET = "target"
    """By when a criterion, or a whole set, is to be met."""
    PLAN = "plan"
    """A planned value of an indicator."""
    PRODUCT_TARGET = "product_target"
    PRODUCT_GRADE = "product_grade"
    """A recognition of a product by the document."""
    PRODUCT_TALLY = "product_tally"
    WORK = "work"
    CLAUSE = "clause"


class TaskCounts(Record):
    """How many tasks are done, overdue, open and not overdue, and cancelled; they add up to all.

    Reported done is done, whether or not it was due, and was so in time or late.
    """

    done: int = 0
    late: int = 0
    open: int = 0
    cancelled: int = 0

    @classmethod
    def of(cls, tasks: Iterable[Task], day: date) -> "TaskCounts":
        """Count tasks as they stand on a day."""
        done = late = still = cancelled = 0
        for task in tasks:
            if task.state is TaskState.CANCELLED:
                cancelled += 1
            elif task.closed:
                done += 1
            elif task.outcome(day) is Outcome.OPEN_OVERDUE:
                late += 1
            else:
                still += 1
        return cls(done, late, still, cancelled)

    @property
    def total(self) -> int:
        """All tasks."""
        return self.done + self.late + self.open + self.cancelled


_REACHED = frozenset(
    {
        *(TargetState.REACHED_EARLY, TargetState.REACHED_ON_TIME),
        *(TargetState.REACHED_LATE, TargetState.REACHED),
    }
)
_MISSED = frozenset({TargetState.MISSED, TargetState.UNKNOWN})


class TargetCounts(Record):
    """How many targets were reached, missed or wait; of the rest nothing can be said.

    One that is past its last day without being assessed is missed until it is.
    """

    targets: int = 0
    reached: int = 0
    missed: int = 0
    waiting: int = 0

    @classmethod
    def of(cls, states: Iterable[TargetState | None]) -> "TargetCounts":
        """Count targets by how they stand; None is one whose set or criterion is not known."""
        listed = list(states)
        return cls(
            len(listed),
            sum(each in _REACHED for each in listed),
            sum(each in _MISSED for each in listed),
            listed.count(TargetState.OPEN),
        )
