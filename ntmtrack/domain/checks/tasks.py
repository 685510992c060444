"""What may be wrong with tasks: who, by when, from what, and in which order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from ntmtrack.domain.checks.finding import Finding, Rule
from ntmtrack.domain.checks.judgements import named
from ntmtrack.domain.due import Precision, parse_due
from ntmtrack.domain.task import Task, TaskState
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say, say_n
from ntmtrack.record import Record

_RUNNING = frozenset({TaskState.OPEN, TaskState.PAUSED})
_OWN_TIME = frozenset({Precision.RHYTHM, Precision.TRIGGER})
"""A due that comes round, or that waits for an event, is no missing one."""


def without_lead(tasks: Iterable[Task]) -> Iterator[Finding]:
    """Open tasks that no agency leads and no person is in charge of, by unit."""
    bare = [
        each for each in tasks if each.state in _RUNNING and not each.leads and not each.persons
    ]
    yield from _by_unit(
        Rule.TASK_WITHOUT_LEAD,
        bare,
        lambda numbers: say_n(
            "{count} open task has nobody who leads: {numbers}",
            "{count} open tasks have nobody who leads: {numbers}",
            len(numbers),
            numbers=named(numbers),
        ),
        lambda numbers: ("task", "assign", *numbers, "--lead", "AGENCY"),
    )


def without_due(tasks: Iterable[Task]) -> Iterator[Finding]:
    """Open tasks without a due, by unit; words such as "thường xuyên" name no day."""
    bare = [
        each
        for each in tasks
        if each.state in _RUNNING and each.last_day is None and each.precision not in _OWN_TIME
    ]
    yield from _by_unit(
        Rule.TASK_WITHOUT_DUE,
        bare,
        lambda numbers: say_n(
            "{count} open task has no due: {numbers}",
            "{count} open tasks have no due: {numbers}",
            len(numbers),
            numbers=named(numbers),
        ),
        lambda numbers: ("task", "extend", *numbers, "--due", "WHEN", "--reason", "TEXT"),
    )


def without_document(tasks: Iterable[Task]) -> Iterator[Finding]:
    """Open tasks that cite no document, by unit; a part may rest on the whole's."""
    bare = [
        each
        for each in tasks
        if each.state in _RUNNING and each.document is None and each.parent is None
    ]
    yield from _by_unit(
        Rule.TASK_WITHOUT_DOCUMENT,
        bare,
        lambda numbers: say_n(
            "{count} open task cites no document: {numbers}",
            "{count} open tasks cite no document: {numbers}",
            len(numbers),
            numbers=named(numbers),
        ),
        lambda numbers: ("task", "correct", numbers[0], "--document", "REF", "--reason", "TEXT"),
    )


def _by_unit(
    rule: Rule,
    tasks: Iterable[Task],
    what: Callable[[Sequence[str]], Message],
    mend: Callable[[Sequence[str]], tuple[str, ...]],
) -> Iterator[Finding]:
    found: dict[int | None, list[str]] = defaultdict(list)
    for task in sorted(tasks, key=lambda each: each.number):
        found[task.unit_key].append(task.number)
    for unit, numbers in found.items():
        yield Finding(rule, what(numbers), unit, tasks=tuple(numbers), command=mend(numbers))


def done_before_assigned(tasks: Iterable[Task]) -> Iterator[Finding]:
    """Tasks that were done before they were given."""
    for task in tasks:
        given, closed = task.assigned_on, task.closed_on
        if task.state is TaskState.CANCELLED or given is None or closed is None:
            continue
        if closed < given:
            said = say(
                "{task} was given on {given} and done on {done}, before that",
                task=task.number,
                given=given,
                done=closed,
            )
            yield _of(Rule.DONE_BEFORE_ASSIGNED, task, said, "--assigned", "DATE")


def due_before_assigned(tasks: Iterable[Task]) -> Iterator[Finding]:
    """Tasks whose first due had passed when they were given."""
    for task in tasks:
        given, due = task.assigned_on, task.original_due
        if given is not None and due is not None and due < given:
            said = say(
                "{task} was given on {given} and due by {due}, before that",
                task=task.number,
                given=given,
                due=due,
            )
            yield _of(Rule.DUE_BEFORE_ASSIGNED, task, said, "--due", "WHEN")


