"""How many tasks each lead, unit, criterion, document or person has, and how they were kept."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.domain.task import Split, Task, TaskState
from ntmtrack.domain.text import fold
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Cell, Column, Report, Row, Show
from ntmtrack.reports.task_figures import FIGURES, figures, telling
from ntmtrack.reports.tasks import split_note


class Group(Record):
    """Whose tasks are counted together: `key` is its identity, `labels` what it is called."""

    key: object
    labels: tuple[Cell, ...]


class Owed(Record):
    """The period in which tasks were owed: its words and its two days, both inclusive."""

    words: str
    first: date
    last: date


class _By(Record):
    """What a way of grouping is called; `named` is the place of the label that people read.

    The label after it tells groups of one name apart, and is shown only where that is needed.
    """

    title: str
    nobody: str
    columns: tuple[Column, ...]
    named: int = 0


_WAYS: Mapping[str, _By] = {
    "lead": _By(
        N_("Tasks by lead as of {day}"),
        N_("no lead"),
        (
            Column("lead", N_("Lead"), Show.ALWAYS, wrap=True),
            Column("lead_unit", N_("Unit"), Show.DATA),
            Column("lead_code", N_("Code"), Show.DATA),
        ),
    ),
    "unit": _By(
        N_("Tasks by unit as of {day}"),
        N_("no unit"),
        (
            Column("unit_name", N_("Unit"), Show.ALWAYS, wrap=True),
            Column("unit", N_("Code"), Show.DATA),
        ),
    ),
    "criterion": _By(
        N_("Tasks by criterion as of {day}"),
        N_("no criterion"),
        (
            Column("number", N_("No."), Show.ALWAYS),
            Column("name", N_("Criterion"), Show.ALWAYS, wrap=True),
            Column("set", N_("Set"), Show.DATA),
        ),
        named=1,
    ),
    "document": _By(
        N_("Tasks by document as of {day}"),
        N_("no document"),
        (
            Column("document", N_("Document"), Show.ALWAYS, wrap=True),
            Column("dated", N_("Dated"), Show.DATA),
        ),
    ),
    "person": _By(
        N_("Tasks by person in charge as of {day}"),
        N_("no person in charge"),
        (
            Column("person", N_("Person"), Show.ALWAYS, wrap=True),
            Column("agency", N_("Agency"), Show.DATA, wrap=True),
        ),
    ),
}

_ROW = Column("row", N_("Row"), Show.DATA)
"""What a row is: group, none (what belongs to no group) or total."""


def owed_since(tasks: Sequence[Task], first: date) -> list[Task]:
    """The tasks that were still owed on a day or given later: not closed before it."""
    return [task for task in tasks if task.closed_on is None or task.closed_on >= first]


def build(
    tasks: Sequence[Task],
    groups: Mapping[str, Sequence[Group]],
    *,
    by: str,
    day: date,
    period: Owed | None = None,
) -> Report:
    """One row a group and one for all; `groups` holds the groups of each task by its number.

    A task of several groups counts under each and once in the total; one of none has a row of
    its own. Cancelled tasks count nowhere.
    """
    way = _WAYS[by]
    counted = [task for task in tasks if task.state is not TaskState.CANCELLED]
    members: dict[object, list[Task]] = defaultdict(list)
    called: dict[object, Group] = {}
    nobody: list[Task] = []
    for task in counted:
        own = {group.key: group for group in groups.get(task.number, ())}
        called.update(own)
        for key in own:
            members[key].append(task)
        if not own:
            nobody.append(task)
    listed = [(called[key], figures(members[key], day)) for key in members]
    if by == "criterion":
        listed.sort(key=lambda each: _as_printed(each[0]))
    else:
        listed.sort(key=lambda each: _worst_first(each[0], each[1]))
    total = figures(counted, day)
    return Report(
        name="task stats",
        title=say(way.title, day=day),
        columns=(*_told_apart(way, [group for group, _ in listed]), *telling(total), _ROW),
        blocks=_blocks(way, listed, figures(nobody, day), total, by_set=by == "criterion"),
        notes=(
            split_note(Split.of(task.outcome(day) for task in counted)),
            *_notes(total, counted, groups, period),
        ),
        as_of=day,
        empty=say("There is no task."),
        summary={key: figure for key, figure in total.items() if isinstance(figure, int)},
    )


def _blocks(
    way: _By,
    listed: Sequence[tuple[Group, Mapping[str, Cell]]],
    nobody: Mapping[str, Cell],
    total: Mapping[str, Cell],
    *,
    by_set: bool,
) -> tuple[Block, ...]:
    """The groups (criteria: a block for each set), what belongs to none, and the total."""
    if not total["total"]:
        return ()
    blocks: dict[str, list[Row]] = defaultdict(list)
    for group, counted in listed:
        key = str(group.labels[-1]) if by_set else "groups"
        blocks[key].append((*group.labels, *_cells(counted, "group")))
    found = [
        Block(key, say("{set}", set=key) if by_set else None, tuple(rows))
        for key, rows in blocks.items()
    ]
    heading = say("All sets") if by_set else None
    if nobody["total"]:
        row = (*_label(way, say(way.nobody)), *_cells(nobody, "none"))
        found.append(Block("none", heading, (row,)))
        heading = None
    row = (*_label(way, say("Total")), *_cells(total, "total"))
    return (*found, Block("total", heading, (row,)))


def _label(way: _By, words: Message) -> tuple[Cell, ...]:
    return tuple(words if place == way.named else None for place in range(len(way.columns)))


def _cells(counted: Mapping[str, Cell], row: str) -> Row:
    return (*(counted[column.key] for column in FIGURES), row)


def _told_apart(way: _By, groups: Sequence[Group]) -> tuple[Column, ...]:
    """The columns that name a group, with what tells two of one name apart if there are two."""
    names = Counter(group.labels[way.named] for group in groups)
    if way.named or max(names.values(), default=0) < 2:
        return way.columns
    name, beside, *rest = way.columns
    return name, beside._replace(show=Show.ALWAYS), *rest


def _worst_first(group: Group, counted: Mapping[str, Cell]) -> tuple[object, ...]:
    late, total = counted["open_overdue"], counted["total"]
    assert isinstance(late, int) and isinstance(total, int)
    return -late, -total, fold(str(group.labels[0])), *map(str, group.labels)


def _as_printed(group: Group) -> tuple[object, ...]:
    number, _, of = group.labels
    parts = tuple(int(part) if part.isdigit() else 0 for part in str(number).split("."))
    return str(of), parts, str(number)


def _notes(
    total: Mapping[str, Cell],
    tasks: Sequence[Task],
    groups: Mapping[str, Sequence[Group]],
    period: Owed | None,
) -> list[Message]:
    notes = []
    if period is not None:
        notes.append(
            say(
                "Period {words}, from {first} to {last}: tasks given by its last day (or on no"
                " known day) and not closed before its first.",
                words=period.words,
                first=period.first,
                last=period.last,
            )
        )
    shared = sum(len({group.key for group in groups.get(task.number, ())}) > 1 for task in tasks)
    if shared:
        notes.append(
            say_n(
                "{count} task counts in several rows, and once in the total.",
                "{count} tasks count in several rows, and once in the total.",
                shared,
            )
        )
    parts = sum(task.parent is not None for task in tasks)
    if parts:
        notes.append(
            say_n(
                "{count} task is a part or a period of another that is counted too.",
                "{count} tasks are parts or periods of others that are counted too.",
                parts,
            )
        )
    if total["on_time_of"] or total["original_on_time_of"]:
        nothing = say("none done")
        notes.append(
            say(
                "Of what was done, on time against the due in force: {share}; against the first"
                " due: {first}.",
                share=total["on_time_share"] or nothing,
                first=total["original_on_time_share"] or nothing,
            )
        )
    return notes
