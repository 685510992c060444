"""Tasks from a register: given anew, completed, or reported done where they are there already.

What only a day can tell stays with the commands that ask for it: a due that moved is an
extension, other leads are a handing on, an end without its day is no end.
"""

from collections.abc import Iterator, Sequence

from ntmtrack.app import acting
from ntmtrack.app.acting import Circumstance
from ntmtrack.app.choosing import Chosen, as_it_stands
from ntmtrack.app.giving import Placed, due_remarks, given_on
from ntmtrack.app.importing.kind import Kind, Run
from ntmtrack.app.importing.names import Names
from ntmtrack.app.importing.rows import Cells, judge_line
from ntmtrack.app.importing.task_comparing import compared, end
from ntmtrack.app.importing.task_fields import VOCABULARY
from ntmtrack.app.importing.task_gathering import Gathered
from ntmtrack.app.importing.task_lines import (
    Entry,
    due_as_written,
    item_key,
    read,
    title_as_written,
)
from ntmtrack.app.importing.task_matching import Known
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.importing import Judged
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.table import Table
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store.queries_task_keys import KnownTask


def judge(run: Run, table: Table) -> Iterator[Judged]:
    """Every line: one task, or one for each unit that it names."""
    within = run._replace(context=run.context._replace(open_change=run.change))
    written = (Cells(table, line) for line in table.lines)
    known = Known(
        run.change.conn, ((title_as_written(cells), due_as_written(cells)) for cells in written)
    )
    taking = _Taking(known, Names(run.change.conn, run.words.name), Gathered(run.change), seen={})
    for place, line in enumerate(table.lines, start=1):
        each = Cells(table, line)
        if taking.gathered.full or any(each.cell(key) != "" for key in _TOLD_OF_TASKS):
            # A line that turns out wrong takes back what was written since it began.
            taking.gathered.flush()
        yield judge_line(within, each, lambda cells: _take(within, taking, cells))
        run.tell(place, len(table.lines))
    taking.gathered.flush()


_TOLD_OF_TASKS = ("note", "state", "outcome", "result", "done_on")
"""What is written of a task itself, which must be there by then."""


class _Taking(Record):
    """What all lines of a sheet share."""

    known: Known
    names: Names
    gathered: Gathered
    seen: dict[object, int]
    """The lines by what they are about."""


def _take(run: Run, taking: _Taking, cells: Cells) -> Judged:
    known = taking.known
    entry = read(run, taking.names, cells)
    cells.check()
    units: Sequence[Unit | None] = entry.units or (None,)
    _refuse_twin(cells, entry, units, taking.seen)
    task = known.numbered(entry)
    if task is not None:
        _refuse_another(run, known, entry, task)
        there: dict[int, KnownTask] = {0: task}
        missing: list[Unit | None] = []
    else:
        found = [known.like(cells, entry, unit) for unit in units]
        there = {place: each for place, each in enumerate(found) if each is not None}
        missing = [unit for place, unit in enumerate(units) if place not in there]
        if entry.number is not None and missing:
            cells.said.append(
                say("{number} is a number of another ledger; it gets its own", number=entry.number)
            )
    changed = sum([compared(run, cells, entry, each) for each in there.values()])
    numbers = _given(run, taking.gathered, cells, entry, missing) if missing else []
    named = ", ".join([*(each.number for each in there.values()), *numbers])
    what = f"{named} {entry.title}"
    return cells.judged(what, new=len(numbers), changed=changed, same=len(there) - changed)


def _refuse_twin(
    cells: Cells, entry: Entry, units: Sequence[Unit | None], seen: dict[object, int]
) -> None:
    paper = None if entry.paper is None else entry.paper.key
    for unit in units:
        key: object = (None if entry.number_in_title else entry.number) or (
            entry.title.casefold(),
            None if unit is None else unit.key,
            entry.criterion,
            paper,
            entry.clause,
            entry.due.words.casefold(),
        )
        if key in seen and seen[key] != cells.line.number:
            raise DataError(say("the same task is in line {line}", line=seen[key]))
        seen[key] = cells.line.number


def _refuse_another(run: Run, known: Known, entry: Entry, task: KnownTask) -> None:
    """Refuse a number that stands beside another unit, criterion or due than its task has."""
    stands = as_it_stands(run.change, task.number, run.context.today)
    units = {each.key for each in entry.units}
    if units and units != {task.unit}:
        raise DataError(
            say(
                "{number} is about {unit}, not {other}",
                number=task.number,
                unit=stands.unit_name or "…",
                other=tuple(each.name for each in entry.units),
            ),
            hint=say("mend it with `ntmtrack task correct {number}`", number=task.number),
        )
    if entry.criterion is not None and entry.criterion != task.item:
        raise DataError(
            say(
                "{number} is about criterion {item}, not {other}",
                number=task.number,
                item=task.item or "…",
                other=entry.criterion,
            ),
            hint=say("mend it with `ntmtrack task correct {number}`", number=task.number),
        )
    if entry.due.words and not known.same_due(entry, task):
        raise DataError(
            say(
                "the due of {number} is {words}, not {other}",
                number=task.number,
                words=stands.due_words or "…",
                other=entry.due.words,
            ),
            hint=say("extend it with `ntmtrack task extend {number}`", number=task.number),
        )


def _given(
    run: Run, gathered: Gathered, cells: Cells, entry: Entry, units: Sequence[Unit | None]
) -> list[str]:
    """Write a task that is new, and its end where the line tells it; the numbers."""
    if entry.last_day is not None and entry.last_day != entry.due.last_day:
        raise DataError(
            say(
                "its due now, {day}, is not what the words say: {words}",
                day=entry.last_day,
                words=entry.due.words or "…",
            ),
            hint=say("take it in with its first due alone, then `ntmtrack task extend`"),
        )
    assigned, day = given_on(run.context, entry.due, entry.assigned, entry.paper)
    placed = Placed(
        title=entry.title,
        due=entry.due,
        assigned=assigned,
        document=None if entry.paper is None else entry.paper.key,
        clause=entry.clause,
        leads=[each.key for each in entry.leads],
        coordinators=[each.key for each in entry.coordinators],
        persons=[each.key for each in entry.persons],
    )
    about = [
        (None if unit is None else unit.key, item_key(run, entry, unit, day)) for unit in units
    ]
    numbers = gathered.give(placed, about, day)
    cells.said.extend(due_remarks(entry.due))
    if entry.note is not None or entry.stands is not None:
        gathered.flush()
    if entry.note is not None:
        # What a register notes is how the task goes, not what it was given with.
        acting.noted(run.context, Chosen(tuple(numbers)), Circumstance(note=entry.note))
    if entry.stands is not None:
        for number in numbers:
            end(run, cells, entry, as_it_stands(run.change, number, run.context.today))
    return numbers


KIND = Kind("tasks", VOCABULARY, judge)
