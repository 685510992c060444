"""How every question is sought: down an index, never through all that was ever written.

Every statement that the program asks is caught as it runs and its plan read. The plans rest on no
statistics: the program keeps none, and a ledger may be of any size.
"""

import ast
import shutil
from collections import defaultdict
from collections.abc import Iterator

import pytest

from ntmtrack.store import schema
from tests.store.asked import PROGRAM, Catch, catching
from tests.store.busy import all_that_is_done

FEW = {
    *("criteria_set", "overlay", "item", "amendment", "mapping", "closing", "office", "setting"),
    *("unit", "unit_version", "unit_code", "lineage", "agency", "agency_address"),
    *("person", "person_address"),
}
"""Tables of which no work makes many rows; and all of them may be asked about at once."""

GROWING = frozenset({*schema.ENTITIES, *schema.FACTS, "change", "history"} - FEW)

LEAD_TO_FEW = frozenset(
    {
        *("change_open", "clause_waiting", "proposal_waiting", "history_deleted"),
        *("task_rhythm", "task_event_corrected", "task_event_paused"),
    }
)
"""Indexes over what is seldom so: all of it is a few rows."""

_CHECK = "`check` holds everything against everything"
_OFFICES = "offices are told what the other has: their changes are put into one order"
_LIST = "the list of them all is the answer"
_TIES = "of one day the last written counts; with uids the index would be twice as large"
_LAST = "the last one is the first that is met"
_ANY = "whether there is any at all: the first that is met says it"
_LETTERS = "a letter waits by the last of its steps; there are a few each week"
_SHEET = "a sheet is held against all that is there"

WHOLE = {
    "chain": _CHECK,
    "kept_tasks": f"{_CHECK}, and after a copy was put back all is counted anew",
    "migrations": "the tables of an older schema are made anew",
    "queries_check": _CHECK,
    "queries_check_units": _CHECK,
    "queries_check_whole": _CHECK,
    "queries_received": _OFFICES,
    "queries_whole": "a folder holds everything",
    "slates": "after a copy was put back all is written anew",
    "whole": "a folder holds everything",
}
"""Modules that go through all there is, and why."""

GONE_THROUGH = {
    "doctor_ledger.of_form": "`doctor` says how large a ledger is",
    "queries_about.changes_about": "no product is meant: the list is empty",
    "queries_board.mail_has_run": _ANY,
    "queries_board.stars_were_given": _ANY,
    "queries_board.works_are_kept": _ANY,
    "queries_bodies.documents": _LIST,
    "queries_closing.given_unknown": "a period's report and its closing go through all tasks",
    "queries_copies.bundles_made": "a copy that is put back is held against the ledger",
    "queries_copies.changes_told": "a copy that is put back is held against the ledger",
    "queries_copies.given": "a copy that is put back is held against the ledger",
    "queries_stand.stand": _LAST,
    "queries_doctor.certainty": "`doctor` says how sure all is",
    "queries_documents.tasks_by_document": "the list of documents counts all their tasks",
    "queries_drafts.drafts": _LIST,
    "queries_log.actors": "a name that is not known is answered with those that are",
    "queries_log.changes": _LIST,
    "queries_log.links": "whether a change stands hangs on the undos of undos: two numbers each",
    "queries_mail._entries": _LIST,
    "queries_mail.last_runs": _LIST,
    "queries_mail.pending": _LETTERS,
    "queries_mail.undelivered": _LETTERS,
    "queries_offices.bundles": _LIST,
    "queries_offices.confirmed": _OFFICES,
    "queries_offices.confirmed_of": _OFFICES,
    "queries_offices.kept_own": _OFFICES,
    "queries_offices.receipts": _OFFICES,
    "queries_offices.taken_in": _OFFICES,
    "queries_offices.told_of_units": _OFFICES,
    "queries_offices.unable": _LIST,
    "queries_ops._foreign": _OFFICES,
    "queries_ops._local": _OFFICES,
    "queries_ops_unit._fresh": _OFFICES,
    "queries_origin._read_runs": "what came of one kind of facts is read once for all of them",
    "queries_products.product_tallies": _LIST,
    "queries_products.products": _LIST,
    "queries_products.recognised_since": "of recognitions there are a few for each product",
    "queries_review.waiting": "as of an earlier day, a clause waited by its history",
    "queries_task_keys.known_tasks": _SHEET,
    "queries_works.names": "a name is sought among all of them",
    "queries_works.works": _LIST,
    "queries_task_life.task_numbers": _SHEET,
    "queries_tasks.tasks": "the list of all tasks, asked for without any that narrow it",
    "writing._open_change": _LAST,
    "writing.insert": "only where a draft named a later one that is not there yet",
}
"""What is gone through in other modules, and why."""

SORTED = {
    "known._last_change": "of the changes of a day the last, where a clock went back",
    "queries_offices.confirmed": _OFFICES,
    "queries_offices.confirmed_of": _OFFICES,
    "naming_rows._unit": "of a unit that is gone the last name, among the units that are",
    "queries.judgement_row": _TIES,
    "queries_differences.differing": _TIES,
    "queries_latest._rows": _TIES,
    "queries_nearest.judged_indicators": _TIES,
    "queries_origin._of_step": "the first of the steps that one row went through",
    "queries_plan.facts": _TIES,
    "queries_tasks.tasks": "what happened to one task, in the order in which it happened",
}
"""What is sorted to take the first of it, and why."""

