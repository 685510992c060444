"""Drafts in the ledger: the one that is meant, what its names stand for, and how it is told."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from ntmtrack.app.matching import (
    Fit,
    PaperNames,
    identity,
    match_agency,
    match_unit,
)
from ntmtrack.app.matching_set import set_meant
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.draft import ClauseState, Draft, DraftClause, ProposalState
from ntmtrack.domain.draft_paper import figures
from ntmtrack.domain.text import fold, match
from ntmtrack.domain.unit import kind_from_name
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.reports import draft as report
from ntmtrack.reports.report import Report
from ntmtrack.store.queries_drafts import drafts
from ntmtrack.store.writing import Writing


def as_report(
    conn: sqlite3.Connection,
    draft: Draft,
    *,
    today: date,
    day: date,
    notes: Iterable[Message] = (),
    only: Sequence[DraftClause] | None = None,
) -> Report:
    """A draft as it is shown, with what the ledger makes of its names."""
    names = names_of(conn, draft, today)
    units = _units(conn, draft, names)
    of = set_meant(conn, draft.body["set_found"], units, names)
    told = [*notes, *_unclear(conn, draft, names)]
    code = None if of is None else of.code
    return report.draft(draft, day=day, set_code=code, notes=told, only=only)


def names_of(
    conn: sqlite3.Connection,
    draft: Draft,
    today: date,
    *,
    unit: Unit | None = None,
    day: date | None = None,
) -> PaperNames:
    """What the names of a draft are understood from; `unit` and `day` stand for the paper's."""
    names = PaperNames(
        day=day or draft.context_date,
        today=today,
        unit=unit,
        others=tuple(draft.body["other_units"]),
    )
    if unit is None:
        units = _units(conn, draft, names)
        only = len(units) == 1 and len(draft.body["units"]) == 1
        names = names._replace(unit=units[0] if only else None)
    return names


def _units(conn: sqlite3.Connection, draft: Draft, names: PaperNames) -> list[Unit]:
    """The units that a paper is about, as far as the ledger knows them."""
    found = (match_unit(conn, words, names).unit for words in draft.body["units"])
    return [unit for unit in found if unit is not None]


def open_draft(conn: sqlite3.Connection, words: str | None) -> Draft:
    """The draft that is named by its file or its paper's number, or the only one that waits.

    Raises DataError, with those that wait, where none or several are meant.
    """
    every = [each for each in drafts(conn) if not each.replaced]
    if words is not None:
        found = _called(every, words)
        if len(found) == 1:
            return found[0]
        if found:
            raise DataError(
                say("{words} may mean several:", words=words),
                hint=say("give the whole path of the file"),
                details=tuple(each.path for each in found),
            )
        raise DataError(
            say("there is no draft {words}", words=words), hint=say("see `ntmtrack notice drafts`")
        )
    waiting = [each for each in every if each.waiting] or [
        each for each in every if any(figures(each.body)) and not each.body["recorded"]
    ]
    if len(waiting) == 1:
        return waiting[0]
    if waiting:
        raise DataError(
            say("several papers wait to be considered:"),
            hint=say("say which with --draft FILE"),
            details=tuple(each.name for each in waiting),
        )
    raise DataError(
        say("no paper waits to be considered"),
        hint=say("read one with `ntmtrack notice read FILE`"),
    )


def _called(every: Sequence[Draft], words: str) -> list[Draft]:
    """The drafts whose file or number words name; in full, or else in part."""
    asked = fold(words)
    whole = [
        each
        for each in every
        if asked in (fold(each.name), fold(each.body["document"]["number"] or ""), fold(each.path))
    ]
    return whole or [
        each
        for each in every
        if match(words, each.name) or match(words, each.body["document"]["number"] or "")
    ]


def draft_of(conn: sqlite3.Connection, key: int) -> Draft:
    """A draft as it stands now."""
    return drafts(conn, key=key)[0]


def complete(change: Writing, draft: Draft, *, number: str | None, dated: date | None) -> Draft:
    """Keep what an officer says of a paper that does not say it itself; the draft as it is then."""
    said = {"number": number, "date": None if dated is None else dated.isoformat()}
    new = {name: value for name, value in said.items() if value is not None}
    if not new:
        return draft
    body = {**draft.body, "document": {**draft.body["document"], **new}}
    change.correct("draft", draft.key, {"body": json.dumps(body, ensure_ascii=False)})
    return draft._replace(body=body)


def settle_clauses(change: Writing, key: int) -> None:
    """A clause of which every proposal is decided is decided itself: by its tasks, or by none."""
    for clause in draft_of(change.conn, key).clauses:
        states = {each.state for each in clause.proposals}
        if not states or ProposalState.PROPOSED in states:
            continue
        accepted = ProposalState.ACCEPTED in states
        state = ClauseState.TASK if accepted else ClauseState.NO_TASK
        if clause.state is not state:
            change.correct("clause", clause.key, {"state": str(state)})


def _unclear(conn: sqlite3.Connection, draft: Draft, names: PaperNames) -> Sequence[Message]:
    """Which names the ledger does not know, or not as one."""
    units = [match_unit(conn, words, names) for words in draft.body["units"]]
    if names.unit is None and len(units) == 1 and units[0].name:
        # "Ban Chỉ đạo xã" is that of the unit which will be new.
        kind = kind_from_name(units[0].name)
        if kind is not None:
            names = names._replace(unit=Unit(0, "", units[0].name, kind))
    said = dict.fromkeys(
        words
        for proposal in draft.proposals
        for words in (*proposal.proposed.leads, *proposal.proposed.coordinators)
    )
    found = [*units, *(match_agency(conn, words, names) for words in said)]
    new = {identity(each.name): each.name for each in found if each.fit is Fit.NEW and each.name}
    unclear = tuple(each.words for each in found if each.fit is Fit.UNCLEAR)
    notes = []
    if new:
        notes.append(say("new to the ledger: {names}", names=tuple(new.values())))
    if unclear:
        notes.append(
            say("kept as written, for nobody in particular is named: {names}", names=unclear)
        )
    notes += [
        say("{words}: did you mean {names}?", words=each.words, names=each.candidates)
        for each in found
        if each.fit is Fit.ASKED
    ]
    return notes + [
        say("{words} may mean several: {names}", words=each.words, names=each.candidates)
        for each in found
        if each.candidates and each.fit is not Fit.ASKED
    ]
