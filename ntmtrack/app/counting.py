"""Recording what comes without a list: tallies, and evidence."""

import re
from datetime import date
from pathlib import Path

from ntmtrack.app import resolve
from ntmtrack.app.context import Context
from ntmtrack.app.papers import document_key, hashed_file
from ntmtrack.app.premises import past, set_of
from ntmtrack.app.reading import standing_of
from ntmtrack.domain.assessment import counting
from ntmtrack.domain.standing import CountedAs
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import events as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries
from ntmtrack.store.queries_latest import latest
from ntmtrack.store.view import View

_FIGURE = re.compile(r"([0-9]{1,6})(?: ?/ ?([0-9]{1,6}))?")


def tally(
    context: Context,
    unit_words: str,
    figure: str,
    *,
    what: CountedAs,
    set_words: str | None,
    on: date | None,
    words: str | None,
    document: str | None,
    note: str | None,
) -> Report:
    """Record a count that comes without its list: "9/19", or "22" units registered.

    Raises DataError for a figure that cannot be, a day to come, an unknown name.
    """
    found = _FIGURE.fullmatch(figure)
    if found is not None and found[2] and int(found[1]) > int(found[2]):
        raise DataError(
            say(
                "{figure}: {part} is more than {whole}",
                figure=figure,
                part=found[1],
                whole=found[2],
            ),
            hint=say("the whole stands after the stroke, as in 9/19; nothing was written"),
        )
    if found is None or (found[2] and not int(found[2])):
        raise DataError(
            say("{figure} is not a count", figure=figure),
            hint=say("write it as 9/19 or as 22; nothing was written"),
        )
    day = past(on or context.today, context)
    with context.writing() as change:
        unit = resolve.unit(change.conn, unit_words, day)
        # Units counted below this one are judged by a set of their own level.
        if what.of_units:
            of = resolve.criteria_set(change.conn, set_words) if set_words else None
        else:
            of = set_of(change.conn, unit, set_words, day)
        paper = document_key(change, document)
        change.insert(
            "tally",
            {
                "unit_id": unit.key,
                "set_id": of.key if of else None,
                "what": str(what),
                "count": int(found[1]),
                "total": int(found[2]) if found[2] else None,
                "counted_on": day.isoformat(),
                "words": words,
                "document_id": paper.key if paper else None,
                "note": note,
            },
        )
        tallies = queries.tallies(change.conn, [unit.key], View(day)).get(unit.key, [])
        lists = [standing_of(change.conn, unit, of, View(day))] if of else []
    return report.tallies(unit, tallies, lists, day=day)


def evidence(
    context: Context,
    unit_words: str,
    number: str,
    *,
    set_words: str | None,
    file: Path | None,
    document: str | None,
    note: str | None,
) -> Report:
    """Attach a file (kept by its hash) or a document to the judgement that counts today.

    Raises DataError where nothing was judged yet, or neither file nor document is given.
    """
    if file is None and document is None:
        raise DataError(say("nothing to attach"), hint=say("give --file PATH or --document REF"))
    day = context.today
    with context.writing() as change:
        unit = resolve.unit(change.conn, unit_words, day)
        of = set_of(change.conn, unit, set_words, day)
        item = resolve.items(change.conn, of, [number], day)[number]
        judged = latest(change.conn, [unit.key], [of.key], View(day))
        judgement = counting(judged.get((unit.key, of.key), {}).get(number, ()))
        if judgement is None:
            raise DataError(
                say("{number} of {unit} has not been judged yet", number=number, unit=unit.name),
                hint=say("record the judgement with `ntmtrack assess` first"),
            )
        paper = document_key(change, document)
        kept = {} if file is None else hashed_file(file)
        change.insert(
            "evidence",
            {
                "assessment_id": queries.judgement_row(change.conn, unit.key, item.key, judgement),
                "document_id": paper.key if paper else None,
                "note": note,
                **kept,
            },
        )
    return report.attached(
        unit,
        of.code,
        judgement,
        document=paper.number if paper else None,
        path=None if file is None else str(kept["path"]),
        sha256=None if file is None else str(kept["sha256"]),
        day=day,
    )
