"""When somebody is to be told: by what they were told before, never by the day alone.

What a letter tells is a set of *marks*: a task with the last day it is held to, a step of the
ladder it has reached, a week. A day on which nothing ran loses nothing: what was not told then is
told by the next run, once.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from ntmtrack.record import Record

FRIDAY = 4
_WEEK = 7


class LetterKind(StrEnum):
    """What a letter is about."""

    OVERDUE = "overdue"
    """To those who owe: their own late tasks."""
    DUE = "due"
    """To those who owe: what falls due soon."""
    REVIEW = "review"
    """The week that was."""
    SUMMARY = "summary"
    """To the leaders of the office: what is late, counted."""
    ESCALATION = "escalation"
    """To whom the ladder names: what has been late for so many days."""
    HEARTBEAT = "heartbeat"
    """To the leaders of the office: nothing is late, and the mail works."""


class To(StrEnum):
    """Who is written to."""

    AGENCIES = "agencies"
    PERSONS = "persons"
    LEADERS = "leaders"


ATTACHMENTS = ("xlsx", "ics")
"""What may go with a letter: the list as a sheet, the dues as a calendar."""


class MailState(StrEnum):
    """How a letter to one address stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    FORGOTTEN = "forgotten"
    SUPERSEDED = "superseded"


REPEATED = frozenset({LetterKind.OVERDUE, LetterKind.SUMMARY})
"""What is told again while it lasts; all else is told once."""

WEEKLY = frozenset({LetterKind.REVIEW, LetterKind.HEARTBEAT})
"""What is told of a week: as it was then, whenever it goes."""

TOLD = frozenset({MailState.SENDING, MailState.SENT, MailState.UNKNOWN, MailState.FORGOTTEN})
"""The states of a letter that is not to be written again, as far as anybody knows."""

OPEN = frozenset({MailState.QUEUED, MailState.FAILED})
"""The states of a letter that has certainly not gone."""


class Policy(Record):
    """How often somebody is told: data of the office.

    `new`: what is newly late is told at once, else with the next repetition. `repeat_days`: what
    stays late is told again after so many days, 0 for never. `weekday` (Monday is 0): it is told
    again on that day of the week instead. `review_day`: from which day of a week its review goes
    out. `every_days`: how often, in working days, a run is expected.
    """

    new: bool = True
    repeat_days: int = 7
    weekday: int | None = None
    review_day: int = FRIDAY
    every_days: int = 1


class Rung(Record):
    """One step of the ladder: what is late for so many days is told to these.

    `to` holds "leaders", "persons" (those named on the task) or addresses.
    """

    days: int
    to: tuple[str, ...]


class Told(Record):
    """What one address of a receiver has been told of one kind by a day, and when last."""

    marks: frozenset[str] = frozenset()
    last: date | None = None


def mark_of(task: str, last_day: date, *, step: int | None = None) -> str:
    """The mark of a task held to a day; an extension makes another. `step`: days of the ladder."""
    told = f"{task} {last_day.isoformat()}"
    return told if step is None else f"{told} +{step}"


def to_tell(
    kind: LetterKind, marks: Iterable[str], told: Told, *, policy: Policy, day: date
) -> frozenset[str]:
    """What a letter of a kind is to carry on a day; nothing if none is due.

    A list of what is late is told whole: at first, when something is new on it, and again by the
    policy. All else is told once.
    """
    asked = frozenset(marks)
    if kind not in REPEATED:
        return asked - told.marks
    if not asked:
        return frozenset()
    repeats = policy.weekday is not None or policy.repeat_days > 0
    new = bool(asked - told.marks) and (policy.new or not repeats)
    return asked if told.last is None or new or again(told.last, policy, day) else frozenset()


def again(last: date, policy: Policy, day: date) -> bool:
    """Whether what was last told is to be told again; a weekday that was missed is made up for."""
    if policy.weekday is not None:
        return last < latest_weekday(policy.weekday, day)
    return policy.repeat_days > 0 and (day - last).days >= policy.repeat_days


def latest_weekday(weekday: int, day: date) -> date:
    """The latest day up to `day` that falls on a weekday (Monday is 0)."""
    return day - timedelta(days=(day.weekday() - weekday) % _WEEK)


class Week(Record):
    """A week to be reviewed, and the day as of which it is."""

    mark: str
    first: date
    day: date


def week_to_review(day: date, policy: Policy) -> Week:
    """The latest week whose review is due by a day: this one from its review day on, else the last.

    A week is known by its ISO number ("2026-W10"). What was missed in a week is reviewed as of
    its Sunday. The days after the review day of the week before belong to it too, or no review
    would tell of them.
    """
    monday = latest_weekday(0, day)
    if day.weekday() < policy.review_day:
        day = monday - timedelta(days=1)
        monday -= timedelta(days=_WEEK)
    return Week(week_mark(day), monday - timedelta(days=_WEEK - 1 - policy.review_day), day)


def week_mark(day: date) -> str:
    """The ISO week of a day, as "2026-W10"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def steps_reached(days_late: int, ladder: Iterable[Rung], to: str) -> int | None:
    """The highest step of the ladder that concerns `to` and that so many days late have reached."""
    return max(
        (rung.days for rung in ladder if to in rung.to and days_late >= rung.days), default=None
    )


FIRST_DELAY = timedelta(minutes=15)
LONGEST_DELAY = timedelta(hours=20)
"""Less than a day: a run at the same hour of the next day is not to come too early."""
MOST_ATTEMPTS = 10


def next_try(attempt: int, moment: datetime) -> datetime:
    """When to try again after the `attempt`th failure: a quarter of an hour, then ever longer."""
    grown: timedelta = FIRST_DELAY * 4 ** min(attempt - 1, 10)
    return moment + min(grown, LONGEST_DELAY)


def working_days_between(last: date, day: date) -> int:
    """How many days from Monday to Friday lie between two days, both left out."""
    return sum(
        (last + timedelta(days=count)).weekday() <= FRIDAY for count in range(1, (day - last).days)
    )


def runs_missed(
    runs: Mapping[LetterKind, date], day: date, policy: Policy
) -> tuple[LetterKind, ...]:
    """Which kinds of letters nobody has looked at for two of their periods and longer.

    `runs` says when each was last looked at; a kind that never was is not expected. A review is
    expected each week, the others every so many working days.
    """
    return tuple(
        kind
        for kind, last in runs.items()
        if (
            (day - last).days > 2 * _WEEK
            if kind is LetterKind.REVIEW
            else working_days_between(last, day) >= 2 * policy.every_days
        )
    )
