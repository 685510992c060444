"""Accepting what was proposed: document, counts, judgements, targets and tasks in one change."""

from collections.abc import Mapping, Sequence
from datetime import date

from ntmtrack.app.choosing import as_it_stands, task_key
from ntmtrack.app.context import Context
from ntmtrack.app.drafts import (
    complete,
    draft_of,
    names_of,
    open_draft,
    settle_clauses,
)
from ntmtrack.app.fitting import Sheet, fitted, unit_of
from ntmtrack.app.giving import awaited, due_remarks
from ntmtrack.app.matching_set import set_meant
from ntmtrack.app.paper_facts import record
from ntmtrack.app.papers import draft_document, file_changed
from ntmtrack.app.resolve import criteria_set, unit_ever
from ntmtrack.app.task_rows import Header, refuse_before, write_task
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.draft import Draft, DraftProposal, DraftTask, ProposalState
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store.identity import new_uid
from ntmtrack.store.writing import Writing


class Acceptance(Record):
    """What is accepted of a draft, and what the paper itself leaves open.

    `numbers` are those of proposals; None accepts all that wait. `number`, `dated`, `set`,
    `unit` stand for what the paper does not say, `on` for the day of its counts and judgements.
    """

    numbers: Sequence[int] | None = None
    draft: str | None = None
    number: str | None = None
    dated: date | None = None
    set: str | None = None
    unit: str | None = None
    on: date | None = None
    tasks_only: bool = False
    known_only: bool = False
    as_read: bool = False


def accept(context: Context, given: Acceptance) -> Report:
    """Make tasks of proposals, and facts of what the paper says, in one change.

    What the paper counts, judges and aims at is recorded with the first acceptance that knows
    unit, set and day. Raises
    DataError for a number that is not proposed, a unit or set that may be several, or a file
    that is no longer what was read; nothing is written then.
    """
    with context.writing() as change:
        draft = open_draft(change.conn, given.draft)
        draft = complete(change, draft, number=given.number, dated=given.dated)
        if not given.as_read and file_changed(draft.path, draft.sha256):
            raise DataError(
                say("{file} has changed since it was read", file=draft.name),
                hint=say("read it again with `ntmtrack notice read`, or add --as-read"),
            )
        wanted = _wanted(draft, given.numbers)
        notes: list[Message] = []
        sheet = _sheet(context, change, draft, given)
        if not (draft.body["recorded"] or given.tasks_only):
            within = context._replace(open_change=change)
            notes += record(within, change, draft, sheet, given.on)
        numbers = _tasks(context, change, draft, wanted, sheet, notes)
        settle_clauses(change, draft.key)
        found = [as_it_stands(change, number, context.today) for number in numbers]
        left = draft_of(change.conn, draft.key)
    notes.insert(0, say("document: {number}", number=sheet.document.number))
    notes.append(_still_waiting(left))
    return report.listed(found, day=context.as_of, name="notice accept", notes=tuple(notes))


def _still_waiting(draft: Draft) -> Message:
    if not draft.waiting:
        return say("every clause of {file} has been considered", file=draft.name)
    return say(
        "{count} of {all} clauses of {file} wait to be considered",
        count=len(draft.waiting),
        all=len(draft.clauses),
        file=draft.name,
    )


def _wanted(draft: Draft, numbers: Sequence[int] | None) -> list[DraftProposal]:
    """The proposals accepted; DataError for a number that does not wait."""
    waiting = {p.number: p for p in draft.proposals if p.state is ProposalState.PROPOSED}
    if numbers is None:
        return list(waiting.values())
    missing = tuple(str(number) for number in numbers if number not in waiting)
    if missing:
        raise DataError(
            say("{file} has no proposal {numbers} that waits", file=draft.name, numbers=missing),
            hint=say("see `ntmtrack notice draft {file}`; nothing was written", file=draft.name),
        )
    return [waiting[number] for number in dict.fromkeys(numbers)]


