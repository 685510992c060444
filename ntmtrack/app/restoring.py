"""Going back to a copy of the ledger: shown first, then done."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from ntmtrack.app.backing import office_moment
from ntmtrack.app.context import Context
from ntmtrack.domain.changed_row import LedgerTable
from ntmtrack.errors import DatabaseError, DataError
from ntmtrack.message import say
from ntmtrack.reports import copies as report
from ntmtrack.reports.copies import ChangeFate, Comparison, FatedChange, TableCount
from ntmtrack.reports.report import Report
from ntmtrack.store.putting_back import Here, Inside, Ready, here, put_back, readied, require_file
from ntmtrack.store.queries_copies import Told


class Plan:
    """A copy that is proved and waits to be put in the place of the ledger."""

    def __init__(self, context: Context, file: Path, ready: Ready, now: Here) -> None:
        self._context = context
        self._ready = ready
        self._now = now
        self._found = _compared(file, ready.inside, now)

    def shown(self) -> Report:
        """What would change."""
        return report.restore(self._found, day=self._context.today, kept=None, done=False)

    def done(self) -> Report:
        """Put the copy in place. Raises DatabaseError, and changes nothing, if it cannot be."""
        kept = put_back(self._ready, self._context.path, self._now, _kept_name(self._context))
        told = None if kept is None else str(kept)
        return report.restore(self._found, day=self._context.today, kept=told, done=True)


@contextmanager
def restoring(
    context: Context, file: Path, *, other_office: bool, unproved: bool
) -> Iterator[Plan]:
    """A copy made ready to take the place of the ledger, while the block lasts.

    Raises DatabaseError for a file that is missing, damaged, newer or no ledger, for one that its
    changes do not prove (unless `unproved`), and for a ledger that is locked; DataError for the
    ledger itself and for another office's copy (unless `other_office`).
    """
    require_file(file)
    if os.path.exists(context.path) and file.samefile(context.path):
        raise DataError(
            say("{file} is the ledger itself", file=str(file)),
            hint=say("name a copy of it; nothing was changed"),
        )
    now = here(context.path)
    with readied(file, context.path) as ready:
        if ready.proof.torn and not unproved:
            raise DatabaseError(
                say("the copy {path} is not as its changes wrote it", path=str(file)),
                details=ready.proof.torn,
                hint=say("name another copy, or take it all the same with --unproved"),
            )
        _require_same_office(ready.inside, now, other_office=other_office)
        yield Plan(context, file, ready, now)


def _require_same_office(then: Inside, now: Here, *, other_office: bool) -> None:
    if other_office or now.inside is None or now.inside.stand.office == then.stand.office:
        return
    raise DataError(
        say(
            "the copy is of another office: {then}; here is {now}",
            then=then.stand.name or then.stand.office or "?",
            now=now.inside.stand.name or now.inside.stand.office or "?",
        ),
        hint=say(
            "name a copy of this ledger; or put the other in its place with --other-office;"
            " nothing was changed"
        ),
    )


def _compared(file: Path, then: Inside, now: Here) -> Comparison:
    last = then.stand
    found = Comparison(
        file=str(file),
        number=last.change,
        recorded_at=None if last.recorded_at is None else datetime.fromisoformat(last.recorded_at),
        changes=(),
        tables=(),
        fault=now.fault,
    )
    if now.inside is None:
        return found
    rows = now.inside.rows
    return found._replace(
        changes=(
            *_alone(ChangeFate.GOES, now.inside, then),
            *_alone(ChangeFate.COMES, then, now.inside),
        ),
        tables=tuple(
            TableCount(table, rows.get(table), then.rows.get(table))
            for table in LedgerTable
            if table in rows or table in then.rows
        ),
        sent=len(now.inside.bundles - then.bundles),
    )


def _alone(fate: ChangeFate, one: Inside, other: Inside) -> list[FatedChange]:
    """The changes that one has and the other does not, newest first."""
    known = {each.uid for each in other.changes}
    return [_fated(fate, each) for each in reversed(one.changes) if each.uid not in known]


def _fated(fate: ChangeFate, each: Told) -> FatedChange:
    moment = datetime.fromisoformat(each.recorded_at)
    return FatedChange(fate, each.number, moment, each.actor, each.command)


def _kept_name(context: Context) -> Path:
    """Where what is here now will be kept: a name that is free."""
    place = context.path.resolve()
    moment = office_moment(context)
    while True:
        kept = place.with_name(f"{place.name}.before-restore-{moment:%Y%m%d-%H%M%S}")
        if not kept.exists():
            return kept
        moment += timedelta(seconds=1)
