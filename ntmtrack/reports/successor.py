"""What a unit was made of, as that stood on its last day, and what follows for it: derived."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from ntmtrack.domain.assessment import Counts, Finding
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.lineage import Derived, LineageKind, Link, Relation, derived
from ntmtrack.domain.recognition import StandingState, follow
from ntmtrack.domain.standing import Standing, UnitStanding
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.reports.report import Block, Cell, Column, Report, Row, Show
from ntmtrack.reports.status import score, standing_cell

_DAY = timedelta(days=1)

COLUMNS = (
    Column("block", N_("Block"), Show.DATA),
    Column("unit", N_("Code"), Show.DATA),
    Column("unit_name", N_("Unit"), Show.ALWAYS),
    Column("relation", N_("Relation")),
    Column("kind", N_("How")),
    Column("happened_on", N_("On")),
    Column("document", N_("Document"), wrap=True),
    Column("set", N_("Set"), Show.DATA),
    Column("number", N_("No."), Show.ALWAYS),
    Column("name", N_("Criterion"), Show.ALWAYS, wrap=True),
    Column("verdict", N_("Derived")),
    Column("met_in", N_("Met in"), wrap=True),
    Column("nearly_met_in", N_("Nearly met in"), wrap=True),
    Column("unmet_in", N_("Unmet in"), wrap=True),
    Column("not_applicable_in", N_("Not applicable in"), wrap=True),
    Column("not_assessed_in", N_("Not assessed in"), wrap=True),
    Column("score", N_("Met"), right=True),
    Column("met", N_("Met"), Show.DATA, right=True),
    Column("total", N_("Of"), Show.DATA, right=True),
    Column("standing", N_("Standing"), wrap=True),
)


class Related(Record):
    """A unit that another was made of, or became, from a day on.

    `stood` is how a predecessor stood on its last day, under each set; `link` is None for the
    unit itself as it was before it took others in.
    """

    unit: Unit
    relation: Relation
    day: date
    link: Link | None
    stood: tuple[UnitStanding, ...] = ()


def build(
    unit: Unit,
    before: Sequence[Related],
    after: Sequence[Related],
    *,
    day: date,
    own: Sequence[Standing] = (),
    of: str | None = None,
    unrecorded: Sequence[str] = (),
) -> Report:
    """The lineage of a unit, and for each set what follows from its last predecessors.

    `own` are the events of the unit itself, oldest first; `of` is the only set asked about;
    `unrecorded` names what the unit was made of as well, of which the ledger knows nothing.
    """
    last = max((each.day for each in before), default=day)
    parts = [each for each in before if each.day == last]
    sets = _sets(parts, of)
    names = _told_apart([each.unit for each in parts])
    each_set = {code: _derived(parts, names, code, unrecorded) for code in sets}
    found = {code: listed for code, listed in each_set.items() if listed}
    relations = [row for each in (*before, *after) for row in _relation_rows(each, sets)]
    blocks = [Block("relations", say("Predecessors and successors"), tuple(relations))]
    blocks += [_block(unit, code, listed) for code, listed in found.items()]
    return Report(
        name="unit lineage",
        title=say("{unit}: what it was made of and what it became", unit=unit.name),
        columns=COLUMNS,
        blocks=tuple(block for block in blocks if block.rows),
        notes=tuple(_notes(unit, parts, found, own, unrecorded, day)) if parts else (),
        as_of=day,
        empty=say("No predecessor and no successor is recorded."),
        summary={"predecessors": len(before), "successors": len(after)},
    )


def _sets(parts: Sequence[Related], of: str | None) -> list[str]:
    """The set asked about, the one that all share, else all: never one mixed with another."""
    if of is not None:
        return [of]
    used = [{each.set_code for each in part.stood} for part in parts]
    shared = set.intersection(*used) if used else set()
    return sorted(shared if len(shared) == 1 else set().union(*used))


def _told_apart(units: Sequence[Unit]) -> Mapping[int, str]:
    """Names by key; with the code where several bear one."""
    names = Counter(each.name for each in units)
    return {
        each.key: each.name if names[each.name] == 1 else f"{each.name} ({each.code})"
        for each in units
    }


def _derived(
    parts: Sequence[Related], names: Mapping[int, str], code: str, unrecorded: Sequence[str]
) -> tuple[Derived, ...]:
    judged = [(names[each.unit.key], _findings(each, code)) for each in parts]
    return derived([*judged, *((name, ()) for name in unrecorded)])


def _under(part: Related, code: str) -> UnitStanding | None:
    return next((each for each in part.stood if each.set_code == code), None)


def _findings(part: Related, code: str) -> Sequence[Finding]:
    stood = _under(part, code)
    return () if stood is None else stood.findings


def _row(block: str, **cells: Cell) -> Row:
    told: Mapping[str, Cell] = {"block": block, **cells}
    return tuple(told.get(column.key) for column in COLUMNS)


def _relation_rows(each: Related, sets: Sequence[str]) -> list[Row]:
    stood: list[UnitStanding | None] = [s for s in each.stood if s.set_code in sets]
    return [
        _row(
            "relations",
            unit=each.unit.code,
            unit_name=each.unit.name,
            relation=each.relation,
            kind=None if each.link is None else each.link.kind,
            happened_on=each.day,
            document=None if each.link is None else each.link.document,
            **({} if under is None else _figures(under)),
        )
        for under in stood or [None]
    ]


def _figures(under: UnitStanding) -> dict[str, Cell]:
    return {
        "set": under.set_code,
        "score": score(under),
        "met": under.counts.met,
        "total": under.counts.total,
        "standing": standing_cell(under.standings),
    }


def _block(unit: Unit, code: str, listed: Sequence[Derived]) -> Block:
    rows = tuple(
        _row(
            "derived",
            unit=unit.code,
            set=code,
            number=each.number,
            name=each.name,
            verdict=each.verdict,
            met_in=each.met_in,
            nearly_met_in=each.nearly_met_in,
            unmet_in=each.unmet_in,
            not_applicable_in=each.not_applicable_in,
            not_assessed_in=each.not_assessed_in,
        )
        for each in listed
    )
    return Block(code, say("{set}: derived, not assessed", set=code), rows)


def _notes(
    unit: Unit,
    parts: Sequence[Related],
    found: Mapping[str, Sequence[Derived]],
    own: Sequence[Standing],
    unrecorded: Sequence[str],
    day: date,
) -> list[Message]:
    notes = [
        say(
            "Derived from the predecessors as they stood on {day}: this is no assessment and is"
            " counted nowhere. Met only where all met it, unmet where any did not.",
            day=parts[0].day - _DAY,
        )
    ]
    shared = [p.unit.name for p in parts if p.link and p.link.kind is LineageKind.SPLIT]
    if shared:
        notes.append(
            say(
                "Only a part of {names} came here; the figures are those of the whole.",
                names=tuple(shared),
            )
        )
    if unrecorded:
        notes.append(
            say(
                "WARNING by the shipped table it was made of these too, or of parts of them:"
                " {names}. The ledger does not say so: they count as not assessed.",
                names=tuple(unrecorded),
            )
        )
    for code, listed in found.items():
        notes.append(_counts(unit, code, listed))
        if _recognised([each for each in own if each.set_code == code], day):
            words = say("{unit} is itself recognised under {set}.", unit=unit.name, set=code)
            notes.append(words)
        else:
            notes.append(_no_standing(unit, code, parts, all_known=not unrecorded))
    if not found:
        notes.append(say("None of the predecessors had been judged."))
    if len(found) > 1:
        notes.append(say("Several criteria sets are shown; their counts are not comparable."))
    return notes


def _recognised(events: Sequence[Standing], day: date) -> bool:
    return bool(events) and follow(events, day).state is StandingState.RECOGNISED


def _counts(unit: Unit, code: str, listed: Sequence[Derived]) -> Message:
    counts = Counts.of(each.verdict for each in listed)
    return say(
        "{unit}, {set}, derived: met {met}/{total}; nearly met {nearly}; unmet {unmet}; not"
        " applicable {na}; not assessed {missing}",
        unit=unit.name,
        set=code,
        met=counts.met,
        total=counts.total,
        nearly=counts.nearly_met,
        unmet=counts.unmet,
        na=counts.not_applicable,
        missing=counts.not_assessed,
    )


def _no_standing(unit: Unit, code: str, parts: Sequence[Related], *, all_known: bool) -> Message:
    """How a merged unit comes to be recognised: Nghị quyết 35/2023/UBTVQH15, Điều 17."""
    stood = [(each, _under(each, code)) for each in parts]
    held = [
        each.unit.name
        for each, under in stood
        if under is not None and _recognised(under.standings, each.day - _DAY)
    ]
    if len(held) < len(parts):
        return say(
            "{unit} has no standing of its own under {set} yet. Recognised of what it was made of:"
            " {names}; it is reviewed anew, with a new dossier (Nghị quyết 35/2023/UBTVQH15,"
            " Điều 17).",
            unit=unit.name,
            set=code,
            names=tuple(held) or "–",
        )
    if all_known:
        return say(
            "{unit} has no standing of its own under {set} yet. All that it was made of were"
            " recognised: the provincial People's Committee recognises it at that level (Nghị"
            " quyết 35/2023/UBTVQH15, Điều 17).",
            unit=unit.name,
            set=code,
        )
    return say(
        "{unit} has no standing of its own under {set} yet. Recognised: {names}; whether the rest"
        " of what it was made of was, the ledger does not know (Nghị quyết 35/2023/UBTVQH15,"
        " Điều 17, asks for all).",
        unit=unit.name,
        set=code,
        names=tuple(held),
    )
