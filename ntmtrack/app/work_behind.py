"""The works behind criteria: what a look at unmet criteria says of them."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.store.queries_works import serving


def works_behind(
    conn: sqlite3.Connection, unit_keys: Iterable[int], day: date
) -> dict[tuple[int, str, str], tuple[str, ...]]:
    """By unit, set and number of a criterion, the open works that serve it or what is below it."""
    found: dict[tuple[int, str, str], dict[str, None]] = defaultdict(dict)
    for work in serving(conn, unit_keys, day):
        for each in () if work.closed else work.serves:
            found[work.unit_key, each.set_code, each.criterion][work.name] = None
    return {about: tuple(names) for about, names in found.items()}
