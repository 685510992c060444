"""Reading a paper into a draft: what it says and proposes is kept until it has been considered."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from ntmtrack.app.choosing import task_key
from ntmtrack.app.context import Context
from ntmtrack.app.drafts import as_report, draft_of
from ntmtrack.app.papers import spelled
from ntmtrack.domain.draft import (
    Draft,
    DraftClause,
    DraftProposal,
    DraftTask,
    ProposalState,
)
from ntmtrack.domain.draft_paper import (
    clause_tasks,
    figures,
    moved,
    paper_json,
    same_paper,
    same_words,
)
from ntmtrack.domain.notice.found import Clause, Reading
from ntmtrack.domain.notice.recipients import recipients
from ntmtrack.domain.text import clean
from ntmtrack.importers.paper_file import ReadPaper
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.report import Report
from ntmtrack.store.queries_drafts import clause_keys, clause_words, drafts
from ntmtrack.store.writing import Value, Writing


class Taken(Record):
    """A paper that was read, before anything of it is kept."""

    file: ReadPaper
    path: str
    reading: Reading


def take(context: Context, file: Path) -> Taken:
    """Read a paper; slow papers hold up nobody. Raises DataError for a file that cannot be read."""
    from ntmtrack.domain.notice.reading import read
    from ntmtrack.importers.paper_file import read_paper

    with context.reading():
        """There must be a ledger to keep it in."""
    taken = read_paper(file)
    return Taken(taken, spelled(file.absolute()), read(taken.paper))


def keep(context: Context, taken: Taken) -> Report:
    """Keep what a paper proposes; nothing but the draft is stored.

    The same file again adds nothing; a later state of the same paper adds what is new in it.
    """
    with context.writing() as change:
        conn = change.conn
        before = [
            each for each in drafts(conn) if each.sha256 == taken.file.sha256 and not each.replaced
        ]
        if before:
            draft = before[0]
            notes = [say("this file was read on {day}: nothing is new", day=draft.read_on)]
        else:
            key, notes = _keep(context, change, taken)
            draft = draft_of(conn, key)
        told = [*taken.file.warnings, *notes]
        return as_report(conn, draft, today=context.today, day=context.as_of, notes=told)


def _keep(context: Context, change: Writing, taken: Taken) -> tuple[int, list[Message]]:
    """Write a draft; its key, and what became of an earlier state of the paper.

    What was decided of that stays decided, what was proposed and not yet decided moves on with
    its mended fields, and the earlier draft is done with.
    """
    body = paper_json(taken.reading, recipients(taken.file.paper))
    earlier = [
        each
        for each in drafts(change.conn)
        if not each.replaced and same_paper(each, body, taken.path)
    ]
    body["recorded"] = any(
        each.body["recorded"] and figures(each.body) == figures(body) for each in earlier
    )
    known = _known(change, earlier)
    bonds = max((p.proposed.together or 0 for each in earlier for p in each.proposals), default=0)
    key = change.insert(
        "draft",
        {
            "name": Path(taken.path).name,
            "path": taken.path,
            "sha256": taken.file.sha256,
            "read_on": context.today.isoformat(),
            "body": json.dumps(body, ensure_ascii=False),
        },
    )
    clauses: list[dict[str, Value]] = []
    carried: list[tuple[int, DraftProposal]] = []
    decided = 0
    for place, clause in enumerate(taken.reading.clauses, start=1):
        folded = same_words(clause, taken.file.paper.text)
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
                "words": clean(taken.file.paper.text[clause.start : clause.end]),
                "folded": folded,
                "state": str(before.state) if before and done else "unconsidered",
                "note": before.note if before else None,
            }
        )
        carried += [(place, each) for each in _proposals(before, clause, bonds)]
    change.insert_many("clause", clauses)
    _write_proposals(change, key, carried)
    for each in earlier:
        change.correct("draft", each.key, {"later_id": key})
    gone = sum(each.waiting for listed in known.values() for each in listed)
    return key, _what_became(decided, gone)


def _what_became(decided: int, gone: int) -> list[Message]:
    notes = []
    if decided:
        notes.append(
            say_n(
                "{count} clause was decided when this paper was read before",
                "{count} clauses were decided when this paper was read before",
                decided,
            )
        )
    if gone:
        notes.append(
            say_n(
                "{count} clause that waited is no longer in the paper",
                "{count} clauses that waited are no longer in the paper",
                gone,
            )
        )
    return notes


def _known(change: Writing, earlier: Sequence[Draft]) -> dict[str, list[DraftClause]]:
    """The clauses of the state of a paper that was read before, by the words they are known by."""
    found: dict[str, list[DraftClause]] = defaultdict(list)
    for draft in earlier:
        words = clause_words(change.conn, (each.key for each in draft.clauses))
        for clause in draft.clauses:
            found[words[clause.key]].append(clause)
    return found


def _proposals(before: DraftClause | None, clause: Clause, bonds: int) -> list[DraftProposal]:
    """What an earlier state proposed, as it was mended and decided; else what the reading does.

    `bonds` are the numbers by which earlier proposals stand together: new ones begin after them.
    """
    if before is None or (before.waiting and not before.proposals):
        fresh = [
            task._replace(together=None if task.together is None else task.together + bonds)
            for task in clause_tasks(clause)
        ]
        return [DraftProposal(0, 0, ProposalState.PROPOSED, None, each) for each in fresh]
    by = clause.start - before.begins
    return [each._replace(proposed=moved(each.proposed, by)) for each in before.proposals]


def _write_proposals(
    change: Writing, draft: int, carried: Sequence[tuple[int, DraftProposal]]
) -> None:
    keys = clause_keys(change.conn, draft)
    counted: Counter[int] = Counter()
    rows = []
    for place, each in carried:
        counted[place] += 1
        task = None if each.task is None else task_key(change, each.task)
        row = _proposal_row(keys[place], counted[place], each.proposed)
        rows.append({**row, "state": str(each.state), "task_id": task})
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
