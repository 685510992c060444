"""What became of units: the answer to a merger or a split, and what a unit tells of its own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.lineage import LineageKind, Link, Relation
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.reports.report import Block, Column, Report, Row, Show

CHANGE_COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("relation", N_("Relation")),
    Column("code", N_("Code")),
    Column("kind", N_("Kind")),
    Column("parent", N_("Below")),
    Column("valid_from", N_("From")),
    Column("valid_to", N_("To")),
)

NO_STANDING = say(
    "A new unit has no standing of its own until it is recognised or carried over"
    " (Nghị quyết 35/2023/UBTVQH15, Điều 17)."
)


def changed(
    old: Sequence[Unit],
    new: Sequence[Unit],
    *,
    name: str,
    day: date,
    going_on: Sequence[Unit] = (),
    moved: int = 0,
    left: Sequence[str] = (),
    facts: Mapping[int, int],
) -> Report:
    """The answer to a merger or a split on a day: what ended, what it became, what to see to.

    `going_on` are those of the new that were there before, `moved` how many units below go on
    below them, `left` the names of those that are below nothing now, `facts` how many facts are
    of the day or later, by the key of a unit that has ended.
    """
    rows = [_change_row(each, Relation.PREDECESSOR) for each in old]
    rows += [_change_row(each, Relation.SUCCESSOR) for each in new]
    return Report(
        name=name,
        title=say("{old} became {new} on {day}", old=_names(old), new=_names(new), day=day),
        columns=CHANGE_COLUMNS,
        blocks=(Block("units", None, tuple(rows)),),
        notes=tuple(_change_notes(old, new, day, going_on, moved, left, facts)),
        as_of=day,
    )


def _change_row(unit: Unit, relation: Relation) -> Row:
    return (
        unit.code,
        unit.name,
        relation,
        unit.code if unit.coded else None,
        unit.kind,
        unit.parent_name,
        unit.valid_from,
        unit.valid_to,
    )


def _change_notes(
    old: Sequence[Unit],
    new: Sequence[Unit],
    day: date,
    going_on: Sequence[Unit],
    moved: int,
    left: Sequence[str],
    facts: Mapping[int, int],
) -> list[Message]:
    notes = [
        say(
            "{unit} was there before and goes on under its own name; its figures before {day} are"
            " those of the smaller area.",
            unit=each.name,
            day=day,
        )
        for each in going_on
    ]
    names = {each.name for each in old}
    notes += [
        say("{unit} is a new unit; the one of that name before it has ended.", unit=each.name)
        for each in new
        if each.name in names and each not in going_on
    ]
    if moved:
        notes.append(
            say_n(
                "{count} unit below goes on below it from {day}",
                "{count} units below go on below it from {day}",
                moved,
                day=day,
            )
        )
    if left:
        notes.append(
            say(
                "WARNING these are below nothing from {day}: {names}; say where they belong with"
                " `ntmtrack unit set UNIT --under PARENT --from DATE`",
                day=day,
                names=tuple(left),
            )
        )
    for each in old:
        if each.key in facts:
            notes.append(
                say_n(
                    "WARNING {count} fact of {unit} is of {day} or later; it stays with that unit",
                    "WARNING {count} facts of {unit} are of {day} or later; they stay with that"
                    " unit",
                    facts[each.key],
                    unit=each.name,
                    day=day,
                )
            )
    if len(going_on) < len(new):
        notes.append(NO_STANDING)
    return notes


def _names(units: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(each.name for each in units)


def ended(unit: Unit) -> Message:
    """That a unit is no more, since when, and what it became as far as that is recorded."""
    if unit.successors:
        return say(
            "{unit} ended on {day}; it went over into {names}",
            unit=unit.name,
            day=unit.valid_to,
            names=unit.successors,
        )
    return say("{unit} ended on {day}", unit=unit.name, day=unit.valid_to)


def to_begin(unit: Unit) -> Message:
    """That a unit is not there yet, and where to see what it was made of."""
    return say(
        "{unit} exists only from {day}; see `ntmtrack unit lineage {code}`",
        unit=unit.name,
        day=unit.valid_from,
        code=unit.code,
    )


def formed(unit: Unit, day: date) -> Message:
    """That nothing is recorded of a unit because it was made of others, and where they are told."""
    return say(
        "{unit} was formed on {day}, nothing has been judged of it yet; of what it was made:"
        " `ntmtrack unit lineage {code}`, or --as-of an earlier day",
        unit=unit.name,
        day=day,
        code=unit.code,
    )


def told(key: int, links: Sequence[Link], names: Mapping[int, str]) -> tuple[Message, ...]:
    """Where a unit comes from and what it became, each with its day and document.

    `names` are those of all units of the links, by their keys.
    """
    grouped: dict[tuple[str, date, str | None], list[str]] = defaultdict(list)
    for each in links:
        came = each.after == key
        sentence = _TOLD[Relation.PREDECESSOR if came else Relation.SUCCESSOR, each.kind]
        grouped[sentence, each.happened_on, each.document].append(
            names[each.before if came else each.after]
        )
    return tuple(
        say(sentence, day=day, names=tuple(listed), document=document or "…")
        for (sentence, day, document), listed in grouped.items()
    )


_TOLD = {
    (Relation.PREDECESSOR, LineageKind.MERGED): N_(
        "{names} went over into it on {day} ({document})"
    ),
    (Relation.PREDECESSOR, LineageKind.SPLIT): N_(
        "a part of {names} went over into it on {day} ({document})"
    ),
    (Relation.SUCCESSOR, LineageKind.MERGED): N_("it went over into {names} on {day} ({document})"),
    (Relation.SUCCESSOR, LineageKind.SPLIT): N_("it was split into {names} on {day} ({document})"),
}
