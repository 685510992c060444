"""The ladder: what has been late for so many days, told to whom each step names, once."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from ntmtrack.app.addressees import Receiver, person_key, persons_with
from ntmtrack.app.mail_request import Notice, late_by, mark
from ntmtrack.domain.address import parse_mailbox
from ntmtrack.domain.reminder import LetterKind, To, Told, steps_reached
from ntmtrack.domain.task import Task
from ntmtrack.mail.settings import MailSettings
from ntmtrack.reports import reminder
from ntmtrack.reports.report import Report

Reached = Sequence[tuple[int, Task]]
"""Late tasks, each with the highest step that it has reached."""


def ladder(
    conn: sqlite3.Connection,
    late: Sequence[Task],
    settings: MailSettings,
    *,
    day: date,
    leaders: Callable[[], Receiver],
) -> Iterator[Notice]:
    """What may be told to those whom the steps name: leaders, persons in charge, addresses."""
    for name in dict.fromkeys(name for rung in settings.escalation for name in rung.to):
        reached = [
            (step, task)
            for task in late
            if (step := steps_reached(task.days_late(day), settings.escalation, name))
        ]
        if not reached:
            continue
        if name == To.PERSONS:
            yield from _to_persons(conn, reached, day)
        elif name == To.LEADERS:
            yield _notice(leaders(), reached, day)
        else:
            box = parse_mailbox(name)
            key, called = f"address:{box.address}", box.name or box.address
            yield _notice(Receiver(key, called, None, (box.address,)), reached, day)


def _to_persons(conn: sqlite3.Connection, reached: Reached, day: date) -> Iterator[Notice]:
    for each, own in persons_with(conn, [task for _, task in reached], day):
        if each.reachable:
            receiver = Receiver(person_key(each), each.name, each.lang, each.addresses)
            yield _notice(receiver, [pair for pair in reached if pair[1] in own.tasks], day)


def _notice(receiver: Receiver, reached: Reached, day: date) -> Notice:
    marked = {mark(task, step=step): (step, task) for step, task in reached}

    def parts(wanted: frozenset[str], told: Told) -> tuple[Report, ...]:
        listed = [pair for key, pair in marked.items() if key in wanted]
        return (reminder.by_step(listed, day=day),)

    return Notice(
        LetterKind.ESCALATION,
        receiver,
        {key: task.number for key, (_, task) in marked.items()},
        day.isoformat(),
        late_by(day),
        parts,
        tuple(task for _, task in reached),
    )
