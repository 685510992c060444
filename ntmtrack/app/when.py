"""What the words of a deadline mean, without a ledger."""

from datetime import date

from ntmtrack.app.calendar import working_calendar
from ntmtrack.app.context import Context
from ntmtrack.domain.due import Due, parse_due, parse_period
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.working_days import WorkingCalendar
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports import when as report
from ntmtrack.reports.report import Report

_ANCHORED = {DueFlag.RELATIVE_TO_AS_OF.value}


def when(
    context: Context, words: str, *, document_date: date | None, trigger_date: date | None
) -> Report:
    """The days that words mean; for a rhythm, its next turns from the day that is looked at.

    Relative words without a document's date are shown as a period seen from that day. Raises
    DataError for what cannot be read.
    """
    due = _read(words, context.as_of, document_date, trigger_date, None)
    calendar = None
    if due.trigger is not None:
        calendar = working_calendar()
        due = _read(words, context.as_of, document_date, trigger_date, calendar)
    return report.when(
        due,
        day=context.as_of,
        document_date=document_date,
        trigger_date=trigger_date,
        calendar=calendar,
    )


def _read(
    words: str,
    as_of: date,
    document_date: date | None,
    trigger_date: date | None,
    calendar: WorkingCalendar | None,
) -> Due:
    try:
        return parse_due(
            words, document_date=document_date, trigger_date=trigger_date, calendar=calendar
        )
    except DataError as error:
        period = None if document_date is not None else _period(words, as_of)
        # A missing year is asked for: only relative words may lean on the day of a look.
        if period is None:
            raise
        if not _ANCHORED.intersection(period.flags):
            hint = say(
                "write the year too, with four digits, or say the date of the paper with"
                " --document-date DATE"
            )
            raise DataError(error.message, hint=hint) from error
        return period


def _period(words: str, as_of: date) -> Due | None:
    try:
        return parse_period(words, as_of)
    except DataError:
        return None
