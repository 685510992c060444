"""Reading every judgement of a unit, with what brought it."""

import sqlite3

from ntmtrack.domain.assessment import Judgement
from ntmtrack.record import Record
from ntmtrack.store.queries import judgement
from ntmtrack.store.queries_origin import Origin, Origins
from ntmtrack.store.view import View


class Recorded(Record):
    """One judgement with both of its days and the change that brought it.

    It was recorded when its author's office did, also where it came from there.
    """

    name: str
    set_code: str
    judgement: Judgement
    recorded_at: str
    change: int
    evidence: tuple[str, ...] = ()


def history(
    conn: sqlite3.Connection, unit_key: int, view: View, *, number: str | None = None
) -> list[Recorded]:
    """Every judgement of a unit, the newest first and within a change in print order.

    The uids of a change begin with its moment, and those of a later change with a later one.
    `number` keeps to one criterion and its indicators.
    """
    rows = conn.execute(
        """
        select i.name, s.code, c.recorded_at, c.id, a.id, a.uid, c.actor,
               (select group_concat(what, char(10)) from (
                  select coalesce(v.path, p.number) as what from evidence v
                  left join document p on p.id = v.document_id
                  where v.assessment_id = a.id order by v.uid)),
               i.number, a.verdict, a.stage,
               a.assessed_on, a.uid, a.assessed_on, a.judged, a.at_risk, a.value,
               a.value_unit, a.threshold, a.reason,
               g.name, d.number, a.note
        from assessment a
        join item i on i.id = a.item_id
        join criteria_set s on s.id = i.set_id
        join change c on c.id = a.change_id
        left join agency g on g.id = a.agency_id
        left join document d on d.id = a.document_id
        where a.unit_id = :unit and a.assessed_on <= :day
        and (:number is null or i.number = :number or i.number like :number || '.%')
        order by a.assessed_on desc, substr(a.uid, 1, 13) desc, s.code, i.sort_key, a.uid desc
        """,
        {**view.places, "unit": unit_key, "number": number},
    )
    origins = Origins(conn)
    found = []
    for name, code, recorded_at, change, key, uid, actor, evidence, *judged in rows:
        by = origins.of("assessment", key, uid, change=change) or Origin(actor, recorded_at)
        found.append(
            Recorded(
                name=name,
                set_code=code,
                judgement=judgement(tuple(judged)),
                recorded_at=by.recorded_at,
                change=change,
                evidence=tuple(evidence.split("\n")) if evidence else (),
            )
        )
    return found
