"""One line of a register of tasks, read: whom it names, and what its words mean."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from ntmtrack.app import resolve
from ntmtrack.app.giving import read_due
from ntmtrack.app.importing.kind import Run
from ntmtrack.app.importing.names import Names
from ntmtrack.app.importing.rows import Cells
from ntmtrack.app.papers import dated_document
from ntmtrack.app.premises import past, set_of
from ntmtrack.app.task_rows import NO_DUE
from ntmtrack.domain.bodies import Agency, Document, Person
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.due import Due
from ntmtrack.domain.sheet_cell import Cell, as_day, as_text
from ntmtrack.domain.sheet_names import cited, parts
from ntmtrack.domain.sheet_task import Stands, criterion_number, stands
from ntmtrack.domain.task import CLOSED, TaskState
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.store import queries_catalogue

Body = TypeVar("Body", Agency, Person)

_QUOTED = re.compile(
    r"nv\s*-?\s*([0-9]{4})\s*-\s*([0-9]{1,9})(?:\s*/\s*([a-z][a-z0-9-]{0,11}))?", re.IGNORECASE
)
_AFTER_TITLE = re.compile(rf"(?P<title>.*\S)\s*\((?P<number>{_QUOTED.pattern})\)", re.IGNORECASE)


class Entry(Record):
    """What a line says; empty where it says nothing."""

    title: str
    number: str | None
    number_in_title: bool
    """Whether the number stood behind the title, as in the registers that the ledger makes."""
    units: tuple[Unit, ...]
    criterion: str | None
    lost_zero: bool
    """Whether the number stood in its cell as a figure: 17.1 may have been 17.10."""
    set: str | None
    leads: tuple[Agency, ...]
    coordinators: tuple[Agency, ...]
    persons: tuple[Person, ...]
    due: Due
    last_day: date | None
    paper: Document | None
    clause: str | None
    assigned: date | None
    stands: Stands | None
    note: str | None


def read(run: Run, names: Names, cells: Cells) -> Entry:
    """The line, with every fault of it told of the cells.

    A paper that is new is written, for its date lends the due its year.
    """
    number, title, in_title = _named(cells)
    cells.what = title or number or ""
    paper = _paper(run, cells)
    assigned = cells.day("assigned")
    if assigned is None and paper is not None:
        assigned = paper.dated
    day = run.context.today if assigned is None else assigned
    criterion, lost_zero = _criterion(cells)
    due = cells.tried(lambda: read_due(_due_words(cells), paper)) or NO_DUE
    remark = cells.words("note")
    how, result = _standing(cells)
    if how is not None and how.on is not None:
        cells.tried(lambda: past(how.on or day, run.context))
    entry = Entry(
        title=title,
        number=number,
        number_in_title=in_title,
        units=_units(run, names, cells, day),
        criterion=criterion,
        lost_zero=lost_zero,
        set=cells.words("set") or run.options.set,
        leads=_named_in(cells, "leads", names.agencies, day),
        coordinators=_named_in(cells, "coordinators", names.agencies, day),
        persons=_named_in(cells, "persons", names.persons, day),
        due=due,
        last_day=cells.day("last_day") or (cells.day("due") if cells.has("due_text") else None),
        paper=paper,
        clause=cells.words("clause"),
        assigned=assigned,
        stands=how,
        note="; ".join(filter(None, (remark, result))) or None,
    )
    cells.said.extend(names.said())
    return entry


def due_as_written(cells: Cells) -> str:
    """The folded words of a line's due; "" where it has none or they cannot be told."""
    try:
        return fold(_due_words(cells) or "")
    except DataError:
        return ""


def title_as_written(cells: Cells) -> str:
    """The folded title of a line."""
    return fold(_named(cells)[1])


def _named_in(
    cells: Cells, key: str, named: Callable[[Sequence[str], date], tuple[Body, ...]], day: date
) -> tuple[Body, ...]:
    """What the cells of a key name; nothing, and a fault more, where that is not sure."""
    texts = _texts(cells, key)
    return (cells.tried(lambda: named(texts, day)) or ()) if texts else ()


def _texts(cells: Cells, key: str) -> tuple[str, ...]:
    """The cells of a key with their line breaks, which part names."""
    return tuple(each if isinstance(each, str) else as_text(each) for each in cells.many(key))


def _named(cells: Cells) -> tuple[str | None, str, bool]:
    """The number that is quoted of a task, if one is, its title, and whether they stood together.

    A column "Nhiệm vụ" holds numbers in the lists of the ledger, and titles in most registers.
    """
    quoted, title = cells.words("task_number"), cells.words("title")
    task = cells.words("task")
    if task is not None:
        if _QUOTED.fullmatch(task):
            quoted = quoted or task
        elif title is None or not cells.has("title"):
            title = task
        elif title != task:
            cells.faults.append(
                say("two cells say what is to be done: {one}; {other}", one=task, other=title)
            )
    if title is None:
        cells.faults.append(say("what is to be done is missing"))
        title = ""
    behind = _AFTER_TITLE.fullmatch(title) if quoted is None else None
    if behind is not None:
        return _number(behind["number"]), behind["title"], True
    if quoted is not None and _QUOTED.fullmatch(quoted) is None:
        cells.faults.append(say("{piece} is not the number of a task", piece=quoted))
        quoted = None
    return None if quoted is None else _number(quoted), title, False


