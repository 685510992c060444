"""Documents looked at: all of them with what became of what they ask for, or one on a page."""

import sqlite3
from collections import defaultdict
from datetime import date

from ntmtrack.app import bodies
from ntmtrack.app.choosing_figures import chosen_items
from ntmtrack.app.context import Context
from ntmtrack.app.product_counts import against_list
from ntmtrack.app.products import by_name
from ntmtrack.app.products import lines_of as product_lines
from ntmtrack.app.progress import held
from ntmtrack.app.reading import standing_of
from ntmtrack.app.scope import Scope
from ntmtrack.app.targets import lines_of as target_lines
from ntmtrack.domain.assessment import Counts
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.commitment import TaskCounts
from ntmtrack.domain.product_count import Stated
from ntmtrack.domain.target import TargetState
from ntmtrack.domain.text import tokens
from ntmtrack.reports import document as page
from ntmtrack.reports import documents as report
from ntmtrack.reports import targets
from ntmtrack.reports.document_rows import PlannedLine, WorkLine
from ntmtrack.reports.report import Report
from ntmtrack.store import (
    queries_bodies,
    queries_catalogue,
    queries_documents,
    queries_plan,
    queries_products,
    queries_tasks,
    queries_works,
)
from ntmtrack.store.queries_drafts import drafts
from ntmtrack.store.queries_targets import aims
from ntmtrack.store.queries_tasks import Narrow
from ntmtrack.store.view import View


def showing(context: Context, words: str) -> Report:
    """One document on a page: its tasks, targets, planned values, products, works and clauses."""
    day = context.as_of
    with context.reading() as conn:
        document = bodies.known_document(conn, words)
        key = document.key
        aimed = _targets(conn, queries_documents.aimed_at(conn, key), day)
        lines = aimed.get(key, [])
        made = queries_products.products(conn, day, keys=queries_documents.products_of(conn, key))
        told = page.Page(
            document,
            tasks=queries_tasks.tasks(conn, View(day), narrow=Narrow(document=key)),
            targets=lines,
            counts=_counts(conn, lines, day),
            plans=_plans(conn, key, day),
            products=sorted(product_lines(conn, made, day), key=by_name),
            tallies=_tallies(conn, key, day),
            works=_works(conn, key, day),
            drafts=drafts(conn, document=key),
        )
    return page.page(told, day=day)


def listing(context: Context) -> Report:
    """Every document that was there on the day, with what became of what it asks for."""
    day = context.as_of
    with context.reading() as conn:
        known = queries_bodies.documents(conn)
        found = [each for each in known if each.dated is None or each.dated <= day]
        tasks = queries_documents.tasks_by_document(conn, View(day))
        states = _states(conn, day)
    return report.listing(
        [
            report.Line(
                each, TaskCounts.of(tasks.get(each.key, ()), day), tuple(states.get(each.key, ()))
            )
            for each in found
        ],
        day=day,
    )


def _states(conn: sqlite3.Connection, day: date) -> dict[int, list[TargetState | None]]:
    """How the targets of each document stand that no later one has taken the place of."""
    found: dict[int, list[TargetState | None]] = defaultdict(list)
    for document, lines in _targets(conn, queries_documents.aimed_at(conn), day).items():
        found[document] += [line.state(day) for line in lines if line.moved_to is None]
    made = queries_products.products(conn, day, keys=queries_documents.products_of(conn))
    for line in product_lines(conn, made, day):
        for each in line.targets:
            if each.target.document_key is not None and each.moved_to is None:
                found[each.target.document_key].append(each.state)
    return found


def _targets(
    conn: sqlite3.Connection, unit_keys: list[int], day: date
) -> dict[int, list[targets.Line]]:
    """The targets of units by the document that set them, as `target list` tells them."""
    if not unit_keys:
        return {}
    units = list(queries_catalogue.units_near(conn, day, unit_keys).values())
    found: dict[int, list[targets.Line]] = defaultdict(list)
    for line in target_lines(conn, units, aims(conn, unit_keys, day), View(day)):
        if line.aim.document_key is not None:
            found[line.aim.document_key].append(line)
    return found


def _counts(
    conn: sqlite3.Connection, lines: list[targets.Line], day: date
) -> dict[tuple[str, str], Counts]:
    """How many criteria are met, of every target for a whole set of which any was judged."""
    sets = {each.key: each for each in queries_catalogue.sets(conn)}
    whole = {
        (each.aim.unit_key, each.aim.set_key): each
        for each in lines
        if each.aim.number is None and each.aim.set_key is not None
    }
    near = queries_catalogue.units_near(conn, day, {unit for unit, _ in whole})
    found = {}
    for (unit_key, set_key), line in whole.items():
        of = sets[set_key]
        counts = standing_of(conn, near[unit_key], of, View(day)).counts
        if counts.not_assessed < counts.total:
            found[line.unit, of.code] = counts
    return found


def _plans(conn: sqlite3.Connection, document: int, day: date) -> list[PlannedLine]:
    """The planned values of a document, each with the figure that `progress` tells."""
    cited = queries_documents.plans_of(conn, document)
    if not cited:
        return []
    near = queries_catalogue.units_near(conn, day, {unit for unit, *_ in cited})
    units = list(near.values())
    chosen = chosen_items(conn, Scope(), None, units, day=day)
    lines = held(conn, units, chosen, day).lines()
    stands = {
        (each.unit_key, each.item_key, each.planned.start, each.planned.last_day): each
        for each in queries_plan.milestones(conn, near, {item for _, item, *_ in cited})
    }
    found = []
    for span in cited:
        item = chosen.items.get(span[1])
        code = "" if item is None else chosen.sets[item.set_key].code
        line = lines.get(span[:2])
        found.append(PlannedLine(near[span[0]], code, stands[span], line))
    return found


def _tallies(conn: sqlite3.Connection, document: int, day: date) -> list[tuple[Unit, Stated]]:
    cited = [
        each
        for each in queries_products.product_tallies(conn, day)
        if each.document_key == document
    ]
    near = queries_catalogue.units_near(conn, day, {each.unit_key for each in cited})
    told = [(near[each.tally.unit_key], each) for each in against_list(conn, cited)]
    return sorted(told, key=lambda pair: (tokens(pair[0].name), pair[0].code))


def _works(conn: sqlite3.Connection, document: int, day: date) -> list[WorkLine]:
    keys = queries_documents.works_of(conn, document)
    found = queries_works.works(conn, day, keys=keys) if keys else []
    near = queries_catalogue.units_near(conn, day, {each.unit_key for each in found})
    return [WorkLine(near[each.unit_key], each) for each in found]
