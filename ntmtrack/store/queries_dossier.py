"""Reading what happened to recognition dossiers, and the units' own steps beside it."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.dossier import DossierEvent, DossierEventKind, Step
from ntmtrack.domain.standing import Standing, StandingEvent
from ntmtrack.store.view import Pair, View, born, written_on


def dossier_events(
    conn: sqlite3.Connection, unit_keys: Iterable[int], view: View
) -> dict[Pair, list[DossierEvent]]:
    """What happened to the dossiers of units by the view's day, by unit and set."""
    rows = conn.execute(
        f"""
        select e.unit_id, e.set_id, e.kind, e.happened_on, e.uid, e.paper, g.name,
               d.number, e.note
        from dossier_event e
        left join agency g on g.id = e.agency_id
        left join document d on d.id = e.document_id
        where e.unit_id in ({_listed(unit_keys)}) and e.happened_on <= :day
        """,
        view.places,
    )
    found: dict[Pair, list[DossierEvent]] = defaultdict(list)
    for unit, of, kind, on, uid, paper, agency, document, note in rows:
        found[unit, of].append(
            DossierEvent(
                kind=DossierEventKind(kind),
                on=date.fromisoformat(on),
                order=born(uid),
                paper=paper,
                agency=agency,
                document=document,
                note=note,
            )
        )
    return found


def steps(conn: sqlite3.Connection, unit_keys: Iterable[int], view: View) -> dict[Pair, list[Step]]:
    """The events on units' ways to recognition that are known on the view's day.

    One whose own day is not known has the place among the others that `standing` gives it, but
    never on a day after the view's.
    """
    rows = conn.execute(
        f"""
        select n.unit_id, n.set_id, s.code, n.event, n.year, n.uid, d.number, n.note,
               n.happened_on, d.dated, {written_on("n")}
        from standing n
        join criteria_set s on s.id = n.set_id
        join change c on c.id = n.change_id
        left join document d on d.id = n.document_id
        where n.unit_id in ({_listed(unit_keys)})
        and coalesce(n.happened_on, d.dated, n.year || '-01-01', '') <= :day
        """,
        view.places,
    )
    found: dict[Pair, list[Step]] = defaultdict(list)
    for unit, of, code, event, year, uid, document, note, *days in rows:
        happened, decided, recorded = map(_day, days)
        known = Standing(
            StandingEvent(event),
            code,
            happened,
            year,
            decided_on=decided,
            recorded_on=recorded,
            order=born(uid),
        )
        found[unit, of].append(
            Step(
                event=known.event,
                on=known.day,
                told=min(known.told_at[0], view.day),
                order=born(uid),
                document=document,
                note=note,
            )
        )
    return found


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
