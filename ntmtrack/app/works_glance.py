"""Works at a glance: the few figures of the first page of a day, and little to load for them."""

import sqlite3
from datetime import date

from ntmtrack.domain.work import Sums, added
from ntmtrack.record import Record
from ntmtrack.store import queries_works


class Glance(Record):
    """How many works are held up and late, and what was disbursed of one year's capital."""

    held_up: int
    late: int
    year: int
    sums: Sums


def at_a_glance(conn: sqlite3.Connection, day: date) -> Glance:
    """All works in a few figures; the capital is that of the day's year.

    They are those of `work list --held-up`, `work list --late` and `work disbursement --year`.
    """
    found = queries_works.works(conn, day)
    return Glance(
        sum(bool(each.blocks) for each in found),
        sum(each.late(day) is not None for each in found),
        day.year,
        added(each.sums(year=day.year) for each in found),
    )
