"""How much of the approved capital was disbursed: the slow ones first, and what it comes to."""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.disbursement import By, Group, Pace
from ntmtrack.domain.work import Sums
from ntmtrack.message import N_, Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports import works
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("source", N_("Source"), Show.ALWAYS, wrap=True),
    Column("year", N_("Year"), Show.ALWAYS),
    Column("works", N_("Works"), right=True),
    Column("approved", N_("Approved (đồng)"), right=True),
    Column("disbursed", N_("Disbursed (đồng)"), right=True),
    Column("share", N_("Share"), right=True),
    Column("difference", N_("Not disbursed (đồng)"), right=True),
    Column("owed", N_("Debt (đồng)"), Show.SPARE, right=True),
    Column("silent", N_("No word of disbursing"), Show.DATA, right=True),
)

_BLOCKS = {
    Pace.SHARE: N_("Slowest first ({count})"),
    Pace.NOTHING_SAID: N_("Approved, no word of disbursing ({count})"),
    Pace.NO_BASE: N_("No approved capital is recorded ({count})"),
}

_SHOWN = {By.UNIT: ("unit", "unit_name"), By.SOURCE: ("source",), By.YEAR: ("year",)}
"""What names a row, by what sums are told apart by."""


class Line(Record):
    """A group of works, and what they are of: a unit, a source of capital or a year."""

    group: Group
    unit: Unit | None = None
    source: str | None = None
    year: int | None = None


def build(
    lines: Sequence[Line],
    whole: Group,
    *,
    by: By,
    day: date,
    year: int | None = None,
    remarks: Sequence[Message] = (),
) -> Report:
    """Groups of works by what was disbursed of them; `whole` counts each work once."""
    ordered = sorted(lines, key=lambda line: line.group.slowness)
    blocks = []
    for pace, heading in _BLOCKS.items():
        rows = tuple(_row(line, year) for line in ordered if line.group.pace is pace)
        if rows:
            blocks.append(Block(str(pace), say(heading, count=len(rows)), rows))
    title = say("Disbursement on {day}", day=day)
    if year is not None:
        title = say("Disbursement of the capital of {year} on {day}", year=str(year), day=day)
    return Report(
        name="work disbursement",
        title=title,
        columns=_columns(by),
        blocks=tuple(blocks),
        notes=(*_notes(whole), *remarks),
        as_of=day,
        empty=say("No capital is recorded: see `ntmtrack work approve --help`."),
        summary=_summary(whole),
        finds=frozenset((str(Pace.SHARE), str(Pace.NOTHING_SAID))),
    )


def _columns(by: By) -> tuple[Column, ...]:
    """What does not name a row is left to data formats."""
    named = {key for keys in _SHOWN.values() for key in keys}
    return tuple(
        each._replace(show=Show.DATA) if each.key in named - {*_SHOWN[by]} else each
        for each in COLUMNS
    )


def _row(line: Line, year: int | None) -> Row:
    unit, group = line.unit, line.group
    return (
        None if unit is None else unit.code,
        None if unit is None else unit.name,
        line.source,
        year if line.year is None else line.year,
        group.works,
        *works.cells(group.sums),
        group.silent,
    )


def _notes(whole: Group) -> list[Message]:
    if not whole.works:
        return []
    notes = [say_n("{count} work", "{count} works", whole.works), *works.totals(whole.sums)]
    if whole.silent:
        notes.append(
            say_n(
                "of {count} work with approved capital there is no word of disbursing; it counts"
                " as nothing disbursed",
                "of {count} works with approved capital there is no word of disbursing; they count"
                " as nothing disbursed",
                whole.silent,
            )
        )
    if whole.without_base and whole.sums.share is not None:
        notes.append(
            say(
                "of it {amount} đồng is of sources and years of which nothing is recorded as"
                " approved; the share counts it",
                amount=works.amount(whole.without_base),
            )
        )
    return notes


def _summary(whole: Group) -> dict[str, int | str]:
    told = zip(Sums._fields, whole.sums, strict=True)
    known: dict[str, int | str] = {name: value for name, value in told if value is not None}
    if whole.sums.share is not None:
        known["share"] = str(whole.sums.share)
    return {"works": whole.works, "silent": whole.silent, **known}
