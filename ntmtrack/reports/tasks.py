"""Tasks against their dues: what is late, what falls due, what a document asked for."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ntmtrack.domain.due import days_left
from ntmtrack.domain.task import Outcome, Split, Task
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("task", N_("Task"), Show.ALWAYS),
    Column("title", N_("What"), Show.ALWAYS, wrap=True),
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.SPARE),
    Column("number", N_("Crit."), Show.SPARE),
    Column("leads", N_("Leads"), wrap=True),
    Column("coordinators", N_("Coordinators"), Show.SPARE, wrap=True),
    Column("persons", N_("Persons"), Show.SPARE, wrap=True),
    Column("due", N_("Last day"), Show.DATA),
    Column("due_text", N_("Due"), Show.ALWAYS, wrap=True),
    Column("precision", N_("Precision"), Show.DATA),
    Column("original_due", N_("First due"), Show.DATA),
    Column("extensions", N_("Extensions"), Show.DATA, right=True),
    Column("days_late", N_("Days late"), right=True),
    Column("days_left", N_("Days left"), right=True),
    Column("state", N_("State"), Show.SPARE),
    Column("outcome", N_("Outcome"), Show.SPARE),
    Column("document", N_("Document"), Show.SPARE, wrap=True),
    Column("set", N_("Set"), Show.DATA),
    Column("closed_on", N_("Closed on"), Show.SPARE),
    Column("assigned_on", N_("Assigned on"), Show.DATA),
    Column("original_outcome", N_("By the first due"), Show.DATA),
    Column("progress", N_("Progress"), Show.DATA, right=True),
    Column("parent", N_("Part of"), Show.DATA),
    Column("period", N_("Period"), Show.DATA),
    Column("clause", N_("Clause"), Show.DATA),
    Column("paused_until", N_("Paused until"), Show.DATA),
)
"""All that is told of a task; each report chooses what people see of it."""


FIRST_LEADS = Column("first_leads", N_("First asked"), Show.DATA, wrap=True)
ENDED = Column("ended", N_("No more"), wrap=True)

Beside = tuple[Column, Mapping[str, tuple[str, ...]]]
"""A further column, with its cells by the number of the task."""


def _columns(*hidden: str) -> tuple[Column, ...]:
    """All columns; those that say nothing new in this report are left to data formats."""
    return tuple(each._replace(show=Show.DATA) if each.key in hidden else each for each in COLUMNS)


def task_row(task: Task, day: date) -> Row:
    """One task as it stands on a day, a cell for each of the columns."""
    return (
        task.number,
        task.title,
        task.unit,
        task.unit_name,
        task.item,
        task.leads,
        task.coordinators,
        task.persons,
        task.last_day,
        task.due_words,
        task.precision,
        task.original_due,
        task.extensions,
        task.days_late(day),
        None if task.last_day is None or task.closed else days_left(task.last_day, day),
        task.state,
        task.outcome(day),
        task.document,
        task.set_code,
        task.closed_on,
        task.assigned_on,
        task.original_outcome(day),
        task.progress,
        task.parent,
        task.period,
        task.clause,
        task.paused_until,
    )


def split_note(split: Split) -> Message:
    """The official four-way count, and beside it the tasks with no due."""
    return say(
        "Done on time {done_on_time} · done late {done_late} · open in time {open_in_time}"
        " · open overdue {open_overdue}; no due {no_due}",
        **_figures(split),
    )


def _figures(split: Split) -> dict[str, int]:
    return {
        "done_on_time": split.done_on_time,
        "done_late": split.done_late,
        "open_in_time": split.open_in_time,
        "open_overdue": split.open_overdue,
        "no_due": split.no_due,
    }


_SORTS: Mapping[str, Callable[[Task], tuple[object, ...]]] = {
    "days": lambda task: (task.last_day or date.max, _given(task)),
    "task": lambda task: (_given(task),),
    "unit": lambda task: (task.unit_name or "", task.last_day or date.max, _given(task)),
}


def _given(task: Task) -> tuple[str, int, str, str]:
    """The order in which numbers are given: NV2026-999 before NV2026-1000."""
    own, _, mark = task.number.partition("/")
    year, _, place = own.rpartition("-")
    return year, len(place), place, mark


def overdue(tasks: Sequence[Task], split: Split, *, day: date, sort: str = "days") -> Report:
    """Late tasks grouped by lead, the longest overdue first."""
    groups: dict[tuple[str, ...], list[Task]] = defaultdict(list)
    for task in sorted(tasks, key=_SORTS[sort]):
        groups[task.leads].append(task)
    return Report(
        name="overdue",
        title=say("Overdue tasks as of {day}", day=day),
        columns=_columns("leads", "state", "outcome", "days_left"),
        blocks=tuple(
            Block(
                "; ".join(leads) or "none",
                say_n("{lead}: {count} task", "{lead}: {count} tasks", len(listed), lead=leads)
                if leads
                else say_n("no lead: {count} task", "no lead: {count} tasks", len(listed)),
                tuple(task_row(task, day) for task in listed),
            )
            for leads, listed in groups.items()
        ),
        notes=(split_note(split),),
        as_of=day,
        empty=say("No task is overdue."),
        summary=_figures(split),
    )


def due(tasks: Sequence[Task], *, day: date, last: date) -> Report:
    """Open tasks that fall due from one day to another, the nearest first."""
    return Report(
        name="due",
        title=say("Tasks due from {day} to {last}", day=day, last=last),
        columns=_columns("state", "outcome", "days_late"),
        blocks=(Block("due", None, tuple(task_row(task, day) for task in tasks)),),
        notes=(say_n("{count} task", "{count} tasks", len(tasks)),),
        as_of=day,
        empty=say("No task falls due in these days."),
    )


_GROUPS = (
    (Outcome.OPEN_OVERDUE, N_("Overdue ({count})")),
    (Outcome.OPEN_IN_TIME, N_("Open, in time ({count})")),
    (Outcome.NO_DUE, N_("No due ({count})")),
    (Outcome.DONE_ON_TIME, N_("Done on time ({count})")),
    (Outcome.DONE_LATE, N_("Done late ({count})")),
    (Outcome.CANCELLED, N_("Cancelled ({count})")),
)


def listed(
    tasks: Sequence[Task],
    *,
    day: date,
    name: str = "task list",
    title: Message | None = None,
    notes: tuple[Message, ...] = (),
    told: tuple[str, ...] = (),
    beside: Sequence[Beside] = (),
) -> Report:
    """Tasks in blocks by how they count on a day; those with no due in a block of their own.

    `told` names columns that people are shown here, where they are else left to data; `beside`
    are columns that only this list has.
    """
    groups: dict[Outcome, list[Row]] = defaultdict(list)
    for task in tasks:
        more = (cells.get(task.number, ()) for _, cells in beside)
        groups[task.outcome(day)].append((*task_row(task, day), *more))
    split = Split.of(task.outcome(day) for task in tasks)
    return Report(
        name=name,
        title=title or say("Tasks as of {day}", day=day),
        columns=tuple(
            each._replace(show=Show.ROOM) if each.key in told else each
            for each in (*_columns("outcome", "days_late"), *(column for column, _ in beside))
        ),
        blocks=tuple(
            Block(str(outcome), say(heading, count=len(groups[outcome])), tuple(groups[outcome]))
            for outcome, heading in _GROUPS
            if groups[outcome]
        ),
        notes=(split_note(split), *notes),
        as_of=day,
        empty=say("There is no task."),
        summary=_figures(split),
    )


def left_behind(
    tasks: Sequence[Task],
    gone: Mapping[str, tuple[str, ...]],
    first: Mapping[str, tuple[str, ...]],
    *,
    day: date,
) -> Report:
    """Open tasks whose unit or leads are no more, with what is no more and who was asked first."""
    found = listed(
        tasks,
        day=day,
        title=say("Tasks left behind as of {day}", day=day),
        notes=(
            say(
                "Hand them on with `ntmtrack task assign --from AGENCY --lead AGENCY`, or one by"
                " one; who was asked first stays on record."
            ),
        )
        if tasks
        else (),
        told=("first_leads",),
        beside=[(FIRST_LEADS, first), (ENDED, gone)],
    )
    return found._replace(empty=say("No open task was left behind."))


def orphans_notes(count: int) -> list[Message]:
    """How many open tasks were left behind by units or bodies that are no more, if any."""
    if not count:
        return []
    return [
        say_n(
            "{count} open task was left behind by a unit or agency that is no more: see"
            " `ntmtrack task list --orphaned`",
            "{count} open tasks were left behind by units or agencies that are no more: see"
            " `ntmtrack task list --orphaned`",
            count,
        )
    ]
