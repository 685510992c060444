"""Reading targets: by when a unit is to reach a criterion, or its whole set."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.aim import Aim, newest
from ntmtrack.domain.standing import Target
from ntmtrack.store.view import written_on

# A paper's criterion that its set does not have is kept as a note that is nothing but a number.
_NUMBER = (
    "coalesce(i.number, case when t.note glob '[0-9]*' and t.note not glob '*[^0-9.]*'"
    " then t.note end)"
)

# A target is known since the day that it gives, or its paper, or else the office's day (UTC+7) on
# which it was written.
_SINCE = f"coalesce(t.set_on, d.dated, {written_on('t')})"

# A registration is known as its event is: since its day, its paper, or its year.
_REGISTERED = "coalesce(n.happened_on, d.dated, n.year || '-01-01', '')"


def targets_in_force(conn: sqlite3.Connection, keys: Iterable[int], day: date) -> list[Target]:
    """The targets of units that count on a day: none that was moved, none without a last day."""
    return [
        Target(
            aim.unit_key,
            aim.set_code,
            aim.number,
            aim.words,
            aim.last_day,
            aim.precision,
            aim.document,
        )
        for aim in newest(aims(conn, keys, day)).values()
        if aim.last_day is not None
    ]


def aims(
    conn: sqlite3.Connection,
    keys: Iterable[int],
    day: date,
    *,
    whole_sets: bool = False,
) -> list[Aim]:
    """Every target of units that is known on a day, those of registrations too.

    They come in the order in which they were set, so that of several for the same thing the
    last one counts. `whole_sets` leaves out those for one criterion.
    """
    listed = _listed(keys)
    rows = conn.execute(
        f"""
        select t.unit_id, s.id, s.code, {_NUMBER} as number, t.words, t.start, t.last_day,
               t.precision, {_SINCE} as since, d.number, t.note, 0, t.uid, t.document_id
        from target t
        join change c on c.id = t.change_id
        left join criteria_set s on s.id = t.set_id
        left join item i on i.id = t.item_id
        left join document d on d.id = t.document_id
        where t.unit_id in ({listed}) and {_SINCE} <= :day
        and (not :whole_sets or {_NUMBER} is null)
        union all
        select n.unit_id, s.id, s.code, null, n.target_words, n.target_start, n.target_last,
               n.target_precision, {_REGISTERED}, d.number, n.note, 1, n.uid,
               n.document_id
        from standing n
        join criteria_set s on s.id = n.set_id
        left join document d on d.id = n.document_id
        where n.unit_id in ({listed}) and n.event = 'registered' and n.target_words is not null
        and {_REGISTERED} <= :day
        order by since, 13
        """,
        {"day": day.isoformat(), "whole_sets": whole_sets},
    )
    return [
        Aim(
            unit_key=row[0],
            set_key=row[1],
            set_code=row[2],
            number=row[3],
            words=row[4],
            start=_day(row[5]),
            last_day=_day(row[6]),
            precision=row[7],
            since=_day(row[8]),
            document=row[9],
            note=row[10],
            registered=bool(row[11]),
            document_key=row[13],
        )
        for row in rows
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
