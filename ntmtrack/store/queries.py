"""Reading judgements, tallies and standings, as true on a day."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ntmtrack.domain.assessment import Judged, Judgement, Stage, Verdict
from ntmtrack.domain.standing import CountedAs, Standing, StandingEvent, Tally, in_order
from ntmtrack.store.view import Pair, View, born, is_settled, written_on

if TYPE_CHECKING:
    from decimal import Decimal

KNOWN_SINCE = (
    "coalesce(n.happened_on, (select d.dated from document d where d.id = n.document_id),"
    " n.year || '-01-01', '')"
)
"""Since when an event `n` of recognition is known: without a day of its own since its paper, or
since its year began."""


def pairs(conn: sqlite3.Connection, unit_keys: Iterable[int], view: View) -> list[Pair]:
    """Which units have been judged, counted or registered under which sets by a day."""
    listed = _listed(unit_keys)
    judged = _KEPT_AS_JUDGED if is_settled(conn) else _JUDGED
    rows = conn.execute(
        f"""
        select u.id, s.id from unit u cross join criteria_set s
        where u.id in ({listed}) and (
          exists ({judged})
          or exists (select 1 from tally t where t.unit_id = u.id and t.set_id = s.id
                     and t.what in ('met', 'nearly_met', 'unmet') and t.counted_on <= :day)
          or exists (select 1 from standing n where n.unit_id = u.id and n.set_id = s.id
                     and {KNOWN_SINCE} <= :day))
        order by u.id, s.id
        """,
        view.places,
    )
    return [(row[0], row[1]) for row in rows]


_JUDGED = """select 1 from assessment a
                  where a.unit_id = u.id and a.assessed_on <= :day
                  and a.item_id in (select i.id from item i where i.set_id = s.id)"""
_KEPT_AS_JUDGED = """select 1 from slate k
                  where k.unit_id = u.id and k.set_id = s.id and k.since <= :day"""
"""A unit was judged under a set, by the judgements themselves and by what is kept of them."""


def judgement(row: tuple[object, ...]) -> Judgement:
    """A judgement from its columns: number, verdict, stage, day, uid, since, and how it came."""
    number, verdict, stage, on, order, since, judged, at_risk, value, unit, *words = row
    threshold, reason, by, document, note = (None if word is None else str(word) for word in words)
    return Judgement(
        number=str(number),
        verdict=Verdict(str(verdict)),
        stage=Stage(str(stage)),
        assessed_on=date.fromisoformat(str(on)),
        order=born(str(order)),
        since=date.fromisoformat(str(since)),
        judged=Judged(str(judged)),
        at_risk=bool(at_risk),
        value=None if value is None else _figure(str(value)),
        value_unit=None if unit is None else str(unit),
        threshold=threshold,
        reason=reason,
        by=by,
        document=document,
        note=note,
    )


def _figure(text: str) -> "Decimal":
    # Of most judgements no figure is kept, and what reads one waits for it.
    from decimal import Decimal

    return Decimal(text)


def judgement_row(
    conn: sqlite3.Connection, unit_key: int, item_key: int, judgement: Judgement
) -> int:
    """The row of a judgement that is the last of its stage and day."""
    row = conn.execute(
        "select id from assessment where unit_id = ? and item_id = ? and stage = ?"
        " and assessed_on = ? order by uid desc limit 1",
        (unit_key, item_key, judgement.stage.value, judgement.assessed_on.isoformat()),
    ).fetchone()
    return int(row[0])


def tallies(
    conn: sqlite3.Connection, unit_keys: Iterable[int], view: View
) -> dict[int, list[Tally]]:
    """The newest count of each kind, by unit."""
    rows = conn.execute(
        f"""
        select t.unit_id, t.what, t.count, t.total, t.counted_on, s.code, t.words,
               d.number, t.note
        from tally t
        left join criteria_set s on s.id = t.set_id
        left join document d on d.id = t.document_id
        where t.unit_id in ({_listed(unit_keys)}) and t.counted_on <= :day
        and not exists (
          select 1 from tally n
          where n.unit_id = t.unit_id and n.set_id is t.set_id and n.what = t.what
          and n.counted_on <= :day
          and (n.counted_on, n.uid) > (t.counted_on, t.uid))
        order by t.unit_id, t.uid
        """,
        view.places,
    )
    found: dict[int, list[Tally]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(
            Tally(
                what=CountedAs(row[1]),
                figure=row[2],
                total=row[3],
                counted_on=date.fromisoformat(row[4]),
                set_code=row[5],
                words=row[6],
                document=row[7],
                note=row[8],
            )
        )
    return found


def has_works(conn: sqlite3.Connection, unit_keys: Iterable[int]) -> bool:
    """Whether units, or those that went over into them, have any works."""
    listed = _listed(unit_keys)
    row = conn.execute(
        f"""
        with recursive before(id) as (
          select from_id from lineage where to_id in ({listed})
          union
          select l.from_id from lineage l join before on l.to_id = before.id)
        select exists (select 1 from work where unit_id in ({listed}))
        or exists (select 1 from before join work on work.unit_id = before.id)
        """
    )
    return bool(row.fetchone()[0])


def standings(
    conn: sqlite3.Connection,
    unit_keys: Iterable[int],
    view: View,
    *,
    set_key: int | None = None,
) -> dict[int, list[Standing]]:
    """Every event of recognition with its three dates, oldest first, by unit."""
    rows = conn.execute(
        f"""
        select n.unit_id, n.event, s.code, n.year, n.target_words, d.number, n.note, n.uid,
               n.happened_on, n.target_last, d.dated, {written_on("n")}, n.valid_to
        from standing n
        join criteria_set s on s.id = n.set_id
        join change c on c.id = n.change_id
        left join document d on d.id = n.document_id
        where n.unit_id in ({_listed(unit_keys)}) and (:set is null or n.set_id = :set)
        and {KNOWN_SINCE} <= :day
        order by n.unit_id, n.uid
        """,
        {**view.places, "set": set_key},
    )
    found: dict[int, list[Standing]] = defaultdict(list)
    for unit, event, code, year, words, document, note, order, *days in rows:
        happened, last, decided, recorded, until = map(_day, days)
        found[unit].append(
            Standing(
                event=StandingEvent(event),
                set_code=code,
                happened_on=happened,
                year=year,
                target_words=words,
                target_last=last,
                document=document,
                note=note,
                decided_on=decided,
                recorded_on=recorded,
                valid_to=until,
                order=born(order),
            )
        )
    return {unit: in_order(events) for unit, events in found.items()}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)
