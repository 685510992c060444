"""Which task of the ledger a line of a register is about.

With its number quoted it is that task. Else it is known by its document, unit, criterion, title
and due, as far as the sheet has columns for them; marks and case aside.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ntmtrack.app.choosing import by_place, known_number
from ntmtrack.app.importing.rows import Cells
from ntmtrack.app.importing.task_lines import Entry
from ntmtrack.app.naming import ambiguous
from ntmtrack.domain.catalogue import Unit
from ntmtrack.domain.task_steps import read_numbers
from ntmtrack.domain.text import fold
from ntmtrack.errors import DataError
from ntmtrack.message import say
from ntmtrack.store import queries_task_keys, queries_task_life, queries_tasks
from ntmtrack.store.queries_offices import own_mark
from ntmtrack.store.queries_task_keys import KnownTask
from ntmtrack.store.view import View

Sign = tuple[str, str]
"""The folded title and due of a line, as they are written."""


class Known:
    """The tasks that were in the ledger before the sheet."""

    def __init__(self, conn: sqlite3.Connection, signs: Iterable[Sign]) -> None:
        """`signs` are those of all lines of the sheet; of an empty ledger none is asked for."""
        self._by_title: dict[str, list[KnownTask]] = defaultdict(list)
        self._by_number: dict[str, KnownTask] = {}
        for each in queries_task_keys.known_tasks(conn):
            self._by_title[fold(each.title)].append(each)
            self._by_number[each.number] = each
        self._signs = frozenset(signs if self._by_number else ())
        # A due that was extended is known by its new words too.
        self._words = {
            task.number: fold(task.due_words or "")
            for task in queries_tasks.tasks(conn, View(date.max))
        }
        self._places = by_place(queries_task_life.task_numbers(conn))
        self._mark = own_mark(conn)

    def numbered(self, entry: Entry) -> KnownTask | None:
        """The task whose number a line quotes; None where it quotes none of this ledger's.

        A number behind a title is believed only if the title is that task's: a register of
        another office has numbers of its own. Raises DataError for another number that is none.
        """
        if entry.number is None:
            return None
        if entry.number_in_title:
            task = self._by_number.get(entry.number)
            return task if task and fold(task.title) == fold(entry.title) else None
        asked = read_numbers(entry.number)[0]
        return self._by_number[known_number(asked, self._places, own=self._mark)]

    def like(self, cells: Cells, entry: Entry, unit: Unit | None) -> KnownTask | None:
        """The task that a line without a number is about, of one of its units; None: a new one.

        Raises DataError where several may be meant, and where there is one of another due that
        no other line of the sheet is about: it may be that task with its due moved.
        """
        alike = [
            each
            for each in self._by_title[fold(entry.title)]
            if self._is_about(cells, entry, unit, each)
        ]
        due = [each for each in alike if self._same_due(cells, entry, each)]
        if len(due) > 1:
            raise ambiguous(
                entry.title,
                [say("{number}: {title}", number=each.number, title=each.title) for each in due],
                say("give its number in a column of its own"),
            )
        if due:
            return due[0]
        moved = [each for each in alike if not self._has_its_line(each)]
        if moved:
            raise DataError(
                say(
                    "{number} is the same with another due: {words}",
                    number=moved[0].number,
                    words=moved[0].due_words or "…",
                ),
                hint=say(
                    "extend it with `ntmtrack task extend {number}`, or give another task another"
                    " title",
                    number=moved[0].number,
                ),
            )
        return None

    def same_due(self, entry: Entry, task: KnownTask) -> bool:
        """Whether the due of a line is the first one of a task, or the one in force."""
        words = fold(entry.due.words)
        days = (entry.due.start, entry.due.last_day)
        return words in (fold(task.due_words or ""), self._words.get(task.number)) or (
            entry.due.last_day is not None and days == (task.due_start, task.due_last)
        )

    def _is_about(self, cells: Cells, entry: Entry, unit: Unit | None, task: KnownTask) -> bool:
        same_unit = task.unit == (None if unit is None else unit.key)
        same_item = not cells.has("criterion") or task.item == entry.criterion
        paper = None if entry.paper is None else entry.paper.key
        same_paper = task.document == paper or not (cells.has("document") or paper)
        clause = not cells.has("clause") or fold(task.clause or "") == fold(entry.clause or "")
        return same_unit and same_item and same_paper and clause

    def _same_due(self, cells: Cells, entry: Entry, task: KnownTask) -> bool:
        has_column = cells.has("due_text") or cells.has("due")
        return not has_column or self.same_due(entry, task)

    def _has_its_line(self, task: KnownTask) -> bool:
        title = fold(task.title)
        known = {fold(task.due_words or ""), self._words.get(task.number, "")}
        return any((title, words) in self._signs for words in known)
