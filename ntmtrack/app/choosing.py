"""Which tasks a command is about: their numbers as people say them, or what they have in common."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ntmtrack.app.context import Context
from ntmtrack.app.task_reading import TaskScope, narrowed
from ntmtrack.domain.due import Precision
from ntmtrack.domain.task import Task, TaskEventKind
from ntmtrack.domain.task_steps import ALLOWED, Asked, read_numbers
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import queries_task_life, queries_tasks
from ntmtrack.store.queries_offices import own_mark
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View
from ntmtrack.store.writing import Writing


class Chosen(Record):
    """The tasks of one command, in the words of the user: by number, or by what they share."""

    numbers: Sequence[str] = ()
    scope: TaskScope = TaskScope()
    overdue: bool = False

    @property
    def by_what_they_share(self) -> bool:
        """Whether the user did not name each of them."""
        return not self.numbers


def chosen_tasks(
    context: Context, change: Writing, chosen: Chosen, kind: TaskEventKind
) -> list[Task]:
    """The tasks as they stand, each once. Raises DataError where none is meant.

    What they share meets only those to which an event of the kind can happen; a note, only those
    of which something is still owed.
    """
    if chosen.numbers:
        asked = [each for words in chosen.numbers for each in read_numbers(words)]
        places = {each.place for each in asked}
        known = by_place(queries_task_life.task_numbers_at(change.conn, places))
        own = own_mark(change.conn)
        numbers = dict.fromkeys(known_number(each, known, own=own) for each in asked)
        return [as_it_stands(change, number, context.today) for number in numbers]
    which = Which.LATE if chosen.overdue else Which.ALL
    narrow = narrowed(change.conn, chosen.scope, context)
    met = queries_tasks.tasks(change.conn, View(context.as_of), which=which, narrow=narrow)
    states = ALLOWED.get(kind, ALLOWED[TaskEventKind.REASSIGNED])
    rules = kind not in _OF_ONE_TURN
    found = [task for task in met if task.state in states and (rules or not _comes_round(task))]
    if not found:
        raise DataError(
            say("no task is meant by that to which it could happen"),
            hint=say("see `ntmtrack task list`"),
        )
    return [as_it_stands(change, task.number, context.today) for task in found]


def as_it_stands(change: Writing, number: str, today: date) -> Task:
    """A task today with everything that has been recorded of it, this change included.

    What was recorded for a later day, by a clock that ran ahead, is not left out.
    """
    last = queries_task_life.last_day(change.conn, task_key(change, number))
    view = View(max(today, last))
    return queries_tasks.tasks(change.conn, view, narrow=Narrow(number=number))[0]


_OF_ONE_TURN = frozenset(
    {
        TaskEventKind.STARTED,
        TaskEventKind.PROGRESS,
        TaskEventKind.REPORTED,
        TaskEventKind.DONE,
        TaskEventKind.EXTENDED,
    }
)
"""What happens to the tasks that a rule makes, and to the rule itself only by its number."""


def _comes_round(task: Task) -> bool:
    return task.precision is Precision.RHYTHM


def by_place(numbers: Iterable[str]) -> dict[int, list[str]]:
    """Task numbers by the place they have in their year."""
    found: dict[int, list[str]] = defaultdict(list)
    for number in numbers:
        found[int(number[len("NV2026-") :].partition("/")[0])].append(number)
    return found


def known_number(
    asked: Asked, known: Mapping[int, Sequence[str]], *, own: str | None = None
) -> str:
    """A task's full number; DataError if it is not there, or may be that of several years or
    offices.

    `own` is the mark of the office itself: numbers that it gave before it had one bear none.
    """
    fitting = [
        number
        for number in known.get(asked.place, ())
        if asked.year in (None, number[2:6])
        and asked.mark in (None, number.partition("/")[2] or own)
    ]
    if len(fitting) > 1 and asked.year is not None:
        # One that was given before there were marks has no other name.
        whole = f"NV{asked.year}-{asked.place:03d}" + (f"/{asked.mark}" if asked.mark else "")
        fitting = [number for number in fitting if number == whole] or fitting
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise DataError(
            say("{number} may mean several:", number=asked.words),
            details=tuple(fitting),
            hint=say("give the whole number"),
        )
    raise DataError(
        say("there is no task {number}", number=asked.words),
        hint=say("see `ntmtrack task list`; nothing was written"),
    )


def task_key(change: Writing, number: str) -> int:
    """The place of a task in the file."""
    key = queries_task_life.task_key(change.conn, number)
    assert key is not None
    return key
