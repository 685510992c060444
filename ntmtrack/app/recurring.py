"""Tasks that come round: one task for each period, made on demand and never twice."""

from collections.abc import Sequence
from datetime import date, timedelta

from ntmtrack.app.choosing import Chosen, as_it_stands, chosen_tasks, task_key
from ntmtrack.app.context import Context
from ntmtrack.app.premises import past
from ntmtrack.app.task_rows import below, write_task
from ntmtrack.domain.due import Due, Precision, parse_due
from ntmtrack.domain.rhythm import Every, Occurrence, Rhythm, occurrences
from ntmtrack.domain.task import Role, Task, TaskEventKind, TaskState
from ntmtrack.errors import DataError
from ntmtrack.message import say, say_n
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_task_life, queries_tasks
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View
from ntmtrack.store.writing import Writing

_MOST = 400
_LONGEST_PERIOD = timedelta(366)


def occurred(context: Context, numbers: Sequence[str], until: date | None) -> Report:
    """The tasks of every period that has begun by a day, for each task that comes round.

    A period that has its task already gets no other, however often this is asked. Raises
    DataError for a task that does not come round, or one with very many periods to catch up.
    """
    last = past(until or context.today, context)
    made: list[str] = []
    there = 0
    with context.writing() as change:
        for task in _rules(context, change, numbers):
            key = task_key(change, task.number)
            known = queries_task_life.periods(change.conn, key)
            turns = _turns(change, task, key, last)
            missing = [turn for turn in turns if turn.period not in known]
            there += len(turns) - len(missing)
            if len(missing) > _MOST:
                raise DataError(
                    say(
                        "{number} has {count} periods to catch up with",
                        number=task.number,
                        count=len(missing),
                    ),
                    hint=say("do it in steps with --until DATE; nothing was written"),
                )
            made += [_make(change, task, key, turn) for turn in missing]
        paused = [] if numbers else _paused(context, change)
        found = [as_it_stands(change, number, context.today) for number in made]
    notes = (
        *(say("{number} is paused: nothing was made of it", number=each) for each in paused),
        say_n("{count} task made", "{count} tasks made", len(made)),
        say_n("{count} was there already", "{count} were there already", there),
    )
    return report.listed(found, day=context.as_of, name="task occur", notes=notes)


def _rules(context: Context, change: Writing, numbers: Sequence[str]) -> list[Task]:
    """The open tasks that come round: those named, or all of them."""
    if not numbers:
        return [task for task in _coming_round(context, change) if task.state is TaskState.OPEN]
    named = chosen_tasks(context, change, Chosen(numbers), TaskEventKind.HANDED_ON)
    for task in named:
        if task.precision is not Precision.RHYTHM or task.state is not TaskState.OPEN:
            raise DataError(
                say("task {number} does not come round, or is not open", number=task.number),
                hint=say('its due would be a rhythm, for example "hằng tháng"'),
            )
    return named


def _paused(context: Context, change: Writing) -> list[str]:
    """The tasks that would come round if they did not rest."""
    rules = _coming_round(context, change)
    return [task.number for task in rules if task.state is TaskState.PAUSED]


def _coming_round(context: Context, change: Writing) -> list[Task]:
    """The tasks that come round and of which something is owed."""
    narrow = Narrow(comes_round=True)
    view = View(context.as_of)
    found = queries_tasks.tasks(change.conn, view, which=Which.OPEN, narrow=narrow)
    return [task for task in found if task.precision is Precision.RHYTHM]


def _rhythm(task: Task) -> Rhythm:
    rhythm = parse_due(task.due_words or "").rhythm
    assert rhythm is not None
    return rhythm


def _turns(change: Writing, task: Task, key: int, last: date) -> list[Occurrence]:
    """The periods that begin by a day, from the one in which the task was given."""
    first = task.assigned_on or queries_task_life.first_day(change.conn, key)
    assert first is not None
    turns = occurrences(_rhythm(task), first, last + _LONGEST_PERIOD)
    return [turn for turn in turns if turn.start <= last]


def _make(change: Writing, task: Task, key: int, turn: Occurrence) -> str:
    kept = queries_task_life.header(change.conn, key)
    given = max(turn.start, task.assigned_on or turn.start)
    header = below(kept, key, given)._replace(
        title=f"{task.title} · {turn.period}",
        due=Due(
            task.due_words or "", turn.start, turn.last_day, _precision(_rhythm(task)), "rhythm"
        ),
        period=turn.period,
    )
    parties = {role: queries_task_life.open_parties(change.conn, key, role) for role in Role}
    return write_task(
        change,
        header,
        leads=list(parties[Role.LEAD]),
        coordinators=list(parties[Role.COORDINATOR]),
        persons=list(parties[Role.PERSON]),
    )


_WHOLE = {
    Every.MONTH: Precision.MONTH,
    Every.QUARTER: Precision.QUARTER,
    Every.HALF: Precision.HALF,
    Every.YEAR: Precision.YEAR,
}


def _precision(rhythm: Rhythm) -> Precision:
    """How exactly a turn says when: by its period, unless the rhythm names a day of it."""
    if rhythm.day or rhythm.weekday or rhythm.month or len(rhythm.every) > 1:
        return Precision.DAY
    return _WHOLE.get(rhythm.every[0], Precision.DAY)
