"""How two criteria sets correspond, and what both say of a unit, side by side."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from ntmtrack.domain.mapping import Carried, Coverage, SetMapping, remarks
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.counts import tally_notes
from ntmtrack.reports.report import Block, Column, Report, Row, Show

MAPPINGS_COLUMNS = (
    Column("old", N_("Old set"), Show.ALWAYS),
    Column("new", N_("New set"), Show.ALWAYS),
    Column("name", N_("Name"), wrap=True),
    Column("relations", N_("Relations"), right=True),
    Column("confidence", N_("Confidence")),
    Column("loaded", N_("Loaded")),
    Column("recorded_at", N_("Recorded at")),
    Column("source", N_("Source"), Show.DATA, wrap=True),
)


def mappings(
    found: Iterable[tuple[SetMapping, datetime | None]],
    day: date,
    *,
    notes: tuple[Message, ...] = (),
) -> Report:
    """The mappings that there are, each with when it was recorded (None: shipped, not loaded)."""
    rows = tuple(
        (
            each.old,
            each.new,
            each.name,
            len(each.links),
            each.confidence,
            recorded_at is not None,
            recorded_at,
            each.source,
        )
        for each, recorded_at in found
    )
    return Report(
        name="criteria map",
        title=say("Mappings between criteria sets"),
        columns=MAPPINGS_COLUMNS,
        blocks=(Block("mappings", None, rows),),
        notes=notes,
        as_of=day,
    )


RELATION_COLUMNS = (
    Column("old", N_("Old"), Show.ALWAYS),
    Column("old_name", N_("Old criterion"), Show.ALWAYS, wrap=True),
    Column("relation", N_("Relation")),
    Column("new", N_("New"), Show.ALWAYS),
    Column("new_name", N_("New criterion"), Show.ALWAYS, wrap=True),
    Column("confidence", N_("Confidence")),
    Column("note", N_("Note"), Show.SPARE, wrap=True),
    Column("old_set", N_("Old set"), Show.DATA),
    Column("new_set", N_("New set"), Show.DATA),
)

_JUDGES_NOTHING = say(
    "A mapping says what criteria are about. It judges nothing and changes no count."
)


def relations(
    mapping: SetMapping,
    found: Coverage,
    *,
    old_names: Mapping[str, str],
    new_names: Mapping[str, str],
    origin: Message,
    day: date,
) -> Report:
    """Every criterion of both sets: its relations, or that it has no counterpart.

    `found` is the mapping's coverage of the criteria in force, whose names are given by number.
    `--check` asks whether any is without counterpart.
    """
    sets = (mapping.old, mapping.new)
    linked: tuple[Row, ...] = tuple(
        (
            link.old,
            old_names[link.old],
            link.relation,
            link.new,
            new_names[link.new],
            link.confidence,
            link.note,
            *sets,
        )
        for link in found.links
    )
    old_only: tuple[Row, ...] = tuple(
        (number, old_names[number], *[None] * 5, *sets) for number in found.old_only
    )
    new_only: tuple[Row, ...] = tuple(
        (*[None] * 3, number, new_names[number], *[None] * 2, *sets) for number in found.new_only
    )
    whole = tuple(
        say("every criterion of {set} has a counterpart", set=code)
        for code, numbers in ((mapping.old, found.old_only), (mapping.new, found.new_only))
        if not numbers
    )
    return Report(
        name="criteria map",
        title=say("From {before} to {after}", before=mapping.old, after=mapping.new),
        columns=RELATION_COLUMNS,
        blocks=(
            Block("relations", say("Corresponding criteria"), linked),
            Block("old_only", say("Only in {set}", set=mapping.old), old_only),
            Block("new_only", say("Only in {set}", set=mapping.new), new_only),
        ),
        notes=(
            *_said_of(mapping, origin),
            *whole,
            *remarks(mapping, found),
            _JUDGES_NOTHING,
        ),
        as_of=day,
        summary={
            "relations": len(linked),
            "old_only": len(old_only),
            "new_only": len(new_only),
        },
        finds=frozenset({"old_only", "new_only"}),
    )


def _said_of(mapping: SetMapping, origin: Message) -> tuple[Message, ...]:
    """What a mapping is and where it comes from."""
    told = [say("{name}: {confidence}", name=mapping.name, confidence=mapping.confidence), origin]
    if mapping.source:
        told.append(say("Source: {words}", words=mapping.source))
    if mapping.notes:
        told.append(say("{words}", words=mapping.notes))
    return tuple(told)


CARRIED_COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.DATA),
    Column("new", N_("No."), Show.ALWAYS),
    Column("new_name", N_("New criterion"), Show.ALWAYS, wrap=True),
    Column("verdict", N_("Verdict")),
    Column("assessed_on", N_("Assessed on")),
    Column("carried", N_("By the old set"), wrap=True),
    Column("carried_on", N_("Last judged by it")),
    Column("carried_verdict", N_("Carried over")),
    Column("from", N_("Old"), Show.DATA),
    Column("relations", N_("Relation"), Show.SPARE, wrap=True),
    Column("old_set", N_("Old set"), Show.DATA),
    Column("new_set", N_("New set"), Show.DATA),
)


class SideBySide(Record):
    """One unit under both sets: what each says, and its standing under the old one, if any."""

    unit: str
    unit_name: str
    rows: tuple[Carried, ...]
    old: UnitStanding | None = None


def carried(
    mapping: SetMapping,
    found: Coverage,
    units: Sequence[SideBySide],
    *,
    origin: Message,
    day: date,
) -> Report:
    """Each criterion of the new set for each unit, its own verdict beside what the old set said.

    Only `verdict` is an assessment. What the old set said of criteria without a counterpart is
    not shown; a note names them.
    """
    return Report(
        name="carried",
        title=say(
            "What {before} said, beside {after}, as of {day}",
            before=mapping.old,
            after=mapping.new,
            day=day,
        ),
        columns=CARRIED_COLUMNS,
        blocks=tuple(
            Block(
                each.unit,
                say("{unit}", unit=each.unit_name),
                tuple((*_carried_row(each, row), mapping.old, mapping.new) for row in each.rows),
            )
            for each in units
        ),
        notes=(
            say(
                "What {before} said is shown beside {after} and counts nowhere as assessed.",
                before=mapping.old,
                after=mapping.new,
            ),
            *_said_of(mapping, origin),
            *remarks(mapping, found),
            *_unjudged(mapping, units),
            *(note for each in units if each.old for note in tally_notes(each.old)),
        ),
        as_of=day,
        empty=say("There is no unit to show."),
    )


def _carried_row(of: SideBySide, each: Carried) -> Row:
    own = each.own
    said = tuple(
        say("{number} {verdict}", number=finding.number, verdict=finding.verdict)
        for finding in each.said
    )
    return (
        of.unit,
        of.unit_name,
        each.number,
        each.name,
        None if own is None else own.verdict,
        None if own is None else own.assessed_on,
        say("{words}", words=said) if said else None,
        each.said_on,
        each.verdict,
        tuple(link.old for link in each.links),
        tuple(dict.fromkeys(link.relation for link in each.links)),
    )


def _unjudged(mapping: SetMapping, units: Sequence[SideBySide]) -> tuple[Message, ...]:
    """Which units neither list nor part of one was recorded of under the old set."""
    names = tuple(
        each.unit_name
        for each in units
        if each.old is None or not any(finding.assessed_on for finding in each.old.findings)
    )
    if not names:
        return ()
    return (
        say_n(
            "{count} unit has no criterion judged by {set}: {units}",
            "{count} units have no criterion judged by {set}: {units}",
            len(names),
            set=mapping.old,
            units=names,
        ),
    )
