"""The works behind criteria: what a look at unmet criteria says of them."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.app.gone_over import home, went_over
from ntmtrack.store.queries_lineage import gone_over_into
from ntmtrack.store.queries_works import serving


def works_behind(
    conn: sqlite3.Connection, unit_keys: Iterable[int], day: date
) -> dict[tuple[int, str, str], tuple[str, ...]]:
    """By unit, set and number of a criterion, the open works that serve it or what is below it.

    Those of a unit that is no more stand behind the criteria of the one that it went over into.
    """
    judged = set(unit_keys)
    before = gone_over_into(conn, judged, day)
    into = went_over(conn, before, day)
    found: dict[tuple[int, str, str], dict[str, None]] = defaultdict(dict)
    for work in serving(conn, judged.union(before), day):
        for each in () if work.closed else work.serves:
            found[home(work.unit_key, into), each.set_code, each.criterion][work.name] = None
    return {about: tuple(names) for about, names in found.items()}
