"""Accepting what was proposed: document, counts, judgements, targets and tasks in one change."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ntmtrack.app import counting, recording
from ntmtrack.app.choosing import as_it_stands, task_key
from ntmtrack.app.context import Context
from ntmtrack.app.drafts import complete, draft_of, names_of, open_draft, settle_clauses
from ntmtrack.app.fitting import Sheet, fitted, item_of, unit_of
from ntmtrack.app.giving import awaited, due_remarks
from ntmtrack.app.matching import match_set
from ntmtrack.app.papers import cite, draft_document, file_changed
from ntmtrack.app.resolve import criteria_set, unit_ever
from ntmtrack.app.task_rows import Header, refuse_before, write_task
from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.draft import Draft, DraftProposal, DraftTask, ProposalState
from ntmtrack.domain.draft_paper import figures
from ntmtrack.domain.standing import CountedAs
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports import tasks as report
from ntmtrack.reports.report import Report
from ntmtrack.store.identity import new_uid
from ntmtrack.store.writing import Writing


class Acceptance(NamedTuple):
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
            notes += _record(within, change, draft, sheet, given.on)
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
    return match_set(change.conn, draft.body["set_found"], units, sheet.names)


def _record(
    context: Context, change: Writing, draft: Draft, sheet: Sheet, on: date | None
) -> list[Message]:
    """Record the paper's count, lists and targets, once; or say what was lacking for it."""
    body = draft.body
    if not any(figures(body)):
        return []
    unit, of, day = sheet.names.unit, sheet.of, on or sheet.names.day
    judged = body["tally"] is not None or any(body[verdict] for verdict in _LISTS)
    if judged and (unit is None or of is None or day is None):
        lacking = [
            say("the unit (--unit)") if unit is None else None,
            say("the criteria set (--set)") if of is None else None,
            say("the day (--on)") if day is None else None,
        ]
        return [
            say(
                "WARNING the paper's counts, judgements and targets are not recorded yet, for"
                " want of: {lacking}",
                lacking=tuple(each for each in lacking if each is not None),
            )
        ]
    aims = _targets(change, draft, sheet)
    text = json.dumps({**body, "recorded": True}, ensure_ascii=False)
    change.correct("draft", draft.key, {"body": text})
    if unit is None or of is None or day is None:
        return aims
    return [*_facts(context, change, body, sheet, (unit, of, day)), *aims]


_LISTS = ("unmet", "met", "nearly_met")


def _facts(
    context: Context,
    change: Writing,
    body: Mapping[str, Any],
    sheet: Sheet,
    about: tuple[Unit, SetName, date],
) -> list[Message]:
    """Record the count and the lists of one unit under one set; what was recorded, in words."""
    unit, of, day = about
    lists = {verdict: body[verdict] for verdict in _LISTS if body[verdict]}
    tally = body["tally"]
    paper = cite(change, sheet.document)
    told = []
    if lists:
        recording.assess_lists(
            context,
            unit.code,
            of.code,
            {Verdict(verdict): numbers for verdict, numbers in lists.items()},
            shared=recording.Circumstances(on=day, document=paper),
        )
        told += [
            say("recorded as {verdict}: {numbers}", verdict=Verdict(verdict), numbers=tuple(listed))
            for verdict, listed in lists.items()
        ]
    if tally is not None:
        figure = f"{tally['met']}/{tally['total']}"
        counting.tally(
            context,
            unit.code,
            figure,
            what=CountedAs.MET,
            set_words=of.code,
            on=day,
            words=_tally_words(tally),
            document=paper,
            note=None,
        )
        told.append(say("recorded as counted: {figure}", figure=figure))
    return told


def _tally_words(tally: Mapping[str, Any]) -> str:
    """A count in the paper's words; that it is met only nearly is said in them alone."""
    nearly = tally["verdict"] == str(Verdict.NEARLY_MET)
    return f"cơ bản đạt {tally['words']}" if nearly else str(tally["words"])


def _targets(change: Writing, draft: Draft, sheet: Sheet) -> list[Message]:
    """Keep the days by which criteria, or the whole set, are to be reached; in words."""
    told = []
    for target in draft.body["targets"]:
        due = target["due"]
        if due["last_day"] is None:
            continue
        unit = unit_of(change, target["unit"], sheet) if target["unit"] else sheet.names.unit
        item = item_of(change, target["criterion"], sheet, {"criterion": []})
        change.insert(
            "target",
            {
                "unit_id": None if unit is None else unit.key,
                "set_id": None if sheet.of is None else sheet.of.key,
                "item_id": None if item is None else item.key,
                "words": due["words"],
                "start": due["start"],
                "last_day": due["last_day"],
                "precision": due["precision"],
                "document_id": sheet.document.key,
                "note": target["criterion"] if item is None else None,
            },
        )
        told.append(say("recorded as a target: {words}", words=due["words"]))
    return told


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
        if fit.as_written:
            words = tuple(each for listed in fit.as_written.values() for each in listed)
            notes.append(say("{number}: kept as written: {words}", number=number, words=words))
        numbers.append(number)
    return numbers


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
