"""The table of rules: each by its name, and how it is carried out on a ledger."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping

from ntmtrack.app.addressees import agencies_with, unreachable
from ntmtrack.app.check_look import Look
from ntmtrack.app.product_counts import against_list
from ntmtrack.domain.checks import content, judgements, place, products, tasks, units, works
from ntmtrack.domain.checks.content import Apart, Items, Sealed, Unreached
from ntmtrack.domain.checks.finding import Finding, Rule
from ntmtrack.domain.closing import seal
from ntmtrack.domain.criteria_compare import content_hash
from ntmtrack.message import Message, say
from ntmtrack.reports.check_counts import count_and_list
from ntmtrack.store import (
    chain,
    copies_held,
    expected_schema,
    kept_tasks,
    merging_conflicts,
    queries,
    queries_catalogue,
    queries_check,
    queries_check_units,
    queries_check_whole,
    queries_closing,
    queries_products,
    queries_stand,
    queries_works,
    slates,
)


def _whole(rule: Rule, faults: Iterable[Message], *command: str) -> Iterator[Finding]:
    for each in faults:
        yield Finding(rule, each, command=command)


def _integrity(look: Look) -> Iterator[Finding]:
    try:
        faults = queries_check_whole.integrity(look.conn)
    except sqlite3.DatabaseError as error:
        # Of a page that is no page at all SQLite tells nothing more.
        faults = [say("{words}", words=str(error))]
    return _whole(Rule.INTEGRITY, faults, "restore", _newest_copy(look))


def _newest_copy(look: Look) -> str:
    """Where the newest copy is, for whoever has to go back to it."""
    folder = copies_held.usual_folder(look.context.path)
    held = copies_held.held(look.context.path, folder)
    return str(held[-1].path) if held else "FILE"


def _foreign_keys(look: Look) -> Iterator[Finding]:
    mend = ("check", "--rule", Rule.CHAIN.value)
    return _whole(Rule.FOREIGN_KEYS, queries_check_whole.foreign_keys(look.conn), *mend)


def _chain(look: Look) -> Iterator[Finding]:
    return content.chain(chain.breaks(look.conn))


def _kept(look: Look) -> Iterator[Finding]:
    return content.kept(slates.kept_otherwise(look.conn), tasks=kept_tasks.differs(look.conn))


def _recorded_back(look: Look) -> Iterator[Finding]:
    return content.recorded_back(queries_check_whole.moments(look.conn))


def _future_change(look: Look) -> Iterator[Finding]:
    return content.future_change(queries_check_whole.moments(look.conn), look.context.now)


def _folded_name(look: Look) -> Iterator[Finding]:
    names = queries_check_units.unit_names(look.conn)
    return content.folded_name([*names, *queries_check_units.other_names(look.conn)])


def _criteria_body(look: Look) -> Iterator[Finding]:
    return content.criteria_body(
        Sealed(each.code, each.hash, content_hash(look.stored(each.key)[0]))
        for each in queries_catalogue.sets(look.conn)
    )


def _criteria_items(look: Look) -> Iterator[Finding]:
    return content.criteria_items(_items(look))


def _items(look: Look) -> Iterator[Items]:
    rows = queries_check_units.item_numbers(look.conn)
    for each in queries_catalogue.sets(look.conn):
        criteria, overlays = look.stored(each.key)
        last = max((overlay.effective for overlay in overlays), default=look.day)
        laid = criteria.in_force(overlays, last)
        numbers = {criterion.number for criterion in laid.criteria}
        said = numbers | {indicator.number for indicator in laid.indicators()}
        yield Items(each.code, rows.get(each.key, frozenset()), frozenset(said))


def _closing_seal(look: Look) -> Iterator[Finding]:
    return content.closing_seal(
        Sealed(each.period, each.hash, seal(each.body))
        for each in queries_closing.closings(look.conn)
    )


def _count_and_list(look: Look) -> Iterator[Finding]:
    counted = queries.tallies(look.conn, [each.key for each in look.units], look.view)
    yield from count_and_list(look.standings, counted)
    of_products = queries_products.product_tallies(look.conn, look.day)
    yield from products.fewer_counted(against_list(look.conn, of_products))


def _met_without_evidence(look: Look) -> Iterator[Finding]:
    at_stake = {(each.unit_key, each.set_code) for each in look.at_stake}
    return judgements.met_without_evidence(
        each for each in queries_check.met_bare(look.conn) if each[:2] in at_stake
    )


def _without_address(look: Look) -> Iterator[Finding]:
    if look.context.mail is None and not queries_check_whole.mail_is_used(look.conn):
        return iter(())
    running = [each for each in look.tasks if not each.closed]
    missed = unreachable(agencies_with(look.conn, running, look.day))
    return content.agency_without_address(
        Unreached(each.name, each.tasks) for each in missed if not each.ended
    )


def _office_unnamed(look: Look) -> Iterator[Finding]:
    lacking = queries_check_whole.lacking(look.conn)
    return iter(()) if lacking is None else content.office_unnamed(lacking)


def _open_conflict(look: Look) -> Iterator[Finding]:
    return content.open_conflict(
        Apart(
            each.table,
            next((str(each.row[name]) for name in _CALLED if each.row.get(name)), each.uid),
            str(each.row.get("number") if each.table == "task" else each.uid),
            each.group[0].removesuffix("_id"),
            tuple(_told(standing.values) for standing in each.standing),
        )
        for each in merging_conflicts.conflicts(look.conn)
    )


_CALLED = ("number", "name", "title", "address", "code")
"""By what a row is called, whichever of them it has."""


def _told(values: Mapping[str, object]) -> str:
    return " · ".join(str(value) for value in values.values() if value is not None) or "…"


def _overdrawn(look: Look) -> Iterator[Finding]:
    found = queries_works.works(look.conn, look.day)
    owners = {each.unit_key for each in found}
    near = queries_catalogue.units_near(look.conn, look.day, owners)
    return works.more_disbursed(found, {key: each.code for key, each in near.items()})


def _backup(look: Look) -> Iterator[Finding]:
    path = look.context.path
    held = copies_held.held(path, copies_held.usual_folder(path))
    last = max(held, key=lambda each: each.change, default=None)
    unsaved = queries_stand.first_after(look.conn, last.change if last else 0)
    return place.backup(unsaved, last.made_at.date() if last else None, look.day)


RULES: dict[Rule, Callable[[Look], Iterable[Finding]]] = {
    Rule.INTEGRITY: _integrity,
    Rule.FOREIGN_KEYS: _foreign_keys,
    Rule.CHAIN: _chain,
    Rule.SCHEMA: lambda look: content.schema(
        *expected_schema.odd_parts(look.conn), copy=_newest_copy(look)
    ),
    Rule.KEPT: _kept,
    Rule.RECORDED_BACK: _recorded_back,
    Rule.TASK_HEADER: lambda look: tasks.task_header(queries_check.headers(look.conn)),
    Rule.FOLDED_NAME: _folded_name,
    Rule.CRITERIA_BODY: _criteria_body,
    Rule.CRITERIA_ITEMS: _criteria_items,
    Rule.CLOSING_SEAL: _closing_seal,
    Rule.VERDICT_AND_THRESHOLD: lambda look: judgements.verdict_and_threshold(look.valued),
    Rule.UNIT_OVERLAP: lambda look: units.unit_overlap(look.versions),
    Rule.PARENT_CIRCLE: lambda look: units.parent_circle(look.versions),
    Rule.SAME_CODE: lambda look: units.same_code(queries_check_units.codes(look.conn)),
    Rule.THRESHOLD_CHANGED: lambda look: judgements.threshold_changed(look.valued),
    Rule.COUNT_AND_LIST: _count_and_list,
    Rule.UNMET_WITHOUT_TASK: lambda look: judgements.unmet_without_task(look.at_stake, look.tasks),
    Rule.DONE_BUT_UNMET: lambda look: judgements.done_but_unmet(look.at_stake, look.tasks),
    Rule.FILE_MISSING: lambda look: place.file_missing(look.files),
    Rule.FILE_CHANGED: lambda look: place.file_changed(look.files),
    Rule.TASK_WITHOUT_LEAD: lambda look: tasks.without_lead(look.tasks),
    Rule.DONE_BEFORE_ASSIGNED: lambda look: tasks.done_before_assigned(look.tasks),
    Rule.DUE_BEFORE_ASSIGNED: lambda look: tasks.due_before_assigned(look.tasks),
    Rule.DUE_AFTER_PARENT: lambda look: tasks.due_after_parent(look.tasks),
    Rule.DUE_WORDS: lambda look: tasks.due_words(queries_check.worded_dues(look.conn)),
    Rule.UNIT_ENDED: lambda look: tasks.unit_ended(
        queries_check.tasks_of_ended_units(look.conn, look.day)
    ),
    Rule.AGENCY_ENDED: lambda look: tasks.agency_ended(
        queries_check.tasks_of_ended_agencies(look.conn, look.day)
    ),
    Rule.AGENCY_WITHOUT_ADDRESS: _without_address,
    Rule.SAME_AGENCY: lambda look: units.same_agency(queries_check_units.bodies(look.conn)),
    Rule.SAME_UNIT: lambda look: units.same_unit(look.versions),
    Rule.UNIT_GAP: lambda look: units.unit_gap(look.versions),
    Rule.OUTSIDE_PARENT: lambda look: units.outside_parent(look.versions),
    Rule.LINEAGE_DATES: lambda look: units.lineage_dates(
        queries_check_units.passed(look.conn), look.versions
    ),
    Rule.OUTSIDE_UNIT: lambda look: units.outside_unit(
        queries_check_units.days_of_facts(look.conn), look.versions
    ),
    Rule.OVERDRAWN: _overdrawn,
    Rule.FUTURE_FACT: lambda look: content.future_fact(queries_check_units.ahead(look.conn)),
    Rule.FUTURE_CHANGE: _future_change,
    Rule.OPEN_CONFLICT: _open_conflict,
    Rule.REFUSED: lambda look: content.refused(queries_check_whole.held(look.conn, "refused")),
    Rule.WAITING: lambda look: content.waiting(queries_check_whole.held(look.conn, "waiting")),
    Rule.OFFICE_UNNAMED: _office_unnamed,
    Rule.RIGHTS: lambda look: place.rights(look.place),
    Rule.NETWORK_FOLDER: lambda look: place.network_folder(look.place),
    Rule.SYNCED_FOLDER: lambda look: place.synced_folder(look.place),
    Rule.JOURNAL_MODE: lambda look: place.journal_mode(look.engine, look.place.path),
    Rule.OLD_SQLITE: lambda look: place.old_sqlite(look.engine),
    Rule.LEFTOVER: lambda look: place.leftover(look.place),
    Rule.BACKUP: _backup,
    Rule.MET_WITHOUT_EVIDENCE: _met_without_evidence,
    Rule.OVERRIDDEN: lambda look: judgements.overridden(look.valued),
    Rule.PRODUCT_EXPIRED: lambda look: products.expired(
        queries_products.products(look.conn, look.day), look.day
    ),
    Rule.TASK_WITHOUT_DUE: lambda look: tasks.without_due(look.tasks),
    Rule.TASK_WITHOUT_DOCUMENT: lambda look: tasks.without_document(look.tasks),
}
"""How each rule is carried out, in the order in which they are told."""
