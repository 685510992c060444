"""Reading what was last said of tasks, as it was written: it may tell why one is late."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date

from ntmtrack.domain.task import TaskEventKind
from ntmtrack.reports.periodic_tasks import LastWords
from ntmtrack.store.view import View

_TELLING = (
    TaskEventKind.NOTED,
    TaskEventKind.PROGRESS,
    TaskEventKind.EXTENDED,
    TaskEventKind.PAUSED,
    TaskEventKind.RESUMED,
    TaskEventKind.RETURNED,
    TaskEventKind.REOPENED,
)
"""What may be said while a task runs; what it was given with tells nothing of its course."""


def last_words(
    conn: sqlite3.Connection, numbers: Iterable[str], view: View
) -> dict[str, LastWords]:
    """The last note, reason of an extension or reason of a pause of each task, by its number.

    A task of which nothing was said by the view's day is left out.
    """
    kinds = ", ".join(f"'{kind.value}'" for kind in _TELLING)
    rows = conn.execute(
        f"""
        select t.number, e.kind, e.happened_on, e.note
        from task t join task_event e on e.task_id = t.id
        where t.number in (select value from json_each(:numbers))
        and e.kind in ({kinds}) and e.note <> '' and e.happened_on <= :day
        and not exists (select 1 from task_event v where v.task_id = e.task_id
          and v.kind = 'corrected' and json_extract(v.body, '$.takes_back') in (e.id, e.uid))
        order by e.happened_on, e.uid
        """,
        {**view.places, "numbers": json.dumps(list(numbers))},
    )
    return {
        number: LastWords(TaskEventKind(kind), date.fromisoformat(on), note)
        for number, kind, on, note in rows
    }
