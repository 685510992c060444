"""Who is to be told what: the letters that a day may call for, before it is asked who knows it."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ntmtrack.app import resolve
from ntmtrack.app.addressees import (
    LEADERS,
    Receiver,
    agencies_with,
    persons_with,
    unreachable,
)
from ntmtrack.app.context import Context
from ntmtrack.app.reading import Scope, chosen_units, standings_of
from ntmtrack.app.task_figures import WEEK, counted_by_lead, reviewed
from ntmtrack.domain.address import parse_mailbox
from ntmtrack.domain.reminder import (
    LetterKind,
    Told,
    latest_weekday,
    mark_of,
    steps_reached,
    week_mark,
    week_to_review,
)
from ntmtrack.domain.task import Split, Task
from ntmtrack.errors import DataError
from ntmtrack.mail.settings import MailSettings
from ntmtrack.message import say
from ntmtrack.render.localise import Localiser
from ntmtrack.reports import reminder, review
from ntmtrack.reports import tasks as task_reports
from ntmtrack.reports.reminder import Own, Unreachable
from ntmtrack.reports.report import Report
from ntmtrack.store import queries_catalogue, queries_mail, queries_tasks
from ntmtrack.store.queries import View
from ntmtrack.store.queries_tasks import Narrow, Which


class To(StrEnum):
    """Who is written to."""

    AGENCIES = "agencies"
    PERSONS = "persons"
    LEADERS = "leaders"


class Request(NamedTuple):
    """What a run is asked for. `agency`: write to this one alone."""

    kind: LetterKind
    to: frozenset[To] = frozenset({To.AGENCIES})
    within: int = 7
    week: bool = False
    heartbeat: bool = False
    agency: str | None = None

    def to_these(self, groups: frozenset[str]) -> "Request":
        """The same to other groups, by their words."""
        return self._replace(to=frozenset(To(group) for group in groups))


class Notice(NamedTuple):
    """What one receiver might be told. `parts` makes of it what is to be told this time."""

    kind: LetterKind
    receiver: Receiver
    marks: Mapping[str, str]
    period: str
    parts: Callable[[frozenset[str], Told], tuple[Report, ...]]
    tasks: tuple[Task, ...] = ()


class Found(NamedTuple):
    """All that a day may call for, and whom no letter reaches.

    `scope` says which letters, still waiting, such a run would write again if they still held.
    """

    notices: tuple[Notice, ...]
    unreachable: tuple[Unreachable, ...] = ()
    scope: Callable[[LetterKind, str], bool] = lambda _kind, _receiver: False


def notices(
    conn: sqlite3.Connection, context: Context, request: Request, settings: MailSettings
) -> Found:
    """What a run is to consider telling. Raises DataError for an unknown agency, or no leaders."""
    day = context.today
    only = None if request.agency is None else resolve.agency(conn, request.agency, day).key
    run = _Run(conn, context, request, settings, only)
    if request.kind is LetterKind.DUE:
        return run.due()
    return run.review() if request.kind is LetterKind.REVIEW else run.overdue()


class _Run(NamedTuple):
    """What all the notices of one run are made from."""

    conn: sqlite3.Connection
    context: Context
    request: Request
    settings: MailSettings
    only: int | None

    @property
    def day(self) -> date:
        return self.context.today

    def overdue(self) -> Found:
        """Late tasks, to those who owe them; summary, ladder and sign of life for others."""
        view = View(self.day)
        late = queries_tasks.tasks(self.conn, view, which=Which.LATE)
        reached = agencies_with(self.conn, late, self.day)
        missed = unreachable(reached)
        found: list[Notice] = []
        for receiver, own in self._own(late):
            found.append(
                self._of_tasks(LetterKind.OVERDUE, receiver, own, self._late(own, receiver))
            )
        if To.AGENCIES in self.request.to and self.only is None:
            found += self._ladder(late)
        if To.LEADERS in self.request.to and late:
            found.append(self._summary(late, missed))
        if self.request.heartbeat and not late:
            found.append(self._heartbeat())
        if self.only is not None:
            missed = unreachable(each for each in reached if each[0].key == self.only)
        return Found(tuple(found), missed, self._scope)

    def due(self) -> Found:
        """Open tasks that fall due soon, each told once to those who owe it."""
        last = self.day + timedelta(days=self.request.within)
        soon = queries_tasks.tasks(
            self.conn,
            View(self.day),
            which=Which.OPEN,
            narrow=Narrow(due_from=self.day, due_to=last),
        )

        def parts_of(own: Own, receiver: Receiver) -> Callable[..., tuple[Report, ...]]:
            def parts(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
                named = own.only(_numbers(own, wanted))
                return (reminder.soon(named, day=self.day, last=last, name=receiver.name),)

            return parts

        found = [
            self._of_tasks(LetterKind.DUE, receiver, own, parts_of(own, receiver))
            for receiver, own in self._own(soon)
        ]
        if To.LEADERS in self.request.to and soon:
            leaders, own = self._leaders(), Own(in_charge=tuple(soon))

            def listed(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
                numbers = _numbers(own, wanted)
                named = [task for task in soon if task.number in numbers]
                return (reminder.soon_of_all(named, day=self.day, last=last),)

            found.append(self._of_tasks(LetterKind.DUE, leaders, own, listed))
        missed = unreachable(
            each
            for each in agencies_with(self.conn, soon, self.day)
            if self.only in (None, each[0].key)
        )
        return Found(tuple(found), missed, self._scope)

    def review(self) -> Found:
        """The week that was: to each lead its own tasks, to the leaders of the office all."""
        found: list[Notice] = []
        week = week_to_review(self.day, self.settings.policy)
        first = week.first if self.request.week else week.day - WEEK + timedelta(days=1)
        tasks = queries_tasks.tasks(self.conn, View(week.day))
        then = self.context._replace(as_of=week.day)
        units = chosen_units(self.conn, Scope(), then)
        standings = standings_of(self.conn, units, View(week.day))
        for receiver, own in self._own(tasks):
            held = own.led + own.in_charge
            report = review.build(held, standings, None, first=first, day=week.day, of_lead=True)
            if report.rows:
                found.append(self._weekly(LetterKind.REVIEW, receiver, week.mark, report))
        if To.LEADERS in self.request.to:
            week = week_to_review(self.day, self.settings.leaders_policy)
            first = week.first if self.request.week else week.day - WEEK + timedelta(days=1)
            report = reviewed(self.conn, self.context._replace(as_of=week.day), first=first)
            if report.rows:
                found.append(self._weekly(LetterKind.REVIEW, self._leaders(), week.mark, report))
        return Found(tuple(found))

    def _own(self, tasks: Sequence[Task]) -> Iterator[tuple[Receiver, Own]]:
        """Each receiver of the run who can be reached and has some of these tasks."""
        if To.AGENCIES in self.request.to:
            for each, own in agencies_with(self.conn, tasks, self.day):
                if self.only in (None, each.key) and each.addresses and not each.ended:
                    key = f"agency:{each.uid}"
                    yield Receiver(key, each.name, each.lang, each.addresses), own
        if To.PERSONS in self.request.to and self.only is None:
            for each, own in persons_with(self.conn, tasks, self.day):
                if each.addresses and not each.ended:
                    key = f"person:{each.uid}"
                    yield Receiver(key, each.name, each.lang, each.addresses), own

    def _of_tasks(
        self,
        kind: LetterKind,
        receiver: Receiver,
        own: Own,
        parts: Callable[[frozenset[str], Told], tuple[Report, ...]],
    ) -> Notice:
        marks = {_mark(task): task.number for task in own.tasks}
        return Notice(kind, receiver, marks, self.day.isoformat(), parts, own.tasks)

    def _late(
        self, own: Own, receiver: Receiver
    ) -> Callable[[frozenset[str], Told], tuple[Report, ...]]:
        def parts(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
            newly = _numbers(own, wanted - told.marks) if told.last else frozenset()
            return (reminder.late(own, day=self.day, name=receiver.name, newly=newly),)

        return parts

    def _weekly(self, kind: LetterKind, receiver: Receiver, week: str, report: Report) -> Notice:
        return Notice(kind, receiver, {week: ""}, week, lambda _wanted, _told: (report,))

    def _leaders(self) -> Receiver:
        """The leaders of the office; DataError where the settings name none."""
        office = self.settings.office or queries_catalogue.settings(self.conn).get("office")
        name = say("The leaders of {office}", office=office) if office else say("The leaders")
        if not self.settings.leaders:
            raise DataError(
                say("the settings do not name the leaders of the office"),
                hint=say('write leaders = ["name@office.gov.vn"] under [mail]'),
            )
        addresses = tuple(each.address for each in self.settings.leaders)
        return Receiver(LEADERS, Localiser(self.settings.lang).say(name), None, addresses)

    def _summary(self, late: Sequence[Task], missed: tuple[Unreachable, ...]) -> Notice:
        receiver = self._leaders()

        def parts(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
            counted = counted_by_lead(self.conn, View(self.day))
            return reminder.summary(counted, late, unreachable=missed)

        return self._of_tasks(LetterKind.SUMMARY, receiver, Own(in_charge=tuple(late)), parts)

    def _heartbeat(self) -> Notice:
        on = self.settings.leaders_policy.weekday or 0
        week = week_mark(latest_weekday(on, self.day))
        split = Split.of(queries_tasks.outcomes(self.conn, View(self.day)))
        report = task_reports.overdue((), split, day=self.day)
        return self._weekly(LetterKind.HEARTBEAT, self._leaders(), week, report)

    def _ladder(self, late: Sequence[Task]) -> Iterator[Notice]:
        """What has reached a step, to those whom the step names; each step is told once."""
        named = dict.fromkeys(name for rung in self.settings.escalation for name in rung.to)
        for name in named:
            reached = [
                (step, task)
                for task in late
                if (step := steps_reached(task.days_late(self.day), self.settings.escalation, name))
            ]
            if not reached:
                continue
            if name == To.PERSONS:
                for each, own in persons_with(self.conn, [t for _, t in reached], self.day):
                    if each.addresses and not each.ended:
                        receiver = Receiver(
                            f"person:{each.uid}", each.name, each.lang, each.addresses
                        )
                        theirs = [pair for pair in reached if pair[1] in own.tasks]
                        yield self._risen(receiver, theirs)
            elif name == To.LEADERS:
                yield self._risen(self._leaders(), reached)
            else:
                box = parse_mailbox(name)
                receiver = Receiver(
                    f"address:{box.address}", box.name or box.address, None, (box.address,)
                )
                yield self._risen(receiver, reached)

    def _risen(self, receiver: Receiver, reached: Sequence[tuple[int, Task]]) -> Notice:
        marked = {_mark(task, step=step): (step, task) for step, task in reached}

        def parts(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
            listed = [pair for mark, pair in marked.items() if mark in wanted]
            return (reminder.by_step(listed, day=self.day),)

        return Notice(
            LetterKind.ESCALATION,
            receiver,
            {mark: task.number for mark, (_, task) in marked.items()},
            self.day.isoformat(),
            parts,
            tuple(task for _, task in reached),
        )

    def _scope(self, kind: LetterKind, receiver: str) -> bool:
        """Whether a letter that waits would be among the notices of this run if it still held."""
        if self.only is not None:
            named = queries_mail.agency_addressees(self.conn, self.day)
            own = {f"agency:{each.uid}" for each in named if each.key == self.only}
            return kind is self.request.kind and receiver in own
        if kind is LetterKind.HEARTBEAT:
            return True
        if kind is LetterKind.ESCALATION:
            return To.AGENCIES in self.request.to
        return _GROUPS[receiver.partition(":")[0]] in self.request.to


_GROUPS = {"agency": To.AGENCIES, "person": To.PERSONS, LEADERS: To.LEADERS}


def _mark(task: Task, *, step: int | None = None) -> str:
    assert task.last_day is not None
    return mark_of(task.number, task.last_day, step=step)


def _numbers(own: Own, marks: frozenset[str]) -> frozenset[str]:
    return frozenset(task.number for task in own.tasks if _mark(task) in marks)
