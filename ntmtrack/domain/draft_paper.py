"""A reading as it is kept: what the paper says as a whole, and how its clauses are known again."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ntmtrack.domain.draft import Draft, DraftDue, DraftTask, iso, span
from ntmtrack.domain.notice.found import Clause, Found, Reading
from ntmtrack.domain.text import fold, tokens


def paper_json(reading: Reading, recipients: Sequence[Found] = ()) -> dict[str, Any]:
    """What a paper says as a whole, as it is stored; the clauses have rows of their own."""
    about = reading.document
    tally, of = reading.tally, reading.set
    return {
        "document": {
            "kind": _value(about.kind),
            "number": _value(about.number),
            "date": iso(about.dated),
            "issuer": _value(about.issuer),
            "about": _value(about.about),
            "recipients": [each.value for each in recipients],
        },
        "context_date": iso(about.context_date),
        "units": [each.value for each in reading.units],
        "other_units": [each.value for each in reading.others],
        "set": None,
        "set_found": None
        if of is None
        else {
            "words": of.words.value,
            "level": of.level,
            "grade": of.grade,
            "total": of.total,
            "span": span(of.words),
        },
        "tally": None
        if tally is None
        else {
            "met": tally.met,
            "total": tally.total,
            "verdict": tally.verdict,
            "words": tally.found.value,
            "span": span(tally.found),
        },
        "counts": [
            {
                "figure": each.figure,
                "total": each.total,
                "what": each.what,
                "span": span(each.found),
            }
            for each in reading.counts
        ],
        **{
            verdict: [each.number for each in listed if each.number]
            for verdict, listed in _listed(reading).items()
        },
        "names": {
            each.number: each.name
            for listed in _listed(reading).values()
            for each in listed
            if each.number
        },
        "targets": [
            {
                "unit": _value(each.unit),
                "criterion": _value(each.criterion),
                "due": DraftDue.of(each.due).as_json(),
                "span": span(each.words),
            }
            for each in reading.targets
        ],
        "headings": reading.headings,
        "outside": reading.outside,
        "recorded": False,
    }


def same_paper(earlier: Draft, body: Mapping[str, Any], path: str) -> bool:
    """Whether a reading is of a later state of a paper that was read before.

    Numbers begin anew each year and at each office: date and issuer must not say otherwise. A
    paper without a number is known by its file and the units it is about.
    """
    was, now = earlier.body["document"], body["document"]
    if not _agree(was, now, "date") or not _agree(was, now, "issuer"):
        return False
    if was["number"] and now["number"]:
        return bool(tokens(was["number"]) == tokens(now["number"]))
    return earlier.path == path and bool(earlier.body["units"] == body["units"])


def _agree(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool:
    return None in (one[name], other[name]) or tokens(one[name]) == tokens(other[name])


def figures(body: Mapping[str, Any]) -> tuple[object, ...]:
    """What a paper says that is recorded beside its tasks: its count, its lists, its targets."""
    tally = body["tally"]
    targets = [(each["unit"], each["criterion"], each["due"]["words"]) for each in body["targets"]]
    counted = None if tally is None else (tally["met"], tally["total"], tally["verdict"])
    return counted, body["unmet"], body["met"], body["nearly_met"], targets


def same_words(clause: Clause, text: str) -> str:
    """The words by which a clause is known again: its number may have changed since."""
    words = fold(text[clause.start : clause.end])
    number = fold(clause.number)
    found = _MARK.match(words)
    if number and found and number.rpartition(".")[2] in found[0]:
        words = words[found.end() :]
    return words


_MARK = re.compile(r"[(\[]?[0-9a-z.]{1,12}[).:/\]-]*(?: la,?)? ?")


def moved(task: DraftTask, by: int) -> DraftTask:
    """A proposal whose paper has grown before it: each of its places lies that much later."""

    def shift(where: Any) -> Any:
        if isinstance(where, list):
            return [shift(each) for each in where]
        return {**where, "start": where["start"] + by, "end": where["end"] + by}

    return task._replace(spans={name: shift(where) for name, where in task.spans.items()})


def clause_tasks(clause: Clause) -> Sequence[DraftTask]:
    """What is proposed for a clause."""
    return [DraftTask.of(proposal) for proposal in clause.tasks]


def _listed(reading: Reading) -> dict[str, tuple[Any, ...]]:
    return {"unmet": reading.unmet, "met": reading.met, "nearly_met": reading.nearly_met}


def _value(found: Found | None) -> str | None:
    return None if found is None else found.value
