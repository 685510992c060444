"""What becomes of tasks: each command appends one event to every task chosen, in one change."""

from collections.abc import Callable, Mapping
from datetime import date

from ntmtrack.app.choosing import Chosen, as_it_stands, chosen_tasks, task_key
from ntmtrack.app.context import Context
from ntmtrack.app.giving import due_remarks, read_due
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past
from ntmtrack.app.task_rows import event, settle
from ntmtrack.domain.due import Due, Precision
from ntmtrack.domain.task import Task, TaskEventKind
from ntmtrack.domain.task_steps import refuse_step
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_task_life
from ntmtrack.store.writing import Writing

Body = Mapping[str, str | int | None]


class Circumstance(Record):
    """When a thing happened, which paper says so, and what else was said of it."""

    on: date | None = None
    document: str | None = None
    note: str | None = None


class Step(Record):
    """One kind of event, for every task chosen.

    `body` gives what the event of one task carries, and may turn down that task; `told` are the
    columns that show what it did.
    """

    name: str
    kind: TaskEventKind
    body: Callable[[Task, date], Body] = lambda _task, _day: {}
    told: tuple[str, ...] = ()


def take(context: Context, chosen: Chosen, step: Step, given: Circumstance) -> Report:
    """Append the step's event to the tasks chosen, all of them or none.

    Raises DataError where it cannot happen to one of them as it stands, or not on that day.
    """
    day = past(given.on or context.today, context)
    with context.writing() as change:
        paper = document_key(change, given.document)
        document = None if paper is None else paper.key
        tasks = chosen_tasks(context, change, chosen, step.kind)
        for task in tasks:
            refuse_step(task, step.kind, day)
            key = task_key(change, task.number)
            _refuse_before_last_turn(change, key, task, step.kind, day)
            body = step.body(task, day)
            event(change, key, step.kind, day, note=given.note, document=document, body=body)
            settle(change, key)
        found = [as_it_stands(change, task.number, context.today) for task in tasks]
    return report.listed(found, day=context.as_of, name=f"task {step.name}", told=step.told)


def _refuse_before_last_turn(
    change: Writing, key: int, task: Task, kind: TaskEventKind, day: date
) -> None:
    """What turns a task cannot come before what turned it last: it would change nothing."""
    turned = queries_task_life.last_turn(change.conn, key, kind)
    if turned is not None and day < turned:
        raise DataError(
            say(
                "something happened to task {number} on {day} already",
                number=task.number,
                day=turned,
            ),
            hint=say("give that day or a later one with --on; nothing was written"),
        )


_K = TaskEventKind


def started(context: Context, chosen: Chosen, given: Circumstance) -> Report:
    """Work on tasks has begun."""
    return take(context, chosen, Step("start", _K.STARTED), given)


def progressed(context: Context, chosen: Chosen, percent: int, given: Circumstance) -> Report:
    """How far tasks have come, in percent."""
    step = Step("progress", _K.PROGRESS, lambda _t, _d: {"percent": percent}, told=("progress",))
    return take(context, chosen, step, given)


def done(context: Context, chosen: Chosen, given: Circumstance, *, confirmed: bool) -> Report:
    """Tasks are reported done on a day; `confirmed`: by who may say that nothing is left to do."""
    step = Step("done", _K.DONE if confirmed else _K.REPORTED)
    return take(context, chosen, step, given)


def confirmed(context: Context, chosen: Chosen, given: Circumstance) -> Report:
    """Tasks reported done are done; they count as done on the day that was reported."""
    return take(context, chosen, Step("confirm", _K.CONFIRMED), given)


def returned(context: Context, chosen: Chosen, given: Circumstance) -> Report:
    """Tasks reported done are not done: they are open again, with the reason."""
    return take(context, chosen, Step("return", _K.RETURNED), given)


def cancelled(context: Context, chosen: Chosen, given: Circumstance) -> Report:
    """Tasks are no longer owed, with the reason."""
    return take(context, chosen, Step("cancel", _K.CANCELLED), given)


def reopened(context: Context, chosen: Chosen, given: Circumstance) -> Report:
    """Tasks that were done or cancelled are owed again, with the reason."""
    return take(context, chosen, Step("reopen", _K.REOPENED), given)


