"""A draft as the one object that machines are promised, and the count of its clauses."""

from collections.abc import Mapping, Sequence
from typing import Any

from ntmtrack.domain.draft import ClauseState, Draft, DraftClause, ProposalState
from ntmtrack.message import Message, say_n


def clause_counts(clauses: Sequence[DraftClause]) -> dict[str, int]:
    """How many clauses there are, and how many ended as what; they add up."""
    states = [state_of(clause) for clause in clauses]
    return {
        "clauses": len(states),
        **{str(state): states.count(state) for state in ClauseState},
    }


def state_of(clause: DraftClause) -> ClauseState:
    """A clause counts as considered only when nothing of it is left to decide."""
    return ClauseState.UNCONSIDERED if clause.waiting else clause.state


def clauses_note(counts: Mapping[str, int]) -> Message:
    """How many clauses ended as what, in words."""
    return say_n(
        "{clauses} clause: {task} with tasks, {no_task} where no task arises,"
        " {unconsidered} not yet considered",
        "{clauses} clauses: {task} with tasks, {no_task} where no task arises,"
        " {unconsidered} not yet considered",
        counts["clauses"],
        **counts,
    )


def as_object(found: Draft, set_code: str | None) -> dict[str, Any]:
    """The one object of a draft, as machines are promised it; what was decided is set apart.

    A clause's `state` is what it comes to as things stand; `summary` counts what was decided.
    """
    body = found.body
    tally = body["tally"]
    return {
        "ntmtrack_notice": 1,
        "file": found.name,
        "sha256": found.sha256,
        "document": body["document"],
        "context_date": body["context_date"],
        "units": body["units"],
        "other_units": body["other_units"],
        "set": set_code,
        "set_found": body["set_found"],
        "tally": None
        if tally is None
        else {key: tally[key] for key in ("met", "total", "verdict", "words", "span")},
        "counts": body["counts"],
        "unmet": body["unmet"],
        "met": body["met"],
        "nearly_met": body["nearly_met"],
        "targets": body["targets"],
        "clauses": [_clause_object(clause) for clause in found.clauses],
        "summary": {
            **clause_counts(found.clauses),
            "headings": body["headings"],
            "outside": body["outside"],
        },
    }


def _clause_object(clause: DraftClause) -> dict[str, Any]:
    """A clause with what is still proposed for it, and apart from that what was decided.

    Its state is what it comes to as things stand: a task where one is proposed or was accepted.
    """
    proposed = [each for each in clause.proposals if each.state is ProposalState.PROPOSED]
    decided = [each for each in clause.proposals if each.state is not ProposalState.PROPOSED]
    state = ClauseState.TASK if proposed else clause.state
    return {
        "number": clause.number,
        "start": clause.begins,
        "end": clause.ends,
        "text": clause.words,
        "state": str(state),
        "considered": not clause.waiting,
        "note": clause.note,
        "tasks": [{"proposal": each.number, **each.proposed.as_json()} for each in proposed],
        "decided": [
            {
                "proposal": each.number,
                "state": str(each.state),
                "task": each.task,
                "title": each.proposed.title,
            }
            for each in decided
        ],
    }
