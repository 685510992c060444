"""What a filter asks of tasks beyond a list of units or one lead: its terms, in keys of the file.

What the rows of the file say is asked in SQL; how a task stood on the day is looked at.
"""

from collections.abc import Sequence
from datetime import date

from ntmtrack.domain.task import Outcome, Task, TaskState
from ntmtrack.domain.text import match
from ntmtrack.record import Record
from ntmtrack.store.queries_tasks import HOLDS, PARTY, PERSON

_COLUMNS = {"unit": "unit_id", "criterion": "item_id", "document": "document_id"}
_PARTIES = {
    "lead": PARTY.replace("{role}", "lead"),
    "coordinator": PARTY.replace("{role}", "coordinator"),
    "person": PERSON,
}
_LOOKED_AT = frozenset({"state", "due", "text"})

_LATE = "late"
_BEHIND = {
    **{state.value: (state,) for state in TaskState},
    Outcome.OPEN_IN_TIME.value: (TaskState.OPEN, TaskState.PAUSED),
    _LATE: (TaskState.OPEN, TaskState.PAUSED),
    Outcome.DONE_ON_TIME.value: (TaskState.DONE, TaskState.REPORTED),
    Outcome.DONE_LATE.value: (TaskState.DONE, TaskState.REPORTED),
    Outcome.NO_DUE.value: tuple(TaskState),
}
"""The states that a task can be in of which a word is true."""

_MOVED_SINCE = "exists (select 1 from task_event e where e.task_id = t.id and e.happened_on > :day)"


class TaskTerm(Record):
    """One term: any of these is meant, or none of them where it is `negated`.

    `keys` are those of rows (unit, criterion, document, lead, coordinator, person), `words` those
    of a state or of a title, `first` and `last` bound the last day of a due. `without` takes the
    tasks that have none.
    """

    key: str
    keys: Sequence[int] = ()
    words: Sequence[str] = ()
    first: date | None = None
    last: date | None = None
    without: bool = False
    negated: bool = False

    @property
    def looks_at_each(self) -> bool:
        """Whether only the task as it stood on the day can tell."""
        return self.key in _LOOKED_AT

    @property
    def condition(self) -> str:
        """The SQL of it over a task `t`, as far as the rows tell."""
        if self.key == "state" and not self.negated:
            # A header says how its task stands at last: so it stood unless something came later.
            states = {state for word in self.words for state in _BEHIND[word]}
            listed = ", ".join(f"'{state.value}'" for state in sorted(states))
            return f"(t.state in ({listed}) or {_MOVED_SINCE})"
        if self.looks_at_each:
            return "1"
        any_of = " or ".join(self._parts) or "0"
        return f"({any_of}) is not true" if self.negated else f"({any_of})"

    @property
    def _parts(self) -> list[str]:
        if self.key in _COLUMNS:
            column = f"t.{_COLUMNS[self.key]}"
            listed = ", ".join(str(int(key)) for key in self.keys)
            parts = [f"{column} in ({listed})"] if listed else []
            return [*parts, f"{column} is null"] if self.without else parts
        parts = [_PARTIES[self.key].format(key=int(key)) for key in self.keys]
        if self.without:
            parts.append(
                "t.id not in (select p.task_id from task_party p"
                f" where p.role = '{self.key}' and {HOLDS})"
            )
        return parts

    def takes(self, task: Task, day: date) -> bool:
        """Whether a task as it stood on the day is meant, as far as that tells."""
        return not self.looks_at_each or self._is_so(task, day) is not self.negated

    def _is_so(self, task: Task, day: date) -> bool:
        if self.key == "text":
            return any(match(words, task.title) is not None for words in self.words)
        if self.key == "due":
            if task.last_day is None:
                return self.without
            return (self.first or date.min) <= task.last_day <= (self.last or date.max) and (
                self.first is not None or self.last is not None
            )
        outcome = task.outcome(day)
        told = _LATE if outcome is Outcome.OPEN_OVERDUE else outcome.value
        return any(word in (task.state.value, told) for word in self.words)
