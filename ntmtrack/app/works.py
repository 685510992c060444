"""Investment works: recorded with the criteria they serve, corrected, listed and shown."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.giving import due_remarks, read_due
from ntmtrack.app.premises import set_of
from ntmtrack.app.scope import Scope, keys_chosen, known_numbers, set_named
from ntmtrack.app.work_naming import work_named
from ntmtrack.app.work_rows import Occasion, Said, said_on, write_event
from ntmtrack.domain.due import Precision
from ntmtrack.domain.text import tokens
from ntmtrack.domain.work import Work, WorkEventKind
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import work_course
from ntmtrack.reports import works as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_works
from ntmtrack.store.view import View

if TYPE_CHECKING:
    from ntmtrack.domain.catalogue import Item, Unit
    from ntmtrack.domain.due import Due
    from ntmtrack.store.writing import Writing


class Facts(Record):
    """What is said of a work beside its name: the criteria it serves, and by when it is finished.

    `no_more` are the criteria that it serves no more; `set` is the set of them all.
    """

    serves: Sequence[str] = ()
    no_more: Sequence[str] = ()
    set: str | None = None
    due: str | None = None
    note: str | None = None


class Only(Record):
    """Which works are asked for: all, or those that are held up, late, or not closed."""

    held_up: bool = False
    late: bool = False
    open: bool = False

    def takes(self, work: Work, day: date) -> bool:
        """Whether a work is asked for."""
        return not (
            (self.held_up and not work.blocks)
            or (self.late and work.late(day) is None)
            or (self.open and work.closed)
        )


def add(context: Context, unit_words: str, name: str, facts: Facts, given: Occasion) -> Report:
    """Record a work of a unit, with the criteria it serves.

    Raises DataError, and writes nothing, for a work that is there already, a number that the set
    does not have, a day to come, words of a time that are not understood, or a name that fits
    nothing or several.
    """
    with context.writing() as change:
        said = said_on(context, change, given)
        owner = resolve.unit(change.conn, unit_words, said.on)
        _not_there(change.conn, owner, name)
        key = change.insert(
            "work",
            {
                "unit_id": owner.key,
                "name": name,
                "folded": " ".join(tokens(name)),
                "note": facts.note,
            },
        )
        remarks = _write_facts(change, owner, key, facts, said)
        (work,) = queries_works.works(change.conn, date.max, keys=[key])
    line = report.Line(owner, work)
    return report.recorded(line, day=context.today, name="work add", remarks=remarks)


def correct(
    context: Context, words: str, name: str | None, facts: Facts, given: Occasion
) -> Report:
    """Give a work another name or note, other criteria, another time to be finished by.

    Raises DataError as `add` does, and where nothing is to be changed.
    """
    with context.writing() as change:
        said = said_on(context, change, given)
        named = work_named(change.conn, words, said.on)
        if name is None and facts == Facts(set=facts.set):
            raise DataError(say("nothing to change"), hint=say("see `ntmtrack work set --help`"))
        (owner,) = queries_catalogue.units_near(change.conn, said.on, {named.unit_key}).values()
        corrected: dict[str, str | None] = {}
        if name is not None:
            _not_there(change.conn, owner, name, but=named.key)
            corrected |= {"name": name, "folded": " ".join(tokens(name))}
        if facts.note is not None:
            corrected["note"] = facts.note
        if corrected:
            change.correct("work", named.key, corrected)
        remarks = _write_facts(change, owner, named.key, facts, said)
        (work,) = queries_works.works(change.conn, date.max, keys=[named.key])
    line = report.Line(owner, work)
    return report.recorded(line, day=context.today, name="work set", remarks=remarks)


def listing(context: Context, scope: Scope, only: Only, *, criteria: Sequence[str] = ()) -> Report:
    """Works as they are on the day, with their capital; of units that are no more too."""
    day = context.as_of
    with context.reading() as conn:
        keys = keys_chosen(conn, scope, context)
        of = set_named(conn, scope, [])
        known_numbers(conn, criteria, of, View(day))
        found = [
            each
            for each in queries_works.works(conn, day, unit_keys=keys)
            if only.takes(each, day) and _about(each, None if of is None else of.code, criteria)
        ]
        units = queries_catalogue.units_near(conn, day, {each.unit_key for each in found})
    lines = [report.Line(units[each.unit_key], each) for each in found]
    lines.sort(key=lambda line: (tokens(line.unit.name), line.unit.key, tokens(line.work.name)))
    return report.listing(lines, day=day)


def show(context: Context, words: str) -> Report:
    """All that was recorded of one work by the day, in the order of time."""
    day = context.as_of
    with context.reading() as conn:
        named = work_named(conn, words, day)
        (work,) = queries_works.works(conn, day, keys=[named.key])
        (owner,) = queries_catalogue.units_near(conn, day, {named.unit_key}).values()
    return work_course.build(owner, work, day=day)


def _about(work: Work, set_code: str | None, criteria: Sequence[str]) -> bool:
    """Whether a work serves one of the criteria asked for, or an indicator of it."""
    if not criteria:
        return set_code is None or any(each.set_code == set_code for each in work.serves)
    return any(
        set_code in (None, each.set_code)
        and (each.number in criteria or each.criterion in criteria)
        for each in work.serves
    )


def _not_there(conn: sqlite3.Connection, owner: "Unit", name: str, but: int = 0) -> None:
    alike = [
        each
        for each in queries_works.names(conn)
        if each.unit_key == owner.key and each.key != but and tokens(each.name) == tokens(name)
    ]
    if alike:
        raise DataError(
            say("{name} is there already", name=alike[0].name),
            hint=say("see `ntmtrack work list`; nothing was written"),
        )


def _write_facts(
    change: "Writing", owner: "Unit", key: int, facts: Facts, said: Said
) -> list[Message]:
    """Write what a work serves, what it serves no more, and by when it is to be finished.

    A paper that says none of it is kept as a remark, or nobody would know that it names the work.
    Hands back what was added to the words of the time to make days of them.
    """
    (work,) = queries_works.works(change.conn, said.on, keys=[key])
    of, items = _items(change.conn, owner, facts, said.on)
    served = {(each.set_code, each.number) for each in work.serves}
    new = [number for number in facts.serves if (of, number) not in served]
    for number in new:
        write_event(change, key, WorkEventKind.SERVES, said, item=items[number].key)
    for number in facts.no_more:
        if (of, number) not in served:
            raise DataError(
                say("{name} does not serve {number}", name=work.name, number=number),
                hint=say("see `ntmtrack work show`; nothing was written"),
            )
        write_event(change, key, WorkEventKind.SERVES_NO_MORE, said, item=items[number].key)
    if facts.due is not None:
        due = _due(facts.due, said)
        write_event(change, key, WorkEventKind.PLANNED, said, due=due)
        return due_remarks(due)
    if said.paper is not None and not (new or facts.no_more):
        write_event(change, key, WorkEventKind.NOTED, said)
    return []


def _due(words: str, said: Said) -> "Due":
    due = read_due(words, said.paper)
    if due.precision in _NO_TIME:
        raise DataError(
            say('"{words}" names no date.', words=due.words),
            hint=say("give the time as it is written, for example quý IV/2026"),
        )
    return due


_NO_TIME = (Precision.RHYTHM, Precision.TRIGGER)
"""What a work cannot be finished by: a time that comes again, or hangs on something else."""


def _items(
    conn: sqlite3.Connection, owner: "Unit", facts: Facts, day: date
) -> tuple[str, dict[str, "Item"]]:
    """The set of the criteria that are named, and their places in it."""
    numbers = [*facts.serves, *facts.no_more]
    if not numbers:
        return "", {}
    of = set_of(conn, owner, facts.set, day)
    return of.code, resolve.items(conn, of, numbers, day)
