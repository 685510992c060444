"""Taking a ledger over the change of 1/7/2025: what became of its units, by the shipped table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key
from ntmtrack.app.unit_filling import add_listed
from ntmtrack.app.unit_rows import DAY, end_unit, link, move, move_below
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.division import ListedUnit
from ntmtrack.domain.lineage import LineageKind
from ntmtrack.domain.succession import Action, Known, Proposal, proposal, settled
from ntmtrack.domain.text import tokens
from ntmtrack.domain.unit import UnitKind
from ntmtrack.errors import DataError
from ntmtrack.importers.unit_changes import known_changes
from ntmtrack.importers.unit_table import SWITCH, stable_uid
from ntmtrack.message import say, say_n
from ntmtrack.reports import succession as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_lineage
from ntmtrack.store.writing import Writing

_EVE = SWITCH - DAY


def import_changes(
    context: Context, day: date, *, province: str | None, apply: bool, document: str | None
) -> Report:
    """Propose what became of the ledger's units on 1/7/2025; with `apply`, write what is sure.

    Only units that were there on the day before and have no successor yet. Raises DataError for
    another day, and for a province that neither division has.
    """
    if day != SWITCH:
        raise DataError(
            say("no table of changes of {day} is shipped", day=day),
            hint=say("there is one of {day}; nothing was written", day=SWITCH),
        )
    known = {each.old.code: each for each in known_changes(province)}
    with context.writing() as change:
        proposals = _proposals(change, known, everywhere=province is None)
        if apply:
            paper = document_key(change, document)
            _apply(change, proposals, None if paper is None else paper.key)
    return report.build(proposals, day=SWITCH, applied=apply)


def _proposals(change: Writing, known: Mapping[str, Known], *, everywhere: bool) -> list[Proposal]:
    conn = change.conn
    there = queries_catalogue.units(conn, _EVE)
    later = {each.key: each for each in queries_catalogue.units(conn, SWITCH)}
    over = queries_lineage.went_over(conn, [each.key for each in there])
    facts = queries_lineage.facts_since(conn, [each.key for each in there], SWITCH)
    grown = queries_lineage.took_in(conn, [each.key for each in there], SWITCH)
    inside = {
        below.key
        for unit in there
        if unit.kind is UnitKind.PROVINCE and unit.code in known
        for below in queries_catalogue.children(conn, unit.key, _EVE)
    }
    districts = {unit.key for unit in there if unit.kind is UnitKind.DISTRICT}
    found: list[Proposal] = []
    for unit in there:
        lives_on = unit.key in later
        if unit.key in over or unit.kind is UnitKind.VILLAGE:
            continue
        if unit.code in known:
            each = proposal(unit, known[unit.code], facts=facts.get(unit.key, 0), lives_on=lives_on)
            if unit.key in grown:
                reason = say("others went over into it: it is the new unit already")
                each = each._replace(action=Action.ASK, reason=reason)
            if each.action is not Action.KEEP or later[unit.key].parent in districts:
                found.append(each)
        elif not (everywhere or unit.key in inside):
            continue
        elif unit.kind is not UnitKind.DISTRICT:
            found.append(_by_name(unit, known.values()))
        elif lives_on:
            found.append(Proposal(unit, Action.END, (), say("there are no districts any more")))
    bearers = {
        unit.code: (unit.key, unit.name)
        for unit in later.values()
        if unit.valid_from is None or unit.valid_from < SWITCH
    }
    return _districts_last(settled(found, bearers), later)


def _by_name(unit: Unit, known: Iterable[Known]) -> Proposal:
    """A unit that bears no code of the table: its name alone settles nothing."""
    meant = [each for each in known if tokens(each.old.name) == tokens(unit.name)]
    if not meant:
        return Proposal(unit, Action.ASK, (), say("the table has neither its code nor its name"))
    codes = tuple(each.old.code for each in meant)
    reason = say("the table has its name under {codes}: give it its code", codes=codes)
    new = {each.code: each for known in meant for each in known.successors}
    return Proposal(unit, Action.ASK, tuple(new.values()), reason)


def _districts_last(found: Sequence[Proposal], later: Mapping[int, Unit]) -> list[Proposal]:
    """The same, in which a district ends only once nothing stays below it."""
    leaving = {each.unit.key for each in found if each.action in (Action.MERGE, Action.KEEP)}
    staying: dict[int, int] = defaultdict(int)
    for unit in later.values():
        if unit.parent is not None and unit.key not in leaving:
            staying[unit.parent] += 1
    return [
        each._replace(
            action=Action.ASK,
            reason=say_n(
                "it ends once the {count} unit below it has its place",
                "it ends once the {count} units below it have their place",
                staying[each.unit.key],
            ),
        )
        if each.action is Action.END and staying[each.unit.key]
        else each
        for each in found
    ]


def _apply(change: Writing, proposals: Sequence[Proposal], document: int | None) -> None:
    """Write what is sure."""
    groups: dict[str, list[Unit]] = defaultdict(list)
    listed: dict[str, ListedUnit] = {}
    for each in proposals:
        if each.action is Action.MERGE:
            (new,) = each.successors
            groups[new.code].append(each.unit)
            listed[new.code] = new
    became = []
    # Provinces stand first in the order of codes: they are there before what goes below them.
    for code in sorted(groups, key=lambda code: (len(code), code)):
        old = groups[code]
        for unit in old:
            end_unit(change, unit, SWITCH)
        key = _successor(change, listed[code], old)
        (new_unit,) = queries_catalogue.units_by_key(change.conn, SWITCH, [key])
        pairs = [(unit, new_unit) for unit in old]
        link(change, pairs, LineageKind.MERGED, SWITCH, document=document, note=None)
        became += pairs
    _settle_below(change, proposals, became)


def _successor(change: Writing, new: ListedUnit, old: Sequence[Unit]) -> int:
    """The unit that others become: one that is there on the day, or a new one; its key."""
    uid = stable_uid(new)
    there = {unit.code: unit.key for unit in queries_catalogue.units(change.conn, SWITCH)}
    known = there.get(new.code) or queries_catalogue.unit_row(change.conn, uid)
    if known is not None:
        return known
    regions = {each.region for each in old}
    region = regions.pop() if len(regions) == 1 else None
    return add_listed(change, new, uid, there, region)


def _settle_below(
    change: Writing, proposals: Sequence[Proposal], became: Sequence[tuple[Unit, Unit]]
) -> None:
    """What is below the old units goes on where it belongs; what still is comes last."""
    there = {unit.code: unit.key for unit in queries_catalogue.units(change.conn, SWITCH)}
    communes = [pair for pair in became if pair[0].kind is not UnitKind.PROVINCE]
    provinces = [pair for pair in became if pair[0].kind is UnitKind.PROVINCE]
    for old, new in communes:
        move_below(change, old, SWITCH, new)
    for each in proposals:
        if each.action is Action.KEEP:
            parent = each.successors[0].parent_code
            move(change, each.unit, SWITCH, None if parent is None else there.get(parent))
        elif each.action is Action.END:
            end_unit(change, each.unit, SWITCH)
    for old, new in provinces:
        move_below(change, old, SWITCH, new)
