"""A line of a register beside its task: what it completes, and what it may not change.

What only a day can tell stays with the commands that ask for it.
"""

from collections.abc import Sequence
from datetime import date

from ntmtrack.app import acting, handing
from ntmtrack.app.acting import Circumstance
from ntmtrack.app.choosing import Chosen, as_it_stands
from ntmtrack.app.context import Context
from ntmtrack.app.correcting import Correction, mend
from ntmtrack.app.importing.kind import Run
from ntmtrack.app.importing.rows import Cells, became
from ntmtrack.app.importing.task_lines import (
    Entry,
)
from ntmtrack.domain.bodies import Agency, Person
from ntmtrack.domain.sheet_task import Stands
from ntmtrack.domain.task import Task, TaskState
from ntmtrack.errors import DataError
from ntmtrack.message import N_, Message, say
from ntmtrack.store import queries_task_keys
from ntmtrack.store.queries_task_keys import KnownTask


def compared(run: Run, cells: Cells, entry: Entry, known: KnownTask) -> bool:
    """Whether a line brought anything new of a task that is there."""
    task = as_it_stands(run.change, known.number, run.context.today)
    if entry.last_day is not None and entry.last_day != task.last_day:
        raise DataError(
            say(
                "the due of {number} is {day} now, not {other}",
                number=task.number,
                day=task.last_day or "…",
                other=entry.last_day,
            ),
            hint=say("extend it with `ntmtrack task extend {number}`", number=task.number),
        )
    changed = _mended(run, cells, entry, known)
    changed |= _joined(run, cells, entry, task)
    if entry.note is not None:
        noted = queries_task_keys.notes(run.change.conn, known.key)
        if entry.note != known.note and entry.note not in noted:
            acting.noted(run.context, Chosen((task.number,)), Circumstance(note=entry.note))
            cells.said.append(say("a note more: {words}", words=entry.note))
            changed = True
    changed |= end(run, cells, entry, task)
    return changed


def _mended(run: Run, cells: Cells, entry: Entry, known: KnownTask) -> bool:
    """Whether the header of a task was corrected."""
    paper = None if entry.paper is None else entry.paper.key
    numbered = entry.number is not None and not entry.number_in_title
    title = entry.title if numbered and entry.title != known.title else None
    clause = entry.clause if entry.clause not in (None, known.clause) else None
    given = cells.day("assigned")
    assigned = given if given not in (None, known.assigned_on) else None
    said: list[Message] = []
    if title is not None:
        said.append(became(N_("What"), known.title, title))
    if clause is not None:
        said.append(became(N_("Clause"), known.clause, clause))
    if assigned is not None:
        said.append(became(N_("Assigned on"), known.assigned_on, assigned))
    document = None
    if entry.paper is not None and paper != known.document:
        if known.document is not None:
            raise DataError(
                say(
                    "{number} comes from another document than {document}",
                    number=known.number,
                    document=entry.paper.number,
                ),
                hint=say("mend it with `ntmtrack task correct {number}`", number=known.number),
            )
        document = entry.paper.number
        said.append(became(N_("Document"), None, document))
    if not said:
        return False
    mended = Correction(title=title, clause=clause, assigned=assigned, document=document)
    mend(run.context, run.change, known.number, mended, reason=cells.table.grid.file)
    cells.said.extend(said)
    return True


def _joined(run: Run, cells: Cells, entry: Entry, task: Task) -> bool:
    """Whether a task without leads, coordinators or persons got those of the line."""
    roles: tuple[tuple[str, Sequence[Agency | Person], tuple[str, ...]], ...] = (
        (N_("Leads"), entry.leads, task.leads),
        (N_("Coordinators"), entry.coordinators, task.coordinators),
        (N_("Persons"), entry.persons, task.persons),
    )
    filled: list[tuple[str, ...]] = []
    for heading, said, standing in roles:
        named = tuple(each.name for each in said)
        filled.append(() if set(named) == set(standing) else named)
        if filled[-1] and standing:
            raise DataError(
                became(heading, standing, named),
                hint=say("hand it on with `ntmtrack task assign {number}`", number=task.number),
            )
        if filled[-1]:
            cells.said.append(became(heading, None, named))
    if not any(filled):
        return False
    leads, coordinators, persons = filled
    handing.assigned(
        run.context,
        Chosen((task.number,)),
        Circumstance(),
        leads=leads,
        coordinators=coordinators,
        persons=persons,
    )
    return True


def end(run: Run, cells: Cells, entry: Entry, task: Task) -> bool:
    """Whether the line ends a task: done, reported done or cancelled on the day that it names."""
    said = entry.stands
    if said is None or _stands_so(said, task):
        return False
    if task.closed and task.state is not TaskState.REPORTED:
        raise DataError(
            say(
                "task {number} is already {state} since {day}",
                number=task.number,
                state=task.state,
                day=task.closed_on,
            ),
            hint=say("see `ntmtrack task show {number}`", number=task.number),
        )
    if said.state in (TaskState.OPEN, TaskState.PAUSED):
        raise DataError(
            say("task {number} is {state}", number=task.number, state=task.state),
            hint=say("see `ntmtrack task show {number}`", number=task.number),
        )
    on = said.on or task.closed_on
    if on is None:
        raise DataError(
            say("it is said to be {state}, and not since when", state=said.state),
            hint=say("give the day in a column of its own: Ngày hoàn thành"),
        )
    _ended(run.context, task, said.state, on, entry.note)
    cells.said.append(became(N_("State"), task.state, said.state))
    cells.said.append(became(N_("Closed on"), task.closed_on, on))
    return True


def _stands_so(said: Stands, task: Task) -> bool:
    """Whether a task stands as the line says; what is confirmed done was reported done too."""
    state, on, counted = said
    if state is TaskState.OPEN:
        return not task.closed
    if counted and task.state is TaskState.REPORTED:
        state = task.state
    same = state is task.state or (state is TaskState.REPORTED and task.state is TaskState.DONE)
    return same and on in (None, task.closed_on)


def _ended(context: Context, task: Task, state: TaskState, on: date, note: str | None) -> None:
    chosen, given = Chosen((task.number,)), Circumstance(on=on)
    if state is TaskState.CANCELLED:
        if note is None:
            raise DataError(
                say("it is said to be cancelled, and not why"),
                hint=say("give the reason in the column of notes"),
            )
        acting.cancelled(context, chosen, given._replace(note=note))
    elif task.state is TaskState.REPORTED:
        if on != task.closed_on:
            raise DataError(
                say(
                    "task {number} was reported done on {day}",
                    number=task.number,
                    day=task.closed_on,
                ),
                hint=say("see `ntmtrack task show {number}`", number=task.number),
            )
        acting.confirmed(context, chosen, Circumstance())
    else:
        acting.done(context, chosen, given, confirmed=state is TaskState.DONE)
