"""Today at one glance: what is late, due, waiting, lost, nearest, and whether the machine works.

Every line is made by one function of a list; a line that has nothing to say is left out, but for
those that an officer looks for each morning.
"""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from ntmtrack.app.context import Context
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.task import Outcome, Task
from ntmtrack.message import say, say_n
from ntmtrack.record import Record
from ntmtrack.reports.board import LATE, Board, Line
from ntmtrack.reports.board import build as build_report
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_board, queries_catalogue, queries_tasks
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View

_WEEK = timedelta(days=7)
_PRODUCT_DAYS = 90


class Look(Record):
    """What the lines are made from: the open ledger, its units, and whose tasks are meant."""

    conn: sqlite3.Connection
    context: Context
    units: Sequence[Unit]
    narrow: Narrow
    person: str | None

    @property
    def view(self) -> View:
        """Today."""
        return View(self.context.as_of)

    def of_person(self, command: str) -> str:
        """A command about tasks, for the person whose board it is."""
        if self.person is None:
            return command
        from shlex import quote

        return f"{command} --person {quote(self.person)}"


def board(context: Context) -> Report:
    """The board of the office that keeps the ledger, or of the person who is configured.

    Raises DataError for a person who is not known, or may be one of several.
    """
    day = context.as_of
    with context.reading() as conn:
        narrow, person = _whose(conn, context)
        look = Look(conn, context, queries_catalogue.units(conn, day), narrow, person)
        lines = [line for make in _LINES if (line := make(look)) is not None]
        return build_report(
            Board(
                office=queries_catalogue.settings(conn).get("office"),
                person=person,
                lines=lines,
                late=_late_longest(look),
                units=len(look.units),
            ),
            day=day,
        )


def _whose(conn: sqlite3.Connection, context: Context) -> tuple[Narrow, str | None]:
    if context.person is None:
        return Narrow(), None
    from ntmtrack.app import bodies

    person = bodies.person(conn, context.person, context.as_of)
    return Narrow(person=person.key), context.person


def _late_longest(look: Look) -> list[Task]:
    numbers = queries_board.oldest_late(look.conn, look.view, look.narrow, LATE)
    narrow = Narrow(numbers=tuple(numbers))
    return queries_tasks.tasks(look.conn, look.view, which=Which.LATE, narrow=narrow)[:LATE]


def _late(look: Look) -> Line | None:
    counted = queries_tasks.outcomes(look.conn, look.view, narrow=look.narrow)
    if not counted:
        return None
    count = counted[Outcome.OPEN_OVERDUE]
    return Line("overdue", say("Overdue"), count, look.of_person("ntmtrack overdue"))


def _due(look: Look) -> Line:
    day = look.context.as_of
    narrow = look.narrow._replace(due_from=day, due_to=day + _WEEK)
    soon = queries_tasks.tasks(look.conn, look.view, which=Which.OPEN, narrow=narrow)
    command = look.of_person("ntmtrack due")
    return Line("due_this_week", say("Due within 7 days"), len(soon), command)


def _to_confirm(look: Look) -> Line:
    from ntmtrack.store.queries_task_terms import TaskTerm

    narrow = look.narrow._replace(terms=(TaskTerm("state", words=("reported",)),))
    found = queries_tasks.tasks(look.conn, look.view, narrow=narrow)
    command = look.of_person("ntmtrack task list --where state:reported")
    return Line("to_confirm", say("Reported done, to be confirmed"), len(found), command)


def _fell(look: Look) -> Line:
    """What was lost since the last month began."""
    day = look.context.as_of
    since = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    return Line(
        "fell",
        say("Newly lost since {day}", day=since),
        _lost_since(look, since),
        f"ntmtrack regressions --since {since.isoformat()}",
    )


def _lost_since(look: Look, since: date) -> int:
    keys = [each.key for each in look.units]
    if not queries_board.overlaid_since(look.conn, since, look.view):
        keys = queries_board.turned_since(look.conn, keys, since, look.view)
    if not keys:
        return 0
    from ntmtrack.app.changes import regressed
    from ntmtrack.reports.regressions import build

    turned = set(keys)
    units = [each for each in look.units if each.key in turned]
    found = regressed(look.conn, units, None, look.view)
    return len(build(found, (), day=look.view.day, since=since).rows)


def _nearest(look: Look) -> Line | None:
    from ntmtrack.app.nearest import closest

    first = closest(look.conn, look.units, look.view)
    if not first:
        return None
    from ntmtrack.reports.status import score

    best = min(first, key=lambda each: len(each.missing.criteria))
    return Line(
        "nearest",
        say("Nearest to finish: {unit}", unit=best.standing.unit_name),
        score(best.standing),
        f"ntmtrack nearest --set {best.standing.set_code}",
    )


def _drafts(look: Look) -> Line | None:
    from ntmtrack.store.queries_review import waiting

    count = len(waiting(look.conn, look.view))
    if not count:
        return None
    return Line("drafts", say("Papers read, not reviewed"), count, "ntmtrack notice drafts")


def _orphaned(look: Look) -> Line | None:
    from ntmtrack.app.orphans import left_behind

    count = len(left_behind(look.conn, look.view, narrow=look.narrow)[0])
    if not count:
        return None
    command = look.of_person("ntmtrack task list --orphaned")
    return Line("orphaned", say("Left behind by bodies that are no more"), count, command)


def _products(look: Look) -> Line | None:
    from ntmtrack.app.products import expiring_soon

    count = expiring_soon(look.conn, look.view.day, _PRODUCT_DAYS)
    if not count:
        return None
    command = f"ntmtrack product list --expiring {_PRODUCT_DAYS}d"
    return Line("products", say("Products that expire within 90 days"), count, command)


def _mail(look: Look) -> Line | None:
    """A warning where cron no longer runs, or letters lie undelivered."""
    if not queries_board.mail_has_run(look.conn):
        return None
    from ntmtrack.app.doctor_mail import missed_kinds
    from ntmtrack.store.queries_mail import last_runs, undelivered

    waiting = undelivered(look.conn)
    missed = missed_kinds(last_runs(look.conn, look.context.today), look.context)
    if missed:
        item = say("WARNING: mail runs missed: {kinds}", kinds=tuple(f"{each}" for each in missed))
        return Line("mail", item, len(missed), "ntmtrack doctor")
    if waiting:
        return Line("mail", say("WARNING: letters not delivered"), waiting, "ntmtrack mail outbox")
    return Line("mail", say("Mail runs; letters not delivered"), 0, "ntmtrack mail outbox")


def _backup(look: Look) -> Line:
    from ntmtrack.app.doctor_copies import of_copies
    from ntmtrack.reports.doctor import Health

    (last,) = of_copies(look.context, look.conn)
    if last.health is Health.ILL:
        return Line("backup", say("WARNING: the ledger lacks a fresh copy"), None, "ntmtrack backup")
    if last.health is Health.UNSET:
        return Line("backup", say("No copy of the ledger yet"), None, "ntmtrack backup")
    return Line("backup", say("The last copy is fresh"), None, "ntmtrack doctor")


_LINES: tuple[Callable[[Look], Line | None], ...] = (
    *(_late, _due, _to_confirm, _fell, _nearest, _drafts, _orphaned),
    *(_products, _mail, _backup),
)
"""What makes the lines, in their order on the page."""
