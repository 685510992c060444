"""Looks at many tasks at once: how they were kept, and the review of a week."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ntmtrack.app.addressees import unreached
from ntmtrack.app.context import Context
from ntmtrack.app.orphans import left_behind
from ntmtrack.app.reading import standings_of
from ntmtrack.app.scope import Scope, chosen_units
from ntmtrack.app.standings import at_stake
from ntmtrack.app.task_reading import TaskScope, narrowed
from ntmtrack.domain.periods import begun
from ntmtrack.domain.task import Role, Task
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports.report import Report
from ntmtrack.reports.task_stats import Group, Owed
from ntmtrack.store import queries_catalogue, queries_review, queries_tasks
from ntmtrack.store.queries_tasks import Narrow
from ntmtrack.store.view import View

if TYPE_CHECKING:
    from ntmtrack.domain.filter_grammar import Term

WEEK = timedelta(days=7)


def stats(context: Context, scope: TaskScope, *, by: str, period: str | None) -> Report:
    """Tasks counted by lead, unit, criterion, document or person, and how they were kept.

    The tasks of a period are those owed in it, as they stood on its last day or on the day of
    the look, whichever comes first. Raises DataError for a period that has not begun by then.
    """
    from ntmtrack.reports import task_stats as report

    owed = None if period is None else Owed(*begun(period, context.as_of))
    if owed is not None:
        context = context._replace(as_of=min(owed.last, context.as_of))
    view = View(context.as_of)
    with context.reading() as conn:
        narrow = narrowed(conn, scope, context)
        found = queries_tasks.tasks(conn, view, narrow=narrow)
        if owed is not None:
            found = report.owed_since(found, owed.first)
        groups = _groups(conn, found, view, narrow, by)
    return report.build(found, groups, by=by, day=context.as_of, period=owed)


def counted_by_lead(
    conn: sqlite3.Connection, view: View, *, narrow: Narrow | None = None, owed: Owed | None = None
) -> Report:
    """Tasks counted by lead, as `task stats` counts them; of a period, those owed in it."""
    from ntmtrack.reports import task_stats as report

    narrow = narrow or Narrow()
    found = queries_tasks.tasks(conn, view, narrow=narrow)
    if owed is not None:
        found = report.owed_since(found, owed.first)
    groups = _groups(conn, found, view, narrow, "lead")
    return report.build(found, groups, by="lead", day=view.day, period=owed)


def _groups(
    conn: sqlite3.Connection, tasks: Sequence[Task], view: View, narrow: Narrow, by: str
) -> Mapping[str, Sequence[Group]]:
    """What each task is counted under, by identity: two agencies may have one name."""
    if by in _ROLES:
        # Asked for one lead, whoever leads beside it has no row of its own.
        only = {"lead": narrow.lead, "person": narrow.person}[by]
        held = queries_review.holders(conn, tasks, view, _ROLES[by])
        return {
            number: [
                Group(each.key, (each.name, each.beside, each.code)[: _LABELS[by]])
                for each in holders
                if only in (None, each.key)
            ]
            for number, holders in held.items()
        }
    if by == "document":
        papers = queries_review.papers(conn, tasks)
        return {
            number: [Group(paper.key, (paper.number, paper.dated))]
            for number, paper in papers.items()
        }
    if by == "unit":
        return {
            task.number: [Group(task.unit_key, (task.unit_name, task.unit))]
            for task in tasks
            if task.unit_key is not None
        }
    names = _criterion_names(conn, view.day)
    return {
        task.number: [
            Group(
                (task.set_code, task.criterion),
                (task.criterion, names.get((task.set_code, task.criterion)), task.set_code),
            )
        ]
        for task in tasks
        if task.criterion is not None
    }


_ROLES = {"lead": Role.LEAD, "person": Role.PERSON}
_LABELS = {"lead": 3, "person": 2}


def _criterion_names(
    conn: sqlite3.Connection, day: date
) -> dict[tuple[str | None, str | None], str]:
    sets = {each.key: each.code for each in queries_catalogue.sets(conn)}
    return {
        (sets[item.set_key], item.number): item.name
        for item in queries_catalogue.items(conn, sets, day)
        if item.parent is None
    }


def review(
    context: Context,
    *,
    week: bool = False,
    period: str | None = None,
    lead: str | None = None,
    under: str | None = None,
    where: "Sequence[Term]" = (),
) -> Report:
    """The review of the seven days up to the day of the look, of its week, or of a period.

    A period is looked at as of its last day, or of the day of the look if that is earlier.
    Raises DataError for both a week and a period, and for a period that has not begun.
    """
    first, context = _days(context, week=week, period=period)
    with context.reading() as conn:
        return reviewed(conn, context, first=first, lead=lead, under=under, where=where)


def reviewed(
    conn: sqlite3.Connection,
    context: Context,
    *,
    first: date,
    lead: str | None = None,
    under: str | None = None,
    units: Sequence[str] | None = None,
    where: "Sequence[Term]" = (),
) -> Report:
    """The review from a first day to the day of the look; `where` are the terms of a filter."""
    from ntmtrack.reports import review as report

    day = context.as_of
    view = View(day)
    scope = TaskScope(units=units, under=under, lead=lead)
    if where:
        from ntmtrack.app.filtering import of_tasks

        scope = of_tasks(scope, where)
    tasks = queries_tasks.tasks(conn, view, narrow=narrowed(conn, scope, context))
    of_units = Scope(units=scope.units, under=scope.under, where=scope.where)
    chosen = chosen_units(conn, of_units, context)
    standings = standings_of(conn, chosen, view)
    beside = None
    if not any(scope):
        recorded_by = None if day >= context.today else day
        beside = report.Beside(
            queries_review.waiting(conn, view, recorded_by=recorded_by),
            queries_review.changes_between(conn, first, day),
            unreached(conn, day),
            len(left_behind(conn, view)[0]),
            at_stake(conn, standings, day),
        )
    about_units = tuple(each for each in scope.where if each.key in ("unit", "under"))
    of_some = scope != TaskScope(units=scope.units, under=scope.under, where=about_units)
    return report.build(tasks, standings, beside, first=first, day=day, of_lead=of_some)


def _days(context: Context, *, week: bool, period: str | None) -> tuple[date, Context]:
    """The first day of a review, and the context as of its last."""
    day = context.as_of
    if week and period is not None:
        raise DataError(
            say("--week and --period name two different periods"), hint=say("give one of them")
        )
    if period is not None:
        owed = begun(period, day)
        return owed.first, context._replace(as_of=min(owed.last, day))
    if week:
        return day - timedelta(days=day.weekday()), context
    return day - WEEK + timedelta(days=1), context
