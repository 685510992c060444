"""Reading a paper into a draft: what it says and proposes is kept until it has been considered."""

import json
from collections import Counter
from pathlib import Path

from ntmtrack.app.context import Context
from ntmtrack.app.drafts import as_report, draft_of
from ntmtrack.app.papers import spelled
from ntmtrack.domain.draft import (
    DraftTask,
    clause_tasks,
    paper_json,
)
from ntmtrack.domain.notice.found import Reading
from ntmtrack.domain.paper import Paper
from ntmtrack.domain.text import clean, fold
from ntmtrack.message import Message, say, say_n
from ntmtrack.reports.report import Report
from ntmtrack.store.queries_drafts import clause_keys, drafts, known_clauses
from ntmtrack.store.writing import Value, Writing


def read(context: Context, file: Path) -> Report:
    """Read a paper and keep what it proposes; nothing but the draft is stored.

    The same file again adds nothing; a later state of the same paper adds what is new in it.
    Raises DataError for a file that cannot be read.
    """
    from ntmtrack.domain.notice.reading import read
    from ntmtrack.importers.paper_file import read_paper

    taken = read_paper(file)
    with context.writing() as change:
        before = [each for each in drafts(change.conn) if each.sha256 == taken.sha256]
        if before:
            draft = before[0]
            notes = [say("this file was read on {day}: nothing is new", day=draft.read_on)]
        else:
            reading = read(taken.paper)
            path = spelled(file.absolute())
            key, known = _keep(context, change, reading, taken.paper, path, taken.sha256)
            draft = draft_of(change.conn, key)
            notes = [] if not known else [_known_before(known)]
        told = [*taken.warnings, *notes]
        return as_report(change.conn, draft, today=context.today, day=context.as_of, notes=told)


def _known_before(count: int) -> Message:
    return say_n(
        "{count} clause was read before in this paper and is left out",
        "{count} clauses were read before in this paper and are left out",
        count,
    )


def _keep(
    context: Context, change: Writing, reading: Reading, paper: Paper, path: str, sha256: str
) -> tuple[int, int]:
    """Write a draft with the clauses that are new; its key, and how many were known."""
    body = paper_json(reading)
    known = known_clauses(change.conn, path, body["document"]["number"])
    key = change.insert(
        "draft",
        {
            "name": Path(path).name,
            "path": path,
            "sha256": sha256,
            "read_on": context.today.isoformat(),
            "body": json.dumps(body, ensure_ascii=False),
        },
    )
    clauses: list[dict[str, Value]] = []
    proposals: list[tuple[int, DraftTask]] = []
    left_out = 0
    for place, clause in enumerate(reading.clauses, start=1):
        words = paper.text[clause.start : clause.end]
        folded = fold(words)
        if known.get(folded, 0):
            known[folded] -= 1
            left_out += 1
            continue
        clauses.append(
            {
                "draft_id": key,
                "place": place,
                "number": clause.number,
                "begins": clause.start,
                "ends": clause.end,
                "words": clean(words),
                "folded": folded,
                "state": "unconsidered",
            }
        )
        proposals += [(place, task) for task in clause_tasks(clause)]
    change.insert_many("clause", clauses)
    keys = clause_keys(change.conn, key)
    counted: Counter[int] = Counter()
    rows = []
    for place, task in proposals:
        counted[place] += 1
        rows.append(_proposal_row(keys[place], counted[place], task))
    change.insert_many("proposal", rows)
    return key, left_out


def write_proposal(change: Writing, clause: int, place: int, task: DraftTask) -> None:
    """Write one proposal of a clause."""
    change.insert("proposal", _proposal_row(clause, place, task))


def _proposal_row(clause: int, place: int, task: DraftTask) -> dict[str, Value]:
    return {
        "clause_id": clause,
        "place": place,
        "state": "proposed",
        "body": json.dumps(task.as_json(), ensure_ascii=False),
    }
