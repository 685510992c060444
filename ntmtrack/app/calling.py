"""Terms that wait for an event: the day it came, and the due that follows from it."""

from datetime import date

from ntmtrack.app.acting import Body, Circumstance, Step, take
from ntmtrack.app.calendar import working_calendar
from ntmtrack.app.choosing import Chosen
from ntmtrack.app.context import Context
from ntmtrack.domain.due import Precision, parse_due
from ntmtrack.domain.due_flag import DueFlag
from ntmtrack.domain.task import Task, TaskEventKind
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.reports.report import Report


def triggered(context: Context, chosen: Chosen, given: Circumstance) -> Report:
    """The event came on a day: the due is reckoned from it, on the working calendar.

    Raises DataError for a task whose due waits for nothing, or has been reckoned already.
    """
    missing: set[int] = set()

    def body(task: Task, day: date) -> Body:
        if task.precision is not Precision.TRIGGER or task.due_words is None:
            raise DataError(
                say("the due of task {number} waits for no event", number=task.number),
                hint=say("a later due is given with `ntmtrack task extend`"),
            )
        due = parse_due(task.due_words, trigger_date=day, calendar=working_calendar())
        if DueFlag.CALENDAR_MISSING in due.flags and due.last_day is not None:
            missing.update({day.year, due.last_day.year})
        return {
            "words": due.words,
            "last_day": str(due.last_day),
            "precision": str(due.precision),
        }

    report = take(context, chosen, Step("trigger", TaskEventKind.TRIGGERED, body), given)
    if not missing:
        return report
    warning = say(
        "WARNING no list of days off is known for {years}: only weekends were taken as days off",
        years=tuple(map(str, sorted(missing))),
    )
    return report._replace(notes=(*report.notes, warning))
