"""Copies of the ledger: one that is asked for, and one before anything that changes much of it."""

import os
from datetime import UTC, datetime, timezone
from pathlib import Path

from ntmtrack.app.context import OFFICE_TIME, Context
from ntmtrack.reports import copies as report
from ntmtrack.reports.copies import CopyLine, CopyState
from ntmtrack.reports.report import Report
from ntmtrack.store.copies import Wish, make
from ntmtrack.store.copies_held import Copy, usual_folder
from ntmtrack.store.database import open_reader

KEPT = 30
"""So many copies that were asked for are kept, unless another number is given."""

KEPT_BEFORE = 10
"""So many copies are kept of those that were made before an import, and so on for others."""


def before(context: Context, what: str) -> Path | None:
    """A proved copy of the ledger as it is before `what` ("import", "bundle": letters a to z).

    It is made beside the ledger, unless one there holds the same changes: then that one is handed
    back. What an open change has written so far is not in it. None if there is no ledger yet.
    Raises DatabaseError if no copy can be made: then nothing should be written either.
    """
    if not os.path.exists(context.path):
        return None
    wish = Wish(office_moment(context), KEPT_BEFORE, what)
    return make(context.path, usual_folder(context.path), wish).copy.path


def office_moment(context: Context) -> datetime:
    """Now, as the clocks of the office show it: what the name of a copy says."""
    return context.now.astimezone(UTC).replace(tzinfo=None) + OFFICE_TIME


def backup(context: Context, folder: Path | None, *, keep: int) -> Report:
    """A proved copy of the ledger, in its usual folder unless another is named.

    None is made where one there holds everything already. Of those that were made so the newest
    `keep` stay. Raises DatabaseError if no copy can be made; then none is removed.
    """
    if not os.path.isfile(context.path):
        # The store has the words for what is there instead.
        open_reader(context.path).close()
    place = folder or usual_folder(context.path)
    done = make(context.path, place, Wish(office_moment(context), keep))
    return report.backup(
        _line(done.copy, CopyState.MADE if done.new else CopyState.THERE),
        [_line(each, CopyState.REMOVED) for each in done.removed],
        done.torn,
        day=context.today,
    )


def _line(copy: Copy, state: CopyState) -> CopyLine:
    size = None if state is CopyState.REMOVED else copy.path.stat().st_size
    moment = copy.made_at.replace(tzinfo=timezone(OFFICE_TIME))
    return CopyLine(state, str(copy.path), moment, copy.change, size)
