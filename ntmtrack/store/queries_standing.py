"""Reading the way to recognition: events with their three dates, and the rules of withdrawal."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ntmtrack.domain.criteria_table import Table
from ntmtrack.domain.criteria_terms import Confidence
from ntmtrack.domain.criteria_withdrawal import read_withdrawal
from ntmtrack.domain.standing import Standing, StandingEvent
from ntmtrack.domain.withdrawal import Withdrawal
from ntmtrack.message import Message, say


def events(
    conn: sqlite3.Connection,
    unit_keys: Iterable[int],
    day: date,
    *,
    set_key: int | None = None,
) -> dict[tuple[int, str], list[Standing]]:
    """The events known by a day, in the order of recording, by unit and code of the set.

    An event whose own day is not known is known since its document, or since its year began.
    """
    listed = ", ".join(str(int(key)) for key in unit_keys)
    rows = conn.execute(
        f"""
        select n.unit_id, s.code, n.event, n.happened_on, n.year, n.target_words, n.target_last,
               d.number, n.note, d.dated, date(c.recorded_at, '+7 hours'), n.valid_to, n.id
        from standing n
        join criteria_set s on s.id = n.set_id
        join change c on c.id = n.change_id
        left join document d on d.id = n.document_id
        where n.unit_id in ({listed}) and (:set is null or n.set_id = :set)
        and coalesce(n.happened_on, d.dated, n.year || '-01-01', '') <= :day
        order by n.unit_id, n.id
        """,
        {"day": day.isoformat(), "set": set_key},
    )
    found: dict[tuple[int, str], list[Standing]] = defaultdict(list)
    for unit, code, event, happened, year, words, last, number, note, *days, order in rows:
        decided, recorded, until = map(_day, days)
        found[unit, code].append(
            Standing(
                event=StandingEvent(event),
                set_code=code,
                happened_on=_day(happened),
                year=year,
                target_words=words,
                target_last=_day(last),
                document=number,
                note=note,
                decided_on=decided,
                recorded_on=recorded,
                valid_to=until,
                order=order,
            )
        )
    return found


def withdrawals(conn: sqlite3.Connection, day: date) -> dict[str, Withdrawal]:
    """The rule by which each set takes a recognition back on a day, by the set's code.

    Of several decisions laid over a set the last one counts, else what the set says itself.
    """
    rows = conn.execute(
        """
        select code, rule from (
          select s.code, coalesce(
            (select json_extract(o.body, '$.withdrawal') from overlay o
             where o.set_id = s.id and o.effective <= :day
             and json_extract(o.body, '$.withdrawal') is not null
             order by o.effective desc, o.issued desc, o.code desc limit 1),
            json_extract(s.body, '$.withdrawal')) as rule
          from criteria_set s)
        where rule is not null
        """,
        {"day": day.isoformat()},
    )
    found = {}
    for code, text in rows:
        faults: list[Message] = []
        body = {"withdrawal": json.loads(text, parse_float=Decimal)}
        top = Table(body, say("{set}", set=code), faults)
        rule = read_withdrawal(top, decision="", confidence=Confidence.UNVERIFIED)
        if rule is not None:
            found[code] = rule
    return found


def has_predecessor(conn: sqlite3.Connection, unit_key: int) -> bool:
    """Whether a unit came from others, by merger or division."""
    row = conn.execute("select 1 from lineage where to_id = ? limit 1", (unit_key,)).fetchone()
    return row is not None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
