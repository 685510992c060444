"""What may happen to a task when, and how its number is said."""

import re
from collections.abc import Mapping
from datetime import date

from ntmtrack.domain.task import Task, TaskEventKind, TaskState
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.record import Record

_K, _S = TaskEventKind, TaskState
_OPEN = frozenset({_S.OPEN})
_OWED = frozenset({_S.OPEN, _S.PAUSED})

ALLOWED: Mapping[TaskEventKind, frozenset[TaskState]] = {
    _K.STARTED: _OPEN,
    _K.PROGRESS: _OPEN,
    _K.REPORTED: _OWED,
    _K.DONE: _OWED,
    _K.CONFIRMED: frozenset({_S.REPORTED}),
    _K.RETURNED: frozenset({_S.REPORTED}),
    _K.PAUSED: _OPEN,
    _K.RESUMED: frozenset({_S.PAUSED}),
    _K.EXTENDED: _OWED,
    _K.TRIGGERED: _OWED,
    _K.HANDED_ON: _OWED,
    _K.REASSIGNED: _OWED,
    _K.CANCELLED: _OWED,
    _K.REOPENED: frozenset({_S.DONE, _S.CANCELLED}),
}
"""The states in which a thing can happen to a task; what is not here can always happen."""


def refuse_step(task: Task, kind: TaskEventKind, day: date) -> None:
    """Raise DataError where a thing cannot happen to a task, or not on that day.

    `task` is as it stands with everything that has been recorded of it.
    """
    if task.assigned_on is not None and day < task.assigned_on:
        raise DataError(
            say("task {number} was given only on {day}", number=task.number, day=task.assigned_on),
            hint=say("check the day given with --on; nothing was written"),
        )
    allowed = ALLOWED.get(kind)
    if allowed is None or task.state in allowed:
        return
    if task.closed_on is not None:
        sentence = say(
            "task {number} is already {state} since {day}",
            number=task.number,
            state=task.state,
            day=task.closed_on,
        )
    else:
        sentence = say("task {number} is {state}", number=task.number, state=task.state)
    raise DataError(sentence, hint=_way_out(task, kind))


def _way_out(task: Task, kind: TaskEventKind) -> Message:
    number = task.number
    if kind in (_K.CONFIRMED, _K.RETURNED) and not task.closed:
        return say("report it done first: `ntmtrack task done {number}`", number=number)
    if task.state is _S.REPORTED:
        return say(
            "confirm it, or give it back: `ntmtrack task confirm {number}`,"
            " `ntmtrack task return {number}`",
            number=number,
        )
    if task.state is _S.PAUSED:
        return say("let it go on first: `ntmtrack task resume {number}`", number=number)
    if task.closed:
        return say("open it again first: `ntmtrack task reopen {number}`", number=number)
    return say("see `ntmtrack task show {number}`; nothing was written", number=number)


class Asked(Record):
    """A task's number as people say it: the year and the office's mark only where they said it."""

    words: str
    year: str | None
    place: int
    mark: str | None = None


_MARK = r"(?:/([a-z][a-z0-9-]{0,11}))?"
_ONE = re.compile(rf"(?:nv([0-9]{{4}})-?)?0*([0-9]{{1,9}}){_MARK}", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:nv([0-9]{4})-)?0*([0-9]{1,9}) ?(?:-|–|\.\.) ?(?:nv\1-)?0*([0-9]{1,9})" + _MARK,
    re.IGNORECASE,
)
_LONGEST = 500


def read_numbers(words: str) -> tuple[Asked, ...]:
    """The task numbers in "12,15-18", "NV2026-014/BB" or "NV2026-14-18", in order, each once.

    Raises DataError naming the piece that is none.
    """
    found: list[Asked] = []
    for piece in filter(None, re.split(r"[,;\s]+", words)):
        span = None if _ONE.fullmatch(piece) else _SPAN.fullmatch(piece)
        if span is not None:
            found += _between(piece, span[1], int(span[2]), int(span[3]), _mark(span[4]))
            continue
        one = _ONE.fullmatch(piece)
        if one is None:
            raise DataError(say("{piece} is not the number of a task", piece=piece), hint=_hint())
        found.append(Asked(piece, one[1], int(one[2]), _mark(one[3])))
    if not found:
        raise DataError(say("No number is given."), hint=_hint())
    return tuple(dict.fromkeys(found))


def _mark(text: str | None) -> str | None:
    return None if text is None else text.upper()


def _between(piece: str, year: str | None, first: int, last: int, mark: str | None) -> list[Asked]:
    if first >= last:
        raise DataError(say('"{piece}" does not run upwards.', piece=piece), hint=_hint())
    if last - first >= _LONGEST:
        raise DataError(
            say('"{piece}" is longer than {most} numbers.', piece=piece, most=_LONGEST),
            hint=_hint(),
        )
    return [
        Asked(
            (str(place) if year is None else f"NV{year}-{place:03d}")
            + (f"/{mark}" if mark else ""),
            year,
            place,
            mark,
        )
        for place in range(first, last + 1)
    ]


def _hint() -> Message:
    return say("write them like 12,15-18 or NV2026-014; see `ntmtrack task list`")
