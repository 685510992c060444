"""Reading drafts: clauses in the order of the paper, proposals counted through the draft."""

import json
import sqlite3
from typing import Any

import pytest

from ntmtrack.domain.draft import ClauseState, DraftTask, ProposalState
from ntmtrack.domain.draft_paper import paper_json
from ntmtrack.domain.notice.found import Document, Found, Reading
from ntmtrack.store.queries_drafts import clause_words, drafts
from ntmtrack.store.writing import Writing
from tests.store.ledgers import Ledger, task


def a_draft(change: Writing, path: str = "/a.txt", number: str | None = None, **keys: Any) -> int:
    found = None if number is None else Found(number, 0, len(number), "words")
    body = paper_json(Reading(document=Document(number=found)))
    row: dict[str, Any] = {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha256": f"{path}{number}{keys}".encode().hex()[:64],
        "read_on": "2024-07-01",
        "body": json.dumps(body, ensure_ascii=False),
        **keys,
    }
    return change.insert("draft", row)


def a_clause(change: Writing, draft: int, place: int, *, folded: str = "giao viec") -> int:
    row: dict[str, Any] = {
        "draft_id": draft,
        "place": place,
        "number": str(place),
        "begins": place * 10,
        "ends": place * 10 + 5,
        "words": "Giao việc",
        "folded": folded,
        "state": "unconsidered",
    }
    return change.insert("clause", row)


def a_proposal(change: Writing, clause: int, place: int, title: str, **keys: Any) -> int:
    body = json.dumps(DraftTask(title).as_json())
    row = {"clause_id": clause, "place": place, "state": "proposed", "body": body, **keys}
    return change.insert("proposal", row)


def test_proposals_are_counted_through_the_draft_in_the_order_of_the_paper(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key = a_draft(change)
        second, first = a_clause(change, key, 2), a_clause(change, key, 1)
        a_proposal(change, second, 1, "c")
        a_proposal(change, first, 2, "b")
        a_proposal(change, first, 1, "a")
    with ledger.reading() as conn:
        (draft,) = drafts(conn)
    assert [clause.place for clause in draft.clauses] == [1, 2]
    told = [(each.number, each.proposed.title) for each in draft.proposals]
    assert told == [(1, "a"), (2, "b"), (3, "c")]


def test_each_draft_counts_anew(ledger: Ledger) -> None:
    with ledger.writing() as change:
        for path in ("/a.txt", "/b.txt"):
            a_proposal(change, a_clause(change, a_draft(change, path), 1), 1, path)
    with ledger.reading() as conn:
        found = drafts(conn)
    assert [[each.number for each in draft.proposals] for draft in found] == [[1], [1]]
    assert [draft.proposals[0].proposed.title for draft in found] == ["/a.txt", "/b.txt"]


def test_what_was_decided_is_told_with_its_task(ledger: Ledger) -> None:
    with ledger.writing() as change:
        clause = a_clause(change, a_draft(change), 1)
        made = task(change)
        a_proposal(change, clause, 1, "a", state="accepted", task_id=made)
        a_proposal(change, clause, 2, "b", state="skipped")
        change.correct("clause", clause, {"state": "task", "note": "vì sao"})
        number = change.conn.execute("select number from task").fetchone()[0]
    with ledger.reading() as conn:
        (draft,) = drafts(conn)
    (clause_read,) = draft.clauses
    assert (clause_read.state, clause_read.note) == (ClauseState.TASK, "vì sao")
    states = [(each.state, each.task) for each in draft.proposals]
    assert states == [(ProposalState.ACCEPTED, number), (ProposalState.SKIPPED, None)]


def test_a_draft_without_clauses_is_there_all_the_same(ledger: Ledger) -> None:
    with ledger.writing() as change:
        a_draft(change)
    with ledger.reading() as conn:
        (draft,) = drafts(conn)
    assert (draft.clauses, draft.waiting, draft.document) == ((), (), None)


def test_the_drafts_of_one_document(ledger: Ledger) -> None:
    with ledger.writing() as change:
        document = change.insert("document", {"number": "9/TB", "folded": "9 tb"})
        a_draft(change, "/a.txt")
        a_draft(change, "/b.txt", document_id=document)
    with ledger.reading() as conn:
        (draft,) = drafts(conn, document=document)
        assert drafts(conn, document=document + 1) == []
        assert len(drafts(conn)) == 2
    assert (draft.name, draft.document, draft.document_key) == ("b.txt", "9/TB", document)


def test_a_proposal_has_a_task_exactly_when_it_is_accepted(ledger: Ledger) -> None:
    for keys in ({"state": "accepted"}, {"state": "other"}):
        with pytest.raises(sqlite3.IntegrityError), ledger.writing() as change:
            a_proposal(change, a_clause(change, a_draft(change), 1), 1, "a", **keys)
    with pytest.raises(sqlite3.IntegrityError), ledger.writing() as change:
        clause, made = a_clause(change, a_draft(change), 1), task(change)
        a_proposal(change, clause, 1, "a", task_id=made)


def test_two_proposals_never_stand_in_one_place(ledger: Ledger) -> None:
    with pytest.raises(sqlite3.IntegrityError), ledger.writing() as change:
        clause = a_clause(change, a_draft(change), 1)
        a_proposal(change, clause, 1, "a")
        a_proposal(change, clause, 1, "b")


def test_the_words_by_which_clauses_are_known_again(ledger: Ledger) -> None:
    with ledger.writing() as change:
        key = a_draft(change)
        first = a_clause(change, key, 1, folded="viec mot")
        a_clause(change, key, 2, folded="viec hai")
    with ledger.reading() as conn:
        assert clause_words(conn, [first]) == {first: "viec mot"}
        assert clause_words(conn, []) == {}


def test_of_a_draft_that_was_replaced_nothing_waits(ledger: Ledger) -> None:
    with ledger.writing() as change:
        first = a_draft(change, "/a.txt")
        a_proposal(change, a_clause(change, first, 1), 1, "a")
        second = a_draft(change, "/b.txt")
        change.correct("draft", first, {"later_id": second})
    with ledger.reading() as conn:
        earlier, later = drafts(conn)
    assert (earlier.replaced, earlier.waiting) == (True, ())
    assert not later.replaced
