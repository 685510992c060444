"""Reading drafts: papers that were read, with their clauses and what is proposed for each."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.draft import (
    ClauseState,
    Draft,
    DraftClause,
    DraftProposal,
    DraftTask,
    ProposalState,
)


def drafts(
    conn: sqlite3.Connection, *, document: int | None = None, key: int | None = None
) -> list[Draft]:
    """All drafts, the oldest first, or those of one document, or the one with a key."""
    where = "1" if document is None else f"d.document_id = {int(document)}"
    where = where if key is None else f"d.id = {int(key)}"
    rows = conn.execute(
        "select d.id, d.name, d.path, d.sha256, d.read_on, d.body, x.number, d.document_id,"
        " d.later_id"
        f" from draft d left join document x on x.id = d.document_id where {where} order by d.id"
    ).fetchall()
    clauses = _clauses(conn, [row[0] for row in rows])
    return [
        Draft(
            key=row[0],
            name=row[1],
            path=row[2],
            sha256=row[3],
            read_on=date.fromisoformat(row[4]),
            body=json.loads(row[5]),
            document=row[6],
            document_key=row[7],
            replaced=row[8] is not None,
            clauses=_numbered(clauses[row[0]]),
        )
        for row in rows
    ]


def _clauses(conn: sqlite3.Connection, keys: list[int]) -> dict[int, list[DraftClause]]:
    listed = ", ".join(map(str, keys)) or "null"
    proposals: dict[int, list[DraftProposal]] = defaultdict(list)
    for row in conn.execute(
        "select p.clause_id, p.id, p.state, t.number, p.body from proposal p"
        " join clause c on c.id = p.clause_id left join task t on t.id = p.task_id"
        f" where c.draft_id in ({listed}) order by c.place, p.place, p.id"
    ):
        proposed = DraftTask.of_json(json.loads(row[4]))
        proposals[row[0]].append(DraftProposal(row[1], 0, ProposalState(row[2]), row[3], proposed))
    found: dict[int, list[DraftClause]] = defaultdict(list)
    for row in conn.execute(
        "select draft_id, id, place, number, begins, ends, words, state, note from clause"
        f" where draft_id in ({listed}) order by draft_id, place"
    ):
        key, place, number, begins, ends, words, state, note = row[1:]
        clause = DraftClause(key, place, number, begins, ends, words, ClauseState(state), note)
        found[row[0]].append(clause._replace(proposals=tuple(proposals[key])))
    return found


def _numbered(clauses: list[DraftClause]) -> tuple[DraftClause, ...]:
    """The clauses, their proposals counted through the draft."""
    counted = []
    number = 0
    for clause in clauses:
        told = []
        for proposal in clause.proposals:
            number += 1
            told.append(proposal._replace(number=number))
        counted.append(clause._replace(proposals=tuple(told)))
    return tuple(counted)


def clause_words(conn: sqlite3.Connection, keys: Iterable[int]) -> dict[int, str]:
    """The words by which clauses are known again, by their places in the file."""
    listed = ", ".join(str(int(key)) for key in keys) or "null"
    return dict(conn.execute(f"select id, folded from clause where id in ({listed})"))


def clause_keys(conn: sqlite3.Connection, draft: int) -> dict[int, int]:
    """The place of each clause of a draft in the file, by its place in the paper."""
    return dict(conn.execute("select place, id from clause where draft_id = ?", (draft,)))
