"""Tasks from a register: given anew, completed, or reported done where they are there already.

What only a day can tell stays with the commands that ask for it: a due that moved is an
extension, other leads are a handing on, an end without its day is no end.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from ntmtrack.app import acting, handing
from ntmtrack.app.acting import Circumstance
from ntmtrack.app.choosing import Chosen, as_it_stands
from ntmtrack.app.context import Context
from ntmtrack.app.correcting import Correction, mend
from ntmtrack.app.giving import Placed, due_remarks, give_placed, given_on
from ntmtrack.app.importing.kind import Kind, Run
from ntmtrack.app.importing.names import Names
from ntmtrack.app.importing.rows import Cells, became, judge_lines
from ntmtrack.app.importing.task_lines import (
    Entry,
    due_as_written,
    item_key,
    read,
    title_as_written,
)
from ntmtrack.app.importing.task_matching import Known
from ntmtrack.domain.catalogue import Agency, Person, Unit
from ntmtrack.domain.importing import Judged
from ntmtrack.domain.sheet_task import Stands
from ntmtrack.domain.task import Task, TaskState
from ntmtrack.domain.text import clean
from ntmtrack.errors import DataError
from ntmtrack.importers.sheets.table import Field, Table, Vocabulary
from ntmtrack.message import N_, Message, say
from ntmtrack.store import queries_task_keys
from ntmtrack.store.queries_task_keys import KnownTask


def judge(run: Run, table: Table) -> Iterator[Judged]:
    """Every line: one task, or one for each unit that it names."""
    within = run._replace(context=run.context._replace(open_change=run.change))
    lines = [Cells(table, line) for line in table.lines]
    known = Known(
        run.change.conn, [(title_as_written(cells), due_as_written(cells)) for cells in lines]
    )
    names = Names(run.change.conn, run.words.name)
    seen: dict[object, int] = {}
    yield from judge_lines(within, table, lambda cells: _take(within, names, known, cells, seen))


def _take(run: Run, names: Names, known: Known, cells: Cells, seen: dict[object, int]) -> Judged:
    entry = read(run, names, cells)
    cells.check()
    units: Sequence[Unit | None] = entry.units or (None,)
    _refuse_twin(cells, entry, units, seen)
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
    changed = sum([_compared(run, cells, entry, each) for each in there.values()])
    numbers = _given(run, cells, entry, missing) if missing else []
    named = ", ".join([*(each.number for each in there.values()), *numbers])
    what = f"{named} {entry.title}"
    return cells.judged(what, new=len(numbers), changed=changed, same=len(there) - changed)


def _refuse_twin(
    cells: Cells, entry: Entry, units: Sequence[Unit | None], seen: dict[object, int]
) -> None:
    paper = None if entry.paper is None else entry.paper.key
    for unit in units:
        key: object = (None if entry.number_in_title else entry.number) or (
            clean(entry.title).casefold(),
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


def _given(run: Run, cells: Cells, entry: Entry, units: Sequence[Unit | None]) -> list[str]:
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
        note=entry.note,
        leads=[each.key for each in entry.leads],
        coordinators=[each.key for each in entry.coordinators],
        persons=[each.key for each in entry.persons],
    )
    about = [
        (None if unit is None else unit.key, item_key(run, entry, unit, day)) for unit in units
    ]
    numbers = give_placed(run.change, placed, about, day)
    cells.said.extend(due_remarks(entry.due))
    for number in numbers:
        _end(run, cells, entry, as_it_stands(run.change, number, run.context.today))
    return numbers


def _compared(run: Run, cells: Cells, entry: Entry, known: KnownTask) -> bool:
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
    changed |= _end(run, cells, entry, task)
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


def _end(run: Run, cells: Cells, entry: Entry, task: Task) -> bool:
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


KIND = Kind(
    "tasks",
    Vocabulary(
        (
            Field("task_number", ("so nhiem vu", "ma nhiem vu", "so nv", "ma nv")),
            Field("task", ("task", "nhiem vu")),
            Field(
                "title",
                (
                    *(
                        "title",
                        "what",
                        "what is to be done",
                        "noi dung",
                        "noi dung nhiem vu",
                        "noi dung cong viec",
                    ),
                    *("cong viec", "ten nhiem vu", "nhiem vu duoc giao", "nhiem vu giao"),
                    *("trich yeu/noi dung nhiem vu", "trich yeu, noi dung nhiem vu"),
                    *("noi dung nhiem vu duoc giao", "noi dung chi dao", "viec can lam"),
                ),
            ),
            Field(
                "unit",
                (
                    *(
                        "unit",
                        "code",
                        "ma",
                        "ma xa",
                        "don vi",
                        "ma don vi",
                        "xa",
                        "thon",
                        "dia ban",
                    ),
                    *("xa/thon", "xa, thon", "xa/phuong"),
                ),
            ),
            Field("unit_name", ("unit_name", "ten don vi")),
            Field("under", ("huyen", "tinh", "truc thuoc", "thuoc huyen", "thuoc xa")),
            Field("set", ("set", "bo tieu chi")),
            Field(
                "criterion",
                (
                    "criterion",
                    "number",
                    "crit",
                    "tieu chi",
                    "tieu chi so",
                    "so tieu chi",
                    "chi tieu",
                ),
            ),
            Field(
                "leads",
                (
                    *("leads", "lead", "chu tri", "co quan chu tri", "don vi chu tri", "dau moi"),
                    *("co quan dau moi", "co quan, don vi chu tri", "don vi dau moi"),
                    *("co quan thuc hien", "don vi thuc hien", "chu tri 1", "chu tri 2"),
                    *("co quan chu tri 1", "co quan chu tri 2", "dong chu tri"),
                ),
                many=True,
            ),
            Field(
                "coordinators",
                (
                    *("coordinators", "coordinator", "phoi hop", "co quan phoi hop"),
                    *("don vi phoi hop", "co quan, don vi phoi hop"),
                ),
                many=True,
            ),
            Field(
                "persons",
                (
                    *("persons", "person", "can bo", "can bo phu trach", "nguoi phu trach"),
                    *("ca nhan phu trach", "nguoi thuc hien", "can bo thuc hien"),
                ),
                many=True,
            ),
            Field(
                "due_text",
                (
                    *(
                        "due_text",
                        "due as written",
                        "han",
                        "thoi han",
                        "han hoan thanh",
                        "thoi han hoan thanh",
                    ),
                    *("thoi gian hoan thanh", "han xu ly", "han nguyen van", "thoi han thuc hien"),
                    *("han (nguyen van)", "thoi gian thuc hien", "han thuc hien"),
                ),
            ),
            Field("due", ("due",)),
            Field(
                "last_day", ("last_day", "last day", "due in force", "ngay cuoi", "han hien tai")
            ),
            Field(
                "document",
                (
                    *("document", "van ban", "so van ban", "so ky hieu", "so, ky hieu"),
                    *("so, ky hieu van ban", "so, ky hieu van ban giao", "van ban giao"),
                    *("so ky hieu van ban", "so ky hieu van ban giao", "van ban giao nhiem vu"),
                ),
            ),
            Field(
                "dated",
                ("dated", "ngay ban hanh", "ngay van ban", "ngay, thang van ban", "ngay ky"),
            ),
            Field("clause", ("clause", "muc", "dieu khoan", "diem, muc")),
            Field("assigned", ("assigned_on", "assigned on", "ngay giao", "ngay giao nhiem vu")),
            Field("state", ("state", "trang thai")),
            Field("outcome", ("outcome", "tinh trang")),
            Field("result", ("result", "ket qua", "ket qua thuc hien", "tien do thuc hien")),
            Field(
                "done_on",
                (
                    *("closed_on", "closed on", "done_on", "ngay hoan thanh", "ngay ket thuc"),
                    *("ngay hoan thanh thuc te", "hoan thanh ngay"),
                ),
            ),
            Field("note", ("note", "ghi chu")),
        ),
        fits=lambda keys: (
            2
            if "title" in keys or ("task" in keys and ({"leads", "due_text", "due"} & set(keys)))
            else 0
        ),
        # A due may be written as the day above a signature is, and a lead may sign elsewhere.
        naming=frozenset({"task_number", "task", "title", "unit", "unit_name"}),
    ),
    judge,
)
