"""A paper that was read: what it says, and what is proposed for each of its clauses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ntmtrack.domain.draft import ClauseState, Draft, DraftClause, DraftProposal, ProposalState
from ntmtrack.domain.due import Precision
from ntmtrack.message import N_, Message, say
from ntmtrack.reports.draft_object import as_object, clause_counts, clauses_note, state_of
from ntmtrack.reports.report import Block, Column, Report, Row, Show

COLUMNS = (
    Column("proposal", N_("No."), Show.ALWAYS, right=True),
    Column("clause", N_("Clause"), Show.ALWAYS),
    Column("title", N_("What"), Show.ALWAYS, wrap=True),
    Column("unit", N_("Unit"), Show.SPARE),
    Column("criterion", N_("Crit."), Show.ROOM),
    Column("leads", N_("Leads"), wrap=True),
    Column("coordinators", N_("Coordinators"), Show.SPARE, wrap=True),
    Column("persons", N_("Persons"), Show.SPARE, wrap=True),
    Column("due_text", N_("Due"), wrap=True),
    Column("due", N_("Last day")),
    Column("precision", N_("Precision"), Show.DATA),
    Column("flags", N_("Flags"), Show.DATA),
    Column("uncertain", N_("Left empty"), wrap=True),
    Column("state", N_("State"), Show.DATA),
    Column("task", N_("Task")),
    Column("clause_state", N_("Clause state"), Show.DATA),
    Column("start", N_("From character"), Show.DATA, right=True),
    Column("end", N_("To character"), Show.DATA, right=True),
)

_WORDS_SHOWN = 160


def draft(
    found: Draft,
    *,
    day: date,
    set_code: str | None,
    notes: Iterable[Message] = (),
    only: Sequence[DraftClause] | None = None,
) -> Report:
    """The clauses of a draft in the order of the paper: proposed, not considered, decided.

    Every clause is counted in one of the three. `only` keeps to some of them. JSON is the one
    object that `notice read` promises to machines.
    """
    clauses = found.clauses if only is None else only
    proposed = [(c, p) for c in clauses for p in c.proposals if p.state is ProposalState.PROPOSED]
    decided = [
        (c, p) for c in clauses for p in c.proposals if p.state is not ProposalState.PROPOSED
    ]
    bare = [clause for clause in clauses if not clause.proposals]
    open_ones = [each for each in bare if each.state is ClauseState.UNCONSIDERED]
    closed = [each for each in bare if each.state is not ClauseState.UNCONSIDERED]
    blocks = (
        Block(
            "proposed",
            say("Proposed tasks ({count})", count=len(proposed)),
            tuple(_row(clause, proposal) for clause, proposal in proposed),
        ),
        Block(
            "unconsidered",
            say("Clauses with no proposal, not yet considered ({count})", count=len(open_ones)),
            tuple(_bare(clause) for clause in open_ones),
        ),
        Block(
            "decided",
            say("Decided ({count})", count=len(decided) + len(closed)),
            (*(_row(c, p) for c, p in decided), *(_bare(clause) for clause in closed)),
        ),
    )
    counts = clause_counts(found.clauses)
    return Report(
        name="notice read",
        title=_title(found),
        columns=COLUMNS,
        blocks=tuple(block for block in blocks if block.rows),
        notes=(*_facts(found, set_code), clauses_note(counts), *notes),
        as_of=day,
        empty=say("The paper asks for nothing that could be read."),
        summary={**counts, "proposals": len(proposed)},
        finds=frozenset({"proposed", "unconsidered"}),
        whole=as_object(found, set_code),
    )


def _title(found: Draft) -> Message:
    about = found.body["document"]
    if about["number"]:
        return say("{number} ({file})", number=about["number"], file=found.name)
    return say("{file}", file=found.name)


def _facts(found: Draft, set_code: str | None) -> list[Message]:
    body = found.body
    about = body["document"]
    facts = [
        say("kind: {words}", words=about["kind"]) if about["kind"] else None,
        say("number: {words}", words=about["number"])
        if about["number"]
        else say("it bears no number"),
        say("dated {day}", day=found.dated) if found.dated else say("it bears no date"),
        say("it tells of a meeting on {day}", day=found.context_date)
        if found.context_date and not found.dated
        else None,
        say("issued by {issuer}", issuer=about["issuer"]) if about["issuer"] else None,
        say("sent to: {names}", names=tuple(about["recipients"])) if about["recipients"] else None,
        say("units: {names}", names=tuple(body["units"])) if body["units"] else None,
        _set_fact(body, set_code),
        _tally_fact(body),
        say("unmet: {numbers}", numbers=tuple(body["unmet"])) if body["unmet"] else None,
    ]
    targets = [_target_fact(each) for each in body["targets"]]
    return [fact for fact in (*facts, *targets) if fact is not None]


def _set_fact(body: Mapping[str, Any], set_code: str | None) -> Message | None:
    words = None if body["set_found"] is None else body["set_found"]["words"]
    if set_code is not None:
        return say("criteria set: {set} ({words})", set=set_code, words=words)
    if words is not None:
        return say('criteria set: not known from "{words}"', words=words)
    return None


def _tally_fact(body: Mapping[str, Any]) -> Message | None:
    tally = body["tally"]
    if tally is None:
        return None
    told = say(
        'count: {met}/{total} ("{words}")',
        met=tally["met"],
        total=tally["total"],
        words=tally["words"],
    )
    listed = len(body["unmet"])
    if listed and tally["total"] - tally["met"] != listed:
        return say(
            "{count}; WARNING {listed} criteria are listed as unmet, the count leaves {left}",
            count=told,
            listed=listed,
            left=tally["total"] - tally["met"],
        )
    return told


def _target_fact(target: Mapping[str, Any]) -> Message:
    due = target["due"]
    if target["criterion"]:
        return say(
            "target for criterion {number}: {words}",
            number=target["criterion"],
            words=due["words"],
        )
    return say("target: {words}", words=due["words"])


def _row(clause: DraftClause, proposal: DraftProposal) -> Row:
    task = proposal.proposed
    due = task.due
    return (
        proposal.number,
        _named(clause),
        task.title,
        task.unit,
        task.criterion,
        task.leads,
        task.coordinators,
        task.persons,
        task.due_words,
        None if due is None else due.last_day,
        Precision.NONE if due is None else due.precision,
        () if due is None else due.flags,
        task.uncertain,
        proposal.state,
        proposal.task,
        state_of(clause),
        clause.begins,
        clause.ends,
    )


def _named(clause: DraftClause) -> str:
    """A clause's number in the paper; one that has none is named by its place."""
    return clause.number or f"#{clause.place}"