def _number(quoted: str) -> str:
    """A number as the ledger writes it: "nv2024-14" is NV2024-014."""
    found = _QUOTED.fullmatch(quoted)
    assert found is not None
    mark = f"/{found[3].upper()}" if found[3] else ""
    return f"NV{found[1]}-{int(found[2]):03d}{mark}"


def _paper(run: Run, cells: Cells) -> Document | None:
    dated = cells.day("dated")
    written = cells.words("document") or run.options.document
    if written is None:
        if dated is not None:
            cells.faults.append(say("a date stands beside no document: {day}", day=dated))
        return None
    paper = cells.tried(lambda: cited(written))
    if paper is None:
        return None
    if dated is not None and paper.dated not in (None, dated):
        cells.faults.append(
            say(
                "the document is of {day} in one cell and of {other} in another",
                day=paper.dated,
                other=dated,
            )
        )
    return cells.tried(lambda: dated_document(run.change, paper.number, dated or paper.dated))


def _due_words(cells: Cells) -> str | None:
    cell = cells.cell("due_text" if cells.has("due_text") else "due")
    if not isinstance(cell, date):
        return None if cell == "" else as_text(cell) or None
    day = as_day(cell)
    if day.day == 1 and not (isinstance(cell, datetime) and (cell.hour or cell.minute)):
        # "6/2024" typed into a workbook becomes the first of June.
        raise DataError(
            say("{day} may be a day or the whole month", day=day),
            hint=say("write it as text: T6/2024 for the month, ngày 1/6/2024 for the day"),
        )
    return as_text(day)


def _units(run: Run, names: Names, cells: Cells, day: date) -> tuple[Unit, ...]:
    """The units that the line is for; several stand in one cell behind semicolons."""
    cell, below = cells.cell("unit"), cells.words("under") or ""
    called = cells.words("unit_name") or ""
    if cell == "":
        cell, called = called, ""
    listed: tuple[Cell, ...] = parts(cell) if isinstance(cell, str) else (cell,)
    found = {}
    for each in listed:
        beside = called if len(listed) == 1 else ""
        unit = cells.tried(partial(names.unit, each, day, called=beside, below=below))
        if unit is not None:
            cells.said.extend(unit.said)
            found[unit.unit.key] = unit.unit
    return tuple(found.values())


def _criterion(cells: Cells) -> tuple[str | None, bool]:
    cell = cells.cell("criterion")
    text = as_text(cell)
    if not text:
        return None, False
    number = criterion_number(text)
    if number is None:
        cells.faults.append(say("{words} is not the number of one criterion", words=text))
    return number, isinstance(cell, float)


def _standing(cells: Cells) -> tuple[Stands | None, str | None]:
    """How the task stands, and the words on it that tell something else."""
    said: list[Stands] = []
    words: list[str] = []
    for key in ("state", "outcome", "result"):
        text = cells.words(key)
        if text is None or fold(text) in _SAYS_NOTHING:
            continue
        how = cells.tried(partial(stands, text))
        if how is not None:
            said.append(how)
        elif key == "state":
            cells.faults.append(say("{words} does not say how the task stands", words=text))
        else:
            words.append(text)
            cells.said.append(say('"{words}" is kept as a note', words=text))
    on = cells.day("done_on") or next((each.on for each in said if each.on), None)
    if len({each.state in CLOSED for each in said}) > 1:
        cells.faults.append(say("the columns say differently how the task stands"))
    # What tells it most exactly comes first.
    state = said[0].state if said else None
    if on is not None:
        state = state or TaskState.DONE
        if state not in CLOSED:
            cells.faults.append(say("it is said to be open, and done on {day}", day=on))
    counted = all(each.counted for each in said) and bool(said)
    return (None if state is None else Stands(state, on, counted)), "; ".join(words) or None


_SAYS_NOTHING = ("no due", "no_due", "khong co han", "khong thoi han", "khong han", "-")


def item_key(run: Run, entry: Entry, unit: Unit | None, day: date) -> int | None:
    """The criterion of a line in the set of a unit. DataError where it is not one, or not sure."""
    if entry.criterion is None:
        return None
    if unit is None:
        raise DataError(
            say("a criterion belongs to a unit: name the unit too"),
            hint=say("fill the column of units"),
        )
    conn = run.change.conn
    of = set_of(conn, unit, entry.set, day)
    if entry.lost_zero and "." in entry.criterion:
        longer = f"{entry.criterion}0"
        if any(each.number == longer for each in queries_catalogue.items(conn, [of.key], day)):
            raise DataError(
                say(
                    "{number} may be {longer}: the sheet keeps both as one",
                    number=entry.criterion,
                    longer=longer,
                ),
                hint=say("make the column of numbers text"),
            )
    return resolve.items(conn, of, [entry.criterion], day)[entry.criterion].key
