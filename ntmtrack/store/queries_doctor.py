"""Reading how far what the ledger rests on was verified."""

import sqlite3

from ntmtrack.record import Record


class Certainty(Record):
    """How many sets are loaded; of those in use, how many entries there are, and are verified."""

    sets: int
    entries: int
    verified: int


def certainty(conn: sqlite3.Connection) -> Certainty:
    """How much of the criteria sets was held against the published text.

    A set is in use if something was judged by it.
    """
    row = conn.execute(
        "select (select count(*) from criteria_set),"
        " count(*), coalesce(sum(j.value = 'verified'), 0)"
        " from criteria_set s, json_tree(s.body) j where j.key = 'confidence' and exists"
        " (select 1 from item i join assessment a on a.item_id = i.id where i.set_id = s.id)"
    ).fetchone()
    return Certainty(*row)
