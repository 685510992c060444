"""Questions about tasks: what narrows them, in words and in keys; what is late, what falls due."""

import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from ntmtrack.app.context import Context
from ntmtrack.domain.task import Split
from ntmtrack.message import Message
from ntmtrack.record import Record
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_tasks
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View

if TYPE_CHECKING:
    from ntmtrack.domain.catalogue import Unit
    from ntmtrack.domain.filter_grammar import Term
    from ntmtrack.store.queries_task_terms import TaskTerm


class TaskScope(Record):
    """Which tasks a question is about, in the words of the user.

    `where` are the terms of a filter that no option says.
    """

    units: Sequence[str] | None = None
    under: str | None = None
    set: str | None = None
    criterion: Sequence[str] | None = None
    lead: str | None = None
    coordinator: str | None = None
    document: str | None = None
    person: str | None = None
    where: "tuple[Term, ...]" = ()


def narrowed(conn: sqlite3.Connection, scope: TaskScope, context: Context) -> Narrow:
    """The same in keys of the file. Raises DataError for a name that fits nothing or several."""
    if not any(scope):
        return Narrow()
    from ntmtrack.app import bodies
    from ntmtrack.app.scope import Scope, chosen_units, known_numbers, set_named
    from ntmtrack.store import queries_catalogue

    day = context.as_of
    asked = Scope(units=scope.units, under=scope.under, set=scope.set)
    units: list[Unit] | None = None
    if scope.units or scope.under:
        units = chosen_units(conn, asked, context)
    items: tuple[int, ...] | None = None
    if scope.criterion or scope.set:
        of = set_named(conn, asked, units or ())
        loaded = queries_catalogue.sets(conn) if of is None else [of]
        wanted = set(scope.criterion or ())
        known_numbers(conn, scope.criterion, of, View(day))
        items = tuple(
            item.key
            for item in queries_catalogue.items(conn, [each.key for each in loaded], day)
            if not wanted or item.number in wanted or (item.parent in wanted)
        )
    terms: tuple[TaskTerm, ...] = ()
    if scope.where:
        from ntmtrack.app.filtering import task_terms

        terms = task_terms(conn, scope.where, context)
    keys = None if units is None else [each.key for each in units]
    if keys is not None and scope.under and not scope.units:
        from ntmtrack.store.queries_lineage import gone_over_into

        # What the units there took over is owed there still.
        keys += gone_over_into(conn, keys, day)
    return Narrow(
        units=None if keys is None else tuple(keys),
        items=items,
        lead=bodies.agency(conn, scope.lead, day).key if scope.lead else None,
        coordinator=(
            bodies.agency(conn, scope.coordinator, day).key if scope.coordinator else None
        ),
        document=bodies.known_document(conn, scope.document).key if scope.document else None,
        person=bodies.person(conn, scope.person, day).key if scope.person else None,
        terms=terms,
    )


def overdue(context: Context, scope: TaskScope, *, sort: str) -> Report:
    """Which tasks are late, by lead, and the official split."""
    from ntmtrack.reports import tasks as report

    view = View(context.as_of)
    with context.reading() as conn:
        narrow = narrowed(conn, scope, context)
        late = queries_tasks.tasks(conn, view, which=Which.LATE, narrow=narrow)
        split = Split.of(queries_tasks.outcomes(conn, view, narrow=narrow))
        apart = _left_behind(conn, scope, view)
    built = report.overdue(late, split, day=context.as_of, sort=sort)
    return built._replace(notes=(*built.notes, *apart))


def _left_behind(conn: sqlite3.Connection, scope: TaskScope, view: View) -> list[Message]:
    """Of some units only: what a merger left behind is about units that are no more."""
    if not (scope.units or scope.under):
        return []
    from ntmtrack.app.orphans import left_behind
    from ntmtrack.reports.tasks import orphans_notes

    return orphans_notes(len(left_behind(conn, view)[0]))


def due(context: Context, scope: TaskScope, *, days: int) -> Report:
    """Which open tasks fall due from the day on, within so many days."""
    from ntmtrack.reports import tasks as report

    day = context.as_of
    last = day + timedelta(days=days)
    with context.reading() as conn:
        narrow = narrowed(conn, scope, context)._replace(due_from=day, due_to=last)
        soon = queries_tasks.tasks(conn, View(day), which=Which.OPEN, narrow=narrow)
        apart = _left_behind(conn, scope, View(day))
    built = report.due(soon, day=day, last=last)
    return built._replace(notes=(*built.notes, *apart))