def _sheet(context: Context, change: Writing, draft: Draft, given: Acceptance) -> Sheet:
    """The paper as the ledger has it; its document is noted where it was not yet."""
    conn = change.conn
    document = draft_document(change, draft)
    day = document.dated or draft.context_date
    if day is not None and day > context.today:
        raise DataError(
            say("the paper is dated {day}, which is still to come", day=day),
            hint=say("give its date with --date; nothing was written"),
        )
    unit = unit_ever(conn, given.unit, day or context.today) if given.unit else None
    names = names_of(conn, draft, context.today, unit=unit, day=day)
    own = draft.body["units"][0] if len(draft.body["units"]) == 1 else None
    sheet = Sheet(document, names, None, own, given.known_only)
    if unit is None and own is not None:
        unit = unit_of(change, own, sheet)
        sheet = sheet._replace(names=names._replace(unit=unit))
    return sheet._replace(of=_set(change, draft, sheet, unit, given.set))


def _set(
    change: Writing, draft: Draft, sheet: Sheet, unit: Unit | None, words: str | None
) -> SetName | None:
    if words is not None:
        return criteria_set(change.conn, words)
    units = [unit] if unit else []
    return set_meant(change.conn, draft.body["set_found"], units, sheet.names)


def _tasks(
    context: Context,
    change: Writing,
    draft: Draft,
    wanted: Sequence[DraftProposal],
    sheet: Sheet,
    notes: list[Message],
) -> list[str]:
    """Write a task for each proposal; their numbers."""
    clauses = {each.key: clause.number for clause in draft.clauses for each in clause.proposals}
    bound = _bound_before(context, change, draft)
    numbers = []
    for proposal in wanted:
        task = proposal.proposed
        fit = fitted(change, task, sheet)
        day = sheet.document.dated
        mend = say(
            "mend it with `ntmtrack notice edit {number} --due …`, or leave {number} out",
            number=proposal.number,
        )
        refuse_before(fit.due, day, mend)
        header = Header(
            title=task.title[:1].upper() + task.title[1:],
            due=fit.due,
            year=(sheet.names.day or context.today).year,
            assigned=day,
            unit=fit.unit.key if fit.unit else None,
            item=fit.item.key if fit.item else None,
            document=sheet.document.key,
            clause=clauses[proposal.key] or None,
            bound=_bound(change, task, bound),
        )
        number = write_task(
            change,
            header,
            leads=fit.leads,
            coordinators=fit.coordinators,
            persons=fit.persons,
            given_on=sheet.names.day or context.today,
            as_written=fit.as_written,
        )
        change.correct(
            "proposal",
            proposal.key,
            {"state": str(ProposalState.ACCEPTED), "task_id": task_key(change, number)},
        )
        notes += [*due_remarks(fit.due), *awaited(as_it_stands(change, number, context.today))]
        notes += _kept(number, fit.as_written)
        numbers.append(number)
    return numbers


def _kept(task: str, as_written: Mapping[str, Sequence[str]]) -> list[Message]:
    """What of a proposal has no place in the ledger, and how a criterion gets one after all."""
    words = tuple(each for name, listed in as_written.items() if name != _NUMBER for each in listed)
    notes = [say("{number}: kept as written: {words}", number=task, words=words)] if words else []
    return notes + [
        say(
            "WARNING {task}: criterion {number} is not recorded, for want of its unit or its set:"
            " `ntmtrack task correct {task} --criterion {number} --set SET --reason TEXT`",
            task=task,
            number=number,
        )
        for number in as_written.get(_NUMBER, ())
    ]


_NUMBER = "criterion"
"""Under what `fitted` keeps the number of a criterion that has no place."""


def _bound_before(context: Context, change: Writing, draft: Draft) -> dict[int, str]:
    """The words that bind tasks accepted earlier, by what their proposals had together."""
    found: dict[int, str] = {}
    for each in draft.proposals:
        if each.task is not None and each.proposed.together is not None:
            task = as_it_stands(change, each.task, context.today)
            if task.bound is not None:
                found[each.proposed.together] = task.bound
    return found


def _bound(change: Writing, task: DraftTask, known: dict[int, str]) -> str | None:
    """One word that binds the tasks of proposals made for several units at once."""
    if task.together is None:
        return None
    return known.setdefault(task.together, new_uid(change.now))
