"""Reading a paper into a draft: what it says and proposes is kept until it has been considered."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from ntmtrack.app.context import Context
from ntmtrack.app.drafts import as_report, draft_of
from ntmtrack.app.papers import spelled
from ntmtrack.domain.draft import Draft, DraftClause, DraftTask, ProposalState
from ntmtrack.domain.draft_paper import clause_tasks, figures, paper_json, same_words
from ntmtrack.domain.notice.found import Clause, Reading
from ntmtrack.domain.paper import Paper
from ntmtrack.domain.text import clean
from ntmtrack.message import Message, say, say_n
from ntmtrack.reports.report import Report
from ntmtrack.store.queries_drafts import clause_keys, clause_words, drafts, of_same_paper
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
        "{count} clause was decided when this paper was read before",
        "{count} clauses were decided when this paper was read before",
        count,
    )


def _keep(
    context: Context, change: Writing, reading: Reading, paper: Paper, path: str, sha256: str
) -> tuple[int, int]:
    """Write a draft; its key, and how many clauses had been decided before.

    What was decided of an earlier state of the paper stays decided, what was proposed and not
    yet decided moves on with its mended fields, and the earlier draft is done with.
    """
    body = paper_json(reading)
    earlier = of_same_paper(change.conn, path, body["document"]["number"])
    body["recorded"] = any(
        each.body["recorded"] and figures(each.body) == figures(body) for each in earlier
    )
    known = _known(change, earlier)
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
    decided = 0
    for place, clause in enumerate(reading.clauses, start=1):
        folded = same_words(clause, paper.text)
        before = known[folded].pop(0) if known[folded] else None
        done = before is not None and not before.waiting
        decided += done
        clauses.append(
            {
                "draft_id": key,
                "place": place,
                "number": clause.number,
                "begins": clause.start,
                "ends": clause.end,
                "words": clean(paper.text[clause.start : clause.end]),
                "folded": folded,
                "state": str(before.state) if before and done else "unconsidered",
                "note": before.note if before else None,
            }
        )
        if not done:
            proposals += [(place, task) for task in _still_proposed(before, clause)]
    change.insert_many("clause", clauses)
    _write_proposals(change, key, proposals)
    for each in earlier:
        change.correct("draft", each.key, {"later_id": key})
    return key, decided


def _known(change: Writing, earlier: Sequence[Draft]) -> dict[str, list[DraftClause]]:
    """The clauses of earlier states of a paper by the words they are known by, the last first."""
    found: dict[str, list[DraftClause]] = defaultdict(list)
    for draft in reversed(earlier):
        words = clause_words(change.conn, (each.key for each in draft.clauses))
        older: dict[str, list[DraftClause]] = defaultdict(list)
        for clause in draft.clauses:
            if words[clause.key] not in found:
                older[words[clause.key]].append(clause)
        found.update(older)
    return found


def _still_proposed(before: DraftClause | None, clause: Clause) -> Sequence[DraftTask]:
    """What an earlier state left undecided, mended as it was; else what the reading proposes."""
    if before is None or not before.proposals:
        return clause_tasks(clause)
    return [each.proposed for each in before.proposals if each.state is ProposalState.PROPOSED]


def _write_proposals(
    change: Writing, draft: int, proposals: Sequence[tuple[int, DraftTask]]
) -> None:
    keys = clause_keys(change.conn, draft)
    counted: Counter[int] = Counter()
    rows = []
    for place, task in proposals:
        counted[place] += 1
        rows.append(_proposal_row(keys[place], counted[place], task))
    change.insert_many("proposal", rows)


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
