"""New tasks of a sheet, gathered and written many at once.

A row by itself costs the ledger several times what it costs among others: the lists of its checks
are made for each statement, and a savepoint keeps every page that it touches.
"""

from collections.abc import Sequence
from datetime import date

from ntmtrack.app.giving import Placed, headers
from ntmtrack.app.task_rows import Ready, numbered, series, write_tasks
from ntmtrack.store.queries_offices import own_mark
from ntmtrack.store.writing import Writing

_AT_ONCE = 2_000
"""Tasks that are written together."""


class Gathered:
    """The tasks that lines have brought and that are not written yet; they have their numbers.

    Nothing that a savepoint may take back is to be written before `flush` of what came before it.
    """

    def __init__(self, change: Writing) -> None:
        self._change = change
        self._mark = own_mark(change.conn)
        self._tasks: list[Ready] = []
        self._last: dict[int, int] = {}

    def give(
        self, task: Placed, about: Sequence[tuple[int | None, int | None]], day: date
    ) -> list[str]:
        """Take a task in, once for each unit and item that it is about; the numbers."""
        found = [
            Ready(
                self._number(header.year),
                header,
                task.leads,
                task.coordinators,
                task.persons,
                day,
            )
            for header in headers(self._change, task, about, day)
        ]
        self._tasks += found
        return [each.number for each in found]

    @property
    def full(self) -> bool:
        """Whether there are as many as are written together."""
        return len(self._tasks) >= _AT_ONCE

    def flush(self) -> None:
        """Write what was gathered, and the numbers that it got."""
        for year, last in self._last.items():
            self._change.gave_numbers(series(year), last)
        write_tasks(self._change, self._tasks)
        self._tasks, self._last = [], {}

    def _number(self, year: int) -> str:
        last = self._last.get(year)
        place = 1 + (self._change.last_number(series(year)) if last is None else last)
        self._last[year] = place
        return numbered(year, place, self._mark)
