"""What the ledger holds and rests on, as `doctor` tells it."""

import sqlite3
from collections.abc import Iterator

from ntmtrack.app.calendar import working_calendar
from ntmtrack.app.context import Context
from ntmtrack.domain.checks.finding import Severity
from ntmtrack.message import say, say_n
from ntmtrack.reports.doctor import Finding, Health
from ntmtrack.store.queries_doctor import certainty

_LAST_QUARTER = 10
"""From October on the days off of the next year are wanted."""


def of_sets(conn: sqlite3.Connection) -> Iterator[Finding]:
    """How many criteria sets are loaded, and how much of those in use was verified."""
    found = certainty(conn)
    told = say(
        "{sets} sets, {verified}/{entries} verified",
        sets=found.sets,
        verified=found.verified,
        entries=found.entries,
    )
    health = Health.WELL if found.sets else Health.UNSET
    yield Finding(say("criteria sets"), health, told, "ntmtrack criteria list")


def of_days_off(context: Context) -> Iterator[Finding]:
    """Whether the days off of this year are known, and late in it those of the next."""
    this = context.today.year
    known = working_calendar().years
    wanted = (this, this + 1) if context.today.month >= _LAST_QUARTER else (this,)
    missing = tuple(str(year) for year in wanted if year not in known)
    if not missing:
        years = tuple(str(year) for year in wanted)
        told = say("known for {years}", years=years)
        yield Finding(say("days off"), Health.WELL, told, "ntmtrack manual deadlines")
        return
    health = Health.ILL if str(this) in missing else Health.UNSET
    told = say("not known for {years}", years=missing)
    yield Finding(say("days off"), health, told, "ntmtrack manual deadlines")


def of_check(context: Context) -> Iterator[Finding]:
    """How many things `check` finds, without the looks that take long."""
    from ntmtrack.app.checking import counts

    found = counts(context)
    errors = found[Severity.ERROR]
    told = say(
        "{errors}, {warnings}",
        errors=say_n("{count} error", "{count} errors", errors),
        warnings=say_n("{count} warning", "{count} warnings", found[Severity.WARNING]),
    )
    health = Health.ILL if errors else Health.WELL
    yield Finding(say("check"), health, told, "ntmtrack check")
