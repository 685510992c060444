"""What a paper says beside its tasks: its count, its lists and its targets, recorded once."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from ntmtrack.app import counting, recording
from ntmtrack.app.context import Context
from ntmtrack.app.fitting import Sheet, item_of, unit_of
from ntmtrack.app.papers import cite
from ntmtrack.domain.assessment import Verdict
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.draft import Draft
from ntmtrack.domain.draft_paper import figures
from ntmtrack.domain.standing import CountedAs
from ntmtrack.message import Message, say
from ntmtrack.reports.counts import is_warning
from ntmtrack.store.writing import Writing


def record(
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
        counted = counting.tally(
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
        told += [note for note in counted.notes if is_warning(note)]
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
