"""Mergers and splits of units: the old ones end, the new ones begin, and what became of which."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key
from ntmtrack.app.unit_parts import Part, part
from ntmtrack.app.unit_rows import DAY, end_unit, link, move_below, part_below
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.lineage import LineageKind
from ntmtrack.domain.text import tokens
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import lineage as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_lineage
from ntmtrack.store.writing import Writing


class Decision(Record):
    """The first day of a new division, the document that makes it, and a note."""

    on: date
    document: str
    note: str | None = None


def merged(context: Context, words: Sequence[str], into: Part, given: Decision) -> Report:
    """Merge whole units into one, new or there already; they end the day before.

    What is recorded of them stays theirs; the units below them go on below the one that they
    became. Raises DataError for a unit that did not exist on the day before, that became another
    already or that is named twice, and where the one they become is not clear.
    """
    with context.writing() as change:
        paper = document_key(change, given.document)
        old = _ending(change, words, given.on)
        for unit in old:
            end_unit(change, unit, given.on)
        new, goes_on = part(change, into, old, given.on)
        below = [key for unit in old for key in move_below(change, unit, given.on, new)]
        link(
            change,
            [(unit, new) for unit in old],
            LineageKind.MERGED,
            given.on,
            document=paper.key if paper else None,
            note=given.note,
        )
        return report.changed(
            _as_of(change, old, given.on - DAY),
            [new],
            name="unit merge",
            day=given.on,
            going_on=[new] if goes_on else [],
            moved=len(below),
            facts=queries_lineage.facts_since(change.conn, _keys(old), given.on),
        )


def split(
    context: Context,
    words: str,
    into: Sequence[Part],
    given: Decision,
    *,
    below: Sequence[str],
) -> Report:
    """Split a unit into several, new or there already; it ends the day before.

    `below` says, as "UNIT=PART", below which part each unit of it goes on; what is not said is
    below nothing from that day on, and is told. Raises DataError as `merged` does.
    """
    with context.writing() as change:
        paper = document_key(change, given.document)
        (old,) = _ending(change, [words], given.on)
        _refuse_alone(into)
        held = queries_catalogue.children(change.conn, old.key, given.on - DAY)
        end_unit(change, old, given.on)
        found = [part(change, each, [old], given.on) for each in into]
        new = [unit for unit, _ in found]
        _refuse_twice(new)
        names = [each.words for each in into]
        wanted = _assigned(below, [each for each in held if each.parent == old.key], new, names)
        moved = part_below(change, old, given.on, wanted.get)
        link(
            change,
            [(old, unit) for unit in new],
            LineageKind.SPLIT,
            given.on,
            document=paper.key if paper else None,
            note=given.note,
        )
        return report.changed(
            _as_of(change, [old], given.on - DAY),
            new,
            name="unit split",
            day=given.on,
            going_on=[unit for unit, goes_on in found if goes_on],
            moved=sum(key in wanted for key in moved),
            left=[each.name for each in held if each.key in moved and each.key not in wanted],
            facts=queries_lineage.facts_since(change.conn, [old.key], given.on),
        )


def _ending(change: Writing, words: Sequence[str], day: date) -> list[Unit]:
    """The units that end; each existed on the day before and became no other yet."""
    found = [resolve.unit(change.conn, each, day - DAY) for each in words]
    _refuse_twice(found)
    over = queries_lineage.went_over(change.conn, _keys(found))
    for unit in found:
        if unit.key in over:
            raise DataError(
                say(
                    "{unit} went over into others on {day} already",
                    unit=unit.name,
                    day=over[unit.key],
                ),
                hint=say("see `ntmtrack unit lineage {code}`; nothing was written", code=unit.code),
            )
    return found


def _refuse_twice(units: Sequence[Unit]) -> None:
    keys = Counter(_keys(units))
    for unit in units:
        if keys[unit.key] > 1:
            raise DataError(
                say("{unit} is named twice", unit=unit.name),
                hint=say("name each unit once; nothing was written"),
            )


def _refuse_alone(into: Sequence[Part]) -> None:
    if len(into) < 2:
        raise DataError(
            say("a unit is split into two parts or more"),
            hint=say("give --into for each part, or see `ntmtrack unit merge --help`"),
        )


def _assigned(
    below: Sequence[str], held: Sequence[Unit], parts: Sequence[Unit], named: Sequence[str]
) -> Mapping[int, int]:
    """Below which part each unit goes on, by their keys, as "UNIT=PART" says it."""
    found: dict[int, int] = {}
    for said in below:
        name, sign, words = said.partition("=")
        units = _called(name, [(each, (each.name, each.code)) for each in held])
        options = zip(parts, named, strict=True)
        chosen = _called(words, [(each, (each.name, each.code, typed)) for each, typed in options])
        if not sign or len(units) != 1 or len(chosen) != 1:
            raise DataError(
                say("{words} does not name one unit below and one part", words=said),
                hint=say('write it as "UNIT=PART", both in full; nothing was written'),
                details=(*_names(held), *_names(parts)),
            )
        if found.setdefault(units[0].key, chosen[0].key) != chosen[0].key:
            raise DataError(
                say("{unit} is named twice", unit=units[0].name),
                hint=say("name each unit once; nothing was written"),
            )
    return found


def _called(words: str, known: Sequence[tuple[Unit, tuple[str, ...]]]) -> list[Unit]:
    asked = tokens(words)
    return [unit for unit, names in known if asked in [tokens(name) for name in names]]


def _names(units: Sequence[Unit]) -> tuple[Message, ...]:
    return tuple(resolve.unit_line(each) for each in units)


def _keys(units: Sequence[Unit]) -> list[int]:
    return [each.key for each in units]


def _as_of(change: Writing, units: Sequence[Unit], day: date) -> list[Unit]:
    """The same units as the ledger now has them, in the same order."""
    listed = queries_catalogue.units_by_key(change.conn, day, _keys(units))
    now = {each.key: each for each in listed}
    return [now[each.key] for each in units]
