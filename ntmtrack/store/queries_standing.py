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
from ntmtrack.domain.standing import Standing
from ntmtrack.domain.withdrawal import Withdrawal
from ntmtrack.message import Message, say
from ntmtrack.store.queries import standings
from ntmtrack.store.view import View


def events(
    conn: sqlite3.Connection,
    unit_keys: Iterable[int],
    day: date,
    *,
    set_key: int | None = None,
) -> dict[tuple[int, str], list[Standing]]:
    """The events known by a day, oldest first, by unit and code of the set.

    An event whose own day is not known is known since its document, or since its year began.
    """
    found: dict[tuple[int, str], list[Standing]] = defaultdict(list)
    for unit, listed in standings(conn, unit_keys, View(day), set_key=set_key).items():
        for each in listed:
            found[unit, each.set_code].append(each)
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
