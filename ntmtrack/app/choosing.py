"""Which tasks a command is about: their numbers as people say them, or what they have in common."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ntmtrack.app.context import Context
from ntmtrack.app.reading import TaskScope, narrowed
from ntmtrack.domain.task import Task, TaskEventKind
from ntmtrack.domain.task_steps import ALLOWED, Asked, read_numbers
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.store import queries_task_life, queries_tasks
from ntmtrack.store.queries import View
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.writing import Writing


class Chosen(NamedTuple):
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
        known = queries_task_life.task_numbers(change.conn)
        asked = [each for words in chosen.numbers for each in read_numbers(words)]
        numbers = dict.fromkeys(known_number(each, known) for each in asked)
        return [as_it_stands(change, number) for number in numbers]
    which = Which.LATE if chosen.overdue else Which.ALL
    narrow = narrowed(change.conn, chosen.scope, context)
    met = queries_tasks.tasks(change.conn, View(context.as_of), which=which, narrow=narrow)
    states = ALLOWED.get(kind, ALLOWED[TaskEventKind.REASSIGNED])
    found = [task for task in met if task.state in states]
    if not found:
        raise DataError(
            say("no task is meant by that to which it could happen"),
            hint=say("see `ntmtrack task list`"),
        )
    return [as_it_stands(change, task.number) for task in found]


def as_it_stands(change: Writing, number: str) -> Task:
    """A task with everything that has been recorded of it, this change included."""
    found = queries_tasks.tasks(change.conn, View(date.max), narrow=Narrow(number=number))
    return found[0]


def known_number(asked: Asked, known: Sequence[str]) -> str:
    """A task's full number; DataError if it is not there, or may be that of several years."""
    fitting = [
        number
        for number in known
        if int(number[len("NV2026-") :]) == asked.place and asked.year in (None, number[2:6])
    ]
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
