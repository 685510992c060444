"""Looking at tasks: a list of them as they stand, and the whole life of one."""

from ntmtrack.app.choosing import by_place, known_number
from ntmtrack.app.context import Context
from ntmtrack.app.reading import TaskScope, narrowed
from ntmtrack.domain.task_steps import read_numbers
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.reports.task_life import life
from ntmtrack.store import queries_task_life, queries_tasks
from ntmtrack.store.queries import View
from ntmtrack.store.queries_tasks import Narrow


def listing(context: Context, scope: TaskScope) -> Report:
    """Tasks by how they count on a day; those with no due in a block of their own."""
    with context.reading() as conn:
        narrow = narrowed(conn, scope, context)
        found = queries_tasks.tasks(conn, View(context.as_of), narrow=narrow)
    return report.listed(found, day=context.as_of)


def showing(context: Context, number: str) -> Report:
    """One task with its whole life."""
    with context.reading() as conn:
        asked = read_numbers(number)
        if len(asked) > 1:
            raise DataError(
                say("{words} is more than one task", words=number), hint=say("give one number")
            )
        view = View(context.as_of)
        known = known_number(asked[0], by_place(queries_task_life.task_numbers(conn)))
        found = queries_tasks.tasks(conn, view, narrow=Narrow(number=known))
        if not found:
            raise DataError(
                say("task {number} was not given yet on {day}", number=known, day=context.as_of),
                hint=say("give a later day with --as-of"),
            )
        told = queries_task_life.events(conn, known)
        children = queries_tasks.tasks(conn, view, narrow=Narrow(parent=known))
        bound = found[0].bound
        together = queries_tasks.tasks(conn, view, narrow=Narrow(bound=bound)) if bound else []
    others = [each for each in together if each.number != known]
    return life(found[0], told, day=context.as_of, children=children, together=others)
