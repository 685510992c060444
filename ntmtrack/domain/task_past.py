"""A task on any day of its past: whether it was late, whether it was done."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.task import TaskState
from ntmtrack.domain.task_life import FirstDue, Happening, Life, fold
from ntmtrack.record import Record


class TaskPast(Record):
    """What is needed of a task to tell how it stood on any day up to that of the look.

    `happenings` come in the order of their days. `set_code` is that of its criterion, if it is
    about one.
    """

    number: str
    unit_key: int
    set_code: str | None
    assigned_on: date | None
    first: FirstDue
    happenings: tuple[Happening, ...] = ()

    def life(self, day: date) -> Life | None:
        """What it had become by a day; None before it was given."""
        if self.assigned_on is not None and day < self.assigned_on:
            return None
        return fold(self.happenings, self.first, day)


class Stood(Record):
    """A task on one day: `late` while it is open past its due, `done` once it is done."""

    late: bool = False
    done: bool = False


def stood(past: TaskPast, day: date) -> Stood:
    """How a task stood on a day; one not yet given is neither late nor done.

    Reported and not confirmed is neither: nobody owes it, and nobody has called it done.
    """
    life = past.life(day)
    if life is None:
        return Stood()
    owed = life.state in (TaskState.OPEN, TaskState.PAUSED)
    return Stood(
        late=owed and life.last_day is not None and life.last_day < day,
        done=life.state is TaskState.DONE,
    )


def concerns(past: TaskPast, unit_key: int, set_code: str) -> bool:
    """Whether a task counts for a unit under a set: it is about that set, or about none."""
    return past.unit_key == unit_key and past.set_code in (None, set_code)


class Moved(Record):
    """The numbers of the tasks that fell late, and of those that were done, between two days."""

    newly_late: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


def moved(pasts: Sequence[TaskPast], before: date, day: date) -> Moved:
    """What became of tasks from one day to a later one.

    Late on the later day and not on the earlier; done on the later and not on the earlier. So
    the figures of days in a row add up, whatever was reopened in between.
    """
    late, done = [], []
    for past in pasts:
        then, now = stood(past, before), stood(past, day)
        if now.late and not then.late:
            late.append(past.number)
        if now.done and not then.done:
            done.append(past.number)
    return Moved(tuple(late), tuple(done))
