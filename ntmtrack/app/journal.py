"""Who changed what, and when."""

from ntmtrack.app.context import Context
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import log as report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_log


def log(context: Context, number: int | None, *, limit: int | None, mail: bool) -> Report:
    """The changes, newest first; or the rows that one change wrote.

    Without `mail`, those that only tell how letters went are left out.
    """
    with context.reading() as conn:
        if number is None:
            return report.changes(queries_log.changes(conn, limit=limit, mail=mail), context.as_of)
        found = [each for each in queries_log.changes(conn) if each.number == number]
        if not found:
            raise DataError(
                say("there is no change {number}", number=str(number)),
                hint=say("see `ntmtrack log`"),
            )
        return report.rows(found[0], queries_log.changed_rows(conn, number), context.as_of)
