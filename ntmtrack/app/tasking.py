"""Looking at tasks: a list of them as they stand, and the whole life of one."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from ntmtrack.app.choosing import by_place, known_number
from ntmtrack.app.context import Context
from ntmtrack.app.orphans import left_behind
from ntmtrack.app.task_reading import TaskScope, narrowed
from ntmtrack.domain.task import Task
from ntmtrack.domain.task_steps import read_numbers
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.reports.task_life import life
from ntmtrack.store import queries_task_life, queries_tasks
from ntmtrack.store.queries_offices import own_mark
from ntmtrack.store.queries_orphans import first_leads
from ntmtrack.store.queries_tasks import Narrow
from ntmtrack.store.view import View


def listing(context: Context, scope: TaskScope, *, orphaned: bool = False) -> Report:
    """Tasks by how they count on a day; those with no due in a block of their own.

    `orphaned` keeps to open tasks whose unit or leads are no more, and says what is no more.
    """
    day = context.as_of
    with context.reading() as conn:
        narrow = narrowed(conn, scope, context)
        if orphaned:
            left, gone = left_behind(conn, View(day), narrow=narrow)
            return report.left_behind(left, gone, _first(conn, left, day), day=day)
        found = queries_tasks.tasks(conn, View(day), narrow=narrow)
        first = _first(conn, found, day)
    return report.listed(found, day=day, beside=[(report.FIRST_LEADS, first)])


def _first(
    conn: sqlite3.Connection, tasks: Sequence[Task], day: date
) -> dict[str, tuple[str, ...]]:
    """Who was asked first to lead each task: where it was never handed on, who leads it still."""
    handed_on = first_leads(conn, [task.number for task in tasks], day)
    return {task.number: handed_on.get(task.number, task.leads) for task in tasks}


def showing(context: Context, number: str) -> Report:
    """One task with its whole life."""
    with context.reading() as conn:
        asked = read_numbers(number)
        if len(asked) > 1:
            raise DataError(
                say("{words} is more than one task", words=number), hint=say("give one number")
            )
        view = View(context.as_of)
        numbers = by_place(queries_task_life.task_numbers_at(conn, [asked[0].place]))
        known = known_number(asked[0], numbers, own=own_mark(conn))
        found = queries_tasks.tasks(conn, view, narrow=Narrow(number=known))
        if not found:
            raise DataError(
                say("task {number} was not given yet on {day}", number=known, day=context.as_of),
                hint=say("give a later day with --as-of"),
            )
        told = queries_task_life.events(conn, known)
        children = queries_tasks.tasks(conn, view, narrow=Narrow(parent=known))
        first = first_leads(conn, [known], context.as_of).get(known, ())
        bound = found[0].bound
        together = queries_tasks.tasks(conn, view, narrow=Narrow(bound=bound)) if bound else []
    others = [each for each in together if each.number != known]
    return life(
        found[0],
        told,
        day=context.as_of,
        children=children,
        together=others,
        first_leads=first,
    )