def _bare(clause: DraftClause) -> Row:
    words = clause.words
    short = words if len(words) <= _WORDS_SHOWN else f"{words[:_WORDS_SHOWN].rstrip()}…"
    empty: Row = (None,) * 12
    return (None, _named(clause), short, *empty, state_of(clause), clause.begins, clause.ends)


LISTED = (
    Column("file", N_("File"), Show.ALWAYS),
    Column("number", N_("Number"), Show.ROOM),
    Column("dated", N_("Dated"), Show.SPARE),
    Column("read_on", N_("Read on")),
    Column("clauses", N_("Clauses"), right=True),
    Column("task", N_("With tasks"), right=True),
    Column("no_task", N_("No task"), right=True),
    Column("unconsidered", N_("Not considered"), right=True),
    Column("proposals", N_("Proposals"), right=True),
    Column("document", N_("Document"), Show.SPARE),
)


def drafts(found: Sequence[Draft], *, day: date) -> Report:
    """Every paper that was read, and how far it has been considered."""
    rows: list[Row] = []
    for each in found:
        counts = clause_counts(each.clauses)
        waiting = sum(p.state is ProposalState.PROPOSED for p in each.proposals)
        rows.append(
            (
                each.name,
                each.body["document"]["number"],
                each.dated,
                each.read_on,
                *counts.values(),
                waiting,
                each.document,
            )
        )
    waiting_drafts = sum(1 for each in found if each.waiting)
    return Report(
        name="notice drafts",
        title=say("Papers that were read"),
        columns=LISTED,
        blocks=(Block("drafts", None, tuple(rows)),),
        notes=(say("{count} of {all} wait", count=waiting_drafts, all=len(found)),),
        as_of=day,
        empty=say("No paper has been read: see `ntmtrack notice read --help`."),
        summary={"drafts": len(found), "waiting": waiting_drafts},
    )
