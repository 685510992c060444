"""What a letter tells: to those who owe their own tasks, to leaders the counts and the worst."""

from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.domain.task import Task
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Column, Report, Row, Show
from ntmtrack.reports.tasks import COLUMNS, task_row

WORST = 10
"""How many tasks a summary for leaders names."""

_LATE: Mapping[str, Show] = {
    "title": Show.ALWAYS,
    "due_text": Show.ALWAYS,
    "days_late": Show.ALWAYS,
    "unit_name": Show.ROOM,
    "number": Show.ROOM,
    "leads": Show.ROOM,
    "coordinators": Show.ROOM,
    "persons": Show.ROOM,
    "document": Show.ROOM,
    "task": Show.ROOM,
}
_SOON = {**_LATE, "days_late": Show.DATA, "days_left": Show.ALWAYS}


class Own(Record):
    """The tasks of one receiver, by what they have to do with them."""

    led: tuple[Task, ...] = ()
    coordinated: tuple[Task, ...] = ()
    in_charge: tuple[Task, ...] = ()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All of them, those led first."""
        return (*self.led, *self.coordinated, *self.in_charge)

    def only(self, numbers: frozenset[str]) -> "Own":
        """Those of these numbers."""
        return Own(*(tuple(task for task in part if task.number in numbers) for part in self))


_PARTS = (
    ("led", N_("You lead ({count})")),
    ("coordinated", N_("You coordinate ({count})")),
    ("in_charge", N_("In your charge ({count})")),
)


def late(own: Own, *, day: date, name: str | None, newly: frozenset[str] = frozenset()) -> Report:
    """The late tasks of one receiver, the longest overdue first.

    `name` is the receiver's: where nobody else leads a task, its lead is not said again. `newly`
    holds the numbers of the tasks told for the first time, where others were told before.
    """
    return _own(
        own, _LATE, title=say("Overdue tasks as of {day}", day=day), day=day, name=name
    )._replace(notes=_newly(own, newly))


def soon(own: Own, *, day: date, last: date, name: str | None) -> Report:
    """The tasks of one receiver that fall due from one day to another, the nearest first."""
    title = say("Tasks due from {day} to {last}", day=day, last=last)
    return _own(own, _SOON, title=title, day=day, name=name)


def soon_of_all(tasks: Sequence[Task], *, day: date, last: date) -> Report:
    """Whatever falls due from one day to another, for who answers for all of it."""
    return _listed(
        tasks, _SOON, title=say("Tasks due from {day} to {last}", day=day, last=last), day=day
    )


def _newly(own: Own, newly: frozenset[str]) -> tuple[Message, ...]:
    listed = tuple(task.number for task in own.tasks if task.number in newly)
    return (say("New since our last letter: {tasks}.", tasks=listed),) if listed else ()


def _own(
    own: Own, seen: Mapping[str, Show], *, title: Message, day: date, name: str | None
) -> Report:
    parts = zip(_PARTS, own, strict=True)
    return Report(
        name="letter",
        title=title,
        columns=_columns(seen),
        blocks=tuple(
            Block(
                key, say(heading, count=len(tasks)), tuple(_row(task, day, name) for task in tasks)
            )
            for (key, heading), tasks in parts
            if tasks
        ),
        as_of=day,
    )


def _columns(seen: Mapping[str, Show]) -> tuple[Column, ...]:
    return tuple(each._replace(show=seen.get(each.key, Show.DATA)) for each in COLUMNS)


_LEADS = next(place for place, each in enumerate(COLUMNS) if each.key == "leads")


def _row(task: Task, day: date, name: str | None) -> Row:
    row = task_row(task, day)
    if task.leads != (name,):
        return row
    return (*row[:_LEADS], None, *row[_LEADS + 1 :])


def worst(tasks: Sequence[Task], *, day: date) -> Report:
    """The tasks that have been late longest."""
    named = tasks[:WORST]
    title = say_n(
        "The {count} task overdue longest", "The {count} tasks overdue longest", len(named)
    )
    return _listed(named, _LATE, title=title, day=day)


def _listed(
    tasks: Sequence[Task], seen: Mapping[str, Show], *, title: Message, day: date
) -> Report:
    rows = tuple(task_row(task, day) for task in tasks)
    return Report(
        name="letter",
        title=title,
        columns=_columns(seen),
        blocks=(Block("tasks", None, rows),),
        as_of=day,
    )


def by_step(tasks: Sequence[tuple[int, Task]], *, day: date) -> Report:
    """Late tasks by the step of the ladder that they have reached, the highest first."""
    steps = sorted({step for step, _ in tasks}, reverse=True)
    return Report(
        name="letter",
        title=say("Overdue tasks as of {day}", day=day),
        columns=_columns(_LATE),
        blocks=tuple(
            Block(
                str(step),
                say_n("Late for {count} day or more", "Late for {count} days or more", step),
                tuple(task_row(task, day) for reached, task in tasks if reached == step),
            )
            for step in steps
        ),
        as_of=day,
    )


class Unreachable(Record):
    """An agency with tasks that are late, or fall due soon, whom no letter can reach; and why."""

    name: str
    tasks: int
    ended: bool = False
    late: bool = True
    address: str | None = None
    """One address of it that no letter can bear."""


def unreachable_note(found: Unreachable) -> Message:
    """What is wrong, and with whom."""
    if found.address is not None:
        return say(
            "the address {address} of {agency} cannot be used",
            address=found.address,
            agency=found.name,
        )
    if found.ended:
        return say_n(
            "{agency} is no more and has {count} open task: give it another lead",
            "{agency} is no more and has {count} open tasks: give them another lead",
            found.tasks,
            agency=found.name,
        )
    if not found.late:
        return say_n(
            "{agency} has {count} task due soon and no mail address",
            "{agency} has {count} tasks due soon and no mail address",
            found.tasks,
            agency=found.name,
        )
    return say_n(
        "{agency} has {count} late task and no mail address",
        "{agency} has {count} late tasks and no mail address",
        found.tasks,
        agency=found.name,
    )


_COUNTED: Mapping[str, tuple[Show, str]] = {
    "lead": (Show.ALWAYS, N_("Lead")),
    "open_overdue": (Show.ALWAYS, N_("Tasks overdue")),
    "open_in_time": (Show.ROOM, N_("Tasks in time")),
    "done_on_time": (Show.ROOM, N_("Tasks done on time")),
    "done_late": (Show.ROOM, N_("Tasks done late")),
    "no_due": (Show.ROOM, N_("Tasks with no due")),
}


def summary(
    counted: Report, late_tasks: Sequence[Task], *, unreachable: Sequence[Unreachable]
) -> tuple[Report, ...]:
    """For the leaders of the office: who is late with how much, the worst, whom nothing reaches.

    `counted` is the count of all tasks by lead, as `task stats` makes it; here only the leads
    that are late are named; the split says the total.
    """
    day = counted.as_of
    assert day is not None
    place = counted.position("open_overdue")
    late = tuple(
        row for each in counted.blocks if each.key != "total" for row in each.rows if row[place]
    )
    columns = tuple(
        each._replace(show=shown, heading=heading)
        for each in counted.columns
        for shown, heading in (_COUNTED.get(each.key, (Show.DATA, each.heading)),)
    )
    split = counted.notes[:1]
    notes = (*split, *(unreachable_note(each) for each in unreachable))
    return (
        counted._replace(columns=columns, blocks=(Block("leads", None, late),), notes=notes),
        worst(late_tasks, day=day),
    )
