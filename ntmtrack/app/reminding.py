"""Who is to be told what: the letters that a day may call for, before it is asked who knows it."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from ntmtrack.app import bodies
from ntmtrack.app.addressees import (
    LEADERS,
    Receiver,
    agencies_with,
    agency_key,
    person_key,
    persons_with,
    unreachable,
)
from ntmtrack.app.context import Context
from ntmtrack.app.escalating import ladder
from ntmtrack.app.mail_request import Found, Notice, Parts, Request, late_by, mark
from ntmtrack.app.reading import standings_of
from ntmtrack.app.scope import Scope, chosen_units
from ntmtrack.app.task_figures import counted_by_lead, reviewed
from ntmtrack.domain.reminder import (
    LetterKind,
    Policy,
    To,
    Told,
    Week,
    latest_weekday,
    week_mark,
    week_to_review,
)
from ntmtrack.domain.task import Split, Task
from ntmtrack.errors import DataError
from ntmtrack.mail.settings import MailSettings
from ntmtrack.message import N_, Message, say
from ntmtrack.record import Record
from ntmtrack.render.localise import Localiser
from ntmtrack.reports import reminder, review
from ntmtrack.reports import tasks as task_reports
from ntmtrack.reports.reminder import Own, Unreachable
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_mail, queries_tasks
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View


def notices(
    conn: sqlite3.Connection, context: Context, request: Request, settings: MailSettings
) -> Found:
    """What a run is to consider telling. Raises DataError for an unknown agency, or no leaders."""
    day = context.today
    only = None
    if request.agency is not None:
        named = bodies.agency(conn, request.agency, day)
        [only] = [
            agency_key(each)
            for each in queries_mail.agency_addressees(conn, day)
            if each.key == named.key
        ]
    run = _Run(conn, context, request, settings, only)
    if request.heartbeat or To.LEADERS in request.to:
        # Told now, not on the first day on which there is something for them.
        run.leaders()
    if request.kind is LetterKind.DUE:
        return run.due()
    return run.review() if request.kind is LetterKind.REVIEW else run.overdue()


_SPAN = N_("from {first} to {last}")


class _Run(Record):
    """What all the notices of one run are made from."""

    conn: sqlite3.Connection
    context: Context
    request: Request
    settings: MailSettings
    only: str | None

    @property
    def day(self) -> date:
        return self.context.today

    def overdue(self) -> Found:
        """Late tasks, to those who owe them; summary, ladder and sign of life for others."""
        view = View(self.day)
        late = queries_tasks.tasks(self.conn, view, which=Which.LATE)
        missed = self._missed(late)
        found: list[Notice] = []
        for receiver, own in self._own(late):
            found.append(
                self._of_tasks(LetterKind.OVERDUE, receiver, own, self._late(own, receiver))
            )
        if To.AGENCIES in self.request.to and self.only is None:
            found += ladder(self.conn, late, self.settings, day=self.day, leaders=self.leaders)
        if To.LEADERS in self.request.to and late:
            found.append(self._summary(late, missed))
        if self.request.heartbeat and not late:
            found.append(self._heartbeat())
        return Found(tuple(found), missed, partial(self._scope, late=bool(late)))

    def due(self) -> Found:
        """Open tasks that fall due soon, each told once to those who owe it."""
        last = self.day + timedelta(days=self.request.within)
        soon = queries_tasks.tasks(
            self.conn,
            View(self.day),
            which=Which.OPEN,
            narrow=Narrow(due_from=self.day, due_to=last),
        )

        def parts_of(own: Own, receiver: Receiver) -> Parts:
            def parts(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
                named = own.only(_numbers(own, wanted))
                return (reminder.soon(named, day=self.day, last=last, name=receiver.name),)

            return parts

        found = [
            self._of_tasks(LetterKind.DUE, receiver, own, parts_of(own, receiver), last=last)
            for receiver, own in self._own(soon)
        ]
        if To.LEADERS in self.request.to and soon:
            leaders, own = self.leaders(), Own(in_charge=tuple(soon))

            def listed(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
                numbers = _numbers(own, wanted)
                named = [task for task in soon if task.number in numbers]
                return (reminder.soon_of_all(named, day=self.day, last=last),)

            found.append(self._of_tasks(LetterKind.DUE, leaders, own, listed, last=last))
        return Found(tuple(found), self._missed(soon, late=False), self._scope)

    def review(self) -> Found:
        """The week that was: to each agency its own tasks, to the leaders of the office all.

        The notes of a review name commands, which receivers of letters do not have.
        """
        week, span = self._week(self.settings.policy)
        tasks = queries_tasks.tasks(self.conn, View(week.day))
        then = self.context._replace(as_of=week.day)
        units = chosen_units(self.conn, Scope(), then)
        standings = standings_of(self.conn, units, View(week.day))
        found = []
        for receiver, own in self._own(tasks):
            report = review.build(
                own.tasks, standings, None, first=week.first, day=week.day, of_lead=True
            )
            if review.is_news(report):
                report = report._replace(notes=())
                found.append(
                    self._weekly(LetterKind.REVIEW, receiver, week.mark, report, span=span)
                )
        if To.LEADERS in self.request.to:
            week, span = self._week(self.settings.leaders_policy)
            then = self.context._replace(as_of=week.day)
            whole = reviewed(self.conn, then, first=week.first)
            if whole.rows:
                whole = whole._replace(notes=())
                found.append(
                    self._weekly(LetterKind.REVIEW, self.leaders(), week.mark, whole, span=span)
                )
        return Found(tuple(found), scope=self._scope)

    def _week(self, policy: Policy) -> tuple[Week, Message]:
        """The week whose review is due, and its days in words."""
        week = week_to_review(self.day, policy)
        return week, say(_SPAN, first=week.first, last=week.day)

    def _own(self, tasks: Sequence[Task]) -> Iterator[tuple[Receiver, Own]]:
        """Each receiver of the run who can be reached and has some of these tasks."""
        if To.AGENCIES in self.request.to:
            for each, own in agencies_with(self.conn, tasks, self.day):
                if self.only in (None, agency_key(each)) and each.reachable:
                    yield Receiver(agency_key(each), each.name, each.lang, each.addresses), own
        if To.PERSONS in self.request.to and self.only is None:
            for each, own in persons_with(self.conn, tasks, self.day):
                if each.reachable:
                    yield Receiver(person_key(each), each.name, each.lang, each.addresses), own

    def _missed(self, tasks: Sequence[Task], *, late: bool = True) -> tuple[Unreachable, ...]:
        """Whom the run should write to and cannot; leaders are told of the agencies."""
        found = []
        if self.request.to & {To.AGENCIES, To.LEADERS}:
            found += agencies_with(self.conn, tasks, self.day)
        if To.PERSONS in self.request.to and self.only is None:
            found += persons_with(self.conn, tasks, self.day)
        return unreachable(
            (each for each in found if self.only in (None, agency_key(each[0]))), late=late
        )

    def _of_tasks(
        self,
        kind: LetterKind,
        receiver: Receiver,
        own: Own,
        parts: Parts,
        *,
        last: date | None = None,
    ) -> Notice:
        """A notice of what is late, or of what falls due up to a last day."""
        marks = {mark(task): task.number for task in own.tasks}
        span = late_by(self.day) if last is None else say(_SPAN, first=self.day, last=last)
        return Notice(kind, receiver, marks, self.day.isoformat(), span, parts, own.tasks)

    def _late(self, own: Own, receiver: Receiver) -> Parts:
        def parts(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
            newly = _numbers(own, wanted - told.marks) if told.last else frozenset()
            return (reminder.late(own, day=self.day, name=receiver.name, newly=newly),)

        return parts

    def _weekly(
        self, kind: LetterKind, receiver: Receiver, week: str, report: Report, *, span: Message
    ) -> Notice:
        return Notice(kind, receiver, {week: ""}, week, span, lambda _wanted, _told: (report,))

    def leaders(self) -> Receiver:
        """The leaders of the office; DataError where the settings name none."""
        office = self.settings.office or queries_catalogue.settings(self.conn).get("office")
        name = say("The leaders of {office}", office=office) if office else say("The leaders")
        if not self.settings.leaders:
            raise DataError(
                say("the settings do not name the leaders of the office"),
                hint=say('write leaders = ["name@office.gov.vn"] under [mail]'),
            )
        once = {each.address.casefold(): each.address for each in self.settings.leaders}
        told = Localiser(self.settings.lang).say(name)
        return Receiver(LEADERS, told, None, tuple(once.values()))

    def _summary(self, late: Sequence[Task], missed: tuple[Unreachable, ...]) -> Notice:
        receiver = self.leaders()

        def parts(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
            counted = counted_by_lead(self.conn, View(self.day))
            return reminder.summary(counted, late, unreachable=missed)

        return self._of_tasks(LetterKind.SUMMARY, receiver, Own(in_charge=tuple(late)), parts)

    def _heartbeat(self) -> Notice:
        on = self.settings.leaders_policy.weekday or 0
        week = week_mark(latest_weekday(on, self.day))
        split = Split.of(queries_tasks.outcomes(self.conn, View(self.day)))
        report = task_reports.overdue((), split, day=self.day)
        span = late_by(self.day)
        return self._weekly(LetterKind.HEARTBEAT, self.leaders(), week, report, span=span)

    def _scope(self, kind: LetterKind, receiver: str, *, late: bool = True) -> bool:
        """Whether a letter that waits would be among the notices of this run if it still held.

        A sign of life that waits holds while nothing is `late`, whoever asks for another.
        """
        if kind not in _KINDS[self.request.kind]:
            return False
        if self.only is not None:
            return kind is self.request.kind and receiver == self.only
        if kind is LetterKind.HEARTBEAT:
            return late or self.request.heartbeat
        if kind is LetterKind.ESCALATION:
            return To.AGENCIES in self.request.to
        return _GROUPS[receiver.partition(":")[0]] in self.request.to


_KINDS = {
    LetterKind.OVERDUE: (
        LetterKind.OVERDUE,
        LetterKind.SUMMARY,
        LetterKind.ESCALATION,
        LetterKind.HEARTBEAT,
    ),
    LetterKind.DUE: (LetterKind.DUE,),
    LetterKind.REVIEW: (LetterKind.REVIEW,),
}
"""Which letters a run writes."""

_GROUPS = {"agency": To.AGENCIES, "person": To.PERSONS, LEADERS: To.LEADERS}


def _numbers(own: Own, marks: frozenset[str]) -> frozenset[str]:
    return frozenset(task.number for task in own.tasks if mark(task) in marks)
