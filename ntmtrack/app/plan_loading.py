"""Plans by the month from a sheet: all of it or nothing, and nothing twice."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ntmtrack.app.context import Context
from ntmtrack.app.plan_meaning import Meanings, Meant
from ntmtrack.app.planning import milestone_row
from ntmtrack.domain.numbers import parse_numbers
from ntmtrack.domain.plan import Milestone
from ntmtrack.errors import DataError
from ntmtrack.importers.milestone_sheet import Entry, Fault, read
from ntmtrack.message import Message, say
from ntmtrack.reports import milestones as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_plan

Key = tuple[int, int, date, date]
"""A unit, an item and a span."""


def load(context: Context, path: Path, *, sheet: str | None, set_words: str | None) -> Report:
    """Record the plans of a sheet; what is planned already with the same value is left alone.

    Raises DataError naming every bad line, and then writes nothing.
    """
    found = read(path, sheet=sheet)
    faults = list(found.faults)
    meant: dict[Key, tuple[Message, Meant]] = {}
    with context.writing() as change:
        meanings = Meanings(change.conn, context.today)
        for entry in found.entries:
            try:
                one = _meant(meanings, entry, set_words)
                key = _key(one)
                if key in meant:
                    raise DataError(say("the same plan is in {place}", place=meant[key][0]))
                meant[key] = entry.place, one
            except DataError as error:
                faults.append(Fault(entry.line, entry.place, error))
        if faults:
            raise _not_loaded(path, faults)
        wanted = {key: one for key, (_, one) in meant.items()}
        standing = _standing(change.conn, wanted)
        written = {
            key: one
            for key, one in wanted.items()
            if key not in standing or standing[key].planned.value != one.planned.value
        }
        change.insert_many(
            "milestone",
            [milestone_row(one, document=None, note=None) for one in written.values()],
        )
        now = _standing(change.conn, written)
    changed = sum(key in standing for key in written)
    counted = report.Counted(
        new=len(written) - changed, changed=changed, same=len(wanted) - len(written)
    )
    lines = [
        report.Line(one.about.owner, one.about.of.code, one.about.item, now[key])
        for key, one in written.items()
    ]
    return report.loaded(path.name, lines, counted, day=context.today)


def _meant(meanings: Meanings, entry: Entry, set_words: str | None) -> Meant:
    numbers = parse_numbers(entry.number)
    if len(numbers) != 1:
        raise DataError(
            say("{text} is more than one number", text=entry.number), hint=say("give one number")
        )
    set_of = entry.set or set_words
    meant = meanings.plan(entry.unit, numbers[0], entry.by, set_of, entry.value)
    if entry.typed:
        _no_lost_zero(meanings, meant, numbers[0])
    _no_hidden_percent(entry, meant)
    return meant


def _no_lost_zero(meanings: Meanings, meant: Meant, number: str) -> None:
    """Refuse a figure 17.1 where there is a 17.10 too: the sheet may have dropped its zero."""
    longer = f"{number}0"
    if "." in number and meanings.has(meant, longer):
        raise DataError(
            say(
                "{number} may be {longer}: the sheet keeps both as one",
                number=number,
                longer=longer,
            ),
            hint=say("make the column of numbers text"),
        )


def _no_hidden_percent(entry: Entry, meant: Meant) -> None:
    """Refuse a bare figure below 1 where shares are meant: a sheet keeps 85 % as 0.85."""
    value = meant.planned.value
    if entry.bare and meant.unit == "%" and value is not None and 0 < abs(value) < 1:
        raise DataError(
            say(
                "{value} may be {share} %: a sheet keeps shares so",
                value=value,
                share=(value * 100).normalize(),
            ),
            hint=say('write it as text with its sign: "85 %" or "0,85 %"'),
        )


def _not_loaded(path: Path, faults: Sequence[Fault]) -> DataError:
    told: list[Message] = []
    for _, place, error in sorted(faults, key=lambda fault: fault.line):
        told.append(say("{place}: {fault}", place=place, fault=error.message))
        told.extend(filter(None, (error.hint,)))
    return DataError(
        say("{file} cannot be loaded; nothing was written", file=path.name),
        details=tuple(told),
        hint=say("mend these places, then load the file again"),
    )


def _key(one: Meant) -> Key:
    planned = one.planned
    return one.about.owner.key, one.about.item.key, planned.start, planned.last_day


def _standing(conn: sqlite3.Connection, wanted: dict[Key, Meant]) -> dict[Key, Milestone]:
    units, items = {key[0] for key in wanted}, {key[1] for key in wanted}
    return {
        (each.unit_key, each.item_key, each.planned.start, each.planned.last_day): each
        for each in queries_plan.milestones(conn, units, items)
    }
