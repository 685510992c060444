"""What happens to recognition dossiers, recorded: papers, handings on, closings."""

from collections.abc import Sequence
from datetime import date
from sqlite3 import Connection

from ntmtrack.app import bodies, resolve
from ntmtrack.app.context import Context
from ntmtrack.app.dossiers import dossiers_of, set_of_dossier
from ntmtrack.app.papers import document_key
from ntmtrack.app.premises import past
from ntmtrack.domain.catalogue import SetName, Unit
from ntmtrack.domain.dossier import DossierEvent, DossierEventKind
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports import dossier as report
from ntmtrack.reports.report import Report
from ntmtrack.store.writing import Writing


class Circumstances(Record):
    """What everything recorded of a dossier may come with."""

    set: str | None = None
    on: date | None = None
    document: str | None = None
    note: str | None = None


def paper(
    context: Context,
    unit_words: str,
    names: Sequence[str],
    *,
    received: bool,
    shared: Circumstances,
) -> Report:
    """Record papers as asked for, or as received, all in one change.

    Raises DataError for a day to come, or a name that fits nothing or several.
    """
    day = past(shared.on or context.today, context)
    kind = DossierEventKind.RECEIVED if received else DossierEventKind.REQUIRED
    listed = _each_once(names)
    with context.writing() as change:
        unit, of = _about(change.conn, unit_words, shared.set, day, context)
        before = dossiers_of(change.conn, unit, of, context.today).last
        remarks = report.paper_remarks(before, listed, kind) if before.open else []
        events = [_event(kind, day, shared, paper=name) for name in listed]
        told = _write(change, unit, of, events)
        after = dossiers_of(change.conn, unit, of, context.today)
    return report.written(after, told, name="dossier paper", day=context.today, remarks=remarks)


def hand(context: Context, unit_words: str, to: str, *, shared: Circumstances) -> Report:
    """Record that a dossier was handed to an agency, which holds it from that day on.

    Raises DataError as `paper` does.
    """
    day = past(shared.on or context.today, context)
    with context.writing() as change:
        unit, of = _about(change.conn, unit_words, shared.set, day, context)
        agency = bodies.agency(change.conn, to, day)
        remarks = report.hand_remark(dossiers_of(change.conn, unit, of, day).last, agency.name)
        event = _event(DossierEventKind.HANDED, day, shared, agency=agency.name)
        told = _write(change, unit, of, [event], agency=agency.key)
        after = dossiers_of(change.conn, unit, of, context.today)
    return report.written(after, told, name="dossier hand", day=context.today, remarks=remarks)


def close(context: Context, unit_words: str, *, shared: Circumstances) -> Report:
    """Record that a dossier was closed without (or before) a recognition.

    Raises DataError as `paper` does, and where no dossier was open on that day.
    """
    day = past(shared.on or context.today, context)
    with context.writing() as change:
        unit, of = _about(change.conn, unit_words, shared.set, day, context)
        if not dossiers_of(change.conn, unit, of, day).last.open:
            raise DataError(
                say(
                    "no dossier of {unit}, {set}, was open on {day}",
                    unit=unit.name,
                    set=of.code,
                    day=day,
                ),
                hint=say("see `ntmtrack dossier show`; nothing was written"),
            )
        told = _write(change, unit, of, [_event(DossierEventKind.CLOSED, day, shared)])
        after = dossiers_of(change.conn, unit, of, context.today)
    return report.written(after, told, name="dossier close", day=context.today)


def _each_once(names: Sequence[str]) -> list[str]:
    """The papers named, as each was spelled first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    return list(found.values())


def _about(
    conn: Connection, unit_words: str, set_words: str | None, day: date, context: Context
) -> tuple[Unit, SetName]:
    """The unit of the day; the set as it is known by now, for papers of long ago too."""
    unit = resolve.unit(conn, unit_words, day)
    return unit, set_of_dossier(conn, unit, set_words, context.today)


def _event(
    kind: DossierEventKind,
    day: date,
    shared: Circumstances,
    *,
    paper: str | None = None,
    agency: str | None = None,
) -> DossierEvent:
    """What is about to be recorded; its place in the order of recording is not given yet."""
    return DossierEvent(
        kind, day, 0, paper=paper, agency=agency, document=shared.document, note=shared.note
    )


def _write(
    change: Writing,
    unit: Unit,
    of: SetName,
    events: Sequence[DossierEvent],
    *,
    agency: int | None = None,
) -> list[DossierEvent]:
    """Append the events; as they were written, their document by its number."""
    written = []
    for event in events:
        cited = document_key(change, event.document)
        change.insert(
            "dossier_event",
            {
                "unit_id": unit.key,
                "set_id": of.key,
                "kind": str(event.kind),
                "happened_on": event.on.isoformat(),
                "paper": event.paper,
                "agency_id": agency,
                "document_id": cited.key if cited else None,
                "note": event.note,
            },
        )
        written.append(event._replace(document=cited.number if cited else None))
    return written
