"""The exchange with other offices, as `doctor` tells it."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from ntmtrack.message import say, say_n
from ntmtrack.reports.doctor import Finding, Health
from ntmtrack.store import queries_offices
from ntmtrack.store.queries_check_whole import held


def of_exchange(conn: sqlite3.Connection) -> Iterator[Finding]:
    """Which offices are known, what went to and fro last, and what of it stands open."""
    offices = queries_offices.offices(conn)
    bundles = queries_offices.bundles(conn)
    if not offices and not bundles:
        yield Finding(say("offices"), Health.UNSET, say("none known"), "ntmtrack office --help")
        return
    told = say_n("{count} known", "{count} known", len(offices))
    yield Finding(say("offices"), Health.WELL, told, "ntmtrack office list")
    for item, ways in (("made", ("made", "pushed")), ("applied", ("applied", "pulled"))):
        went = [each for each in bundles if each.way in ways]
        if went:
            name = say("last bundle made") if item == "made" else say("last bundle applied")
            told = say(
                "number {number}, {moment}",
                number=went[-1].number,
                moment=datetime.fromisoformat(went[-1].recorded_at),
            )
            yield Finding(name, Health.WELL, told, "ntmtrack bundle list")
    waiting, refused = (sum(each.rows for each in held(conn, it)) for it in ("waiting", "refused"))
    if waiting or refused:
        told = say(
            "{waiting}, {refused}",
            waiting=say_n("{count} row waits", "{count} rows wait", waiting),
            refused=say_n("{count} row refused", "{count} rows refused", refused),
        )
        yield Finding(say("not taken in"), Health.ILL, told, "ntmtrack bundle refused")
