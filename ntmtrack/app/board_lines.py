"""The lines of the first page of a day: each made by one function of a list.

A line that has nothing to say is left out, but for those that an officer looks for each morning.
What a line needs is loaded when it is made: most mornings most of them have nothing to tell.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from ntmtrack.app.context import Context, office_day
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.task import Outcome
from ntmtrack.message import say
from ntmtrack.record import Record
from ntmtrack.reports.board import Line
from ntmtrack.reports.report import Measure
from ntmtrack.store import queries_board, queries_tasks
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


def _late(look: Look) -> Iterator[Line]:
    counted = queries_tasks.outcomes(look.conn, look.view, narrow=look.narrow)
    count = counted[Outcome.OPEN_OVERDUE]
    yield Line("overdue", say("Overdue"), count, look.of_person("ntmtrack overdue"))


def _due(look: Look) -> Iterator[Line]:
    day = look.context.as_of
    narrow = look.narrow._replace(due_from=day, due_to=day + _WEEK)
    soon = queries_tasks.tasks(look.conn, look.view, which=Which.OPEN, narrow=narrow)
    command = look.of_person("ntmtrack due")
    yield Line("due_this_week", say("Due within 7 days"), len(soon), command)


def _to_confirm(look: Look) -> Iterator[Line]:
    from ntmtrack.store.queries_task_terms import TaskTerm

    narrow = look.narrow._replace(terms=(TaskTerm("state", words=("reported",)),))
    found = queries_tasks.tasks(look.conn, look.view, narrow=narrow)
    command = look.of_person("ntmtrack task list --where state:reported")
    yield Line("to_confirm", say("Reported done, to be confirmed"), len(found), command)


def _fell(look: Look) -> Iterator[Line]:
    """What was lost since the last month began."""
    day = look.context.as_of
    since = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    yield Line(
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


def _nearest(look: Look) -> Iterator[Line]:
    from ntmtrack.app.closest import closest

    first = closest(look.conn, look.units, look.view)
    if first is None:
        return
    from ntmtrack.reports.status import score

    yield Line(
        "nearest",
        say("Nearest to finish: {unit}", unit=first.unit_name),
        score(first),
        f"ntmtrack nearest --set {first.set_code}",
    )


def _drafts(look: Look) -> Iterator[Line]:
    if not queries_board.clauses_wait(look.conn):
        return
    from ntmtrack.store.queries_review import waiting

    count = len(waiting(look.conn, look.view))
    if count:
        yield Line("drafts", say("Papers read, not reviewed"), count, "ntmtrack notice drafts")


def _products(look: Look) -> Iterator[Line]:
    if not queries_board.stars_were_given(look.conn):
        return
    from ntmtrack.app.products import expiring_soon

    count = expiring_soon(look.conn, look.view.day, _PRODUCT_DAYS)
    if count:
        command = f"ntmtrack product list --expiring {_PRODUCT_DAYS}d"
        item = say("Products that expire within {days} days", days=_PRODUCT_DAYS)
        yield Line("products", item, count, command)


def _works(look: Look) -> Iterator[Line]:
    """Of units that are no more too: their works stand in `work list`."""
    if not queries_board.works_are_kept(look.conn):
        return
    from ntmtrack.app.works_glance import at_a_glance

    works = at_a_glance(look.conn, look.view.day)
    if works.held_up:
        held_up = say("Works held up")
        yield Line("works_held_up", held_up, works.held_up, "ntmtrack work list --held-up")
    if works.late:
        yield Line(
            "works_late", say("Works that are late"), works.late, "ntmtrack work list --late"
        )
    if works.sums.share is not None:
        yield Line(
            "disbursed",
            say("Disbursed of the capital of {year}", year=str(works.year)),
            Measure(works.sums.share, "%"),
            f"ntmtrack work disbursement --year {works.year}",
        )


def _mail(look: Look) -> Iterator[Line]:
    """When somebody was last to be told something, where anybody ever was."""
    if queries_board.mail_has_run(look.conn):
        from ntmtrack.store.queries_mail import last_runs

        runs = last_runs(look.conn, look.context.today)
        last = max((each.happened_on for each in runs), default=None)
        yield Line("mail", say("Mail last run"), last, "ntmtrack doctor")


def _backup(look: Look) -> Iterator[Line]:
    """The day of the newest copy beside the ledger, and whether too much has come since."""
    from ntmtrack.store.copies_held import held, newest, usual_folder
    from ntmtrack.store.queries_stand import first_after

    path = look.context.path
    last = newest(held(path, usual_folder(path)), look.conn)
    since = first_after(look.conn, last.change if last else 0)
    made = None if last is None else last.made_at.date()
    if since is not None and _is_long_ago(since, look.context):
        yield Line("backup", say("WARNING: no fresh copy of the ledger"), made, "ntmtrack backup")
    elif last is None:
        yield Line("backup", say("No copy of the ledger yet"), None, "ntmtrack backup")
    else:
        yield Line("backup", say("Newest copy of the ledger"), made, "ntmtrack doctor")


def _is_long_ago(since: date, context: Context) -> bool:
    from ntmtrack.domain.checks.place import BACKUP_DAYS

    return (office_day(context.now) - since).days > BACKUP_DAYS


LINES: tuple[Callable[[Look], Iterator[Line]], ...] = (
    *(_late, _due, _to_confirm, _fell, _nearest, _drafts),
    *(_products, _works, _mail, _backup),
)
"""What makes the lines, in their order on the page."""
