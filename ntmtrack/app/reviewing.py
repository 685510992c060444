"""Deciding a draft piece by piece: proposals mended, split or skipped, clauses that ask nothing."""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from ntmtrack.app.context import Context
from ntmtrack.app.drafting import write_proposal
from ntmtrack.app.drafts import as_report, complete, draft_of, open_draft, settle_clauses
from ntmtrack.domain.draft import (
    ClauseState,
    Draft,
    DraftClause,
    DraftDue,
    DraftProposal,
    DraftTask,
    ProposalState,
)
from ntmtrack.domain.due import parse_due
from ntmtrack.domain.numbers import parse_numbers
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports import draft as report
from ntmtrack.reports.report import Report
from ntmtrack.store.queries_drafts import drafts
from ntmtrack.store.writing import Writing

NOTHING = "-"
"""What stands for "leave it empty"."""


class Mended(Record):
    """What a proposal is to say instead; None leaves a field as it is, "-" empties it."""

    title: str | None = None
    unit: str | None = None
    criterion: str | None = None
    leads: Sequence[str] | None = None
    coordinators: Sequence[str] | None = None
    persons: Sequence[str] | None = None
    due: str | None = None


def to_consider(context: Context, words: str | None) -> Draft:
    """The draft to go through. Raises DataError where none or several wait."""
    with context.reading() as conn:
        return open_draft(conn, words)


def listing(context: Context) -> Report:
    """Every paper that was read, and how far it has been considered."""
    with context.reading() as conn:
        return report.drafts(drafts(conn), day=context.as_of)


def show(context: Context, words: str | None) -> Report:
    """A draft with all its clauses, whatever has become of them."""
    with context.reading() as conn:
        draft = open_draft(conn, words)
        return as_report(conn, draft, today=context.today, day=context.as_of)


def skip(
    context: Context,
    numbers: Sequence[int],
    *,
    clauses: Sequence[str],
    draft: str | None,
    reason: str | None,
) -> Report:
    """No task arises: neither from these proposals, nor from these clauses and all they propose.

    Clauses are named by their numbers in the paper, or by `#` and their place in it. Raises
    DataError for a number that is not there, or a clause of which a task was made.
    """
    with context.writing(reason=reason) as change:
        found = open_draft(change.conn, draft)
        wanted = {each.key: each for each in (_proposal(found, number) for number in numbers)}
        closed = [_clause(found, words) for words in clauses]
        for clause in closed:
            _close(change, clause, reason)
            open_ones = (p for p in clause.proposals if p.state is ProposalState.PROPOSED)
            wanted |= {each.key: each for each in open_ones}
        for key in wanted:
            change.correct("proposal", key, {"state": str(ProposalState.SKIPPED)})
        settle_clauses(change, found.key)
        touched = [c for c in found.clauses if any(p.key in wanted for p in c.proposals)]
        return _told(context, change, found, [*closed, *touched])


def edit(context: Context, number: int, mended: Mended, *, draft: str | None) -> Report:
    """Mend a proposal before it is accepted. Raises DataError for a due that is not understood."""
    with context.writing() as change:
        found = open_draft(change.conn, draft)
        proposal = _proposal(found, number)
        body = mend(proposal.proposed, mended, found).as_json()
        text = json.dumps(body, ensure_ascii=False)
        change.correct("proposal", proposal.key, {"body": text})
        return _told(context, change, found, [_holding(found, proposal)])


def split(context: Context, number: int, *, draft: str | None) -> Report:
    """Make two of a proposal that asks for two things; the second comes right after the first."""
    with context.writing() as change:
        found = open_draft(change.conn, draft)
        proposal = _proposal(found, number)
        clause = _holding(found, proposal)
        place = clause.proposals.index(proposal) + 1
        # From the last on, for two proposals may at no moment stand in one place.
        for later in reversed(range(place, len(clause.proposals))):
            change.correct("proposal", clause.proposals[later].key, {"place": later + 2})
        write_proposal(change, clause.key, place + 1, proposal.proposed)
        return _told(context, change, found, [clause])


def tell(context: Context, *, number: str | None, dated: date | None, draft: str | None) -> None:
    """Keep the number and date of a paper that does not bear them."""
    with context.writing() as change:
        complete(change, open_draft(change.conn, draft), number=number, dated=dated)