def due_after_parent(tasks: Sequence[Task]) -> Iterator[Finding]:
    """Open parts of a task that fall due after the whole; what comes round is no part."""
    whole = {each.number: each for each in tasks}
    for task in tasks:
        parent = whole.get(task.parent or "")
        if parent is None or task.closed or task.period is not None:
            continue
        if task.last_day and parent.last_day and task.last_day > parent.last_day:
            said = say(
                "{task} falls due on {due}, after {parent} on {last}",
                task=task.number,
                due=task.last_day,
                parent=parent.number,
                last=parent.last_day,
            )
            mend = ("task", "extend", parent.number, "--due", task.last_day.isoformat())
            yield Finding(
                Rule.DUE_AFTER_PARENT,
                said,
                task.unit_key,
                tasks=(task.number, parent.number),
                command=(*mend, "--reason", "TEXT"),
            )


class WordedDue(Record):
    """A due as written and as kept: of a task, or of an extension of it (`extended`).

    `dated` is the date of the paper that it was read from.
    """

    task: str
    unit_key: int | None
    words: str
    last_day: date | None
    dated: date | None = None
    extended: bool = False


def due_words(dues: Iterable[WordedDue]) -> Iterator[Finding]:
    """Dues whose words mean another last day than is kept, as the words are read now.

    What cannot be read, waits for an event or is reckoned from one was settled by a person.
    """
    for each in dues:
        try:
            read = parse_due(each.words, document_date=each.dated)
        except DataError:
            continue
        if read.last_day is None or read.trigger is not None or read.last_day == each.last_day:
            continue
        said = say(
            '{task}: "{words}" means {read}, but {kept} is kept',
            task=each.task,
            words=each.words,
            read=read.last_day,
            kept=each.last_day or "…",
        )
        mend = ("task", "correct", each.task, "--due", each.words, "--reason", "TEXT")
        if each.extended:
            mend = ("task", "correct", each.task, "--take-back", "extended", "--reason", "TEXT")
        yield Finding(Rule.DUE_WORDS, said, each.unit_key, tasks=(each.task,), command=mend)


class Header(Record):
    """What the header of a task keeps so that it can be sought, and what its events add up to."""

    task: str
    unit_key: int | None
    kept: tuple[str | None, ...]
    folded: tuple[str | None, ...]


def task_header(headers: Iterable[Header]) -> Iterator[Finding]:
    """Tasks whose header does not say what their events add up to."""
    for each in headers:
        if each.kept != each.folded:
            said = say(
                "{task}: the header says {kept}, the events say {folded}",
                task=each.task,
                kept=_spelled(each.kept),
                folded=_spelled(each.folded),
            )
            mend = ("task", "note", each.task, "--text", "TEXT")
            yield Finding(Rule.TASK_HEADER, said, each.unit_key, tasks=(each.task,), command=mend)


def _spelled(header: tuple[str | None, ...]) -> str:
    return " ".join(word or "…" for word in header)


class LeftBehind(Record):
    """An open task that is about a unit, or held by an agency, that has ended."""

    task: str
    unit_key: int | None
    name: str
    ended_on: date | None


def unit_ended(left: Iterable[LeftBehind]) -> Iterator[Finding]:
    """Open tasks about units that are no more, by unit."""
    found: dict[tuple[int | None, date | None], list[str]] = defaultdict(list)
    for each in left:
        found[each.unit_key, each.ended_on].append(each.task)
    for (unit, ended), numbers in found.items():
        said = say_n(
            "it ended on {day} and {count} task about it is open: {numbers}",
            "it ended on {day} and {count} tasks about it are open: {numbers}",
            len(numbers),
            day=ended,
            numbers=named(numbers),
        )
        mend = ("task", "assign", *numbers, "--lead", "AGENCY", "--reason", "TEXT")
        yield Finding(Rule.UNIT_ENDED, said, unit, tasks=tuple(numbers), command=mend)


def agency_ended(left: Iterable[LeftBehind]) -> Iterator[Finding]:
    """Agencies that are no more and still hold open tasks."""
    found: dict[tuple[str, date | None], list[str]] = defaultdict(list)
    for each in left:
        found[each.name, each.ended_on].append(each.task)
    for (name, ended), numbers in found.items():
        numbers = list(dict.fromkeys(numbers))
        said = say_n(
            "{agency} ended on {day} and holds {count} open task: {numbers}",
            "{agency} ended on {day} and holds {count} open tasks: {numbers}",
            len(numbers),
            agency=name,
            day=ended or "…",
            numbers=named(numbers),
        )
        mend = ("task", "assign", *numbers, "--from", name, "--lead", "AGENCY")
        yield Finding(Rule.AGENCY_ENDED, said, tasks=tuple(numbers), agency=name, command=mend)


def _of(rule: Rule, task: Task, said: Message, *change: str) -> Finding:
    mend = ("task", "correct", task.number, *change, "--reason", "TEXT")
    return Finding(rule, said, task.unit_key, tasks=(task.number,), command=mend)
