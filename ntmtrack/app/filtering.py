"""What a filter means: each of its terms an option that there is, or what only a filter can say.

A term that an option can say becomes that option; the others are kept beside, and what they name
is looked up as any name is.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ntmtrack.app import bodies, resolve
from ntmtrack.app.context import Context
from ntmtrack.app.scope import Scope, known_numbers
from ntmtrack.app.task_reading import TaskScope
from ntmtrack.domain.assessment import Finding, Stage
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.filter_grammar import NONE, Term, refuse_others
from ntmtrack.domain.standing import UnitStanding
from ntmtrack.domain.task import Task
from ntmtrack.domain.text import match
from ntmtrack.errors import DataError
from ntmtrack.message import Message, say
from ntmtrack.store import queries_catalogue, queries_tasks
from ntmtrack.store.queries_task_terms import TaskTerm
from ntmtrack.store.queries_tasks import Narrow, Which
from ntmtrack.store.view import View

_OF_UNITS = ("unit", "under", "set", "stage")
_OF_CRITERIA = ("criterion", "verdict", "since")
_OF_TASKS_ALONE = ("lead", "coordinator", "person", "document", "state", "due")
_OF_TASKS = ("unit", "under", "set", "criterion", "text", *_OF_TASKS_ALONE)

Keep = Callable[[UnitStanding, Finding, Sequence[Task]], bool]
"""Whether a filter means a criterion of a unit, on which these open tasks are at work."""


def of_tasks(scope: TaskScope, terms: Sequence[Term]) -> TaskScope:
    """A question about tasks that a filter narrows further.

    Raises DataError for a key that says nothing of tasks.
    """
    refuse_others(terms, _OF_TASKS)
    slots = {name: getattr(scope, name) for name in _SLOTS}
    rest = _fill(slots, terms)
    return scope._replace(**slots, where=(*scope.where, *rest))


def of_units(scope: Scope, terms: Sequence[Term]) -> Scope:
    """A question about units that a filter narrows further; DataError for other keys."""
    refuse_others(terms, _OF_UNITS)
    found = _with_units(scope, terms)
    if any(each.key == "set" for each in found.where):
        raise _one_word("set", say("one set, or all, are looked at"))
    return found


def of_findings(
    scope: Scope, criterion: Sequence[str], terms: Sequence[Term]
) -> tuple[Scope, Sequence[str]]:
    """A question about criteria of units that a filter narrows further, with its numbers.

    Of lead, due and the like the tasks that are at work on a criterion are asked.
    """
    refuse_others(terms, (*_OF_UNITS, *_OF_CRITERIA, "text", *_OF_TASKS_ALONE))
    slots: dict[str, Any] = {"criterion": criterion}
    rest = _fill(slots, [each for each in terms if each.key == "criterion"])
    found = _with_units(scope, [each for each in terms if each.key != "criterion"])
    return found._replace(where=(*found.where, *rest)), slots["criterion"]


def _with_units(scope: Scope, terms: Sequence[Term]) -> Scope:
    stages = [each for each in terms if each.key == "stage"]
    if any(each.negated or len(each.words) > 1 for each in stages) or len(stages) > 1:
        raise _one_word("stage", say("one stage alone is looked at"))
    stage = Stage(stages[0].words[0]) if stages else scope.stage
    slots: dict[str, Any] = {"units": scope.units, "under": scope.under, "set": scope.set}
    rest = _fill(slots, [each for each in terms if each.key != "stage"])
    return scope._replace(**slots, stage=stage, where=(*scope.where, *rest))


def _one_word(key: str, hint: Message) -> DataError:
    return DataError(say("the filter key {key} takes one word here", key=key), hint=hint)


_SLOTS = (
    *("units", "under", "set", "criterion"),
    *("lead", "coordinator", "document", "person"),
)
"""The options that narrow a question about tasks."""

_SEVERAL = {"unit": "units", "criterion": "criterion"}
"""The keys whose options take several."""


def _fill(slots: dict[str, Any], terms: Iterable[Term]) -> list[Term]:
    """Put terms into the options that can say them, where those are free; what is left."""
    rest = []
    for each in terms:
        name = _SEVERAL.get(each.key, each.key)
        single = each.key in _SEVERAL or len(each.words) == 1
        plain = not each.negated and NONE not in each.words
        if name not in slots or slots[name] or not (single and plain):
            rest.append(each)
        else:
            slots[name] = each.words if each.key in _SEVERAL else each.words[0]
    return rest


def task_terms(
    conn: sqlite3.Connection, terms: Sequence[Term], context: Context
) -> tuple[TaskTerm, ...]:
    """What is left of a filter of tasks, in keys of the file.

    Raises DataError for a name that fits nothing or several, and words that are no dates.
    """
    return tuple(_task_term(conn, each, context) for each in terms)


def _task_term(conn: sqlite3.Connection, term: Term, context: Context) -> TaskTerm:
    day = context.as_of
    named = [words for words in term.words if words != NONE]
    without = NONE in term.words
    if term.key in ("state", "text"):
        return TaskTerm(term.key, words=term.words, negated=term.negated)
    if term.key == "due":
        first, last = _days(term, named, day) if named else (None, None)
        return TaskTerm("due", first=first, last=last, without=without, negated=term.negated)
    key, keys = term.key, _KEYS[term.key](conn, named, context)
    if key == "under":
        key = "unit"
    if key == "set":
        key = "criterion"
    return TaskTerm(key, tuple(keys), without=without, negated=term.negated)


def _agencies(conn: sqlite3.Connection, named: Sequence[str], context: Context) -> list[int]:
    return [bodies.agency(conn, words, context.as_of).key for words in named]


def _persons(conn: sqlite3.Connection, named: Sequence[str], context: Context) -> list[int]:
    return [bodies.person(conn, words, context.as_of).key for words in named]


def _documents(conn: sqlite3.Connection, named: Sequence[str], _: Context) -> list[int]:
    return [bodies.known_document(conn, words).key for words in named]


def _units(conn: sqlite3.Connection, named: Sequence[str], context: Context) -> list[int]:
    found = resolve.units(conn, named, context.as_of) if named else []
    return [each.key for each in found]


def _below(conn: sqlite3.Connection, named: Sequence[str], context: Context) -> list[int]:
    from ntmtrack.store.queries_lineage import gone_over_into

    day = context.as_of
    tops = [resolve.unit(conn, words, day, above=True) for words in named]
    below = [each.key for top in tops for each in queries_catalogue.children(conn, top.key, day)]
    return [*below, *gone_over_into(conn, below, day)]


def _items(conn: sqlite3.Connection, named: Sequence[str], context: Context) -> list[int]:
    """The criteria of any set with these numbers, and their indicators."""
    day = context.as_of
    known_numbers(conn, named, None, View(day))
    sets = [each.key for each in queries_catalogue.sets(conn)]
    return [
        item.key
        for item in queries_catalogue.items(conn, sets, day)
        if item.number in named or item.parent in named
    ]


def _items_of_sets(conn: sqlite3.Connection, named: Sequence[str], context: Context) -> list[int]:
    sets = [resolve.criteria_set(conn, words).key for words in named]
    return [item.key for item in queries_catalogue.items(conn, sets, context.as_of)]


_KEYS: Mapping[str, Callable[[sqlite3.Connection, Sequence[str], Context], list[int]]] = {
    "lead": _agencies,
    "coordinator": _agencies,
    "person": _persons,
    "document": _documents,
    "unit": _units,
    "under": _below,
    "criterion": _items,
    "set": _items_of_sets,
}
"""How the words of a key are looked up."""


def _days(term: Term, named: Sequence[str], day: date) -> tuple[date | None, date | None]:
    """The first and the last day that a term of days means.

    Before a span is before its first day, not after it is by its last. One without a first day,
    "before 30/6/2024", is its last day alone.
    """
    from ntmtrack.domain.due import parse_period
    from ntmtrack.domain.due_flag import DueFlag

    if len(named) > 1:
        raise _one_word(term.key, say("write two terms: due>=1/10/2026 due<=31/12/2026"))
    span = parse_period(named[0], day)
    if DueFlag.YEAR_FROM_AS_OF in span.flags:
        raise DataError(
            say('"{words}" names no year.', words=span.words),
            hint=say("Write the year that is meant, for example 30/6/2024 or 5/2024."),
        )
    last = span.last_day
    assert last is not None
    one = timedelta(days=1)
    return {
        ":": (span.start, last),
        "<": (date.min, (span.start or last) - one),
        "<=": (date.min, last),
        ">": (last + one, date.max),
        ">=": (span.start or last, date.max),
    }[term.sign]


def kept_units(
    conn: sqlite3.Connection, terms: Sequence[Term], units: Sequence[Unit], context: Context
) -> list[Unit]:
    """The units that the terms about units mean."""
    found = list(units)
    for each in terms:
        if each.key not in ("unit", "under"):
            continue
        named = [words for words in each.words if words != NONE]
        keys = set(_KEYS[each.key](conn, named, context))
        found = [unit for unit in found if (unit.key in keys) is not each.negated]
    return found


def kept_findings(conn: sqlite3.Connection, terms: Sequence[Term], context: Context) -> Keep:
    """Which criteria of units the other terms mean."""
    asked_of_tasks = [each for each in terms if each.key in _OF_TASKS_ALONE]
    tests = [
        _finding_test(conn, each, context)
        for each in terms
        if each.key not in (*_OF_TASKS_ALONE, "unit", "under")
    ]
    if asked_of_tasks:
        tests.append(_at_work_test(conn, asked_of_tasks, context))
    return lambda standing, finding, tasks: all(test(standing, finding, tasks) for test in tests)


def _finding_test(conn: sqlite3.Connection, term: Term, context: Context) -> Keep:
    words = frozenset(term.words)
    wanted = not term.negated
    if term.key == "set":
        codes = {resolve.criteria_set(conn, each).code for each in term.words}
        return lambda standing, _, __: (standing.set_code in codes) is wanted
    if term.key == "criterion":
        known_numbers(conn, [each for each in words if each != NONE], None, View(context.as_of))
        return lambda _, finding, __: (finding.number in words) is wanted
    if term.key == "verdict":
        return lambda _, finding, __: (str(finding.verdict) in words) is wanted
    if term.key == "text":
        return lambda _, finding, __: (
            any(match(each, finding.name) is not None for each in words) is wanted
        )
    first, last = _days(term, term.words, context.as_of)
    low, high = first or date.min, last or date.max
    return lambda _, finding, __: (
        (finding.since is not None and low <= finding.since <= high) is wanted
    )


def _at_work_test(conn: sqlite3.Connection, terms: Sequence[Term], context: Context) -> Keep:
    """Whether an open task that the terms mean is at work on a criterion."""
    narrow = Narrow(about_criteria=True, terms=task_terms(conn, terms, context))
    met = queries_tasks.tasks(conn, View(context.as_of), which=Which.OPEN, narrow=narrow)
    numbers = {task.number for task in met}
    return lambda _, __, tasks: any(task.number in numbers for task in tasks)
