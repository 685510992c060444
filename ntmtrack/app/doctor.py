"""Whether all is well: the ledger, its copies, what is in it, its mail and its exchange.

It is what one types when something is wrong: what cannot be looked at is told, and the rest is
looked at all the same.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from ntmtrack.app import doctor_content, doctor_copies, doctor_exchange, doctor_ledger
from ntmtrack.app.context import Context
from ntmtrack.app.doctor_mail import of_mail, of_settings
from ntmtrack.errors import DatabaseError, DataError, NtmError, reason_of
from ntmtrack.message import Message, say
from ntmtrack.reports.doctor import Finding, Health, build
from ntmtrack.reports.report import Report
from ntmtrack.store.database import faults

_FAULTS = (NtmError, sqlite3.Error, OSError, ValueError, KeyError, TypeError, RecursionError)
"""What a damaged file may come to."""

_Told = list[Finding]
_Block = tuple[str, _Told]


def doctor(context: Context, *, settings: Path) -> Report:
    """What is well and what is not. `settings` is where the settings file is, or would be.

    Raises DataError for another day than today.
    """
    if context.as_of != context.today:
        raise DataError(
            say("the health of the ledger is that of today"), hint=say("leave out --as-of")
        )
    with _opened(context) as (conn, fault):
        return build(list(_blocks(context, settings, conn, fault)), day=context.today)


def _blocks(
    context: Context, settings: Path, conn: sqlite3.Connection | None, fault: DatabaseError | None
) -> Iterator[_Block]:
    def told(item: Message, look: Callable[[], Iterable[Finding]]) -> _Told:
        """What was found, or why nothing could be."""
        try:
            with faults(context.path):
                return list(look())
        except _FAULTS as error:
            return [Finding(item, Health.ILL, _why(error))]

    def inside(item: Message, look: Callable[[sqlite3.Connection], Iterable[Finding]]) -> _Told:
        """The same of what looks into the ledger; nothing where that cannot be opened."""
        return [] if conn is None else told(item, partial(look, conn))

    ledger = [
        *told(say("file"), lambda: doctor_ledger.of_file(context)),
        *([] if fault is None else [doctor_copies.of_fault(context, fault)]),
        *inside(say("form"), doctor_ledger.of_form),
        *inside(say("pages"), lambda c: doctor_ledger.of_pages(c, context)),
        *inside(say("chain"), doctor_ledger.of_chain),
        *told(say("place"), lambda: doctor_ledger.of_place(context)),
        *told(say("room"), lambda: doctor_ledger.of_room(context)),
        *told(say("programs"), doctor_ledger.of_programs),
    ]
    yield "ledger", ledger
    copies = told(say("copies"), lambda: doctor_copies.of_copies(context, conn))
    yield "copies", copies
    content = [
        *inside(say("criteria sets"), doctor_content.of_sets),
        *told(say("days off"), lambda: doctor_content.of_days_off(context)),
        *inside(say("check"), lambda _: doctor_content.of_check(context)),
    ]
    yield "content", content
    of = of_settings(context, settings)
    yield "mail", [of, *inside(say("mail"), lambda c: of_mail(c, context, of))]
    yield "exchange", inside(say("exchange"), doctor_exchange.of_exchange)


def _why(error: Exception) -> Message:
    if isinstance(error, NtmError):
        return error.message
    if isinstance(error, OSError):
        return reason_of(error)
    return say("{words}", words=str(error) or type(error).__name__)


@contextmanager
def _opened(context: Context) -> Iterator[tuple[sqlite3.Connection | None, DatabaseError | None]]:
    """The ledger to look at, or why it cannot be opened."""
    conn, fault = None, None
    with ExitStack() as stack:
        try:
            conn = stack.enter_context(context.reading())
        except DatabaseError as error:
            fault = error
        yield conn, fault