def propose(context: Context, place: int, title: str, *, draft: str | None) -> Report:
    """Propose by hand what a clause asks for, where nothing could be read from it."""
    with context.writing() as change:
        found = open_draft(change.conn, draft)
        clause = _clause(found, f"#{place}")
        units = found.body["units"]
        task = DraftTask(title=title, unit=units[0] if len(units) == 1 else None)
        write_proposal(change, clause.key, len(clause.proposals) + 1, task)
        return _told(context, change, found, [clause])


def mend(task: DraftTask, mended: Mended, draft: Draft) -> DraftTask:
    """A proposal with some of its fields mended; a year that a due leaves out is the paper's."""
    changed: dict[str, object] = {}
    if mended.title is not None:
        if mended.title == NOTHING:
            raise DataError(
                say("a task must say what is to be done"),
                hint=say("put the proposal aside with `ntmtrack notice skip`"),
            )
        changed["title"] = mended.title
    if mended.unit is not None:
        changed["unit"] = None if mended.unit == NOTHING else mended.unit
    if mended.criterion is not None:
        given = mended.criterion
        changed["criterion"] = None if given == NOTHING else _one_number(given)
    for name in ("leads", "coordinators", "persons"):
        listed = getattr(mended, name)
        if listed is not None:
            changed[name] = tuple(each for each in listed if each != NOTHING)
    if mended.due is not None:
        nothing = mended.due == NOTHING
        due = None if nothing else DraftDue.of(parse_due(mended.due, document_date=draft.dated))
        changed |= {"due": due, "due_words": None if due is None else due.words}
    sure = tuple(name for name in task.uncertain if name not in changed)
    return task._replace(**changed, uncertain=sure)  # type: ignore[arg-type]


def _one_number(words: str) -> str:
    found = parse_numbers(words)
    if len(found) > 1:
        raise DataError(
            say("{text} is more than one number", text=words), hint=say("give one number")
        )
    return found[0]


def _proposal(draft: Draft, number: int) -> DraftProposal:
    for each in draft.proposals:
        if each.number == number and each.state is ProposalState.PROPOSED:
            return each
    raise DataError(
        say("{file} has no proposal {numbers} that waits", file=draft.name, numbers=str(number)),
        hint=say("see `ntmtrack notice draft {file}`; nothing was written", file=draft.name),
    )


def _holding(draft: Draft, proposal: DraftProposal) -> DraftClause:
    """The clause of a proposal."""
    return next(each for each in draft.clauses if proposal in each.proposals)


def _clause(draft: Draft, words: str) -> DraftClause:
    """A clause by its number in the paper, or by its place ("#4")."""
    if words.startswith("#"):
        found = [each for each in draft.clauses if words == f"#{each.place}"]
    else:
        found = [each for each in draft.clauses if each.number == words]
    if len(found) == 1:
        return found[0]
    if found:
        raise DataError(
            say("{words} may mean several:", words=words),
            details=tuple(f"#{each.place} {each.words[:60]}" for each in found),
            hint=say("name it by its place, for example #{place}", place=found[0].place),
        )
    raise DataError(
        say("{file} has no clause {number}", file=draft.name, number=words),
        hint=say("see `ntmtrack notice draft {file}`; nothing was written", file=draft.name),
    )


def _close(change: Writing, clause: DraftClause, reason: str | None) -> None:
    if clause.state is ClauseState.TASK:
        raise DataError(
            say("a task was made of clause {number} already", number=clause.number),
            hint=say("see `ntmtrack task list`; nothing was written"),
        )
    values = {"state": str(ClauseState.NO_TASK), "note": reason or clause.note}
    change.correct("clause", clause.key, values)


def _told(
    context: Context, change: Writing, draft: Draft, clauses: Iterable[DraftClause]
) -> Report:
    """The clauses that something was done to, as they stand now."""
    keys = {each.key for each in clauses}
    now = draft_of(change.conn, draft.key)
    only = [each for each in now.clauses if each.key in keys]
    return as_report(change.conn, now, today=context.today, day=context.as_of, only=only)