ELSEWHERE = {
    "damage": "a file that cannot be read",
    "database": "opens, copies and guards files; asks for no rows",
    "queries_completion": "words that a shell completes: tests/cli/test_completion.py",
    "queries_hub": "needs a server: tests/hub",
    "merging_deciding": _OFFICES,
}
"""Modules whose questions are not all asked here, and why."""


_REFUSED = "asked where an undo is refused: tests/cli/test_undo_laws.py"
_LONG_AGO = "asked of rows that went, or of what was written long ago"
_PART = "asked of changes that came in part or out of order: tests/exchange"
_BESIDE = "asked beside a rarer option or answer of its command"

SELDOM = {
    "merging_fold._is_named": _PART,
    "merging_fold.take_away": _PART,
    "merging_names.uid": _PART,
    "merging_rights.unit_of": _PART,
    "merging_rows.given": _PART,
    "merging_settling._op_of": _PART,
    "queries_bodies.open_person_address_rows": _BESIDE,
    "queries_bodies.person_title": _BESIDE,
    "queries_bodies.persons": _BESIDE,
    "queries_catalogue.open_code_rows": _BESIDE,
    "queries_catalogue.open_code_start": _BESIDE,
    "queries_check_whole.lacking": _BESIDE,
    "queries_closing.late_count": _BESIDE,
    "queries_stand.came_from": _BESIDE,
    "queries_drafts.clause_words": _BESIDE,
    "queries_lineage.existed_before": _BESIDE,
    "queries_lineage.version_values": _BESIDE,
    "queries_mail.last_sent": _BESIDE,
    "queries_mapping.mappings": _BESIDE,
    "queries_offices.evidence_places": _BESIDE,
    "queries_offices.first_since": _PART,
    "queries_offices.has_made": _BESIDE,
    "queries_ops._travels": _PART,
    "queries_plan.figures": _BESIDE,
    "queries_task_keys.notes": _BESIDE,
    "queries_task_life.first_day": _BESIDE,
    "queries_task_life.last_event": _BESIDE,
    "queries_told._read_uid": _LONG_AGO,
    "undo_reasons._since_when": _REFUSED,
    "undo_reasons.gone": _REFUSED,
    "undo_reasons.life_went_on": _REFUSED,
    "undo_reasons.names_what_is_gone": _REFUSED,
    "undo_reasons.taken_place": _REFUSED,
    "undoing._now": _LONG_AGO,
    "writing.insert_many": "gives a bulk of rows more memory",
}
"""Questions that are not asked here, and why."""


@pytest.fixture(scope="module")
def caught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catch]:
    folder = tmp_path_factory.mktemp("busy")
    with catching() as catch:
        all_that_is_done(folder)
    yield catch
    shutil.rmtree(folder)


def test_no_question_goes_through_what_grows_but_those_that_must(caught: Catch) -> None:
    found = defaultdict(set)
    for asked in caught.asked.values():
        tables = asked.gone_through(GROWING, LEAD_TO_FEW)
        if tables and asked.place.module not in WHOLE:
            found[asked.place.name] |= tables
    assert {name: found[name] for name in found if name not in GONE_THROUGH} == {}
    assert set(GONE_THROUGH) - set(found) == set()


def test_nothing_that_grows_is_sorted_to_take_the_first_of_it(caught: Catch) -> None:
    found = defaultdict(set)
    for asked in caught.asked.values():
        tables = asked.sorted_for_a_few(GROWING)
        if tables and asked.place.module not in WHOLE:
            found[asked.place.name] |= tables
    assert {name: found[name] for name in found if name not in SORTED} == {}
    assert set(SORTED) - set(found) == set()


def test_every_question_of_the_store_is_among_those_caught(caught: Catch) -> None:
    """A new query has its plan read, or is said here to need a test of its own."""
    missed = set()
    for file in sorted((PROGRAM / "store").glob("*.py")):
        name = str(file.relative_to(PROGRAM))
        for function, first, last in _asking(ast.parse(file.read_text("utf-8")), ""):
            if not any((name, line) in caught.places for line in range(first, last + 1)):
                missed.add(f"{file.stem}.{function}")
    assert {each for each in missed if each.partition(".")[0] not in ELSEWHERE} == set(SELDOM)


_ASKING = ("execute", "executemany", "executescript")


def _asking(tree: ast.AST, function: str) -> Iterator[tuple[str, int, int]]:
    """Where a statement is carried out: the function, the first line and the last."""
    for node in ast.iter_child_nodes(tree):
        inside = node.name if isinstance(node, ast.FunctionDef) else function
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in _ASKING:
            assert isinstance(node, ast.Call)
            assert node.end_lineno is not None
            yield inside, node.lineno, node.end_lineno
        yield from _asking(node, inside)