def resumed(context: Context, chosen: Chosen, given: Circumstance) -> Report:
    """Paused tasks go on."""
    return take(context, chosen, Step("resume", _K.RESUMED), given)


def noted(context: Context, chosen: Chosen, given: Circumstance) -> Report:
    """A note on tasks; nothing else changes."""
    return take(context, chosen, Step("note", _K.NOTED), given)


def paused(
    context: Context, chosen: Chosen, until: date | None, given: Circumstance, *, stop_clock: bool
) -> Report:
    """Tasks rest, with the reason; the days count all the same unless a document stops the clock.

    Raises DataError where the clock is to stop and no document says so.
    """
    if stop_clock and given.document is None:
        raise DataError(
            say("only a document can stop the clock"),
            hint=say("name it with --document REF, or pause without --stop-clock"),
        )

    def body(_task: Task, day: date) -> Body:
        if until is not None and until < day:
            raise DataError(
                say("the pause would end on {until}, before it begins", until=until),
                hint=say("check --until and --on; nothing was written"),
            )
        return {
            "until": None if until is None else until.isoformat(),
            "clock": "stopped" if stop_clock else "running",
        }

    return take(context, chosen, Step("pause", _K.PAUSED, body, told=("paused_until",)), given)


def extended(
    context: Context, chosen: Chosen, words: str, given: Circumstance, *, by: str | None
) -> Report:
    """A later due, with the reason and who allowed it; the first due stays as it was.

    A task that has no due gets its first. Raises DataError for a due that names no day or is
    not later than the one in force.
    """
    with context.writing() as change:
        paper = document_key(change, given.document)
        due = read_due(words, paper)
        if due.last_day is None:
            raise DataError(
                say('"{words}" names no day to extend to', words=due.words),
                hint=say("give a day, a month, a quarter or a year, for example 30/6/2026"),
            )
        tasks = chosen_tasks(context, change, chosen, TaskEventKind.EXTENDED)
        within = context._replace(open_change=change)
        for task in tasks:
            if task.precision is Precision.RHYTHM:
                raise DataError(
                    say("task {number} comes round: it has no single due", number=task.number),
                    hint=say("extend the tasks of its periods; see `ntmtrack task occur`"),
                )
        told = [each.number for each in tasks]
        dated = [each.number for each in tasks if each.last_day is not None]
        for numbers, step in (
            (dated, Step("extend", _K.EXTENDED, _later(due, by))),
            ([n for n in told if n not in dated], Step("extend", _K.TRIGGERED, _first(due, by))),
        ):
            if numbers:
                take(within, Chosen(numbers), step, given)
        found = [as_it_stands(change, number, context.today) for number in told]
    remarks = (*due_remarks(due), *filter(None, map(_extended_again, found)))
    shown = ("original_due", "extensions")
    return report.listed(found, day=context.as_of, name="task extend", notes=remarks, told=shown)


def _later(due: Due, by: str | None) -> Callable[[Task, date], Body]:
    def body(task: Task, day: date) -> Body:
        assert due.last_day is not None and task.last_day is not None
        if due.last_day <= task.last_day:
            raise DataError(
                say(
                    "{due} is not later than the due of {number}, {day}",
                    due=due.words,
                    number=task.number,
                    day=task.last_day,
                ),
                hint=say(
                    "a wrong extension is taken back with `ntmtrack task correct {number}"
                    " --take-back extended --reason …`",
                    number=task.number,
                ),
            )
        return _first(due, by)(task, day)

    return body


def _first(due: Due, by: str | None) -> Callable[[Task, date], Body]:
    last_day = str(due.last_day)
    told: Body = {
        "words": due.words,
        "last_day": last_day,
        "precision": str(due.precision),
        "by": by,
    }
    return lambda _task, _day: told


def _extended_again(task: Task) -> Message | None:
    if task.extensions < 2:
        return None
    return say(
        "WARNING {number} has been extended {count} times; its first due was {day}",
        number=task.number,
        count=task.extensions,
        day=task.original_due,
    )
